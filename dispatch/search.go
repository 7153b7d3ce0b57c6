package dispatch

import (
	"context"
	"strings"
)

// Search finds requests by number, address or telephone, newest first, within the reader's fence.
func (d *Desk) Search(ctx context.Context, reader Actor, query string, states []RequestState, limit int) ([]RequestRow, error) {
	if err := reader.check(MayWatch); err != nil {
		return nil, err
	}
	query = strings.TrimSpace(query)
	if err := fits("q", query, maxShort); err != nil {
		return nil, err
	}
	wanted := Wanted{Query: query, States: states, Organisation: reader.fence(), Limit: min(max(limit, 1), mostFound)}
	if phone, err := storedPhone(query); err == nil {
		wanted.Phone = phone
	}
	found, err := d.Store.Search(ctx, reader.City, wanted)
	if err != nil {
		return nil, err
	}
	return rowsOf(found), nil
}

// mostFound is how many requests one search gives.
const mostFound = 200

// fence is the organisation that the actor is kept to, 0 for the city's roles.
func (a Actor) fence() int64 {
	if a.Fenced() {
		return a.Organisation
	}
	return 0
}
