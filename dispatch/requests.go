package dispatch

import (
	"cmp"
	"context"
	"errors"
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
	detail, err := d.stepDetail(ctx, actor, id, &step)
	if err != nil {
		return Case{}, err
	}
	return d.edit(ctx, actor, id, step.Version, nil, func(r *Revision) error {
		if err := r.decide(step, detail); err != nil {
			return err
		}
		if step.To == string(Registered) && r.After.Request.Main != 0 {
			d.part(r)
		}
		return nil
	})
}

// stepDetail checks what a decision names beside the request itself.
func (d *Desk) stepDetail(ctx context.Context, actor Actor, id int64, step *RequestStep) (Detail, error) {
	switch RequestState(step.To) {
	case Closed:
		if !slices.Contains(Dispositions, step.Disposition) {
			return Detail{}, invalid("disposition", "disposition_missing", "Укажите, чем закончилось", "Say how it ended")
		}
		return Detail{Disposition: step.Disposition}, nil
	case Redirected:
		if step.Organisation == 0 {
			return Detail{}, nil
		}
		to, err := d.Store.Organisation(ctx, actor.City, step.Organisation)
		return Detail{Organisation: to.Name}, err
	case Duplicate:
		main, err := d.repeated(ctx, actor, id, step.Main)
		step.Main = main.Request.ID
		return Detail{Main: main.Request.Label()}, err
	default:
		return Detail{}, nil
	}
}

// repeated finds the request that another one repeats: the main one, where a joined one was named. What is
// over without having been worked on stands for nobody's matter.
func (d *Desk) repeated(ctx context.Context, actor Actor, id, named int64) (Case, error) {
	unknown := invalid("main_id", "unknown_request", "Укажите основную заявку", "Say the main request")
	main, err := d.visible(ctx, actor, named)
	if err == nil && main.Request.Main != 0 {
		main, err = d.visible(ctx, actor, main.Request.Main)
	}
	switch state := main.Request.State; {
	case errors.Is(err, ErrNotFound):
		return Case{}, unknown
	case err != nil:
		return Case{}, err
	case main.Request.ID == id || main.Request.Main != 0 || (!state.Open() && state != Closed):
		return Case{}, unknown
	default:
		return main, nil
	}
}

// deskMay says whether the desk decides to take the request there: an arrow of the machine that does not
// follow the orders or the resident, and for a joined request not the main one.
func (c Case) deskMay(to RequestState) bool {
	state, joined := c.Request.State, c.Request.Main != 0
	if !state.May(to) {
		return false
	}
	switch to {
	case Rejected, Redirected, Closed:
		return true
	case Accepted:
		return state == Registered && !joined && c.Request.Parked == ""
	case Duplicate:
		return !joined
	case Returned:
		return !joined && (state == Done || state == Confirmed || state == Closed)
	case Registered:
		return !state.Open() // a mistaken refusal is taken back
	default:
		return false
	}
}

func (r *Revision) decide(step RequestStep, detail Detail) error {
	to, reason := RequestState(step.To), strings.TrimSpace(step.Reason)
	r.reviewed()
	if step.To == "released" {
		return r.release()
	}
	if !r.After.deskMay(to) {
		return notAllowed("to", string(r.After.Request.State), step.To)
	}
	switch to {
	case Returned:
		return r.giveBack(reason)
	case Closed:
		r.verifyOrders()
		r.After.Request.Disposition = step.Disposition
	case Rejected, Redirected:
		if err := r.recallOrders(reason); err != nil {
			return err
		}
	case Duplicate:
		if err := r.recallOrders(cmp.Or(reason, "Повтор заявки "+detail.Main)); err != nil {
			return err
		}
		r.After.Request.Main = step.Main
	}
	return r.move(to, reason, detail)
}

// part makes a joined request its own again: nobody's work counts for it any more, so its terms run.
func (d *Desk) part(r *Revision) {
	r.After.Request.Main = 0
	r.write(Entry{Kind: "parted"})
	for _, c := range r.startNorms(d.Rules(r.After.Request.City)) {
		if !slices.ContainsFunc(r.After.Clocks, func(own Clock) bool { return own.Kind == c.Kind }) {
			c.Request, c.Round = r.After.Request.ID, r.After.Request.Returned
			r.After.Clocks = append(r.After.Clocks, c)
		}
	}
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
			return orderNotAllowed(from, OrderRecalled)
		}
		o.State, o.Since, o.Reason, o.Times = OrderRecalled, r.now, reason, withTime(o.Times, OrderRecalled, r.now)
		r.write(Entry{Kind: "order", Order: o.ID, From: string(from), To: string(OrderRecalled), Reason: reason, Detail: Detail{Crew: o.CrewName, Organisation: o.OrgName}})
	}
	return nil
}

// giveBack returns a request to work: a new round of clocks, and a NEW order reserved for the crew that
// was there last, so that one key sends it again. The old order and its times stay as they were.
func (r *Revision) giveBack(reason string) error {
	if state := r.After.Request.State; state != Done && state != Confirmed && state != Closed {
		return notAllowed("to", string(state), string(Returned)) // still in work: there is nothing to give back
	}
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
		HandedTo: last.HandedTo, HandedPhone: last.HandedPhone, TheirNumber: last.TheirNumber}, true, "")
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
		if c.Round != round-1 || c.VoidAt != nil || c.Kind == norms.Answer || !c.OfLaw() {
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

// maxPlan is how far ahead work may be promised.
const maxPlan = 30 * 24 * time.Hour

var errBadPlan = invalid("planned_at", "bad_time", "Срок — в будущем, не дальше 30 дней", "The term is in the future, within 30 days")

// Inform records the term that the caller was told, which is what the inform clock waits for.
func (d *Desk) Inform(ctx context.Context, actor Actor, id int64, plannedAt time.Time, version int64) (Case, error) {
	if err := actor.check(MayInform); err != nil {
		return Case{}, err
	}
	return d.edit(ctx, actor, id, version, nil, func(r *Revision) error {
		if plannedAt.Before(r.now) || plannedAt.After(r.now.Add(maxPlan)) {
			return errBadPlan
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

// errPlaceKnown refuses a pin that would change nothing: where the house stands counts.
var errPlaceKnown = invalid("point", "house_known", "Место дома известно. Если оно неверно, уточните место дома", "The place of the house is known. If it is wrong, put the house right")

// Put says where a request is: a house of the register, a pin, or both where the register does not know well where the
// house stands.
func (d *Desk) Put(ctx context.Context, actor Actor, id, house int64, pin *orb.Point, version int64) (Case, error) {
	if err := actor.check(MayRegister); err != nil {
		return Case{}, err
	}
	if house == 0 && pin == nil || pin != nil && !onEarth(*pin) {
		return Case{}, invalid("point", "bad_point", "Точка вне карты", "The point is not on the map")
	}
	var found House
	if house != 0 {
		var err error
		if found, err = d.Store.House(ctx, actor.City, house, d.Now()); err != nil {
			return Case{}, err
		}
	}
	c, err := d.edit(ctx, actor, id, version, nil, func(r *Revision) error {
		note := "pin"
		if house != 0 {
			r.After.take(found)
			note = found.Place.Address
		}
		if pin != nil {
			if r.After.Place.exact() {
				return errPlaceKnown
			}
			r.After.Request.Pin = pin
		}
		r.write(Entry{Kind: "place", Detail: Detail{Note: note}})
		r.reviewed()
		return nil
	})
	if err == nil && house != 0 {
		d.learn(ctx, actor, c)
	}
	return c, err
}
