package httpapi

import (
	"cmp"
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

type newRequest struct {
	Said
	Channel    dispatch.Channel `json:"channel" enum:"telephone,walk_in,radio"`
	ReceivedAt *time.Time       `json:"received_at,omitempty" nullable:"true" doc:"The ring; left out: now"`
	DamagedAt  *time.Time       `json:"damaged_at,omitempty" nullable:"true" doc:"When the damage began; left out: with the ring"`
	Join       *int64           `json:"join,omitempty" nullable:"true" doc:"An open request of the same house: this one keeps its own number and is joined to it"`
}

type newRequestInput struct {
	Keyed
	Body newRequest
}

type searchInput struct {
	Query string                  `query:"q" maxLength:"200" doc:"Number, address or telephone"`
	State []dispatch.RequestState `query:"state" enum:"registered,accepted,in_work,done,confirmed,returned,closed,rejected,duplicate,redirected"`
	Limit int                     `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type rowsBody struct {
	Requests []dispatch.RequestRow `json:"requests"`
}

type requestStepInput struct {
	ByID
	Body struct {
		To             string `json:"to" enum:"registered,accepted,returned,closed,rejected,duplicate,redirected,released,in_work,done,confirmed"`
		Reason         string `json:"reason,omitempty"`
		Disposition    string `json:"disposition,omitempty" doc:"With closed: fixed, fixed_temporarily, not_confirmed, no_access, other_responsible, refused_by_resident"`
		OrganisationID *int64 `json:"organisation_id,omitempty" nullable:"true" doc:"With redirected"`
		MainID         *int64 `json:"main_id,omitempty" nullable:"true" doc:"With duplicate"`
		Version        int64  `json:"version" minimum:"1" doc:"Of the card that was looked at"`
	}
}

type informInput struct {
	ByID
	Body struct {
		PlannedAt time.Time `json:"planned_at" doc:"The term that the caller was told"`
		Version   int64     `json:"version" minimum:"1"`
	}
}

type placeInput struct {
	ByID
	Body struct {
		HouseID *int64     `json:"house_id,omitempty" nullable:"true"`
		Point   *orb.Point `json:"point,omitempty" nullable:"true"`
		Version int64      `json:"version" minimum:"1"`
	}
}

type cardReply = reply[dispatch.RequestCard]

func (a *api) requestRoutes() {
	register := operation(http.MethodPost, "/requests", "register-request", "staff", "Register a request while the caller speaks")
	register.DefaultStatus = http.StatusCreated
	staff(a, register, a.registerRequest)
	staff(a, operation(http.MethodGet, "/requests", "search-requests", "staff", "Find requests, newest first"), a.searchRequests)
	staff(a, operation(http.MethodGet, "/requests/{id}", "get-request", "staff", "A request with its orders, clocks, photographs and journal"), a.requestCard)
	staff(a, operation(http.MethodPost, "/requests/{id}/steps", "step-request", "staff", "Decide on a request"), a.stepRequest)
	staff(a, operation(http.MethodPost, "/requests/{id}/inform", "inform-caller", "staff", "The caller was told the term"), a.informCaller)
	staff(a, operation(http.MethodPost, "/requests/{id}/place", "place-request", "staff", "Say where it is: a house, or a pin"), a.placeRequest)
	staff(a, operation(http.MethodGet, "/requests/{id}/recommendation", "recommend-crews", "staff", "Whom to send, and why"), a.recommend)
}

func (a *api) registerRequest(ctx context.Context, who auth.Visitor, in *newRequestInput) (cardReply, error) {
	actor := who.Actor()
	city, err := a.Desk.Store.City(ctx, actor.City)
	if err != nil {
		return cardReply{}, err
	}
	c, replayed, err := a.registerReport(ctx, city, actor, in.report(who))
	if err != nil {
		return cardReply{}, err
	}
	card, err := a.Desk.CardOf(ctx, actor, c)
	return cardReply{body: card, created: !replayed, replay: replayed}, err
}

func (in *newRequestInput) report(who auth.Visitor) dispatch.Report {
	report := in.Body.Said.report(in.Body.Channel)
	report.ReceivedAt, report.DamagedAt, report.Join = orZero(in.Body.ReceivedAt), orZero(in.Body.DamagedAt), orZero(in.Body.Join)
	report.Key = *command(who, cmp.Or(in.Key, newKey()), withReport("register", report))
	return report
}

func orZero[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

func (a *api) searchRequests(ctx context.Context, who auth.Visitor, in *searchInput) (reply[rowsBody], error) {
	if err := asText("q", in.Query); err != nil {
		return reply[rowsBody]{}, err
	}
	rows, err := a.Desk.Search(ctx, who.Actor(), strings.TrimSpace(in.Query), in.State, in.Limit)
	return reply[rowsBody]{body: rowsBody{append([]dispatch.RequestRow{}, rows...)}}, err
}

func (a *api) requestCard(ctx context.Context, who auth.Visitor, in *ByID) (cardReply, error) {
	card, err := a.Desk.Card(ctx, who.Actor(), in.ID)
	return cardReply{body: card}, err
}

func (a *api) stepRequest(ctx context.Context, who auth.Visitor, in *requestStepInput) (cardReply, error) {
	b := in.Body
	return a.cardAfter(ctx, who)(a.Desk.StepRequest(ctx, who.Actor(), in.ID, dispatch.RequestStep{To: b.To, Reason: b.Reason,
		Disposition: b.Disposition, Organisation: orZero(b.OrganisationID), Main: orZero(b.MainID), Version: b.Version}))
}

func (a *api) informCaller(ctx context.Context, who auth.Visitor, in *informInput) (cardReply, error) {
	return a.cardAfter(ctx, who)(a.Desk.Inform(ctx, who.Actor(), in.ID, in.Body.PlannedAt, in.Body.Version))
}

func (a *api) placeRequest(ctx context.Context, who auth.Visitor, in *placeInput) (cardReply, error) {
	actor := who.Actor()
	city, err := a.Desk.Store.City(ctx, actor.City)
	if err != nil {
		return cardReply{}, err
	}
	if err := inCity(city, in.Body.Point); err != nil {
		return cardReply{}, err
	}
	return a.cardAfter(ctx, who)(a.Desk.Put(ctx, actor, in.ID, orZero(in.Body.HouseID), in.Body.Point, in.Body.Version))
}

func (a *api) recommend(ctx context.Context, who auth.Visitor, in *ByID) (reply[dispatch.Recommendation], error) {
	found, err := a.Desk.Recommend(ctx, who.Actor(), in.ID)
	return reply[dispatch.Recommendation]{body: found}, err
}

// cardAfter words what an operation left.
func (a *api) cardAfter(ctx context.Context, who auth.Visitor) func(dispatch.Case, error) (cardReply, error) {
	return func(c dispatch.Case, err error) (cardReply, error) {
		if err != nil {
			return cardReply{}, err
		}
		card, err := a.Desk.CardOf(ctx, who.Actor(), c)
		return cardReply{body: card}, err
	}
}
