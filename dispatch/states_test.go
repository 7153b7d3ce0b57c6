package dispatch

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// arrow is one allowed change of state.
type arrow struct{ from, to string }

// clockSteps are the arrows of a clock, which has times instead of a state: Revision.meet, turnClocks, turnWorkClock.
var clockSteps = []arrow{{"running", "met"}, {"running", "void"}, {"void", "running"},
	{"running", "paused"}, {"paused", "running"}, {"paused", "met"}, {"paused", "void"}}

func arrowsOf[S ~string](table map[S][]S) []arrow {
	var arrows []arrow
	for from, tos := range table {
		for _, to := range tos {
			arrows = append(arrows, arrow{string(from), string(to)})
		}
	}
	return arrows
}

// drawn reads the arrows of a chapter of STATES.md.
func drawn(t *testing.T, chapter string) []arrow {
	t.Helper()
	text, err := os.ReadFile("STATES.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "\n## "+chapter+"\n")
	_, rest, drawing := strings.Cut(rest, "```mermaid\n")
	picture, _, closed := strings.Cut(rest, "```")
	if !found || !drawing || !closed {
		t.Fatalf("STATES.md has no drawing of %q", chapter)
	}
	var arrows []arrow
	for _, m := range regexp.MustCompile(`(?m)^\s*([a-z_]+) --> ([a-z_]+)`).FindAllStringSubmatch(picture, -1) {
		arrows = append(arrows, arrow{m[1], m[2]})
	}
	return arrows
}

// TestStatesAreDrawnAsTheyAre: every arrow of the tables is in STATES.md, and no other.
func TestStatesAreDrawnAsTheyAre(t *testing.T) {
	for chapter, table := range map[string][]arrow{"Request": arrowsOf(requestSteps), "Order": arrowsOf(orderSteps), "Clock": clockSteps} {
		picture := drawn(t, chapter)
		for _, a := range table {
			if !slices.Contains(picture, a) {
				t.Errorf("%s: %s --> %s is allowed and not drawn", chapter, a.from, a.to)
			}
		}
		for _, a := range picture {
			if !slices.Contains(table, a) {
				t.Errorf("%s: %s --> %s is drawn and not allowed", chapter, a.from, a.to)
			}
		}
		if len(picture) != len(table) {
			t.Errorf("%s: %d arrows drawn, %d allowed", chapter, len(picture), len(table))
		}
	}
}

// TestEveryStateHasAWordAndAWayOut: a state that is open can be left, and every state can be reached.
func TestEveryStateHasAWordAndAWayOut(t *testing.T) {
	reached := map[string]bool{string(Registered): true, string(OrderReserved): true, string(OrderSent): true}
	for _, a := range append(arrowsOf(requestSteps), arrowsOf(orderSteps)...) {
		reached[a.to] = true
	}
	for state := range maps.Keys(reached) {
		if StateRu(state) == state {
			t.Errorf("%s has no Russian word", state)
		}
	}
	for from := range requestSteps {
		if !reached[string(from)] {
			t.Errorf("request %s is never reached", from)
		}
	}
	for _, a := range arrowsOf(orderSteps) {
		if to := OrderState(a.to); to.Active() && len(orderSteps[to]) == 0 {
			t.Errorf("order %s is active and cannot be left", to)
		}
		if from := OrderState(a.from); from.Active() && !from.May(OrderRecalled) {
			t.Errorf("order %s cannot be recalled", from)
		}
	}
	for _, a := range arrowsOf(requestSteps) {
		if to := RequestState(a.to); to.Open() && len(requestSteps[to]) == 0 {
			t.Errorf("request %s is open and cannot be left", to)
		}
	}
}
