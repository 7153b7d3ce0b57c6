package httpapi

import (
	"context"
	"net/http"
	"regexp"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

// OfLink is the secret by which a resident follows a request.
type OfLink struct {
	Token string `path:"token"`
}

type linkCommandInput struct {
	OfLink
	Keyed
}

type returnInput struct {
	OfLink
	Keyed
	Body struct {
		Text string `json:"text,omitempty" doc:"What is still wrong"`
	}
}

type ticketBody struct {
	Ticket string `json:"ticket" doc:"Opens one socket within 30 seconds"`
}

func (a *api) linkRoutes() {
	public(a, operation(http.MethodGet, "/links/{token}", "follow-request", "residents", "How a request stands, for whoever holds its link"), a.followLink)
	public(a, operation(http.MethodPost, "/links/{token}/return", "return-request", "residents", "Say that it is not fixed"), a.returnByLink)
	public(a, operation(http.MethodPost, "/links/{token}/confirm", "confirm-request", "residents", "Say that it is fixed"), a.confirmByLink)
	public(a, operation(http.MethodPost, "/links/{token}/ticket", "link-ticket", "residents", "A ticket for the socket of a link"), a.ticketByLink)
}

var linkForm = regexp.MustCompile(`^[a-z2-7]{26}$`)

// link refuses what cannot be a link before the database is asked.
func (in OfLink) link() (string, error) {
	if !linkForm.MatchString(in.Token) {
		return "", dispatch.ErrNotFound
	}
	return in.Token, nil
}

func (a *api) followLink(ctx context.Context, in *OfLink) (reply[dispatch.LinkState], error) {
	link, err := in.link()
	if err != nil {
		return reply[dispatch.LinkState]{}, err
	}
	state, err := a.Desk.Link(ctx, link)
	return reply[dispatch.LinkState]{body: state}, err
}

func (a *api) returnByLink(ctx context.Context, in *returnInput) (reply[dispatch.LinkState], error) {
	link, err := in.link()
	if err != nil {
		return reply[dispatch.LinkState]{}, err
	}
	c, err := a.Desk.Store.CaseByLink(ctx, link)
	if err != nil {
		return reply[dispatch.LinkState]{}, err
	}
	city, err := a.Desk.Store.City(ctx, c.Request.City)
	if err != nil {
		return reply[dispatch.LinkState]{}, err
	}
	key := linkCommand(link, in.Key, withBody("return", in.Body.Text))
	return a.doneByLink(ctx, city.ID, link, key, func() error {
		_, err := a.Desk.ReturnByResident(ctx, link, in.Body.Text, city.ReturnWindow(), key)
		return err
	})
}

func (a *api) confirmByLink(ctx context.Context, in *linkCommandInput) (reply[dispatch.LinkState], error) {
	link, err := in.link()
	if err != nil {
		return reply[dispatch.LinkState]{}, err
	}
	c, err := a.Desk.Store.CaseByLink(ctx, link)
	if err != nil {
		return reply[dispatch.LinkState]{}, err
	}
	key := linkCommand(link, in.Key, "confirm")
	return a.doneByLink(ctx, c.Request.City, link, key, func() error {
		_, err := a.Desk.ConfirmByResident(ctx, link, key)
		return err
	})
}

// doneByLink does a resident's command and tells how the request stands now.
func (a *api) doneByLink(ctx context.Context, city, link string, key *dispatch.Command, do func() error) (reply[dispatch.LinkState], error) {
	replayed, err := a.replayed(ctx, city, key)
	if err == nil {
		err = do()
	}
	if err != nil {
		return reply[dispatch.LinkState]{}, err
	}
	state, err := a.Desk.Link(ctx, link)
	return reply[dispatch.LinkState]{body: state, replay: replayed}, err
}

func (a *api) ticketByLink(ctx context.Context, in *OfLink) (reply[ticketBody], error) {
	link, err := in.link()
	if err != nil {
		return reply[ticketBody]{}, err
	}
	c, err := a.Desk.Store.CaseByLink(ctx, link)
	if err != nil {
		return reply[ticketBody]{}, err
	}
	ticket, err := a.Guard.Ticket(ctx, auth.Visitor{City: c.Request.City, Link: link})
	return reply[ticketBody]{body: ticketBody{ticket}}, err
}
