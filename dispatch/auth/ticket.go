package auth

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"dispatch05/dispatch"
)

// A browser cannot send a header with its handshake, and a cookie alone would let a foreign page open a
// socket: so a page asks for a ticket first, over the API, and shows it once.
const (
	ticketLifetime = 30 * time.Second
	linkLifetime   = 12 * time.Hour // of a socket that a link opened; the page asks for a new ticket then
)

// ErrBadTicket is answered for a ticket that is unknown, used, too old, or of an ended session.
var ErrBadTicket = &dispatch.Error{Kind: dispatch.Forbidden, Code: "bad_ticket", Ru: "Пропуск недействителен: запросите новый", En: "The ticket is not valid: ask for a new one"}

// Ticket gives a visitor the secret that opens one socket within 30 seconds.
func (g *Guard) Ticket(ctx context.Context, v Visitor) (string, error) {
	secret := rand.Text()
	err := g.store.SaveTicket(ctx, Ticket{Name: nameOf(secret), City: v.City, Session: v.Session, Account: v.Account.ID,
		Link: v.Link, Expires: g.now().Add(ticketLifetime)})
	return secret, err
}

// Redeem takes a ticket and says whose socket it opens, as things stand now.
func (g *Guard) Redeem(ctx context.Context, secret string) (Visitor, error) {
	if secret == "" {
		return Visitor{}, ErrBadTicket
	}
	ticket, err := g.store.TakeTicket(ctx, nameOf(secret), g.now())
	if errors.Is(err, dispatch.ErrNotFound) {
		return Visitor{}, ErrBadTicket
	}
	if err != nil {
		return Visitor{}, err
	}
	if ticket.Link != "" {
		return Visitor{City: ticket.City, Link: ticket.Link, Expires: g.now().Add(linkLifetime)}, nil
	}
	return g.seated(ctx, ticket)
}

// seated reads the session and the account of a ticket anew: either may have ended meanwhile.
func (g *Guard) seated(ctx context.Context, ticket Ticket) (Visitor, error) {
	session, err := g.store.Session(ctx, ticket.Session, g.now())
	if err == nil {
		var account Account
		account, err = g.store.Account(ctx, session.City, session.Account)
		if err == nil && !account.Disabled {
			account.Name = nameAt(session, account.Name)
			return Visitor{Account: account, Session: session.Name, Expires: session.Expires, City: session.City}, nil
		}
	}
	if err == nil || errors.Is(err, dispatch.ErrNotFound) {
		return Visitor{}, ErrBadTicket
	}
	return Visitor{}, err
}
