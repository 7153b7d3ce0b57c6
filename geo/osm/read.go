package osm

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/osm"
)

// Limits on what is held of one file; a city of millions is far below them.
const (
	maxThings = 3_000_000
	maxNodes  = 30_000_000
)

// thing is a building, an address or a shape before its nodes have places.
type thing struct {
	id       string // "way/123"
	tags     osm.Tags
	kind     string       // what the map draws it as, "" for none
	class    string       // of a street
	nodes    []osm.NodeID // of a way
	outer    []osm.WayID  // of a relation
	inner    []osm.WayID
	point    orb.Point // of an address node
	building bool
}

// reader gathers over the passes.
type reader struct {
	city      string
	things    []thing
	members   map[osm.WayID][]osm.NodeID // ways that relations are made of; nil until seen
	places    map[osm.NodeID]orb.Point   // of the nodes needed
	entrances map[osm.NodeID]bool
	stops     map[osm.NodeID]bool // no car passes them
	newest    time.Time           // edit of a street, zero where the file tells none

	relationID   osm.RelationID // of the boundary, 0: by the city's name
	boundaryOnly bool
	cut          orb.MultiPolygon // the city; empty: the whole file
	frame        orb.Bound        // about it
	about        map[osm.NodeID]struct{}
}

// Read takes a city's houses, shapes and roads out of a file. city is the city's name: it chooses the boundary,
// "" takes none. Nothing of a file is given when it cannot be read to its end.
func Read(ctx context.Context, file io.ReadSeeker, city string) (*Extract, error) {
	return ReadCity(ctx, file, Options{City: city, Whole: true})
}

// open tells the file's form and walks over its blocks.
func open(file io.ReadSeeker, city string) (*reader, error) {
	in, packed, err := openStream(file)
	if err != nil {
		return nil, err
	}
	if packed {
		if err := checkBlocks(in); err != nil {
			return nil, err
		}
	}
	return newReader(city), nil
}

func newReader(city string) *reader {
	return &reader{city: city, members: map[osm.WayID][]osm.NodeID{}, places: map[osm.NodeID]orb.Point{}, entrances: map[osm.NodeID]bool{}, stops: map[osm.NodeID]bool{}, about: map[osm.NodeID]struct{}{}}
}

// read goes over the file three times.
func (r *reader) read(ctx context.Context, file io.ReadSeeker) (*Extract, error) {
	for _, pass := range []struct {
		want kinds
		take func(osm.Object) error
	}{
		{kinds{relations: true}, r.relation},
		{kinds{ways: true}, r.way},
		{kinds{nodes: true}, r.node},
	} {
		if err := scan(ctx, file, pass.want, pass.take); err != nil {
			return nil, err
		}
	}
	return r.extract()
}

func (r *reader) relation(object osm.Object) error {
	relation, ok := object.(*osm.Relation)
	if !ok {
		return nil
	}
	t := thing{id: fmt.Sprintf("relation/%d", relation.ID), tags: relation.Tags, building: addressed(relation.Tags)}
	switch relation.Tags.Find("type") {
	case "boundary":
		t.building = false
		if r.boundary(relation) {
			t.kind = KindBoundary
		}
	case "multipolygon", "building":
		t.kind, t.class = drawn(relation.Tags)
	default:
		return nil
	}
	if t.kind == "" && !t.building || t.kind == KindStreet || t.kind == KindRails || r.boundaryOnly && t.kind != KindBoundary {
		return nil
	}
	for _, m := range relation.Members {
		if m.Type != osm.TypeWay {
			continue
		}
		way := osm.WayID(m.Ref)
		switch m.Role {
		case "inner":
			t.inner = append(t.inner, way)
		case "outer", "outline", "":
			t.outer = append(t.outer, way)
		default:
			continue
		}
		r.members[way] = nil
	}
	return r.hold(t)
}

func (r *reader) way(object osm.Object) error {
	way, ok := object.(*osm.Way)
	if !ok {
		return nil
	}
	t := thing{id: fmt.Sprintf("way/%d", way.ID), tags: way.Tags, building: addressed(way.Tags), nodes: way.Nodes.NodeIDs()}
	if t.kind, t.class = drawn(way.Tags); t.kind == KindStreet {
		r.edited(way.Timestamp)
	}
	_, member := r.members[way.ID]
	if r.boundaryOnly {
		t.kind, t.building = "", false
	}
	if !member && r.elsewhere(way) {
		return nil
	}
	if !member && t.kind == "" && !t.building || len(t.nodes) < 2 {
		return nil
	}
	for _, id := range t.nodes {
		r.places[id] = nowhere
	}
	if len(r.places) > maxNodes {
		return fmt.Errorf("%w: more than %d nodes", ErrLimit, maxNodes)
	}
	if member {
		r.members[way.ID] = t.nodes
	}
	if t.kind == "" && !t.building {
		return nil
	}
	return r.hold(t)
}

// nowhere is a node whose place the file has not told.
var nowhere = orb.Point{1000, 1000}

func (r *reader) node(object osm.Object) error {
	node, ok := object.(*osm.Node)
	if !ok {
		return nil
	}
	point := orb.Point{node.Lon, node.Lat}
	if _, needed := r.places[node.ID]; needed {
		r.places[node.ID] = point
		if entrance := node.Tags.Find("entrance"); entrance != "" && entrance != "no" && entrance != "garage" && entrance != "emergency" {
			r.entrances[node.ID] = true
		}
		if stops(node.Tags) {
			r.stops[node.ID] = true
		}
	}
	if r.boundaryOnly || !addressed(node.Tags) || trade(node.Tags) || r.outside(point) {
		return nil
	}
	return r.hold(thing{id: fmt.Sprintf("node/%d", node.ID), tags: node.Tags, building: true, point: point})
}

func (r *reader) hold(t thing) error {
	if len(r.things) >= maxThings {
		return fmt.Errorf("%w: more than %d buildings and shapes", ErrLimit, maxThings)
	}
	t.tags = append(osm.Tags(nil), t.tags...)
	r.things = append(r.things, t)
	return nil
}
