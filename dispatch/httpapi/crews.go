package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

type shiftInput struct {
	ByID
	Body struct {
		On bool `json:"on"`
	}
}

type positionInput struct {
	ByID
	Body struct {
		Point    orb.Point  `json:"point"`
		Accuracy float64    `json:"accuracy_meters,omitempty" minimum:"0"`
		At       *time.Time `json:"at,omitempty" nullable:"true" doc:"When it was taken; left out: now"`
	}
}

func (a *api) crewRoutes() {
	staff(a, operation(http.MethodGet, "/crews", "list-crews", "staff", "Crews that the reader sees"), a.crews)
	staff(a, operation(http.MethodPost, "/crews/{id}/shift", "turn-shift", "staff", "Put a crew on shift, or take it off"), a.turnShift)
	staff(a, operation(http.MethodPost, "/crews/{id}/tablet", "hear-tablet", "staff", "The crew's tablet is there; say it every 30 s"), a.hearTablet)
	op := operation(http.MethodPost, "/crews/{id}/position", "report-position", "staff", "Where the crew's tablet is")
	op.DefaultStatus = http.StatusNoContent
	op.Security, op.MaxBodyBytes = []map[string][]string{{"session": {}}}, maxJSONBytes
	op.Middlewares = huma.Middlewares{a.signedIn}
	huma.Register(a.huma, op, a.position)
}

type tabletInput struct {
	ByID
	Body struct {
		WaitsSince *time.Time `json:"waits_since,omitempty" nullable:"true" doc:"The device's time of the oldest action that is not confirmed; left out: nothing waits"`
	}
}

func (a *api) hearTablet(ctx context.Context, who auth.Visitor, in *tabletInput) (reply[doneBody], error) {
	return reply[doneBody]{body: doneBody{true}}, a.Desk.HearTablet(ctx, who.Actor(), in.ID, in.Body.WaitsSince)
}

func (a *api) crews(ctx context.Context, who auth.Visitor, _ *struct{}) (reply[[]dispatch.CrewRow], error) {
	rows, err := a.Desk.CrewRows(ctx, who.Actor())
	return reply[[]dispatch.CrewRow]{body: rows}, err
}

func (a *api) turnShift(ctx context.Context, who auth.Visitor, in *shiftInput) (reply[dispatch.CrewRow], error) {
	crew, err := a.Desk.SetShift(ctx, who.Actor(), in.ID, in.Body.On)
	return reply[dispatch.CrewRow]{body: dispatch.RowOfCrew(crew, a.Desk.Now())}, err
}

// position answers 204 whether the fix was good enough to keep or not: the next one is seconds away.
func (a *api) position(ctx context.Context, in *positionInput) (*struct{}, error) {
	who, _ := ctx.Value(visitorKey{}).(auth.Visitor)
	_, err := a.Desk.Locate(ctx, who.Actor(), in.ID, in.Body.Point, in.Body.Accuracy, orZero(in.Body.At))
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return nil, nil
}
