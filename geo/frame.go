package geo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/project"
	"github.com/paulmach/orb/simplify"
)

const (
	tileExtent    = 4096.0
	tileBuffer    = 64.0 // drawn beyond the border, so that wide lines meet
	tileTolerance = 3.0  // tile units a simplified line may stray: 0.4 screen pixels
	tileLeastArea = 16.0 // square tile units; a smaller polygon is not seen
)

// frame is the window of one tile on the world.
type frame struct {
	world  orb.Bound // with the buffer, in worlds
	origin orb.Point
	scale  float64 // tile units in a world
	exact  bool    // deep enough to leave out nothing
}

func newFrame(tile maptile.Tile) frame {
	tiles := float64(uint64(1) << tile.Z)
	origin := orb.Point{float64(tile.X) / tiles, float64(tile.Y) / tiles}
	far := orb.Point{float64(tile.X+1) / tiles, float64(tile.Y+1) / tiles}
	return frame{
		world:  orb.Bound{Min: origin, Max: far}.Pad(tileBuffer / tileExtent / tiles),
		origin: origin,
		scale:  tiles * tileExtent,
		exact:  tile.Z >= 16,
	}
}

// fit brings a geometry into tile units, clipped, simplified and rounded; nil
// where nothing of it is to be seen.
func (f frame) fit(g orb.Geometry) orb.Geometry {
	if point, ok := g.(orb.Point); ok {
		return f.fitPoint(point)
	}
	g = project.Geometry(orb.Clone(g), f.toTile)
	g = clip.Geometry(orb.Bound{
		Min: orb.Point{-tileBuffer, -tileBuffer},
		Max: orb.Point{tileExtent + tileBuffer, tileExtent + tileBuffer},
	}, g)
	if g != nil && !f.exact {
		g = simplify.DouglasPeucker(tileTolerance).Simplify(g)
	}
	return visible(g)
}

// fitPoint keeps a point on exactly one tile: no buffer, the far border excluded.
func (f frame) fitPoint(p orb.Point) orb.Geometry {
	p = f.toTile(p)
	if p[0] < 0 || p[1] < 0 || p[0] >= tileExtent || p[1] >= tileExtent {
		return nil
	}
	return orb.Point{math.Floor(p[0]), math.Floor(p[1])}
}

func (f frame) toTile(p orb.Point) orb.Point {
	return orb.Point{(p[0] - f.origin[0]) * f.scale, (p[1] - f.origin[1]) * f.scale}
}

// visible rounds a clipped geometry and leaves out what shrank to nothing, which
// the specification forbids (4.3.4).
func visible(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.LineString:
		if g = rounded(g); len(g) > 1 {
			return g
		}
	case orb.MultiLineString:
		var kept orb.MultiLineString
		for _, line := range g {
			if line = rounded(line); len(line) > 1 {
				kept = append(kept, line)
			}
		}
		if len(kept) > 0 {
			return kept
		}
	case orb.Polygon:
		if g = visiblePolygon(g); g != nil {
			return g
		}
	case orb.MultiPolygon:
		var kept orb.MultiPolygon
		for _, polygon := range g {
			if polygon = visiblePolygon(polygon); polygon != nil {
				kept = append(kept, polygon)
			}
		}
		if len(kept) > 0 {
			return kept
		}
	}
	return nil
}

func visiblePolygon(p orb.Polygon) orb.Polygon {
	var kept orb.Polygon
	for i, ring := range p {
		ring = orb.Ring(rounded(orb.LineString(ring)))
		if len(ring) > 3 && math.Abs(planar.Area(ring)) >= tileLeastArea {
			kept = append(kept, ring)
		} else if i == 0 {
			return nil
		}
	}
	return kept
}

// rounded snaps a line to whole tile units and leaves out repeated points.
func rounded(line orb.LineString) orb.LineString {
	out := line[:0]
	for _, p := range line {
		p = orb.Point{math.Round(p[0]), math.Round(p[1])}
		if len(out) == 0 || p != out[len(out)-1] {
			out = append(out, p)
		}
	}
	return out
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
