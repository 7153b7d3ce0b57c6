package httpapi_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"dispatch05/dispatch"
)

type registered struct {
	Number, Link, Token string
	InformDueAt         *time.Time `json:"inform_due_at"`
	OpenHere            int        `json:"open_here"`
}

// A resident reports, a dispatcher sends a crew, the crew works, the resident returns it.
func TestReportToReturn(t *testing.T) {
	w := newTown(t)
	resident, desk, tablet := w.nobody(), w.enter(home, "dispatcher"), w.enter(home, "crew")

	made := read[registered](t, resident.with("Idempotency-Key", "report-0001").call("POST", "/api/v1/cities/reka/reports", w.report()), http.StatusCreated)
	if made.Number != "26-1" || made.InformDueAt == nil || made.OpenHere != 0 {
		t.Fatalf("registered %+v", made)
	}
	again := resident.with("Idempotency-Key", "report-0001").call("POST", "/api/v1/cities/reka/reports", w.report())
	if twin := read[registered](t, again, http.StatusOK); twin.Number != made.Number || again.header.Get("Idempotent-Replay") != "true" {
		t.Fatalf("the same key gave %+v", twin)
	}

	found := read[struct{ Requests []dispatch.RequestRow }](t, desk.call("GET", "/api/v1/requests?q=26-1", nil), http.StatusOK)
	if len(found.Requests) != 1 {
		t.Fatalf("found %d requests", len(found.Requests))
	}
	id := found.Requests[0].ID
	card := read[dispatch.RequestCard](t, desk.call("POST", fmt.Sprintf("/api/v1/requests/%d/orders", id), map[string]any{"crew_id": w.places[home].crew}), http.StatusOK)
	if card.State != dispatch.Accepted || len(card.OrderCards) != 1 {
		t.Fatalf("card after sending: %s, %d orders", card.State, len(card.OrderCards))
	}
	order := card.OrderCards[0].ID
	for i, to := range []string{"en_route", "on_site", "done"} {
		step := tablet.with("Idempotency-Key", fmt.Sprintf("step-%04d", i))
		path := fmt.Sprintf("/api/v1/orders/%d/steps", order)
		first := read[dispatch.OrderCard](t, step.call("POST", path, map[string]any{"to": to, "note": "сделано"}), http.StatusOK)
		repeat := step.call("POST", path, map[string]any{"to": to, "note": "сделано"})
		if twin := read[dispatch.OrderCard](t, repeat, http.StatusOK); string(first.State) != to || twin.Version != first.Version || repeat.header.Get("Idempotent-Replay") != "true" {
			t.Fatalf("%s: %s version %d, repeated %d", to, first.State, first.Version, twin.Version)
		}
	}
	state := read[dispatch.LinkState](t, resident.call("GET", "/api/v1/links/"+made.Token, nil), http.StatusOK)
	if state.State != dispatch.Done || !state.CanReturn || !state.CanConfirm {
		t.Fatalf("link shows %+v", state)
	}
	state = read[dispatch.LinkState](t, resident.with("Idempotency-Key", "return-01").call("POST", "/api/v1/links/"+made.Token+"/return", map[string]any{"text": "капает"}), http.StatusOK)
	if state.State != dispatch.Returned {
		t.Fatalf("returned request is %s", state.State)
	}
}

// What somebody looked at must be what they decide on.
func TestStaleVersionSaysWhoAndWhen(t *testing.T) {
	w := newTown(t)
	w.nobody().call("POST", "/api/v1/cities/reka/reports", w.report())
	desk, senior := w.enter(home, "dispatcher"), w.enter(home, "senior")
	seen := read[struct{ Requests []dispatch.RequestRow }](t, desk.call("GET", "/api/v1/requests", nil), http.StatusOK).Requests[0]
	path := fmt.Sprintf("/api/v1/requests/%d/steps", seen.ID)
	read[dispatch.RequestCard](t, senior.call("POST", path, map[string]any{"to": "accepted", "version": seen.Version}), http.StatusOK)
	before := w.traces()
	told := read[problem](t, desk.call("POST", path, map[string]any{"to": "rejected", "reason": "ошибка", "version": seen.Version}), http.StatusConflict)
	if told.Code != "stale_version" || told.Current["by"] != "Имя senior" || w.traces() != before {
		t.Errorf("told %+v", told)
	}
	told = read[problem](t, desk.with("Accept-Language", "en").call("POST", path, map[string]any{"to": "confirmed", "version": seen.Version + 1}), http.StatusConflict)
	if told.Code != "transition_not_allowed" || told.Title != "Not possible as things stand" {
		t.Errorf("told %+v", told)
	}
}
