package training

import (
	"context"
	"slices"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

// repairMinutes is how long a fault keeps a crew on the spot, least and most, by severity: short of what
// it takes in life, so that a lesson shows whole courses.
var repairMinutes = map[int][2]int{1: {12, 30}, 2: {10, 25}, 3: {6, 16}, 4: {4, 10}}

func (t *Trainer) repairTakes(j job) time.Duration {
	minutes := repairMinutes[j.Request.Severity]
	return t.wait(j.order.ID, "repair", time.Duration(minutes[0])*time.Minute, time.Duration(minutes[1])*time.Minute)
}

// Parts of a repair at which its course turns.
const (
	untilLocalised = 0.35
	untilSuspended = 0.4
)

// repair takes the work on the spot on: contained first where something runs out, now and then left for
// parts, done with a note.
func (t *Trainer) repair(ctx context.Context, v view, j job) {
	takes, spent, id := t.repairTakes(j), v.spent(j.order.Since), j.order.ID
	_, left := j.order.Times[dispatch.OrderSuspended]
	part := func(share float64) time.Duration { return time.Duration(share * float64(takes)) }
	switch {
	case j.order.State == dispatch.OrderLocalised:
		if spent >= part(1-untilLocalised) {
			t.finish(ctx, j)
		}
	case left:
		if spent >= part(1-untilSuspended) {
			t.finish(ctx, j)
		}
	case t.happens(id, "suspend", 0.08):
		if spent >= part(untilSuspended) {
			t.step(ctx, j, dispatch.Step{To: dispatch.OrderSuspended, Reason: pick(t.dice(id, "suspension"), t.words.notes.Suspended)})
		}
	case contained(j.Case):
		if spent >= part(untilLocalised) {
			t.step(ctx, j, dispatch.Step{To: dispatch.OrderLocalised, Note: pick(t.dice(id, "localised"), t.words.notes.Localised)})
		}
	case spent >= takes:
		t.finish(ctx, j)
	}
}

// contained says whether the law gives a term to localise this fault.
func contained(c dispatch.Case) bool {
	return c.Request.Severity <= 2 && slices.ContainsFunc(c.Clocks, func(k dispatch.Clock) bool { return k.Kind == norms.Localise && k.Running() })
}

func (t *Trainer) finish(ctx context.Context, j job) {
	problem, _ := t.Desk.Rules(t.City).Classifier.Problem(j.Request.Problem)
	note := pick(t.dice(j.order.ID, "done"), t.words.notes.Done[problem.Skill])
	t.step(ctx, j, dispatch.Step{To: dispatch.OrderDone, Note: note})
}

// workElsewhere is an organisation that took an order by telephone and calls back.
func (t *Trainer) workElsewhere(ctx context.Context, v view, j job) {
	spent, id := v.spent(j.order.Since), j.order.ID
	switch j.order.State {
	case dispatch.OrderSent:
		if spent >= t.wait(id, "call", 2*time.Minute, 4*time.Minute) {
			t.step(ctx, j, dispatch.Step{To: dispatch.OrderAccepted})
		}
	case dispatch.OrderAccepted:
		if spent >= t.wait(id, "arrive", 8*time.Minute, 15*time.Minute) {
			t.step(ctx, j, dispatch.Step{To: dispatch.OrderOnSite})
		}
	case dispatch.OrderSuspended:
		if spent >= t.wait(id, "parts", 2*time.Minute, 6*time.Minute) {
			t.step(ctx, j, dispatch.Step{To: dispatch.OrderOnSite})
		}
	case dispatch.OrderEnRoute:
		if spent >= t.wait(id, "search", 4*time.Minute, 8*time.Minute) {
			t.step(ctx, j, dispatch.Step{To: dispatch.OrderOnSite})
		}
	case dispatch.OrderOnSite, dispatch.OrderLocalised:
		t.repair(ctx, v, j)
	}
}
