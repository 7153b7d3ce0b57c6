package roads

import "github.com/paulmach/orb"

// CostFrom is what the search has added up for a drive: seconds on the road, those on private roads with their weight.
func (a *Approach) CostFrom(from orb.Point) float64 {
	_, _, off := a.from(from)
	return off.cost
}
