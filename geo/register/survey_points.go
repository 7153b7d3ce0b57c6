package register

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/planar"
)

// capitals are the points that geocoders give for "Russia" and for "Moscow" when they find nothing: the middle of the
// country, and the Kremlin with what lies around it.
var capitals = []struct {
	point        orb.Point // lon, lat
	radiusMeters float64
}{
	{orb.Point{37.6176, 55.7536}, 1200},
	{orb.Point{99.505405, 61.698653}, 100},
	{orb.Point{105.318756, 61.52401}, 100},
	{orb.Point{96.689, 64.6863}, 100},
}

const (
	capitalMeters = 5_000 // a city whose middle is nearer is the capital itself
	borderMeters  = 500   // so far outside a point may be the boundary's fault
)

// middle is where the city is: its boundary's middle, else the median of the points that are left.
func (s *survey) middle() (orb.Point, bool) {
	if len(s.boundary) > 0 {
		return s.boundary.Bound().Center(), true
	}
	var all []orb.Point
	for i := range s.rows {
		if s.rows[i].House.Placed() {
			all = append(all, s.rows[i].House.Point)
		}
	}
	if len(all) == 0 {
		return orb.Point{}, false
	}
	return medianPoint(all), true
}

// capital takes away the points of a geocoder that gave up.
func (s *survey) capital() {
	middle, known := s.middle()
	if !known {
		return
	}
	for i := range s.rows {
		if h := &s.rows[i].House; h.Placed() && byDefault(middle, h.Point) {
			s.unplace(i, FindingDefaultPoint, "the point that a geocoder gives when it finds nothing", "точка по умолчанию: центр столицы или страны")
		}
	}
}

// byDefault reports a point of capitals, in a city that lies elsewhere.
func byDefault(middle, p orb.Point) bool {
	for _, c := range capitals {
		if geo.Distance(middle, c.point) > capitalMeters && geo.Distance(p, c.point) <= c.radiusMeters {
			return true
		}
	}
	return false
}

// outside takes away points that lie clearly outside of the city's boundary.
func (s *survey) outside() {
	if len(s.boundary) == 0 {
		return
	}
	for i := range s.rows {
		if h := &s.rows[i].House; h.Placed() && !nearly(s.boundary, h.Point) {
			s.unplace(i, FindingFarPoint, "outside of the city's boundary", "точка вне границы города")
		}
	}
}

// elsewhere reports a point outside of a boundary that is no mistake about a point inside: no swapped one, and none of a
// geocoder that gave up.
func elsewhere(boundary orb.MultiPolygon, p orb.Point) bool {
	if within(boundary, p) || within(boundary, orb.Point{p[1], p[0]}) {
		return false
	}
	return !byDefault(boundary.Bound().Center(), p)
}

// within reports whether a point lies inside a boundary or on it; an empty one holds all.
func within(boundary orb.MultiPolygon, p orb.Point) bool {
	return len(boundary) == 0 || planar.MultiPolygonContains(boundary, p)
}

// nearly is within with borderMeters to spare.
func nearly(boundary orb.MultiPolygon, p orb.Point) bool {
	if within(boundary, p) {
		return true
	}
	for bearing := 0.0; bearing < 360; bearing += 30 {
		if within(boundary, geo.PointAtBearingAndDistance(p, bearing, borderMeters)) {
			return true
		}
	}
	return false
}

// swapped puts points right that lie in the city when their axes change places. Whatever lies in no part of the country
// around the city is no point of it, save what a geocoder gives when it finds nothing: capital tells of that.
func (s *survey) swapped() {
	middle, known := s.middle()
	if !known {
		return
	}
	for i := range s.rows {
		h := &s.rows[i].House
		if !h.Placed() || (math.Abs(h.Point.Lat()) <= 90 && geo.Distance(middle, h.Point) <= cityRadiusMeters) {
			continue
		}
		turned := orb.Point{h.Point[1], h.Point[0]}
		if math.Abs(turned.Lat()) <= 90 && geo.Distance(middle, turned) <= cityRadiusMeters {
			s.report(doubted(s.rows[i].Line, h.SourceID, FindingSwapped, "latitude and longitude put right "+at(turned),
				"широта и долгота переставлены местами, исправлено "+at(turned)))
			h.Point = turned
			continue
		}
		if byDefault(middle, h.Point) {
			continue
		}
		s.unplace(i, FindingFarPoint, "not in this city", "точка не в этом городе")
	}
}
