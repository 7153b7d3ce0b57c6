package dispatch

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"dispatch05/dispatch/norms"
	"dispatch05/geo"
)

// Desk is the operations of the service: every way in (board, tablet, portal, Open311, timetable,
// training) goes through it, so that a rule stands in one place. Safe for concurrent use.
type Desk struct {
	Store      Store
	Announcer  Announcer
	Classifier *norms.Classifier
	Book       *norms.Book
	Ladder     []norms.Level
	Ways       func(city string) *geo.Barriers // how a crew gets to a house; nil barriers: straight
	Now        func() time.Time                // the database's time, see postgres.Clock
	Log        *slog.Logger
}

// attempts is how often an operation that stated no version is decided anew when the case has moved on
// between its load and its save.
const attempts = 5

// edit is the shape of every operation on a case: load, check the fence and the version, decide, save,
// announce. decide is pure: it is called again when the case, or one joined to it, has moved on
// meanwhile. version 0 means "whatever it is now".
func (d *Desk) edit(ctx context.Context, actor Actor, id, version int64, key *Command, decide func(*Revision) error) (Case, error) {
	for try := 1; ; try++ {
		c, err := d.visible(ctx, actor, id)
		if err != nil {
			return Case{}, err
		}
		if version != 0 && c.Request.Version != version {
			return Case{}, d.stale(ctx, c)
		}
		err = d.decideAndSave(ctx, actor, c, key, decide)
		if errors.Is(err, ErrStale) && try < attempts {
			continue
		}
		if errors.Is(err, ErrStale) {
			return Case{}, d.stale(ctx, c)
		}
		if err != nil {
			return Case{}, err
		}
		return d.Store.Case(ctx, actor.City, id)
	}
}

func (d *Desk) decideAndSave(ctx context.Context, actor Actor, c Case, key *Command, decide func(*Revision) error) error {
	r := revise(c, actor, d.Now())
	if err := decide(r); err != nil {
		return err
	}
	revisions, err := d.withFollowers(ctx, r)
	if err != nil {
		return err
	}
	change := changeOf(r.now, revisions...)
	change.Command = key
	return d.save(ctx, change)
}

func (d *Desk) save(ctx context.Context, change Change) error {
	positions, err := d.Store.Save(ctx, change)
	if err != nil {
		return err
	}
	d.announce(ctx, change.City, positions)
	return nil
}

// visible loads a case within the actor's fence; outside of it there is nothing.
func (d *Desk) visible(ctx context.Context, actor Actor, id int64) (Case, error) {
	c, err := d.Store.Case(ctx, actor.City, id)
	if err != nil {
		return Case{}, err
	}
	if !actor.Sees(c) {
		return Case{}, ErrNotFound
	}
	return c, nil
}

// stale is the refusal of an operation on an old version, with who changed the card and when.
func (d *Desk) stale(ctx context.Context, c Case) error {
	entries, err := d.Store.Journal(ctx, c.Request.City, c.Request.ID)
	if err != nil || len(entries) == 0 {
		return ErrStale
	}
	last := entries[len(entries)-1]
	refusal := *ErrStale
	refusal.Ru = "Карточку изменил(а) " + last.Actor + " в " + last.At.In(c.Zone).Format("15:04:05")
	refusal.En = "The card was changed by " + last.Actor + " at " + last.At.In(c.Zone).Format("15:04:05")
	refusal.Current = map[string]any{"by": last.Actor, "at": last.At}
	return &refusal
}

// announce hints to the screens that topics have moved on. A lost hint is harmless: the outbox is the
// truth, and every node polls it.
func (d *Desk) announce(ctx context.Context, city string, positions []Position) {
	if d.Announcer != nil && len(positions) > 0 {
		d.Announcer.Announce(context.WithoutCancel(ctx), city, positions)
	}
}

// withFollowers adds to a change of a main request those of the requests joined to it: one deed, one
// commit, every caller's link.
func (d *Desk) withFollowers(ctx context.Context, main *Revision) ([]*Revision, error) {
	revisions := []*Revision{main}
	before, after := main.Before.Request, main.After.Request
	if len(main.After.Followers) == 0 || (before.State == after.State && before.PlannedAt == after.PlannedAt) {
		return revisions, nil
	}
	for _, f := range main.After.Followers {
		c, err := d.Store.Case(ctx, after.City, f.ID)
		if err != nil {
			return nil, err
		}
		if r := main.follow(c); r != nil {
			revisions = append(revisions, r)
		}
	}
	return revisions, nil
}

// follow takes a joined request along; nil when it goes its own way (rejected, say).
func (r *Revision) follow(c Case) *Revision {
	main, own := r.After.Request, revise(c, r.actor, r.now)
	if !c.Request.State.Open() && !(c.Request.State == Closed && main.State == Returned) {
		return nil
	}
	if main.State != c.Request.State && c.Request.State.May(main.State) {
		_ = own.move(main.State, "", Detail{Main: main.Label(), Disposition: main.Disposition})
		own.After.Request.Disposition = main.Disposition
	}
	if main.PlannedAt != nil && main.PlannedAt != r.Before.Request.PlannedAt {
		own.After.Request.PlannedAt = main.PlannedAt
		own.write(Entry{Kind: "inform", Detail: Detail{PlannedAt: main.PlannedAt, Main: main.Label()}})
		if c.Request.Channel.IsMessage() {
			own.meet(norms.Inform) // the link shows it; a caller by telephone is still owed a call
		}
	}
	return own
}
