package geo

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/project"
)

const (
	tileExtent    = 4096
	tileBuffer    = 64.0 // drawn beyond the border, so that wide lines meet
	tileTolerance = 3.0  // tile units a simplified line may stray: 0.4 screen pixels
	tileLeastArea = 16.0 // square tile units; a smaller polygon is not seen
)

// frame is the window of one tile on the world.
type frame struct {
	world  orb.Bound // with the buffer, in worlds
	origin orb.Point
	scale  float64 // tile units in a world
	tile   maptile.Tile
	zoom   int
}

func newFrame(tile maptile.Tile) frame {
	tiles := float64(uint64(1) << tile.Z)
	origin := orb.Point{float64(tile.X) / tiles, float64(tile.Y) / tiles}
	far := orb.Point{float64(tile.X+1) / tiles, float64(tile.Y+1) / tiles}
	return frame{
		world:  orb.Bound{Min: origin, Max: far}.Pad(tileBuffer / tileExtent / tiles),
		origin: origin,
		scale:  tiles * tileExtent,
		tile:   tile,
		zoom:   int(tile.Z),
	}
}

// holds says whether all of a bound is drawn: nothing is to be cut off.
func (f frame) holds(b orb.Bound) bool {
	return b.Min[0] >= f.world.Min[0] && b.Min[1] >= f.world.Min[1] && b.Max[0] <= f.world.Max[0] && b.Max[1] <= f.world.Max[1]
}

// clipped is the part of a geometry that is drawn; nil: none.
func (f frame) clipped(g orb.Geometry) orb.Geometry {
	if g == nil {
		return nil
	}
	return clip.Geometry(f.world, orb.Clone(g))
}

func (f frame) toTile(p orb.Point) orb.Point {
	return orb.Point{(p[0] - f.origin[0]) * f.scale, (p[1] - f.origin[1]) * f.scale}
}

// toWorld projects lon, lat to web Mercator worlds (0..1 east and south) and
// winds polygons as the specification asks (4.3.3.3): the shell clockwise on the
// screen, holes the other way.
func toWorld(g orb.Geometry) orb.Geometry {
	g = project.Geometry(orb.Clone(g), func(p orb.Point) orb.Point {
		return maptile.Fraction(p, 0)
	})
	switch g := g.(type) {
	case orb.Polygon:
		wind(g)
	case orb.MultiPolygon:
		for _, polygon := range g {
			wind(polygon)
		}
	}
	return g
}

func wind(p orb.Polygon) {
	for i, ring := range p {
		want := orb.CCW // counted with y to the north; the screen's y runs south
		if i > 0 {
			want = orb.CW
		}
		if ring.Orientation() != want {
			ring.Reverse()
		}
	}
}
