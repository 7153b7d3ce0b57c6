package dispatch

import (
	"context"
	"slices"
	"time"

	"dispatch05/dispatch/norms"
)

// LinkState is a request for whoever holds its link: nothing of flat, name or telephone, nor of crews.
type LinkState struct {
	City         string       `json:"city"`
	Number       string       `json:"number"`
	State        RequestState `json:"state"`
	Version      int64        `json:"version"`
	Address      string       `json:"address"`
	Problem      string       `json:"problem"`
	Category     string       `json:"category"`
	RegisteredAt time.Time    `json:"registered_at"`
	PlannedAt    *time.Time   `json:"planned_at"`
	InformDueAt  *time.Time   `json:"inform_due_at"`
	DoneAt       *time.Time   `json:"done_at"`
	Photos       int          `json:"photos"`
	CanReturn    bool         `json:"can_return"`
	CanConfirm   bool         `json:"can_confirm"`
	ReturnUntil  *time.Time   `json:"return_until"`
	Updates      []LinkUpdate `json:"updates"`
}

// LinkUpdate is a line of a request's course in plain words.
type LinkUpdate struct {
	At     time.Time `json:"at"`
	Kind   string    `json:"kind"`
	TextRu string    `json:"text_ru"`
	TextEn string    `json:"text_en"`
}

// LinkStateOf tells the holder of a link how the matter stands. window is how long it may be returned.
func LinkStateOf(c Case, journal []Entry, photos int, window time.Duration, now time.Time) LinkState {
	q := c.Request
	state := LinkState{City: q.City, Number: q.Label(), State: q.State, Version: q.Version, Address: c.Place.Address, Problem: q.Problem,
		Category: q.Category, RegisteredAt: q.RegisteredAt, PlannedAt: q.PlannedAt, DoneAt: q.DoneAt, Photos: photos,
		CanConfirm: q.State == Done, Updates: []LinkUpdate{}}
	if until := c.ReturnUntil(window); until != nil && now.Before(*until) {
		state.CanReturn, state.ReturnUntil = true, until
	}
	for _, k := range c.Clocks {
		if k.Kind == norms.Inform && k.Running() && q.State.Open() {
			due := k.DueAt
			state.InformDueAt = &due
		}
	}
	for _, e := range journal {
		if ru, en := plainWords(e, c.Zone); ru != "" && !slices.ContainsFunc(state.Updates, func(u LinkUpdate) bool { return u.TextRu == ru && u.At.Equal(e.At) }) {
			state.Updates = append(state.Updates, LinkUpdate{At: e.At, Kind: e.Kind, TextRu: ru, TextEn: en})
		}
	}
	return state
}

// Link reads a request for whoever holds its link.
func (d *Desk) Link(ctx context.Context, link string) (LinkState, error) {
	c, err := d.Store.CaseByLink(ctx, link)
	if err != nil {
		return LinkState{}, err
	}
	city, err := d.Store.City(ctx, c.Request.City)
	if err != nil {
		return LinkState{}, err
	}
	journal, err := d.Store.Journal(ctx, city.ID, c.Request.ID)
	if err != nil {
		return LinkState{}, err
	}
	photos, err := d.Store.Photos(ctx, city.ID, c.Request.ID)
	if err != nil {
		return LinkState{}, err
	}
	if c.Request.Main != 0 {
		if journal, err = d.withMainWork(ctx, c, journal); err != nil {
			return LinkState{}, err
		}
	}
	return LinkStateOf(c, journal, len(photos), city.ReturnWindow(), d.Now()), nil
}

// withMainWork adds to a joined request's own journal what the crews did on its main one since.
func (d *Desk) withMainWork(ctx context.Context, c Case, journal []Entry) ([]Entry, error) {
	main, err := d.Store.Journal(ctx, c.Request.City, c.Request.Main)
	if err != nil {
		return nil, err
	}
	for _, e := range main {
		if e.Kind == "order" && !e.At.Before(c.Request.RegisteredAt) {
			journal = append(journal, e)
		}
	}
	slices.SortStableFunc(journal, func(a, b Entry) int { return a.At.Compare(b.At) })
	return journal, nil
}
