package dispatch

import (
	"time"

	"dispatch05/geo"
)

// Names of the layers of what moves, beside those of the city's own map.
const (
	LayerRequests = "requests"
	LayerCrews    = "crews"
)

// LiveMap draws a board's requests and crews as the layers of a vector map, points with what a map colours by. It holds
// nothing of the callers. A request or crew without a place is not on it.
func LiveMap(b Board, now time.Time) *geo.Map {
	requests, crews := geo.Layer{Name: LayerRequests}, geo.Layer{Name: LayerCrews}
	for _, r := range b.Requests {
		if r.Point != nil {
			requests.Features = append(requests.Features, geo.Feature{ID: uint64(r.ID), Geometry: *r.Point, Properties: map[string]any{
				"number": r.Number, "address": r.Address, "state": string(r.State), "severity": int(r.Severity), "problem": r.Problem, "category": r.Category, "overdue": r.overdue(now),
			}})
		}
	}
	for _, c := range b.Crews {
		if c.Point != nil {
			crews.Features = append(crews.Features, geo.Feature{ID: uint64(c.ID), Geometry: *c.Point, Properties: map[string]any{
				"name": c.Name, "organisation": c.Organisation.Name, "state": string(c.Load.State), "on_shift": c.OnShift,
			}})
		}
	}
	return geo.NewMap(requests, crews)
}

// overdue says whether a running clock of the request has passed.
func (r RequestRow) overdue(now time.Time) bool {
	for _, clock := range r.Clocks {
		if clock.MetAt == nil && !clock.Void && clock.PausedAt == nil && clock.DueAt.Before(now) {
			return true
		}
	}
	return false
}
