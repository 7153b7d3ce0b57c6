package dispatch

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"dispatch05/dispatch/norms"
)

// Clocks beside the law's. The working one is the service's own term for the whole job and stands still
// while every crew on it waits for a reason that pauses; a state clock is how long one order may stand in
// one state. The law's clocks are never paused.
const (
	WorkClock  norms.Kind = "work"
	StateClock norms.Kind = "state"
)

// OfLaw says whether a clock is the law's: nobody pauses it.
func (c Clock) OfLaw() bool { return c.Kind != WorkClock && c.Kind != StateClock }

// workingClock is the service's own term for a request that has just begun, or begun anew.
func workingClock(c Case, rules *Rules, now time.Time) (Clock, bool) {
	term, known := rules.workingTerm(c.Request.Severity)
	if !known || c.Request.Main != 0 {
		return Clock{}, false
	}
	due := now.Add(term)
	return Clock{Request: c.Request.ID, Kind: WorkClock, Round: c.Request.Returned, Norm: "work", Clause: ownTerm, StartedAt: now, DueAt: due, NextAt: &due}, true
}

// lostLine is the journal's line about a term that cannot be computed: nobody will be told that it is late.
func lostLine(l *norms.LostTerm) Entry {
	return Entry{Kind: "clock", To: "unknown", Detail: Detail{Clock: string(l.Row.Kind), Clause: l.Row.Act + ", " + l.Row.Clause, Note: strconv.Itoa(l.Year())}}
}

// startNorms begins the law's clocks of the case, and writes down which of them cannot be computed: the report is taken all
// the same.
func (r *Revision) startNorms(rules *Rules) []Clock {
	clocks, lost := startClocks(r.After, rules)
	for _, l := range lost {
		r.write(lostLine(l))
	}
	return clocks
}

// ownTerm stands where a clause of the law would: the number is the service's own.
const ownTerm = "Срок службы 05, собственный срок"

// turnOwnClocks lets the working and the state clocks follow the orders, at the end of every change, and keeps
// those of an unseen report quiet.
func (r *Revision) turnOwnClocks(rules *Rules) {
	r.turnNotify(rules)
	r.turnWorkClock(rules)
	r.turnStateClocks(rules)
	r.turnUnseen()
}

// unseen says whether a parked report waits for somebody's look. Then its review clock alone speaks for it: an
// intake full of nonsense must not drown the ladder, and the desk is told in ten minutes that nobody has looked.
// Once it was looked at, or where it has no such clock, all its terms speak.
func (c Case) unseen() bool {
	return c.Request.Parked != "" && slices.ContainsFunc(c.Clocks, func(k Clock) bool { return k.Kind == norms.Answer && k.Running() })
}

// turnUnseen keeps the terms of an unseen report quiet, and lets them speak once somebody has looked.
func (r *Revision) turnUnseen() {
	quiet, was := r.After.unseen(), r.Before.unseen()
	r.eachClock(func(c *Clock) {
		switch {
		case !c.Running() || c.PausedAt != nil || c.Kind == norms.Answer:
		case quiet:
			c.NextAt = nil
		case was:
			c.NextAt = &c.DueAt
		}
	})
}

// turnWorkClock pauses the working clock while everybody on the job waits for a reason that pauses, and moves
// its deadline by the pause when somebody goes on. What is paused is not told to anybody.
func (r *Revision) turnWorkClock(rules *Rules) {
	if r.After.begun() && !slices.ContainsFunc(r.After.Clocks, func(c Clock) bool { return c.Kind == WorkClock && c.Round == r.After.Request.Returned }) {
		if c, has := workingClock(r.After, rules, r.now); has {
			r.After.Clocks = append(r.After.Clocks, c)
		}
	}
	reason, paused := r.After.waitsFor(rules)
	r.eachClock(func(c *Clock) {
		switch {
		case c.Kind != WorkClock || !c.Running() || c.Round != r.After.Request.Returned:
		case paused && c.PausedAt == nil:
			c.PausedAt, c.NextAt = &r.now, nil
			r.write(Entry{Kind: "clock", To: "paused", Reason: reason, Detail: Detail{Clock: string(c.Kind), Clause: c.Clause, DueAt: &c.DueAt}})
		case !paused && c.PausedAt != nil:
			c.DueAt = c.DueAt.Add(r.now.Sub(*c.PausedAt))
			c.PausedAt, c.NextAt = nil, &c.DueAt
			r.write(Entry{Kind: "clock", To: "resumed", Detail: Detail{Clock: string(c.Kind), Clause: c.Clause, DueAt: &c.DueAt}})
		}
	})
}

// begun says whether work on the request is still to be done.
func (c Case) begun() bool {
	return slices.Contains([]RequestState{Registered, Accepted, InWork, Returned}, c.Request.State)
}

// waitsFor says whether every order at work stands still for a reason that pauses the service's own term.
func (c Case) waitsFor(rules *Rules) (reason string, waits bool) {
	for _, o := range c.Orders {
		if !o.State.Active() || o.State == OrderReserved || o.Round != c.Request.Returned {
			continue
		}
		if o.State != OrderSuspended || !rules.Working.Pauses(o.ReasonCode, o.Reason) {
			return "", false
		}
		reason, waits = o.Reason, true
	}
	return reason, waits
}

// turnStateClocks ends the clock of the state that an order has left, and starts that of the one it is in.
func (r *Revision) turnStateClocks(rules *Rules) {
	r.eachClock(func(c *Clock) {
		if o, known := r.After.Order(c.Order); c.Kind == StateClock && c.Running() && (!known || !o.inState(*c, rules) || !r.After.Request.State.Open()) {
			c.MetAt, c.NextAt = &r.now, nil
		}
	})
	for _, o := range r.After.Orders {
		since, limit, limited := rules.stateLimit(o)
		if !limited || !o.State.Active() || !r.After.Request.State.Open() || slices.ContainsFunc(r.After.Clocks, func(c Clock) bool { return c.Running() && o.inState(c, rules) }) {
			continue
		}
		due := since.Add(limit)
		r.After.Clocks = append(r.After.Clocks, Clock{Request: r.After.Request.ID, Order: o.ID, Kind: StateClock, Round: o.Round, Norm: stateNorm(o.State),
			Clause: ownTerm, StartedAt: since, DueAt: due, NextAt: &due})
	}
}

// inState says whether a clock is that of the state in which the order stands. Of an order that is not saved
// yet the clock has no id either.
func (o WorkOrder) inState(c Clock, rules *Rules) bool {
	since, _, limited := rules.stateLimit(o)
	return limited && c.Kind == StateClock && c.Order == o.ID && c.Norm == stateNorm(o.State) && c.StartedAt.Equal(since)
}

func stateNorm(s OrderState) string { return "state-" + strings.ReplaceAll(string(s), "_", "-") }
