package demo_test

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"

	"dispatch05/geo"
	"dispatch05/geo/demo"
)

var city = sync.OnceValue(func() *demo.City { return demo.New(5) })

func TestSameSeedSameCity(t *testing.T) {
	written := func(seed uint64) string {
		data, err := json.Marshal(demo.New(seed))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	first := written(7)
	if again := written(7); again != first {
		t.Error("one seed made two cities")
	}
	if other := written(8); other == first {
		t.Error("two seeds made one city")
	}
}

func TestCityIsOfTheSizeOfACity(t *testing.T) {
	for _, seed := range []uint64{1, 5, 2026} {
		c := demo.New(seed)
		for what, size := range map[string]struct{ got, least, most int }{
			"houses":        {len(c.Houses), 3000, 5000},
			"streets":       {len(c.Streets), 120, 165},
			"organisations": {len(c.Organisations), 17, 17},
			"crews":         {len(c.Crews), 24, 24},
			"crossings":     {len(c.Crossings), 5, 5},
			"districts":     {len(c.Districts), 12, 20},
		} {
			if size.got < size.least || size.got > size.most {
				t.Errorf("seed %d: %d %s, want %d to %d", seed, size.got, what, size.least, size.most)
			}
		}
	}
}

func TestNoTwoHousesHaveOneAddress(t *testing.T) {
	for _, seed := range []uint64{1, 5, 2026} {
		seen := map[string]bool{}
		for _, h := range demo.New(seed).Houses {
			if seen[h.Address] || seen[h.SourceID] {
				t.Errorf("seed %d: %s stands twice", seed, h.Address)
			}
			seen[h.Address], seen[h.SourceID] = true, true
		}
	}
}

func TestAddressesHaveEveryFormThatCitiesHave(t *testing.T) {
	has := func(what string, is func(number, street, settlement string) bool) {
		for _, h := range city().Houses {
			if is(h.Number, h.Street, h.Settlement) {
				return
			}
		}
		t.Errorf("no house with %s", what)
	}
	has("a letter", func(n, _, _ string) bool { return strings.HasSuffix(n, "а") })
	has("a corpus", func(n, _, _ string) bool { return strings.Contains(n, " к. ") })
	has("a corner fraction", func(n, _, _ string) bool { return strings.Contains(n, "/") })
	has("an ordinal lane", func(_, s, _ string) bool { return strings.HasPrefix(s, "2-й ") })
	has("a number in the street's name", func(_, s, _ string) bool { return s == "40 лет Победы" })
	for _, settlement := range []string{"", "с. Луговое", "пос. Кирпичный"} {
		has("Школьная in "+settlement, func(_, s, p string) bool { return s == "Школьная" && p == settlement })
	}
}

func TestAddressIsTheOneTheRegisterShows(t *testing.T) {
	for _, h := range city().Houses {
		if h.Address != h.Shown() {
			t.Fatalf("address %q, the register shows %q", h.Address, h.Shown())
		}
	}
}

func TestNoHouseStandsInTheWater(t *testing.T) {
	for i, h := range city().Houses {
		for _, corner := range city().Footprints[i][0] {
			if planar.MultiPolygonContains(city().Water, corner) {
				t.Errorf("%s stands in the water", h.Address)
				break
			}
		}
	}
}

func TestHousesDoNotOverlap(t *testing.T) {
	c := city()
	points := make([]orb.Point, len(c.Houses))
	for i, h := range c.Houses {
		points[i] = h.Point
	}
	nearest := geo.NewNearest(points)
	for i, h := range c.Houses {
		for _, near := range nearest.Within(h.Point, 120, func(j int) bool { return j > i }) {
			for _, corner := range c.Footprints[near.Index][0] {
				if planar.PolygonContains(c.Footprints[i], corner) {
					t.Errorf("%s overlaps %s", h.Address, c.Houses[near.Index].Address)
					break
				}
			}
		}
	}
}

func TestFootprintLiesAroundThePoint(t *testing.T) {
	for i, h := range city().Houses {
		centre, _ := planar.CentroidArea(city().Footprints[i])
		if geo.DistanceMeters(centre, h.Point) > 0.5 {
			t.Errorf("%s: the footprint lies elsewhere", h.Address)
		}
	}
}

func TestEveryHouseStandsNearItsStreet(t *testing.T) {
	c := city()
	type name struct{ settlement, kind, name string }
	lines := map[name]orb.LineString{}
	for _, s := range c.Streets {
		lines[name{s.Settlement, s.Type, s.Name}] = s.Line
	}
	plane := geo.NewPlane(c.Centre)
	for _, h := range c.Houses {
		line, found := lines[name{h.Settlement, h.StreetType, h.Street}]
		if !found {
			t.Errorf("%s stands on no street", h.Address)
		} else if meters := planar.DistanceFrom(plane.LineMeters(line), plane.Meters(h.Point)); meters > 195 {
			t.Errorf("%s stands %.0f m from its street", h.Address, meters)
		}
	}
}

func TestFactsOfHousesAreBelievable(t *testing.T) {
	for _, h := range city().Houses {
		if h.Year < 1850 || h.Year > 2026 || h.Levels < 1 || h.Levels > 25 || h.Entrances < 1 || h.Flats < h.Entrances {
			t.Errorf("%s: %d, %d storeys, %d entrances, %d flats", h.Address, h.Year, h.Levels, h.Entrances, h.Flats)
		}
		if h.Levels >= 9 && h.Year < 1960 {
			t.Errorf("%s has %d storeys since %d", h.Address, h.Levels, h.Year)
		}
	}
}

func TestTilesShowTheWholeCity(t *testing.T) {
	c := city()
	ids := map[string]int64{}
	for i, h := range c.Houses {
		ids[h.SourceID] = int64(i + 1)
	}
	m := geo.NewCityMap(c.Shapes(func(sourceID string) int64 { return ids[sourceID] }))
	seen := map[float64]bool{}
	low, high := maptile.At(c.Bounds.Min, 14), maptile.At(c.Bounds.Max, 14)
	for x := low.X; x <= high.X; x++ {
		for y := high.Y; y <= low.Y; y++ {
			data, _, err := m.Tile(14, int(x), int(y))
			if err != nil {
				t.Fatal(err)
			}
			layers, err := mvt.Unmarshal(data)
			if err != nil {
				t.Fatal(err)
			}
			for _, layer := range layers {
				if layer.Name == geo.LayerHouses {
					for _, feature := range layer.Features {
						seen[feature.ID.(float64)] = true
					}
				}
			}
		}
	}
	if len(seen) != len(c.Houses) {
		t.Errorf("the tiles show %d of %d houses", len(seen), len(c.Houses))
	}
}

var anyHouse = rapid.Custom(func(t *rapid.T) orb.Point {
	return rapid.SampledFrom(city().Houses).Draw(t, "house").Point
})

// A way crosses the water only along the line of a bridge that it names.
func TestWayCrossesTheRiverByBridgesOnly(t *testing.T) {
	c := city()
	barriers := geo.NewBarriers(c.Barriers, c.Crossings)
	rapid.Check(t, func(t *rapid.T) {
		way := barriers.Way(anyHouse.Draw(t, "from"), anyHouse.Draw(t, "to"))
		if !way.Reachable {
			t.Fatal("no way between two houses of the city")
		}
		crossed := 0
		for i := 1; i < len(way.Line); i++ {
			for _, barrier := range c.Barriers {
				if meets(way.Line[i-1:i+1], barrier.Shape.(orb.LineString)) {
					crossed++
					if !onCrossing(c.Crossings, way.Line[i-1:i+1]) {
						t.Fatalf("a leg of the way jumps the %s", barrier.Name)
					}
				}
			}
		}
		if crossed != len(way.Over) {
			t.Fatalf("crosses %d times and names %d crossings", crossed, len(way.Over))
		}
	})
}

func onCrossing(crossings []geo.Crossing, leg orb.LineString) bool {
	return slices.ContainsFunc(crossings, func(c geo.Crossing) bool {
		first, last := c.Line[0], c.Line[len(c.Line)-1]
		same := func(a, b orb.Point) bool { return geo.DistanceMeters(a, b) < 0.1 }
		return same(first, leg[0]) && same(last, leg[1]) || same(first, leg[1]) && same(last, leg[0])
	})
}

func meets(leg, line orb.LineString) bool {
	for i := 1; i < len(line); i++ {
		if turn(leg[0], leg[1], line[i-1]) != turn(leg[0], leg[1], line[i]) &&
			turn(line[i-1], line[i], leg[0]) != turn(line[i-1], line[i], leg[1]) {
			return true
		}
	}
	return false
}

func turn(a, b, p orb.Point) bool {
	return (b[0]-a[0])*(p[1]-a[1]) > (b[1]-a[1])*(p[0]-a[0])
}

func TestEveryHouseIsReachedByRoad(t *testing.T) {
	c := city()
	base := c.Crews[0].Base
	for _, h := range c.Houses {
		route := c.Roads.Toward(h.Point).Route(base).Line
		if len(route) < 2 || route[0] != base || route[len(route)-1] != h.Point {
			t.Fatalf("no road to %s", h.Address)
		}
	}
}

func TestRouteKeepsToStreetsAndBridges(t *testing.T) {
	c := city()
	plane := geo.NewPlane(c.Centre)
	barriers := geo.NewBarriers(c.Barriers, c.Crossings)
	rapid.Check(t, func(t *rapid.T) {
		from, to := anyHouse.Draw(t, "from"), anyHouse.Draw(t, "to")
		route := c.Roads.Toward(to).Route(from).Line
		meters := 0.0
		for i := 1; i < len(route); i++ {
			meters += geo.DistanceMeters(route[i-1], route[i])
		}
		if least := barriers.Way(from, to).Meters; meters < least-5 || meters > 2.5*least+800 {
			t.Fatalf("route of %.0f m for a way of %.0f m", meters, least)
		}
		for _, p := range route[1 : len(route)-1] {
			away := math.Inf(1)
			for _, s := range c.Streets {
				away = math.Min(away, planar.DistanceFrom(plane.LineMeters(s.Line), plane.Meters(p)))
			}
			if away > 4.1 {
				t.Fatalf("the route leaves the streets by %.1f m", away)
			}
		}
	})
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		demo.New(5)
	}
}

func BenchmarkTileOfTheCentre(b *testing.B) {
	c := city()
	ids := map[string]int64{}
	for i, h := range c.Houses {
		ids[h.SourceID] = int64(i + 1)
	}
	m := geo.NewCityMap(c.Shapes(func(id string) int64 { return ids[id] }))
	for _, zoom := range []maptile.Zoom{10, 12, 14, 16} {
		b.Run(string(rune('0'+zoom/10))+string(rune('0'+zoom%10)), func(b *testing.B) {
			tile := maptile.At(c.Centre, zoom)
			for b.Loop() {
				data, _, err := m.Tile(int(tile.Z), int(tile.X), int(tile.Y))
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(data)), "bytes")
			}
		})
	}
}

func BenchmarkRoute(b *testing.B) {
	c := city()
	i := 0
	for b.Loop() {
		c.Roads.Toward(c.Houses[(i*31+7)%len(c.Houses)].Point).Route(c.Houses[i%len(c.Houses)].Point)
		i++
	}
}
