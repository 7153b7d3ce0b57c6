package geo

import (
	"math"
	"sync"

	"github.com/paulmach/orb"
	"google.golang.org/protobuf/encoding/protowire"
)

// Fields and numbers of the Mapbox Vector Tile specification 2.1 (vector_tile.proto).
const (
	fieldLayer = 3 // of a tile

	fieldName    = 1 // of a layer
	fieldFeature = 2
	fieldKey     = 3
	fieldValue   = 4
	fieldExtent  = 5
	fieldVersion = 15

	fieldID       = 1 // of a feature
	fieldTags     = 2
	fieldType     = 3
	fieldGeometry = 4

	typePoint   = 1
	typeLine    = 2
	typePolygon = 3

	moveTo    = 1 // commands, 4.3.1
	lineTo    = 2
	closePath = 7
)

// encoder writes a tile by appending only; what it has grown to is used again by the next one.
type encoder struct {
	tile   []byte
	body   []byte // of the layer that is written
	points [][2]int32
	at     [2]int32 // the cursor, 4.3.2
	found  sieve
	keys   table
	values table
}

var encoders = sync.Pool{New: func() any { return new(encoder) }}

// table gives the places of a layer's keys or values in one tile, in the order in which they are met.
type table struct {
	round  uint32
	places []placing
	used   []uint32
}

type placing struct{ round, place uint32 }

func (t *table) begin(size int) {
	if t.round++; len(t.places) < size || t.round == 0 {
		t.places, t.round = make([]placing, size), 1
	}
	t.used = t.used[:0]
}

func (t *table) place(of uint32) uint32 {
	p := &t.places[of]
	if p.round != t.round {
		*p = placing{t.round, uint32(len(t.used))}
		t.used = append(t.used, of)
	}
	return p.place
}

func (e *encoder) begin() { e.tile = e.tile[:0] }

// layer appends what of a layer is seen on a tile; nothing where that is nothing.
func (e *encoder) layer(l *mapLayer, f frame, found []int32) {
	e.body = protowire.AppendVarint(protowire.AppendTag(e.body[:0], fieldVersion, protowire.VarintType), 2)
	e.body = protowire.AppendString(protowire.AppendTag(e.body, fieldName, protowire.BytesType), l.name)
	e.body = protowire.AppendVarint(protowire.AppendTag(e.body, fieldExtent, protowire.VarintType), tileExtent)
	empty := len(e.body)
	e.keys.begin(len(l.keys))
	e.values.begin(len(l.values))
	for _, i := range found {
		d := &l.drawn[i]
		shape := l.shape(i, f)
		if !f.holds(d.bound) {
			shape = f.clipped(shape)
		}
		e.feature(d, f, shape)
	}
	if len(e.body) == empty {
		return
	}
	for _, key := range e.keys.used {
		e.body = protowire.AppendString(protowire.AppendTag(e.body, fieldKey, protowire.BytesType), l.keys[key])
	}
	for _, value := range e.values.used {
		e.body = protowire.AppendBytes(protowire.AppendTag(e.body, fieldValue, protowire.BytesType), l.values[value])
	}
	e.tile = protowire.AppendBytes(protowire.AppendTag(e.tile, fieldLayer, protowire.BytesType), e.body)
}

// feature writes one; one of which nothing is seen leaves no trace.
func (e *encoder) feature(d *drawn, f frame, shape orb.Geometry) {
	before := len(e.body)
	feature := e.open(fieldFeature)
	if d.id != 0 {
		e.field(fieldID, d.id)
	}
	geometry := e.open(fieldGeometry)
	kind := e.draw(f, shape)
	if kind == 0 {
		e.body = e.body[:before]
		return
	}
	e.close(geometry)
	e.field(fieldType, kind)
	if len(d.tags) > 0 {
		tags := e.open(fieldTags)
		for _, t := range d.tags {
			e.number(uint64(e.keys.place(t.key)))
			e.number(uint64(e.values.place(t.value)))
		}
		e.close(tags)
	}
	e.close(feature)
}

// open begins a field that has a length, and keeps one byte for it: most need no more.
func (e *encoder) open(field protowire.Number) (at int) {
	e.body = append(protowire.AppendTag(e.body, field, protowire.BytesType), 0)
	return len(e.body)
}

// close writes the length of what was opened.
func (e *encoder) close(at int) {
	size := len(e.body) - at
	if size < 0x80 {
		e.body[at-1] = byte(size)
		return
	}
	more := protowire.SizeVarint(uint64(size)) - 1
	e.body = append(e.body, make([]byte, more)...)
	copy(e.body[at+more:], e.body[at:])
	protowire.AppendVarint(e.body[:at-1], uint64(size))
}

func (e *encoder) field(field protowire.Number, value uint64) {
	e.body = protowire.AppendTag(e.body, field, protowire.VarintType)
	e.number(value)
}

func (e *encoder) number(value uint64) {
	if value < 0x80 {
		e.body = append(e.body, byte(value))
		return
	}
	e.body = protowire.AppendVarint(e.body, value)
}

// draw writes a geometry as commands, rounded to whole tile units and without what shrank to nothing, which the
// specification forbids (4.3.4). It gives the geometry's type; 0: nothing of it is seen.
func (e *encoder) draw(f frame, g orb.Geometry) (kind uint64) {
	e.at = [2]int32{}
	switch g := g.(type) {
	case orb.Point:
		kind = e.point(f, g)
	case orb.LineString:
		kind = e.line(f, g)
	case orb.MultiLineString:
		for _, line := range g {
			kind |= e.line(f, line)
		}
	case orb.Polygon:
		kind = e.polygon(f, g)
	case orb.MultiPolygon:
		for _, polygon := range g {
			kind |= e.polygon(f, polygon)
		}
	}
	return kind
}

// point is kept on exactly one tile: no buffer, the far border excluded.
func (e *encoder) point(f frame, p orb.Point) uint64 {
	p = f.toTile(p)
	if p[0] < 0 || p[1] < 0 || p[0] >= tileExtent || p[1] >= tileExtent {
		return 0
	}
	e.command(moveTo, 1)
	e.step([2]int32{int32(p[0]), int32(p[1])})
	return typePoint
}

func (e *encoder) line(f frame, line orb.LineString) uint64 {
	if e.round(f, line); len(e.points) < 2 {
		return 0
	}
	e.path(e.points)
	return typeLine
}

// polygon leaves out rings that are too small to be seen, and what has no shell with them.
func (e *encoder) polygon(f frame, p orb.Polygon) (kind uint64) {
	for i, ring := range p {
		e.round(f, orb.LineString(ring))
		if len(e.points) > 3 && twiceArea(e.points) >= 2*tileLeastArea {
			e.path(e.points[:len(e.points)-1])
			e.command(closePath, 1)
			kind = typePolygon
		} else if i == 0 {
			return 0
		}
	}
	return kind
}

// round snaps a line to whole tile units and leaves out repeated points.
func (e *encoder) round(f frame, line orb.LineString) {
	e.points = e.points[:0]
	for _, p := range line {
		// Nothing lies further off the tile than its buffer, so that above zero cutting off the fraction is rounding.
		const up = tileExtent + 0.5
		at := [2]int32{int32((p[0]-f.origin[0])*f.scale+up) - tileExtent, int32((p[1]-f.origin[1])*f.scale+up) - tileExtent}
		if n := len(e.points); n == 0 || at != e.points[n-1] {
			e.points = append(e.points, at)
		}
	}
}

func (e *encoder) path(points [][2]int32) {
	e.command(moveTo, 1)
	e.step(points[0])
	e.command(lineTo, len(points)-1)
	for _, p := range points[1:] {
		e.step(p)
	}
}

func (e *encoder) command(id, count int) {
	e.number(uint64(id | count<<3))
}

// step moves the cursor (4.3.2).
func (e *encoder) step(to [2]int32) {
	e.number(protowire.EncodeZigZag(int64(to[0] - e.at[0])))
	e.number(protowire.EncodeZigZag(int64(to[1] - e.at[1])))
	e.at = to
}

// twiceArea of a closed ring, in square units.
func twiceArea(ring [][2]int32) int64 {
	sum := int64(0)
	for i, p := range ring[1:] {
		sum += int64(ring[i][0])*int64(p[1]) - int64(p[0])*int64(ring[i][1])
	}
	return max(sum, -sum)
}

// Fields of a value, 4.1.
const (
	valueString = 1
	valueDouble = 3
	valueInt    = 4
	valueBool   = 7
)

// encodedValue is a property as a message Value; false: it is of no kind that the map knows.
func encodedValue(v any) ([]byte, bool) {
	switch v := v.(type) {
	case string:
		return protowire.AppendString(protowire.AppendTag(nil, valueString, protowire.BytesType), v), true
	case bool:
		return protowire.AppendVarint(protowire.AppendTag(nil, valueBool, protowire.VarintType), protowire.EncodeBool(v)), true
	case int:
		return protowire.AppendVarint(protowire.AppendTag(nil, valueInt, protowire.VarintType), uint64(int64(v))), true
	case float64:
		return protowire.AppendFixed64(protowire.AppendTag(nil, valueDouble, protowire.Fixed64Type), math.Float64bits(v)), true
	default:
		return nil, false
	}
}
