package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dispatch05/dispatch"
)

// At every door a key stands for one body: the same again is the answer of then, another is refused, and
// the clock of the sender is no part of it.
func TestKeyStandsForOneBody(t *testing.T) {
	w := newTown(t)
	m := w.matter(home)
	now := w.time()
	desk, crew, nobody := w.enter(home, "dispatcher"), w.enter(home, "crew"), w.nobody()
	said := func(change map[string]any) map[string]any {
		body := w.report()
		for name, value := range change {
			body[name] = value
		}
		return body
	}
	call := map[string]any{"channel": "telephone", "received_at": now.Add(-time.Minute)}
	open311 := func(words string) map[string]any {
		return map[string]any{"jurisdiction_id": "reka", "service_code": leak, "address_string": "у дуба", "description": words}
	}
	step := func(to string, at time.Time) map[string]any { return map[string]any{"to": to, "device_at": at} }
	hand := func(to string) map[string]any {
		return map[string]any{"organisation_id": w.places[home].service, "handed_to": to}
	}
	request, order := fmt.Sprintf("/api/v1/requests/%d/orders", m.request), fmt.Sprintf("/api/v1/orders/%d/steps", m.order)
	for _, door := range []struct {
		name               string
		who                *browser
		path               string
		body, again, other map[string]any
	}{
		{"portal", nobody, "/api/v1/cities/reka/reports", w.report(), w.report(), said(map[string]any{"text": "другое"})},
		{"another caller", nobody, "/api/v1/cities/reka/reports", w.report(), w.report(), said(map[string]any{"phone": "8 913 600-00-02"})},
		{"Open311", nobody, "/open311/v2/requests.json", open311("капает"), open311("капает"), open311("льёт")},
		{"board", desk, "/api/v1/requests", said(call), said(map[string]any{"channel": "telephone", "received_at": now}), said(map[string]any{"channel": "radio"})},
		{"sending", desk, request, hand("Иванова"), hand("Иванова"), hand("Петрова")},
		{"step", crew, order, step("delivered", now), step("delivered", now.Add(time.Second)), step("accepted", now)},
	} {
		t.Run(door.name, func(t *testing.T) {
			keyed := door.who.with("Idempotency-Key", "key-of-"+strings.ReplaceAll(door.name, " ", "-"))
			first := keyed.call("POST", door.path, door.body)
			if first.status >= 300 {
				t.Fatalf("first: %d %s", first.status, first.body)
			}
			before := w.traces()
			if again := keyed.call("POST", door.path, door.again); again.status >= 300 || again.header.Get("Idempotent-Replay") != "true" {
				t.Errorf("again: %d %s", again.status, again.body)
			}
			refusal := http.StatusConflict
			if door.name == "Open311" {
				refusal = http.StatusBadRequest // all that GeoReport knows
			}
			if other := keyed.call("POST", door.path, door.other); other.status != refusal || !strings.Contains(other.body, dispatch.ErrKeyReused.Ru) {
				t.Errorf("another body: %d %s", other.status, other.body)
			}
			if after := w.traces(); after != before {
				t.Errorf("traces %s, before %s", after, before)
			}
		})
	}
}
