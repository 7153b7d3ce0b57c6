package postgres_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"dispatch05/dispatch"
)

// TestTwoDispatchersAtOnce: the second is told who was first, and when.
func TestTwoDispatchersAtOnce(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	c := w.register(w.call("a"))
	w.pass(time.Minute)
	got(w.StepRequest(ctx, w.dispatcher, c.Request.ID, dispatch.RequestStep{To: "accepted", Version: c.Request.Version}))(t)
	_, err := w.StepRequest(ctx, w.second, c.Request.ID, dispatch.RequestStep{To: "rejected", Reason: "x", Version: c.Request.Version})
	wantCode(t, err, "stale_version")
	refusal := err.(*dispatch.Error)
	if !strings.Contains(refusal.Ru, "disp в 12:01:00") {
		t.Errorf("refused with %q, want who and when in the city's time", refusal.Ru)
	}
	_, err = w.StepRequest(ctx, w.second, c.Request.ID, dispatch.RequestStep{To: "rejected", Reason: "x", Version: 99})
	wantCode(t, err, "stale_version")
}

// TestEscalationMakesNoEditStale: the row moves on for the screens; the operator who was typing may save.
func TestEscalationMakesNoEditStale(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	seen := w.register(w.call("a"))
	w.pass(3 * time.Hour)
	if told := got(w.SweepOverdue(ctx))(t); told == 0 {
		t.Fatal("nothing was overdue")
	}
	now := w.fresh(seen)
	if now.Request.Version == seen.Request.Version || now.Request.Edited != seen.Request.Edited {
		t.Errorf("version %d and edited %d after the sweep, were %d and %d", now.Request.Version, now.Request.Edited, seen.Request.Version, seen.Request.Edited)
	}
	c := got(w.Inform(ctx, w.operator, seen.Request.ID, w.time().Add(time.Hour), seen.Request.Version))(t)
	_, err := w.Inform(ctx, w.second, seen.Request.ID, w.time().Add(2*time.Hour), seen.Request.Version)
	wantCode(t, err, "stale_version")
	if refusal := err.(*dispatch.Error); !strings.Contains(refusal.Ru, "oper") {
		t.Errorf("refused with %q, want the operator's name", refusal.Ru)
	}
	if c.Request.Edited != c.Request.Version {
		t.Error("an edit did not mark its version")
	}
}

// TestDeliveryMakesNoEditStale: a tablet's receipt is no reason to look again.
func TestDeliveryMakesNoEditStale(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	c := w.send(w.register(w.call("a")))
	at := got(w.store.TopicAt(ctx, city, dispatch.CrewTopic(w.crew)))(t)
	must(t, w.Delivered(ctx, w.tablet, at.Offset))
	got(w.Inform(ctx, w.operator, c.Request.ID, w.time().Add(time.Hour), c.Request.Version))(t)
}

// TestTrimmedLogStillDelivers: the receipt counts after the log forgot what it is about.
func TestTrimmedLogStillDelivers(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	c := w.send(w.register(w.call("a")))
	at := got(w.store.TopicAt(ctx, city, dispatch.CrewTopic(w.crew)))(t)
	w.pass(time.Hour)
	got(w.store.TrimOutbox(ctx, w.time()))(t)
	must(t, w.Delivered(ctx, w.tablet, at.Offset-1))
	if c = w.fresh(c); c.Orders[0].State != dispatch.OrderSent {
		t.Fatal("delivered by a receipt of less than was told")
	}
	must(t, w.Delivered(ctx, w.tablet, at.Offset))
	if c = w.fresh(c); c.Orders[0].State != dispatch.OrderDelivered {
		t.Errorf("order is %s", c.Orders[0].State)
	}
	version := c.Request.Version
	must(t, w.Delivered(ctx, w.tablet, at.Offset))
	if w.fresh(c).Request.Version != version {
		t.Error("a second receipt changed the request")
	}
}

// TestStepOnAnOldOrderTellsWho changed it, and when.
func TestStepOnAnOldOrderTellsWho(t *testing.T) {
	w := newTown(t)
	c := w.send(w.register(w.call("a")))
	seen := c.Orders[0]
	c = w.steps(c, dispatch.OrderEnRoute)
	_, err := w.StepOrder(t.Context(), w.dispatcher, seen.ID, dispatch.Step{To: dispatch.OrderRecalled, Reason: "x", Version: seen.Version}, nil)
	wantCode(t, err, "stale_version")
	if told := err.(*dispatch.Error).Current.(map[string]any); told["by"] != w.tablet.Name {
		t.Errorf("told %v", told)
	}
}

// TestCrewAndDispatcherRace: one of two contrary steps wins, the other is refused by the machine, and the
// journal has every change once.
func TestCrewAndDispatcherRace(t *testing.T) {
	w := newTown(t)
	for n := range 10 {
		c := w.send(w.register(w.call(key("race", n))))
		order := c.Orders[0].ID
		var all sync.WaitGroup
		failed := make(chan error, 2)
		try := func(actor dispatch.Actor, step dispatch.Step) {
			if _, err := w.StepOrder(t.Context(), actor, order, step, nil); err != nil {
				failed <- err
			}
		}
		all.Go(func() { try(w.tablet, dispatch.Step{To: dispatch.OrderRefused, Reason: "заняты"}) })
		all.Go(func() {
			try(w.dispatcher, dispatch.Step{To: dispatch.OrderRecalled, Reason: "другая бригада"})
		})
		all.Wait()
		close(failed)
		if len(failed) != 1 {
			t.Fatalf("%d of two contrary steps were refused, want 1", len(failed))
		}
		wantCode(t, <-failed, "transition_not_allowed")
		c = w.fresh(c)
		wantState(t, c, dispatch.Registered)
		w.checkJournal(c)
	}
}

// TestManyStepsAtOnceAllCount: operations that state no version are decided anew until they fit.
func TestManyStepsAtOnceAllCount(t *testing.T) {
	w := newTown(t)
	c := w.register(w.call("a"))
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() {
			if _, err := w.Inform(t.Context(), w.operator, c.Request.ID, w.time().Add(time.Duration(n+1)*time.Hour), 0); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if c = w.fresh(c); c.Request.Version != 5 {
		t.Errorf("version %d after four edits, want 5", c.Request.Version)
	}
	w.checkJournal(c)
}

// TestTwinCommandsAreDoneOnce: one tap that comes twice at once, of each sort.
func TestTwinCommandsAreDoneOnce(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	command := func(kind string) *dispatch.Command {
		return &dispatch.Command{Scope: "s", Key: "k-" + kind, Kind: kind}
	}
	twice := func(kind string, do func() (dispatch.Case, error)) {
		t.Helper()
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := do(); err != nil {
					t.Errorf("%s: %v", kind, err)
				}
			})
		}
		all.Wait()
	}
	c := w.register(w.call("a"))
	twice("assign", func() (dispatch.Case, error) {
		return w.Assign(ctx, w.dispatcher, c.Request.ID, dispatch.Assignment{Crew: w.crew}, command("assign"))
	})
	c = w.fresh(c)
	if len(c.Orders) != 1 {
		t.Fatalf("%d orders", len(c.Orders))
	}
	twice("step", func() (dispatch.Case, error) {
		return w.StepOrder(ctx, w.tablet, c.Orders[0].ID, dispatch.Step{To: dispatch.OrderEnRoute}, command("step"))
	})
	c = w.steps(w.fresh(c), dispatch.OrderOnSite, dispatch.OrderDone)
	twice("confirm", func() (dispatch.Case, error) { return w.ConfirmByResident(ctx, c.Request.Link, command("confirm")) })
	twice("return", func() (dispatch.Case, error) {
		return w.ReturnByResident(ctx, c.Request.Link, "", 72*time.Hour, command("return"))
	})
	c = w.fresh(c)
	wantState(t, c, dispatch.Returned)
	if c.Request.Returned != 1 || len(c.Orders) != 2 {
		t.Errorf("returned %d times, %d orders", c.Request.Returned, len(c.Orders))
	}
	w.checkJournal(c)
}

// TestReturnWindow: 72 hours from the desk's or the crew's last word, to the second.
func TestReturnWindow(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	done, confirmed, closed := w.fixed("done"), w.fixed("confirmed"), w.fixed("closed")
	got(w.ConfirmByResident(ctx, confirmed.Request.Link, nil))(t)
	w.pass(72 * time.Hour)
	got(w.StepRequest(ctx, w.dispatcher, closed.Request.ID, dispatch.RequestStep{To: "closed", Disposition: "fixed"}))(t)
	wantState(t, got(w.ReturnByResident(ctx, confirmed.Request.Link, "", 72*time.Hour, nil))(t), dispatch.Returned)
	w.pass(time.Second)
	_, err := w.ReturnByResident(ctx, done.Request.Link, "", 72*time.Hour, nil)
	wantCode(t, err, "return_too_late")
	if link := got(w.Link(ctx, done.Request.Link))(t); link.CanReturn {
		t.Error("the link still offers to return it")
	}
	wantState(t, got(w.ReturnByResident(ctx, closed.Request.Link, "", 72*time.Hour, nil))(t), dispatch.Returned)
	wantState(t, got(w.StepRequest(ctx, w.dispatcher, done.Request.ID, dispatch.RequestStep{To: "returned"}))(t), dispatch.Returned)
}

// TestEverythingRecalled: a request passed on takes its crews off, and nobody is alarmed about it any more.
func TestEverythingRecalled(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	c := w.steps(w.send(w.register(w.call("a"))), dispatch.OrderEnRoute)
	c = got(w.Assign(ctx, w.dispatcher, c.Request.ID, dispatch.Assignment{Crew: w.voice, Reserve: true}, nil))(t)
	c = got(w.Assign(ctx, w.dispatcher, c.Request.ID, dispatch.Assignment{Organisation: w.management, HandedTo: "Пётр"}, nil))(t)
	c = got(w.StepRequest(ctx, w.dispatcher, c.Request.ID, dispatch.RequestStep{To: "redirected", Reason: "сети города", Organisation: w.management}))(t)
	for _, o := range c.Orders {
		if o.State != dispatch.OrderRecalled || o.Reason == "" {
			t.Errorf("order %d is %s (%q)", o.ID, o.State, o.Reason)
		}
	}
	for _, k := range c.Clocks {
		if k.Running() {
			t.Errorf("the clock to %s runs on", k.Kind)
		}
	}
	crews := got(w.store.Crews(ctx, city))(t)
	for _, crew := range crews {
		if crew.Load() != "free" {
			t.Errorf("%s is %s", crew.Name, crew.Load())
		}
	}
	w.pass(100 * time.Hour)
	if told := got(w.SweepOverdue(ctx))(t); told != 0 {
		t.Errorf("%d clocks told of a request that is over", told)
	}
	w.checkJournal(c)
	card := got(w.Card(ctx, w.dispatcher, c.Request.ID))(t)
	if last := card.Journal[len(card.Journal)-1]; !strings.Contains(last.TextRu, "Дом и двор") {
		t.Errorf("the journal says %q, want to whom it was passed", last.TextRu)
	}
}

// TestVoiceCrewIsWorkedByTheDesk, and the journal says so.
func TestVoiceCrewIsWorkedByTheDesk(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	c := w.register(w.call("a"))
	c = got(w.Assign(ctx, w.dispatcher, c.Request.ID, dispatch.Assignment{Crew: w.voice}, nil))(t)
	for _, to := range []dispatch.OrderState{dispatch.OrderAccepted, dispatch.OrderOnSite, dispatch.OrderDone} {
		_, err := w.StepOrder(ctx, w.tablet, c.Orders[0].ID, dispatch.Step{To: to, Note: "сделано"}, nil)
		wantCode(t, err, "not_found")
		c = got(w.StepOrder(ctx, w.dispatcher, c.Orders[0].ID, dispatch.Step{To: to, Note: "сделано"}, nil))(t)
	}
	wantState(t, c, dispatch.Done)
	spoken := 0
	for _, e := range w.journal(c) {
		if e.Kind == "order" && e.Order != c.Orders[0].ID {
			t.Errorf("the line %q names order %d", e.To, e.Order)
		}
		if e.Detail.ByVoice {
			spoken++
		}
	}
	if spoken != 4 {
		t.Errorf("%d lines say that it went by voice, want 4", spoken)
	}
}

// TestJournalIsEvidence: nothing in it can be changed or taken out, by any path.
func TestJournalIsEvidence(t *testing.T) {
	w := newTown(t)
	c := w.register(w.call("a"))
	for _, harm := range []string{`update journal set actor = 'x' where request_id = $1`, `delete from journal where request_id = $1`} {
		if _, err := w.pool.Exec(t.Context(), harm, c.Request.ID); err == nil {
			t.Errorf("%q was let through", harm)
		}
	}
	if _, err := w.pool.Exec(t.Context(), `truncate journal`); err == nil {
		t.Error("the journal was emptied")
	}
}

// checkJournal holds the journal of a case against its machine: numbered without a gap, each state following on
// the one before, the last one being the present.
func (w *town) checkJournal(c dispatch.Case) {
	w.t.Helper()
	state, orders := string(dispatch.Registered), map[int64]string{}
	for i, e := range w.journal(c) {
		if e.Seq != i+1 {
			w.t.Fatalf("line %d of the journal has number %d", i+1, e.Seq)
		}
		switch e.Kind {
		case "state":
			if e.From != state || !dispatch.RequestState(e.From).May(dispatch.RequestState(e.To)) {
				w.t.Errorf("the journal goes from %q to %q, the request was %q", e.From, e.To, state)
			}
			state = e.To
		case "order":
			if e.From != orders[e.Order] || e.Order == 0 || (e.From != "" && !dispatch.OrderState(e.From).May(dispatch.OrderState(e.To))) {
				w.t.Errorf("the journal takes order %d from %q to %q, it was %q", e.Order, e.From, e.To, orders[e.Order])
			}
			orders[e.Order] = e.To
		}
	}
	if state != string(c.Request.State) {
		w.t.Errorf("the journal ends at %q, the request is %q", state, c.Request.State)
	}
	for _, o := range c.Orders {
		if orders[o.ID] != string(o.State) {
			w.t.Errorf("the journal leaves order %d at %q, it is %q", o.ID, orders[o.ID], o.State)
		}
	}
}

// TestAcknowledgementGoesThrough while the request moves on under it.
func TestAcknowledgementGoesThrough(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	c := w.register(w.call("a"))
	w.pass(45 * time.Minute)
	got(w.SweepOverdue(ctx))(t)
	open := got(w.store.OpenEscalations(ctx, city, 0))(t)
	if len(open) == 0 {
		t.Fatal("nothing was told")
	}
	var all sync.WaitGroup
	for _, e := range open {
		all.Go(func() { must(t, w.Acknowledge(ctx, w.senior, e.ID, "")) })
	}
	all.Go(func() {
		if _, err := w.Inform(ctx, w.operator, c.Request.ID, w.time().Add(time.Hour), 0); err != nil && !errors.Is(err, dispatch.ErrStale) {
			t.Error(err)
		}
	})
	all.Wait()
	if left := got(w.store.OpenEscalations(ctx, city, 0))(t); len(left) != 0 {
		t.Errorf("%d are still open", len(left))
	}
	must(t, w.Acknowledge(ctx, w.senior, open[0].ID, ""))
	if n := w.count(`select count(*) from journal where kind = 'acknowledged'`); n != len(open) {
		t.Errorf("%d lines of acknowledgement, want %d", n, len(open))
	}
}
