package demo

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"dispatch05/geo"
)

// use says what a quarter is built with.
type use byte

const (
	empty    use = '.'
	old      use = 'c' // the old centre: narrow houses side by side
	midrise  use = 'm' // five storeys around yards
	highrise use = 'h' // slabs and towers
	private  use = 'p' // one-family houses on lanes
	industry use = 'i'
	park     use = 'g'
)

// plan is the city from north to south and, in a row, from west to east: four
// columns on the right bank, three on the left, one beyond the rails.
var plan = []string{
	".h.." + "....",
	".hmm" + "mp..",
	"hmcc" + "mhip",
	"hmcc" + "mhip",
	".pmg" + "mhp.",
	"..mm" + "pp..",
	"..pp" + "....",
}

// riverColumn is the first column of the left bank, railColumn the one beyond the rails.
const (
	riverColumn = 4
	railColumn  = 7
	railGap     = 45.0 // from the rails to the edge of a quarter
)

// quarter is one field of the plan.
type quarter struct {
	row, column int
	kind        use
	outline     orb.Ring // on the plane
	bound       orb.Bound
}

var (
	crossLines  = []float64{3200, 2250, 1250, 350, -550, -1450, -2350, -3300} // v, north to south
	lengthLines = []float64{-3300, -2400, -1550, -800, 0}                     // u of the right bank; 0 is the embankment
	leftLines   = []float64{0, 800, 1500, 0}                                  // left bank; embankment first, rails last
)

// crossLine is the street between row-1 and row.
func crossLine(row int) curve {
	return func(u float64) float64 {
		return crossLines[row] + 45*math.Sin(u/1100+1.7*float64(row))
	}
}

// westEdge and eastEdge are the streets (or banks, or rails) beside a column.
func westEdge(column int) curve {
	switch {
	case column < riverColumn:
		return lengthLine(lengthLines[column], column)
	case column == riverColumn:
		return func(v float64) float64 { return riverHalf(v) + quayMeters }
	case column < railColumn:
		return lengthLine(leftLines[column-riverColumn], column)
	}
	return func(v float64) float64 { return railLine(v) + railGap }
}

func eastEdge(column int) curve {
	switch {
	case column == riverColumn-1:
		return func(v float64) float64 { return -riverHalf(v) - quayMeters }
	case column == railColumn-1:
		return func(v float64) float64 { return railLine(v) - railGap }
	case column == railColumn:
		return lengthLine(2950, column+1)
	}
	return westEdge(column + 1)
}

func lengthLine(u float64, number int) curve {
	return func(v float64) float64 { return u + 55*math.Sin(v/900+float64(number)) }
}

// between is a curve part of the way from one to another.
func between(a, b curve, part float64) curve {
	return func(x float64) float64 { return a(x) + (b(x)-a(x))*part }
}

func kindAt(row, column int) use {
	if row < 0 || column < 0 || row >= len(plan) || column >= len(plan[row]) {
		return empty
	}
	return use(plan[row][column])
}

func (d *draft) planQuarters() {
	for row := range plan {
		for column := range plan[row] {
			if kind := kindAt(row, column); kind != empty {
				outline := d.outline(row, column)
				d.quarters = append(d.quarters, quarter{row, column, kind, outline, outline.Bound()})
			}
		}
	}
	d.planVillages()
}

func (d *draft) outline(row, column int) orb.Ring {
	north, south := crossLine(row), crossLine(row+1)
	west, east := westEdge(column), eastEdge(column)
	return closed(
		d.stretchAcross(north, west, east), d.stretchAlong(east, north, south),
		d.stretchAcross(south, east, west), d.stretchAlong(west, south, north))
}

// stretchAlong draws the curve u(v) between two cross lines, stretchAcross the
// curve v(u) between two length lines.
func (d *draft) stretchAlong(u, from, to curve) orb.LineString {
	_, start := meet(u, from)
	_, end := meet(u, to)
	return d.along(u, start, end)
}

func (d *draft) stretchAcross(v, from, to curve) orb.LineString {
	start, _ := meet(from, v)
	end, _ := meet(to, v)
	return d.across(v, start, end)
}

// useAt tells what a place on the plane is built with.
func (d *draft) useAt(at orb.Point) use {
	for _, q := range d.quarters {
		if q.bound.Contains(at) && planar.RingContains(q.outline, at) {
			return q.kind
		}
	}
	for _, v := range d.villages {
		if planar.RingContains(v.outline, at) {
			return private
		}
	}
	return empty
}

// districts are the parts of the city that people name: its areas, and ТОС of its quarters of one-family houses.
func (d *draft) districts() []geo.District {
	corners := map[string]orb.MultiPoint{}
	var selfRule []geo.District
	for _, q := range d.quarters {
		name := districtOf(q)
		corners[name] = append(corners[name], q.outline...)
		if q.kind == private {
			selfRule = append(selfRule, geo.District{Kind: geo.SelfRule, Name: fmt.Sprintf("ТОС №\u00a0%d", len(selfRule)+1), Area: orb.MultiPolygon{d.polygon(q.outline)}})
		}
	}
	var list []geo.District
	for _, name := range []string{"Центральный", "Нагорный", "Заречный", "Зарельсовый"} {
		list = append(list, geo.District{Kind: geo.ManagingArea, Name: name + " район", Area: orb.MultiPolygon{d.polygon(hull(corners[name]))}})
	}
	for _, v := range d.villages {
		list = append(list, geo.District{Kind: geo.ManagingArea, Name: v.name, Area: orb.MultiPolygon{d.polygon(v.outline)}})
	}
	return append(list, selfRule...)
}

// hull is the smallest convex ring around points of the plane: Andrew's monotone chain (1979).
func hull(points orb.MultiPoint) orb.Ring {
	slices.SortFunc(points, func(a, b orb.Point) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	half := func(points iter.Seq2[int, orb.Point]) (chain orb.Ring) {
		for _, p := range points {
			for len(chain) > 1 && leftOf(chain[len(chain)-2], chain[len(chain)-1], p) <= 0 {
				chain = chain[:len(chain)-1]
			}
			chain = append(chain, p)
		}
		return chain
	}
	lower, upper := half(slices.All(points)), half(slices.Backward(points))
	return append(lower, upper[1:]...)
}

// leftOf is positive when c lies left of the way from a to b.
func leftOf(a, b, c orb.Point) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

func districtOf(q quarter) string {
	switch {
	case q.column >= railColumn:
		return "Зарельсовый"
	case q.column >= riverColumn:
		return "Заречный"
	case q.column >= 2:
		return "Центральный"
	}
	return "Нагорный"
}
