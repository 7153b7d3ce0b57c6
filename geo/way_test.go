package geo_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"dispatch05/geo"
)

// The test city stands on a plane around 48.4, 54.3; points are given in metres.
var testPlane = geo.NewPlane(orb.Point{48.4, 54.3})

func at(east, north float64) orb.Point { return testPlane.LonLat(orb.Point{east, north}) }

func line(meters ...orb.Point) orb.LineString { return testPlane.LineLonLat(meters) }

// straightRiver runs along the meridian with one bridge 2 km north.
func straightRiver() *geo.Barriers {
	return geo.NewBarriers(
		[]geo.Barrier{{Name: "Вельма", Shape: line(orb.Point{0, -60000}, orb.Point{0, 60000})}},
		[]geo.Crossing{{Name: "Старый", Kind: geo.Bridge, Line: line(orb.Point{-100, 2000}, orb.Point{100, 2000})}},
	)
}

// bentRiver turns round a cape: to stay on one bank one has to go round it.
func bentRiver() *geo.Barriers {
	return geo.NewBarriers([]geo.Barrier{{Shape: line(
		orb.Point{-20000, 0}, orb.Point{0, 0}, orb.Point{500, 1000}, orb.Point{1000, 0}, orb.Point{20000, 0},
	)}}, nil)
}

// lake has an island in it, and a footbridge to the island.
func lake() *geo.Barriers {
	ring := func(radius float64) orb.Ring {
		return orb.Ring(line(orb.Point{-radius, -radius}, orb.Point{radius, -radius},
			orb.Point{radius, radius}, orb.Point{-radius, radius}, orb.Point{-radius, -radius}))
	}
	return geo.NewBarriers(
		[]geo.Barrier{{Shape: orb.Polygon{ring(1000), ring(200)}}},
		[]geo.Crossing{{Name: "Пешеходный", Kind: geo.Bridge, Line: line(orb.Point{1010, 0}, orb.Point{190, 0})}},
	)
}

func TestWay(t *testing.T) {
	for _, c := range []struct {
		name     string
		barriers *geo.Barriers
		from, to orb.Point
		meters   float64
		russian  string
		english  string
	}{
		{"one bank", straightRiver(), at(500, 0), at(500, 1200), 1200, "по прямой 1,2 км", "straight 1.2 km"},
		{"the house stands 300 m away on the other bank", straightRiver(), at(-150, 0), at(150, 0),
			2*2000.6 + 200, "через мост «Старый» 4,2 км", "over the bridge “Старый” 4.2 km"},
		{"from the middle of the bridge", straightRiver(), at(-20, 2000), at(100, 1000),
			80 + 1000 + 100, "через мост «Старый» 1,1 км", "over the bridge “Старый” 1.1 km"},
		{"round a cape on the far bank", bentRiver(), at(200, -500), at(800, -500),
			600, "по прямой 600 м", "straight 600 m"},
		{"round the cape itself", bentRiver(), at(100, 600), at(900, 600),
			2 * math.Hypot(400, 400), "в обход 1,1 км", "going round 1.1 km"},
		{"no bridge at all", bentRiver(), at(500, 500), at(500, 1500), math.Inf(1), "проезда нет", "no way there"},
		{"round a lake", lake(), at(-1500, 0), at(1500, 0),
			2*math.Hypot(500, 1000) + 2000, "в обход 4,2 км", "going round 4.2 km"},
		{"onto the island", lake(), at(0, 0), at(1500, 0),
			1500, "через мост «Пешеходный» 1,5 км", "over the bridge “Пешеходный” 1.5 km"},
	} {
		way := c.barriers.Way(c.from, c.to)
		if math.Abs(way.Meters-c.meters) > 0.02*c.meters+120*float64(len(way.Over)) || way.Reachable == math.IsInf(c.meters, 1) {
			t.Errorf("%s: %.0f m, want about %.0f", c.name, way.Meters, c.meters)
		}
		if way.Russian() != c.russian || way.English() != c.english {
			t.Errorf("%s: %q, %q", c.name, way.Russian(), way.English())
		}
	}
}

func TestCrossingGivenAsAPointLeadsOver(t *testing.T) {
	barriers := geo.NewBarriers(
		[]geo.Barrier{{Shape: line(orb.Point{-9000, -9000}, orb.Point{9000, 9000})}},
		[]geo.Crossing{{Name: "Северный", Kind: geo.Level, Line: line(orb.Point{1000, 1000})}},
	)
	way := barriers.Way(at(900, 1100), at(1100, 900))
	if !way.Reachable || len(way.Over) != 1 || way.Meters > 290 {
		t.Errorf("way = %+v", way)
	}
}

func TestWithoutBarriersEveryWayIsStraight(t *testing.T) {
	way := geo.NewBarriers(nil, nil).Way(at(0, 0), at(3000, 4000))
	if math.Abs(way.Meters-5000) > 10 || len(way.Line) != 2 {
		t.Errorf("way = %+v", way)
	}
}

// Every leg that is not a crossing keeps to one bank, the way is never shorter
// than the straight line, and back is as long as there.
func TestWayKeepsToTheBankAndIsTheSameBack(t *testing.T) {
	barriers := straightRiver()
	rapid.Check(t, func(t *rapid.T) {
		from, to := anyPoint.Draw(t, "from"), anyPoint.Draw(t, "to")
		way, back := barriers.Way(from, to), barriers.Way(to, from)
		if math.Abs(way.Meters-back.Meters) > 1e-6*way.Meters+1e-3 {
			t.Fatalf("there %.3f m, back %.3f m", way.Meters, back.Meters)
		}
		if way.Meters < geo.DistanceMeters(from, to)-0.01 {
			t.Fatalf("%.1f m is shorter than the straight line", way.Meters)
		}
		west := func(p orb.Point) bool { return testPlane.Meters(p)[0] < 0 }
		if changes := west(from) != west(to); changes != (len(way.Over) == 1) {
			t.Fatalf("changes the bank: %v, crossings: %v", changes, way.Over)
		}
	})
}

func TestPace(t *testing.T) {
	pace := geo.Pace{KilometresPerHour: 30, DetourFactor: 1.5}
	if got := pace.Travel(1000); got != 3*time.Minute {
		t.Errorf("1 km takes %v, want 3m", got)
	}
	if got := pace.Minutes(1001); got != 4 {
		t.Errorf("1001 m takes %d whole minutes, want 4", got)
	}
	if got := pace.Travel(math.Inf(1)); got != math.MaxInt64 {
		t.Errorf("no way takes %v", got)
	}
}

func BenchmarkThreeHundredCrewsToOneHouse(b *testing.B) {
	var river orb.LineString
	for i := range 200 {
		y := float64(i-100) * 200
		river = append(river, at(900*math.Sin(y/1800)+200*math.Sin(y/500), y))
	}
	var crossings []geo.Crossing
	for _, i := range []int{70, 90, 100, 110, 130} {
		p := testPlane.Meters(river[i])
		crossings = append(crossings, geo.Crossing{Name: fmt.Sprint(i), Kind: geo.Bridge,
			Line: line(orb.Point{p[0] - 150, p[1]}, orb.Point{p[0] + 150, p[1]})})
	}
	barriers := geo.NewBarriers([]geo.Barrier{{Shape: river}}, crossings)
	for b.Loop() {
		approach := barriers.Toward(at(1500, 300))
		for crew := range 300 {
			approach.From(at(float64(crew%20)*400-4000, float64(crew/20)*500-4000))
		}
	}
}
