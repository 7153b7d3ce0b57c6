package roads

import (
	"math"

	"github.com/paulmach/orb"

	"dispatch05/geo"
)

// FarMeters is how far a point may lie from the nearest road to be reached by the graph at all: beyond it the map has
// no roads there, and minutes along them would be a lie.
const FarMeters = 500

// offRoadKmh is the speed between a road of the map and the point itself: a van in a yard, or people on foot.
const offRoadKmh = 5

// Trip is how long a drive is. The way between road and point is in it on both ends.
type Trip struct {
	Meters    float64
	Seconds   float64
	OffMeters float64 // of the metres, off the roads of the map; also where it is not Reachable
	Private   bool    // over a private road
	Reachable bool    // false where a point is far from the roads (see Far), or no road leads there
}

// Far says of a trip that is not reachable that a point lies too far from the roads.
func (t Trip) Far() bool { return t.OffMeters > FarMeters }

// Approach answers the drives of many starts to one place.
type Approach struct {
	graph   *Graph
	place   orb.Point
	foot    foot
	found   bool
	cost    []float64 // from each node to the place, +Inf where nothing leads there
	next    []arc     // by which each node is left; noArc where the place's own stretch begins there
	seconds []float64 // of that way
	meters  []float64
	loop    int // the way along the place's own stretch, where it begins and ends in one node
}

// Toward searches the ways to a lon, lat place, backwards from it.
func (g *Graph) Toward(place orb.Point) *Approach {
	a := &Approach{graph: g, place: place}
	if a.foot, a.found = g.foot(place); !a.found || a.foot.offMeters > FarMeters {
		return a
	}
	nodes := len(g.places)
	a.cost, a.next = make([]float64, nodes), make([]arc, nodes)
	a.seconds, a.meters = make([]float64, nodes), make([]float64, nodes)
	for node := range nodes {
		a.cost[node], a.next[node] = math.Inf(1), noArc
	}
	var frontier geo.Frontier
	s := &g.stretches[a.foot.stretch]
	for end, share := range [2]float64{a.foot.part, 1 - a.foot.part} {
		way := end // from end 0 along the stretch, from end 1 against it
		cost, open := g.share(arc(2*int(a.foot.stretch)+way), share)
		if node := s.ends[end]; open && cost < a.cost[node] {
			a.cost[node], a.meters[node], a.seconds[node], a.loop = cost, s.meters*share, g.shareSeconds(s, way, share), way
			frontier.Reach(int(node), cost)
		}
	}
	a.spread(&frontier)
	return a
}

// share is the cost of a part of an arc; false where it is closed. No part of it is free to all: who stands at a
// junction is past the stretch.
func (g *Graph) share(a arc, part float64) (cost float64, open bool) {
	if part == 0 {
		return 0, true
	}
	cost = g.cost(a)
	return cost * part, !math.IsInf(cost, 1)
}

func (g *Graph) shareSeconds(s *stretch, way int, part float64) float64 {
	if part == 0 {
		return 0
	}
	return s.seconds[way] * part
}

func (a *Approach) spread(frontier *geo.Frontier) {
	g := a.graph
	for frontier.Len() > 0 {
		node, least := frontier.Next()
		if least > a.cost[node] {
			continue
		}
		for _, arc := range g.arriving(int32(node)) {
			before := g.start(arc)
			if cost := least + g.cost(arc); cost < a.cost[before] {
				s := &g.stretches[arc.stretch()]
				a.cost[before], a.next[before] = cost, arc
				a.seconds[before], a.meters[before] = a.seconds[node]+s.seconds[arc.way()], a.meters[node]+s.meters
				frontier.Reach(int(before), cost)
			}
		}
	}
}

// setOff is the best way off a stretch: along it to a node, or to the place itself where that lies on it.
type setOff struct {
	cost, seconds, meters float64
	way                   int  // along the stretch, or 1 against it
	direct                bool // to the place without a node between
}

// From tells the drive from a lon, lat point to the place.
func (a *Approach) From(from orb.Point) Trip {
	trip, _, _ := a.from(from)
	return trip
}

func (a *Approach) from(from orb.Point) (Trip, foot, setOff) {
	begin, found := a.graph.foot(from)
	if !found || !a.found {
		return Trip{OffMeters: math.Inf(1)}, begin, setOff{}
	}
	trip := Trip{OffMeters: begin.offMeters + a.foot.offMeters}
	if far := max(begin.offMeters, a.foot.offMeters); far > FarMeters {
		return Trip{OffMeters: far}, begin, setOff{}
	}
	best := a.setOff(begin)
	if math.IsInf(best.cost, 1) {
		return Trip{OffMeters: min(trip.OffMeters, FarMeters)}, begin, best
	}
	trip.Reachable = true
	trip.Meters = best.meters + trip.OffMeters
	trip.Seconds = best.seconds + seconds(trip.OffMeters, offRoadKmh)
	trip.Private = best.cost > best.seconds*(1+1e-9)
	return trip, begin, best
}

func (a *Approach) setOff(begin foot) setOff {
	g := a.graph
	best := setOff{cost: math.Inf(1)}
	s := &g.stretches[begin.stretch]
	for way, share := range [2]float64{1 - begin.part, begin.part} {
		arc := arc(2*int(begin.stretch) + way)
		cost, open := g.share(arc, share)
		if node := g.end(arc); open && cost+a.cost[node] < best.cost {
			best = setOff{cost + a.cost[node], g.shareSeconds(s, way, share) + a.seconds[node], s.meters*share + a.meters[node], way, false}
		}
		between := a.foot.part - begin.part
		if way == 1 {
			between = -between
		}
		if begin.stretch != a.foot.stretch || between < 0 {
			continue
		}
		if cost, open := g.share(arc, between); open && cost <= best.cost {
			best = setOff{cost, g.shareSeconds(s, way, between), s.meters * between, way, true}
		}
	}
	return best
}
