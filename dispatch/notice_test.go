package dispatch

import (
	"testing"
	"time"
)

// TestMoot: what is not true any more is not told.
func TestMoot(t *testing.T) {
	now := time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)
	later := now.Add(time.Hour)
	for _, row := range []struct {
		name   string
		notice Notice
		matter Matter
		moot   bool
	}{
		{"the term stands", Notice{Kind: PlannedNotice, Term: &now}, Matter{Request: InWork, PlannedAt: &now}, false},
		{"another term by now", Notice{Kind: PlannedNotice, Term: &now}, Matter{Request: InWork, PlannedAt: &later}, true},
		{"done before the morning", Notice{Kind: PlannedNotice, Term: &now}, Matter{Request: Done, PlannedAt: &now}, true},
		{"returned before the morning", Notice{Kind: DoneNotice}, Matter{Request: Returned}, true},
		{"confirmed by the resident", Notice{Kind: DoneNotice}, Matter{Request: Confirmed}, true},
		{"done", Notice{Kind: DoneNotice}, Matter{Request: Done}, false},
		{"refused and taken back", Notice{Kind: EndedNotice}, Matter{Request: Registered}, true},
		{"the tablet has it", Notice{Kind: OrderNotice}, Matter{Order: OrderDelivered}, true},
		{"the clock was met", Notice{Kind: EscalationNotice}, Matter{Request: InWork}, true},
		{"somebody took it", Notice{Kind: EscalationNotice}, Matter{Request: InWork, Running: true, Taken: true}, true},
		{"it still runs", Notice{Kind: EscalationNotice}, Matter{Request: InWork, Running: true}, false},
	} {
		if moot := row.notice.Moot(row.matter); moot != row.moot {
			t.Errorf("%s: moot %v", row.name, moot)
		}
	}
}
