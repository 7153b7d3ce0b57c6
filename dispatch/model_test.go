package dispatch

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dispatch05/dispatch/norms"
)

// matter is a case that lives through random operations, with its whole journal.
type matter struct {
	Case
	journal []Entry
	now     time.Time
	nextID  int64
}

// do tries an operation as Desk.edit does, keeps its outcome as a store does, and says whether it was let through.
func (m *matter) do(t *rapid.T, actor Actor, decide func(*Revision) error) error {
	m.now = m.now.Add(time.Minute)
	before := m.Case
	kept := fmt.Sprintf("%+v", before)
	r := revise(before, actor, m.now)
	err := decide(r)
	if fmt.Sprintf("%+v", r.Before) != kept {
		t.Fatal("an operation wrote into the loaded case")
	}
	if err != nil {
		return err
	}
	if len(r.Entries) > 0 {
		r.turnOwnClocks(StandardRules())
	}
	if len(r.Entries) == 0 {
		if !reflect.DeepEqual(r.Before.Request, r.After.Request) || !reflect.DeepEqual(r.Before.Orders, r.After.Orders) || !reflect.DeepEqual(r.Before.Clocks, r.After.Clocks) {
			t.Fatal("something changed and the journal does not say so")
		}
		return nil
	}
	m.check(t, r)
	m.keep(r)
	return nil
}

// keep numbers what is new and moves the versions on, as the store does.
func (m *matter) keep(r *Revision) {
	after := r.After
	after.Request.Version++
	if r.Edits() {
		after.Request.Edited = after.Request.Version
	}
	for i := range after.Orders {
		o := &after.Orders[i]
		before, known := r.Before.Order(o.ID)
		switch {
		case o.ID == 0:
			m.nextID++
			o.ID, o.Version = m.nextID, 1
			for j := range r.Entries {
				if e := &r.Entries[j]; e.Kind == "order" && e.Order == 0 {
					e.Order = o.ID
				}
			}
		case known && !reflect.DeepEqual(before, *o):
			o.Version++
		}
	}
	for i := range after.Clocks {
		k := &after.Clocks[i]
		if k.ID == 0 {
			m.nextID++
			k.ID = m.nextID
		}
		if k.Kind == StateClock && k.Order == 0 {
			k.Order = after.Orders[len(after.Orders)-1].ID
		}
	}
	m.Case, m.journal = after, append(m.journal, r.Entries...)
}

// check holds one change against the machines: each new state by an arrow and with its line, nothing else moved.
func (m *matter) check(t *rapid.T, r *Revision) {
	state := r.Before.Request.State
	orders := map[int64]OrderState{}
	for _, o := range r.Before.Orders {
		orders[o.ID] = o.State
	}
	for _, e := range r.Entries {
		switch {
		case e.Kind == "state":
			if e.From != string(state) || !state.May(RequestState(e.To)) {
				t.Fatalf("the request went from %s to %s, it was %s", e.From, e.To, state)
			}
			state = RequestState(e.To)
		case e.Kind == "order" && e.Order != 0:
			if e.From != string(orders[e.Order]) || !orders[e.Order].May(OrderState(e.To)) {
				t.Fatalf("order %d went from %s to %s, it was %s", e.Order, e.From, e.To, orders[e.Order])
			}
			if needsReason[e.To] && e.Reason == "" {
				t.Fatalf("order %d went to %s without a reason", e.Order, e.To)
			}
			orders[e.Order] = OrderState(e.To)
		}
		if !e.At.Equal(m.now) {
			t.Fatalf("a line of %s, it is %s", e.At, m.now)
		}
	}
	if state != r.After.Request.State {
		t.Fatalf("the request is %s, the journal says %s", r.After.Request.State, state)
	}
	for _, o := range r.After.Orders {
		if o.ID != 0 && orders[o.ID] != o.State {
			t.Fatalf("order %d is %s, the journal says %s", o.ID, o.State, orders[o.ID])
		}
		if o.Round < r.After.Request.Returned && o.State.Active() {
			t.Fatalf("order %d of round %d is still %s in round %d", o.ID, o.Round, o.State, r.After.Request.Returned)
		}
	}
	m.checkClocks(t, r)
}

// checkClocks: one of a kind and round; over means that nobody is told; what has started or was due stays.
func (m *matter) checkClocks(t *rapid.T, r *Revision) {
	type of struct {
		kind  norms.Kind
		round int
		order int64
		since time.Time
	}
	seen := map[of]bool{}
	for i, k := range r.After.Clocks {
		same := of{k.Kind, k.Round, k.Order, time.Time{}}
		if k.Kind == StateClock {
			same.since = k.StartedAt
			m.checkState(t, r, k)
		}
		if seen[same] {
			t.Fatalf("two clocks to %s in round %d", k.Kind, k.Round)
		}
		seen[same] = true
		if !k.Running() && k.NextAt != nil {
			t.Fatalf("the clock to %s is over and would be told", k.Kind)
		}
		if i < len(r.Before.Clocks) {
			b := r.Before.Clocks[i]
			if b.ID != k.ID || !(b.DueAt.Equal(k.DueAt) || b.PausedAt != nil && k.Kind == WorkClock) || !b.StartedAt.Equal(k.StartedAt) || b.NextLevel != k.NextLevel || (b.MetAt != nil && !b.MetAt.Equal(*k.MetAt)) {
				t.Fatalf("the clock to %s was moved: %+v -> %+v", k.Kind, b, k)
			}
		}
	}
	m.checkWork(t, r)
	working := []norms.Kind{norms.Localise, norms.Eliminate, WorkClock}
	for _, k := range r.After.Clocks {
		if state := r.After.Request.State; slices.Contains(working, k.Kind) && k.Running() == (state == Done || state == Confirmed || state == Closed) && k.Round == r.After.Request.Returned && k.Running() {
			t.Fatalf("%s, and the clock to %s runs", state, k.Kind)
		}
	}
}

// checkState: the clock of a state runs as long as the order stands in it, and for no other state.
func (m *matter) checkState(t *rapid.T, r *Revision, k Clock) {
	o, known := r.After.Order(k.Order)
	if stands := known && o.inState(k, StandardRules()) && o.State.Active() && r.After.Request.State.Open(); k.Running() && !stands {
		t.Fatalf("a clock of %s runs, the order is %s", k.Norm, o.State)
	}
}

// checkWork counts the working clock anew from the journal's lines about orders alone.
func (m *matter) checkWork(t *rapid.T, r *Revision) {
	for _, k := range r.After.Clocks {
		if k.Kind != WorkClock || !k.Running() || k.Round != r.After.Request.Returned {
			continue
		}
		paused, since := pausesOf(append(slices.Clone(m.journal), r.Entries...), k.StartedAt)
		term, _ := StandardRules().workingTerm(r.After.Request.Severity)
		if want := k.StartedAt.Add(term + paused); !k.DueAt.Equal(want) {
			t.Fatalf("the working clock is due %s, the journal says %s", k.DueAt, want)
		}
		if (k.PausedAt != nil) != !since.IsZero() || k.PausedAt != nil && !k.PausedAt.Equal(since) {
			t.Fatalf("the working clock is paused at %v, the journal says %s", k.PausedAt, since)
		}
	}
}

// pausesOf adds up how long all orders at work stood still since a moment, and since when they do now.
func pausesOf(journal []Entry, after time.Time) (sum time.Duration, since time.Time) {
	type standing struct {
		state  OrderState
		reason string
	}
	orders := map[int64]standing{}
	for i, e := range journal {
		if e.Kind == "order" {
			orders[e.Order] = standing{OrderState(e.To), e.Reason}
		}
		if i+1 < len(journal) && journal[i+1].At.Equal(e.At) || e.At.Before(after) {
			continue // a deed is whole only with its last line
		}
		waits := false
		for _, o := range orders {
			if o.state.Active() && o.state != OrderReserved {
				if waits = o.state == OrderSuspended && StandardRules().Working.Pauses("", o.reason); !waits {
					break
				}
			}
		}
		switch {
		case waits && since.IsZero():
			since = e.At
		case !waits && !since.IsZero():
			sum, since = sum+e.At.Sub(since), time.Time{}
		}
	}
	return sum, since
}

// TestAnyLifeKeepsTheRules: whatever desk, crews and resident do in whatever order, the machines hold, the
// journal tells it all, and the request is what its orders say.
func TestAnyLifeKeepsTheRules(t *testing.T) {
	reached := map[RequestState]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		m := &matter{Case: caseWith(Registered), now: noon}
		m.Request.Severity = rapid.IntRange(1, 4).Draw(rt, "severity")
		for i, kind := range []norms.Kind{norms.Answer, norms.Inform, norms.Localise, norms.Eliminate, norms.Check} {
			due := noon.Add(time.Hour)
			m.Clocks = append(m.Clocks, Clock{ID: int64(1000 + i), Kind: kind, StartedAt: noon, DueAt: due, NextAt: &due})
		}
		rt.Repeat(map[string]func(*rapid.T){
			"assign": func(rt *rapid.T) {
				a := Assignment{Crew: rapid.Int64Range(7, 9).Draw(rt, "crew"), Reserve: rapid.Bool().Draw(rt, "reserve")}
				m.derived(rt, m.do(rt, desk, func(r *Revision) error {
					return r.assign(WorkOrder{Crew: a.Crew, Organisation: 3, Tablet: true}, a, "")
				}))
			},
			"step": func(rt *rapid.T) {
				if len(m.Orders) == 0 {
					return
				}
				o := rapid.SampledFrom(m.Orders).Draw(rt, "order")
				to := rapid.SampledFrom(slices.Sorted(maps.Keys(allOrderStates()))).Draw(rt, "to")
				allowed := o.State.May(to)
				err := m.do(rt, desk, func(r *Revision) error {
					return r.stepOrder(o.ID, Step{To: to, Reason: rapid.SampledFrom([]string{"x", "Нет доступа в помещение"}).Draw(rt, "reason")})
				})
				if (err == nil) != allowed {
					rt.Fatalf("%s: order from %s to %s: %v", m.Request.State, o.State, to, err)
				}
				m.derived(rt, err)
			},
			"work": func(rt *rapid.T) { // a crew does what crews mostly do, to the end
				steps := rapid.IntRange(1, 6).Draw(rt, "steps")
				for range steps {
					i := slices.IndexFunc(m.Orders, func(o WorkOrder) bool { return o.State.Active() })
					if i < 0 {
						return
					}
					o := m.Orders[i]
					to := map[OrderState]OrderState{OrderReserved: OrderSent, OrderSent: OrderDelivered, OrderDelivered: OrderEnRoute, OrderAccepted: OrderEnRoute,
						OrderEnRoute: OrderOnSite, OrderOnSite: OrderDone, OrderSuspended: OrderOnSite, OrderLocalised: OrderDone}[o.State]
					err := m.do(rt, desk, func(r *Revision) error { return r.stepOrder(o.ID, Step{To: to}) })
					if err != nil {
						rt.Fatalf("%s: order from %s to %s: %v", m.Request.State, o.State, to, err)
					}
					m.derived(rt, nil)
				}
			},
			"decide": func(rt *rapid.T) {
				to := rapid.SampledFrom(slices.Sorted(maps.Keys(requestSteps))).Draw(rt, "to")
				_ = m.do(rt, desk, func(r *Revision) error {
					return r.decide(RequestStep{To: string(to), Reason: "x", Disposition: "fixed", Main: 9}, Detail{Main: "26-9"})
				})
			},
			"confirm": func(rt *rapid.T) {
				_ = m.do(rt, Actor{Role: Resident}, func(r *Revision) error { return r.move(Confirmed, "", Detail{}) })
			},
			"return": func(rt *rapid.T) {
				_ = m.do(rt, Actor{Role: Resident}, func(r *Revision) error { return r.giveBack("") })
			},
			"part": func(*rapid.T) { // a repeat taken back is parted from what it repeated, by the desk in the same deed
				if m.Request.State == Registered {
					m.Request.Main = 0
				}
			},
			"": func(rt *rapid.T) {
				reached[m.Request.State] = true
				if int64(countEdits(m.journal)) > 0 && m.Request.Edited > m.Request.Version {
					rt.Fatal("edited after its own version")
				}
			},
		})
	})
	for state := range requestSteps {
		if !reached[state] {
			t.Errorf("no life came to %s: the test proves too little", state)
		}
	}
}

// derived holds the request to its orders, after an operation on an order.
func (m *matter) derived(t *rapid.T, err error) {
	if want := m.stateByOrders(); err == nil && m.Request.State != want {
		t.Fatalf("the request is %s, its orders say %s", m.Request.State, want)
	}
}

func countEdits(journal []Entry) (n int) {
	for _, e := range journal {
		if !e.quiet() {
			n++
		}
	}
	return n
}

func allOrderStates() map[OrderState]bool {
	all := map[OrderState]bool{OrderReserved: true}
	for from, tos := range orderSteps {
		all[from] = true
		for _, to := range tos {
			all[to] = true
		}
	}
	return all
}
