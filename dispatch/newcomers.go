package dispatch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"dispatch05/dispatch/norms"
)

// OpenLevel is a level of a ladder that was told and that nobody has taken, while its clock runs and does not stand
// still; with who was told.
type OpenLevel struct {
	City             string
	Escalation       int64
	Role             Role
	Organisation     int64 // 0: a role of the city
	Accounts, People []int64
}

// TellNewcomers tells each open level to those who hold its role by now and were not told of it: whoever comes on
// shift in the middle of a step. It is safe to run late, twice, or on several nodes at once: a notice is one row for a
// level and a recipient. A city that fails does not keep the others from theirs.
func (d *Desk) TellNewcomers(ctx context.Context) error {
	all, err := d.Store.OpenLevels(ctx)
	if err != nil {
		return err
	}
	cities := map[string][]OpenLevel{}
	for _, l := range all {
		cities[l.City] = append(cities[l.City], l)
	}
	var failed []error
	for city, levels := range cities {
		if err := d.tellNewcomersOf(ctx, city, levels); err != nil {
			failed = append(failed, fmt.Errorf("newcomers of %s: %w", city, err))
		}
	}
	return errors.Join(failed...)
}

func (d *Desk) tellNewcomersOf(ctx context.Context, city string, levels []OpenLevel) error {
	now := d.Now()
	duty, err := d.duty(ctx, city, now)
	if err != nil {
		return err
	}
	newcomers := duty.newcomers(levels, now)
	if len(newcomers) == 0 {
		return nil
	}
	notices, err := d.pages(ctx, city, newcomers)
	if err != nil {
		return err
	}
	return d.Store.Notify(ctx, city, notices, now)
}

// newcomers are who holds the role of each level at a moment and was not told, by the escalation's id.
func (d Duty) newcomers(levels []OpenLevel, at time.Time) map[int64][]Holder {
	type seat struct {
		role         Role
		organisation int64
	}
	holders, found := map[seat][]Holder{}, map[int64][]Holder{}
	for _, l := range levels {
		s := seat{l.Role, l.Organisation}
		held, looked := holders[s]
		if !looked {
			held = d.Holders(l.Role, l.Organisation, at)
			holders[s] = held
		}
		for _, h := range held {
			if !l.toldTo(h) {
				found[l.Escalation] = append(found[l.Escalation], h)
			}
		}
	}
	return found
}

// toldTo says whether somebody was told of a level, as a person or by the login that is theirs.
func (l OpenLevel) toldTo(h Holder) bool {
	return h.Account != 0 && slices.Contains(l.Accounts, h.Account) || h.Person.ID != 0 && slices.Contains(l.People, h.Person.ID)
}

// pages are the notices of some escalations, each to its own recipients.
func (d *Desk) pages(ctx context.Context, city string, to map[int64][]Holder) ([]Notice, error) {
	var ids, requests []int64
	for id := range to {
		ids = append(ids, id)
	}
	escalations, err := d.Store.Escalations(ctx, city, ids)
	if err != nil {
		return nil, err
	}
	for _, e := range escalations {
		requests = append(requests, e.Request)
	}
	cases, err := d.Store.Cases(ctx, city, requests)
	if err != nil {
		return nil, err
	}
	byID := map[int64]Case{}
	for _, c := range cases {
		byID[c.Request.ID] = c
	}
	var notices []Notice
	rules := d.Rules(city)
	for _, e := range escalations {
		c := byID[e.Request]
		notices = append(notices, EscalationNotices(c, e, to[e.ID], rules.telling(norms.ToDuty, c.Request.Severity))...)
	}
	return notices, nil
}
