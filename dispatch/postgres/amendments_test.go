package postgres_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

// dueOf is how long after its registration a clock of a request is due.
func dueOf(t *testing.T, c dispatch.Case, kind norms.Kind) time.Duration {
	t.Helper()
	for _, k := range c.Clocks {
		if k.Kind == kind {
			return k.DueAt.Sub(c.Request.RegisteredAt)
		}
	}
	t.Fatalf("no clock to %s", kind)
	return 0
}

// TestAnEditionIsAddedWithoutARelease: what runs keeps the edition under which it began, what is registered
// later goes by the new one, and taken back it counts no more.
func TestAnEditionIsAddedWithoutARelease(t *testing.T) {
	w := newTown(t)
	admin := w.person(city, "boss", dispatch.Administrator, 0, 0)
	before := w.register(w.call("before"))
	w.pass(time.Minute)
	row, _ := w.Rules(city).Book.Lookup("416-13-inform", w.time())
	row.Amount, row.Edition, row.ValidFrom = 20, "24.11.2026", "2026-11-23"
	a := dispatch.Amendment{Subject: dispatch.SubjectNorm, Code: row.Code, Body: got(json.Marshal(row))(t), Why: "изменение правил"}

	trial := got(w.TryAmendment(t.Context(), admin, a))(t)
	if trial.Requests != 1 || trial.Changed != 1 || len(trial.Examples) != 1 || trial.Examples[0].DueAfter.Sub(*trial.Examples[0].DueBefore) != -10*time.Minute {
		t.Errorf("the trial says %+v", trial)
	}
	if n := w.count(`select count(*) from amendments`); n != 0 {
		t.Fatal("a trial was written")
	}
	made := got(w.Amend(t.Context(), admin, a))(t)
	if due := dueOf(t, w.register(w.call("after")), norms.Inform); due != 20*time.Minute {
		t.Errorf("told within %s, want 20 minutes by the new edition", due)
	}
	if due := dueOf(t, w.fresh(before), norms.Inform); due != 30*time.Minute {
		t.Errorf("the clock that ran is due after %s now", due)
	}
	got(w.Amend(t.Context(), admin, dispatch.Amendment{Withdraws: made.ID, Why: "ошибка"}))(t)
	if due := dueOf(t, w.register(w.call("again")), norms.Inform); due != 30*time.Minute {
		t.Errorf("told within %s though the edition was taken back", due)
	}
	if _, err := w.Amend(t.Context(), admin, dispatch.Amendment{Withdraws: made.ID, Why: "ещё раз"}); !errors.Is(err, dispatch.ErrNotFound) {
		t.Errorf("taken back twice: %v", err)
	}
	rows := got(w.Amendments(t.Context(), admin))(t)
	if len(rows) != 2 || !rows[1].Withdrawn || rows[1].By != "boss" || rows[1].Why != "изменение правил" {
		t.Errorf("the list says %+v", rows)
	}
}

// TestTwoChangeOneRule: of two who looked at the same rule the second is told, at once or in a race, and what the first
// made stands; another rule is nobody's hindrance, and who names nothing seen lays theirs on top.
func TestTwoChangeOneRule(t *testing.T) {
	w := newTown(t)
	admin := w.person(city, "boss", dispatch.Administrator, 0, 0)
	none := int64(0)
	limit := func(i int, warn int, after *int64) dispatch.Amendment {
		limit := w.Rules(city).StatusLimits.All()[i]
		limit.WarnSeconds = warn
		return dispatch.Amendment{Subject: dispatch.SubjectStatusLimit, Code: limit.Code, Body: got(json.Marshal(limit))(t), After: after, Why: "надо"}
	}
	first, second := limit(0, 11, &none), limit(0, 12, &none)
	outcomes := make(chan error, 2)
	for _, a := range []dispatch.Amendment{first, second} {
		go func() {
			_, err := w.Amend(t.Context(), admin, a)
			outcomes <- err
		}()
	}
	if one, other := <-outcomes, <-outcomes; (one == nil) == (other == nil) || !errors.Is(errors.Join(one, other), dispatch.ErrStale) {
		t.Errorf("two at once: %v, %v", one, other)
	}
	made := got(w.Amend(t.Context(), admin, limit(1, 13, &none)))(t)
	if _, err := w.Amend(t.Context(), admin, limit(1, 14, &none)); !errors.Is(err, dispatch.ErrStale) {
		t.Errorf("on top of what was not seen: %v", err)
	}
	got(w.Amend(t.Context(), admin, limit(1, 15, &made.ID)))(t)
	got(w.Amend(t.Context(), admin, limit(1, 16, nil)))(t)
	if n := w.count(`select count(*) from amendments`); n != 4 {
		t.Errorf("%d amendments, want 4", n)
	}
}

// TestAmendmentsThatAreRefused write nothing.
func TestAmendmentsThatAreRefused(t *testing.T) {
	w := newTown(t)
	admin := w.person(city, "boss", dispatch.Administrator, 0, 0)
	good := func() dispatch.Amendment {
		row, _ := w.Rules(city).Book.Lookup("416-13-inform", w.time())
		return dispatch.Amendment{Subject: dispatch.SubjectNorm, Code: row.Code, Body: got(json.Marshal(row))(t), Why: "надо"}
	}
	for name, row := range map[string]struct {
		actor  dispatch.Actor
		change func(*dispatch.Amendment)
		code   string
	}{
		"a dispatcher":        {w.dispatcher, func(*dispatch.Amendment) {}, "forbidden"},
		"without a reason":    {admin, func(a *dispatch.Amendment) { a.Why = " " }, "why_missing"},
		"another code":        {admin, func(a *dispatch.Amendment) { a.Code = "354-1" }, "bad_rule"},
		"an unknown subject":  {admin, func(a *dispatch.Amendment) { a.Subject = "weather" }, "bad_rule"},
		"no JSON":             {admin, func(a *dispatch.Amendment) { a.Body = json.RawMessage(`{"code":`) }, "bad_rule"},
		"an unknown field":    {admin, func(a *dispatch.Amendment) { a.Body = json.RawMessage(`{"code":"416-13-inform","colour":"red"}`) }, "bad_rule"},
		"a term of centuries": {admin, func(a *dispatch.Amendment) { a.Body = json.RawMessage(`{"code":"416-13-inform","amount":99999}`) }, "bad_rule"},
		"nothing to withdraw": {admin, func(a *dispatch.Amendment) { a.Withdraws = 77 }, "not_found"},
		"a problem with no script": {admin, func(a *dispatch.Amendment) {
			p, _ := w.Rules(city).Classifier.Problem("gas-smell")
			p.Script = nil
			a.Subject, a.Code, a.Body = dispatch.SubjectProblem, p.Code, got(json.Marshal(p))(t)
		}, "bad_rule"},
	} {
		a := good()
		row.change(&a)
		var refusal *dispatch.Error
		if _, err := w.Amend(t.Context(), row.actor, a); !errors.As(err, &refusal) || refusal.Code != row.code {
			t.Errorf("%s: answered %v, want %s", name, err, row.code)
		}
	}
	if n := w.count(`select count(*) from amendments`); n != 0 {
		t.Errorf("%d amendments were written", n)
	}
}

// TestAmendmentsAreEvidence: not even by hand are they changed.
func TestAmendmentsAreEvidence(t *testing.T) {
	w := newTown(t)
	admin := w.person(city, "boss", dispatch.Administrator, 0, 0)
	p, _ := w.Rules(city).Classifier.Problem("gas-smell")
	p.CrewSize = 3
	got(w.Amend(t.Context(), admin, dispatch.Amendment{Subject: dispatch.SubjectProblem, Code: p.Code, Body: got(json.Marshal(p))(t), Why: "опасно вдвоём"}))(t)
	if now, _ := w.Rules(city).Classifier.Problem("gas-smell"); now.CrewSize != 3 {
		t.Errorf("a crew of %d is asked for, want 3", now.CrewSize)
	}
	for _, sql := range []string{`update amendments set why = 'x'`, `delete from amendments`, `truncate amendments`} {
		if _, err := w.pool.Exec(t.Context(), sql); err == nil {
			t.Errorf("%s was let through", sql)
		}
	}
}
