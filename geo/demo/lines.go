package demo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// pointAlong is the place at some metres along a line, and the line's direction there.
func pointAlong(line orb.LineString, meters float64) (at orb.Point, angle float64) {
	for i := 1; i < len(line); i++ {
		length := planar.Distance(line[i-1], line[i])
		if meters <= length || i == len(line)-1 {
			angle = heading(line[i-1], line[i])
			return toward(line[i-1], angle, meters), angle
		}
		meters -= length
	}
	return line[0], 0
}

// chainOf is how far along a line the place nearest to a point lies, how far the
// point is from it, and whether the point lies on the left.
func chainOf(line orb.LineString, point orb.Point) (chain, meters float64, left bool) {
	meters = math.Inf(1)
	walked := 0.0
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		length, part := planar.Distance(a, b), partOf(a, b, point)
		away := planar.Distance(point, interpolated(orb.LineString{a, b}, part))
		if away < meters {
			chain, meters = walked+part*length, away
			left = (b[0]-a[0])*(point[1]-a[1])-(b[1]-a[1])*(point[0]-a[0]) > 0
		}
		walked += length
	}
	return chain, meters, left
}

// distanceBetween is the least distance of a line and a building's outline, 0
// where they cross; only what of the line lies near the box is measured.
func distanceBetween(line orb.LineString, ring orb.Ring, box orb.Bound) float64 {
	least := math.Inf(1)
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		if !(orb.LineString{a, b}).Bound().Intersects(box) {
			continue
		}
		for j := 1; j < len(ring); j++ {
			if _, hit := crossingOf(a, b, ring[j-1], ring[j]); hit {
				return 0
			}
			least = math.Min(least, planar.DistanceFromSegment(a, b, ring[j]))
			least = math.Min(least, planar.DistanceFromSegment(ring[j-1], ring[j], a))
			least = math.Min(least, planar.DistanceFromSegment(ring[j-1], ring[j], b))
		}
	}
	return least
}

// overlap reports whether two rectangles share ground: they do unless a side of
// one of them parts them (separating axes).
func overlap(a, b rectangle) bool {
	for _, angle := range []float64{a.angle, a.angle + math.Pi/2, b.angle, b.angle + math.Pi/2} {
		aFrom, aTo := extent(a.ring(), angle)
		bFrom, bTo := extent(b.ring(), angle)
		if aTo < bFrom || bTo < aFrom {
			return false
		}
	}
	return true
}

// extent is what a ring covers of an axis in some direction.
func extent(ring orb.Ring, angle float64) (from, to float64) {
	sin, cos := math.Sincos(angle)
	from, to = math.Inf(1), math.Inf(-1)
	for _, p := range ring {
		along := p[0]*cos + p[1]*sin
		from, to = math.Min(from, along), math.Max(to, along)
	}
	return from, to
}
