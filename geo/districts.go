package geo

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"
)

// DistrictKind is what a district divides a city for.
type DistrictKind string

// Kinds of districts. A point lies in one of each, or in none.
const (
	ManagingArea DistrictKind = "area"    // of the city's administration: "Ленинский район"
	SelfRule     DistrictKind = "tos"     // territorial public self-government, ТОС (131-FZ, article 27)
	BalanceZone  DistrictKind = "balance" // up to whose boundary an organisation keeps its networks (PP 491, clause 8)
)

// District is a named part of a city.
type District struct {
	Name string
	Kind DistrictKind
	Area orb.MultiPolygon // lon, lat
}

// Districts finds the districts of a point.
type Districts struct {
	list []District
	tree rtree.RTreeG[int]
}

// NewDistricts keeps the list, which must not change afterwards.
func NewDistricts(list []District) *Districts {
	d := &Districts{list: list}
	for i, district := range list {
		bound := district.Area.Bound()
		d.tree.Insert(bound.Min, bound.Max, i)
	}
	return d
}

// Of gives the districts that hold the lon, lat point, in the order of the
// list, at most one of a kind: a point on a border belongs to the first
// district that touches it. Nil districts hold nothing.
func (d *Districts) Of(point orb.Point) []District {
	if d == nil {
		return nil
	}
	var holding []int
	d.tree.Search(point, point, func(_, _ [2]float64, i int) bool {
		if planar.MultiPolygonContains(d.list[i].Area, point) {
			holding = append(holding, i)
		}
		return true
	})
	slices.Sort(holding)
	var found []District
	for _, i := range holding {
		if !slices.ContainsFunc(found, func(f District) bool { return f.Kind == d.list[i].Kind }) {
			found = append(found, d.list[i])
		}
	}
	return found
}
