package httpapi

import (
	"context"
	"net/http"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

// ByID is a path that names one thing of the session's city.
type ByID struct {
	ID int64 `path:"id" minimum:"1"`
}

type openHereInput struct {
	ByID
	Problem string `query:"problem" maxLength:"80" doc:"Code of the classifier"`
}

func (a *api) houseRoutes() {
	staff(a, operation(http.MethodGet, "/houses/{id}", "get-house", "staff", "A house: who answers for it, what is open there"), a.house)
	staff(a, operation(http.MethodGet, "/houses/{id}/open", "open-at-house", "staff", "Open requests of a house, of the same fault first"), a.openHere)
}

func (a *api) house(ctx context.Context, who auth.Visitor, in *ByID) (reply[dispatch.HouseCard], error) {
	card, err := a.Desk.HouseCard(ctx, who.Actor(), in.ID)
	return reply[dispatch.HouseCard]{body: card}, err
}

func (a *api) openHere(ctx context.Context, who auth.Visitor, in *openHereInput) (reply[dispatch.OpenHere], error) {
	open, err := a.Desk.OpenHere(ctx, who.Actor(), in.ID, in.Problem)
	return reply[dispatch.OpenHere]{body: open}, err
}
