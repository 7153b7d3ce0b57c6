package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dispatch05/geo/register"
)

const comments = "/api/v1/comments"

func commentOf(text string) map[string]any { return map[string]any{"text": text} }

// A comment names houses, each with the words that name it, and tells what the register lacks.
func TestACommentBecomesHouses(t *testing.T) {
	w := newTown(t)
	operator := w.enter(home, "operator")
	const text = "Лесная 1 порыв д=100, без ХВС Лесная 1, 2, 7"
	got := read[register.Reading](t, operator.call("POST", comments, commentOf(text)), http.StatusOK)
	if len(got.Houses) != 2 || got.Houses[0].HouseID != w.places[home].house || got.Houses[1].Address != "ул. Лесная, 2" || got.Houses[0].Point == nil {
		t.Fatalf("houses %+v", got.Houses)
	}
	for _, h := range got.Houses {
		if said := string([]rune(text)[h.Span.Start:h.Span.End]); said != h.Span.Text || !strings.Contains(said, h.Number) {
			t.Errorf("%s comes from %q, at its place stands %q", h.Address, h.Span.Text, said)
		}
	}
	if len(got.Site) != 1 || fmt.Sprint(got.DiametersMM) != "[100]" || len(got.Utilities) != 1 || got.Utilities[0].Effect != register.EffectCut || got.ReadAs != "" {
		t.Errorf("facts %+v", got)
	}
	if len(got.Unresolved) != 1 || got.Unresolved[0].Reason != register.ReasonNoSuchHouse {
		t.Errorf("unresolved %+v", got.Unresolved)
	}
	slip := read[register.Reading](t, operator.call("POST", comments, commentOf("Ktcyfz 2")), http.StatusOK)
	if len(slip.Houses) != 1 || slip.ReadAs != "лесная 2" || string([]rune(slip.ReadAs)[slip.Houses[0].Span.Start:slip.Houses[0].Span.End]) != slip.Houses[0].Span.Text {
		t.Errorf("typed on the other layout: %+v", slip)
	}
}

// The fence is the city of the session: the same words name the houses of the reader's own city.
func TestACommentIsReadInTheReadersCity(t *testing.T) {
	w := newTown(t)
	for _, city := range []string{home, abroad} {
		got := read[register.Reading](t, w.enter(city, "dispatcher").call("POST", comments, commentOf("без ХВС Лесная 1")), http.StatusOK)
		if len(got.Houses) != 1 || got.Houses[0].HouseID != w.places[city].house {
			t.Errorf("%s: %+v", city, got.Houses)
		}
	}
}

// Who may register may read a comment, and nobody else; what no person types is refused or read, in time, and nothing is kept.
func TestCommentsOfStrangersAndHostileOnes(t *testing.T) {
	w := newTown(t)
	operator, before := w.enter(home, "operator"), w.traces()
	for _, login := range []string{"crew", "foreman", "committee", "admin"} {
		if got := w.enter(home, login).call("POST", comments, commentOf("Лесная 1")); got.status != http.StatusForbidden {
			t.Errorf("%s is answered %d %s", login, got.status, got.body)
		}
	}
	if got := w.nobody().call("POST", comments, commentOf("Лесная 1")); got.status != http.StatusUnauthorized {
		t.Errorf("nobody is answered %d", got.status)
	}
	for name, c := range map[string]struct {
		body any
		code string
	}{
		"too long": {commentOf(strings.Repeat("ы", 4001)), "too_long"}, "nothing": {commentOf(""), "too_short"}, "null character": {commentOf("Лесная\x00 1"), "bad_text"},
		"unknown field": {map[string]any{"text": "Лесная 1", "city": abroad}, "bad_input"}, "half a pair": {`{"text": "\ud800"}`, "bad_json"},
	} {
		if told := read[problem](t, operator.call("POST", comments, c.body), map[bool]int{true: 400, false: 422}[c.code == "bad_json"]); told.Code != c.code && (len(told.Errors) != 1 || told.Errors[0].Code != c.code) {
			t.Errorf("%s: %+v", name, told)
		}
	}
	for name, text := range map[string]string{
		"brackets": strings.Repeat("(", 4000), "ranges": strings.Repeat("Лесная 1-999999999, ", 200), "commas": strings.Repeat(",", 4000), "markup": "<script>alert(1)</script> Лесная 1",
		"faces": strings.Repeat("😀", 3990) + " Лесная 2", "numbers": strings.Repeat("1 ", 2000), "direction": "\u202eЛесная 1\u202c", "one word": strings.Repeat("ы", 4000),
		"one number": "Лесная " + strings.Repeat("9", 3900), "lines": strings.Repeat("\r\n\t", 1300),
	} {
		got := read[register.Reading](t, operator.call("POST", comments, commentOf(text)), http.StatusOK)
		for _, h := range append(got.Houses, got.Site...) {
			if read := []rune(map[bool]string{true: text, false: got.ReadAs}[got.ReadAs == ""]); string(read[h.Span.Start:h.Span.End]) != h.Span.Text {
				t.Errorf("%s: the span of %s is not of the text", name, h.Address)
			}
		}
	}
	if w.traces() != before || strings.Contains(w.log.String(), "Лесная") {
		t.Errorf("left a trace: %s, then %s", before, w.traces())
	}
}
