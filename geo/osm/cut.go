package osm

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/osm"

	"dispatch05/geo"
)

// ErrNoBoundary is told when the file lacks the boundary that was asked for.
var ErrNoBoundary = errors.New("the file has no such boundary, or not all of it")

// Options say which part of a file is the city.
type Options struct {
	// City is the city's name: it chooses the boundary in the file. "" takes none.
	City string
	// Boundary is the city's where it is known, lon/lat.
	Boundary orb.MultiPolygon
	// Relation is the boundary's id in the file; 0 for none. It goes before Boundary.
	Relation int64
	// Whole takes the whole file, whatever boundary is known: it is of this city alone.
	Whole bool
}

// marginMeters is how far beyond the boundary nodes are held: a street goes on behind it. A way without a node so near is no
// part of the city, also when it is a wood with the whole city in it.
const marginMeters = 3000

// ReadCity is Read of a part of a file: houses and shapes outside of the boundary are left out. Without any boundary
// (Extract.Cut is empty) the whole file is taken.
func ReadCity(ctx context.Context, file io.ReadSeeker, o Options) (*Extract, error) {
	r, err := open(file, o.City)
	if err != nil {
		return nil, err
	}
	r.relationID = osm.RelationID(o.Relation)
	if r.cut = closed(o.Boundary); o.Whole {
		r.cut = nil
	} else if o.Relation != 0 || len(r.cut) == 0 && o.City != "" {
		if r.cut, err = boundaryIn(ctx, file, o); err != nil {
			return nil, err
		}
	}
	if len(r.cut) > 0 {
		r.frame = orbgeo.BoundPad(r.cut.Bound(), marginMeters)
		if err := scan(ctx, file, kinds{nodes: true}, r.framed); err != nil {
			return nil, err
		}
	}
	return r.read(ctx, file)
}

// closed leaves out polygons that hold nothing.
func closed(boundary orb.MultiPolygon) (good orb.MultiPolygon) {
	for _, p := range boundary {
		if len(p) > 0 && len(p[0]) > 3 {
			good = append(good, p)
		}
	}
	return good
}

// boundaryIn reads the boundary out of the file; none where only its name was asked for and no relation has it.
func boundaryIn(ctx context.Context, file io.ReadSeeker, o Options) (orb.MultiPolygon, error) {
	r := newReader(o.City)
	r.relationID, r.boundaryOnly = osm.RelationID(o.Relation), true
	extract, err := r.read(ctx, file)
	if err != nil {
		return nil, err
	}
	var all orb.MultiPolygon
	for _, s := range extract.Shapes {
		switch g := s.Geometry.(type) {
		case orb.Polygon:
			all = append(all, g)
		case orb.MultiPolygon:
			all = append(all, g...)
		}
	}
	if o.Relation != 0 && len(all) == 0 {
		return nil, fmt.Errorf("%w: relation %d", ErrNoBoundary, o.Relation)
	}
	return all, nil
}

// boundary reports whether a relation is the city's boundary.
func (r *reader) boundary(relation *osm.Relation) bool {
	if r.relationID != 0 {
		return relation.ID == r.relationID
	}
	return r.city != "" && relation.Tags.Find("boundary") == "administrative" && samePlace(relation.Tags.Find("name"), r.city)
}

// framed remembers which nodes lie about the city, so that of ways elsewhere nothing is held.
func (r *reader) framed(object osm.Object) error {
	node, ok := object.(*osm.Node)
	if !ok || !r.frame.Contains(orb.Point{node.Lon, node.Lat}) {
		return nil
	}
	if len(r.about) >= maxNodes {
		return fmt.Errorf("%w: more than %d nodes", ErrLimit, maxNodes)
	}
	r.about[node.ID] = struct{}{}
	return nil
}

// elsewhere reports a way without a node about the city.
func (r *reader) elsewhere(way *osm.Way) bool {
	if len(r.cut) == 0 {
		return false
	}
	for _, n := range way.Nodes {
		if _, about := r.about[n.ID]; about {
			return false
		}
	}
	return true
}

// beside reports an area that only shares its border with the city.
func (r *reader) beside(shape orb.Geometry) bool {
	var area orb.MultiPolygon
	switch s := shape.(type) {
	case orb.Polygon:
		area = orb.MultiPolygon{s}
	case orb.MultiPolygon:
		area = s
	}
	return len(r.cut) > 0 && len(area) > 0 && !planar.MultiPolygonContains(r.cut, geo.InteriorPoint(geo.Largest(area)))
}

// outside reports a shape of which no corner lies within the boundary and that does not hold it.
func (r *reader) outside(shape orb.Geometry) bool {
	if len(r.cut) == 0 || shape == nil {
		return false
	}
	if !shape.Bound().Intersects(r.cut.Bound()) {
		return true
	}
	switch s := shape.(type) {
	case orb.Point:
		return !planar.MultiPolygonContains(r.cut, s)
	case orb.LineString:
		return !r.touches(s)
	case orb.Polygon:
		return !r.touches(orb.LineString(s[0])) && !planar.PolygonContains(s, r.cut[0][0][0])
	case orb.MultiPolygon:
		for _, part := range s {
			if !r.outside(part) {
				return false
			}
		}
		return true
	}
	return false
}

func (r *reader) touches(line orb.LineString) bool {
	for _, p := range line {
		if planar.MultiPolygonContains(r.cut, p) {
			return true
		}
	}
	return false
}
