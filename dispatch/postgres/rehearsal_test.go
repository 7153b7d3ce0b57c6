package postgres_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

// amend makes a row of a city's rules.
func (w *town) amend(admin dispatch.Actor, subject dispatch.Subject, code string, row any) {
	w.t.Helper()
	got(w.Amend(w.t.Context(), admin, dispatch.Amendment{Subject: subject, Code: code, Body: got(json.Marshal(row))(w.t), Why: "учения"}))(w.t)
}

// toldAt are the names and means of a step, those that would not reach left out.
func toldAt(s dispatch.RehearsedStep) (all []string) {
	for _, p := range s.People {
		line := p.Name
		for _, m := range p.Means {
			if m.WhyRu == "" {
				line += " " + string(m.Means)
			}
		}
		all = append(all, line)
	}
	return all
}

// TestALadderIsRehearsed: by the rules in force, and by a ladder that nobody has made yet; nobody is told of it.
func TestALadderIsRehearsed(t *testing.T) {
	w := newPlanned(t)
	w.reached()
	ctx, admin := t.Context(), w.person(city, "admin", dispatch.Administrator, 0, 0)
	q := dispatch.Rehearse{House: w.house, Problem: leak, At: omsk(t, "2026-11-29 03:10")}
	run := got(w.RehearseLadder(ctx, w.dispatcher, q))(t)
	plain := run.Policy.Code
	if len(run.Steps) != 4 || run.Address == "" || run.Organisation.ID != w.service || run.Term == nil {
		t.Fatalf("the rehearsal: %+v", run)
	}
	if first := run.Steps[0]; !slices.Equal(toldAt(first), []string{"Первый sms"}) || first.Passed {
		t.Errorf("the foreman: %+v", first)
	}
	if third := run.Steps[2]; !third.Passed || third.Role != dispatch.ChiefEngineer {
		t.Errorf("nobody is chief engineer: %+v", third)
	}
	fast := norms.Ladder{Code: "of-the-service", Title: norms.Text{Ru: "Служба", En: "Service"}, Organisation: w.service, Problems: []string{leak}, AckMinutes: 5,
		Levels: []norms.Level{{Role: "senior", Title: norms.Text{Ru: "Старший", En: "Senior"}, AfterMinutes: 2}}}
	q.Proposed = &dispatch.Amendment{Subject: dispatch.SubjectLadder, Code: fast.Code, Body: got(json.Marshal(fast))(t)}
	run = got(w.RehearseLadder(ctx, admin, q))(t)
	if run.Policy.Code != fast.Code || run.Because.Code != "problem" || len(run.Steps) != 1 || run.Steps[0].TellAt.Sub(run.Term.DueAt) != 2*time.Minute {
		t.Errorf("by the proposed one: %+v", run)
	}
	if _, err := w.RehearseLadder(ctx, w.dispatcher, q); !errors.Is(err, dispatch.ErrForbidden) {
		t.Errorf("a dispatcher tries rules: %v", err)
	}
	q.Proposed = nil
	if run = got(w.RehearseLadder(ctx, w.dispatcher, q))(t); run.Policy.Code != plain {
		t.Errorf("a rehearsal has changed the rules: %+v", run.Policy)
	}
	w.amend(admin, dispatch.SubjectLadder, fast.Code, fast)
	run = got(w.RehearseLadder(ctx, w.dispatcher, dispatch.Rehearse{Organisation: w.service, Problem: leak, At: q.At}))(t)
	if run.Policy.Code != fast.Code || run.Address != "" {
		t.Errorf("for the organisation: %+v", run)
	}
	if n := w.count(`select count(*) from escalations`) + w.count(`select count(*) from notices`); n != 0 {
		t.Errorf("%d were told", n)
	}
}

// TestATermThatCannotBeComputedIsTold: ten working days from late December end in a year whose production calendar nobody
// has loaded. The case, who answers and the dry run say so.
func TestATermThatCannotBeComputedIsTold(t *testing.T) {
	w := newPlanned(t)
	ctx := t.Context()
	const appeal, words = "recalculation", "Срок не рассчитан: Ответить заявителю (ПП 416, п. 36), нет производственного календаря на 2027 год"
	w.pass(omsk(t, "2026-12-25 12:00").Sub(w.time()))
	said := func(all []dispatch.Because) bool {
		return slices.ContainsFunc(all, func(b dispatch.Because) bool { return b.Code == "term_unknown" && b.Ru == words })
	}
	if a := got(w.WhoAnswers(ctx, w.dispatcher, dispatch.Question{House: w.house, Problem: appeal}))(t); !said(a.Missing) {
		t.Errorf("who answers says %+v", a.Missing)
	}
	if run := got(w.RehearseLadder(ctx, w.dispatcher, dispatch.Rehearse{House: w.house, Problem: appeal}))(t); !said(run.Missing) {
		t.Errorf("the dry run says %+v", run.Missing)
	}
	if run := got(w.RehearseLadder(ctx, w.dispatcher, dispatch.Rehearse{House: w.house, Problem: leak}))(t); len(run.Missing) != 0 {
		t.Errorf("of a fault without working days: %+v", run.Missing)
	}
	report := w.call("a")
	report.Problem = appeal
	c := w.register(report)
	lines := got(w.Card(ctx, w.dispatcher, c.Request.ID))(t).Journal
	if !slices.ContainsFunc(lines, func(e dispatch.JournalEntry) bool {
		return e.TextRu == words && strings.Contains(e.TextEn, "no production calendar of 2027")
	}) {
		t.Errorf("the case says %+v", lines)
	}
	answers := func() (found []dispatch.Clock) {
		must(t, w.StartLateTerms(ctx))
		for _, k := range w.fresh(c).Clocks {
			if strings.Contains(k.Clause, "п. 36") {
				found = append(found, k)
			}
		}
		return found
	}
	if k := answers(); len(k) != 0 {
		t.Errorf("without a calendar the term runs: %+v", k)
	}
	admin := w.person(city, "admin", dispatch.Administrator, 0, 0)
	w.amend(admin, dispatch.SubjectCalendar, "2027", norms.Year{Year: 2027, Status: norms.Unverified, Source: "учения",
		Holidays: []norms.Date{"2027-01-01", "2027-01-04", "2027-01-05", "2027-01-06", "2027-01-07", "2027-01-08"}, Moved: []norms.Move{}, Shortened: []norms.Date{}})
	for range 2 { // twice begins it once
		if k := answers(); len(k) != 1 || !k[0].StartedAt.Equal(c.Request.RegisteredAt) || k[0].DueAt.Before(omsk(t, "2027-01-15 00:00")) || k[0].DueAt.After(omsk(t, "2027-01-20 00:00")) || k[0].NextAt == nil {
			t.Errorf("with the calendar: %+v", k)
		}
	}
}

// TestTheLadderOfStandingOrders is amended by its code, and binds no report.
func TestTheLadderOfStandingOrders(t *testing.T) {
	w := newTown(t)
	admin := w.person(city, "admin", dispatch.Administrator, 0, 0)
	state := w.Rules(city).StateLadder
	state.Levels = []norms.Level{{Role: "senior", Title: norms.Text{Ru: "Старший", En: "Senior"}, AfterMinutes: 1}}
	w.amend(admin, dispatch.SubjectLadder, state.Code, state)
	if rules := w.Rules(city); len(rules.StateLadder.Levels) != 1 || len(rules.Ladders.All()) != len(norms.StandardLadders().All()) {
		t.Errorf("orders climb %+v, terms %+v", rules.StateLadder, rules.Ladders.All())
	}
	run := got(w.RehearseLadder(t.Context(), w.dispatcher, dispatch.Rehearse{House: w.house, Problem: leak, Standing: true}))(t)
	if run.Policy.Code != state.Code || len(run.Steps) != 1 || run.Steps[0].TellAt.Sub(run.At) != time.Minute || len(run.Steps[0].People) == 0 {
		t.Errorf("rehearsed: %+v", run)
	}
	state.Levels[0].Role = "operator"
	_, err := w.Amend(t.Context(), admin, dispatch.Amendment{Subject: dispatch.SubjectLadder, Code: state.Code, Body: got(json.Marshal(state))(t), Why: "учения"})
	if !errors.Is(err, &dispatch.Error{Code: "bad_rule"}) {
		t.Errorf("an operator takes escalations: %v", err)
	}
}

// TestATrialTellsOfLevelsAndLimits: a ladder and a limit change no term, but who is told.
func TestATrialTellsOfLevelsAndLimits(t *testing.T) {
	w := newTown(t)
	w.plainLadder()
	admin := w.person(city, "admin", dispatch.Administrator, 0, 0)
	w.send(w.register(w.call("a")))
	w.pass(45 * time.Minute)
	short := norms.Ladder{Code: "short", Title: norms.Text{Ru: "Короткая", En: "Short"}, Problems: []string{leak}, AckMinutes: 5,
		Levels: []norms.Level{{Role: "senior", Title: norms.Text{Ru: "Старший", En: "Senior"}}}}
	trial := got(w.TryAmendment(t.Context(), admin, dispatch.Amendment{Subject: dispatch.SubjectLadder, Code: short.Code, Body: got(json.Marshal(short))(t)}))(t)
	if trial.Changed != 0 || trial.LevelsBefore <= trial.LevelsAfter || trial.LevelsAfter == 0 {
		t.Errorf("of a ladder: %+v", trial)
	}
	sent := w.Rules(city).StatusLimits.Of("sent")[0]
	sent.WarnSeconds, sent.AlertSeconds = 3600, 7200
	trial = got(w.TryAmendment(t.Context(), admin, dispatch.Amendment{Subject: dispatch.SubjectStatusLimit, Code: sent.Code, Body: got(json.Marshal(sent))(t)}))(t)
	if trial.StandingBefore != 1 || trial.StandingAfter != 0 {
		t.Errorf("of a limit: %+v", trial)
	}
}

// TestChannelsSteerTheNotices: the order of means, the wait for an answer, and what the city does without are those of
// its rules, by gravity.
func TestChannelsSteerTheNotices(t *testing.T) {
	w := newTown(t)
	w.reached()
	ctx, admin := t.Context(), w.person(city, "admin", dispatch.Administrator, 0, 0)
	foreman := w.person(city, "foreman", dispatch.Foreman, w.service, 0)
	channels := w.Rules(city).Channels
	channels.Off = []string{"telegram"}
	channels.Tellings = append(slices.Clone(channels.Tellings), norms.Telling{To: norms.ToDuty, Severities: []int{1, 2, 3, 4}, Means: []string{"board", "telegram", "mail", "sms"}, AckSeconds: 30})
	w.amend(admin, dispatch.SubjectChannel, "city", channels)
	c := w.register(w.call("a"))
	w.pass(31 * time.Minute)
	got(w.SweepOverdue(ctx))(t)
	page := told(w.notices(c), dispatch.EscalationNotice)[0]
	if !slices.Equal(page.Means, []dispatch.Means{dispatch.ByBoard, dispatch.ByMail, dispatch.BySMS}) || page.AckWithin != 30*time.Second || page.To.Account != foreman.Account {
		t.Errorf("the page goes by %v, %s", page.Means, page.AckWithin)
	}
	if n := len(told(w.notices(c), dispatch.RegisteredNotice)); n != 1 {
		t.Errorf("%d messages to the resident", n)
	}
	channels.Off = []string{"sms"}
	w.amend(admin, dispatch.SubjectChannel, "city", channels)
	if n := len(told(w.notices(w.register(w.call("b"))), dispatch.RegisteredNotice)); n != 0 {
		t.Error("the city does without SMS, and a resident was sent one")
	}
	if run := got(w.RehearseLadder(ctx, admin, dispatch.Rehearse{House: w.house, Problem: leak}))(t); strings.Contains(strings.Join(toldAt(run.Steps[0]), ","), "sms") {
		t.Errorf("the rehearsal tells by SMS: %+v", run.Steps[0])
	}
}
