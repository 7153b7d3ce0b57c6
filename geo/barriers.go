package geo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"
)

// Barrier is what nobody drives across but by a crossing: a river, a railway.
//
// A line stands for its two sides and goes on for ever: nobody goes round its
// ends, so it has to reach beyond the city. A polygon may be gone round.
type Barrier struct {
	Name  string
	Shape orb.Geometry // LineString, MultiLineString, Polygon or MultiPolygon, lon, lat
}

// CrossingKind says what a crossing is, for the words shown to people.
type CrossingKind string

// Kinds of crossing.
const (
	Bridge   CrossingKind = "bridge"
	Level    CrossingKind = "level"    // over rails at their height
	Overpass CrossingKind = "overpass" // over rails, by a bridge
	Tunnel   CrossingKind = "tunnel"
)

// Crossing is a way over a barrier. Its line runs from firm ground to firm
// ground; a single point stands for a crossing of a line barrier, 15 m to each
// side of it.
type Crossing struct {
	Name string
	Kind CrossingKind
	Line orb.LineString // lon, lat
}

const (
	cornerMeters   = 2.0  // how far from a barrier's corner its way round stands
	onsetMeters    = 15.0 // half of a crossing that is given as a point
	boardingMeters = 15.0 // who is this near to a crossing's line stands on it
	leastTurn      = 0.01 // radians; a flatter bend is no corner
)

// Barriers knows the barriers of a city and the graph of ways between their
// crossings and around their corners.
type Barriers struct {
	plane     Plane
	walls     rtree.RTreeG[wall]
	areas     []orb.Polygon // on the plane
	crossings []Crossing
	decks     []orb.LineString // the crossings' lines on the plane
	nodes     []wayNode
	edges     [][]wayEdge
}

type wall struct{ a, b orb.Point }

// wayNode is a place where a shortest way may bend: an end of a crossing or a
// corner of a barrier.
type wayNode struct {
	at       orb.Point // on the plane
	crossing int       // -1 for a corner
}

type wayEdge struct {
	to       int
	meters   float64
	crossing int // the crossing it runs over, -1 for open ground
}

// NewBarriers prepares the graph: every pair of bends that see each other, and
// the two ends of each crossing. The time grows with the square of the corners:
// simplify a surveyed river to some hundred points first.
func NewBarriers(barriers []Barrier, crossings []Crossing) *Barriers {
	b := &Barriers{plane: NewPlane(middleOf(barriers, crossings)), crossings: crossings}
	var corners []orb.Point
	for _, barrier := range barriers {
		corners = append(corners, b.raise(barrier.Shape)...)
	}
	for i, crossing := range crossings {
		b.open(i, b.plane.LineMeters(crossing.Line))
	}
	for _, corner := range corners {
		if !b.covered(corner) {
			b.nodes = append(b.nodes, wayNode{corner, -1})
		}
	}
	b.join()
	return b
}

func middleOf(barriers []Barrier, crossings []Crossing) orb.Point {
	var all orb.MultiPoint
	for _, crossing := range crossings {
		all = append(all, crossing.Line...)
	}
	if len(all) > 0 {
		return centreOf(all)
	}
	for _, barrier := range barriers {
		all = append(all, barrier.Shape.Bound().Center())
	}
	return centreOf(all)
}

// raise puts the walls of one barrier up and returns its corners on the plane.
func (b *Barriers) raise(shape orb.Geometry) (corners []orb.Point) {
	switch s := shape.(type) {
	case orb.LineString:
		corners = b.raiseLine(b.plane.LineMeters(s), false)
	case orb.MultiLineString:
		for _, line := range s {
			corners = append(corners, b.raise(line)...)
		}
	case orb.Polygon:
		var area orb.Polygon
		for _, ring := range s {
			line := b.plane.LineMeters(orb.LineString(ring))
			corners = append(corners, b.raiseLine(line, true)...)
			area = append(area, orb.Ring(line))
		}
		b.areas = append(b.areas, area)
	case orb.MultiPolygon:
		for _, polygon := range s {
			corners = append(corners, b.raise(polygon)...)
		}
	}
	return corners
}

func (b *Barriers) raiseLine(line orb.LineString, closed bool) (corners []orb.Point) {
	for i := 1; i < len(line); i++ {
		piece := orb.LineString{line[i-1], line[i]}
		b.walls.Insert(piece.Bound().Min, piece.Bound().Max, wall{line[i-1], line[i]})
		if i+1 < len(line) {
			corners = appendCorner(corners, line[i-1], line[i], line[i+1])
		}
	}
	if last := len(line) - 1; closed && last > 1 {
		corners = appendCorner(corners, line[last-1], line[0], line[1])
	}
	return corners
}

// appendCorner adds the place beside the bend a-b-c where a taut string along
// the line would lean: the outer side, a little off the line.
func appendCorner(corners []orb.Point, a, b, c orb.Point) []orb.Point {
	in, out := bearing(a, b), bearing(b, c)
	turn := math.Remainder(out-in, 2*math.Pi)
	if math.Abs(turn) < leastTurn {
		return corners
	}
	outward := in + turn/2 - math.Copysign(math.Pi/2, turn)
	return append(corners, orb.Point{
		b[0] + cornerMeters*math.Cos(outward),
		b[1] + cornerMeters*math.Sin(outward),
	})
}

func bearing(a, b orb.Point) float64 { return math.Atan2(b[1]-a[1], b[0]-a[0]) }

// open adds the two ends of a crossing to the graph, joined over its deck.
func (b *Barriers) open(crossing int, deck orb.LineString) {
	if len(deck) == 1 {
		deck = b.acrossNearestWall(deck[0])
	}
	b.decks = append(b.decks, deck)
	first := len(b.nodes)
	b.nodes = append(b.nodes, wayNode{deck[0], crossing}, wayNode{deck[len(deck)-1], crossing})
	b.edges = append(b.edges, nil, nil)
	b.link(first, first+1, planar.Length(deck), crossing)
}

func (b *Barriers) acrossNearestWall(at orb.Point) orb.LineString {
	direction := 0.0
	b.walls.Nearby(
		rtree.BoxDist(at, at, func(_, _ [2]float64, w wall) float64 {
			return planar.DistanceFromSegmentSquared(w.a, w.b, at)
		}),
		func(_, _ [2]float64, w wall, _ float64) bool {
			direction = bearing(w.a, w.b) + math.Pi/2
			return false
		})
	dx, dy := onsetMeters*math.Cos(direction), onsetMeters*math.Sin(direction)
	return orb.LineString{{at[0] - dx, at[1] - dy}, {at[0] + dx, at[1] + dy}}
}

// join links every two nodes that see each other.
func (b *Barriers) join() {
	for len(b.edges) < len(b.nodes) {
		b.edges = append(b.edges, nil)
	}
	for i := range b.nodes {
		for j := i + 1; j < len(b.nodes); j++ {
			if b.sees(b.nodes[i].at, b.nodes[j].at) {
				b.link(i, j, planeDistance(b.nodes[i].at, b.nodes[j].at), -1)
			}
		}
	}
}

func (b *Barriers) link(i, j int, meters float64, crossing int) {
	b.edges[i] = append(b.edges[i], wayEdge{j, meters, crossing})
	b.edges[j] = append(b.edges[j], wayEdge{i, meters, crossing})
}

// covered reports whether a place on the plane lies inside a polygon barrier.
func (b *Barriers) covered(at orb.Point) bool {
	for _, area := range b.areas {
		if planar.PolygonContains(area, at) {
			return true
		}
	}
	return false
}

// sees reports whether the straight line from one place on the plane to another
// touches no barrier.
func (b *Barriers) sees(from, to orb.Point) bool {
	box := orb.LineString{from, to}.Bound()
	clear := true
	b.walls.Search(box.Min, box.Max, func(_, _ [2]float64, w wall) bool {
		clear = !touches(from, to, w.a, w.b)
		return clear
	})
	return clear
}

// touches reports whether two segments have a point in common.
func touches(a, b, c, d orb.Point) bool {
	d1, d2 := side(c, d, a), side(c, d, b)
	d3, d4 := side(a, b, c), side(a, b, d)
	if d1*d2 > 0 || d3*d4 > 0 {
		return false
	}
	if d1 == 0 && d2 == 0 { // on one line: compare their extents
		return orb.LineString{a, b}.Bound().Intersects(orb.LineString{c, d}.Bound())
	}
	return true
}

// side is positive where p lies left of a-b, negative right, 0 on the line.
func side(a, b, p orb.Point) float64 {
	return (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0])
}
