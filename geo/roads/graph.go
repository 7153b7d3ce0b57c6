package roads

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"

	"dispatch05/geo"
)

// Graph is a city's roads: nodes where streets meet or end, and stretches of road between them.
type Graph struct {
	stretches []stretch
	points    []orb.Point // of all stretches, one after the other, each with both its ends
	names     []string    // of streets; 0 is ""
	places    []orb.Point // of the nodes

	arrivals []arc   // that end at each node, in the order of nodes
	first    []int32 // where a node's arrivals begin; one more than there are nodes
	usable   []bool  // nodes of the parts of the city that one can get in and out of

	plane geo.Plane
	tree  rtree.RTreeG[int32] // usable stretches by their bound on the plane
}

// stretch is a piece of road without a junction inside.
type stretch struct {
	ends    [2]int32 // nodes, the same one twice for a loop
	from    int32    // its points are points[from:to]
	to      int32
	name    int32
	meters  float64
	seconds [2]float64 // from end 0 to 1, and back; +Inf where that is not allowed
	private bool       // driven only when nothing else leads there
	ring    bool       // a piece of a roundabout
}

// arc is a stretch in one direction: twice its number, and 1 more for the way back.
type arc int32

func (a arc) stretch() int32 { return int32(a) >> 1 }
func (a arc) way() int       { return int(a) & 1 }

const noArc arc = -1

// privateFactor makes a private road the last resort: a crew of the emergency service may pass the barrier, and
// loses time on it that nobody knows. It weighs, and is not told as time.
const privateFactor = 10

// cost is what a search adds up for an arc: seconds, more on a private road.
func (g *Graph) cost(a arc) float64 {
	s := &g.stretches[a.stretch()]
	if s.private {
		return s.seconds[a.way()] * privateFactor
	}
	return s.seconds[a.way()]
}

// start and end are the nodes of an arc.
func (g *Graph) start(a arc) int32 { return g.stretches[a.stretch()].ends[a.way()] }
func (g *Graph) end(a arc) int32   { return g.stretches[a.stretch()].ends[1-a.way()] }

func (g *Graph) line(s *stretch) orb.LineString { return orb.LineString(g.points[s.from:s.to]) }

// Size is how many nodes and directed edges the graph has.
func (g *Graph) Size() (nodes, edges int) { return len(g.places), len(g.arrivals) }

// assemble makes what a graph is searched by out of its stretches.
func (g *Graph) assemble(nodes int) {
	g.places = make([]orb.Point, nodes)
	for i := range g.stretches {
		s := &g.stretches[i]
		g.places[s.ends[0]], g.places[s.ends[1]] = g.points[s.from], g.points[s.to-1]
	}
	g.arrivals, g.first = g.sorted(g.end)
	g.usable = g.wellJoined()
	g.plane = geo.NewPlane(orb.MultiPoint(g.points).Bound().Center()) // of no points: never asked
	for i := range g.stretches {
		s := &g.stretches[i]
		if g.usable[s.ends[0]] && g.usable[s.ends[1]] {
			bound := g.plane.LineMeters(g.line(s)).Bound()
			g.tree.Insert(bound.Min, bound.Max, int32(i))
		}
	}
}

// sorted lists the open arcs by a node of theirs, and tells where each node's begin.
func (g *Graph) sorted(node func(arc) int32) (arcs []arc, first []int32) {
	first = make([]int32, len(g.places)+1)
	g.open(func(a arc) { first[node(a)+1]++ })
	for i := 1; i < len(first); i++ {
		first[i] += first[i-1]
	}
	arcs = make([]arc, first[len(first)-1])
	next := append([]int32(nil), first...)
	g.open(func(a arc) {
		arcs[next[node(a)]] = a
		next[node(a)]++
	})
	return arcs, first
}

func (g *Graph) open(see func(arc)) {
	for i := range g.stretches {
		for way, seconds := range g.stretches[i].seconds {
			if !math.IsInf(seconds, 1) {
				see(arc(2*i + way))
			}
		}
	}
}

// foot is where a point meets the road.
type foot struct {
	stretch   int32
	piece     int     // of its line: between its points piece and piece+1
	part      float64 // of its metres, from end 0
	at        orb.Point
	offMeters float64 // from the point to the road
}

// foot finds the road nearest to a point; false for an empty graph.
func (g *Graph) foot(of orb.Point) (foot, bool) {
	at, nearest := g.plane.Meters(of), int32(-1)
	g.tree.Nearby(
		rtree.BoxDist(at, at, func(_, _ [2]float64, i int32) float64 {
			meters := planar.DistanceFrom(g.plane.LineMeters(g.line(&g.stretches[i])), at)
			return meters * meters // as BoxDist measures
		}),
		func(_, _ [2]float64, i int32, _ float64) bool {
			nearest = i
			return false
		})
	if nearest < 0 {
		return foot{}, false
	}
	return g.footOn(nearest, of), true
}

func (g *Graph) footOn(nearest int32, of orb.Point) foot {
	s, at := &g.stretches[nearest], g.plane.Meters(of)
	line := g.plane.LineMeters(g.line(s))
	f, least, before, whole := foot{stretch: nearest}, math.Inf(1), 0.0, 0.0
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		length := planar.Distance(a, b)
		part := 0.0
		if length > 0 {
			part = max(0, min(1, ((at[0]-a[0])*(b[0]-a[0])+(at[1]-a[1])*(b[1]-a[1]))/(length*length)))
		}
		place := orb.Point{a[0] + (b[0]-a[0])*part, a[1] + (b[1]-a[1])*part}
		if away := planar.DistanceSquared(place, at); away < least {
			least, before = away, whole+part*length
			f.piece, f.at = i-1, g.plane.LonLat(place)
		}
		whole += length
	}
	f.offMeters = geo.DistanceMeters(of, f.at)
	if whole > 0 {
		f.part = before / whole
	}
	switch { // a place at a junction is on all its roads
	case before < atJunctionMeters:
		f.part, f.piece, f.at = 0, 0, g.places[s.ends[0]]
	case whole-before < atJunctionMeters:
		f.part, f.piece, f.at = 1, len(line)-2, g.places[s.ends[1]]
	}
	return f
}

// atJunctionMeters is how near to a junction a place stands on it.
const atJunctionMeters = 0.5
