package httpapi

import (
	"context"
	"net/http"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

type assignInput struct {
	ByID
	Keyed
	Body struct {
		CrewID         *int64     `json:"crew_id,omitempty" nullable:"true"`
		OrganisationID *int64     `json:"organisation_id,omitempty" nullable:"true" doc:"Instead of a crew: handed over by telephone"`
		HandedTo       string     `json:"handed_to,omitempty" doc:"Who took it there"`
		HandedPhone    string     `json:"handed_phone,omitempty"`
		TheirNumber    string     `json:"their_number,omitempty"`
		Reserve        bool       `json:"reserve,omitempty" doc:"Keep the crew for later instead of sending it"`
		PlannedAt      *time.Time `json:"planned_at,omitempty" nullable:"true"`
		Note           string     `json:"note,omitempty"`
	}
}

type orderStepInput struct {
	ByID
	Keyed
	Body struct {
		To       dispatch.OrderState `json:"to" enum:"sent,delivered,accepted,en_route,on_site,suspended,localised,done,verified,refused,recalled"`
		Reason   string              `json:"reason,omitempty" doc:"Needed for suspended, refused, recalled"`
		Code     string              `json:"reason_code,omitempty" doc:"Of a ready reason of a suspension, in place of the reason"`
		Note     string              `json:"note,omitempty"`
		DeviceAt *time.Time          `json:"device_at,omitempty" nullable:"true" doc:"The tablet's own time of the tap"`
		ByVoice  bool                `json:"by_voice,omitempty" doc:"The desk says it for the crew"`
		Version  int64               `json:"version,omitempty" doc:"Of the order, as the sender knows it; 0: whatever it is"`
	}
}

func (a *api) orderRoutes() {
	staff(a, operation(http.MethodPost, "/requests/{id}/orders", "send-crew", "staff", "Send or reserve a crew, or hand over to an organisation"), a.assign)
	staff(a, operation(http.MethodPost, "/orders/{id}/steps", "step-order", "staff", "A step of a work order: by its crew, or by the desk"), a.stepOrder)
	staff(a, operation(http.MethodGet, "/orders/{id}/route", "order-route", "staff", "The way of an order's crew to its house, for that crew or the desk"), a.orderRoute)
}

// tabletTold is how far a tablet's own time may lie from ours to be worth keeping: a weekend in a cellar.
const tabletTold = 7 * 24 * time.Hour

var (
	errTwoTakers = &dispatch.Error{Kind: dispatch.Invalid, Code: "two_takers", Field: "organisation_id",
		Ru: "Выберите бригаду или организацию, не обе сразу", En: "Choose a crew or an organisation, not both"}
)

func (a *api) assign(ctx context.Context, who auth.Visitor, in *assignInput) (cardReply, error) {
	b, key := in.Body, command(who, in.Key, withBody("assign", in.ID, in.Body))
	if b.CrewID != nil && b.OrganisationID != nil {
		return cardReply{}, errTwoTakers
	}
	replayed, err := a.replayed(ctx, who.City, key)
	if err != nil {
		return cardReply{}, err
	}
	answer, err := a.cardAfter(ctx, who)(a.Desk.Assign(ctx, who.Actor(), in.ID, dispatch.Assignment{Crew: orZero(b.CrewID), Organisation: orZero(b.OrganisationID),
		HandedTo: b.HandedTo, HandedPhone: b.HandedPhone, TheirNumber: b.TheirNumber, Reserve: b.Reserve, PlannedAt: b.PlannedAt, Note: b.Note}, key))
	answer.replay = replayed
	return answer, err
}

func (a *api) stepOrder(ctx context.Context, who auth.Visitor, in *orderStepInput) (reply[dispatch.OrderCard], error) {
	b, actor := in.Body, who.Actor()
	said := b
	said.DeviceAt = nil
	key := command(who, in.Key, withBody("order_step", in.ID, said))
	if b.DeviceAt != nil && b.DeviceAt.Sub(a.Desk.Now()).Abs() > tabletTold {
		b.DeviceAt = nil // a broken clock is no evidence, and must not stop a crew's step
	}
	replayed, err := a.replayed(ctx, who.City, key)
	if err != nil {
		return reply[dispatch.OrderCard]{}, err
	}
	byVoice := b.ByVoice && actor.Role != dispatch.CrewMember
	c, err := a.Desk.StepOrder(ctx, actor, in.ID, dispatch.Step{To: b.To, Reason: b.Reason, ReasonCode: b.Code, Note: b.Note, DeviceAt: b.DeviceAt, ByVoice: byVoice, Version: b.Version}, key)
	if err != nil {
		return reply[dispatch.OrderCard]{}, err
	}
	card, err := a.Desk.OrderCard(actor, c, in.ID)
	return reply[dispatch.OrderCard]{body: card, replay: replayed}, err
}

func (a *api) orderRoute(ctx context.Context, who auth.Visitor, in *ByID) (reply[dispatch.OrderRoute], error) {
	route, err := a.Desk.OrderRoute(ctx, who.Actor(), in.ID)
	return reply[dispatch.OrderRoute]{body: route}, err
}
