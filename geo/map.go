package geo

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
	"github.com/tidwall/rtree"
)

// Feature is one thing drawn on a map.
type Feature struct {
	ID         uint64         // 0 = none
	Geometry   orb.Geometry   // lon, lat
	Properties map[string]any // strings, numbers and booleans
	MinZoom    int            // not drawn on tiles above it
}

// Layer is a named set of features, drawn in their order.
type Layer struct {
	Name     string
	Features []Feature
}

// Map is the vector map of one city: the layers of the Mapbox Vector Tile
// specification 2.1 with extent 4096.
type Map struct {
	layers      []mapLayer
	encode      func([]tileLayer) ([]byte, error)
	fingerprint string
}

type mapLayer struct {
	name     string
	features []Feature // geometry in worlds: 0..1 east and south
	index    rtree.RTreeG[int]
}

// MaxZoom is the deepest tile that is cut; a client magnifies it further.
const MaxZoom = 18

// ErrNoTile is the answer to an address that names no tile of the world.
var ErrNoTile = errors.New("geo: no such tile")

// NewMap prepares a map of the layers, bottom first. The layers must not change
// afterwards.
func NewMap(layers ...Layer) *Map {
	m := &Map{layers: make([]mapLayer, len(layers)), encode: encodeByOrb}
	sum := sha256.New()
	for i, layer := range layers {
		kept := &m.layers[i]
		kept.name = layer.Name
		fmt.Fprintln(sum, layer.Name, len(layer.Features))
		for _, feature := range layer.Features {
			if feature.Geometry == nil {
				continue
			}
			fmt.Fprintln(sum, feature)
			feature.Geometry = toWorld(feature.Geometry)
			bound := feature.Geometry.Bound()
			kept.index.Insert(bound.Min, bound.Max, len(kept.features))
			kept.features = append(kept.features, feature)
		}
	}
	m.fingerprint = fmt.Sprintf("%x", sum.Sum(nil)[:8])
	return m
}

// Tile cuts and encodes one tile. No bytes and no error mean that nothing is
// there. ErrNoTile answers an address outside of the world or below MaxZoom.
func (m *Map) Tile(z, x, y int) (data []byte, etag string, err error) {
	if z < 0 || z > MaxZoom || x < 0 || y < 0 || x >= 1<<z || y >= 1<<z {
		return nil, "", ErrNoTile
	}
	tile := maptile.New(uint32(x), uint32(y), maptile.Zoom(z))
	var layers []tileLayer
	for i := range m.layers {
		if layer := m.layers[i].cut(tile); len(layer.features) > 0 {
			layers = append(layers, layer)
		}
	}
	if len(layers) == 0 {
		return nil, m.ETag(z, x, y), nil
	}
	data, err = m.encode(layers)
	return data, m.ETag(z, x, y), err
}

// ETag is the strong entity tag of a tile in quotes (RFC 9110, 8.8.3), known
// without cutting it: it changes when anything on the map changes.
func (m *Map) ETag(z, x, y int) string {
	return fmt.Sprintf(`"%s-%d-%d-%d"`, m.fingerprint, z, x, y)
}

// cut collects what of a layer lies on a tile, in the layer's order.
func (l *mapLayer) cut(tile maptile.Tile) tileLayer {
	frame := newFrame(tile)
	var found []int
	l.index.Search(frame.world.Min, frame.world.Max, func(_, _ [2]float64, i int) bool {
		if l.features[i].MinZoom <= int(tile.Z) {
			found = append(found, i)
		}
		return true
	})
	slices.Sort(found)
	out := tileLayer{name: l.name}
	for _, i := range found {
		feature := l.features[i]
		if feature.Geometry = frame.fit(feature.Geometry); feature.Geometry != nil {
			out.features = append(out.features, feature)
		}
	}
	return out
}
