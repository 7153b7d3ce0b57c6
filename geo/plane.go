package geo

import (
	"math"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/planar"
)

// DistanceMeters is the great-circle distance between two lon, lat points.
func DistanceMeters(a, b orb.Point) float64 {
	return orbgeo.DistanceHaversine(a, b)
}

// Plane is a flat map of one city in metres: equirectangular, true along its
// centre's parallel and along every meridian. Within 15 km of the centre at
// 55 N its distances are off by less than 0.5 %, which is why everything that
// must be exact is measured again by DistanceMeters.
type Plane struct {
	centre             orb.Point
	metersPerLonDegree float64
	metersPerLatDegree float64
}

// NewPlane makes the plane around a lon, lat centre.
func NewPlane(centre orb.Point) Plane {
	perDegree := orb.EarthRadius * math.Pi / 180
	return Plane{
		centre:             centre,
		metersPerLonDegree: perDegree * math.Cos(centre.Lat()*math.Pi/180),
		metersPerLatDegree: perDegree,
	}
}

// Centre is the lon, lat point that lies at 0, 0 on the plane.
func (p Plane) Centre() orb.Point { return p.centre }

// Meters turns lon, lat into metres east and north of the centre.
func (p Plane) Meters(lonLat orb.Point) orb.Point {
	return orb.Point{
		(lonLat[0] - p.centre[0]) * p.metersPerLonDegree,
		(lonLat[1] - p.centre[1]) * p.metersPerLatDegree,
	}
}

// LonLat turns metres east and north of the centre back into degrees.
func (p Plane) LonLat(meters orb.Point) orb.Point {
	return orb.Point{
		p.centre[0] + meters[0]/p.metersPerLonDegree,
		p.centre[1] + meters[1]/p.metersPerLatDegree,
	}
}

// LineMeters puts a lon, lat line on the plane.
func (p Plane) LineMeters(line orb.LineString) orb.LineString {
	out := make(orb.LineString, len(line))
	for i, point := range line {
		out[i] = p.Meters(point)
	}
	return out
}

// LineLonLat takes a line off the plane.
func (p Plane) LineLonLat(line orb.LineString) orb.LineString {
	out := make(orb.LineString, len(line))
	for i, point := range line {
		out[i] = p.LonLat(point)
	}
	return out
}

// centreOf is the middle of the bound of points, 0, 0 for none.
func centreOf(points orb.MultiPoint) orb.Point {
	if len(points) == 0 {
		return orb.Point{}
	}
	return points.Bound().Center()
}

// planeDistance is the distance of two points that are already metres.
func planeDistance(a, b orb.Point) float64 { return planar.Distance(a, b) }
