package geo

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"
	"github.com/tidwall/rtree"
)

// exactZoom is the first zoom that leaves out nothing; above it shapes are simplified, each zoom once.
const exactZoom = 16

// mapLayer keeps the features of a layer ready for any tile: projected, their properties encoded, and for each zoom that
// was asked for simplified and written.
type mapLayer struct {
	name   string
	keys   []string
	values [][]byte // protobuf messages of the specification, 4.1: Value
	drawn  []drawn
	index  rtree.RTreeG[int32]
	levels [MaxZoom + 1]level
}

// drawn is a feature of a layer.
type drawn struct {
	id       uint64
	minZoom  int
	bound    orb.Bound    // in worlds
	geometry orb.Geometry // in worlds: 0..1 east and south
	tags     []tag
	sum      uint64 // tells this feature from any other
}

// tag is a property: places in the layer's keys and values.
type tag struct{ key, value uint32 }

// level holds a layer as one zoom draws it. Commands are relative (4.3), so that a feature that no border cuts is the same
// bytes on every tile but for its first point.
type level struct {
	once    sync.Once
	shapes  []orb.Geometry // nil: not drawn
	strokes []stroke
	written []byte
}

// stroke is a feature written: its type (0: too small to be seen), its first point in tile units of the whole world, and
// where the commands that follow stand.
type stroke struct {
	kind     uint8
	first    [2]int32
	from, to uint32
}

func newMapLayer(layer Layer) *mapLayer {
	l := &mapLayer{name: layer.Name}
	keys, values := map[string]uint32{}, map[string]uint32{}
	for _, f := range layer.Features {
		if f.Geometry == nil {
			continue
		}
		d := drawn{id: f.ID, minZoom: f.MinZoom, geometry: toWorld(f.Geometry), sum: sumOf(f)}
		d.bound = d.geometry.Bound()
		for _, key := range slices.Sorted(maps.Keys(f.Properties)) {
			value, ok := encodedValue(f.Properties[key])
			if !ok {
				continue
			}
			d.tags = append(d.tags, tag{place(keys, key, &l.keys, key), place(values, string(value), &l.values, value)})
		}
		l.index.Insert(d.bound.Min, d.bound.Max, int32(len(l.drawn)))
		l.drawn = append(l.drawn, d)
	}
	return l
}

// place gives where something stands in a list without doubles, and appends it if it is new.
func place[T any](known map[string]uint32, key string, list *[]T, item T) uint32 {
	at, found := known[key]
	if !found {
		at = uint32(len(*list))
		known[key] = at
		*list = append(*list, item)
	}
	return at
}

func sumOf(f Feature) uint64 {
	sum := sha256.Sum256(fmt.Append(nil, f)) // maps are printed in the order of their keys
	return binary.LittleEndian.Uint64(sum[:8])
}

// on finds what of the layer may lie on a tile, in the layer's order. The list is good until the next call with it.
func (l *mapLayer) on(f frame, found *sieve) []int32 {
	found.begin(len(l.drawn))
	l.index.Search(f.world.Min, f.world.Max, func(_, _ [2]float64, i int32) bool {
		if l.drawn[i].minZoom <= f.zoom {
			found.put(i)
		}
		return true
	})
	return found.sorted()
}

// sieve puts numbers in their order by a bit each, quicker than sorting the thousands of a tile.
type sieve struct {
	bits []uint64
	out  []int32
	high int
}

func (s *sieve) begin(size int) {
	if words := size/64 + 1; len(s.bits) < words {
		s.bits = make([]uint64, words)
	}
	s.high = -1
}

func (s *sieve) put(i int32) {
	word := int(i) / 64
	s.bits[word] |= 1 << (i % 64)
	s.high = max(s.high, word)
}

func (s *sieve) sorted() []int32 {
	s.out = s.out[:0]
	for word := range s.bits[:s.high+1] {
		for left := s.bits[word]; left != 0; left &= left - 1 {
			s.out = append(s.out, int32(word*64+bits.TrailingZeros64(left)))
		}
		s.bits[word] = 0
	}
	return s.out
}

// sign adds features to the sum that tells a tile from its other states: what is drawn, in its order.
func (l *mapLayer) sign(sum uint64, found []int32) uint64 {
	const prime = 0x100000001b3 // of FNV-1a, with eight bytes a step
	for _, i := range found {
		sum = bits.RotateLeft64((sum^l.drawn[i].sum)*prime, 29)
	}
	return sum
}

// at is the layer as a zoom draws it, prepared when it is first asked for.
func (l *mapLayer) at(f frame) *level {
	lv := &l.levels[f.zoom]
	lv.once.Do(func() {
		lv.shapes, lv.strokes = make([]orb.Geometry, len(l.drawn)), make([]stroke, len(l.drawn))
		whole := frame{scale: f.scale, zoom: f.zoom}
		var e encoder
		for i, d := range l.drawn {
			if d.minZoom > f.zoom {
				continue
			}
			shape := d.geometry
			if f.zoom < exactZoom {
				shape = simplified(shape, f.scale)
			}
			lv.shapes[i] = shape
			lv.strokes[i] = e.stroke(whole, shape, &lv.written)
		}
	})
	return lv
}

// simplified is a geometry as a scale of tile units in a world draws it: no line strays by more than tileTolerance.
func simplified(g orb.Geometry, scale float64) orb.Geometry {
	if _, point := g.(orb.Point); point {
		return g
	}
	return simplify.DouglasPeucker(tileTolerance / scale).Simplify(orb.Clone(g))
}
