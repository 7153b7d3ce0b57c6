package place

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb/planar"
)

const (
	holds    = 0.9  // share of the guesses that the radius must hold
	alike    = 400  // trials of a like spread that say what the radius is
	most     = 3000 // known houses that are tried: an even share of a bigger city's
	fewest   = 40   // trials below which a city tells nothing of its own
	cautious = 3.0  // radius per spread without trials of the city: normal errors give 2.15
)

// radius turns the spread that the model expects into a radius that holds. It
// is measured on the city's own known houses, each guessed as though it were
// unknown, with none or several of its neighbours hidden as well.
type radius struct {
	trials []trial // by spread
}

type trial struct {
	spread, ratio float64 // metres; metres off per metre of spread
}

// hidings are how many of the nearest known houses a trial hides with the house.
var hidings = []int{0, 1, 2, 4, 8}

func measure(streets []street) radius {
	known := 0
	for _, s := range streets {
		known += len(s.known)
	}
	step, count := 1+known/most, 0
	var r radius
	for _, s := range streets {
		for _, h := range s.known {
			if count++; count%step != 0 {
				continue
			}
			for k, hidden := range hidings {
				if k > 0 && hidden*3 > len(s.known) {
					break
				}
				near := s.nearest(h, hidden)
				if len(near) == 0 {
					break
				}
				at, spread := krige(near, h)
				r.trials = append(r.trials, trial{spread, planar.Distance(at, h.at) / spread})
			}
		}
	}
	slices.SortStableFunc(r.trials, func(a, b trial) int { return cmp.Compare(a.spread, b.spread) })
	return r
}

// of is the radius in metres for a spread: the share holds of the trials of
// about that spread.
func (r radius) of(spread float64) float64 {
	if len(r.trials) < fewest {
		return math.Ceil(cautious * spread)
	}
	at, _ := slices.BinarySearchFunc(r.trials, spread, func(t trial, s float64) int { return cmp.Compare(t.spread, s) })
	from := max(0, min(at-alike/2, len(r.trials)-alike))
	to := min(from+alike, len(r.trials))
	ratios := make([]float64, 0, alike)
	for _, t := range r.trials[from:to] {
		ratios = append(ratios, t.ratio)
	}
	return max(10, math.Ceil(spread*quantile(ratios, holds)))
}
