package geo_test

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"

	"dispatch05/geo"
)

func TestInteriorPoint(t *testing.T) {
	square := orb.Ring{{0, 0}, {9, 0}, {9, 9}, {0, 9}, {0, 0}}
	yard := orb.Ring{{1, 1}, {8, 1}, {8, 8}, {1, 8}, {1, 1}}
	for name, shape := range map[string]orb.Polygon{
		"a house":          {square},
		"round a yard":     {square, yard},
		"a horseshoe":      {{{0, 0}, {10, 0}, {10, 10}, {9, 10}, {9, 1}, {1, 1}, {1, 10}, {0, 10}, {0, 0}}},
		"a horseshoe down": {{{0, 10}, {10, 10}, {10, 0}, {9, 0}, {9, 9}, {1, 9}, {1, 0}, {0, 0}, {0, 10}}},
		"an angle":         {{{0, 0}, {10, 0}, {10, 1}, {1, 1}, {1, 10}, {0, 10}, {0, 0}}},
	} {
		if p := geo.InteriorPoint(shape); !planar.PolygonContains(shape, p) {
			t.Errorf("%s: %v lies outside", name, p)
		}
	}
	if p := geo.InteriorPoint(orb.Polygon{square}); p != (orb.Point{4.5, 4.5}) {
		t.Errorf("the middle of a square: %v", p)
	}
	if p := geo.InteriorPoint(orb.Polygon{{{3, 4}, {3, 4}, {3, 4}}}); p != (orb.Point{3, 4}) {
		t.Errorf("no area: %v", p)
	}
	if geo.InteriorPoint(nil) != (orb.Point{}) || geo.Largest(nil) != nil {
		t.Error("nothing has a point")
	}
	small := orb.Polygon{{{20, 20}, {21, 20}, {21, 21}, {20, 20}}}
	if got := geo.Largest(orb.MultiPolygon{small, {square}, small}); got.Bound().Max != (orb.Point{9, 9}) {
		t.Errorf("the largest: %v", got)
	}
}

// TestInteriorPointOfAnyComb: whatever teeth a building has, the point is in it.
func TestInteriorPointOfAnyComb(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ring := orb.Ring{{0, 0}}
		x := 0.0
		for range rapid.IntRange(1, 8).Draw(t, "teeth") {
			wide, gap, high := rapid.Float64Range(0.1, 2).Draw(t, "wide"), rapid.Float64Range(0.1, 9).Draw(t, "gap"), rapid.Float64Range(2, 30).Draw(t, "high")
			ring = append(ring, orb.Point{x, -high}, orb.Point{x + wide, -high}, orb.Point{x + wide, -0.05})
			x += wide + gap
			ring = append(ring, orb.Point{x, -0.05})
		}
		ring = append(ring, orb.Point{x, 0}, orb.Point{0, 0})
		if p := geo.InteriorPoint(orb.Polygon{ring}); !planar.RingContains(ring, p) {
			t.Fatalf("%v lies outside of %v", p, ring)
		}
	})
}
