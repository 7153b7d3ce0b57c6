package dispatch

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// UnknownTerms are the open requests of a city with a term that could not be computed when it was to begin.
type UnknownTerms struct {
	City     string
	Requests []int64
}

// StartLateTerms begins the terms that could not be computed because the production calendar of their year was not
// loaded, once it is: each from its own start, so that one which is over by now is escalated by the next sweep. It is
// safe to run late, twice, or on several nodes at once. A request that fails does not keep the others from theirs.
func (d *Desk) StartLateTerms(ctx context.Context) error {
	all, err := d.Store.UnknownTerms(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, of := range all {
		for _, id := range of.Requests {
			if err := d.startLateTerms(ctx, of.City, id); err != nil && !errors.Is(err, ErrStale) { // changed meanwhile: the next run sees it
				failed = append(failed, fmt.Errorf("terms of request %d of %s: %w", id, of.City, err))
			}
		}
	}
	return errors.Join(failed...)
}

func (d *Desk) startLateTerms(ctx context.Context, city string, request int64) error {
	c, err := d.Store.Case(ctx, city, request)
	if err != nil {
		return err
	}
	journal, err := d.Store.Journal(ctx, city, request)
	if err != nil {
		return err
	}
	rules := d.Rules(city)
	return d.decideAndSave(ctx, SystemActor(city, "05"), c, nil, func(r *Revision) error {
		r.startLate(rules, unknownTerms(journal))
		return nil
	})
}

// startLate begins those of the case's clocks that were unknown and are no more.
func (r *Revision) startLate(rules *Rules, unknown []namedTerm) {
	clocks, _ := startClocks(r.After, rules)
	for _, k := range clocks {
		if !slices.Contains(unknown, namedTerm{string(k.Kind), k.Clause}) {
			continue
		}
		k.Request = r.After.Request.ID
		r.After.Clocks = append(r.After.Clocks, k)
		r.write(Entry{Kind: "clock", From: "unknown", To: "started", Detail: Detail{Clock: string(k.Kind), Clause: k.Clause, DueAt: &k.DueAt}})
	}
}

// namedTerm is a term as the journal names it: one clause may hold several.
type namedTerm struct{ clock, clause string }

// unknownTerms are those that the journal calls unknown, and has not begun since.
func unknownTerms(journal []Entry) (unknown []namedTerm) {
	for _, e := range journal {
		term := namedTerm{e.Detail.Clock, e.Detail.Clause}
		switch {
		case e.Kind != "clock":
		case e.To == "unknown":
			unknown = append(unknown, term)
		case e.From == "unknown":
			unknown = slices.DeleteFunc(unknown, func(t namedTerm) bool { return t == term })
		}
	}
	return unknown
}
