package httpapi

import (
	"context"
	"errors"
	"net/http"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

type trainingInput struct {
	Body struct {
		Running bool `json:"running"`
		Pace    int  `json:"pace" minimum:"1" maximum:"10"`
	}
}

func (a *api) trainingRoutes() {
	staff(a, operation(http.MethodGet, "/training", "get-training", "staff", "Whether the training mode runs (demonstration city only)"), a.training)
	staff(a, operation(http.MethodPost, "/training", "set-training", "staff", "Run or pause the training mode"), a.setTraining)
}

func (a *api) training(ctx context.Context, who auth.Visitor, _ *struct{}) (reply[dispatch.Training], error) {
	actor, err := watcher(who)
	if err != nil {
		return reply[dispatch.Training]{}, err
	}
	city, err := a.Desk.Store.City(ctx, actor.City)
	if err == nil && !city.Demo {
		err = dispatch.ErrNotFound
	}
	if err != nil {
		return reply[dispatch.Training]{}, err
	}
	state, err := a.Desk.Store.Training(ctx, actor.City)
	if errors.Is(err, dispatch.ErrNotFound) {
		return reply[dispatch.Training]{body: dispatch.Training{Pace: 1}}, nil // never turned on
	}
	return reply[dispatch.Training]{body: state}, err
}

func (a *api) setTraining(ctx context.Context, who auth.Visitor, in *trainingInput) (reply[dispatch.Training], error) {
	state, err := a.Desk.SetTraining(ctx, who.Actor(), in.Body.Running, in.Body.Pace)
	return reply[dispatch.Training]{body: state}, err
}
