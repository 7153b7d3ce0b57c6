package postgres_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/roster"
)

// pagedOf are who was told of one clock's levels, by name and in order; a name stands twice when its bearer was told twice.
func (w *town) pagedOf(c dispatch.Case, kind norms.Kind) (names []string) {
	w.t.Helper()
	of := map[int64]bool{}
	for _, e := range got(w.store.OpenEscalations(w.t.Context(), c.Request.City, 0))(w.t) {
		of[e.ID] = e.Request == c.Request.ID && e.Clock.Kind == kind && e.Role == dispatch.Foreman
	}
	for _, n := range told(w.notices(c), dispatch.EscalationNotice) {
		if of[n.Escalation] {
			names = append(names, n.To.Name)
		}
	}
	return names
}

func (w *town) newcomers() {
	w.t.Helper()
	must(w.t, w.TellNewcomers(w.t.Context()))
}

// wantPaged holds who was told of the foreman's level of the term to localise.
func (w *town) wantPaged(c dispatch.Case, when string, want ...string) {
	w.t.Helper()
	if names := w.pagedOf(c, norms.Localise); !slices.Equal(names, want) {
		w.t.Errorf("%s the foreman's level is told to %v, want %v", when, names, want)
	}
}

// TestWhoComesOnShiftIsTold: the term runs out in the last hour of one foreman's day, and the next one is told of it
// when theirs begins; the day after that the next one, and nobody twice.
func TestWhoComesOnShiftIsTold(t *testing.T) {
	w := newPlanned(t) // by the plan the fourth one is on duty until the 24th at 08:00, then the first one
	w.plainLadder()
	w.pass(omsk(t, "2026-11-24 07:00").Sub(w.time()))
	c := w.register(w.call("a"))
	w.newcomers()
	w.pass(31 * time.Minute)
	w.sweep()
	w.wantPaged(c, "At the term", "Четвёртый")
	w.newcomers()
	w.pass(28 * time.Minute)
	w.newcomers()
	w.wantPaged(c, "A minute before the hand-over", "Четвёртый")
	w.pass(2 * time.Minute)
	w.newcomers()
	w.newcomers()
	w.wantPaged(c, "A minute after it", "Четвёртый", "Первый")
	if jobs, rows := w.count(`select count(*) from river_job where kind = 'notice'`), w.count(`select count(*) from notices`); jobs != rows {
		t.Errorf("%d jobs of %d notices", jobs, rows)
	}
	w.pass(24 * time.Hour)
	w.newcomers()
	w.pass(72 * time.Hour) // the first one comes again
	w.newcomers()
	w.wantPaged(c, "After five days", "Четвёртый", "Первый", "Второй")
}

// TestTwoNodesTellANewcomerOnce: they look at one moment, again and again.
func TestTwoNodesTellANewcomerOnce(t *testing.T) {
	w := newPlanned(t)
	w.plainLadder()
	w.pass(omsk(t, "2026-11-24 07:00").Sub(w.time()))
	var cases []dispatch.Case
	for i := range 10 {
		cases = append(cases, w.register(w.call(key("call", i))))
	}
	w.pass(31 * time.Minute)
	w.sweep()
	w.pass(30 * time.Minute)
	var nodes sync.WaitGroup
	for range 4 {
		nodes.Go(func() {
			for range 3 {
				if err := w.TellNewcomers(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	nodes.Wait()
	for _, c := range cases {
		w.wantPaged(c, "After four nodes", "Четвёртый", "Первый")
	}
	if jobs, rows := w.count(`select count(*) from river_job where kind = 'notice'`), w.count(`select count(*) from notices`); jobs != rows {
		t.Errorf("%d jobs of %d notices", jobs, rows)
	}
}

// TestWhatNeedsNoNewcomer: a level that was taken, a term that was met, a request that is closed. An acknowledgement
// that runs out makes the level open again, to whoever is on shift by then.
func TestWhatNeedsNoNewcomer(t *testing.T) {
	w := newPlanned(t)
	w.plainLadder()
	w.pass(omsk(t, "2026-11-24 07:00").Sub(w.time()))
	taken, met, closed := w.register(w.call("taken")), w.register(w.call("met")), w.register(w.call("closed"))
	w.pass(31 * time.Minute)
	w.sweep()
	got(w.SetShift(t.Context(), w.dispatcher, w.crew, true))(t)
	closed = w.steps(w.send(w.fresh(closed)), dispatch.OrderEnRoute, dispatch.OrderOnSite, dispatch.OrderDone)
	got(w.StepRequest(t.Context(), w.dispatcher, closed.Request.ID, dispatch.RequestStep{To: "closed", Disposition: "fixed"}))(t)
	w.steps(w.send(w.fresh(met)), dispatch.OrderEnRoute, dispatch.OrderOnSite, dispatch.OrderLocalised)
	w.pass(15 * time.Minute)
	for _, e := range got(w.store.OpenEscalations(t.Context(), city, 0))(t) {
		must(t, w.Acknowledge(t.Context(), w.senior, e.ID, ""))
	}
	before := w.count(`select count(*) from notices`)
	w.pass(16 * time.Minute)
	w.newcomers()
	if after := w.count(`select count(*) from notices`); after != before {
		t.Errorf("%d notices of what needs nobody", after-before)
	}
	w.pass(time.Hour)
	w.sweep()
	w.newcomers()
	w.wantPaged(taken, "When the acknowledgement has run out", "Четвёртый", "Первый")
}

// TestToldByLoginIsToldAsPerson: whoever was told by their login is the same one when the plan names them.
func TestToldByLoginIsToldAsPerson(t *testing.T) {
	w := newTown(t)
	w.plainLadder()
	foreman := w.person(city, "foreman", dispatch.Foreman, w.service, 0)
	c := w.register(w.call("a"))
	w.pass(31 * time.Minute)
	w.sweep()
	w.wantPaged(c, "At the term", "foreman")
	got(w.PutPerson(t.Context(), staffing, roster.Person{Name: "Мастер", Organisation: w.service, Role: "foreman", Phone: "+7 000 005-50-09", Account: foreman.Account}, ""))(t)
	w.newcomers()
	w.wantPaged(c, "As a person", "foreman")
	w.person(city, "foreman2", dispatch.Foreman, w.service, 0)
	w.newcomers()
	w.newcomers()
	w.wantPaged(c, "With a new login of the role", "foreman", "foreman2")
}

// TestAPausedTermTellsNoNewcomer, though it was overdue before: once the work goes on it does.
func TestAPausedTermTellsNoNewcomer(t *testing.T) {
	w := newTown(t)
	w.plainLadder()
	w.person(city, "foreman", dispatch.Foreman, w.service, 0)
	c := w.steps(w.send(w.register(w.call("a"))), dispatch.OrderEnRoute, dispatch.OrderOnSite)
	w.pass(clockOf(t, c, dispatch.WorkClock).DueAt.Sub(w.time()) + time.Minute)
	w.sweep()
	got(w.StepOrder(t.Context(), w.tablet, c.Orders[0].ID, dispatch.Step{To: dispatch.OrderSuspended, Reason: "Нет доступа в помещение"}, nil))(t)
	w.person(city, "foreman2", dispatch.Foreman, w.service, 0)
	w.newcomers()
	if names := w.pagedOf(c, dispatch.WorkClock); !slices.Equal(names, []string{"foreman"}) {
		t.Errorf("while it stands still the term is told to %v", names)
	}
	w.steps(w.fresh(c), dispatch.OrderOnSite)
	w.newcomers()
	if names := w.pagedOf(c, dispatch.WorkClock); !slices.Equal(names, []string{"foreman", "foreman2"}) {
		t.Errorf("when the work goes on it is told to %v", names)
	}
}
