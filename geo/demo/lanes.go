package demo

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"dispatch05/geo"
)

const (
	laneSpacing   = 160.0 // between the lanes of a private quarter
	alleySpacing  = 420.0 // between the alleys that join them
	shortestLane  = 150.0
	villageLanes  = 4
	villageWidth  = 620.0
	villageHeight = 430.0
)

// drawLanes fills each private quarter with a grid of its own direction.
func (d *draft) drawLanes(n *naming, chance *rand.Rand) {
	for _, q := range d.quarters {
		if q.kind != private {
			continue
		}
		angle := heading(q.outline[0], q.outline[len(q.outline)/2]) + (chance.Float64()-0.5)*0.9
		d.grid(q.outline, angle, laneSpacing, n.lanes)
		d.grid(q.outline, angle+math.Pi/2, alleySpacing, n.alleys)
	}
}

// grid draws parallel lanes through an outline.
func (d *draft) grid(outline orb.Ring, angle, spacing float64, names *pool) {
	centre, _ := planar.CentroidArea(outline)
	for i := -8; i <= 8; i++ {
		middle := toward(centre, angle+math.Pi/2, (float64(i)+0.5)*spacing)
		through := orb.LineString{toward(middle, angle, -2000), toward(middle, angle, 2000)}
		for _, lane := range insideOf(outline, through) {
			if planar.Length(lane) >= shortestLane && !hugs(outline, lane) {
				d.named(names, geo.Lane, lane)
			}
		}
	}
}

// insideOf cuts a straight line to the pieces inside of an outline.
func insideOf(outline orb.Ring, line orb.LineString) []orb.LineString {
	var cuts []float64
	for i := 1; i < len(outline); i++ {
		if along, hit := crossingOf(line[0], line[1], outline[i-1], outline[i]); hit {
			cuts = append(cuts, along)
		}
	}
	slices.Sort(cuts)
	var pieces []orb.LineString
	for i := 0; i+1 < len(cuts); i += 2 {
		from, to := interpolated(line, cuts[i]), interpolated(line, cuts[i+1])
		pieces = append(pieces, evenly(from, to))
	}
	return pieces
}

// hugs reports whether a good part of a lane runs right beside the outline,
// where a street runs already.
func hugs(outline orb.Ring, lane orb.LineString) bool {
	beside := 0
	for part := range 21 {
		at := interpolated(orb.LineString{lane[0], lane[len(lane)-1]}, float64(part)/20)
		if planar.DistanceFrom(outline, at) < 60 {
			beside++
		}
	}
	return beside > 6
}

// crossingOf is how far along a-b (0..1) it meets the segment c-d.
func crossingOf(a, b, c, d orb.Point) (along float64, hit bool) {
	abx, aby, cdx, cdy := b[0]-a[0], b[1]-a[1], d[0]-c[0], d[1]-c[1]
	cross := abx*cdy - aby*cdx
	if cross == 0 {
		return 0, false
	}
	along = ((c[0]-a[0])*cdy - (c[1]-a[1])*cdx) / cross
	other := ((c[0]-a[0])*aby - (c[1]-a[1])*abx) / cross
	return along, along >= 0 && along <= 1 && other >= 0 && other < 1
}

func interpolated(line orb.LineString, part float64) orb.Point {
	a, b := line[0], line[1]
	return orb.Point{a[0] + (b[0]-a[0])*part, a[1] + (b[1]-a[1])*part}
}

// evenly draws a straight line with points at the usual steps.
func evenly(from, to orb.Point) orb.LineString {
	return sampled(0, planar.Distance(from, to), func(meters float64) orb.Point {
		return interpolated(orb.LineString{from, to}, meters/planar.Distance(from, to))
	})
}

// village is a settlement inside the city district.
type village struct {
	name    string
	centre  orb.Point
	angle   float64
	outline orb.Ring
	gate    orb.Point // where its road leaves the city
	road    string
}

// planVillages lays out the settlements: one west of the city, one beyond the rails.
func (d *draft) planVillages() {
	westU, westV := meet(westEdge(0), crossLine(3))
	eastU, eastV := meet(eastEdge(railColumn), crossLine(3))
	d.villages = []village{
		newVillage("с. Луговое", d.place(-4900, 700), 0.5, d.place(westU, westV), "Луговское"),
		newVillage("пос. Кирпичный", d.place(4300, 900), -0.2, d.place(eastU, eastV), "Кирпичное"),
	}
}

func newVillage(name string, centre orb.Point, angle float64, gate orb.Point, road string) village {
	v := village{name: name, centre: centre, angle: angle, gate: gate, road: road}
	v.outline = orb.Ring{v.at(-0.5, -0.5), v.at(0.5, -0.5), v.at(0.5, 0.5), v.at(-0.5, 0.5), v.at(-0.5, -0.5)}
	return v
}

// at is a place in the village, in parts of its width and height from the middle.
func (v village) at(x, y float64) orb.Point {
	return toward(toward(v.centre, v.angle, x*villageWidth), v.angle+math.Pi/2, y*villageHeight)
}

// drawVillages draws the settlements with the roads that lead there, and the
// highways that leave the city north and south.
func (d *draft) drawVillages() {
	for _, v := range d.villages {
		d.add("ш", v.road, geo.Highway, evenly(v.gate, v.centre))
		names := newPool(villageNames)
		add := func(from, to orb.Point) {
			kind, name, _ := names.next()
			d.streets = append(d.streets, street{
				settlement: v.name, kind: kind, name: name, class: geo.Lane, line: evenly(from, to),
			})
		}
		for lane := range villageLanes {
			y := -0.45 + 0.9*float64(lane)/(villageLanes-1)
			add(v.at(-0.5, y), v.at(0.5, y))
		}
		for _, x := range []float64{-0.42, 0, 0.42} {
			add(v.at(x, -0.45), v.at(x, 0.45))
		}
	}
	d.drawHighway("Северное", westEdge(2), crossLine(0), 4700)
	d.drawHighway("Южное", westEdge(3), crossLine(len(crossLines)-1), -4600)
}

func (d *draft) drawHighway(name string, edge, from curve, to float64) {
	_, start := meet(edge, from)
	d.add("ш", name, geo.Highway, d.along(edge, start, to))
}
