package geo

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// District is a named part of a city.
type District struct {
	Name string
	Area orb.MultiPolygon // lon, lat
}

// Districts finds the district of a point.
type Districts struct {
	list   []District
	bounds []orb.Bound
}

// NewDistricts keeps the list, which must not change afterwards.
func NewDistricts(list []District) *Districts {
	d := &Districts{list: list, bounds: make([]orb.Bound, len(list))}
	for i, district := range list {
		d.bounds[i] = district.Area.Bound()
	}
	return d
}

// Of gives the first district that holds the lon, lat point; a point on a
// border belongs to the first district of the list that touches it.
func (d *Districts) Of(point orb.Point) (District, bool) {
	for i, district := range d.list {
		if d.bounds[i].Contains(point) && planar.MultiPolygonContains(district.Area, point) {
			return district, true
		}
	}
	return District{}, false
}
