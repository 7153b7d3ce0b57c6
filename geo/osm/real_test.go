package osm_test

import (
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/geo"
	"dispatch05/geo/osm"
)

// delaware is the real file that the OSM library ships for its own tests: a state with 183 000 directions to drive, as of 2016.
func delaware(tb testing.TB) *osm.Extract {
	tb.Helper()
	folder, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/paulmach/osm").Output()
	if err != nil {
		tb.Skipf("the module's folder is not known here: %v", err)
	}
	file, err := os.Open(filepath.Join(strings.TrimSpace(string(folder)), "testdata", "delaware-latest.osm.pbf"))
	if err != nil {
		tb.Skipf("the module's test data is not here: %v", err)
	}
	defer file.Close()
	extract, err := osm.Read(context.Background(), file, "")
	if err != nil {
		tb.Fatal(err)
	}
	return extract
}

// middles are points on streets.
func middles(e *osm.Extract) (points []orb.Point) {
	for _, s := range e.Shapes {
		if line, drawn := s.Geometry.(orb.LineString); drawn && s.Kind == osm.KindStreet && s.Class != "lane" {
			points = append(points, line[len(line)/2])
		}
	}
	return points
}

// TestRealRoads: on a real map nearly every street is reached from every other, by a way that is no shorter than straight and no
// miracle of speed, and whose line is as long as it says.
func TestRealRoads(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a file of 8 MB")
	}
	e := delaware(t)
	if _, edges := e.Roads.Size(); edges < 100_000 || e.RoadsAsOf.Year() != 2016 {
		t.Fatalf("%d directions to drive, as of %s", edges, e.RoadsAsOf)
	}
	points, chance := middles(e), rand.New(rand.NewPCG(5, 5))
	anywhere := func() orb.Point { return points[chance.IntN(len(points))] }
	asked, lost := 0, 0
	var detours []float64
	for range 8 {
		to := anywhere()
		approach := e.Roads.Toward(to)
		for range 50 {
			from := anywhere()
			asked++
			route := approach.Route(from)
			if !route.Reachable {
				lost++
				continue
			}
			straight, meters := geo.DistanceMeters(from, to), 0.0
			for i := 1; i < len(route.Line); i++ {
				meters += geo.DistanceMeters(route.Line[i-1], route.Line[i])
			}
			if route.Meters < straight-1 || meters < route.Meters-5 || meters > route.Meters+5 || route.Meters/route.Seconds > 105/3.6 {
				t.Errorf("from %v to %v: %+v, straight %.0f m, its line %.0f m", from, to, route.Trip, straight, meters)
			}
			if straight > 2000 {
				detours = append(detours, route.Meters/straight)
			}
		}
	}
	slices.Sort(detours)
	if median := detours[len(detours)/2]; lost > asked/25 || median < 1.1 || median > 1.5 {
		t.Errorf("%d of %d ways lost, the median way is %.2f times the straight line", lost, asked, median)
	}
}

// BenchmarkToOneHouseOnRealRoads is BenchmarkToOneHouse of geo/roads on a real map.
func BenchmarkToOneHouseOnRealRoads(b *testing.B) {
	e := delaware(b)
	points, chance := middles(e), rand.New(rand.NewPCG(1, 2))
	anywhere := func() orb.Point { return points[chance.IntN(len(points))] }
	crews := make([]orb.Point, 300)
	for i := range crews {
		crews[i] = anywhere()
	}
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		approach := e.Roads.Toward(anywhere())
		for _, crew := range crews {
			approach.From(crew)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	_, edges := e.Roads.Size()
	b.ReportMetric(ms(took[len(took)/2]), "ms-median")
	b.ReportMetric(ms(took[0]), "ms-min")
	b.ReportMetric(ms(took[len(took)-1]), "ms-max")
	b.ReportMetric(float64(edges), "edges")
}
