package dispatch

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"dispatch05/dispatch/norms"
	"dispatch05/geo"
)

// Desk is the operations of the service: every way in (board, tablet, portal, Open311, timetable,
// training) goes through it, so that a rule stands in one place. Safe for concurrent use.
type Desk struct {
	Store     Store
	Announcer Announcer
	Rules     func(city string) *Rules         // what the city goes by at the moment
	Amended   func(context.Context) error      // tells this node at once that rules have changed; nil: it learns of it later
	Ways      func(city string) Ways           // how a crew gets to a house
	Districts func(city string) *geo.Districts // in which parts of the city a point lies
	Sure      func(city, text string) bool     // whether the register knows a house by the text alone; nil: nothing is learned
	Reaches   func(city string, by Means) bool // whether a city has a means of telling people; nil: residents are told nothing
	Now       func() time.Time                 // the database's time, see postgres.Clock
	Log       *slog.Logger
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
		if version != 0 && !c.Request.stands(version) {
			return Case{}, d.stale(ctx, c)
		}
		err = d.decideAndSave(ctx, actor, c, key, decide)
		switch {
		case err == nil:
			return d.Store.Case(ctx, actor.City, id)
		case errors.Is(err, ErrStale) && try < attempts:
			continue
		default:
			return d.refused(ctx, actor, c, key, err)
		}
	}
}

// stands says whether nobody has edited the request since a version: the desk may act on what it saw then.
func (q Request) stands(version int64) bool { return version >= q.Edited && version <= q.Version }

// refused answers an operation that could not be done. Where a twin with the same key has done it in the
// meantime, that is no refusal: the case is as the twin left it.
func (d *Desk) refused(ctx context.Context, actor Actor, c Case, key *Command, refusal error) (Case, error) {
	if id, done, err := d.commandDone(ctx, actor, key); err == nil && done {
		twin, _, err := d.replay(ctx, actor.City, id, nil)
		return twin, err
	}
	if errors.Is(refusal, ErrStale) {
		return Case{}, d.stale(ctx, c)
	}
	return Case{}, refusal
}

func (d *Desk) decideAndSave(ctx context.Context, actor Actor, c Case, key *Command, decide func(*Revision) error) error {
	r := revise(c, actor, d.Now())
	if err := decide(r); err != nil || len(r.Entries) == 0 {
		return err // what leaves no line in the journal has changed nothing
	}
	r.turnOwnClocks(d.Rules(actor.City))
	revisions, err := d.withFollowers(ctx, r)
	if err != nil {
		return err
	}
	change := changeOf(r.now, revisions...)
	change.Command = key
	change.Notices, change.Settled = d.noticesOf(change)
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
	entries = slices.DeleteFunc(entries, Entry.quiet)
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

// follow takes a joined request along; nil when it goes its own way (rejected, say), or when there is
// nothing to follow.
func (r *Revision) follow(c Case) *Revision {
	main, own := r.After.Request, revise(c, r.actor, r.now)
	if !c.Request.State.Open() && !r.endedWith(c) {
		return nil
	}
	own.goWith(r)
	if main.PlannedAt != nil && main.PlannedAt != r.Before.Request.PlannedAt {
		own.After.Request.PlannedAt = main.PlannedAt
		own.write(Entry{Kind: "inform", Detail: Detail{PlannedAt: main.PlannedAt, Main: main.Label()}})
		if c.Request.Channel.IsMessage() {
			own.meet(norms.Inform) // the link shows it; a caller by telephone is still owed a call
		}
	}
	if len(own.Entries) == 0 {
		return nil
	}
	return own
}

// endedWith says whether a joined request was ended by the very deed that ended its main one, which is
// now opened again.
func (r *Revision) endedWith(c Case) bool {
	main, own := r.Before.Request, c.Request
	return main.State == own.State && main.ClosedAt != nil && own.ClosedAt != nil && main.ClosedAt.Equal(*own.ClosedAt)
}

// goWith takes a joined request where its main one went.
func (r *Revision) goWith(main *Revision) {
	before, after, state := main.Before.Request, main.After.Request, r.After.Request.State
	along := Detail{Main: after.Label(), Disposition: after.Disposition}
	switch {
	case after.State == before.State || after.State == state:
	case after.State == Duplicate: // of another one: that is whom this caller waits for now
		r.After.Request.Main = after.Main
		r.write(Entry{Kind: "joined", To: string(state), Detail: Detail{Main: main.duplicateOf()}})
	case state.May(after.State):
		_ = r.move(after.State, "", along)
	case state.May(Done) && Done.May(after.State): // it had stayed behind
		_, _ = r.move(Done, "", along), r.move(after.State, "", along)
	}
	if r.After.Request.State != after.State {
		return
	}
	r.After.Request.Disposition = after.Disposition
	if after.Returned > before.Returned {
		r.After.Request.Returned++
		r.restartClocks()
	}
}

// duplicateOf is the label of the request that this one has just been found to repeat.
func (r *Revision) duplicateOf() string {
	for _, e := range r.Entries {
		if e.Kind == "state" && e.To == string(Duplicate) {
			return e.Detail.Main
		}
	}
	return ""
}
