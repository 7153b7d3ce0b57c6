package roster

import "dispatch05/dispatch/norms"

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
	return append(all, next...)
}
