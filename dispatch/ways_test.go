package dispatch

import (
	"testing"

	"github.com/paulmach/orb"

	"dispatch05/geo"
	"dispatch05/geo/roads"
)

// TestMethodsOfAWay: by roads where the city has them, round its barriers otherwise, and the reason says which and why.
func TestMethodsOfAWay(t *testing.T) {
	places := map[int64]orb.Point{1: {73.40, 55}, 2: {73.45, 55}, 3: {73.48, 55}}
	graph, _, err := roads.Build([]roads.Street{{Name: "улица Минаева", Nodes: []int64{1, 2, 3}, ThereKmh: 36, BackKmh: 36}},
		func(node int64) (orb.Point, bool) { p, known := places[node]; return p, known }, nil)
	if err != nil {
		t.Fatal(err)
	}
	river := geo.NewBarriers([]geo.Barrier{{Name: "Река", Shape: orb.LineString{{73.5, 54}, {73.5, 56}}}},
		[]geo.Crossing{{Name: "Старый", Kind: geo.Bridge, Line: orb.LineString{{73.499, 55.001}, {73.501, 55.001}}}})
	dry := geo.NewBarriers([]geo.Barrier{{Name: "Река", Shape: orb.LineString{{73.5, 54}, {73.5, 56}}}}, nil)
	house := orb.Point{73.40, 55}
	for name, c := range map[string]struct {
		ways    Ways
		from    orb.Point
		by, ru  string
		minutes int
	}{
		"by roads":                   {Ways{Roads: graph, Barriers: river}, orb.Point{73.45, 55}, ByRoads, "по дорогам 3,2 км", 6},
		"by roads alone":             {Ways{Roads: graph}, orb.Point{73.45, 55}, ByRoads, "по дорогам 3,2 км", 6},
		"without a road map":         {Ways{Barriers: river}, orb.Point{73.55, 55}, ByBarriers, "через мост «Старый» 9,6 км (без карты дорог)", 28},
		"straight, without a map":    {Ways{Barriers: river}, orb.Point{73.45, 55}, ByBarriers, "по прямой 3,2 км (без карты дорог)", 10},
		"far from all roads":         {Ways{Roads: graph, Barriers: river}, orb.Point{73.45, 55.02}, ByBarriers, "по прямой 3,9 км (до дороги на карте 2,2 км)", 12},
		"far, with nothing else":     {Ways{Roads: graph}, orb.Point{73.45, 55.02}, "", "", 0},
		"far, no crossing":           {Ways{Roads: graph, Barriers: dry}, orb.Point{73.55, 55}, "", "", 0},
		"a graph that has no street": {Ways{Roads: new(roads.Graph), Barriers: river}, orb.Point{73.45, 55}, ByBarriers, "по прямой 3,2 км (на карте дорог проезда нет)", 10},
	} {
		toward := c.ways.toward(house)
		way := toward.drive(c.from)
		if way.by != c.by || way.ru != c.ru || way.minutes() != c.minutes || way.rough != (c.by == ByBarriers) || way.reachable != (c.by != "") {
			t.Errorf("%s: %+v, %d min", name, way, way.minutes())
		}
		if route := toward.route(c.from); route.meters != way.meters || (len(route.line) > 1) != way.reachable || (len(route.steps) > 0) != (c.by == ByRoads) {
			t.Errorf("%s: the route is %+v", name, route)
		}
	}
	if (Ways{}).toward(house) != nil {
		t.Error("a way without any map")
	}
}

// TestNearestIsByTime: along a fast road from farther away comes sooner than along a slow one.
func TestNearestIsByTime(t *testing.T) {
	places := map[int64]orb.Point{1: {73.40, 55}, 2: {73.44, 55}, 3: {73.36, 55}}
	graph, _, err := roads.Build([]roads.Street{{Nodes: []int64{1, 2}, ThereKmh: 60, BackKmh: 60}, {Nodes: []int64{1, 3}, ThereKmh: 10, BackKmh: 10}},
		func(node int64) (orb.Point, bool) { p, known := places[node]; return p, known }, nil)
	if err != nil {
		t.Fatal(err)
	}
	until := noon.AddDate(0, 0, 1)
	c := caseWith(Accepted)
	c.Place.Point = &orb.Point{73.40, 55}
	crews := []Crew{{ID: 1, Skills: []string{"plumbing"}, People: 2, ShiftUntil: &until, Point: &orb.Point{73.38, 55}}, {ID: 2, Skills: []string{"plumbing"}, People: 2, ShiftUntil: &until, Point: &orb.Point{73.44, 55}}}
	chosen := recommend(c, crews, need{"plumbing", 1}, Ways{Roads: graph}, noon).Chosen
	if len(chosen) != 2 || chosen[0].Crew.ID != 2 || *chosen[0].Meters < *chosen[1].Meters || chosen[0].Rough {
		t.Errorf("chosen %s", choices(chosen))
	}
}
