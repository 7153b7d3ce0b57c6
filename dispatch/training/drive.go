package training

import (
	"context"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/geo"
)

const (
	metersPerSecond   = 28 / 3.6 // a repair van in town
	fixAccuracyMeters = 8
	thereMeters       = 60 // this near is on the spot
	restEvery         = 30 * time.Second
)

// drive brings a crew on its way nearer, and on the spot at the end. A crew with a tablet is seen on
// every metre; one on the radio is where it was until it says that it has arrived.
func (t *Trainer) drive(ctx context.Context, v view, crew dispatch.Crew, j job) {
	to := place(j.Case)
	if to == nil || crew.Point == nil {
		if v.spent(j.order.Since) >= t.wait(j.order.ID, "search", 4*time.Minute, 8*time.Minute) {
			t.step(ctx, j, dispatch.Step{To: dispatch.OrderOnSite})
		}
		return
	}
	way := t.way(j.order.ID, *crew.Point, *to)
	if !crew.Tablet {
		if v.spent(j.order.Since).Seconds()*metersPerSecond >= meters(way) && t.locate(ctx, v, crew, *to) {
			t.step(ctx, j, dispatch.Step{To: dispatch.OrderOnSite})
		}
		return
	}
	rest := along(way, v.stride(crew, j.order).Seconds()*metersPerSecond*v.pace)
	if rest[0] != *crew.Point && !t.locate(ctx, v, crew, rest[0]) {
		return
	}
	t.trips[j.order.ID] = rest
	if len(rest) == 1 {
		delete(t.trips, j.order.ID)
		t.step(ctx, j, dispatch.Step{To: dispatch.OrderOnSite})
	}
}

// stride is how long the crew has been driving since its last position.
func (v view) stride(crew dispatch.Crew, order dispatch.WorkOrder) time.Duration {
	since := order.Since
	if crew.PointAt != nil && crew.PointAt.After(since) {
		since = *crew.PointAt
	}
	return min(v.now.Sub(since), maxGap)
}

// way is the rest of an order's drive: remembered while the crew is where it was left, else found anew.
func (t *Trainer) way(order int64, from, to orb.Point) orb.LineString {
	if known := t.trips[order]; len(known) > 1 && known[0] == from && known[len(known)-1] == to {
		return known
	}
	way := t.Route(from, to)
	if len(way) < 2 {
		way = orb.LineString{from, to}
	}
	t.trips[order] = way
	return way
}

func meters(way orb.LineString) (sum float64) {
	for i := 1; i < len(way); i++ {
		sum += geo.DistanceMeters(way[i-1], way[i])
	}
	return sum
}

// along is what is left of a way after so many metres; its last point alone when it is over.
func along(way orb.LineString, meters float64) orb.LineString {
	for i := 1; i < len(way); i++ {
		piece := geo.DistanceMeters(way[i-1], way[i])
		if piece > meters {
			part := meters / piece
			here := orb.Point{way[i-1][0] + (way[i][0]-way[i-1][0])*part, way[i-1][1] + (way[i][1]-way[i-1][1])*part}
			return append(orb.LineString{here}, way[i:]...)
		}
		meters -= piece
	}
	return way[len(way)-1:]
}

// rest lets a crew that stands still be heard of now and then. A radio tells no position.
func (t *Trainer) rest(ctx context.Context, v view, crew dispatch.Crew) {
	every := restEvery + t.wait(crew.ID, "rest", 0, restEvery/3) // not all in one second
	if crew.Tablet && crew.Point != nil && (crew.PointAt == nil || v.now.Sub(*crew.PointAt) >= every) {
		t.locate(ctx, v, crew, *crew.Point)
	}
}

func (t *Trainer) locate(ctx context.Context, v view, crew dispatch.Crew, at orb.Point) bool {
	_, err := t.Desk.Locate(ctx, t.actor, crew.ID, at, fixAccuracyMeters, v.now)
	return t.tried(ctx, "locate", err)
}

func near(a, b *orb.Point) bool {
	return a != nil && b != nil && geo.DistanceMeters(*a, *b) <= thereMeters
}
