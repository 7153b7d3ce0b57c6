package training

import (
	"cmp"
	"context"
	"slices"
	"time"

	"dispatch05/dispatch"
)

// workCrews lets every crew act that no person works.
func (t *Trainer) workCrews(ctx context.Context, v view) {
	jobs := v.jobs()
	for _, crew := range v.crews {
		if t.AtWork(crew.ID) {
			continue
		}
		if !crew.OnShift(v.now) {
			t.offShift(ctx, v, crew, jobs[crew.ID])
			continue
		}
		t.work(ctx, v, crew, jobs[crew.ID])
	}
	for _, j := range jobs[0] {
		t.workElsewhere(ctx, v, j)
	}
	t.forgetTrips(jobs)
}

// giveUpAfter is how long orders of a crew that somebody sent home wait for a person to think of them.
const giveUpAfter = 10 * time.Minute

// offShift signs a crew on again whose shift ran out. A shift that somebody ended stays ended: the orders
// left behind go back to the desk.
func (t *Trainer) offShift(ctx context.Context, v view, crew dispatch.Crew, jobs []job) {
	if crew.ShiftUntil != nil {
		t.signOn(ctx, crew)
		return
	}
	for _, j := range jobs {
		if v.spent(j.order.Since) >= giveUpAfter {
			t.step(ctx, j, dispatch.Step{To: dispatch.OrderRecalled, Reason: "Смена бригады окончена"})
		}
	}
}

func (t *Trainer) signOn(ctx context.Context, crew dispatch.Crew) {
	_, err := t.Desk.SetShift(ctx, t.actor, crew.ID, true)
	t.tried(ctx, "shift", err)
}

// forgetTrips drops the ways of orders that nobody drives to any more.
func (t *Trainer) forgetTrips(jobs map[int64][]job) {
	driving := map[int64]bool{}
	for _, list := range jobs {
		for _, j := range list {
			driving[j.order.ID] = j.order.State == dispatch.OrderEnRoute
		}
	}
	for order := range t.trips {
		if !driving[order] {
			delete(t.trips, order)
		}
	}
}

// work lets a crew answer what it was sent, and go on with what it is at.
func (t *Trainer) work(ctx context.Context, v view, crew dispatch.Crew, jobs []job) {
	for _, j := range jobs {
		t.answer(ctx, v, crew, j)
	}
	current, busy := t.atHand(v, jobs)
	if busy {
		t.goOn(ctx, v, crew, current)
	}
	if !busy || current.order.State != dispatch.OrderEnRoute {
		t.rest(ctx, v, crew)
	}
}

// answer takes a new order in: the tablet shows it at once, people look at it later.
func (t *Trainer) answer(ctx context.Context, v view, crew dispatch.Crew, j job) {
	spent, id := v.spent(j.order.Since), j.order.ID
	switch {
	case j.order.State == dispatch.OrderSent && crew.Tablet:
		if spent >= time.Second {
			t.step(ctx, j, dispatch.Step{To: dispatch.OrderDelivered})
		}
	case j.order.State == dispatch.OrderSent || j.order.State == dispatch.OrderDelivered:
		if spent < t.wait(id, "answer", 5*time.Second, 30*time.Second) {
			return
		}
		if t.happens(id, "refuse", 0.02) {
			t.step(ctx, j, dispatch.Step{To: dispatch.OrderRefused, Reason: pick(t.dice(id, "refusal"), t.words.notes.Refused)})
			return
		}
		t.step(ctx, j, dispatch.Step{To: dispatch.OrderAccepted})
	}
}

// atHand is the one order that the crew is at: what it has begun, else what it had to leave and can now
// finish, else the gravest of those it has accepted.
func (t *Trainer) atHand(v view, jobs []job) (job, bool) {
	var ready []job
	for _, j := range jobs {
		if t.rank(v, j) > 0 {
			ready = append(ready, j)
		}
	}
	if len(ready) == 0 {
		return job{}, false
	}
	return slices.MinFunc(ready, func(a, b job) int {
		return cmp.Or(cmp.Compare(t.rank(v, a), t.rank(v, b)), cmp.Compare(a.Request.Severity, b.Request.Severity), cmp.Compare(a.order.ID, b.order.ID))
	}), true
}

// rank orders what a crew may do next; 0: nothing yet.
func (t *Trainer) rank(v view, j job) int {
	switch j.order.State {
	case dispatch.OrderOnSite, dispatch.OrderLocalised:
		return 1
	case dispatch.OrderEnRoute:
		return 2
	case dispatch.OrderSuspended:
		if v.spent(j.order.Since) < t.wait(j.order.ID, "parts", 2*time.Minute, 6*time.Minute) {
			return 0
		}
		return 3
	case dispatch.OrderAccepted:
		return 4
	default:
		return 0
	}
}

// goOn makes the next step of the order at hand when its time has come.
func (t *Trainer) goOn(ctx context.Context, v view, crew dispatch.Crew, j job) {
	switch j.order.State {
	case dispatch.OrderAccepted:
		if v.spent(j.order.Since) >= t.wait(j.order.ID, "start", 3*time.Second, 15*time.Second) {
			t.step(ctx, j, dispatch.Step{To: dispatch.OrderEnRoute})
		}
	case dispatch.OrderEnRoute:
		t.drive(ctx, v, crew, j)
	case dispatch.OrderSuspended:
		if at := place(j.Case); at == nil || near(crew.Point, at) {
			t.step(ctx, j, dispatch.Step{To: dispatch.OrderOnSite})
		} else {
			t.step(ctx, j, dispatch.Step{To: dispatch.OrderEnRoute})
		}
	case dispatch.OrderOnSite, dispatch.OrderLocalised:
		t.repair(ctx, v, j)
	}
}

// step makes a step of an order, by the radio for a crew without a tablet.
func (t *Trainer) step(ctx context.Context, j job, step dispatch.Step) {
	step.ByVoice = j.order.ByVoice()
	_, err := t.Desk.StepOrder(ctx, t.actor, j.order.ID, step, nil)
	t.tried(ctx, string(step.To), err)
}
