package demo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"

	"dispatch05/geo"
	"dispatch05/geo/roads"
)

const junctionMeters = 4.0 // ends this near to a street join it

// streetGraph is the graph of the streets, on the plane: a node at each bend and junction.
type streetGraph struct {
	plane  geo.Plane
	nodes  []orb.Point
	edges  [][]roadEdge
	along  [][]int64            // the nodes of each street
	pieces rtree.RTreeG[[2]int] // the two nodes of each edge
}

type roadEdge struct {
	to     int
	meters float64
}

func (d *draft) joinRoads() {
	var index rtree.RTreeG[segment]
	for i, s := range d.streets {
		for j := 1; j < len(s.line); j++ {
			piece := segment{i, j, s.line[j-1], s.line[j]}
			bound := orb.LineString{piece.a, piece.b}.Bound().Pad(junctionMeters)
			index.Insert(bound.Min, bound.Max, piece)
		}
	}
	d.roads = &streetGraph{plane: d.plane, along: make([][]int64, len(d.streets))}
	places := map[[2]int][]int{}
	for i, s := range d.streets {
		previous := -1
		for j := 1; j < len(s.line); j++ {
			for _, at := range stops(&index, segment{i, j, s.line[j-1], s.line[j]}) {
				node := d.roads.nodeAt(places, at)
				d.roads.link(previous, node)
				if node != previous {
					d.roads.along[i] = append(d.roads.along[i], int64(node))
				}
				previous = node
			}
		}
	}
}

// segment is one straight piece of a street.
type segment struct {
	street, number int
	a, b           orb.Point
}

// stops are the places of a segment where the graph needs a node, in order: its
// ends, where others cross it, and where others end at it.
func stops(index *rtree.RTreeG[segment], s segment) []orb.Point {
	parts := []float64{0, 1}
	bound := orb.LineString{s.a, s.b}.Bound().Pad(junctionMeters)
	index.Search(bound.Min, bound.Max, func(_, _ [2]float64, other segment) bool {
		if other.street == s.street {
			return true
		}
		if along, hit := crossingOf(s.a, s.b, other.a, other.b); hit {
			parts = append(parts, along)
		}
		for _, end := range []orb.Point{other.a, other.b} {
			if planar.DistanceFromSegment(s.a, s.b, end) < junctionMeters {
				parts = append(parts, partOf(s.a, s.b, end))
			}
		}
		return true
	})
	slices.Sort(parts)
	var places []orb.Point
	for _, part := range parts {
		places = append(places, interpolated(orb.LineString{s.a, s.b}, part))
	}
	return places
}

// partOf is how far along a-b (0..1) a point lies.
func partOf(a, b, p orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	part := ((p[0]-a[0])*dx + (p[1]-a[1])*dy) / (dx*dx + dy*dy)
	return math.Max(0, math.Min(1, part))
}

// nodeAt finds the node within junctionMeters of a place, or makes one.
func (r *streetGraph) nodeAt(places map[[2]int][]int, at orb.Point) int {
	cell := [2]int{int(math.Floor(at[0] / junctionMeters)), int(math.Floor(at[1] / junctionMeters))}
	for dx := -1; dx <= 1; dx++ {
		for dy := -1; dy <= 1; dy++ {
			for _, node := range places[[2]int{cell[0] + dx, cell[1] + dy}] {
				if planar.Distance(r.nodes[node], at) < junctionMeters {
					return node
				}
			}
		}
	}
	places[cell] = append(places[cell], len(r.nodes))
	r.nodes = append(r.nodes, at)
	r.edges = append(r.edges, nil)
	return len(r.nodes) - 1
}

func (r *streetGraph) link(from, to int) {
	known := from < 0 || from == to || slices.ContainsFunc(r.edges[from], func(e roadEdge) bool { return e.to == to })
	if known {
		return
	}
	meters := planar.Distance(r.nodes[from], r.nodes[to])
	r.edges[from] = append(r.edges[from], roadEdge{to, meters})
	r.edges[to] = append(r.edges[to], roadEdge{from, meters})
	bound := orb.LineString{r.nodes[from], r.nodes[to]}.Bound()
	r.pieces.Insert(bound.Min, bound.Max, [2]int{from, to})
}

// nearestPiece is the edge nearest to a place on the plane.
func (r *streetGraph) nearestPiece(at orb.Point) (nodes [2]int) {
	r.pieces.Nearby(
		rtree.BoxDist(at, at, func(_, _ [2]float64, piece [2]int) float64 {
			return planar.DistanceFromSegmentSquared(r.nodes[piece[0]], r.nodes[piece[1]], at)
		}),
		func(_, _ [2]float64, piece [2]int, _ float64) bool {
			nodes = piece
			return false
		})
	return nodes
}

func (r *streetGraph) nearestNode(at orb.Point) int {
	piece := r.nearestPiece(at)
	if planar.Distance(r.nodes[piece[0]], at) <= planar.Distance(r.nodes[piece[1]], at) {
		return piece[0]
	}
	return piece[1]
}

// foot is the place on an edge nearest to a point.
func (r *streetGraph) foot(piece [2]int, at orb.Point) orb.Point {
	a, b := r.nodes[piece[0]], r.nodes[piece[1]]
	return interpolated(orb.LineString{a, b}, partOf(a, b, at))
}

// townKmh are the speeds of an empty street, as geo/osm takes them for the classes of a real one.
var townKmh = map[geo.StreetClass]float64{geo.Highway: 48, geo.Avenue: 48, geo.Main: 40, geo.Minor: 25, geo.Lane: 15}

// driven is the same streets as a repair van drives them.
func (d *draft) driven() *roads.Graph {
	streets := make([]roads.Street, len(d.streets))
	for i, s := range d.streets {
		kmh := townKmh[s.class]
		streets[i] = roads.Street{Name: Street{Type: s.kind, Name: s.name}.Shown(), Nodes: d.roads.along[i], ThereKmh: kmh, BackKmh: kmh}
	}
	graph, _, err := roads.Build(streets, func(node int64) (orb.Point, bool) { return d.lonLat(d.roads.nodes[node]), true }, nil)
	if err != nil {
		panic("demo: " + err.Error()) // larger than any city
	}
	return graph
}
