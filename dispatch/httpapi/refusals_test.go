package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Bad input gets a clear answer in both languages and leaves nothing behind.
func TestBadInputLeavesNoTrace(t *testing.T) {
	w := newTown(t)
	m := w.matter(home)
	desk, nobody := w.enter(home, "dispatcher"), w.nobody()
	report := func(change map[string]any) map[string]any {
		body := w.report()
		for name, value := range change {
			body[name] = value
		}
		return body
	}
	const reports = "/api/v1/cities/reka/reports"
	request := fmt.Sprintf("/api/v1/requests/%d", m.request)
	for _, c := range []struct {
		name         string
		who          *browser
		method, path string
		body         any
		status       int
		code         string
	}{
		{"malformed JSON", nobody, "POST", reports, `{"problem": `, 400, "bad_json"},
		{"no body", nobody, "POST", reports, nil, 400, "bad_json"},
		{"not an object", nobody, "POST", reports, `[1]`, 422, "bad_input"},
		{"another media type", nobody.with("Content-Type", "text/csv"), "POST", reports, "a,b", 415, "bad_media_type"},
		{"two megabytes", nobody, "POST", reports, report(map[string]any{"text": strings.Repeat("ы", 1<<20)}), 413, "too_large"},
		{"half a megabyte of text", nobody, "POST", reports, report(map[string]any{"text": strings.Repeat("ы", 1<<18)}), 422, "too_long"},
		{"unknown field", nobody, "POST", reports, report(map[string]any{"is_admin": true}), 422, "bad_input"},
		{"wrong type", nobody, "POST", reports, report(map[string]any{"house_id": "1"}), 422, "bad_input"},
		{"unknown house", nobody, "POST", reports, report(map[string]any{"house_id": 999999}), 422, "unknown_house"},
		{"house of another city", nobody, "POST", reports, report(map[string]any{"house_id": w.places[abroad].house + 1000}), 422, "unknown_house"},
		{"unknown problem", nobody, "POST", reports, report(map[string]any{"problem": "ufo"}), 422, "unknown_problem"},
		{"no place at all", nobody, "POST", reports, map[string]any{"problem": leak}, 422, "address_missing"},
		{"a pin in the sea", nobody, "POST", reports, map[string]any{"problem": leak, "point": []float64{55, 73}}, 422, "point_outside"},
		{"not a telephone", nobody, "POST", reports, report(map[string]any{"phone": "позвоните"}), 422, "bad_phone"},
		{"a null character", nobody, "POST", reports, report(map[string]any{"text": "a\x00b"}), 422, "bad_text"},
		{"bad key", nobody.with("Idempotency-Key", "1"), "POST", reports, w.report(), 422, "bad_input"},
		{"unknown city", nobody, "POST", "/api/v1/cities/atlantis/reports", w.report(), 404, "not_found"},
		{"strange city", nobody, "POST", "/api/v1/cities/%00/reports", w.report(), 404, "not_found"},
		{"strange link", nobody, "GET", "/api/v1/links/%00", nil, 404, "not_found"},
		{"unknown link", nobody, "GET", "/api/v1/links/" + strings.Repeat("a", 26), nil, 404, "not_found"},
		{"return too early", nobody, "POST", "/api/v1/links/" + m.link + "/return", map[string]any{"text": "нет"}, 409, "still_in_work"},
		{"confirm too early", nobody, "POST", "/api/v1/links/" + m.link + "/confirm", nil, 409, "transition_not_allowed"},
		{"null character in a search", desk, "GET", "/api/v1/requests?q=%00", nil, 422, "bad_text"},
		{"null character in an address", nobody, "GET", "/api/v1/cities/reka/addresses?q=%00", nil, 422, "bad_text"},
		{"unknown state", desk, "GET", "/api/v1/requests?state=burning", nil, 422, "bad_input"},
		{"id is no number", desk, "GET", "/api/v1/requests/first", nil, 422, "bad_input"},
		{"stale version", desk, "POST", request + "/steps", map[string]any{"to": "accepted", "version": 999}, 409, "stale_version"},
		{"no reason", desk, "POST", request + "/steps", map[string]any{"to": "rejected", "version": 1}, 422, "reason_missing"},
		{"no disposition", desk, "POST", request + "/steps", map[string]any{"to": "closed", "version": 1}, 422, "disposition_missing"},
		{"a step that orders make", desk, "POST", fmt.Sprintf("/api/v1/orders/%d/steps", m.order), map[string]any{"to": "verified"}, 409, "transition_not_allowed"},
		{"a step that is none", desk, "POST", fmt.Sprintf("/api/v1/orders/%d/steps", m.order), map[string]any{"to": "flying"}, 422, "bad_input"},
		{"unknown crew", desk, "POST", request + "/orders", map[string]any{"crew_id": 999999}, 422, "unknown_crew"},
		{"crew and organisation", desk, "POST", request + "/orders", map[string]any{"crew_id": w.places[home].crew, "organisation_id": w.places[home].service}, 422, "two_takers"},
		{"broken UTF-8", nobody, "POST", reports, []byte("{\"problem\": \"" + leak + "\", \"address_text\": \"\xd0\xff\"}"), 400, "bad_json"},
		{"half a pair", nobody, "POST", reports, `{"problem": "` + leak + `", "address_text": "\ud800"}`, 400, "bad_json"},
		{"the other half", nobody, "POST", reports, `{"problem": "` + leak + `", "address_text": "\\\udc00\ud83d"}`, 400, "bad_json"},
		{"crew twice", desk, "POST", request + "/orders", map[string]any{"crew_id": w.places[home].crew}, 409, "already_sent"},
		{"term in the past", desk, "POST", request + "/inform", map[string]any{"planned_at": "2020-01-01T00:00:00Z", "version": 3}, 0, ""},
		{"joined to nothing", desk, "POST", "/api/v1/requests", report(map[string]any{"channel": "telephone", "join": 999999}), 422, "unknown_request"},
		{"channel of a page", desk, "POST", "/api/v1/requests", report(map[string]any{"channel": "portal"}), 422, "bad_input"},
		{"pace", desk, "POST", "/api/v1/training", map[string]any{"running": true, "pace": 99}, 422, "bad_input"},
		{"no such route", nobody, "GET", "/api/v1/nothing", nil, 404, "not_found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := w.traces()
			got := c.who.call(c.method, c.path, c.body)
			if w.traces() != before {
				t.Errorf("left a trace: %s, then %s", before, w.traces())
			}
			if c.status == 0 {
				if got.status < 400 || got.status >= 500 {
					t.Errorf("%d %s", got.status, got.body)
				}
				return
			}
			told := read[problem](t, got, c.status)
			english := read[problem](t, c.who.with("Accept-Language", "en-GB").call(c.method, c.path, c.body), c.status)
			if told.Code != c.code || english.Code != c.code || told.Detail == "" || english.Detail == "" || told.Detail == english.Detail {
				t.Errorf("%q (%s), in English %q", told.Detail, told.Code, english.Detail)
			}
			if media := got.header.Get("Content-Type"); media != "application/problem+json" {
				t.Errorf("media type %q", media)
			}
		})
	}
}

// Whole pairs, and a backslash before a "u", are words like any other.
func TestEscapesThatAreUnicode(t *testing.T) {
	w := newTown(t)
	body := `{"problem": "` + leak + `", "address_text": "у дуба", "text": "\ud83d\ude00 \u0431 \\ud800 \""}`
	read[registered](t, w.nobody().call("POST", "/api/v1/cities/reka/reports", body), http.StatusCreated)
	var text string
	must(t, w.pool.QueryRow(t.Context(), `select text from requests`).Scan(&text))
	if want := "\U0001F600 б \\ud800 \""; text != want {
		t.Errorf("%q, want %q", text, want)
	}
}

// A refused field is named as it stands in the input.
func TestRefusedFieldsAreNamed(t *testing.T) {
	w := newTown(t)
	for field, body := range map[string]string{
		"problem":  `{"house_id": 1}`,
		"point[0]": `{"problem": "x", "point": ["a", 1]}`,
		"tails":    `{"problem": "x", "tails": 2}`,
	} {
		told := read[problem](t, w.nobody().call("POST", "/api/v1/cities/reka/reports", body), http.StatusUnprocessableEntity)
		if len(told.Errors) != 1 || told.Errors[0].Field != field || !strings.Contains(told.Errors[0].Message, field) {
			t.Errorf("%s: %+v", field, told.Errors)
		}
	}
}
