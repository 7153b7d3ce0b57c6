package osm

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/osm"

	"dispatch05/geo/roads"
)

// classKmh are the speeds of a car on the classes of road where the map tells no limit. Source: OSRM's profiles/car.lua
// (Project-OSRM/osrm-backend), which are held against drives; a class that is faster there than a town lets anybody
// be is held to limitShare of Russia's 60 km/h in settlements (ПДД 10.2), for these are a city's roads. Footways, cycleways and
// steps are none of them. A track and a pedestrian street let a repair van pass, slowly.
var classKmh = map[string]float64{
	"motorway": 90, "motorway_link": 45, "trunk": townKmh, "trunk_link": 40, "primary": townKmh, "primary_link": 30, "secondary": townKmh, "secondary_link": 25,
	"tertiary": 40, "tertiary_link": 20, "unclassified": 25, "residential": 25, "living_street": 10, "service": 15, "pedestrian": 5, "track": 10,
}

const (
	limitShare = 0.8 // of a limit is what is driven on the whole: OSRM's speed_reduction
	townKmh    = limitShare * 60
	slowKmh    = 15 // classes up to this stay so slow whatever their limit says
)

// limits are the ones that OSM writes by name (wiki.openstreetmap.org/wiki/Key:maxspeed).
var limits = map[string]float64{"RU:urban": 60, "RU:rural": 90, "RU:motorway": 110, "RU:living_street": 20, "none": 130, "walk": 5}

// street reads a way as it is driven; false for one that no car drives.
func street(tags osm.Tags, nodes []osm.NodeID) (roads.Street, bool) {
	kmh := classKmh[tags.Find("highway")]
	private, forbidden := access(tags)
	if kmh == 0 || forbidden || tags.Find("area") == "yes" || len(nodes) < 2 {
		return roads.Street{}, false
	}
	s := roads.Street{Name: strings.TrimSpace(tags.Find("name")), Private: private, Nodes: make([]int64, len(nodes)),
		ThereKmh: limited(kmh, tags, "maxspeed:forward"), BackKmh: limited(kmh, tags, "maxspeed:backward"),
		Roundabout: tags.Find("junction") == "roundabout" || tags.Find("junction") == "circular"}
	for i, id := range nodes {
		s.Nodes[i] = int64(id)
	}
	switch oneway(tags, s.Roundabout) {
	case 1:
		s.BackKmh = 0
	case -1:
		s.ThereKmh = 0
	}
	return s, true
}

// oneway is 1 along the way only, -1 against it, 0 both. A roundabout and a motorway are one-way unless they say no.
func oneway(tags osm.Tags, roundabout bool) int {
	switch tags.Find("oneway") {
	case "yes", "true", "1":
		return 1
	case "-1", "reverse":
		return -1
	case "no", "false", "0":
		return 0
	}
	if class := tags.Find("highway"); roundabout || class == "motorway" || class == "motorway_link" {
		return 1
	}
	return 0
}

// access tells whether a way is closed to strangers, and whether to every car: what is said of cars counts more than
// what is said of all (wiki.openstreetmap.org/wiki/Key:access). "No" of all is a closed yard to an emergency crew; "no" of
// cars is a street of people on foot, or one with a post in it.
func access(tags osm.Tags) (private, forbidden bool) {
	for _, key := range []string{"motorcar", "motor_vehicle", "vehicle", "access"} {
		switch tags.Find(key) {
		case "":
			continue
		case "no":
			return true, key != "access" && tags.Find("emergency") != "yes" && tags.Find("service") != "emergency_access"
		case "private", "permit", "customers", "delivery", "agricultural", "forestry", "military":
			return true, false
		}
		return false, false
	}
	return false, false
}

// limited is the speed on a road of a class under the limit that its tags tell, in one direction if they do.
func limited(classKmh float64, tags osm.Tags, direction string) float64 {
	for _, key := range []string{direction, "maxspeed"} {
		limit := limitKmh(tags.Find(key))
		switch {
		case limit == 0:
			continue
		case classKmh <= slowKmh:
			return min(classKmh, limit*limitShare)
		}
		return limit * limitShare
	}
	return classKmh
}

var limitForm = regexp.MustCompile(`^(\d{1,3})\s*(|km/h|kmh|kph|mph)$`)

const kmhPerMph = 1.609344

// limitKmh reads a limit; 0 for none, or for one that is no limit of a road.
func limitKmh(text string) float64 {
	if limit, named := limits[text]; named {
		return limit
	}
	parts := limitForm.FindStringSubmatch(text)
	if parts == nil {
		return 0
	}
	limit, _ := strconv.ParseFloat(parts[1], 64)
	if parts[2] == "mph" {
		limit *= kmhPerMph
	}
	if limit < 5 || limit > 130 {
		return 0
	}
	return math.Round(limit)
}

// stops says of a node that no car passes it. Gates, chains and booms are opened to an emergency crew.
func stops(tags osm.Tags) bool {
	switch tags.Find("barrier") {
	case "bollard", "block", "jersey_barrier", "log", "debris", "cycle_barrier", "stile", "turnstile", "kissing_gate", "full-height_turnstile", "motorcycle_barrier", "planter", "wall", "fence":
		return tags.Find("motor_vehicle") != "yes" && tags.Find("access") != "yes" && tags.Find("emergency") != "yes"
	}
	return false
}

// graph joins the streets of the file.
func (r *reader) graph() (*roads.Graph, roads.Faults, error) {
	var streets []roads.Street
	for i := range r.things {
		if t := &r.things[i]; t.kind == KindStreet {
			if s, drivable := street(t.tags, t.nodes); drivable {
				streets = append(streets, s)
			}
		}
	}
	return roads.Build(streets,
		func(node int64) (orb.Point, bool) { p, known := r.places[osm.NodeID(node)]; return p, known },
		func(node int64) bool { return r.stops[osm.NodeID(node)] })
}

// edited keeps the time of the newest edit of a street: what the roads are as of.
func (r *reader) edited(at time.Time) {
	if at.After(r.newest) {
		r.newest = at
	}
}
