package geo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// Way is the shortest way between two points that jumps no barrier.
type Way struct {
	Meters    float64        // along Line; +Inf where not Reachable
	Over      []Crossing     // in the order of travel, empty for none
	Line      orb.LineString // lon, lat, from the start to the end, nil where not Reachable
	Reachable bool           // false where no crossing leads there
}

// Approach answers the ways of many starts to one place. Making it costs about
// as much as one way, each further start little.
type Approach struct {
	barriers *Barriers
	place    orb.Point // lon, lat
	meters   []float64 // from each node to the place
	next     []int     // the node after each node on the way there, -1 the place itself
	over     []int     // the crossing between a node and its next, -1 for none
}

// Way is the shortest way from one lon, lat point to another.
func (b *Barriers) Way(from, to orb.Point) Way { return b.Toward(to).From(from) }

// Toward prepares the ways to one lon, lat place (Dijkstra from its end).
func (b *Barriers) Toward(place orb.Point) *Approach {
	a := &Approach{
		barriers: b, place: place,
		meters: make([]float64, len(b.nodes)),
		next:   make([]int, len(b.nodes)),
		over:   make([]int, len(b.nodes)),
	}
	var frontier Frontier
	at := b.plane.Meters(place)
	for node := range b.nodes {
		a.meters[node], a.next[node], a.over[node] = math.Inf(1), -1, -1
	}
	for _, node := range b.boarding(at) {
		a.meters[node] = planeDistance(at, b.nodes[node].at)
		frontier.Reach(node, a.meters[node])
	}
	a.spread(&frontier)
	return a
}

func (a *Approach) spread(frontier *Frontier) {
	for frontier.Len() > 0 {
		node, least := frontier.Next()
		if least > a.meters[node] {
			continue
		}
		for _, edge := range a.barriers.edges[node] {
			if meters := least + edge.meters; meters < a.meters[edge.to] {
				a.meters[edge.to], a.next[edge.to], a.over[edge.to] = meters, node, edge.crossing
				frontier.Reach(edge.to, meters)
			}
		}
	}
}

// From is the shortest way from a lon, lat point to the place.
func (a *Approach) From(from orb.Point) Way {
	at := a.barriers.plane.Meters(from)
	if a.barriers.sees(at, a.barriers.plane.Meters(a.place)) {
		return Way{DistanceMeters(from, a.place), nil, orb.LineString{from, a.place}, true}
	}
	first := a.firstNode(at)
	if first < 0 {
		return Way{Meters: math.Inf(1)}
	}
	return a.along(from, first)
}

// firstNode tries the nodes by the length of the whole way over them, so that
// the first one in sight is the best.
func (a *Approach) firstNode(at orb.Point) int {
	b := a.barriers
	steps := make([]wayStep, 0, len(b.nodes))
	for node := range b.nodes {
		if !math.IsInf(a.meters[node], 1) {
			steps = append(steps, wayStep{node, planeDistance(at, b.nodes[node].at) + a.meters[node]})
		}
	}
	slices.SortFunc(steps, func(x, y wayStep) int {
		return cmp.Or(cmp.Compare(x.meters, y.meters), cmp.Compare(x.node, y.node))
	})
	onDeck := b.deckUnder(at)
	for _, step := range steps {
		if b.enters(at, step.node, onDeck) {
			return step.node
		}
	}
	return -1
}

// along collects the way from a start over its first node.
func (a *Approach) along(from orb.Point, first int) Way {
	b := a.barriers
	way := Way{Line: orb.LineString{from}, Reachable: true}
	way.over(b.blindly(from, first))
	for node := first; node >= 0; node = a.next[node] {
		way.Line = append(way.Line, b.plane.LonLat(b.nodes[node].at))
		if a.over[node] >= 0 {
			way.over(b.crossings[a.over[node] : a.over[node]+1])
		}
		if a.next[node] < 0 {
			way.over(b.blindly(a.place, node))
		}
	}
	way.Line = append(way.Line, a.place)
	for i := 1; i < len(way.Line); i++ {
		way.Meters += DistanceMeters(way.Line[i-1], way.Line[i])
	}
	return way
}

// over adds crossings to the way, each once in a row.
func (w *Way) over(crossings []Crossing) {
	for _, crossing := range crossings {
		if last := len(w.Over) - 1; last < 0 || w.Over[last].Name != crossing.Name {
			w.Over = append(w.Over, crossing)
		}
	}
}

// blindly is the crossing that a point stands on when it reaches the crossing's
// end over the barrier and not over open ground; empty otherwise.
func (b *Barriers) blindly(point orb.Point, node int) []Crossing {
	n := b.nodes[node]
	if n.crossing < 0 || b.sees(b.plane.Meters(point), n.at) {
		return nil
	}
	return b.crossings[n.crossing : n.crossing+1]
}

// boarding lists the nodes that a place on the plane reaches at once.
func (b *Barriers) boarding(at orb.Point) []int {
	onDeck := b.deckUnder(at)
	var nodes []int
	for node := range b.nodes {
		if b.enters(at, node, onDeck) {
			nodes = append(nodes, node)
		}
	}
	return nodes
}

// enters reports whether a node is in sight of a place, or an end of the
// crossing that the place stands on.
func (b *Barriers) enters(at orb.Point, node, onDeck int) bool {
	n := b.nodes[node]
	return n.crossing >= 0 && n.crossing == onDeck || b.sees(at, n.at)
}

// deckUnder is the crossing that a place on the plane stands on, -1 for none.
// A place inside a polygon barrier (a crew on the bridge, a boat, a position off
// by some metres) counts as standing on the nearest one.
func (b *Barriers) deckUnder(at orb.Point) int {
	nearest, reachMeters := -1, boardingMeters
	if b.covered(at) {
		reachMeters = math.Inf(1)
	}
	for i, deck := range b.decks {
		if meters := planar.DistanceFrom(deck, at); meters < reachMeters {
			nearest, reachMeters = i, meters
		}
	}
	return nearest
}

// wayStep is a node with the length of the whole way over it.
type wayStep struct {
	node   int
	meters float64
}
