package httpapi

import (
	"context"
	"errors"
	"net/http"

	"github.com/paulmach/orb"

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
	staff(a, operation(http.MethodPut, "/houses/{id}/point", "pin-house", "staff", "Put a house where it stands: a pin goes before registers and outlines"), a.pinHouse)
	staff(a, operation(http.MethodDelete, "/houses/{id}/point", "unpin-house", "staff", "Take the pin of a house away: it goes back to what registers and outlines say"), a.unpinHouse)
	staff(a, operation(http.MethodGet, "/houses/{id}/open", "open-at-house", "staff", "Open requests of a house, of the same fault first"), a.openHere)
}

func (a *api) house(ctx context.Context, who auth.Visitor, in *ByID) (reply[dispatch.HouseCard], error) {
	card, err := a.Desk.HouseCard(ctx, who.Actor(), in.ID)
	return reply[dispatch.HouseCard]{body: card}, missing(err)
}

type pinHouseInput struct {
	ByID
	Body struct {
		Point orb.Point `json:"point"`
	}
}

func (a *api) pinHouse(ctx context.Context, who auth.Visitor, in *pinHouseInput) (reply[dispatch.HouseCard], error) {
	return a.putHouse(ctx, who, in.ID, &in.Body.Point)
}

func (a *api) unpinHouse(ctx context.Context, who auth.Visitor, in *ByID) (reply[dispatch.HouseCard], error) {
	return a.putHouse(ctx, who, in.ID, nil)
}

func (a *api) putHouse(ctx context.Context, who auth.Visitor, id int64, pin *orb.Point) (reply[dispatch.HouseCard], error) {
	if err := a.Desk.PinHouse(ctx, who.Actor(), id, pin); err != nil {
		return reply[dispatch.HouseCard]{}, missing(err)
	}
	card, err := a.Desk.HouseCard(ctx, who.Actor(), id)
	return reply[dispatch.HouseCard]{body: card}, missing(err)
}

// missing says of a house in a path that it is not there, rather than that the input is wrong.
func missing(err error) error {
	if errors.Is(err, errUnknownHouse) {
		return dispatch.ErrNotFound
	}
	return err
}

func (a *api) openHere(ctx context.Context, who auth.Visitor, in *openHereInput) (reply[dispatch.OpenHere], error) {
	if _, err := watcher(who); err != nil {
		return reply[dispatch.OpenHere]{}, err
	}
	if _, err := a.Desk.Store.House(ctx, who.City, in.ID, a.Desk.Now()); err != nil {
		return reply[dispatch.OpenHere]{}, missing(err)
	}
	open, err := a.Desk.OpenHere(ctx, who.Actor(), in.ID, in.Problem)
	return reply[dispatch.OpenHere]{body: open}, err
}
