package httpapi_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

// TestRulesAreListedAndChanged: each list gives rows as an amendment takes them, so that what was read can be sent back
// changed; a rehearsal shows the change before it is made, and the list after.
func TestRulesAreListedAndChanged(t *testing.T) {
	w := newTown(t)
	admin, place := w.enter(home, "admin"), w.places[home]
	known := read[struct {
		Ladders []norms.Ladder `json:"ladders"`
		State   norms.Ladder   `json:"state"`
		Roles   []string       `json:"roles"`
	}](t, admin.call("GET", "/api/v1/rules/ladders", nil), http.StatusOK)
	ladder := known.Ladders[0]
	ladder.Code, ladder.Problems, ladder.Levels = "of-the-leak", []string{leak}, ladder.Levels[1:2]
	if len(known.Roles) == 0 || known.State.Code != "state" {
		t.Errorf("ladders: %+v", known)
	}
	row := map[string]any{"subject": "ladder", "code": ladder.Code, "body": ladder}
	run := read[dispatch.Rehearsal](t, admin.call("POST", "/api/v1/rules/rehearsal", map[string]any{"house_id": place.house, "problem": leak, "proposed": row}), http.StatusOK)
	if run.Policy.Code != ladder.Code || len(run.Steps) != 1 || run.Steps[0].Role != dispatch.Senior {
		t.Errorf("rehearsed: %+v", run)
	}
	row["why"] = "учения"
	read[dispatch.AmendmentRow](t, admin.call("POST", "/api/v1/rules/amendments", row), http.StatusCreated)
	run = read[dispatch.Rehearsal](t, admin.call("POST", "/api/v1/rules/rehearsal", map[string]any{"organisation_id": place.service, "problem": leak}), http.StatusOK)
	if run.Policy.Code != ladder.Code {
		t.Errorf("after the amendment: %+v", run.Policy)
	}

	limits := read[[]norms.StatusLimit](t, admin.call("GET", "/api/v1/rules/status-limits", nil), http.StatusOK)
	limits[0].WarnSeconds++
	years := read[[]norms.Year](t, admin.call("GET", "/api/v1/rules/calendar", nil), http.StatusOK)
	years[0].Shortened = nil
	channels := read[struct {
		Channels norms.Channels   `json:"channels"`
		Has      []dispatch.Means `json:"has"`
	}](t, admin.call("GET", "/api/v1/rules/channels", nil), http.StatusOK)
	channels.Channels.Off = []string{"telegram"}
	readings := read[[]struct {
		norms.Reading
		Chosen string `json:"chosen"`
	}](t, admin.call("GET", "/api/v1/rules/readings", nil), http.StatusOK)
	other := readings[0].Alternatives[1].Code
	if readings[0].Chosen == other {
		other = readings[0].Alternatives[0].Code
	}
	for _, a := range []map[string]any{
		{"subject": "status_limit", "code": limits[0].Code, "body": limits[0]},
		{"subject": "calendar", "code": text(t, years[0].Year), "body": years[0]},
		{"subject": "channel", "code": "city", "body": channels.Channels},
		{"subject": "reading", "code": readings[0].Code, "body": other},
	} {
		a["why"] = "учения"
		read[dispatch.AmendmentRow](t, admin.call("POST", "/api/v1/rules/amendments", a), http.StatusCreated)
	}
	if rules := w.desk.Rules(place.id); rules.StatusLimits.All()[0].WarnSeconds != limits[0].WarnSeconds || rules.Channels.Uses("telegram") || len(rules.Calendar.Years()[0].Shortened) != 0 {
		t.Errorf("the rules: %+v", rules)
	}
	if chosen, _ := w.desk.Rules(place.id).Readings.Chosen(readings[0].Code); chosen.Code != other {
		t.Errorf("reads %s as %s", readings[0].Code, chosen.Code)
	}
}

// text is a value as JSON.
func text(t testing.TB, value any) string {
	t.Helper()
	content, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestARehearsalIsRefusedInWords: by field and code.
func TestARehearsalIsRefusedInWords(t *testing.T) {
	w := newTown(t)
	admin, place := w.enter(home, "admin"), w.places[home]
	for code, body := range map[string]map[string]any{
		"no_organisation": {"problem": leak},
		"unknown_problem": {"house_id": place.house, "problem": "nonsense"},
		"not_found":       {"house_id": 987654, "problem": leak},
		"bad_rule":        {"house_id": place.house, "problem": leak, "proposed": map[string]any{"subject": "ladder", "code": "x", "body": map[string]any{"code": "x"}}},
	} {
		got := admin.call("POST", "/api/v1/rules/rehearsal", body)
		if refusal := read[problem](t, got, got.status); refusal.Code != code || refusal.Detail == "" || got.status >= 500 {
			t.Errorf("%s: %d %s", code, got.status, got.body)
		}
	}
}
