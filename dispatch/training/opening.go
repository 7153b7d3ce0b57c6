package training

import (
	"context"
	"math/rand/v2"

	"dispatch05/dispatch"
)

// opening is what a newcomer finds on the board of a city where nothing was ever reported: faults at
// every stage of their course.
var opening = []struct {
	problem string
	stage   dispatch.OrderState // of the crew sent; "": nobody is
	ended   bool                // verified and closed
	joined  int                 // neighbours who called about the same
}{
	{problem: "hot-none-house", stage: dispatch.OrderOnSite, joined: 3},
	{problem: "flood-from-above", stage: dispatch.OrderEnRoute},
	{problem: "lift-stuck-person", stage: dispatch.OrderEnRoute},
	{problem: "cold-riser-burst", stage: dispatch.OrderLocalised},
	{problem: "sewer-blocked", stage: dispatch.OrderOnSite},
	{problem: "power-none-riser", stage: dispatch.OrderSent, joined: 1},
	{problem: "heating-leak", stage: dispatch.OrderSuspended},
	{problem: "hot-lukewarm", stage: dispatch.OrderAccepted},
	{problem: "light-entrance", stage: dispatch.OrderDone},
	{problem: "cold-pipe-leak", stage: dispatch.OrderDone, ended: true},
	{problem: "roof-leak", stage: dispatch.OrderEnRoute},
	{problem: "sewer-smell"},
	{problem: "tap-leak"},
	{problem: "door-broken"},
	{problem: "hot-none"},
}

// open plays the opening scene by the desk's operations, in a city without a single request.
func (t *Trainer) open(ctx context.Context) error {
	before, err := t.Desk.Store.Search(ctx, t.City, dispatch.Wanted{Limit: 1})
	if err != nil || len(before) > 0 {
		return err
	}
	v, err := t.look(ctx, 1)
	if err != nil {
		return err
	}
	dice := rand.New(rand.NewPCG(t.Seed, 0))
	for _, scene := range opening {
		f, _ := t.words.fault(scene.problem)
		house := t.houseFor(dice, f)
		c, registered := t.report(ctx, v, dice, f, house, 0)
		if !registered {
			continue
		}
		for range scene.joined {
			t.report(ctx, v, dice, f, house, c.Request.ID)
		}
		if scene.stage != "" {
			t.bringTo(ctx, c, scene.stage)
		}
		if scene.ended {
			t.decide(ctx, c, dispatch.RequestStep{To: string(dispatch.Closed), Disposition: "fixed"})
		}
	}
	return nil
}

// courseTo is the steps that bring a sent order to a stage.
var courseTo = map[dispatch.OrderState][]dispatch.OrderState{
	dispatch.OrderAccepted:  {dispatch.OrderAccepted},
	dispatch.OrderEnRoute:   {dispatch.OrderEnRoute},
	dispatch.OrderOnSite:    {dispatch.OrderEnRoute, dispatch.OrderOnSite},
	dispatch.OrderLocalised: {dispatch.OrderEnRoute, dispatch.OrderOnSite, dispatch.OrderLocalised},
	dispatch.OrderSuspended: {dispatch.OrderEnRoute, dispatch.OrderOnSite, dispatch.OrderSuspended},
	dispatch.OrderDone:      {dispatch.OrderEnRoute, dispatch.OrderOnSite, dispatch.OrderDone},
}

// bringTo sends the best crew and lets it get as far as a stage; where none can be sent the request waits.
func (t *Trainer) bringTo(ctx context.Context, c dispatch.Case, stage dispatch.OrderState) {
	crew, sent := t.sendFree(ctx, c)
	if !sent {
		return
	}
	c, err := t.Desk.Store.Case(ctx, t.City, c.Request.ID)
	if !t.tried(ctx, "read", err) {
		return
	}
	j := job{c, c.Orders[len(c.Orders)-1]}
	for _, to := range courseTo[stage] {
		step := dispatch.Step{To: to}
		switch to {
		case dispatch.OrderOnSite:
			t.locate(ctx, view{now: t.Desk.Now()}, crew, *place(c))
		case dispatch.OrderSuspended:
			step.Reason = t.words.notes.Suspended[0]
		case dispatch.OrderDone:
			t.finish(ctx, j)
			continue
		}
		t.step(ctx, j, step)
	}
}

// sendFree sends the best crew that has nothing to do and no person at its tablet.
func (t *Trainer) sendFree(ctx context.Context, c dispatch.Case) (dispatch.Crew, bool) {
	recommendation, err := t.Desk.Recommend(ctx, t.actor, c.Request.ID)
	if !t.tried(ctx, "recommend", err) {
		return dispatch.Crew{}, false
	}
	for _, choice := range recommendation.Chosen {
		if choice.Crew.Load.Orders > 0 || t.AtWork(choice.Crew.ID) {
			continue
		}
		crew, err := t.Desk.Store.Crew(ctx, t.City, choice.Crew.ID)
		return crew, t.tried(ctx, "read", err) && t.assign(ctx, c, crew.ID)
	}
	return dispatch.Crew{}, false
}
