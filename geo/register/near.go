package register

import (
	"github.com/paulmach/orb"

	"dispatch05/geo"
)

// NearHouse is a house with its distance from where somebody pointed.
type NearHouse struct {
	House  *House
	Meters float64
}

// placed are the houses that stand somewhere, by their places.
type placed struct {
	houses []int32
	tree   *geo.Nearest
}

func placedOf(houses []House) placed {
	var p placed
	var points []orb.Point
	for i := range houses {
		if houses[i].Placed() {
			p.houses, points = append(p.houses, int32(i)), append(points, houses[i].Point)
		}
	}
	p.tree = geo.NewNearest(points)
	return p
}

// Near are the houses nearest to a lon, lat point, at most count of them and none farther than meters. Houses whose
// place is only guessed are left out: a pin says where, and a guess does not.
func (x *Index) Near(to orb.Point, count int, meters float64) []NearHouse {
	p := x.placed()
	var near []NearHouse
	for _, n := range p.tree.Closest(to, count, func(i int) bool { return x.houses[p.houses[i]].Precision != PrecisionApproximate }) {
		if n.Meters <= meters {
			near = append(near, NearHouse{&x.houses[p.houses[n.Index]], n.Meters})
		}
	}
	return near
}

// Inside are the houses that stand within an area (lon, lat; its border included), in the register's order.
func (x *Index) Inside(area orb.MultiPolygon) []*House {
	p := x.placed()
	var inside []*House
	for _, i := range p.tree.Inside(area) {
		inside = append(inside, &x.houses[p.houses[i]])
	}
	return inside
}
