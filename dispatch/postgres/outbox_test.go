package postgres_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dispatch05/dispatch"
)

// TestLogIsSeenWithoutGaps: eight writers commit to the same topics while four readers poll them. What a reader
// has seen of a log is at every moment its beginning: no entry appears later between those.
func TestLogIsSeenWithoutGaps(t *testing.T) {
	w := newTown(t)
	topics := []string{dispatch.BoardTopic, dispatch.OrganisationTopic(w.management), dispatch.OrganisationTopic(w.service), dispatch.CrewTopic(w.crew)}
	var writers, readers sync.WaitGroup
	var over atomic.Bool
	for n := range 8 {
		writers.Go(func() {
			for i := range 6 {
				c, _, err := w.Register(t.Context(), w.operator, w.call(key(key("w", n), i)))
				if err != nil {
					t.Error(err)
					return
				}
				if _, err = w.Assign(t.Context(), w.dispatcher, c.Request.ID, dispatch.Assignment{Crew: w.crew}, nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for _, topic := range topics {
		readers.Go(func() {
			seen := int64(0)
			for done := false; !done; {
				done = over.Load() // one more look after the last commit
				at, err := w.store.TopicAt(t.Context(), city, topic)
				if err != nil {
					t.Error(err)
					return
				}
				entries, err := w.store.Log(t.Context(), city, topic, 0, 10000)
				if err != nil {
					t.Error(err)
					return
				}
				for i, e := range entries {
					if e.Offset != int64(i+1) {
						t.Errorf("%s: entry %d has offset %d", topic, i+1, e.Offset)
						return
					}
				}
				if n := int64(len(entries)); n < seen || n < at.Offset {
					t.Errorf("%s: %d entries, saw %d before and the position said %d", topic, n, seen, at.Offset)
					return
				}
				seen = int64(len(entries))
			}
			if seen == 0 {
				t.Errorf("%s was told nothing", topic)
			}
		})
	}
	writers.Wait()
	over.Store(true)
	readers.Wait()
}

// TestManyTopicsNoDeadlock: changes that tell the same topics in another order wait for one another, and none
// is thrown out.
func TestManyTopicsNoDeadlock(t *testing.T) {
	w := newTown(t)
	var events []dispatch.Event
	for n := range 40 {
		events = append(events, dispatch.Event{Topic: key("link/x", n), Kind: "request", Ref: int64(n)})
	}
	cases := make([]dispatch.Case, 8)
	for n := range cases {
		cases[n] = w.register(w.call(key("c", n)))
	}
	var all sync.WaitGroup
	for n, c := range cases {
		all.Go(func() {
			for range 10 {
				mixed := append(append([]dispatch.Event{}, events[n*5:]...), events[:n*5]...)
				if n%2 == 0 {
					for i, j := 0, len(mixed)-1; i < j; i, j = i+1, j-1 {
						mixed[i], mixed[j] = mixed[j], mixed[i]
					}
				}
				change := dispatch.Change{City: city, Now: w.time(), Events: mixed, Ref: c.Request.ID}
				if _, err := w.store.Save(t.Context(), change); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	for n := range 40 {
		if at := got(w.store.TopicAt(t.Context(), city, key("link/x", n)))(t); at.Offset != 80 {
			t.Errorf("topic %d stands at %d, want 80", n, at.Offset)
		}
	}
}

// TestRefusedChangeLeavesNoTrace: nothing in the log, the journal or the keys of what was not saved.
func TestRefusedChangeLeavesNoTrace(t *testing.T) {
	w := newTown(t)
	c := w.register(w.call("a"))
	traces := func() [4]int {
		return [4]int{w.count(`select count(*) from outbox`), w.count(`select count(*) from journal`), w.count(`select count(*) from commands`), w.count(`select sum(version) from requests`)}
	}
	before := traces()
	for name, refuse := range map[string]func() error{
		"arrow": func() error {
			_, err := w.StepRequest(t.Context(), w.dispatcher, c.Request.ID, dispatch.RequestStep{To: "closed", Disposition: "fixed"})
			return err
		},
		"derived": func() error {
			_, err := w.StepRequest(t.Context(), w.dispatcher, c.Request.ID, dispatch.RequestStep{To: "in_work"})
			return err
		},
		"role": func() error {
			_, err := w.Assign(t.Context(), w.operator, c.Request.ID, dispatch.Assignment{Crew: w.crew}, nil)
			return err
		},
		"plan": func() error {
			_, err := w.Inform(t.Context(), w.operator, c.Request.ID, w.time().Add(-time.Hour), 0)
			return err
		},
		"house": func() error { _, err := w.Put(t.Context(), w.operator, c.Request.ID, 999999, nil, 0); return err },
		"handed": func() error {
			_, err := w.Assign(t.Context(), w.dispatcher, c.Request.ID, dispatch.Assignment{Organisation: 999999, HandedTo: "x"}, &dispatch.Command{Scope: "s", Key: "k", Kind: "assign"})
			return err
		},
	} {
		if err := refuse(); err == nil {
			t.Errorf("%s: let through", name)
		}
	}
	if after := traces(); after != before {
		t.Errorf("outbox, journal, keys, versions: %v before, %v after refusals", before, after)
	}
}
