package roster

import (
	"slices"

	"github.com/paulmach/orb"

	"dispatch05/dispatch/norms"
)

// Follow is the plan of a post once new rotations come: from the earliest of their first days on they alone hold it;
// what held until then ends the day before, what was to begin later is dropped. None at all takes the plan off.
func Follow(old, next []Rotation) []Rotation {
	if len(next) == 0 {
		return nil
	}
	from := next[0].First
	for _, r := range next {
		from = min(from, r.First) // days of the form 2026-01-31 are in order as texts
	}
	before := norms.DateOf(day(from).AddDate(0, 0, -1))
	var all []Rotation
	for _, r := range old {
		if r.First >= from {
			continue
		}
		if r.Last == "" || r.Last > before {
			r.Last = before
		}
		all = append(all, r)
	}
	for _, r := range next {
		turns := make([][]int64, len(r.Turns))
		for i, turn := range r.Turns {
			turns[i] = slices.Compact(slices.Sorted(slices.Values(turn)))
		}
		r.Turns = turns
		all = append(all, r)
	}
	return all
}

// Same says whether two rotations have the same people on duty at the same times.
func (r Rotation) Same(other Rotation) bool {
	return r.Days == other.Days && r.First == other.First && r.Last == other.Last && r.HandOver == other.HandOver && r.Hours == other.Hours &&
		r.Daily == other.Daily && slices.EqualFunc(r.Turns, other.Turns, slices.Equal[[]int64])
}

// Same says whether two versions of a post differ in nothing but their plans.
func (p Post) Same(other Post) bool {
	return p.ID == other.ID && p.Version == other.Version && p.Name == other.Name && p.Role == other.Role && p.Organisation == other.Organisation &&
		p.Crew == other.Crew && orb.Equal(p.Territory, other.Territory) && p.Supervisor == other.Supervisor && p.OnCall == other.OnCall &&
		p.Days == other.Days && p.Window == other.Window && p.RetiredAt == nil
}
