package postgres_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

// crowd registers many messages of the portal, so that each has a clock of its own to review it.
func (w *town) crowd(n int) {
	w.t.Helper()
	for i := range n {
		report := w.call(key("crowd", i))
		report.Channel, report.Problem, report.Phone = dispatch.Portal, leak, ""
		if _, _, err := w.Register(w.t.Context(), w.resident, report); err != nil {
			w.t.Fatal(err)
		}
	}
}

// TestFourSweepersTellEachLevelOnce: four nodes find two hundred overdue clocks in one moment.
func TestFourSweepersTellEachLevelOnce(t *testing.T) {
	w := newTown(t)
	w.crowd(50) // each: review, inform, localise, eliminate and the permitted interruption
	w.pass(time.Hour)
	due := w.count(`select count(*) from clocks where next_at <= $1`, w.time())
	if due < 150 {
		t.Fatalf("only %d clocks are due", due)
	}
	w.sweepFourTimes()
	w.checkToldOnce()
	w.pass(40 * time.Minute)
	w.sweepFourTimes()
	w.checkToldOnce()
	if late := w.count(`select count(*) from clocks where next_at <= $1`, w.time()); late != 0 {
		t.Errorf("%d clocks were left", late)
	}
}

func (w *town) sweepFourTimes() {
	w.t.Helper()
	var nodes sync.WaitGroup
	for range 4 {
		nodes.Go(func() {
			for { // a node sweeps again at its next tick; what another one holds is skipped
				if _, err := w.SweepOverdue(w.t.Context()); err != nil {
					w.t.Error(err)
					return
				}
				if w.count(`select count(*) from clocks where next_at <= $1`, w.time()) == 0 {
					return
				}
			}
		})
	}
	nodes.Wait()
}

// checkToldOnce: for each clock exactly the levels that are due, one journal line and no more for each.
func (w *town) checkToldOnce() {
	w.t.Helper()
	if n := w.count(`select count(*) from (select clock_id, level from escalations group by 1, 2 having count(*) > 1) twice`); n != 0 {
		w.t.Errorf("%d levels were told twice", n)
	}
	if n := w.count(`select count(*) from clocks k where next_level <> (select count(*) from escalations e where e.city_id = k.city_id and e.clock_id = k.id)`); n != 0 {
		w.t.Errorf("%d clocks count other levels than were told", n)
	}
	told, lines := w.count(`select count(*) from escalations`), w.count(`select count(*) from journal where kind = 'escalation'`)
	if told != lines || told == 0 {
		w.t.Errorf("%d levels told, %d lines in the journals", told, lines)
	}
}

// TestSweepCutShortLosesNothing: the context ends in the middle, again and again; what was not committed is
// told by the next one.
func TestSweepCutShortLosesNothing(t *testing.T) {
	w := newTown(t)
	w.crowd(30)
	w.pass(time.Hour)
	whole := norms.StandardLadder()
	for cut := 1; cut <= 3; cut++ {
		ctx, cancel := context.WithCancel(t.Context())
		w.until("the server has taken the last one back", func() bool {
			return w.count(`select count(*) from (select from clocks for no key update skip locked) free`) == w.count(`select count(*) from clocks`)
		})
		calls := 0
		_, _, err := w.store.Overdue(ctx, w.time(), 100, func(due dispatch.Due) dispatch.Escalated {
			if calls++; calls == cut*5 {
				cancel()
			}
			at := due.Clock.DueAt.Add(whole[1].After())
			return dispatch.Escalated{NextLevel: 1, NextAt: &at, Told: []dispatch.Escalation{{Level: 0, Role: dispatch.Foreman, At: w.time()}}}
		})
		cancel()
		if err == nil {
			t.Fatal("a sweep that was cut short answered that all is well")
		}
		if n := w.count(`select count(*) from escalations`); n != 0 {
			t.Fatalf("%d levels are told by a sweep that was cut short", n)
		}
	}
	w.sweepFourTimes()
	w.checkToldOnce()
}

// TestClimbAndAcknowledge: the ladder over an hour, an empty seat passed at once, and an end by the work.
func TestLadderOverAnHour(t *testing.T) {
	w := newTown(t)
	w.plainLadder()
	w.person(city, "foreman", dispatch.Foreman, w.service, 0)
	w.person(city, "committee", dispatch.Committee, 0, 0)
	c := w.register(w.call("a"))
	localise := clockOf(t, c, norms.Localise)
	got(w.Inform(t.Context(), w.operator, c.Request.ID, w.time().Add(time.Hour), 0))(t)
	levels := func() (told []string) {
		got(w.SweepOverdue(t.Context()))(t)
		rows, err := w.pool.Query(t.Context(), `select role || case when passed then ' passed' else '' end from escalations where clock_id = $1 order by level`, localise.ID)
		must(t, err)
		defer rows.Close()
		for rows.Next() {
			var role string
			must(t, rows.Scan(&role))
			told = append(told, role)
		}
		return told
	}
	for _, step := range []struct {
		after time.Duration
		want  []string
	}{
		{29 * time.Minute, nil},
		{time.Minute, []string{"foreman"}},
		{9 * time.Minute, []string{"foreman"}},
		{time.Minute, []string{"foreman", "senior"}},
		{20 * time.Minute, []string{"foreman", "senior", "chief_engineer passed", "committee"}},
		{time.Hour, []string{"foreman", "senior", "chief_engineer passed", "committee"}},
	} {
		w.pass(step.after)
		if told := levels(); !equal(told, step.want) {
			t.Errorf("%s after the start: told %v, want %v", w.time().Sub(c.Request.RegisteredAt), told, step.want)
		}
	}
	c = w.steps(w.send(w.fresh(c)), dispatch.OrderEnRoute, dispatch.OrderOnSite, dispatch.OrderLocalised)
	if clockOf(t, c, norms.Localise).MetAt == nil {
		t.Error("localised does not meet its term")
	}
	if open := got(w.store.OpenEscalations(t.Context(), city, 0))(t); len(open) != 0 {
		t.Errorf("%d alarms of a term that is met", len(open))
	}
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func clockOf(t testing.TB, c dispatch.Case, kind norms.Kind) dispatch.Clock {
	t.Helper()
	for _, k := range c.Clocks {
		if k.Kind == kind && k.Round == c.Request.Returned {
			return k
		}
	}
	t.Fatalf("no clock to %s of round %d", kind, c.Request.Returned)
	return dispatch.Clock{}
}

// TestParkedReportIsNotForgotten: while nobody has looked, its review clock alone speaks, to the city's roles;
// once somebody has, all its terms do, though it is still parked.
func TestParkedReportIsNotForgotten(t *testing.T) {
	w := newTown(t)
	w.person(city, "foreman", dispatch.Foreman, w.service, 0)
	report := w.call("a")
	report.Channel, report.Suspicion = dispatch.Portal, "too_many_from_address"
	c, _, err := w.Register(t.Context(), w.resident, report)
	must(t, err)
	w.pass(35 * time.Minute)
	got(w.SweepOverdue(t.Context()))(t)
	told := `select count(*) from escalations e join clocks k on k.city_id = e.city_id and k.id = e.clock_id where `
	if n := w.count(told + `k.kind <> 'answer' or (e.role = 'foreman' and not passed)`); n != 0 {
		t.Errorf("%d levels told of what nobody has looked at yet", n)
	}
	if n := w.count(told + `k.kind = 'answer' and e.role = 'senior' and not passed`); n != 1 {
		t.Errorf("the senior dispatcher was told %d times that nobody has looked, want once", n)
	}
	got(w.Put(t.Context(), w.operator, c.Request.ID, w.unserved, nil, 0))(t)
	got(w.SweepOverdue(t.Context()))(t)
	if n := w.count(told + `k.kind = 'localise'`); n == 0 {
		t.Error("looked at and left parked, it is silent")
	}
}

// TestReturnedWorkHasItsTermsAnew: the localise and inform terms run from the return; the elimination term
// counts from the damage, as the law has it, and is overdue at once where that is long past.
func TestReturnedWorkHasItsTermsAnew(t *testing.T) {
	w := newTown(t)
	c := w.fixed("a")
	eliminate := clockOf(t, c, norms.Eliminate)
	w.pass(71 * time.Hour)
	c = got(w.ReturnByResident(t.Context(), c.Request.Link, "", 72*time.Hour, nil))(t)
	if again := clockOf(t, c, norms.Eliminate); !again.DueAt.Equal(eliminate.DueAt) || !again.Running() || again.ID == eliminate.ID {
		t.Errorf("the term to eliminate: %+v", again)
	}
	if inform := clockOf(t, c, norms.Inform); !inform.DueAt.Equal(w.time().Add(30 * time.Minute)) {
		t.Errorf("the caller is owed word by %s", inform.DueAt)
	}
	for _, k := range c.Clocks {
		if k.ID == eliminate.ID && (k.MetAt == nil || !k.MetAt.Equal(*eliminate.MetAt)) {
			t.Error("the first round's clock was touched")
		}
	}
}

// TestClosedRequestAlarmsNobody, though a term of it was met too late: that stays on record.
func TestClosedRequestAlarmsNobody(t *testing.T) {
	w := newTown(t)
	c := w.send(w.register(w.call("a")))
	w.pass(40 * time.Minute)
	got(w.SweepOverdue(t.Context()))(t)
	c = w.steps(w.fresh(c), dispatch.OrderEnRoute, dispatch.OrderOnSite, dispatch.OrderDone)
	c = got(w.StepRequest(t.Context(), w.dispatcher, c.Request.ID, dispatch.RequestStep{To: "closed", Disposition: "fixed"}))(t)
	if inform := clockOf(t, c, norms.Inform); inform.MetAt == nil || !inform.MetAt.After(inform.DueAt) || inform.NextLevel == 0 {
		t.Errorf("the missed term was made up: %+v", inform)
	}
	if open := got(w.store.OpenEscalations(t.Context(), city, 0))(t); len(open) != 0 {
		t.Errorf("%d alarms of a closed request", len(open))
	}
	w.pass(10 * time.Hour)
	if n := got(w.SweepOverdue(t.Context()))(t); n != 0 {
		t.Errorf("%d clocks of a closed request were told", n)
	}
}
