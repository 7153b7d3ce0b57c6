package dispatch

import (
	"context"
	"time"

	"dispatch05/dispatch/norms"
)

// Due is an overdue clock whose next level is to be told, with who holds the roles of the ladder.
type Due struct {
	City         string
	Problem      string // code of the fault
	Severity     int
	Clock        Clock
	Untold       bool  // of its latest level nobody could be told: the next one is not waited for
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
	By        Telling // how those who hold the levels are paged
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
	Unreached      bool // every notice to its holders has failed
	AcknowledgedBy string
	AcknowledgedAt *time.Time
	AckMinutes     int // how long the acknowledgement holds without action
	Lapsed         int // how many acknowledgements have run out
}

// sweeper is whom the journal names for what the sweeps write.
const sweeper = "Служба сроков"

// sweepLimit is how many clocks one transaction of a sweep claims.
const sweepLimit = 100

// SweepOverdue tells the next level of every overdue clock, once, and returns how many clocks it took. It is safe to
// run late, twice, or on several nodes at once: the due rows say what is to be done.
func (d *Desk) SweepOverdue(ctx context.Context) (int, error) {
	total := 0
	for {
		now := d.Now()
		done, moved, err := d.Store.Overdue(ctx, now, sweepLimit, func(due Due) Escalated {
			rules := d.Rules(due.City)
			told := climb(rules.ladderOf(due.Clock.Kind, due.Executor, due.Problem).Levels, due, now)
			told.By = rules.telling(norms.ToDuty, due.Severity)
			return told
		})
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

// Line is the journal's line about a level told.
func (e Escalation) Line() Entry {
	due := e.Clock.DueAt
	return Entry{At: e.At, Actor: sweeper, Role: System, Kind: "escalation",
		Detail: Detail{Clock: string(e.Clock.Kind), Clause: e.Clock.Clause, DueAt: &due, Level: e.Level, Role: string(e.Role), Passed: e.Passed}}
}

// Untold is the journal's line about a level of which nobody could be told: every notice to its holders has failed.
func (e Escalation) Untold(now time.Time) Entry {
	line := e.Line()
	line.At, line.Kind = now, "untold"
	return line
}

// climb tells every level whose time has come. A level that nobody holds is journalled and passed at
// once: the next one is told now rather than left to wait for an empty chair. So it is after a level that
// reached nobody.
func climb(ladder []norms.Level, due Due, now time.Time) Escalated {
	level, passing := due.Clock.NextLevel, due.Untold
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
