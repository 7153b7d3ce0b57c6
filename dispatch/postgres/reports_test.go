package postgres_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/reports"
)

// report asks for the city's figures of a period, as the senior dispatcher.
func (w *town) report(from, to time.Time) reports.Report {
	w.t.Helper()
	return w.reportFor(w.senior, reports.Ask{City: city, Scope: reports.City, From: from, To: to})
}

func (w *town) reportFor(reader dispatch.Actor, ask reports.Ask) reports.Report {
	w.t.Helper()
	archive := &reports.Archive{Source: w.store, Now: w.time}
	return got(archive.Report(w.t.Context(), reader, ask, nil, nil))(w.t)
}

func (w *town) close(c dispatch.Case, disposition string) dispatch.Case {
	w.t.Helper()
	return got(w.StepRequest(w.t.Context(), w.dispatcher, c.Request.ID, dispatch.RequestStep{To: "closed", Disposition: disposition}))(w.t)
}

// clause finds the line of a kind of term.
func clause(t *testing.T, r reports.Report, kind string) reports.Clause {
	t.Helper()
	for _, c := range r.Clauses {
		if c.Kind == kind {
			return c
		}
	}
	t.Fatalf("no term %q among %+v", kind, r.Clauses)
	return reports.Clause{}
}

// wantFigure compares a number and the requests behind it.
func wantFigure(t *testing.T, what string, f reports.Figure, cases ...dispatch.Case) {
	t.Helper()
	var want, have []string
	for _, c := range cases {
		want = append(want, c.Request.Label())
	}
	for _, r := range f.Requests {
		have = append(have, r.Number)
	}
	if f.Count != len(cases) || strings.Join(have, " ") != strings.Join(want, " ") {
		t.Errorf("%s: %d %v, want %v", what, f.Count, have, want)
	}
}

// TestReportOfAShift lets a morning pass: one leak is contained in time, one late, one waits beyond its term and one
// has just come. The report of that morning stays the same whatever happens afterwards.
func TestReportOfAShift(t *testing.T) {
	w := newTown(t)
	began := w.time()
	inTime, late, forgotten := w.register(w.call("a")), w.register(w.call("b")), w.register(w.call("c"))
	w.pass(10 * time.Minute)
	w.close(w.steps(w.send(inTime), dispatch.OrderEnRoute, dispatch.OrderOnSite, dispatch.OrderLocalised, dispatch.OrderDone), "fixed")
	w.pass(time.Hour)
	late = w.steps(w.send(late), dispatch.OrderEnRoute, dispatch.OrderSuspended, dispatch.OrderOnSite, dispatch.OrderLocalised, dispatch.OrderDone)
	w.pass(30 * time.Minute)
	fresh := w.register(w.call("d"))
	w.pass(10 * time.Minute)
	over := w.time()

	r := w.report(began, over)
	for _, c := range r.Clauses {
		if c.Kind == string(dispatch.WorkClock) || c.Kind == string(dispatch.StateClock) {
			t.Errorf("a clock of the service's own is told as the law's: %+v", c)
		}
	}
	localise := clause(t, r, "localise")
	wantFigure(t, "contained in time", localise.OnTime, inTime)
	wantFigure(t, "contained late", localise.Late, late)
	wantFigure(t, "not contained, overdue", localise.Overdue, forgotten)
	wantFigure(t, "not contained, not yet due", localise.Running, fresh)
	if localise.Honest != (reports.Rate{Part: 1, Of: 3}) {
		t.Errorf("honest rate %+v, want 1 of 3: an overdue term is no success", localise.Honest)
	}
	if want := (reports.Spread{Count: 2, Median: 40 * 60, P90: 80 * 60}); localise.Lateness != want {
		t.Errorf("lateness %+v, want %+v", localise.Lateness, want)
	}
	wantFigure(t, "closed", r.Closed, inTime)
	wantFigure(t, "open", r.Open, late, forgotten, fresh)
	wantFigure(t, "registered", r.Registered, inTime, late, forgotten, fresh)
	if len(r.Reasons) != 2 || r.Reasons[0].Reason != "fixed" || r.Reasons[1].What != "suspended" || r.Reasons[1].Reason != "нет доступа" {
		t.Errorf("reasons %+v", r.Reasons)
	}

	w.pass(time.Hour)
	w.steps(w.send(forgotten), dispatch.OrderEnRoute, dispatch.OrderOnSite, dispatch.OrderLocalised, dispatch.OrderDone)
	got(w.ReturnByResident(t.Context(), inTime.Request.Link, "снова течёт", 72*time.Hour, nil))(t)
	got(w.StepRequest(t.Context(), w.dispatcher, fresh.Request.ID, dispatch.RequestStep{To: "rejected", Reason: "ложный вызов"}))(t)
	got(w.SweepOverdue(t.Context()))(t)
	if later := w.report(began, over); !reflect.DeepEqual(later, r) {
		t.Errorf("the report of a past period has changed:\n%+v\nwas\n%+v", later, r)
	}
	wantFigure(t, "contained late in the next period", clause(t, w.report(over, w.time().Add(time.Second)), "localise").Late, forgotten)
}

// A refusal that is taken back does not undo what a past report told of it, and a joined request that is parted
// later owed nothing more before.
func TestReportForgetsNothingAndForeseesNothing(t *testing.T) {
	w := newTown(t)
	began := w.time()
	refused, main := w.register(w.call("a")), w.register(w.call("b"))
	joining := w.call("c")
	joining.Join = main.Request.ID
	joined := w.register(joining)
	step := func(c dispatch.Case, to, reason string) {
		got(w.StepRequest(t.Context(), w.dispatcher, c.Request.ID, dispatch.RequestStep{To: to, Reason: reason}))(t)
	}
	step(refused, "rejected", "не наш дом")
	w.pass(time.Hour)
	over := w.time()
	r := w.report(began, over)
	wantFigure(t, "overdue", clause(t, r, "localise").Overdue, main)
	wantFigure(t, "withdrawn", r.Withdrawn, refused)

	w.pass(time.Hour)
	step(refused, "registered", "")
	step(joined, "redirected", "другой дом")
	step(joined, "registered", "")
	if later := w.report(began, over); !reflect.DeepEqual(later, r) {
		t.Errorf("the past has changed:\n%+v\nwas\n%+v", later, r)
	}
	wantFigure(t, "overdue now", clause(t, w.report(began, w.time().Add(time.Second)), "localise").Overdue, refused, main, joined)
}

// TestReportOfReturnsAndRepeats: work that was given back falls on the crew that had called it done; a fault that
// comes again within thirty days is named with the one before it.
func TestReportOfReturnsAndRepeats(t *testing.T) {
	w := newTown(t)
	began := w.time()
	first := w.fixed("a")
	w.pass(time.Minute)
	second := w.fixed("b")
	w.pass(time.Hour)
	got(w.ReturnByResident(t.Context(), first.Request.Link, "капает, кв. 12", 72*time.Hour, nil))(t)
	r := w.report(began, w.time().Add(time.Second))
	if r.Returned.Rate != (reports.Rate{Part: 1, Of: 2}) || len(r.Returned.Works) != 1 || r.Returned.Works[0].Crew != "Бригада 1" || r.Returned.Works[0].Organisation != "Аварийная" {
		t.Errorf("returned %+v", r.Returned)
	}
	wantFigure(t, "given back", r.Returned.Works[0].Returned, first)
	for _, reason := range r.Reasons {
		if reason.What == "returned" && reason.Reason != "" {
			t.Errorf("a resident's words are in the report: %q", reason.Reason)
		}
	}
	wantRepeats(t, r, [2]string{second.Request.Label(), first.Request.Label()})

	w.pass(29 * 24 * time.Hour)
	again, at := w.register(w.call("c")), w.time()
	wantRepeats(t, w.report(at, at.Add(time.Hour)), [2]string{again.Request.Label(), second.Request.Label()})
	w.pass(31 * 24 * time.Hour)
	w.register(w.call("d"))
	wantRepeats(t, w.report(w.time(), w.time().Add(time.Hour)))
}

func wantRepeats(t *testing.T, r reports.Report, pairs ...[2]string) {
	t.Helper()
	var have [][2]string
	for _, repeat := range r.Repeats {
		have = append(have, [2]string{repeat.Number, repeat.Earlier.Number})
	}
	if r.Repeated != len(pairs) || !reflect.DeepEqual(have, append([][2]string(nil), pairs...)) {
		t.Errorf("repeats %v, want %v", have, pairs)
	}
}

// TestReportOfEscalations: who was told, who answered within what time, and which level had nobody.
func TestReportOfEscalations(t *testing.T) {
	w := newTown(t)
	began := w.time()
	c := w.register(w.call("a"))
	w.pass(31 * time.Minute)
	got(w.SweepOverdue(t.Context()))(t)
	var told int64
	must(t, w.pool.QueryRow(t.Context(), `select min(id) from escalations where city_id = $1 and role = 'senior' and not passed`, city).Scan(&told))
	w.pass(4 * time.Minute)
	must(t, w.Acknowledge(t.Context(), w.senior, told, ""))
	w.pass(time.Minute)
	r := w.report(began, w.time())
	var passed, acknowledged, silent int
	for _, e := range r.Escalations {
		passed, acknowledged, silent = passed+e.Passed.Count, acknowledged+e.Acknowledged.Count, silent+e.Silent.Count
		if e.Role == "senior" && e.Answered.Median != 240 {
			t.Errorf("answered within %+v, want 4 minutes", e.Answered)
		}
		if e.Role == "foreman" && e.Told.Count > 0 {
			t.Errorf("told to foremen that the city does not have: %+v", e)
		}
	}
	if acknowledged != 1 || passed == 0 || acknowledged+silent+passed != w.count(`select count(*) from escalations where request_id = $1`, c.Request.ID) {
		t.Errorf("%d acknowledged, %d silent, %d passed of %+v", acknowledged, silent, passed, r.Escalations)
	}
	for _, s := range r.States {
		if s.Of == "request" && s.State == "registered" && (s.Still.Count != 1 || s.Longest != 36*60) {
			t.Errorf("time as registered: %+v", s)
		}
	}
}

// TestReportOfAnUndeliveredEscalation: a level whose every message failed was not silent, it was never reached.
func TestReportOfAnUndeliveredEscalation(t *testing.T) {
	w, c := twoForemen(t)
	w.sweep()
	for _, n := range w.pages(c) {
		must(t, w.store.SetNotice(t.Context(), city, n.ID, dispatch.NoticeFailed, w.time()))
	}
	r := w.report(c.Request.RegisteredAt, w.time().Add(time.Second))
	for _, e := range r.Escalations {
		if e.Role == "foreman" && (e.Untold.Count != 1 || e.Told.Count != e.Untold.Count+e.Silent.Count+e.Acknowledged.Count) {
			t.Errorf("of the foremen: %+v", e)
		}
	}
	if len(w.untoldLines(c)) != 1 {
		t.Errorf("the journal: %+v", w.journal(c))
	}
}

// TestReportRights: the shift for dispatchers, the own organisation for its people, the city for those above.
func TestReportRights(t *testing.T) {
	w := newTown(t)
	ours := w.register(w.call("a"))
	elsewhere := w.call("b")
	elsewhere.House = w.unserved
	other := w.register(elsewhere)
	w.pass(time.Hour)
	foreman := w.person(city, "foreman", dispatch.Foreman, w.service, 0)
	shift := reports.Ask{City: city, Scope: reports.Shift, From: w.time().Add(-12 * time.Hour), To: w.time()}
	own, whole, long := shift, shift, shift
	own.Scope, whole.Scope, long.From = reports.Organisation, reports.City, w.time().Add(-48*time.Hour)
	foreign := own
	foreign.Organisation = w.management
	archive := &reports.Archive{Source: w.store, Now: w.time}
	refused := func(reader dispatch.Actor, ask reports.Ask, code string) {
		t.Helper()
		_, err := archive.Report(t.Context(), reader, ask, nil, nil)
		wantCode(t, err, code)
	}
	wantFigure(t, "of the shift", w.reportFor(w.dispatcher, shift).Registered, ours, other)
	wantFigure(t, "of the organisation", w.reportFor(foreman, own).Registered, ours)
	refused(w.dispatcher, whole, "forbidden")
	refused(w.dispatcher, long, "bad_period")
	refused(foreman, shift, "forbidden")
	refused(foreman, foreign, "forbidden")
	refused(w.operator, shift, "forbidden")
	refused(w.tablet, shift, "forbidden")
	refused(w.senior, own, "organisation_missing")
	if named := w.reportFor(w.senior, foreign); named.Organisation != "Дом и двор" || named.Registered.Count != 1 {
		t.Errorf("report %+v", named)
	}
}
