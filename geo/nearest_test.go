package geo_test

import (
	"cmp"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"

	"dispatch05/geo"
)

var anyPoint = rapid.Custom(func(t *rapid.T) orb.Point {
	return orb.Point{
		rapid.Float64Range(48.1, 48.7).Draw(t, "lon"),
		rapid.Float64Range(54.1, 54.5).Draw(t, "lat"),
	}
})

// At 55 N a degree of longitude is 0.57 of a degree of latitude.
func TestClosestIsMeasuredOnTheGroundAndNotInDegrees(t *testing.T) {
	house := orb.Point{48.400, 54.300}
	east := orb.Point{48.412, 54.300}  // 0.012 degrees, 779 m
	north := orb.Point{48.400, 54.309} // 0.009 degrees, 1001 m
	near := geo.NewNearest([]orb.Point{north, east}).Closest(house, 1, nil)
	if len(near) != 1 || near[0].Index != 1 {
		t.Fatalf("nearest = %+v, want the eastern point", near)
	}
	if m := near[0].Meters; m < 770 || m > 790 {
		t.Errorf("distance = %.0f m, want about 779", m)
	}
}

func TestNearestAgreesWithMeasuringEveryPoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SliceOfN(anyPoint, 1, 60).Draw(t, "points")
		to := anyPoint.Draw(t, "to")
		count := rapid.IntRange(1, 10).Draw(t, "count")
		radius := rapid.Float64Range(0, 20000).Draw(t, "radius")
		even := func(i int) bool { return i%2 == 0 }

		var all []geo.Near
		for i, p := range points {
			if even(i) {
				all = append(all, geo.Near{Index: i, Meters: geo.DistanceMeters(to, p)})
			}
		}
		slices.SortFunc(all, func(a, b geo.Near) int {
			return cmp.Or(cmp.Compare(a.Meters, b.Meters), cmp.Compare(a.Index, b.Index))
		})
		index := geo.NewNearest(points)
		if got := index.Closest(to, count, even); !sameDistances(got, all[:min(count, len(all))]) {
			t.Fatalf("closest = %v, want %v", got, all)
		}
		inside := slices.IndexFunc(all, func(n geo.Near) bool { return n.Meters > radius })
		if inside < 0 {
			inside = len(all)
		}
		if got := index.Within(to, radius, even); !slices.Equal(got, all[:inside]) {
			t.Fatalf("within %.0f m = %v, want %v", radius, got, all[:inside])
		}
	})
}

func TestInsideAgreesWithAskingEveryPoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SliceOfN(anyPoint, 1, 60).Draw(t, "points")
		corners := rapid.SliceOfN(anyPoint, 3, 8).Draw(t, "corners")
		area := orb.MultiPolygon{{append(orb.Ring(corners), corners[0])}}
		var all []int
		for i, p := range points {
			if planar.MultiPolygonContains(area, p) {
				all = append(all, i)
			}
		}
		if got := geo.NewNearest(points).Inside(area); !slices.Equal(got, all) {
			t.Fatalf("inside %v: %v, want %v", area, got, all)
		}
	})
	if inside := geo.NewNearest(nil).Inside(orb.MultiPolygon{}); inside != nil {
		t.Errorf("inside of nothing: %v", inside)
	}
}

func sameDistances(a, b []geo.Near) bool {
	return slices.EqualFunc(a, b, func(x, y geo.Near) bool { return x.Meters == y.Meters })
}

func TestNearestOfNothing(t *testing.T) {
	empty := geo.NewNearest(nil)
	if near := empty.Closest(orb.Point{48, 54}, 3, nil); near != nil {
		t.Errorf("closest of nothing = %v", near)
	}
	if near := empty.Within(orb.Point{48, 54}, 1e6, nil); near != nil {
		t.Errorf("within of nothing = %v", near)
	}
}

func TestPlaneThereAndBack(t *testing.T) {
	plane := geo.NewPlane(orb.Point{48.4, 54.3})
	rapid.Check(t, func(t *rapid.T) {
		p := anyPoint.Draw(t, "point")
		back := plane.LonLat(plane.Meters(p))
		if geo.DistanceMeters(p, back) > 0.001 {
			t.Fatalf("%v came back as %v", p, back)
		}
	})
}

func TestDistrictsOnAndOffTheBorder(t *testing.T) {
	square := func(west, east float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{west, 54}, {east, 54}, {east, 55}, {west, 55}, {west, 54}}}}
	}
	districts := geo.NewDistricts([]geo.District{
		{Name: "Заречный", Kind: geo.ManagingArea, Area: square(48, 49)},
		{Name: "Ленинский", Kind: geo.ManagingArea, Area: square(49, 50)},
		{Name: "ТОС «Восход»", Kind: geo.SelfRule, Area: square(49.5, 50)},
	})
	for _, c := range []struct {
		name  string
		point orb.Point
		want  []string
	}{
		{"inside the first", orb.Point{48.5, 54.5}, []string{"Заречный"}},
		{"inside the second", orb.Point{49.2, 54.5}, []string{"Ленинский"}},
		{"inside two kinds", orb.Point{49.7, 54.5}, []string{"Ленинский", "ТОС «Восход»"}},
		{"on the common border", orb.Point{49, 54.5}, []string{"Заречный"}},
		{"outside", orb.Point{51, 54.5}, nil},
	} {
		var names []string
		for _, district := range districts.Of(c.point) {
			names = append(names, district.Name)
		}
		if !slices.Equal(names, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, names, c.want)
		}
	}
}

func TestInsideIsInside(t *testing.T) {
	horseshoe := orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {8, 10}, {8, 2}, {2, 2}, {2, 10}, {0, 10}, {0, 0}}}
	hollow := orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}, {{1, 1}, {6, 1}, {6, 9}, {1, 9}, {1, 1}}}
	for name, area := range map[string]orb.MultiPolygon{
		"a horseshoe": {horseshoe}, "a hole around the centre": {hollow}, "the larger of two": {{{{20, 20}, {21, 20}, {21, 21}, {20, 20}}}, horseshoe},
	} {
		if at := geo.Inside(area); !planar.MultiPolygonContains(area, at) {
			t.Errorf("%s: %v lies outside", name, at)
		}
	}
	if at := geo.Inside(orb.MultiPolygon{{{{4, 4}, {6, 4}, {4, 4}}}}); at != (orb.Point{5, 4}) {
		t.Errorf("an area without a surface: %v", at)
	}
}
