package training

import (
	"context"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
)

// view is the city as one round sees it, read at once.
type view struct {
	now   time.Time
	gap   time.Duration // since the last round
	pace  float64
	zone  *time.Location
	crews []dispatch.Crew
	cases []dispatch.Case // on the board: the open ones and those just ended
}

// maxGap is the most that one round makes up for: what a stopped service did not do is not done at once.
const maxGap = 3 * time.Second

func (t *Trainer) look(ctx context.Context, pace int) (view, error) {
	v := view{now: t.Desk.Now(), pace: float64(pace), gap: tickEvery}
	if !t.last.IsZero() {
		v.gap = min(v.now.Sub(t.last), maxGap)
	}
	var err error
	if v.zone, err = t.Desk.Store.Zone(ctx, t.City); err != nil {
		return v, err
	}
	if v.crews, err = t.Desk.Store.Crews(ctx, t.City); err != nil {
		return v, err
	}
	v.cases, err = t.Desk.Store.OnBoard(ctx, t.City, 0, v.now)
	return v, err
}

// spent is the training time since a moment: real time times the pace.
func (v view) spent(since time.Time) time.Duration {
	return time.Duration(float64(v.now.Sub(since)) * v.pace)
}

// job is an order with the case that it is of.
type job struct {
	dispatch.Case
	order dispatch.WorkOrder
}

// jobs are the orders that ask something of somebody now, by crew; 0: of organisations by telephone.
func (v view) jobs() map[int64][]job {
	jobs := map[int64][]job{}
	for _, c := range v.cases {
		for _, o := range c.Orders {
			if o.State.Active() && o.State != dispatch.OrderReserved {
				jobs[o.Crew] = append(jobs[o.Crew], job{c, o})
			}
		}
	}
	return jobs
}

// place is where a case is, as far as anybody knows.
func place(c dispatch.Case) *orb.Point {
	if c.Place.Point != nil {
		return c.Place.Point
	}
	return c.Request.Pin
}
