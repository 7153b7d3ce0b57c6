package dispatch

import (
	"context"
	"errors"
	"time"

	"dispatch05/dispatch/norms"
)

// Due is an overdue clock whose next level is to be told, with who holds the roles of the ladder.
type Due struct {
	Clock        Clock
	Parked       bool  // nobody has looked at the report yet: only the city's roles are told
	Executor     int64 // organisation of the crew or service that is on it, or should be
	Organisation int64 // that manages the house
	// Held says whether an account that can be told stands behind a role, within an organisation for
	// foreman and chief engineer.
	Held func(role Role, organisation int64) bool
}

// Escalated is what a sweep writes of one clock: the levels told now, and when the next one is due.
type Escalated struct {
	Told      []Escalation
	NextLevel int
	NextAt    *time.Time
}

// Escalation is one level told, or passed because nobody holds it. One row for a clock and a level.
type Escalation struct {
	ID             int64
	City           string
	Clock          Clock
	Request        int64
	Number         string
	Address        string
	Level          int
	Role           Role
	Organisation   int64
	At             time.Time
	Passed         bool
	AcknowledgedBy string
	AcknowledgedAt *time.Time
}

// sweepLimit is how many clocks one transaction of a sweep claims.
const sweepLimit = 100

// SweepOverdue tells the next level of every overdue clock, once, and returns how many clocks it took. It is safe to
// run late, twice, or on several nodes at once: the due rows say what is to be done.
func (d *Desk) SweepOverdue(ctx context.Context) (int, error) {
	total := 0
	for {
		now := d.Now()
		done, moved, err := d.Store.Overdue(ctx, now, sweepLimit, func(due Due) Escalated { return climb(d.Ladder, due, now) })
		if err != nil {
			return total, err
		}
		for _, m := range moved {
			d.announce(ctx, m.City, m.Positions)
		}
		total += done
		if done < sweepLimit {
			return total, nil
		}
	}
}

// climb tells every level whose time has come. A level that nobody holds is journalled and passed at
// once: the next one is told now rather than left to wait for an empty chair.
func climb(ladder []norms.Level, due Due, now time.Time) Escalated {
	level, passing := due.Clock.NextLevel, false
	var told []Escalation
	for ; level < len(ladder); level++ {
		step := ladder[level]
		if !passing && now.Before(due.Clock.DueAt.Add(step.After())) {
			break
		}
		role, organisation := Role(step.Role), due.seat(Role(step.Role))
		passing = !due.held(role, organisation)
		told = append(told, Escalation{Clock: due.Clock, Request: due.Clock.Request, Level: step.Number, Role: role,
			Organisation: organisation, At: now, Passed: passing})
	}
	next := Escalated{Told: told, NextLevel: level}
	if level < len(ladder) {
		at := due.Clock.DueAt.Add(ladder[level].After())
		next.NextAt = &at
	}
	return next
}

// held says whether somebody can be told on a level. A parked report is the desk's own delay: no
// organisation answers for it.
func (due Due) held(role Role, organisation int64) bool {
	if due.Parked && (role == Foreman || role == ChiefEngineer) {
		return false
	}
	return due.Held(role, organisation)
}

// seat is the organisation whose foreman or chief engineer is meant; 0 for the city's roles.
func (due Due) seat(role Role) int64 {
	switch role {
	case Foreman:
		return due.Executor
	case ChiefEngineer:
		if due.Organisation != 0 {
			return due.Organisation
		}
		return due.Executor
	default:
		return 0
	}
}

// Executor is the organisation that is on the case, or should be: the one of its latest order, else the
// emergency service by contract, else the managing organisation.
func (c Case) Executor() int64 {
	for i := len(c.Orders) - 1; i >= 0; i-- {
		if c.Orders[i].State.Active() {
			return c.Orders[i].Organisation
		}
	}
	if c.Request.Service != 0 {
		return c.Request.Service
	}
	return c.Request.Organisation
}

// Acknowledge takes an escalation upon oneself: the alarm falls silent, the journal says who. The desk
// may do it for anybody; others only for what was told to their own role and organisation.
func (d *Desk) Acknowledge(ctx context.Context, actor Actor, id int64) error {
	if err := actor.check(MayAcknowledge); err != nil {
		return err
	}
	for try := 1; ; try++ {
		err := d.acknowledgeOnce(ctx, actor, id)
		if !errors.Is(err, ErrStale) || try == attempts {
			return err
		}
	}
}

func (d *Desk) acknowledgeOnce(ctx context.Context, actor Actor, id int64) error {
	e, err := d.Store.Escalation(ctx, actor.City, id)
	if err != nil {
		return err
	}
	desk := actor.Role == Dispatcher || actor.Role == Senior
	if !desk && (e.Role != actor.Role || (actor.Fenced() && e.Organisation != actor.Organisation)) {
		return ErrNotFound
	}
	if e.AcknowledgedAt != nil {
		return nil
	}
	c, err := d.Store.Case(ctx, actor.City, e.Request)
	if err != nil {
		return err
	}
	r := revise(c, actor, d.Now())
	r.write(Entry{Kind: "acknowledged", Detail: Detail{Clock: string(e.Clock.Kind), Clause: e.Clock.Clause, Level: e.Level, Role: string(e.Role)}})
	change := changeOf(r.now, r)
	for _, topic := range append([]string{BoardTopic}, organisationTopics(c)...) {
		change.Events = append(change.Events, Event{topic, "escalation", id})
	}
	moved, err := d.Store.Acknowledge(ctx, actor.City, id, actor.Account, change)
	if err != nil {
		return err
	}
	d.announce(ctx, actor.City, moved)
	return nil
}

func organisationTopics(c Case) []string {
	var topics []string
	for _, id := range c.organisations() {
		topics = append(topics, OrganisationTopic(id))
	}
	return topics
}

// EscalationEvents are what an escalation tells the screens of: itself, and its request.
func EscalationEvents(c Case, id int64) []Event {
	events := []Event{{LinkTopic(c.Request.Link), "request", c.Request.ID}}
	for _, topic := range append([]string{BoardTopic}, organisationTopics(c)...) {
		events = append(events, Event{topic, "request", c.Request.ID}, Event{topic, "escalation", id})
	}
	return events
}
