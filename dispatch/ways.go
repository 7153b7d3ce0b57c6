package dispatch

import (
	"math"
	"sync"

	"github.com/paulmach/orb"

	"dispatch05/geo"
	"dispatch05/geo/roads"
)

// Ways is what a city's ways are found by: its road graph where it has one, and its barriers for a city without, and for
// a place that no road of the map comes near.
type Ways struct {
	Roads    *roads.Graph  // nil: the city has none
	Credit   string        // whom the roads are owed to, as their licence asks: "© OpenStreetMap"; "" for nobody
	Barriers *geo.Barriers // nil with nil Roads: no way is known
}

// Methods of finding a way, as programs read them.
const (
	ByRoads    = "roads"
	ByBarriers = "barriers"
)

// drive is a crew's way to a place, by whatever method it was found.
type drive struct {
	reachable bool
	meters    float64
	seconds   float64
	by        string // a method; "" where not reachable
	rough     bool   // by a stated average, not along roads
	ru, en    string // the method and the length
	line      orb.LineString
	steps     []roads.Step
}

// approach answers the drives of any number of crews to one place.
type approach interface {
	// drive tells length, time and method; route the line and the turns besides.
	drive(from orb.Point) drive
	route(from orb.Point) drive
}

// toward is the approach to a place by the best that the city has; nil where it has nothing.
func (w Ways) toward(place orb.Point) approach {
	switch {
	case w.Roads == nil && w.Barriers == nil:
		return nil
	case w.Roads == nil:
		return aroundBarriers{w.Barriers.Toward(place), "без карты дорог", "without a road map"}
	}
	along := alongRoads{Approach: w.Roads.Toward(place)}
	if w.Barriers != nil {
		along.otherwise = sync.OnceValue(func() *geo.Approach { return w.Barriers.Toward(place) })
	}
	return along
}

// aroundBarriers finds ways round rivers and rails, and says why it was not the roads.
type aroundBarriers struct {
	*geo.Approach
	whyRu, whyEn string
}

func (a aroundBarriers) drive(from orb.Point) drive {
	way := a.From(from)
	if !way.Reachable || math.IsInf(way.Meters, 1) {
		return drive{}
	}
	return drive{reachable: true, meters: way.Meters, seconds: geo.UrbanPace.Travel(way.Meters).Seconds(), by: ByBarriers, rough: true,
		ru: way.Russian() + " (" + a.whyRu + ")", en: way.English() + " (" + a.whyEn + ")", line: way.Line}
}

func (a aroundBarriers) route(from orb.Point) drive { return a.drive(from) }

// alongRoads finds ways by the road graph, and otherwise where it has no way.
type alongRoads struct {
	*roads.Approach
	otherwise func() *geo.Approach // nil: there is no other method
}

func (a alongRoads) drive(from orb.Point) drive {
	trip := a.From(from)
	if !trip.Reachable {
		return a.instead(trip, from)
	}
	return alongRoad(trip)
}

func (a alongRoads) route(from orb.Point) drive {
	route := a.Route(from)
	if !route.Reachable {
		return a.instead(route.Trip, from)
	}
	d := alongRoad(route.Trip)
	d.line, d.steps = route.Line, route.Steps
	return d
}

func alongRoad(trip roads.Trip) drive {
	return drive{reachable: true, meters: trip.Meters, seconds: trip.Seconds, by: ByRoads, ru: trip.Russian(), en: trip.English()}
}

// instead is the way round the barriers where the road map knows none.
func (a alongRoads) instead(trip roads.Trip, from orb.Point) drive {
	if a.otherwise == nil {
		return drive{}
	}
	around := aroundBarriers{a.otherwise(), "на карте дорог проезда нет", "the road map has no way there"}
	if trip.Far() && !math.IsInf(trip.OffMeters, 1) {
		around.whyRu = "до дороги на карте " + geo.RussianLength(trip.OffMeters)
		around.whyEn = "the nearest road of the map is " + geo.EnglishLength(trip.OffMeters) + " away"
	}
	return around.drive(from)
}

// minutes of a drive for people: whole ones, rounded up.
func (d drive) minutes() int { return int(math.Ceil(d.seconds / 60)) }
