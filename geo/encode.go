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

	lengthed = 2 // how a field with a length is written (protobuf.dev/programming-guides/encoding)

	moveTo    = 1 // commands, 4.3.1
	lineTo    = 2
	closePath = 7
)

// encoder writes a tile by appending only; what it has grown to is used again by the next one.
type encoder struct {
	tile     []byte
	body     []byte // of the layer that is written
	commands []byte // of the shape that is drawn
	points   [][2]int32
	at       [2]int32 // the cursor, 4.3.2
	found    sieve
	keys     table
	values   table
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
	level := l.at(f)
	for _, i := range found {
		e.feature(&l.drawn[i], f, level, i)
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

// feature writes one; one of which nothing is seen leaves no trace. It appends to a slice of its own: this is what a tile
// costs, and a field of the encoder would be written back at each byte.
func (e *encoder) feature(d *drawn, f frame, level *level, i int32) {
	s := &level.strokes[i]
	at := [2]int32{s.first[0] - int32(f.tile.X)*tileExtent, s.first[1] - int32(f.tile.Y)*tileExtent}
	kind := s.kind
	var cut []byte // the commands, where the border cuts the feature
	switch {
	case kind == typePoint && !onTile(at):
		return // a point is on exactly one tile: no buffer, the far border excluded
	case kind != 0 && kind != typePoint && !f.holds(d.bound):
		kind, cut = e.commandsOf(f, f.clipped(level.shapes[i]))
	}
	if kind == 0 {
		return
	}
	b := append(e.body, fieldFeature<<3|lengthed, 0)
	feature := len(b)
	if d.id != 0 {
		b = appendNumber(append(b, fieldID<<3), d.id)
	}
	b = append(b, fieldType<<3, kind, fieldGeometry<<3|lengthed, 0)
	geometry := len(b)
	if cut != nil {
		b = append(b, cut...)
	} else {
		b = appendStep(append(b, moveTo|1<<3), [2]int32{}, at)
		b = append(b, level.written[s.from:s.to]...)
	}
	b = closed(b, geometry)
	if len(d.tags) > 0 {
		b = append(b, fieldTags<<3|lengthed, 0)
		tags := len(b)
		for _, t := range d.tags {
			b = appendNumber(appendNumber(b, uint64(e.keys.place(t.key))), uint64(e.values.place(t.value)))
		}
		b = closed(b, tags)
	}
	e.body = closed(b, feature)
}

// commandsOf draws a shape from the frame's corner on. The commands are good until the next call.
func (e *encoder) commandsOf(f frame, shape orb.Geometry) (kind uint8, commands []byte) {
	e.at, e.commands = [2]int32{}, e.commands[:0]
	kind = e.draw(f, shape)
	return kind, e.commands
}

func onTile(at [2]int32) bool {
	return at[0] >= 0 && at[1] >= 0 && at[0] < tileExtent && at[1] < tileExtent
}

// stroke writes a shape on the whole world and appends what follows its first point to written.
func (e *encoder) stroke(whole frame, shape orb.Geometry, written *[]byte) stroke {
	if p, point := shape.(orb.Point); point {
		p = whole.toTile(p)
		return stroke{kind: typePoint, first: [2]int32{int32(p[0]), int32(p[1])}}
	}
	kind, commands := e.commandsOf(whole, shape)
	if kind == 0 {
		return stroke{}
	}
	rest, s := commands[1:], stroke{kind: kind, from: uint32(len(*written))} // after the command: moveTo, once
	for axis := range s.first {
		value, size := protowire.ConsumeVarint(rest)
		s.first[axis], rest = int32(protowire.DecodeZigZag(value)), rest[size:]
	}
	*written = append(*written, rest...)
	s.to = uint32(len(*written))
	return s
}

// closed writes the length of what was begun at a place behind the one byte that was kept for it: most need no more.
func closed(b []byte, at int) []byte {
	size := len(b) - at
	if size < 0x80 {
		b[at-1] = byte(size)
		return b
	}
	more := protowire.SizeVarint(uint64(size)) - 1
	b = append(b, make([]byte, more)...)
	copy(b[at+more:], b[at:])
	protowire.AppendVarint(b[:at-1], uint64(size))
	return b
}

func appendNumber(b []byte, value uint64) []byte {
	for value >= 0x80 {
		b, value = append(b, byte(value)|0x80), value>>7
	}
	return append(b, byte(value))
}

// appendStep moves the cursor (4.3.2).
func appendStep(b []byte, from, to [2]int32) []byte {
	for axis := range to {
		step := to[axis] - from[axis]
		b = appendNumber(b, uint64(uint32(step<<1)^uint32(step>>31))) // zigzag
	}
	return b
}

// draw writes a line or an area as commands from the cursor on, rounded to whole tile units and without what shrank to nothing, which the
// specification forbids (4.3.4). It gives the geometry's type; 0: nothing of it is seen.
func (e *encoder) draw(f frame, g orb.Geometry) (kind uint8) {
	switch g := g.(type) {
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

func (e *encoder) line(f frame, line orb.LineString) uint8 {
	if e.round(f, line); len(e.points) < 2 {
		return 0
	}
	e.path(e.points)
	return typeLine
}

// polygon leaves out rings that are too small to be seen, and what has no shell with them.
func (e *encoder) polygon(f frame, p orb.Polygon) (kind uint8) {
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
	e.commands = appendNumber(e.commands, uint64(id|count<<3))
}

func (e *encoder) step(to [2]int32) {
	e.commands = appendStep(e.commands, e.at, to)
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
