package roads_test

import (
	"cmp"
	"encoding"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"dispatch05/geo"
	"dispatch05/geo/roads"
)

var (
	plane                            = geo.NewPlane(orb.Point{50, 54})
	_     encoding.BinaryMarshaler   = (*roads.Graph)(nil)
	_     encoding.BinaryUnmarshaler = (*roads.Graph)(nil)
)

// at is a place in metres east and north, as the graph rounds it.
func at(x, y float64) orb.Point {
	p := plane.LonLat(orb.Point{x, y})
	return orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
}

// grid has node 100*x+y at every 100 m.
func grid(node int64) (orb.Point, bool) {
	return at(float64(node/100)*100, float64(node%100)*100), node >= 0 && node < 10000
}

func built(t testing.TB, streets ...roads.Street) *roads.Graph {
	g, faults, err := roads.Build(streets, grid, nil)
	if err != nil || faults.Any() {
		t.Fatalf("not built: %+v, %v", faults, err)
	}
	return g
}

func both(name string, kmh float64, nodes ...int64) roads.Street {
	return roads.Street{Name: name, Nodes: nodes, ThereKmh: kmh, BackKmh: kmh}
}

func oneway(name string, kmh float64, nodes ...int64) roads.Street {
	return roads.Street{Name: name, Nodes: nodes, ThereKmh: kmh}
}

func TestMinutesAlongTheRoad(t *testing.T) {
	ring := oneway("", 36, 0, 100, 101, 1, 0) // anticlockwise, 100 m a side
	for _, c := range []struct {
		name     string
		from, to orb.Point
		meters   float64
		seconds  float64
	}{
		{"along", at(20, 0), at(80, 0), 60, 6},
		{"against, all the way round", at(80, 0), at(20, 0), 340, 34},
		{"off the road at both ends", at(50, -25), at(100, 50), 125, 10 + 25/5.*3.6},
		{"nowhere to go", at(50, 0), at(50, 0), 0, 0},
	} {
		if trip := built(t, ring).Toward(c.to).From(c.from); !trip.Reachable || math.Abs(trip.Meters-c.meters) > 1 || math.Abs(trip.Seconds-c.seconds) > 0.3 {
			t.Errorf("%s: %+v, want %v m and %v s", c.name, trip, c.meters, c.seconds)
		}
	}
}

func TestPrivateRoadsAreTheLastResort(t *testing.T) {
	yard := both("", 36, 0, 100)
	yard.Private = true
	round := both("", 36, 0, 1, 101, 100)
	if trip := built(t, yard, round).Toward(at(100, 0)).From(at(0, 0)); trip.Private || math.Abs(trip.Meters-300) > 1 {
		t.Errorf("with a way round: %+v", trip)
	}
	if trip := built(t, yard).Toward(at(100, 0)).From(at(0, 0)); !trip.Private || math.Abs(trip.Seconds-10) > 0.1 || !strings.Contains(trip.Russian(), "закрытый") {
		t.Errorf("the only way: %+v, %s", trip, trip.Russian())
	}
}

func TestBollardsPartTheRoad(t *testing.T) {
	streets := []roads.Street{both("", 36, 0, 100, 200), both("", 36, 0, 1, 201, 200)}
	g, _, err := roads.Build(streets, grid, func(node int64) bool { return node == 100 })
	if err != nil {
		t.Fatal(err)
	}
	if trip := g.Toward(at(150, 0)).From(at(50, 0)); math.Abs(trip.Meters-(50+100+200+100+50)) > 1 {
		t.Errorf("over a bollard: %+v", trip)
	}
}

func TestFarFromRoadsIsSaid(t *testing.T) {
	g := built(t, both("", 36, 0, 100))
	if trip := g.Toward(at(0, 0)).From(at(0, 800)); trip.Reachable || !trip.Far() || math.Abs(trip.OffMeters-800) > 2 {
		t.Errorf("%+v", trip)
	}
	if trip := g.Toward(at(0, 800)).From(at(0, 0)); trip.Reachable || !trip.Far() {
		t.Errorf("%+v", trip)
	}
	if trip := new(roads.Graph).Toward(at(0, 0)).From(at(0, 0)); trip.Reachable {
		t.Errorf("without roads: %+v", trip)
	}
	island := built(t, both("", 36, 0, 100), both("", 36, 5, 105))
	if trip := island.Toward(at(0, 0)).From(at(0, 500)); trip.Reachable || trip.Far() {
		t.Errorf("from an island: %+v", trip)
	}
}

// TestStubsAreNotDrivenTo: a yard that nobody has joined to its street must not swallow the house beside it.
func TestStubsAreNotDrivenTo(t *testing.T) {
	var long []int64
	for x := range int64(60) {
		long = append(long, x*100)
	}
	streets := []roads.Street{}
	for i := 1; i < len(long); i++ {
		streets = append(streets, both("улица Длинная", 36, long[i-1:i+1]...))
	}
	g := built(t, append(streets, both("двор", 10, 1001, 1101))...)
	if trip := g.Toward(at(1050, 95)).From(at(0, 0)); !trip.Reachable || math.Abs(trip.OffMeters-95) > 1 {
		t.Errorf("%+v", trip)
	}
}

func TestRouteIsToldInWords(t *testing.T) {
	ring := oneway("Кольцо", 36, 600, 700, 701, 601, 600)
	ring.Roundabout = true
	g := built(t, both("улица Минаева", 36, 0, 100, 200), both("Зелёная улица", 36, 200, 201, 202), both("Аллея Героев", 36, 202, 302, 402),
		both("", 36, 402, 401, 400), both("проспект Мира", 36, 400, 500, 600), ring, both("Старый мост", 36, 701, 801))
	route := g.Toward(at(780, 150)).Route(at(20, 0))
	var said []string
	for _, step := range route.Steps {
		said = append(said, step.Russian())
		if step.English() == "" {
			t.Errorf("no English for %+v", step)
		}
	}
	want := []string{"Выезд на ул. Минаева, 180 м", "Налево на ул. Зелёная, 200 м", "Направо, Аллея Героев, 200 м", "Направо, 200 м", "Налево на просп. Мира, 200 м",
		"По кольцу, 200 м", "Съезд с кольца на Старый мост, 80 м", "От дороги до места, 50 м"}
	if !slices.Equal(said, want) {
		t.Errorf("told %q\nwant %q", said, want)
	}
	meters := 0.0
	for i := 1; i < len(route.Line); i++ {
		meters += geo.DistanceMeters(route.Line[i-1], route.Line[i])
	}
	if math.Abs(meters-route.Meters) > 1 || route.Line[0] != at(20, 0) || route.Line[len(route.Line)-1] != at(780, 150) {
		t.Errorf("a line of %.0f m for a drive of %.0f m: %v", meters, route.Meters, route.Line)
	}
}

// town draws any streets over a grid of 6 x 6 nodes.
func town(t *rapid.T) []roads.Street {
	var streets []roads.Street
	for range rapid.IntRange(1, 14).Draw(t, "streets") {
		street := roads.Street{Name: rapid.SampledFrom([]string{"", "а", "б"}).Draw(t, "name"), Private: rapid.IntRange(0, 5).Draw(t, "private") == 0}
		node := rapid.Int64Range(0, 5).Draw(t, "x")*100 + rapid.Int64Range(0, 5).Draw(t, "y")
		street.Nodes = []int64{node}
		for range rapid.IntRange(1, 7).Draw(t, "pieces") {
			node = max(0, min(5, node/100+rapid.Int64Range(-1, 1).Draw(t, "dx")))*100 + max(0, min(5, node%100+rapid.Int64Range(-1, 1).Draw(t, "dy")))
			street.Nodes = append(street.Nodes, node)
		}
		street.ThereKmh = rapid.SampledFrom([]float64{0, 10, 25, 60}).Draw(t, "there")
		street.BackKmh = rapid.SampledFrom([]float64{0, 10, 25, 60}).Draw(t, "back")
		streets = append(streets, street)
	}
	return streets
}

// plainly is the least cost from every node to one, by going over all pieces until nothing changes (Bellman-Ford), out
// of the streets themselves.
func plainly(streets []roads.Street, to int64) map[int64]float64 {
	cost := map[int64]float64{to: 0}
	for changed := true; changed; {
		changed = false
		for _, s := range streets {
			for i := 1; i < len(s.Nodes); i++ {
				a, b := s.Nodes[i-1], s.Nodes[i]
				pa, _ := grid(a)
				pb, _ := grid(b)
				for _, piece := range []struct {
					from, to int64
					kmh      float64
				}{{a, b, s.ThereKmh}, {b, a, s.BackKmh}} {
					beyond, known := cost[piece.to]
					if !known || piece.kmh == 0 {
						continue
					}
					seconds := geo.DistanceMeters(pa, pb) * 3.6 / piece.kmh
					if s.Private {
						seconds *= 10
					}
					if old, met := cost[piece.from]; !met || beyond+seconds < old-1e-9 {
						cost[piece.from], changed = beyond+seconds, true
					}
				}
			}
		}
	}
	return cost
}

// TestSearchIsPlainDijkstra: between any two nodes of any streets, one-way ones and private ones among them, the drive is
// the one that the plainest search finds, before and after the graph was kept; and its line is as long as it says.
func TestSearchIsPlainDijkstra(t *testing.T) {
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		streets := town(t)
		g, _, err := roads.Build(streets, grid, nil)
		if err != nil {
			t.Fatal(err)
		}
		data, err := g.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var again roads.Graph
		if err := again.UnmarshalBinary(data); err != nil {
			t.Fatal(err)
		}
		nodes := streets[0].Nodes
		for _, s := range streets {
			nodes = append(slices.Clone(nodes), s.Nodes...)
		}
		to := rapid.SampledFrom(nodes).Draw(t, "to")
		cost := plainly(streets, to)
		place, _ := grid(to)
		approach, kept := g.Toward(place), again.Toward(place)
		for _, node := range nodes {
			start, _ := grid(node)
			trip := approach.From(start)
			if trip.OffMeters > 0.01 {
				continue // put on another road: its own leads nowhere
			}
			compared++
			want, known := cost[node]
			if trip.Reachable != known {
				t.Fatalf("from %d to %d: reachable %v, want %v", node, to, trip.Reachable, known)
			}
			if !known {
				continue
			}
			if least := approach.CostFrom(start); math.Abs(least-want) > 0.01 || !trip.Private && math.Abs(trip.Seconds-want) > 0.02 {
				t.Fatalf("from %d to %d: %v s at a cost of %v, want %v", node, to, trip.Seconds, least, want)
			}
			if other := kept.From(start); math.Abs(other.Seconds-trip.Seconds) > 0.01 {
				t.Fatalf("from %d to %d: %v s, and %v s once kept", node, to, trip.Seconds, other.Seconds)
			}
			meters, told := 0.0, 0.0
			route := approach.Route(start)
			for i := 1; i < len(route.Line); i++ {
				meters += geo.DistanceMeters(route.Line[i-1], route.Line[i])
			}
			for _, step := range route.Steps {
				told += step.Meters
			}
			if math.Abs(meters-trip.Meters) > 0.1 || math.Abs(told-trip.Meters) > 0.1 {
				t.Fatalf("from %d to %d: %v m, its line %v m, its steps %v m", node, to, trip.Meters, meters, told)
			}
		}
	})
	if compared == 0 {
		t.Error("nothing was compared")
	}
}

func TestHostileStreetsAreLeftOutAndCounted(t *testing.T) {
	places := map[int64]orb.Point{1: at(0, 0), 2: at(100, 0), 3: {math.NaN(), 1}, 4: {500, 1}, 5: at(0, 90_000), 6: at(0, 0), 7: at(200, 0)}
	place := func(node int64) (orb.Point, bool) { p, known := places[node]; return p, known }
	g, faults, err := roads.Build([]roads.Street{
		both("", 36, 1, 2, 7), both("", 36, 1, 99, 2), both("", 36, 3, 4), both("", 36, 1, 5), both("", 36, 1, 1, 2), both("", 36, 1, 6),
		both("", math.NaN(), 1, 2), both("", math.Inf(1), 1, 2), both("", -5, 1, 2), both("", 0, 1, 2), both("", 36), both("", 36, 1),
	}, place, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := (roads.Faults{LostNodes: 3, LongPieces: 1, BadStreets: 4, EmptyPieces: 1}); faults != want {
		t.Errorf("%+v, want %+v", faults, want)
	}
	if trip := g.Toward(at(200, 0)).From(at(0, 0)); math.Abs(trip.Seconds-20) > 0.1 {
		t.Errorf("what is sound is driven: %+v", trip)
	}
	long := make([]int64, 1<<20)
	for i := range long {
		long[i] = int64(1 + i%2)
	}
	many := make([]roads.Street, 20)
	for i := range many {
		many[i] = both("", 36, long...)
	}
	if _, _, err := roads.Build(many, place, nil); !errors.Is(err, roads.ErrTooLarge) {
		t.Errorf("a graph without end: %v", err)
	}
}

func TestBrokenBytesAreNoGraph(t *testing.T) {
	data, err := built(t, both("а", 36, 0, 100, 200), oneway("б", 36, 100, 101)).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var g roads.Graph
	if err := g.UnmarshalBinary(nil); !errors.Is(err, roads.ErrBroken) {
		t.Errorf("nothing: %v", err)
	}
	chance := rand.New(rand.NewPCG(5, 5))
	for range 3000 {
		spoilt := slices.Clone(data)
		for range 1 + chance.IntN(3) {
			spoilt[chance.IntN(len(spoilt))] ^= 1 << chance.IntN(8)
		}
		if err := g.UnmarshalBinary(spoilt[:1+chance.IntN(len(spoilt))]); err != nil && !errors.Is(err, roads.ErrBroken) {
			t.Fatalf("%v", err)
		}
	}
}

// city is a grid of streets with as many directed edges as a city of a million has, every fifth street one-way, with a
// bend in each stretch.
func city(tb testing.TB) *roads.Graph {
	const side = 160
	places := map[int64]orb.Point{}
	var streets []roads.Street
	for line := range int64(side) {
		for _, across := range []bool{false, true} {
			s := roads.Street{Name: "улица", ThereKmh: 25 + float64(line%3)*10, BackKmh: 25 + float64(line%3)*10}
			if line%5 == 4 {
				s.BackKmh = 0
			}
			if line%10 == 9 {
				s.ThereKmh, s.BackKmh = s.BackKmh, s.ThereKmh
			}
			for i := range int64(side) {
				x, y := i, line
				if across {
					x, y = line, i
				}
				node := x*side + y
				places[node] = at(float64(x)*120, float64(y)*120)
				bend := 1<<40 + node*2
				places[bend] = at(float64(x)*120+10, float64(y)*120+50)
				if across {
					bend++
					places[bend] = at(float64(x)*120+50, float64(y)*120+10)
				}
				s.Nodes = append(s.Nodes, node, bend)
			}
			streets = append(streets, s)
		}
	}
	g, faults, err := roads.Build(streets, func(node int64) (orb.Point, bool) { p, known := places[node]; return p, known }, nil)
	if err != nil || faults.Any() {
		tb.Fatalf("%+v, %v", faults, err)
	}
	return g
}

// BenchmarkToOneHouse measures the minutes of 300 crews to one house in a city of about 100 000 directed edges, the median
// with the least and the most; the promise is 50 ms.
func BenchmarkToOneHouse(b *testing.B) {
	g := city(b)
	nodes, edges := g.Size()
	chance := rand.New(rand.NewPCG(1, 2))
	anywhere := func() orb.Point { return at(chance.Float64()*19_000, chance.Float64()*19_000) }
	crews := make([]orb.Point, 300)
	for i := range crews {
		crews[i] = anywhere()
	}
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		approach := g.Toward(anywhere())
		for _, crew := range crews {
			if !approach.From(crew).Reachable {
				b.Fatal("a crew that comes nowhere")
			}
		}
		took = append(took, time.Since(began))
	}
	slices.SortFunc(took, cmp.Compare)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(took[len(took)/2]), "ms-median")
	b.ReportMetric(ms(took[0]), "ms-min")
	b.ReportMetric(ms(took[len(took)-1]), "ms-max")
	b.ReportMetric(float64(nodes), "nodes")
	b.ReportMetric(float64(edges), "edges")
}

// BenchmarkLoad measures how long a node takes to take that city's graph out of its bytes.
func BenchmarkLoad(b *testing.B) {
	data, err := city(b).MarshalBinary()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := new(roads.Graph).UnmarshalBinary(data); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(data))/1e6, "MB")
}
