package dispatch

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// Acknowledge takes an escalation upon oneself: the alarm falls silent, the ladder holds, the journal says
// who. It holds as long as action follows: see SweepLapsed. Who may take a level: see Takers. An administrator may
// take any, and says why; of whoever may not, the refusal says who may. What another organisation was told is
// ErrNotFound.
func (d *Desk) Acknowledge(ctx context.Context, actor Actor, id int64, why string) error {
	if !actor.Role.May(MayAcknowledge) && !actor.Role.May(MayOverrule) {
		return ErrForbidden
	}
	for try := 1; ; try++ {
		err := d.acknowledgeOnce(ctx, actor, id, why)
		if !errors.Is(err, ErrStale) || try == attempts {
			return err
		}
	}
}

func (d *Desk) acknowledgeOnce(ctx context.Context, actor Actor, id int64, why string) error {
	e, err := d.Store.Escalation(ctx, actor.City, id)
	if err != nil {
		return err
	}
	if err := d.mayTake(ctx, actor, e, why); err != nil {
		return err
	}
	if e.AcknowledgedAt != nil {
		return nil
	}
	c, err := d.Store.Case(ctx, actor.City, e.Request)
	if err != nil {
		return err
	}
	r := revise(c, actor, d.Now())
	r.write(Entry{Kind: "acknowledged", Reason: strings.TrimSpace(why), Detail: Detail{Clock: string(e.Clock.Kind), Clause: e.Clock.Clause, Level: e.Level, Role: string(e.Role)}})
	change := changeOf(r.now, r)
	for _, topic := range append([]string{BoardTopic}, organisationTopics(c)...) {
		change.Events = append(change.Events, Event{topic, "escalation", id})
	}
	moved, err := d.Store.Acknowledge(ctx, actor.City, id, actor.Account, d.Rules(actor.City).ladderOf(e.Clock.Kind, c.Executor(), c.Request.Problem).AckMinutes, change)
	if err != nil {
		return err
	}
	d.announce(ctx, actor.City, moved)
	return nil
}

// Held is an acknowledged escalation whose time to act is over, with the journal's lines since then.
type Held struct {
	Escalation
	Since []Entry
}

// SweepLapsed looks at the acknowledgements whose time is over. One that was followed by action holds on
// from the last deed; one that was not runs out: the alarm is there again, the ladder goes on, the journal
// says so. Like SweepOverdue it is safe to run late, twice, or on several nodes at once.
func (d *Desk) SweepLapsed(ctx context.Context) (lapsed int, err error) {
	for {
		now := d.Now()
		looked, gone, moved, err := d.Store.Lapsed(ctx, now, sweepLimit, func(h Held) *time.Time { return h.until(now) })
		if err != nil {
			return lapsed, err
		}
		for _, m := range moved {
			d.announce(ctx, m.City, m.Positions)
		}
		if lapsed += gone; looked < sweepLimit {
			return lapsed, nil
		}
	}
}

// until is how long the acknowledgement holds on after the last deed of those who work; nil: it has run out. That a
// resident writes, or the service itself moves something on, is nobody's deed.
func (h Held) until(now time.Time) *time.Time {
	for _, e := range slices.Backward(h.Since) {
		if e.quiet() || e.Role == Resident || e.Role == System {
			continue
		}
		if until := e.At.Add(time.Duration(h.AckMinutes) * time.Minute); until.After(now) {
			return &until
		}
		break
	}
	return nil
}

// Lapse is the journal's line about an acknowledgement that has run out.
func (h Held) Lapse(now time.Time) Entry {
	return Entry{At: now, Actor: sweeper, Role: System, Kind: "lapsed", Detail: Detail{Clock: string(h.Clock.Kind), Clause: h.Clock.Clause, DueAt: &h.Clock.DueAt,
		Level: h.Level, Role: string(h.Role), Note: h.AcknowledgedBy}}
}
