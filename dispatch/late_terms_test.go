package dispatch

import (
	"testing"
	"time"
)

// TestALateTermBeginsAlone: one clause holds several terms, and those of it that run already are not begun again.
func TestALateTermBeginsAlone(t *testing.T) {
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	c := Case{Request: Request{ID: 7, City: "reka", Problem: "cold-riser-burst", Channel: Telephone, RegisteredAt: now, ReceivedAt: now, DamagedAt: now}, Zone: time.UTC}
	rules := StandardRules()
	clocks, _ := startClocks(c, rules)
	late, mates := clocks[0], 0
	for _, k := range clocks[1:] {
		if k.Clause == late.Clause {
			mates++
		}
		c.Clocks = append(c.Clocks, k)
	}
	if mates == 0 {
		t.Fatalf("no clause of %+v holds two terms", clocks)
	}
	journal := []Entry{{Kind: "clock", To: "unknown", Detail: Detail{Clock: string(late.Kind), Clause: late.Clause}}}
	r := revise(c, SystemActor("reka", "05"), now)
	r.startLate(rules, unknownTerms(journal))
	if len(r.After.Clocks) != len(clocks) || r.After.Clocks[len(clocks)-1].Kind != late.Kind {
		t.Errorf("%d clocks after one of %d began late: %+v", len(r.After.Clocks), len(clocks), r.After.Clocks)
	}
	if left := unknownTerms(append(journal, r.Entries...)); len(left) != 0 {
		t.Errorf("still unknown: %v", left)
	}
}
