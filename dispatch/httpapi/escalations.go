package httpapi

import (
	"context"
	"net/http"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

func (a *api) escalationRoutes() {
	staff(a, operation(http.MethodPost, "/escalations/{id}/acknowledge", "acknowledge", "staff", "Take an escalation upon oneself"), a.acknowledge)
}

type takeInput struct {
	ByID
	Body *struct {
		Why string `json:"why,omitempty" doc:"Why; an administrator has to say it"`
	}
}

func (a *api) acknowledge(ctx context.Context, who auth.Visitor, in *takeInput) (reply[dispatch.EscalationRow], error) {
	why := ""
	if in.Body != nil {
		why = in.Body.Why
	}
	if err := a.Desk.Acknowledge(ctx, who.Actor(), in.ID, why); err != nil {
		return reply[dispatch.EscalationRow]{}, err
	}
	e, err := a.Desk.Store.Escalation(ctx, who.City, in.ID)
	if err != nil {
		return reply[dispatch.EscalationRow]{}, err
	}
	rows, err := a.Desk.EscalationRows(ctx, who.City, []dispatch.Escalation{e})
	return reply[dispatch.EscalationRow]{body: rows[0]}, err
}
