package osm

import (
	"io"
	"iter"
	"math"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/osm"

	"dispatch05/geo"
	"dispatch05/geo/register"
	"dispatch05/geo/roads"
)

// Credit is what the licence of OpenStreetMap (ODbL) wants shown wherever its data is: openstreetmap.org/copyright.
const Credit = "© участники OpenStreetMap"

// Extract is what a file holds of a city.
type Extract struct {
	houses  []house
	Shapes  []Shape
	Refused []Refusal // shapes that could not be made

	// Cut is the boundary that the city was cut out by; empty: the whole file was taken.
	Cut orb.MultiPolygon

	// Outlines are the buildings' polygons by House.SourceID, lon/lat.
	Outlines map[string]orb.Polygon

	Roads      *roads.Graph
	RoadFaults roads.Faults
	RoadsAsOf  time.Time // the newest edit of a street, zero where the file tells none
}

// Shape is one shape of the map, lon/lat.
type Shape struct {
	Kind, Name, Class string
	Bridge            bool
	Geometry          orb.Geometry
}

// Refusal is an object of which nothing could be made.
type Refusal struct{ ID, English, Russian string }

type house struct {
	house   register.House
	address string
}

// Rows gives the houses to register.Import, in the order of the file; a row's line is its place among
// them. It reads nothing: the reader is not used.
func (e *Extract) Rows(_ io.Reader, o register.FileOptions) iter.Seq2[register.Row, error] {
	return func(yield func(register.Row, error) bool) {
		for i, h := range e.houses {
			if row, ok := o.Addressed(i+1, h.house, h.address); ok && !yield(row, nil) {
				return
			}
		}
	}
}

func (r *reader) extract() (*Extract, error) {
	e := &Extract{Outlines: map[string]orb.Polygon{}, Cut: r.cut, RoadsAsOf: r.newest}
	var err error
	if e.Roads, e.RoadFaults, err = r.graph(); err != nil {
		return nil, err
	}
	for i := range r.things {
		t := &r.things[i]
		shape := r.shape(t)
		if t.kind != KindBoundary && r.outside(shape) {
			continue
		}
		if shape == nil {
			e.Refused = append(e.Refused, Refusal{t.id, "its nodes are not in the file, or it does not close", "точек нет в файле, или контур не замкнут"})
		}
		if t.building && (shape != nil || len(r.cut) == 0) { // of a building that stands nowhere nobody knows the city
			e.house(r, t, shape)
		}
		if t.kind != "" && shape != nil {
			e.Shapes = append(e.Shapes, Shape{t.kind, t.tags.Find("name"), t.class, t.tags.HasTag("bridge") && t.tags.Find("bridge") != "no", shape})
		}
	}
	return e, nil
}

// house keeps a building, also one without a point: its address is known still.
func (e *Extract) house(r *reader, t *thing, shape orb.Geometry) {
	h := register.House{Source: register.SourceOSM, SourceID: t.id, Precision: register.PrecisionNone,
		Levels: count(t.tags, "building:levels", 150), Flats: count(t.tags, "building:flats", 20000), Year: count(t.tags, "start_date", 2100), Entrances: r.doors(t)}
	if h.Year < 1500 {
		h.Year = 0
	}
	switch s := shape.(type) {
	case orb.Point:
		h.Point, h.Precision = s, register.PrecisionRegister
	case orb.Polygon:
		h.Point, h.Precision = geo.InteriorPoint(s), register.PrecisionFootprint
		e.Outlines[t.id] = s
	case orb.MultiPolygon:
		largest := geo.Largest(s)
		h.Point, h.Precision = geo.InteriorPoint(largest), register.PrecisionFootprint
		e.Outlines[t.id] = largest
	}
	e.houses = append(e.houses, house{h, address(t.tags)})
}

// doors counts the entrances on a building's outline.
func (r *reader) doors(t *thing) int {
	seen := map[osm.NodeID]bool{}
	ways := [][]osm.NodeID{t.nodes}
	for _, way := range t.outer {
		ways = append(ways, r.members[way])
	}
	for _, way := range ways {
		for _, node := range way {
			if r.entrances[node] {
				seen[node] = true
			}
		}
	}
	return len(seen)
}

// shape makes a thing's geometry; nil where the file lacks its nodes or its rings do not close.
func (r *reader) shape(t *thing) orb.Geometry {
	switch {
	case t.outer != nil:
		return r.polygons(t)
	case t.nodes == nil:
		if !onEarth(t.point) {
			return nil
		}
		return t.point
	}
	line, whole := r.lineOf(t.nodes)
	if t.kind == KindStreet || t.kind == KindRails {
		if len(line) < 2 {
			return nil
		}
		return line
	}
	if !whole || len(line) < 4 || t.nodes[0] != t.nodes[len(t.nodes)-1] {
		return nil
	}
	return orb.Polygon{orb.Ring(line)}
}

// lineOf is the places of nodes; false when some are not in the file.
func (r *reader) lineOf(nodes []osm.NodeID) (line orb.LineString, whole bool) {
	whole = true
	for _, id := range nodes {
		if point, known := r.places[id]; known && onEarth(point) {
			line = append(line, point)
			continue
		}
		whole = false
	}
	return line, whole
}

func onEarth(p orb.Point) bool { return math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90 }

// polygons joins the ways of a relation to rings, each inner one in the outer that holds it.
func (r *reader) polygons(t *thing) orb.Geometry {
	var shapes orb.MultiPolygon
	for _, ring := range r.rings(t.outer) {
		shapes = append(shapes, orb.Polygon{ring})
	}
	for _, hole := range r.rings(t.inner) {
		for i := range shapes {
			if planar.RingContains(shapes[i][0], hole[0]) {
				shapes[i] = append(shapes[i], hole)
				break
			}
		}
	}
	switch len(shapes) {
	case 0:
		return nil
	case 1:
		return shapes[0]
	}
	return shapes
}

// rings joins ways end to end. Ways that close no ring are left out.
func (r *reader) rings(ways []osm.WayID) (rings []orb.Ring) {
	at := map[osm.NodeID][]int{} // ends of the open ways
	used := make([]bool, len(ways))
	for i, way := range ways {
		if nodes := r.members[way]; len(nodes) > 1 {
			at[nodes[0]] = append(at[nodes[0]], i)
			at[nodes[len(nodes)-1]] = append(at[nodes[len(nodes)-1]], i)
		} else {
			used[i] = true
		}
	}
	for i := range ways {
		if used[i] {
			continue
		}
		used[i] = true
		chain := append([]osm.NodeID(nil), r.members[ways[i]]...)
		for chain[0] != chain[len(chain)-1] {
			next := -1
			for _, k := range at[chain[len(chain)-1]] {
				if !used[k] {
					next = k
					break
				}
			}
			if next < 0 {
				break
			}
			used[next] = true
			chain = joined(chain, r.members[ways[next]])
		}
		line, whole := r.lineOf(chain)
		if whole && len(line) >= 4 && chain[0] == chain[len(chain)-1] {
			rings = append(rings, orb.Ring(line))
		}
	}
	return rings
}

// joined continues a chain by a way that begins or ends at its last node.
func joined(chain, way []osm.NodeID) []osm.NodeID {
	if way[0] == chain[len(chain)-1] {
		return append(chain, way[1:]...)
	}
	for i := len(way) - 2; i >= 0; i-- {
		chain = append(chain, way[i])
	}
	return chain
}
