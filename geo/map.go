package geo

import (
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
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
	layers []*mapLayer
}

// MaxZoom is the deepest tile that is cut; a client magnifies it further.
const MaxZoom = 18

// ErrNoTile is the answer to an address that names no tile of the world.
var ErrNoTile = errors.New("geo: no such tile")

// NewMap prepares a map of the layers, bottom first. The layers must not change
// afterwards.
func NewMap(layers ...Layer) *Map {
	m := &Map{}
	for _, layer := range layers {
		m.layers = append(m.layers, newMapLayer(layer))
	}
	return m
}

// Tile cuts and encodes one tile. No bytes and no error mean that nothing is
// there. ErrNoTile answers an address outside of the world or below MaxZoom.
func (m *Map) Tile(z, x, y int) (data []byte, etag string, err error) {
	frame, err := frameOf(z, x, y)
	if err != nil {
		return nil, "", err
	}
	e := encoders.Get().(*encoder)
	defer encoders.Put(e)
	e.begin()
	var sum uint64
	for i, layer := range m.layers {
		found := layer.on(frame, &e.found)
		sum = layer.sign(sum+uint64(i), found)
		e.layer(layer, frame, found)
	}
	return slices.Clone(e.tile), frame.tag(sum), nil
}

// ETag is the strong entity tag of a tile in quotes (RFC 9110, 8.8.3), known
// without cutting it: it changes when anything changes that the tile draws.
// ErrNoTile as Tile.
func (m *Map) ETag(z, x, y int) (string, error) {
	frame, err := frameOf(z, x, y)
	if err != nil {
		return "", err
	}
	var sum uint64
	var found sieve
	for i, layer := range m.layers {
		sum = layer.sign(sum+uint64(i), layer.on(frame, &found))
	}
	return frame.tag(sum), nil
}

// tag tells the tile and its state: what keeps tiles by their tag alone must not take one for another.
func (f frame) tag(sum uint64) string {
	return fmt.Sprintf(`"%016x-%d-%d-%d"`, sum, f.tile.Z, f.tile.X, f.tile.Y)
}

func frameOf(z, x, y int) (frame, error) {
	if z < 0 || z > MaxZoom || x < 0 || y < 0 || x >= 1<<z || y >= 1<<z {
		return frame{}, ErrNoTile
	}
	return newFrame(maptile.New(uint32(x), uint32(y), maptile.Zoom(z))), nil
}
