package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

type signInInput struct {
	Body struct {
		City     string `json:"city,omitempty" doc:"May be left out where there is only one"`
		Login    string `json:"login" minLength:"1" maxLength:"64"`
		Password string `json:"password" minLength:"1" maxLength:"200"`
		Fresh    string `json:"new_password,omitempty" maxLength:"200" doc:"In the place of a temporary password (password_temporary)"`
	}
}

// meBody is who is signed in, and what the screens need to know to begin.
type meBody struct {
	AccountID    int64                 `json:"account_id"`
	Name         string                `json:"name"`
	Login        string                `json:"login"`
	Role         dispatch.Role         `json:"role"`
	City         cityCard              `json:"city"`
	Organisation *dispatch.Party       `json:"organisation"`
	CrewID       *int64                `json:"crew_id"`
	May          []dispatch.Permission `json:"may"`
}

func (a *api) sessionRoutes() {
	public(a, operation(http.MethodPost, "/session", "sign-in", "staff", "Sign in: sets the session cookie"), a.signIn)
	staff(a, operation(http.MethodGet, "/session", "who-am-i", "staff", "Who is signed in"), a.me)
	staff(a, operation(http.MethodPost, "/tickets", "staff-ticket", "staff", "A ticket for the socket"), a.staffTicket)
	a.signOutRoute()
}

func (a *api) signIn(ctx context.Context, in *signInInput) (reply[meBody], error) {
	for field, text := range map[string]string{"city": in.Body.City, "login": in.Body.Login, "password": in.Body.Password, "new_password": in.Body.Fresh} {
		if err := asText(field, text); err != nil {
			return reply[meBody]{}, err
		}
	}
	secure, err := secureCookie(callerOf(ctx))
	if err != nil {
		return reply[meBody]{}, err
	}
	city, err := a.cityToSignInTo(ctx, in.Body.City)
	if err != nil {
		return reply[meBody]{}, err
	}
	signed, err := a.Guard.SignIn(ctx, city, in.Body.Login, in.Body.Password, in.Body.Fresh, callerOf(ctx).subnet().String(), secure)
	if err != nil {
		return reply[meBody]{}, err
	}
	body, err := a.meOf(ctx, signed.Account)
	return reply[meBody]{body: body, cookie: signed.Cookie}, err
}

var errNeedsHTTPS = &dispatch.Error{Kind: dispatch.Forbidden, Code: "https_required", Ru: "Вход — только по HTTPS (или на самом сервере)", En: "Sign in over HTTPS only (or on the server itself)"}

// secureCookie says whether the cookie is bound to HTTPS: always, but for a browser on this machine.
func secureCookie(c caller) (bool, error) {
	if c.secure {
		return true, nil
	}
	if c.local {
		return false, nil
	}
	return false, errNeedsHTTPS
}

// cityToSignInTo is the city named, or the only one. An unknown city looks like a wrong password.
func (a *api) cityToSignInTo(ctx context.Context, named string) (string, error) {
	if named != "" {
		return named, nil
	}
	cities, err := a.Directory.Cities(ctx)
	if err != nil {
		return "", err
	}
	if len(cities) != 1 {
		return "", &dispatch.Error{Kind: dispatch.Invalid, Code: "city_missing", Field: "city", Ru: "Выберите город", En: "Choose a city"}
	}
	return cities[0].ID, nil
}

func (a *api) me(ctx context.Context, who auth.Visitor, _ *struct{}) (reply[meBody], error) {
	body, err := a.meOf(ctx, who.Account)
	return reply[meBody]{body: body}, err
}

func (a *api) meOf(ctx context.Context, account auth.Account) (meBody, error) {
	city, err := a.Desk.Store.City(ctx, account.City)
	me := meBody{AccountID: account.ID, Name: account.Name, Login: account.Login, Role: account.Role, City: cardOfCity(city), May: account.Role.Permissions()}
	if account.Organisation != 0 {
		me.Organisation = &dispatch.Party{ID: account.Organisation, Name: account.OrgName}
	}
	if account.Crew != 0 {
		me.CrewID = &account.Crew
	}
	return me, err
}

func (a *api) staffTicket(ctx context.Context, who auth.Visitor, _ *struct{}) (reply[ticketBody], error) {
	ticket, err := a.Guard.Ticket(ctx, who)
	return reply[ticketBody]{body: ticketBody{ticket}}, err
}

// signOutRoute ends a session, or none: either way nobody is signed in afterwards.
func (a *api) signOutRoute() {
	op := operation(http.MethodDelete, "/session", "sign-out", "staff", "Sign out: ends the session and its sockets")
	op.DefaultStatus = http.StatusNoContent
	op.Middlewares = huma.Middlewares{func(ctx huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(ctx)
		cleared, err := a.Guard.SignOut(r, callerOf(r.Context()).secure)
		if err != nil {
			a.refuse(w, r, err)
			return
		}
		http.SetCookie(w, cleared)
		next(ctx)
	}}
	huma.Register(a.huma, op, func(context.Context, *struct{}) (*struct{}, error) { return nil, nil })
}
