package httpapi

import (
	"context"
	"net/http"

	"dispatch05/dispatch/auth"
)

type presenceInput struct {
	Body struct {
		Seat      string `json:"seat" pattern:"^[A-Za-z0-9-]{8,40}$" doc:"This window, as the client names it"`
		RequestID *int64 `json:"request_id,omitempty" nullable:"true" doc:"The card that is open; left out: none"`
	}
}

func (a *api) presenceRoutes() {
	staff(a, operation(http.MethodPost, "/presence", "attend-request", "staff", "Whose card is open at this seat: say it every 5 s, it is believed for 15"), a.attend)
}

func (a *api) attend(ctx context.Context, who auth.Visitor, in *presenceInput) (reply[doneBody], error) {
	return reply[doneBody]{body: doneBody{true}}, a.Desk.Attend(ctx, who.Actor(), in.Body.Seat, orZero(in.Body.RequestID))
}
