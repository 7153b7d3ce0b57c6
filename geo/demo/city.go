package demo

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"dispatch05/geo"
	"dispatch05/geo/register"
	"dispatch05/geo/roads"
)

// Source is register.House.Source of every house of the demonstration city.
const Source = "demo"

// City is the whole demonstration city. Coordinates are lon, lat.
type City struct {
	Name     string
	Zone     string // IANA name of its time zone
	Centre   orb.Point
	Bounds   orb.Bound
	Boundary orb.Polygon

	Water     orb.MultiPolygon
	Green     orb.MultiPolygon
	Rails     orb.MultiLineString
	Barriers  []geo.Barrier
	Crossings []geo.Crossing
	Streets   []Street
	Districts []geo.District

	Houses     []register.House
	Footprints []orb.Polygon // of the house at the same place in Houses

	Organisations []Organisation
	Contracts     []Contract
	Crews         []Crew
	People        []Person
	Posts         []Post
	Networks      []Network
	Roads         *roads.Graph // its streets and bridges
}

// Street is one named street.
type Street struct {
	Settlement string // "" = the city proper
	Type       string // canonical short form, as in register.House
	Name       string // without the type
	Class      geo.StreetClass
	Bridge     bool // the whole of it runs over a bridge
	Line       orb.LineString
}

// New generates the city of a seed.
func New(seed uint64) *City {
	d := &draft{seed: seed, plane: geo.NewPlane(centre)}
	d.layGround()
	d.planQuarters()
	d.drawStreets()
	d.joinRoads()
	d.placeHouses()
	d.numberHouses()
	d.assignOrganisations()
	city := d.city()
	city.Organisations = organisations
	city.Contracts = d.contracts()
	city.Crews = d.crews()
	city.People, city.Posts = d.man(city.Crews)
	city.Networks = d.networks()
	return city
}

// centre lies in open country by a real river; nothing of the city exists there.
var centre = orb.Point{48.412, 54.318}

// draft is the city while its stages work on it, in metres on a plane.
type draft struct {
	seed  uint64
	plane geo.Plane

	ground
	quarters []quarter
	villages []village
	streets  []street
	square   orb.Ring
	roads    *streetGraph
	houses   []house
}

// Each stage draws from its own source, so that a change in one moves no other.
const (
	stageGround uint64 = iota + 1
	stageStreets
	stageHouses
	stageNumbers
	stageOrganisations
	stagePeople
)

func (d *draft) chance(stage uint64) *rand.Rand {
	return rand.New(rand.NewPCG(d.seed, stage))
}

// city takes the draft off the plane.
func (d *draft) city() *City {
	c := &City{
		Name: "Демоград", Zone: "Europe/Samara", Centre: d.lonLat(orb.Point{}),
		Boundary:  d.polygon(d.boundary),
		Water:     orb.MultiPolygon{d.polygon(d.river), d.polygon(d.pond)},
		Rails:     orb.MultiLineString{d.line(d.rails)},
		Barriers:  d.barriers(),
		Crossings: d.crossings(),
		Roads:     d.driven(),
	}
	c.Bounds = c.Boundary.Bound()
	for _, q := range d.quarters {
		if q.kind == park {
			c.Green = append(c.Green, d.polygon(q.outline))
		}
	}
	for _, s := range d.streets {
		c.Streets = append(c.Streets, Street{s.settlement, s.kind, s.name, s.class, s.bridge, d.line(s.line)})
	}
	for _, h := range d.houses {
		c.Houses = append(c.Houses, d.registered(h))
		c.Footprints = append(c.Footprints, d.polygon(h.rectangle.ring()))
	}
	c.Districts = d.districts()
	return c
}

// lonLat rounds to about a centimetre: the last bits of a float differ between
// processors, the city must not.
func (d *draft) lonLat(meters orb.Point) orb.Point {
	p := d.plane.LonLat(meters)
	return orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
}

func (d *draft) line(meters orb.LineString) orb.LineString {
	out := make(orb.LineString, len(meters))
	for i, p := range meters {
		out[i] = d.lonLat(p)
	}
	return out
}

func (d *draft) polygon(meters orb.Ring) orb.Polygon {
	return orb.Polygon{orb.Ring(d.line(orb.LineString(meters)))}
}
