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

func (a *api) acknowledge(ctx context.Context, who auth.Visitor, in *ByID) (reply[dispatch.EscalationRow], error) {
	if err := a.Desk.Acknowledge(ctx, who.Actor(), in.ID); err != nil {
		return reply[dispatch.EscalationRow]{}, err
	}
	e, err := a.Desk.Store.Escalation(ctx, who.City, in.ID)
	return reply[dispatch.EscalationRow]{body: dispatch.RowOfEscalation(e)}, err
}
