package dispatch

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch/norms"
)

// RequestStep is a decision of the desk on a request.
type RequestStep struct {
	To           string // accepted, rejected, duplicate, redirected, closed, returned, registered, released
	Reason       string
	Disposition  string // with closed
	Organisation int64  // with redirected
	Main         int64  // with duplicate
	Version      int64
}

// Dispositions are what "closed" can mean.
var Dispositions = []string{"fixed", "fixed_temporarily", "not_confirmed", "no_access", "other_responsible", "refused_by_resident"}

// StepRequest makes a decision of the desk: accept, reject, redirect, close with a disposition, return.
func (d *Desk) StepRequest(ctx context.Context, actor Actor, id int64, step RequestStep) (Case, error) {
	if err := actor.check(MayClose); err != nil {
		return Case{}, err
	}
	if err := fits("reason", step.Reason, maxShort); err != nil {
		return Case{}, err
	}
	if needsReason[step.To] && strings.TrimSpace(step.Reason) == "" {
		return Case{}, invalid("reason", "reason_missing", "Укажите причину", "Say the reason")
	}
	detail, err := d.stepDetail(ctx, actor, id, step)
	if err != nil {
		return Case{}, err
	}
	return d.edit(ctx, actor, id, step.Version, nil, func(r *Revision) error { return r.decide(step, detail) })
}

// stepDetail checks what a decision names beside the request itself.
func (d *Desk) stepDetail(ctx context.Context, actor Actor, id int64, step RequestStep) (Detail, error) {
	switch RequestState(step.To) {
	case Closed:
		if !slices.Contains(Dispositions, step.Disposition) {
			return Detail{}, invalid("disposition", "disposition_missing", "Укажите, чем закончилось", "Say how it ended")
		}
		return Detail{Disposition: step.Disposition}, nil
	case Duplicate:
		main, err := d.visible(ctx, actor, step.Main)
		if err != nil || main.Request.ID == id {
			return Detail{}, invalid("main_id", "unknown_request", "Укажите основную заявку", "Say the main request")
		}
		return Detail{Main: main.Request.Label()}, nil
	default:
		return Detail{}, nil
	}
}

func (r *Revision) decide(step RequestStep, detail Detail) error {
	r.reviewed()
	switch {
	case step.To == "released":
		return r.release()
	case step.To == string(Returned):
		return r.giveBack(step.Reason)
	case step.To == string(Closed):
		r.verifyOrders()
		r.After.Request.Disposition = step.Disposition
	case step.To == string(Rejected), step.To == string(Duplicate), step.To == string(Redirected):
		if err := r.recallOrders(step.Reason); err != nil {
			return err
		}
	case step.To == string(InWork), step.To == string(Done), step.To == string(Confirmed):
		return notAllowed("to", string(r.After.Request.State), step.To) // these follow the orders, or the resident
	}
	if step.To == string(Duplicate) {
		r.After.Request.Main = step.Main
	}
	return r.move(RequestState(step.To), strings.TrimSpace(step.Reason), detail)
}

// release lets a parked report into work.
func (r *Revision) release() error {
	if r.After.Request.Parked == "" {
		return notAllowed("to", string(r.After.Request.State), "released")
	}
	r.write(Entry{Kind: "released", Reason: r.After.Request.Parked})
	r.After.Request.Parked = ""
	return nil
}

func (r *Revision) verifyOrders() {
	for i := range r.After.Orders {
		o := &r.After.Orders[i]
		if o.State == OrderDone {
			o.State, o.Since, o.Times = OrderVerified, r.now, withTime(o.Times, OrderVerified, r.now)
			r.write(Entry{Kind: "order", Order: o.ID, From: string(OrderDone), To: string(OrderVerified), Detail: Detail{Crew: o.CrewName, Organisation: o.OrgName}})
		}
	}
}

// recallOrders takes the crews off a request that is not theirs any more.
func (r *Revision) recallOrders(reason string) error {
	for i := range r.After.Orders {
		o := &r.After.Orders[i]
		if !o.State.Active() {
			continue
		}
		from := o.State
		if !from.May(OrderRecalled) {
			return notAllowed("to", string(from), string(OrderRecalled))
		}
		o.State, o.Since, o.Reason, o.Times = OrderRecalled, r.now, reason, withTime(o.Times, OrderRecalled, r.now)
		r.write(Entry{Kind: "order", Order: o.ID, From: string(from), To: string(OrderRecalled), Reason: reason, Detail: Detail{Crew: o.CrewName, Organisation: o.OrgName}})
	}
	return nil
}

// giveBack returns a request to work: a new round of clocks, and a NEW order reserved for the crew that
// was there last, so that one key sends it again. The old order and its times stay as they were.
func (r *Revision) giveBack(reason string) error {
	if err := r.move(Returned, strings.TrimSpace(reason), Detail{}); err != nil {
		return err
	}
	r.After.Request.Returned++
	r.After.Request.Disposition = ""
	r.restartClocks()
	last, worked := r.After.lastDone()
	if !worked {
		return nil
	}
	return r.open(WorkOrder{Crew: last.Crew, CrewName: last.CrewName, Tablet: last.Tablet, Organisation: last.Organisation, OrgName: last.OrgName,
		HandedTo: last.HandedTo, HandedPhone: last.HandedPhone, TheirNumber: last.TheirNumber}, true)
}

func (c Case) lastDone() (WorkOrder, bool) {
	for _, o := range slices.Backward(c.Orders) {
		if o.State == OrderDone || o.State == OrderVerified {
			return o, true
		}
	}
	return WorkOrder{}, false
}

// restartClocks runs the legal clocks on as if they had never been met: the damage was not eliminated,
// so its term still counts from the damage. The resident is owed a new word on the term.
func (r *Revision) restartClocks() {
	round := r.After.Request.Returned
	for _, c := range r.Before.Clocks {
		if c.Round != round-1 || c.VoidAt != nil || c.Kind == norms.Answer {
			continue
		}
		next := Clock{Request: c.Request, Kind: c.Kind, Round: round, Norm: c.Norm, Clause: c.Clause, Edition: c.Edition,
			Verified: c.Verified, StartedAt: c.StartedAt, DueAt: c.DueAt}
		if c.Kind == norms.Inform || c.Kind == norms.Localise {
			next.StartedAt, next.DueAt = r.now, r.now.Add(c.DueAt.Sub(c.StartedAt))
		}
		next.NextAt = &next.DueAt
		r.After.Clocks = append(r.After.Clocks, next)
	}
}

// Inform records the term that the caller was told, which is what the inform clock waits for.
func (d *Desk) Inform(ctx context.Context, actor Actor, id int64, plannedAt time.Time, version int64) (Case, error) {
	if err := actor.check(MayInform); err != nil {
		return Case{}, err
	}
	return d.edit(ctx, actor, id, version, nil, func(r *Revision) error {
		if plannedAt.Before(r.now) || plannedAt.After(r.now.Add(maxDamageAge)) {
			return invalid("planned_at", "bad_time", "Срок — в будущем, не дальше 30 дней", "The term is in the future, within 30 days")
		}
		if !r.After.Request.State.Open() {
			return notAllowed("planned_at", string(r.After.Request.State), "inform")
		}
		planned := plannedAt.UTC()
		r.After.Request.PlannedAt = &planned
		r.write(Entry{Kind: "inform", Detail: Detail{PlannedAt: &planned}})
		r.reviewed()
		r.meet(norms.Inform)
		return nil
	})
}

// Put says where a request is: a house of the register, or a pin where the register knows nothing.
func (d *Desk) Put(ctx context.Context, actor Actor, id, house int64, pin *orb.Point, version int64) (Case, error) {
	if err := actor.check(MayRegister); err != nil {
		return Case{}, err
	}
	if house == 0 && (pin == nil || !onEarth(*pin)) {
		return Case{}, invalid("point", "bad_point", "Точка вне карты", "The point is not on the map")
	}
	var found House
	if house != 0 {
		var err error
		if found, err = d.Store.House(ctx, actor.City, house, d.Now()); err != nil {
			return Case{}, err
		}
	}
	return d.edit(ctx, actor, id, version, nil, func(r *Revision) error {
		if house != 0 {
			r.After.take(found)
			r.write(Entry{Kind: "place", Detail: Detail{Note: found.Place.Address}})
		} else {
			r.After.Request.Pin = pin
			r.write(Entry{Kind: "place", Detail: Detail{Note: "pin"}})
		}
		r.reviewed()
		return nil
	})
}
