package httpapi

import (
	"context"
	"net/http"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
	"dispatch05/geo/register"
)

type commentInput struct {
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"4000" doc:"What a dispatcher typed of a whole fault: the site, streets, lists and ranges of houses"`
	}
}

func (a *api) commentRoutes() {
	staff(a, operation(http.MethodPost, "/comments", "read-comment", "staff", "Houses that a dispatcher's comment names, and what else it says; nothing is kept"), a.comment)
}

func (a *api) comment(_ context.Context, who auth.Visitor, in *commentInput) (reply[register.Reading], error) {
	if !who.Actor().Role.May(dispatch.MayRegister) {
		return reply[register.Reading]{}, dispatch.ErrForbidden
	}
	if err := asText("text", in.Body.Text); err != nil {
		return reply[register.Reading]{}, err
	}
	reader := a.Comments(who.City)
	if reader == nil {
		return reply[register.Reading]{}, errNoRegister
	}
	return reply[register.Reading]{body: register.ReadingOf(in.Body.Text, reader.Read(in.Body.Text))}, nil
}
