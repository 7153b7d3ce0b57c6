package postgres_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

// plainLadder has every clock climb the plain ladder, whatever the fault.
func (w *town) plainLadder() {
	w.t.Helper()
	rules := *dispatch.StandardRules()
	plain := rules.Ladders.For(0, norms.Problem{})
	rules.Ladders = got(norms.Ladders{}.With([]norms.Ladder{plain}, rules.Classifier))(w.t)
	w.Rules = func(string) *dispatch.Rules { return &rules }
}

// sweep takes back what ran out and tells what is due, as the timetable does.
func (w *town) sweep() {
	w.t.Helper()
	got(w.SweepLapsed(w.t.Context()))(w.t)
	got(w.SweepOverdue(w.t.Context()))(w.t)
}

// alarms are the levels of a kind of clock that nobody has taken, as roles.
func (w *town) alarms(kind norms.Kind) (roles []dispatch.Role) {
	w.t.Helper()
	for _, e := range got(w.store.OpenEscalations(w.t.Context(), city, 0))(w.t) {
		if e.Clock.Kind == kind {
			roles = append(roles, e.Role)
		}
	}
	return roles
}

// take acknowledges all open levels of a kind of clock.
func (w *town) take(kind norms.Kind) {
	w.t.Helper()
	for _, e := range got(w.store.OpenEscalations(w.t.Context(), city, 0))(w.t) {
		if e.Clock.Kind == kind {
			must(w.t, w.Acknowledge(w.t.Context(), w.senior, e.ID, ""))
		}
	}
}

// TestAnAcknowledgementWithoutActionRunsOut: it holds the ladder; where nothing follows the alarm is there
// again and the ladder goes on; where something does, it holds from the last deed.
func TestAnAcknowledgementWithoutActionRunsOut(t *testing.T) {
	w := newTown(t)
	w.plainLadder()
	w.person(city, "foreman", dispatch.Foreman, w.service, 0)
	c := w.register(w.call("a"))
	w.pass(31 * time.Minute)
	w.sweep()
	if roles := w.alarms(norms.Localise); !slices.Equal(roles, []dispatch.Role{dispatch.Foreman}) {
		t.Fatalf("told to %v", roles)
	}
	w.take(norms.Localise)
	w.pass(19 * time.Minute) // the senior dispatcher would have been told after ten
	w.sweep()
	if roles := w.alarms(norms.Localise); len(roles) != 0 {
		t.Fatalf("an acknowledged term was told on to %v", roles)
	}
	w.send(w.fresh(c)) // somebody acts: it holds for twenty minutes more
	w.pass(18 * time.Minute)
	w.sweep()
	if roles := w.alarms(norms.Localise); len(roles) != 0 {
		t.Fatalf("told on to %v though a crew was sent", roles)
	}
	w.pass(3 * time.Minute)
	w.sweep()
	if roles := w.alarms(norms.Localise); !slices.Equal(roles, []dispatch.Role{dispatch.Foreman, dispatch.Senior}) {
		t.Errorf("after twenty idle minutes the open levels are %v, want the foreman's again and the senior's", roles)
	}
	lines := w.journal(w.fresh(c))
	if i := slices.IndexFunc(lines, func(e dispatch.Entry) bool { return e.Kind == "lapsed" }); i < 0 || lines[i].Detail.Note != "senior" {
		t.Error("the journal does not say whose acknowledgement ran out")
	}
	if n := w.count(`select count(*) from (select clock_id, level from escalations group by clock_id, level having count(*) > 1) twice`); n != 0 {
		t.Errorf("%d levels stand twice", n)
	}
}

// TestNothingIsRaisedAgainOnceItIsOver: the term is met, or the request is closed, while an acknowledgement holds.
func TestNothingIsRaisedAgainOnceItIsOver(t *testing.T) {
	w := newTown(t)
	met, closed := w.register(w.call("a")), w.register(w.call("b"))
	w.pass(31 * time.Minute)
	w.sweep()
	w.take(norms.Localise)
	w.steps(w.send(w.fresh(met)), dispatch.OrderEnRoute, dispatch.OrderOnSite, dispatch.OrderLocalised)
	got(w.StepRequest(t.Context(), w.dispatcher, closed.Request.ID, dispatch.RequestStep{To: "rejected", Reason: "ложный вызов"}))(t)
	w.pass(24 * time.Hour)
	w.sweep()
	if roles := w.alarms(norms.Localise); len(roles) != 0 {
		t.Errorf("raised again: %v", roles)
	}
	if n := w.count(`select count(*) from escalations where ack_until is not null`); n != 0 {
		t.Errorf("%d acknowledgements are looked at for ever", n)
	}
}

// TestLapsesOfFourNodesAreOne: nodes that look at once take each acknowledgement back once.
func TestLapsesOfFourNodesAreOne(t *testing.T) {
	w := newTown(t)
	w.crowd(40)
	w.pass(31 * time.Minute)
	w.sweep()
	w.take(norms.Localise)
	taken := w.count(`select count(*) from escalations where acknowledged_at is not null`)
	w.pass(21 * time.Minute)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, err := w.SweepLapsed(context.WithoutCancel(t.Context())); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := w.count(`select count(*) from journal where kind = 'lapsed'`); n != taken || taken == 0 {
		t.Errorf("%d lines about %d acknowledgements that ran out", n, taken)
	}
}

// TestAnOrderThatStandsStillIsTold: sent and not delivered for a minute, delivered and not accepted for five,
// on the spot without a word for thirty; a step ends the alarm.
func TestAnOrderThatStandsStillIsTold(t *testing.T) {
	w := newTown(t)
	c := w.send(w.register(w.call("a")))
	expect := func(when string, want ...dispatch.Role) {
		t.Helper()
		w.sweep()
		if roles := w.alarms(dispatch.StateClock); !slices.Equal(roles, want) {
			t.Errorf("%s: told to %v, want %v", when, roles, want)
		}
	}
	w.pass(59 * time.Second)
	expect("sent for 59 s")
	w.pass(2 * time.Second)
	expect("sent for 61 s", dispatch.Dispatcher)
	c = w.steps(w.fresh(c), dispatch.OrderEnRoute)
	expect("on the way")
	w.pass(20 * time.Minute)
	c = w.steps(w.fresh(c), dispatch.OrderOnSite)
	w.pass(29 * time.Minute)
	expect("on the spot for 29 min")
	w.pass(2 * time.Minute)
	expect("on the spot for 31 min", dispatch.Dispatcher)
	w.steps(w.fresh(c), dispatch.OrderLocalised, dispatch.OrderDone)
	expect("done")
	if n := w.count(`select count(*) from clocks where order_id is not null and met_at is null`); n != 0 {
		t.Errorf("%d clocks of states run on", n)
	}
}

// TestAReasonIsItsCode: said by code, in either language or by hand, a ready reason is one; what was written before reasons
// had codes still counts by its words.
func TestAReasonIsItsCode(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	c := w.steps(w.send(w.register(w.call("a"))), dispatch.OrderEnRoute, dispatch.OrderOnSite)
	order := c.Orders[0].ID
	step := func(s dispatch.Step) dispatch.Case {
		t.Helper()
		w.pass(time.Minute)
		return got(w.StepOrder(ctx, w.tablet, order, s, nil))(t)
	}
	for _, row := range []struct {
		code, words, kept, said string
		pauses                  bool
	}{
		{"no_access", "", "no_access", "Нет доступа в помещение", true},
		{"no_access", "слова старого экрана", "no_access", "Нет доступа в помещение", true},
		{"", "no access to the premises", "no_access", "Нет доступа в помещение", true},
		{"", " Нет доступа в помещение", "no_access", "Нет доступа в помещение", true},
		{"called_away", "", "called_away", "Отозваны на более срочную аварию", false},
		{"", "пошёл дождь", "", "пошёл дождь", false},
	} {
		c = step(dispatch.Step{To: dispatch.OrderSuspended, ReasonCode: row.code, Reason: row.words})
		o, k := w.fresh(c).Orders[0], clockOf(t, w.fresh(c), dispatch.WorkClock)
		if o.ReasonCode != row.kept || o.Reason != row.said || (k.PausedAt != nil) != row.pauses {
			t.Errorf("%q %q: kept as %q %q, paused at %v", row.code, row.words, o.ReasonCode, o.Reason, k.PausedAt)
		}
		c = step(dispatch.Step{To: dispatch.OrderOnSite})
		if o := c.Orders[0]; o.ReasonCode != "" {
			t.Errorf("at work it still waits for %q", o.ReasonCode)
		}
	}
	_, err := w.StepOrder(ctx, w.tablet, order, dispatch.Step{To: dispatch.OrderSuspended, ReasonCode: "no_such"}, nil)
	wantCode(t, err, "unknown_reason")
	step(dispatch.Step{To: dispatch.OrderSuspended, ReasonCode: "materials"})
	got(w.pool.Exec(ctx, `update work_orders set reason_code = '' where id = $1`, order))(t) // as an earlier version wrote it
	c = got(w.Inform(ctx, w.dispatcher, c.Request.ID, w.time().Add(time.Hour), 0))(t)
	if k := clockOf(t, c, dispatch.WorkClock); k.PausedAt == nil {
		t.Error("an order written before reasons had codes no longer pauses")
	}
}

// TestTheServicesOwnTermMayPause, for a reason that pauses; the law's terms run on.
func TestTheServicesOwnTermMayPause(t *testing.T) {
	w := newTown(t)
	c := w.steps(w.send(w.register(w.call("a"))), dispatch.OrderEnRoute, dispatch.OrderOnSite)
	due, law := clockOf(t, c, dispatch.WorkClock).DueAt, clockOf(t, c, norms.Eliminate).DueAt
	suspend := func(reason string) dispatch.Case {
		t.Helper()
		return got(w.StepOrder(t.Context(), w.tablet, c.Orders[0].ID, dispatch.Step{To: dispatch.OrderSuspended, Reason: reason}, nil))(t)
	}
	c = suspend("Нет доступа в помещение")
	if k := clockOf(t, c, dispatch.WorkClock); k.PausedAt == nil || k.NextAt != nil {
		t.Fatalf("no access does not pause: %+v", k)
	}
	w.pass(10 * time.Hour)
	w.sweep()
	if roles := w.alarms(dispatch.WorkClock); len(roles) != 0 {
		t.Errorf("a paused term was told to %v", roles)
	}
	c = w.steps(w.fresh(c), dispatch.OrderOnSite)
	if k := clockOf(t, c, dispatch.WorkClock); k.PausedAt != nil || !k.DueAt.Equal(due.Add(10*time.Hour)) {
		t.Errorf("after ten paused hours it is due %s, want %s", k.DueAt, due.Add(10*time.Hour))
	}
	if k := clockOf(t, c, norms.Eliminate); !k.DueAt.Equal(law) || k.PausedAt != nil {
		t.Errorf("the law's term was paused: %+v", k)
	}
	c = suspend("Отозваны на более срочную аварию")
	if k := clockOf(t, c, dispatch.WorkClock); k.PausedAt != nil {
		t.Error("a crew called away pauses the service's own term")
	}
}

// TestTheNearestDeadlineIsFound among clocks and acknowledgements, and nothing where there is none.
func TestTheNearestDeadlineIsFound(t *testing.T) {
	w := newTown(t)
	w.plainLadder()
	c := w.register(w.call("a"))
	start := w.time()
	nearest := func(after, upTo time.Duration) time.Time {
		t.Helper()
		return got(w.store.NearestDeadline(t.Context(), start.Add(after), start.Add(upTo)))(t)
	}
	if at := nearest(0, 29*time.Minute); !at.IsZero() {
		t.Errorf("a deadline at %s", at)
	}
	if at := nearest(0, time.Hour); !at.Equal(clockOf(t, c, norms.Localise).DueAt) {
		t.Errorf("the nearest is %s", at)
	}
	w.pass(31 * time.Minute)
	w.sweep()
	w.take(norms.Localise)
	w.take(norms.Inform)
	if at := nearest(45*time.Minute, 52*time.Minute); !at.Equal(start.Add(51 * time.Minute)) {
		t.Errorf("the acknowledgement is looked at %s", at)
	}
}
