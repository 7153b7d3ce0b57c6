package roads

import (
	"slices"

	"github.com/paulmach/orb"

	"dispatch05/geo"
)

// Route is a drive with its line and how to be told it.
type Route struct {
	Trip
	Line  orb.LineString // from the start to the place, its ends off the road included; nil where not Reachable
	Steps []Step
}

// Route tells the drive from a lon, lat point to the place, with its line.
func (a *Approach) Route(from orb.Point) Route {
	trip, begin, off := a.from(from)
	if !trip.Reachable {
		return Route{Trip: trip}
	}
	legs := a.legs(begin, off)
	route := Route{Trip: trip, Line: orb.LineString{from}, Steps: steps(legs, a.foot.offMeters)}
	for _, l := range legs {
		route.Line = append(route.Line, l.line...)
	}
	route.Line = append(route.Line, a.place)
	route.Line = slices.Compact(route.Line)
	if len(route.Line) == 1 {
		route.Line = append(route.Line, a.place) // already there
	}
	return route
}

// leg is a stretch, or a part of one, as it is driven.
type leg struct {
	name   string
	line   orb.LineString
	meters float64
	choice bool // its beginning is a place where one could have driven otherwise
	ring   bool // on a roundabout
}

func (a *Approach) legs(begin foot, off setOff) (legs []leg) {
	g := a.graph
	if off.direct {
		return a.append(legs, begin.stretch, off.way, &begin, &a.foot)
	}
	legs = a.append(legs, begin.stretch, off.way, &begin, nil)
	node := g.end(arc(2*int(begin.stretch) + off.way))
	for a.next[node] != noArc {
		on := a.next[node]
		legs = a.append(legs, on.stretch(), on.way(), nil, nil)
		node = g.end(on)
	}
	way := a.loop
	if s := &g.stretches[a.foot.stretch]; s.ends[0] != s.ends[1] {
		way = 0
		if s.ends[1] == node {
			way = 1
		}
	}
	return a.append(legs, a.foot.stretch, way, nil, &a.foot)
}

// append adds the leg along a stretch, from a foot or its beginning to a foot or its end. One of no length is none.
func (a *Approach) append(legs []leg, number int32, way int, from, to *foot) []leg {
	g := a.graph
	s := &g.stretches[number]
	line := slices.Clone(g.line(s))
	first, last := 0, len(line)-1
	if way == 1 {
		from, to = to, from
	}
	if to != nil {
		line[to.piece+1], last = to.at, to.piece+1
	}
	if from != nil {
		line[from.piece], first = from.at, from.piece
	}
	if first > last {
		return legs
	}
	line = slices.Compact(line[first : last+1])
	if way == 1 {
		slices.Reverse(line)
	}
	if len(line) < 2 {
		return legs
	}
	l := leg{name: g.names[s.name], line: line, ring: s.ring, choice: len(legs) > 0 && len(g.arriving(s.ends[way])) > 2}
	for i := 1; i < len(line); i++ {
		l.meters += geo.DistanceMeters(line[i-1], line[i])
	}
	return append(legs, l)
}
