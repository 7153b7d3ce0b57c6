package geo

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// Inside is a point within an area where a name or a pin may stand: its centre
// of gravity, or, where that lies outside (a horseshoe, a hole), the middle of
// the widest stretch along the centre's parallel. An area without a surface
// gives the middle of its bound.
func Inside(area orb.MultiPolygon) orb.Point {
	var largest orb.Polygon
	size := 0.0
	for _, polygon := range area {
		if is := planar.Area(polygon); is > size {
			largest, size = polygon, is
		}
	}
	if size == 0 {
		return area.Bound().Center()
	}
	centre, _ := planar.CentroidArea(largest)
	if planar.PolygonContains(largest, centre) {
		return centre
	}
	return orb.Point{widestMiddle(largest, centre.Lat()), centre.Lat()}
}

// widestMiddle is the middle of the widest stretch inside the polygon along a parallel, by the even-odd rule.
func widestMiddle(polygon orb.Polygon, lat float64) float64 {
	var crossings []float64
	for _, ring := range polygon {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a.Lat() > lat) != (b.Lat() > lat) {
				crossings = append(crossings, a.Lon()+(b.Lon()-a.Lon())*(lat-a.Lat())/(b.Lat()-a.Lat()))
			}
		}
	}
	slices.Sort(crossings)
	middle, widest := polygon.Bound().Center().Lon(), 0.0
	for i := 1; i < len(crossings); i += 2 {
		if wide := crossings[i] - crossings[i-1]; wide > widest {
			middle, widest = (crossings[i]+crossings[i-1])/2, wide
		}
	}
	return middle
}
