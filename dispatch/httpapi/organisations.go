package httpapi

import (
	"context"
	"net/http"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

func (a *api) organisationRoutes() {
	staff(a, operation(http.MethodGet, "/organisations", "list-organisations", "staff", "Organisations of the city"), a.organisations)
}

func (a *api) organisations(ctx context.Context, who auth.Visitor, _ *struct{}) (reply[[]dispatch.Organisation], error) {
	actor, err := watcher(who)
	if err != nil {
		return reply[[]dispatch.Organisation]{}, err
	}
	found, err := a.Directory.Organisations(ctx, actor.City)
	return reply[[]dispatch.Organisation]{body: append([]dispatch.Organisation{}, found...)}, err
}
