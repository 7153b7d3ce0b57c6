package demo_test

import (
	"testing"

	"dispatch05/geo"
	"dispatch05/geo/demo"
)

func TestNetworkIsATreeFromItsSources(t *testing.T) {
	for _, n := range city().Networks {
		above := map[int]int{}
		for _, e := range n.Edges {
			if _, twice := above[e.To]; twice {
				t.Errorf("%s: node %d is fed twice", n.Utility, e.To)
			}
			above[e.To] = e.From
		}
		for _, node := range n.Nodes {
			at, steps := node.ID, 0
			for n.Nodes[at].Kind != demo.SourceNode {
				from, fed := above[at]
				if !fed || steps > len(n.Nodes) {
					t.Fatalf("%s: node %d leads to no source", n.Utility, node.ID)
				}
				at, steps = from, steps+1
			}
		}
		if sources := len(n.Nodes) - len(n.Edges); sources < 2 {
			t.Errorf("%s has %d sources", n.Utility, sources)
		}
	}
}

func TestNetworkReachesEveryHouseItServes(t *testing.T) {
	c := city()
	for _, n := range c.Networks {
		fed := map[string]int{}
		for _, node := range n.Nodes {
			if node.Kind == demo.InputNode {
				fed[node.House]++
			}
		}
		for _, h := range c.Houses {
			want := 1
			if n.Utility == demo.Heat && h.Flats == 1 {
				want = 0 // one-family houses heat themselves
			}
			if fed[h.SourceID] != want {
				t.Errorf("%s: %s has %d inputs, want %d", n.Utility, h.Address, fed[h.SourceID], want)
			}
		}
	}
}

func TestPipesNarrowOnTheirWay(t *testing.T) {
	for _, n := range city().Networks {
		widest := map[int]int{}
		for _, e := range n.Edges {
			if n.Nodes[e.From].Kind != demo.SourceNode && e.DiameterMM > widest[e.From] {
				t.Errorf("%s: a pipe of %d mm is fed by one of %d", n.Utility, e.DiameterMM, widest[e.From])
			}
			widest[e.To] = e.DiameterMM
			if (e.DiameterMM == 0) != (n.Utility == demo.Power) {
				t.Errorf("%s: bore %d mm", n.Utility, e.DiameterMM)
			}
		}
	}
}

func TestLinesBeginAndEndAtTheirNodes(t *testing.T) {
	for _, n := range city().Networks {
		for _, e := range n.Edges {
			first, last := e.Line[0], e.Line[len(e.Line)-1]
			if geo.DistanceMeters(first, n.Nodes[e.From].Point) > 0.1 || geo.DistanceMeters(last, n.Nodes[e.To].Point) > 0.1 {
				t.Errorf("%s: the line of edge %d-%d lies elsewhere", n.Utility, e.From, e.To)
			}
		}
	}
}
