package dispatch

import (
	"testing"
	"time"
)

// TestAnAcknowledgementHoldsOnByDeeds of those who work, not by what a resident or the service itself writes, nor by what an
// alarm leaves in the journal.
func TestAnAcknowledgementHoldsOnByDeeds(t *testing.T) {
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	ago := func(minutes int, kind string, role Role) Entry {
		return Entry{Kind: kind, Role: role, At: now.Add(-time.Duration(minutes) * time.Minute)}
	}
	for name, c := range map[string]struct {
		since []Entry
		left  time.Duration // 0: it has run out
	}{
		"nothing":                            {nil, 0},
		"a dispatcher sent a crew":           {[]Entry{ago(4, "order", Dispatcher)}, 6 * time.Minute},
		"the crew is on its way":             {[]Entry{ago(8, "order", Dispatcher), ago(3, "order", CrewMember)}, 7 * time.Minute},
		"it was long ago":                    {[]Entry{ago(11, "order", Dispatcher)}, 0},
		"the resident wrote":                 {[]Entry{ago(1, "state", Resident)}, 0},
		"the service moved it on":            {[]Entry{ago(1, "state", System)}, 0},
		"a deed, then the resident wrote":    {[]Entry{ago(4, "order", Dispatcher), ago(1, "photo", Resident), ago(1, "state", Resident)}, 6 * time.Minute},
		"the alarm's own lines and no deeds": {[]Entry{ago(2, "escalation", System), ago(1, "acknowledged", Senior)}, 0},
	} {
		held := Held{Since: c.since}
		held.AckMinutes = 10
		switch until := held.until(now); {
		case until == nil && c.left != 0, until != nil && until.Sub(now) != c.left:
			t.Errorf("%s: until %v, want %v left", name, until, c.left)
		}
	}
}
