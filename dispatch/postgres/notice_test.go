package postgres_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"dispatch05/dispatch"
)

// reached lets the city send messages.
func (w *town) reached() {
	w.Reaches = func(_ string, by dispatch.Means) bool { return by == dispatch.BySMS }
}

func (w *town) notices(c dispatch.Case) []dispatch.Told {
	w.t.Helper()
	return got(w.store.Notices(w.t.Context(), c.Request.City, c.Request.ID))(w.t)
}

// told are the notices of a kind.
func told(all []dispatch.Told, kind dispatch.NoticeKind) (of []dispatch.Told) {
	for _, t := range all {
		if t.Kind == kind {
			of = append(of, t)
		}
	}
	return of
}

func wantTexts(t *testing.T, all []dispatch.Told, kind dispatch.NoticeKind, wanted ...string) {
	t.Helper()
	of := told(all, kind)
	if len(of) != len(wanted) {
		t.Errorf("%d notices of %q, want %d: %+v", len(of), kind, len(wanted), of)
		return
	}
	for i, n := range of {
		if n.Text != wanted[i] {
			t.Errorf("%s says %q, want %q", kind, n.Text, wanted[i])
		}
	}
}

// TestAResidentIsTold: at registration, of the term and of another one, of the end with the question; whose fault is
// joined to it is told the same. Each is one row and one job.
func TestAResidentIsTold(t *testing.T) {
	w := newTown(t)
	w.reached()
	ctx := t.Context()
	c := w.register(w.call("a"))
	joining := w.call("b")
	joining.Join, joining.Phone = c.Request.ID, "+79136000002"
	joined := w.register(joining)
	wantTexts(t, w.notices(c), dispatch.RegisteredNotice, "Заявка 26-1 принята: Лесная ул., 1. Крайний срок: 23.11 в 16:00, плановый сообщим.")
	wantTexts(t, w.notices(joined), dispatch.RegisteredNotice, "Заявка 26-2 принята: Лесная ул., 1.")
	for _, hours := range []time.Duration{3, 5} {
		got(w.Inform(ctx, w.dispatcher, c.Request.ID, w.time().Add(hours*time.Hour), 0))(t)
	}
	for _, of := range []dispatch.Case{c, joined} {
		label := of.Request.Label()
		wantTexts(t, w.notices(of), dispatch.PlannedNotice, "Плановый срок по заявке "+label+" (Лесная ул., 1): 23.11 в 15:00.",
			"Новый плановый срок по заявке "+label+" (Лесная ул., 1): 23.11 в 17:00.")
	}
	c = w.steps(w.send(w.fresh(c)), dispatch.OrderEnRoute, dispatch.OrderOnSite, dispatch.OrderLocalised, dispatch.OrderDone)
	for _, of := range []dispatch.Case{c, joined} {
		wantTexts(t, w.notices(of), dispatch.DoneNotice, "По заявке "+of.Request.Label()+" (Лесная ул., 1) работы выполнены. Неисправность устранена? Ответьте по ссылке или позвоните диспетчеру.")
	}
	done := told(w.notices(c), dispatch.DoneNotice)[0]
	if done.Link != "/r/"+c.Request.Link || done.Urgent || !told(w.notices(c), dispatch.RegisteredNotice)[0].Urgent {
		t.Errorf("done: %+v", done)
	}
	if rows, jobs := w.count(`select count(*) from notices`), w.count(`select count(*) from river_job where kind = 'notice'`); rows != jobs || rows != 9 {
		t.Errorf("%d notices, %d jobs; 8 of residents and one of the crew are due", rows, jobs)
	}
	if text := done.Text; strings.Contains(text, "Иван") || strings.Contains(text, "12") {
		t.Errorf("personal: %s", text)
	}
}

// TestWhoCannotBeTold: no mobile telephone, no means in the city, a report held for a look, until it is let in.
func TestWhoCannotBeTold(t *testing.T) {
	w := newTown(t)
	w.register(w.call("no means"))
	w.reached()
	for key, phone := range map[string]string{"none": "", "city's own": "23-45-67", "landline": "+73812230000"} {
		report := w.call(key)
		report.Phone = phone
		w.register(report)
	}
	parked := w.call("parked")
	parked.Suspicion = "many_at_once"
	held := w.register(parked)
	if n := w.count(`select count(*) from notices`); n != 0 {
		t.Errorf("%d notices to people who cannot be told", n)
	}
	got(w.StepRequest(t.Context(), w.dispatcher, held.Request.ID, dispatch.RequestStep{To: "released", Version: held.Request.Version}))(t)
	wantTexts(t, w.notices(held), dispatch.RegisteredNotice, "Заявка "+held.Request.Label()+" принята: Лесная ул., 1. Крайний срок: 23.11 в 16:00, плановый сообщим.")
}

// TestWhatIsRefusedTellsNobody: a change that is not saved leaves neither notice nor job.
func TestWhatIsRefusedTellsNobody(t *testing.T) {
	w := newTown(t)
	w.reached()
	c := w.register(w.call("a"))
	before := w.count(`select count(*) from river_job`)
	_, err := w.Inform(t.Context(), w.dispatcher, c.Request.ID, w.time().Add(-time.Hour), 0)
	wantCode(t, err, "bad_time")
	r := dispatch.Change{City: city, Now: w.time(), Notices: []dispatch.Notice{{Kind: dispatch.DoneNotice, Request: c.Request.ID, Means: []dispatch.Means{dispatch.BySMS}}},
		Cases: []*dispatch.Revision{{Before: c, After: c}}}
	r.Cases[0].Before.Request.Version += 7 // somebody was first
	if _, err := w.store.Save(t.Context(), r); !errors.Is(err, dispatch.ErrStale) {
		t.Fatalf("saved over another change: %v", err)
	}
	if n := w.count(`select count(*) from river_job`); n != before {
		t.Errorf("%d jobs of what was not saved", n-before)
	}
}

// TestACrewIsTold: by its tablet, and its acknowledgement is the answer; by no message when it is recalled.
func TestACrewIsTold(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	c := w.send(w.register(w.call("a")))
	order := told(w.notices(c), dispatch.OrderNotice)
	if len(order) != 1 || order[0].Order != c.Orders[0].ID || order[0].To.Crew != w.crew || order[0].AckWithin != time.Minute || order[0].State != dispatch.NoticeWaiting {
		t.Fatalf("notices of the order: %+v", order)
	}
	at := got(w.store.TopicAt(ctx, city, dispatch.CrewTopic(w.crew)))(t)
	must(t, w.Delivered(ctx, w.tablet, at.Offset))
	if after := told(w.notices(c), dispatch.OrderNotice)[0]; after.State != dispatch.NoticeAcknowledged || len(after.Attempts) != 1 || after.Attempts[0].State != dispatch.AttemptAcknowledged {
		t.Errorf("after the tablet's answer: %+v", after)
	}
	second := w.send(w.register(w.call("b")))
	got(w.StepOrder(ctx, w.dispatcher, second.Orders[0].ID, dispatch.Step{To: dispatch.OrderRecalled, Reason: "ошибка"}, nil))(t)
	if after := told(w.notices(second), dispatch.OrderNotice)[0]; after.State != dispatch.NoticeVoid {
		t.Errorf("after the recall: %+v", after)
	}
	voice := w.register(w.call("c"))
	voice = got(w.Assign(ctx, w.dispatcher, voice.Request.ID, dispatch.Assignment{Crew: w.voice}, nil))(t)
	if n := len(told(w.notices(voice), dispatch.OrderNotice)); n != 0 {
		t.Error("a crew that is spoken to by radio was sent a message")
	}
}

// TestALevelIsPaged: everybody who holds it, once; whoever takes it has answered, the others need not.
func TestALevelIsPaged(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	first, second := w.person(city, "foreman", dispatch.Foreman, w.service, 0), w.person(city, "foreman2", dispatch.Foreman, w.service, 0)
	c := w.register(w.call("a"))
	w.pass(31 * time.Minute)
	for range 2 {
		got(w.SweepOverdue(ctx))(t)
	}
	pages := told(w.notices(c), dispatch.EscalationNotice)
	byEscalation := map[int64][]dispatch.Told{}
	for _, p := range pages {
		byEscalation[p.Escalation] = append(byEscalation[p.Escalation], p)
	}
	if len(pages) == 0 || len(pages) != 2*len(byEscalation) {
		t.Fatalf("%d pages of %d escalations to two foremen", len(pages), len(byEscalation))
	}
	if p := pages[0]; !p.Urgent || p.AckWithin != time.Minute || p.Means[0] != dispatch.ByBoard || !strings.Contains(p.Text, "26-1: Лесная ул., 1. Срок был 23.11 в 12:") {
		t.Errorf("page %+v", p)
	}
	taken := pages[0].Escalation
	must(t, w.Acknowledge(ctx, first, taken, ""))
	for _, p := range told(w.notices(c), dispatch.EscalationNotice) {
		want := dispatch.NoticeWaiting
		switch {
		case p.Escalation == taken && p.To.Account == first.Account:
			want = dispatch.NoticeAcknowledged
		case p.Escalation == taken && p.To.Account == second.Account:
			want = dispatch.NoticeVoid
		}
		if p.State != want {
			t.Errorf("page of %d to %s is %s, want %s", p.Escalation, p.To.Name, p.State, want)
		}
	}
}

// TestTheShortLink: whoever opens it is asked, and whoever answers takes the escalation upon themselves.
func TestTheShortLink(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	foreman := w.person(city, "foreman", dispatch.Foreman, w.service, 0)
	c := w.register(w.call("a"))
	w.pass(31 * time.Minute)
	got(w.SweepOverdue(ctx))(t)
	page := told(w.notices(c), dispatch.EscalationNotice)[0]
	if _, err := w.AcknowledgeNotice(ctx, w.senior, page.ID); !errors.Is(err, dispatch.ErrNotFound) {
		t.Errorf("somebody else answered for the foreman: %v", err)
	}
	if opened := got(w.NoticeByToken(ctx, page.Token))(t); opened.State != dispatch.NoticeWaiting {
		t.Errorf("opening the link answered it: %s", opened.State)
	}
	if answered := got(w.AcknowledgeByToken(ctx, page.Token))(t); answered.State != dispatch.NoticeAcknowledged {
		t.Errorf("the notice is %s", answered.State)
	}
	got(w.AcknowledgeByToken(ctx, page.Token))(t) // a second tap
	e := got(w.store.Escalation(ctx, city, page.Escalation))(t)
	if e.AcknowledgedAt == nil || e.AcknowledgedBy != foreman.Name {
		t.Errorf("the escalation was taken by %q", e.AcknowledgedBy)
	}
	if _, err := w.AcknowledgeByToken(ctx, "nosuchtokenatall"); !errors.Is(err, dispatch.ErrNotFound) {
		t.Errorf("an invented link: %v", err)
	}
}
