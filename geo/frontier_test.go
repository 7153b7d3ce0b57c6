package geo_test

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dispatch05/geo"
)

// TestFrontierGivesTheCheapestFirst holds the queue against a sorted list, with steps added between.
func TestFrontierGivesTheCheapestFirst(t *testing.T) {
	type step struct {
		node int
		cost float64
	}
	rapid.Check(t, func(t *rapid.T) {
		var frontier geo.Frontier
		var plain []step
		for range rapid.IntRange(1, 200).Draw(t, "moves") {
			if len(plain) == 0 || rapid.IntRange(0, 2).Draw(t, "add") > 0 {
				s := step{rapid.IntRange(0, 20).Draw(t, "node"), float64(rapid.IntRange(0, 9).Draw(t, "cost"))}
				frontier.Reach(s.node, s.cost)
				plain = append(plain, s)
				continue
			}
			slices.SortFunc(plain, func(a, b step) int { return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.node, b.node)) })
			if node, cost := frontier.Next(); (step{node, cost}) != plain[0] {
				t.Fatalf("node %d at %v, want %+v", node, cost, plain[0])
			}
			plain = plain[1:]
		}
		if frontier.Len() != len(plain) {
			t.Fatalf("%d steps wait, want %d", frontier.Len(), len(plain))
		}
	})
}
