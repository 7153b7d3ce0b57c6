package demo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"dispatch05/geo"
)

// street is a named street on the plane.
type street struct {
	settlement string
	kind, name string
	class      geo.StreetClass
	bridge     bool
	crossing   *geo.Crossing // what it crosses a barrier by, nil for a plain street
	line       orb.LineString
}

// naming hands out the names while streets are drawn.
type naming struct {
	avenues, mains, lanes, alleys *pool
	inner                         map[string]*pool
}

func (d *draft) drawStreets() {
	chance := d.chance(stageStreets)
	n := &naming{
		avenues: newPool(avenueNames).shuffled(chance),
		mains:   newPool(mainNames).shuffled(chance),
		lanes:   newPool(laneNames).shuffled(chance).first("ул Школьная"),
		alleys:  newPool(alleyNames).shuffled(chance),
		inner:   map[string]*pool{},
	}
	n.alleys.left = append(ordinalPool().left, n.alleys.left...)
	for _, names := range []string{oldNames, highriseNames, middleNames} {
		n.inner[names] = newPool(names).shuffled(chance)
	}
	n.inner[middleNames].first("ул 40 лет Победы")
	d.drawCrossLines(n)
	d.drawLengthLines(n)
	d.drawInner(n)
	d.drawLanes(n, chance)
	d.drawSquare()
	d.drawVillages()
	slices.SortStableFunc(d.streets, func(a, b street) int {
		return cmp.Compare(weight[a.class], weight[b.class])
	})
}

// drawCrossLines draws the streets between the rows of the plan, with their
// bridges and the crossings of the rails.
func (d *draft) drawCrossLines(n *naming) {
	for row := range crossLines {
		line := crossLine(row)
		class, names := geo.Main, n.mains
		if _, bridged := bridgeNames[row]; bridged {
			class, names = geo.Avenue, n.avenues
		}
		for _, run := range runs(len(plan[0]), func(column int) bool {
			return kindAt(row-1, column) != empty || kindAt(row, column) != empty
		}, riverColumn, railColumn) {
			var drawn orb.LineString
			for column := run.first; column <= run.last; column++ {
				drawn = joined(drawn, d.stretchAcross(line, westEdge(column), eastEdge(column)))
			}
			d.named(names, class, drawn)
		}
		if name, bridged := bridgeNames[row]; bridged {
			d.cross("мост", geo.Crossing{Name: name, Kind: geo.Bridge},
				d.stretchAcross(line, eastEdge(riverColumn-1), westEdge(riverColumn)))
		}
		if crossing, found := railNames[row]; found {
			kind := map[geo.CrossingKind]string{geo.Overpass: "путепровод", geo.Level: "переезд"}[crossing.Kind]
			d.cross(kind, crossing, d.stretchAcross(line, eastEdge(railColumn-1), westEdge(railColumn)))
		}
	}
}

func (d *draft) cross(kind string, crossing geo.Crossing, line orb.LineString) {
	d.streets = append(d.streets, street{
		kind: kind, name: crossing.Name, class: geo.Avenue,
		bridge: crossing.Kind != geo.Level, crossing: &crossing, line: line,
	})
}

// drawLengthLines draws the streets between the columns and along both banks.
func (d *draft) drawLengthLines(n *naming) {
	for column := 0; column <= railColumn; column++ {
		left, right := column-1, column
		if column == riverColumn || column == railColumn {
			left = -1 // the neighbour lies over the water or the rails
		}
		d.drawEdge(n, westEdge(column), left, right)
		if column == riverColumn-1 || column >= railColumn-1 {
			d.drawEdge(n, eastEdge(column), column, -1)
		}
	}
}

func (d *draft) drawEdge(n *naming, edge curve, left, right int) {
	for _, run := range runs(len(plan), func(row int) bool {
		return kindAt(row, left) != empty || kindAt(row, right) != empty
	}) {
		var drawn orb.LineString
		for row := run.first; row <= run.last; row++ {
			drawn = joined(drawn, d.stretchAlong(edge, crossLine(row), crossLine(row+1)))
		}
		switch {
		case left == riverColumn-1:
			d.add("наб", "реки Вельмы", geo.Main, drawn)
		case right == riverColumn:
			d.add("наб", "Заречная", geo.Main, drawn)
		case left >= 0 && right >= 1 && right < railColumn-1:
			d.named(n.avenues, geo.Avenue, drawn)
		default:
			d.named(n.mains, geo.Main, drawn)
		}
	}
}

// innerParts say where streets run through quarters of a use, as parts of the
// way across the quarter.
var (
	innerLength = map[use][]float64{old: {0.25, 0.5, 0.75}, midrise: {0.5}, highrise: {0.5}, industry: {0.5}}
	innerCross  = map[use][]float64{old: {0.25, 0.5, 0.75}, midrise: {0.33, 0.67}, highrise: {0.5}}
)

// drawInner draws the streets inside the columns and rows. One street runs on
// through every quarter that has a street at the same part.
func (d *draft) drawInner(n *naming) {
	for column := range plan[0] {
		for _, part := range []float64{0.25, 0.5, 0.75} {
			line := between(westEdge(column), eastEdge(column), part)
			for _, run := range runs(len(plan), func(row int) bool {
				return slices.Contains(innerLength[kindAt(row, column)], part)
			}) {
				d.named(n.inside(kindAt(run.first, column)), geo.Minor,
					d.stretchAlong(line, crossLine(run.first), crossLine(run.last+1)))
			}
		}
	}
	for row := range plan {
		for _, part := range []float64{0.25, 0.33, 0.5, 0.67, 0.75} {
			line := between(crossLine(row), crossLine(row+1), part)
			for _, run := range runs(len(plan[0]), func(column int) bool {
				return slices.Contains(innerCross[kindAt(row, column)], part)
			}, riverColumn, railColumn) {
				d.named(n.inside(kindAt(row, run.first)), geo.Minor,
					d.stretchAcross(line, westEdge(run.first), eastEdge(run.last)))
			}
		}
	}
}

func (n *naming) inside(kind use) *pool { return n.inner[poolOf(kind)] }

// drawSquare puts a square around the crossing in the middle of the old centre.
func (d *draft) drawSquare() {
	u, v := meet(westEdge(2), crossLine(3))
	ring := orb.LineString{}
	for _, corner := range [][2]float64{{-70, -55}, {70, -55}, {70, 55}, {-70, 55}, {-70, -55}} {
		ring = append(ring, d.place(u+corner[0], v+corner[1]))
	}
	d.square = orb.Ring(ring)
	d.add("пл", "Согласия", geo.Main, ring)
}

// named adds a street with the next name of a pool. The pools hold more names
// than there are streets; a street beyond them would be a lane without a name.
func (d *draft) named(names *pool, class geo.StreetClass, line orb.LineString) {
	if kind, name, found := names.next(); found {
		d.add(kind, name, class, line)
	}
}

func (d *draft) add(kind, name string, class geo.StreetClass, line orb.LineString) {
	d.streets = append(d.streets, street{kind: kind, name: name, class: class, line: line})
}

// run is a row of neighbours, both ends included.
type run struct{ first, last int }

// runs groups the neighbours among count places that are taken; no run leads
// over one of the cuts from the place before it.
func runs(count int, taken func(int) bool, cuts ...int) []run {
	var list []run
	for i := range count {
		switch {
		case !taken(i):
		case len(list) > 0 && list[len(list)-1].last == i-1 && !slices.Contains(cuts, i):
			list[len(list)-1].last = i
		default:
			list = append(list, run{i, i})
		}
	}
	return list
}

// joined continues a line by another that begins where it ends.
func joined(line, next orb.LineString) orb.LineString {
	if len(line) > 0 && len(next) > 0 {
		next = next[1:]
	}
	return append(line, next...)
}

func heading(a, b orb.Point) float64 { return math.Atan2(b[1]-a[1], b[0]-a[0]) }

func toward(a orb.Point, angle, meters float64) orb.Point {
	return orb.Point{a[0] + meters*math.Cos(angle), a[1] + meters*math.Sin(angle)}
}
