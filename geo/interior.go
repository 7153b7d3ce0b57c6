package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// InteriorPoint is a point inside of a building's outline: the middle of its area, or where that lies in a yard, the middle
// of its widest part along a line from west to east. An outline without an area gives its first corner.
func InteriorPoint(outline orb.Polygon) orb.Point {
	if len(outline) == 0 || len(outline[0]) == 0 {
		return orb.Point{}
	}
	if middle, area := planar.CentroidArea(outline); area != 0 && planar.PolygonContains(outline, middle) {
		return middle
	}
	best, widest, bound := outline[0][0], 0.0, outline.Bound()
	for _, part := range []float64{0.5, 0.25, 0.75, 0.125, 0.375, 0.625, 0.875} {
		lat := bound.Min[1] + part*(bound.Max[1]-bound.Min[1])
		walls := wallsAt(outline, lat)
		for i := 0; i+1 < len(walls); i += 2 {
			p := orb.Point{(walls[i] + walls[i+1]) / 2, lat}
			if wide := walls[i+1] - walls[i]; wide > widest && planar.PolygonContains(outline, p) {
				best, widest = p, wide
			}
		}
	}
	return best
}

// wallsAt are where a line from west to east meets the outline's walls, from west to east.
func wallsAt(outline orb.Polygon, lat float64) (lons []float64) {
	for _, ring := range outline {
		for i := 0; i+1 < len(ring); i++ {
			a, b := ring[i], ring[i+1]
			if (a[1] > lat) != (b[1] > lat) {
				lons = append(lons, a[0]+(lat-a[1])/(b[1]-a[1])*(b[0]-a[0]))
			}
		}
	}
	slices.Sort(lons)
	return lons
}

// Largest is the polygon with the largest area of several; nil of none.
func Largest(shapes orb.MultiPolygon) orb.Polygon {
	var best orb.Polygon
	for _, s := range shapes {
		if best == nil || math.Abs(planar.Area(s)) > math.Abs(planar.Area(best)) {
			best = s
		}
	}
	return best
}
