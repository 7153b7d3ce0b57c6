package dispatch

import (
	"slices"

	"dispatch05/dispatch/norms"
)

// meetByOrder ends the clocks that a step is itself the answer to: the crew on the spot is the check of
// Rules 354 p.108. The others end with the request, when all its orders are done.
func (r *Revision) meetByOrder(to OrderState) {
	switch to {
	case OrderOnSite:
		r.meet(norms.Check)
	case OrderLocalised:
		r.meet(norms.Check, norms.Localise)
	}
}

// turnNotify ends the term for telling another service where that very service works already: a crew of its own, with
// the skill that the fault asks for, has accepted an order.
func (r *Revision) turnNotify(rules *Rules) {
	problem, _ := rules.Classifier.Problem(r.After.Request.Problem)
	for _, o := range r.After.Orders {
		if o.Round == r.After.Request.Returned && o.taken() && o.isOf(problem, rules) {
			r.meet(norms.Notify)
		}
	}
}

// taken says whether whoever has an order has accepted it, and has not given it up.
func (o WorkOrder) taken() bool {
	return !o.Times[OrderAccepted].IsZero() && o.State != OrderRefused && o.State != OrderRecalled
}

// isOf says whether an order is worked by one of the services that have to be told of a fault.
func (o WorkOrder) isOf(p norms.Problem, rules *Rules) bool {
	if p.Skill != "" && !slices.Contains(o.Skills, string(p.Skill)) {
		return false
	}
	return slices.ContainsFunc(p.HandTo, func(code string) bool {
		service, _ := rules.Classifier.Recipient(code)
		return service.Side != "" && string(service.Side) == o.OrgKind
	})
}

// followOrders takes the request where its orders of this round say that it is, in the same change.
func (r *Revision) followOrders() error {
	state, to := r.After.Request.State, r.After.stateByOrders()
	if to == state {
		return nil
	}
	return r.move(to, "", Detail{})
}

// stateByOrders derives the request's state from the orders of its present round.
func (c Case) stateByOrders() RequestState {
	var underWay, waiting, reserved, done bool
	for _, o := range c.Orders {
		if o.Round != c.Request.Returned {
			continue
		}
		underWay = underWay || o.State.UnderWay()
		waiting = waiting || o.State == OrderSent || o.State == OrderDelivered
		reserved = reserved || o.State == OrderReserved
		done = done || o.State == OrderDone || o.State == OrderVerified
	}
	state := c.Request.State
	switch {
	case underWay:
		return InWork
	case waiting && done:
		return InWork // one crew has done its part, the next is being told
	case waiting:
		return Accepted
	case done && !reserved && (state == InWork || state == Accepted || state == Registered || state == Returned):
		return Done
	case !reserved && (state == Accepted || state == InWork):
		return c.unsent()
	default:
		return state
	}
}

// unsent is where a request goes back to when nobody is on it any more.
func (c Case) unsent() RequestState {
	if c.Request.Returned > 0 {
		return Returned
	}
	return Registered
}
