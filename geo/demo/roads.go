package demo

import (
	"cmp"
	"container/heap"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"

	"dispatch05/geo"
)

const junctionMeters = 4.0 // ends this near to a street join it

// roads is the graph of the streets, on the plane: a node at each bend and junction.
type roads struct {
	plane  geo.Plane
	nodes  []orb.Point
	edges  [][]roadEdge
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
	d.roads = &roads{plane: d.plane}
	places := map[[2]int][]int{}
	for i, s := range d.streets {
		previous := -1
		for j := 1; j < len(s.line); j++ {
			for _, at := range stops(&index, segment{i, j, s.line[j-1], s.line[j]}) {
				node := d.roads.nodeAt(places, at)
				d.roads.link(previous, node)
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
func (r *roads) nodeAt(places map[[2]int][]int, at orb.Point) int {
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

func (r *roads) link(from, to int) {
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
func (r *roads) nearestPiece(at orb.Point) (nodes [2]int) {
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

func (r *roads) nearestNode(at orb.Point) int {
	piece := r.nearestPiece(at)
	if planar.Distance(r.nodes[piece[0]], at) <= planar.Distance(r.nodes[piece[1]], at) {
		return piece[0]
	}
	return piece[1]
}

// Route is the shortest drive from one lon, lat point to another along streets
// and bridges: off to the nearest street, along it, and off to the end. It is
// empty only where no street leads there.
func (c *City) Route(from, to orb.Point) orb.LineString {
	r := c.roads
	start, end := r.plane.Meters(from), r.plane.Meters(to)
	on, off := r.nearestPiece(start), r.nearestPiece(end)
	way := orb.LineString{start, r.foot(on, start)}
	if on != off {
		nodes := r.shortest(on, way[1], off, r.foot(off, end))
		if nodes == nil {
			return nil
		}
		for _, node := range nodes {
			way = append(way, r.nodes[node])
		}
	}
	way = r.plane.LineLonLat(append(way, r.foot(off, end)))
	way[0] = from
	return append(way, to)
}

// foot is the place on an edge nearest to a point.
func (r *roads) foot(piece [2]int, at orb.Point) orb.Point {
	a, b := r.nodes[piece[0]], r.nodes[piece[1]]
	return interpolated(orb.LineString{a, b}, partOf(a, b, at))
}

// shortest is A* from a place on one edge to a place on another.
func (r *roads) shortest(on [2]int, start orb.Point, off [2]int, end orb.Point) []int {
	s := newSearch(len(r.nodes))
	for _, node := range on {
		s.reach(node, -1, planar.Distance(start, r.nodes[node]), planar.Distance(r.nodes[node], end))
	}
	last, least := -1, math.Inf(1)
	for s.queue.Len() > 0 {
		step := heap.Pop(&s.queue).(roadStep)
		if step.guess >= least {
			break
		}
		if s.done[step.node] {
			continue
		}
		s.done[step.node] = true
		if total := s.meters[step.node] + planar.Distance(r.nodes[step.node], end); slices.Contains(off[:], step.node) && total < least {
			last, least = step.node, total
		}
		for _, edge := range r.edges[step.node] {
			s.reach(edge.to, step.node, s.meters[step.node]+edge.meters, planar.Distance(r.nodes[edge.to], end))
		}
	}
	return s.back(last)
}

// search is the state of a search over the graph.
type search struct {
	meters []float64
	before []int
	done   []bool
	queue  roadQueue
}

func newSearch(nodes int) *search {
	s := &search{meters: make([]float64, nodes), before: make([]int, nodes), done: make([]bool, nodes)}
	for node := range nodes {
		s.meters[node], s.before[node] = math.Inf(1), -1
	}
	return s
}

func (s *search) reach(node, before int, meters, rest float64) {
	if meters < s.meters[node] {
		s.meters[node], s.before[node] = meters, before
		heap.Push(&s.queue, roadStep{node, meters + rest})
	}
}

// back lists the nodes from the start to the last.
func (s *search) back(last int) []int {
	var nodes []int
	for node := last; node >= 0; node = s.before[node] {
		nodes = append(nodes, node)
	}
	slices.Reverse(nodes)
	return nodes
}

type roadStep struct {
	node  int
	guess float64
}

type roadQueue []roadStep

func (q roadQueue) Len() int { return len(q) }
func (q roadQueue) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q[i].guess, q[j].guess), cmp.Compare(q[i].node, q[j].node)) < 0
}
func (q roadQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *roadQueue) Push(x any)   { *q = append(*q, x.(roadStep)) }
func (q *roadQueue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
