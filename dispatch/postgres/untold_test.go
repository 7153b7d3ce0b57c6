package postgres_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/notify"
	"dispatch05/dispatch/roster"
)

// twoForemen is a town where the foreman's level is held by two people without a login, and its fault is a half hour late.
func twoForemen(t *testing.T) (*planned, dispatch.Case) {
	t.Helper()
	w := newPlanned(t)
	w.plainLadder()
	w.rotate(w.foremanPost, roster.Rotation{First: "2026-11-20", HandOver: 8 * 60, Hours: 24, Turns: [][]int64{{w.people[0], w.people[1]}}})
	w.pass(time.Since(w.time()) + time.Minute) // a carrier's jobs are entered by the database's own clock
	c := w.register(w.call("a"))
	w.pass(31 * time.Minute)
	return w, c
}

// pages are the notices of the foreman's level of the term to localise.
func (w *planned) pages(c dispatch.Case) (pages []dispatch.Told) {
	w.t.Helper()
	level := int64(w.count(`select id from escalations where clock_id = $1 and role = 'foreman'`, clockOf(w.t, c, norms.Localise).ID))
	for _, n := range told(w.notices(c), dispatch.EscalationNotice) {
		if n.Escalation == level {
			pages = append(pages, n)
		}
	}
	return pages
}

// untoldLines are the journal's lines about the term to localise that say that nobody could be told.
func (w *planned) untoldLines(c dispatch.Case) (lines []dispatch.Entry) {
	w.t.Helper()
	for _, e := range w.journal(c) {
		if e.Kind == "untold" && e.Detail.Clock == string(norms.Localise) {
			lines = append(lines, e)
		}
	}
	return lines
}

// wantLevels sweeps and holds which levels of the term to localise were told.
func (w *planned) wantLevels(want ...dispatch.Role) {
	w.t.Helper()
	w.sweep()
	if roles := w.alarms(norms.Localise); !slices.Equal(roles, want) {
		w.t.Errorf("told to %v, want %v", roles, want)
	}
}

// carried lets a carrier send by a gateway until the test ends.
func (w *planned) carried(gateway http.HandlerFunc) {
	w.t.Helper()
	server := httptest.NewServer(gateway)
	w.t.Cleanup(server.Close)
	set := got(notify.Open(notify.Settings{SMS: notify.Gateway{URL: server.URL, Body: `{"to":{to}}`, Reference: "id"}}, w.store.Unsubscribe))(w.t)
	carrier := got(notify.Start(w.t.Context(), notify.Config{Pool: w.pool, Store: w.store, Set: func(string) notify.Set { return set }, Now: w.time,
		Log: slog.New(slog.DiscardHandler), Within: 2 * time.Second, Rescue: 4 * time.Second}))(w.t)
	w.t.Cleanup(func() { carrier.Stop(context.Background()) })
}

// TestALevelThatReachedNobody: both foremen's gateways refuse for good. The journal says so once, and the senior is told
// at once instead of ten minutes later.
func TestALevelThatReachedNobody(t *testing.T) {
	w, c := twoForemen(t)
	w.wantLevels(dispatch.Foreman)
	w.carried(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusBadRequest) })
	w.until("the line", func() bool { return len(w.untoldLines(c)) > 0 })
	line := w.untoldLines(c)[0]
	if line.Detail.Level != 0 || line.Detail.Role != "foreman" || line.Role != dispatch.System {
		t.Errorf("the line is %+v", line)
	}
	row := got(w.Desk.Card(t.Context(), w.dispatcher, c.Request.ID))(t).Journal
	if !slices.ContainsFunc(row, func(e dispatch.JournalEntry) bool {
		return strings.Contains(e.TextRu, "не удалось никого известить (мастер)") && strings.Contains(e.TextEn, "nobody could be told")
	}) {
		t.Errorf("the desk reads %+v", row)
	}
	w.until("the senior is told", func() bool { // a sweep leaves out what another transaction holds: the next one, two seconds later, has it
		w.sweep()
		return slices.Equal(w.alarms(norms.Localise), []dispatch.Role{dispatch.Foreman, dispatch.Senior})
	})
	w.wantLevels(dispatch.Foreman, dispatch.Senior) // the senior has a screen: the ladder waits for them
	if n := len(w.untoldLines(c)); n != 1 {
		t.Errorf("%d lines about one level", n)
	}
}

// TestOneWhoWasReachedIsEnough: of two foremen one has the message; nothing is said, the ladder waits.
func TestOneWhoWasReachedIsEnough(t *testing.T) {
	w, c := twoForemen(t)
	w.wantLevels(dispatch.Foreman)
	w.carried(func(rw http.ResponseWriter, r *http.Request) {
		body := make([]byte, 200)
		if n, _ := r.Body.Read(body); strings.Contains(string(body[:n]), "055001") {
			_, _ = rw.Write([]byte(`{"id":"m1"}`))
			return
		}
		rw.WriteHeader(http.StatusBadRequest)
	})
	w.until("one failed, one sent", func() bool {
		pages := w.pages(c)
		return slices.ContainsFunc(pages, func(n dispatch.Told) bool { return n.State == dispatch.NoticeFailed }) &&
			slices.ContainsFunc(pages, func(n dispatch.Told) bool { a, _ := n.Attempt(dispatch.BySMS); return a.Gone() })
	})
	w.wantLevels(dispatch.Foreman)
	if lines := w.untoldLines(c); len(lines) != 0 {
		t.Errorf("somebody was told, and the journal says %+v", lines)
	}
}

// TestAReceiptThatNothingArrived: the gateway took both messages, and says later that neither arrived.
func TestAReceiptThatNothingArrived(t *testing.T) {
	w, c := twoForemen(t)
	w.wantLevels(dispatch.Foreman)
	var mu sync.Mutex
	sent := 0
	w.carried(func(rw http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		sent++
		_, _ = rw.Write([]byte(`{"id":"` + key("m", sent) + `"}`))
	})
	references := func() (all []string) {
		for _, n := range w.pages(c) {
			if a, _ := n.Attempt(dispatch.BySMS); a.Reference != "" {
				all = append(all, a.Reference)
			}
		}
		return all
	}
	w.until("both are sent", func() bool { return len(references()) == 2 })
	for _, reference := range references() {
		w.wantLevels(dispatch.Foreman)
		must(t, w.store.Receipt(t.Context(), city, dispatch.BySMS, reference, false, w.time()))
	}
	w.until("the line", func() bool { return len(w.untoldLines(c)) > 0 })
	w.wantLevels(dispatch.Foreman, dispatch.Senior)
}

// TestTwoNodesFailAtOneMoment, again and again: each level is told of once, and its ladder goes on.
func TestTwoNodesFailAtOneMoment(t *testing.T) {
	w, first := twoForemen(t)
	cases := []dispatch.Case{first}
	for i := range 12 {
		cases = append(cases, w.register(w.call(key("call", i))))
	}
	w.pass(31 * time.Minute)
	w.sweep()
	for _, c := range cases {
		pages := w.pages(c)
		if len(pages) != 2 {
			t.Fatalf("%d foremen are told", len(pages))
		}
		var nodes sync.WaitGroup
		for _, page := range pages {
			nodes.Go(func() {
				if err := w.store.SetNotice(context.Background(), city, page.ID, dispatch.NoticeFailed, w.time()); err != nil {
					t.Error(err)
				}
			})
		}
		nodes.Wait()
		must(t, w.store.SetNotice(t.Context(), city, pages[0].ID, dispatch.NoticeFailed, w.time()))
		if n := len(w.untoldLines(c)); n != 1 {
			t.Errorf("%d lines about one level of %s", n, c.Request.Label())
		}
	}
}

// TestWhoHasTakenItIsNotPassedOver: the desk has taken the level while its messages were failing; the ladder holds, and
// goes on at once when the acknowledgement has run out.
func TestWhoHasTakenItIsNotPassedOver(t *testing.T) {
	w, c := twoForemen(t)
	w.wantLevels(dispatch.Foreman)
	pages := w.pages(c)
	must(t, w.Acknowledge(t.Context(), w.senior, pages[0].Escalation, ""))
	for _, page := range pages {
		must(t, w.store.SetNotice(t.Context(), city, page.ID, dispatch.NoticeFailed, w.time()))
	}
	w.wantLevels()
	if lines := w.untoldLines(c); len(lines) != 0 {
		t.Errorf("the desk has it, and the journal says %+v", lines)
	}
}
