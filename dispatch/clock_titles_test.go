package dispatch

import (
	"testing"

	"dispatch05/dispatch/norms"
)

// A kind of clock without a title would show its code to people.
func TestEachKindOfClockHasATitleOfItsOwn(t *testing.T) {
	kinds := append(norms.Kinds(), WorkClock, StateClock)
	owner := map[string]norms.Kind{}
	for _, kind := range kinds {
		title := ClockTitle(string(kind))
		if title.Ru == string(kind) || title.En == string(kind) {
			t.Errorf("%s has no title", kind)
		}
		if other, taken := owner[title.Ru]; taken {
			t.Errorf("%s and %s are both called %q", kind, other, title.Ru)
		}
		owner[title.Ru] = kind
	}
	if len(clockTitles()) != len(kinds) {
		t.Errorf("%d titles for %d kinds: some title is of no kind", len(clockTitles()), len(kinds))
	}
}
