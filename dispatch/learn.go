package dispatch

import (
	"context"

	"dispatch05/geo/register"
)

// Spoken is what a city's people say of its places.
type Spoken struct {
	Names  map[string]string // said -> address or street of the register, kept by the city
	Chosen []register.Chosen // houses that people picked for words that the register was not sure of
}

// learn remembers the house that a person of the desk chose for words that the register alone is not sure of,
// so that the next look-up offers it. The beginning of the house's own address is no other word for it: many
// houses begin so. What fails here must not fail the report: it is told in the log.
func (d *Desk) learn(ctx context.Context, actor Actor, c Case) {
	text, house := c.Request.AddressText, c.Request.House
	if d.Sure == nil || house == 0 || actor.Account == 0 || !actor.Role.May(MayRegister) || d.Sure(actor.City, text) || register.Begins(text, c.Place.Address) {
		return
	}
	said := register.Said(text)
	if said == "" {
		return
	}
	if err := d.Store.Learn(ctx, actor.City, said, house, actor.Account, d.Now()); err != nil {
		d.Log.Warn("a spoken name was not remembered", "city", actor.City, "error", err)
	}
}
