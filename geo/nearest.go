package geo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/quadtree"
)

// planeErrorFactor widens a search on the plane so that the exact ranking that
// follows misses no point: a plane distance within a city and its surroundings
// (100 km at 55 N) is never off by more.
const planeErrorFactor = 1.04

// Near is one answer of a Nearest: which point, and how far.
type Near struct {
	Index  int // in the slice that the Nearest was made of
	Meters float64
}

// Nearest finds the nearest of many points, ranked by metres on the ground and,
// at the same distance, by their index.
type Nearest struct {
	plane  Plane
	points []orb.Point
	tree   *quadtree.Quadtree
}

type treePoint struct {
	index  int
	meters orb.Point
}

func (t treePoint) Point() orb.Point { return t.meters }

// NewNearest makes the index over lon, lat points. It keeps the slice, which
// must not change afterwards.
func NewNearest(points []orb.Point) *Nearest {
	n := &Nearest{plane: NewPlane(centreOf(points)), points: points}
	placed := make(orb.MultiPoint, len(points))
	for i, point := range points {
		placed[i] = n.plane.Meters(point)
	}
	n.tree = quadtree.New(placed.Bound().Pad(1))
	for i, meters := range placed {
		// Add fails only for a point outside the bound, which was made of all points.
		_ = n.tree.Add(treePoint{i, meters})
	}
	return n
}

// Len is how many points there are.
func (n *Nearest) Len() int { return len(n.points) }

// Closest gives up to count points nearest to a lon, lat point, nearest first.
// With keep it looks only at points whose index keep accepts.
func (n *Nearest) Closest(to orb.Point, count int, keep func(index int) bool) []Near {
	if count <= 0 || len(n.points) == 0 {
		return nil
	}
	found := n.tree.KNearestMatching(nil, n.plane.Meters(to), count, accepts(keep))
	reach := 0.0
	for _, pointer := range found {
		reach = math.Max(reach, DistanceMeters(to, n.points[pointer.(treePoint).index]))
	}
	near := n.Within(to, reach, keep)
	return near[:min(count, len(near))]
}

// Within gives every point at most radiusMeters away (border included), nearest
// first. A nil keep accepts all.
func (n *Nearest) Within(to orb.Point, radiusMeters float64, keep func(index int) bool) []Near {
	if len(n.points) == 0 {
		return nil
	}
	centre := n.plane.Meters(to)
	box := orb.Bound{Min: centre, Max: centre}.Pad(radiusMeters*planeErrorFactor + 1)
	var near []Near
	for _, pointer := range n.tree.InBoundMatching(nil, box, accepts(keep)) {
		index := pointer.(treePoint).index
		if meters := DistanceMeters(to, n.points[index]); meters <= radiusMeters {
			near = append(near, Near{index, meters})
		}
	}
	slices.SortFunc(near, func(a, b Near) int {
		return cmp.Or(cmp.Compare(a.Meters, b.Meters), cmp.Compare(a.Index, b.Index))
	})
	return near
}

// Inside gives the points within an area (border included), by their index.
func (n *Nearest) Inside(area orb.MultiPolygon) []int {
	if len(n.points) == 0 || len(area) == 0 {
		return nil
	}
	bound := area.Bound()
	box := orb.MultiPoint{n.plane.Meters(bound.Min), n.plane.Meters(bound.Max)}.Bound().Pad(1)
	var inside []int
	for _, pointer := range n.tree.InBound(nil, box) {
		if index := pointer.(treePoint).index; planar.MultiPolygonContains(area, n.points[index]) {
			inside = append(inside, index)
		}
	}
	slices.Sort(inside)
	return inside
}

func accepts(keep func(int) bool) quadtree.FilterFunc {
	return func(p orb.Pointer) bool { return keep == nil || keep(p.(treePoint).index) }
}
