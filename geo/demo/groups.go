package demo

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// groupHouses gathers the served houses by quarter and place, so that no group
// lies on both sides of an avenue, the river or the rails.
func (l *layer) groupHouses() {
	blocks := map[string][]int{}
	for i, h := range l.draft.houses {
		if l.serves(h) {
			block := l.blockOf(h)
			blocks[block] = append(blocks[block], i)
		}
	}
	for _, block := range slices.Sorted(maps.Keys(blocks)) {
		l.halve(blocks[block])
	}
}

// blockOf names a house's quarter and, outside of all, its side of the barriers.
func (l *layer) blockOf(h house) string {
	for i, q := range l.quarters {
		if q.bound.Contains(h.centre) && planar.RingContains(q.outline, h.centre) {
			return fmt.Sprintf("quarter %02d", i)
		}
	}
	switch {
	case !rightOf(l.midriver, h.centre):
		return "right bank"
	case rightOf(l.draft.rails, h.centre):
		return "beyond the rails"
	}
	return "left bank"
}

// rightOf reports whether a point lies east of a line that runs north.
func rightOf(line orb.LineString, at orb.Point) bool {
	_, _, left := chainOf(line, at)
	return !left
}

// halve splits houses across their longer extent until each part is a group.
func (l *layer) halve(houses []int) {
	if len(houses) == 0 {
		return
	}
	var places orb.MultiPoint
	for _, i := range houses {
		places = append(places, l.draft.houses[i].centre)
	}
	bound := places.Bound()
	if len(houses) <= l.group && max(bound.Right()-bound.Left(), bound.Top()-bound.Bottom()) < 1200 || len(houses) == 1 {
		l.groups = append(l.groups, l.newGroup(houses, places))
		return
	}
	axis := 0
	if bound.Top()-bound.Bottom() > bound.Right()-bound.Left() {
		axis = 1
	}
	slices.SortFunc(houses, func(a, b int) int {
		return cmp.Or(cmp.Compare(l.draft.houses[a].centre[axis], l.draft.houses[b].centre[axis]), cmp.Compare(a, b))
	})
	l.halve(houses[:len(houses)/2])
	l.halve(houses[len(houses)/2:])
}

// newGroup puts the point of a group beside its middle house, on that house's
// side of every street.
func (l *layer) newGroup(houses []int, places orb.MultiPoint) group {
	middle := places.Bound().Center()
	nearest := slices.MinFunc(houses, func(a, b int) int {
		return cmp.Compare(squared(l.draft.houses[a].centre, middle), squared(l.draft.houses[b].centre, middle))
	})
	h := l.draft.houses[nearest]
	beside := toward(h.centre, h.angle, h.length/2+6)
	return group{houses: houses, middle: beside, road: l.draft.roads.nearestNode(beside)}
}

func squared(a, b orb.Point) float64 {
	dx, dy := a[0]-b[0], a[1]-b[1]
	return dx*dx + dy*dy
}
