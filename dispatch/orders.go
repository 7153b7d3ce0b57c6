package dispatch

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"dispatch05/dispatch/norms"
)

// Assignment sends or reserves a crew, or hands the job to an organisation by telephone.
type Assignment struct {
	Crew         int64
	Organisation int64 // with HandedTo: who took it there
	HandedTo     string
	HandedPhone  string
	TheirNumber  string
	Reserve      bool
	PlannedAt    *time.Time
	Note         string
}

// Assign opens a work order. An earlier active order of the same crew on the request is not doubled: a
// reserved one is sent.
func (d *Desk) Assign(ctx context.Context, actor Actor, request int64, a Assignment, key *Command) (Case, error) {
	if err := actor.check(MayDispatch); err != nil {
		return Case{}, err
	}
	if id, done, err := d.commandDone(ctx, actor, key); err != nil || done {
		c, _, err := d.replay(ctx, actor.City, id, err)
		return c, err
	}
	if _, err := d.visible(ctx, actor, request); err != nil {
		return Case{}, err
	}
	order, crew, err := d.newOrder(ctx, actor, a)
	if err != nil {
		return Case{}, err
	}
	return d.edit(ctx, actor, request, 0, key, func(r *Revision) error { return r.assign(order, a, d.against(r.Before, crew)) })
}

func (d *Desk) commandDone(ctx context.Context, actor Actor, key *Command) (int64, bool, error) {
	if key == nil {
		return 0, false, nil
	}
	return d.Store.CommandDone(ctx, actor.City, *key)
}

func (d *Desk) newOrder(ctx context.Context, actor Actor, a Assignment) (o WorkOrder, crew Crew, err error) {
	o = WorkOrder{Organisation: a.Organisation, HandedTo: strings.TrimSpace(a.HandedTo), HandedPhone: strings.TrimSpace(a.HandedPhone),
		TheirNumber: strings.TrimSpace(a.TheirNumber), Note: strings.TrimSpace(a.Note), PlannedAt: a.PlannedAt}
	for field, text := range map[string]string{"handed_to": o.HandedTo, "handed_phone": o.HandedPhone, "their_number": o.TheirNumber} {
		if err := fits(field, text, maxShort); err != nil {
			return o, crew, err
		}
	}
	if err := fits("note", o.Note, maxText); err != nil {
		return o, crew, err
	}
	if a.PlannedAt != nil && (a.PlannedAt.Before(d.Now().Add(-clockSkew)) || a.PlannedAt.After(d.Now().Add(maxPlan))) {
		return o, crew, errBadPlan
	}
	if a.Crew != 0 {
		crew, err = d.Store.Crew(ctx, actor.City, a.Crew)
		if errors.Is(err, ErrNotFound) {
			return o, crew, invalid("crew_id", "unknown_crew", "Такой бригады нет", "There is no such crew")
		}
		if err != nil {
			return o, crew, err
		}
		o.Crew, o.CrewName, o.Tablet, o.Organisation, o.OrgName = crew.ID, crew.Name, crew.Tablet, crew.Organisation, crew.OrgName
		if !a.Reserve && !crew.OnShift(d.Now()) {
			return o, crew, errOffShift
		}
		return o, crew, nil
	}
	if a.Organisation == 0 || o.HandedTo == "" {
		return o, crew, invalid("handed_to", "handed_to_missing", "Укажите организацию и кто принял заявку", "Say the organisation and who took the order")
	}
	taker, err := d.Store.Organisation(ctx, actor.City, a.Organisation)
	o.OrgName = taker.Name
	return o, crew, err
}

var errOffShift = &Error{Kind: Conflict, Code: "crew_off_shift", Field: "crew_id",
	Ru: "Бригада не на смене: её можно только зарезервировать", En: "The crew is off shift: it can only be reserved"}

// assign gives the case a new order; advice is what spoke against it.
func (r *Revision) assign(order WorkOrder, a Assignment, advice string) error {
	state := r.After.Request.State
	if r.After.Request.Parked != "" {
		return &Error{Kind: Conflict, Code: "parked", Ru: "Заявка на проверке: сначала выпустите её в работу", En: "The request is held for a look: release it first"}
	}
	if r.After.Request.Main != 0 {
		return &Error{Kind: Conflict, Code: "joined", Ru: "Заявка присоединена: наряд выдаётся по основной", En: "The request is joined: send a crew on the main one"}
	}
	if !state.Open() || state == Done || state == Confirmed {
		return &Error{Kind: Conflict, Code: "transition_not_allowed", Ru: "По заявке в состоянии «" + StateRu(string(state)) + "» наряд не выдаётся",
			En: "No order can be given on a request that is " + string(state)}
	}
	r.reviewed()
	for i := range r.After.Orders {
		o := &r.After.Orders[i]
		if same := o.Crew == order.Crew && (o.Crew != 0 || o.Organisation == order.Organisation); !same || !o.State.Active() {
			continue
		}
		if o.State != OrderReserved || a.Reserve {
			return &Error{Kind: Conflict, Code: "already_sent", Field: "crew_id", Ru: "Исполнитель уже на заявке", En: "This crew already has the request"}
		}
		o.HandedTo, o.HandedPhone, o.TheirNumber = order.HandedTo, order.HandedPhone, order.TheirNumber
		o.PlannedAt = cmp.Or(order.PlannedAt, o.PlannedAt)
		return r.step(o, OrderSent, Step{Note: order.Note})
	}
	return r.open(order, a.Reserve, advice)
}

// open adds a new order to the case, reserved or sent, and lets the request follow.
func (r *Revision) open(order WorkOrder, reserve bool, advice string) error {
	order.Request, order.Round, order.Since = r.After.Request.ID, r.After.Request.Returned, r.now
	order.State = OrderSent
	if reserve {
		order.State = OrderReserved
	}
	order.Times = map[OrderState]time.Time{order.State: r.now}
	r.After.Orders = append(r.After.Orders, order)
	r.write(Entry{Kind: "order", To: string(order.State), Reason: advice, Detail: Detail{Crew: order.CrewName, Organisation: order.OrgName,
		HandedTo: order.HandedTo, HandedPhone: order.HandedPhone, TheirNumber: order.TheirNumber, ByVoice: order.ByVoice(), PlannedAt: order.PlannedAt, Note: order.Note}})
	r.handedOver(order)
	return r.followOrders()
}

// handedOver ends the term for telling another service: somebody there has taken it, by name.
func (r *Revision) handedOver(o WorkOrder) {
	if o.HandedTo != "" && o.State == OrderSent {
		r.meet(norms.Notify)
	}
}

// Step is one step of an order as a crew or the desk reports it.
type Step struct {
	To         OrderState
	Reason     string
	ReasonCode string // of a ready reason of a suspension; its words are then the list's
	Note       string
	DeviceAt   *time.Time // the tablet's own time
	ByVoice    bool
	Version    int64 // of the order, as the sender knows it; 0: whatever it is now
}

// coded gives a suspension the code and the words of a ready reason, however it was said.
func (s Step) coded(working norms.Working) (Step, error) {
	if s.To != OrderSuspended {
		s.ReasonCode = ""
		return s, nil
	}
	ready, known := working.Reason(s.ReasonCode)
	if s.ReasonCode == "" {
		ready, known = working.Said(s.Reason)
	} else if !known {
		return s, invalid("reason_code", "unknown_reason", "Такой причины нет в списке", "There is no such reason")
	}
	if known {
		s.ReasonCode, s.Reason = ready.Code, ready.Title.Ru
	}
	return s, nil
}

// StepOrder makes a step of an order: a crew for its own, the desk for whoever reports by voice.
func (d *Desk) StepOrder(ctx context.Context, actor Actor, order int64, step Step, key *Command) (Case, error) {
	if !actor.Role.May(MayWork) && !actor.Role.May(MayDispatch) {
		return Case{}, ErrForbidden
	}
	if id, done, err := d.commandDone(ctx, actor, key); err != nil || done {
		c, _, err := d.replay(ctx, actor.City, id, err)
		return c, err
	}
	step, err := step.coded(d.Rules(actor.City).Working)
	if err := firstOf(err, step.check()); err != nil {
		return Case{}, err
	}
	found, err := d.Store.CaseOfOrder(ctx, actor.City, order)
	if err != nil {
		return Case{}, err
	}
	if o, _ := found.Order(order); step.To == OrderSent && o.Crew != 0 {
		if crew, err := d.Store.Crew(ctx, actor.City, o.Crew); err != nil || !crew.OnShift(d.Now()) {
			return Case{}, cmp.Or[error](err, errOffShift)
		}
	}
	return d.edit(ctx, actor, found.Request.ID, 0, key, func(r *Revision) error { return r.stepOrder(order, step) })
}

func (s Step) check() error {
	if needsReason[string(s.To)] && strings.TrimSpace(s.Reason) == "" {
		return invalid("reason", "reason_missing", "Укажите причину", "Say the reason")
	}
	if s.To == OrderDone && strings.TrimSpace(s.Note) == "" {
		return invalid("note", "note_missing", "Напишите, что сделано", "Say what was done")
	}
	if err := fits("reason", s.Reason, maxShort); err != nil {
		return err
	}
	return fits("note", s.Note, maxText)
}

func (r *Revision) stepOrder(id int64, step Step) error {
	for i := range r.After.Orders {
		o := &r.After.Orders[i]
		if o.ID != id {
			continue
		}
		if err := r.mayStep(*o, step); err != nil {
			return err
		}
		r.reviewed()
		return r.step(o, step.To, step)
	}
	return ErrNotFound
}

// mayStep holds who may make which step: a crew works its own orders, the desk recalls, verifies and
// speaks for those who report by voice.
func (r *Revision) mayStep(o WorkOrder, step Step) error {
	crew := r.actor.Role == CrewMember
	switch {
	case crew && o.Crew != r.actor.Crew:
		return ErrNotFound
	case crew && (step.To == OrderRecalled || step.To == OrderVerified || step.To == OrderSent || step.To == OrderReserved):
		return ErrForbidden
	case step.Version != 0 && step.Version != o.Version:
		return ErrStale // edit tells who changed it, and when
	}
	return nil
}

// step takes an order to a state by an arrow of its machine, lets the clocks and the request follow.
func (r *Revision) step(o *WorkOrder, to OrderState, step Step) error {
	if !o.State.May(to) {
		return orderNotAllowed(o.State, to)
	}
	from := o.State
	o.State, o.Since, o.Reason, o.ReasonCode = to, r.now, strings.TrimSpace(step.Reason), step.ReasonCode
	if note := strings.TrimSpace(step.Note); note != "" {
		o.Note = note
	}
	o.Times = withTime(o.Times, to, r.now)
	if to == OrderEnRoute && o.Times[OrderAccepted].IsZero() {
		o.Times[OrderAccepted] = r.now // one tap: accepted and on the way
	}
	r.write(Entry{Kind: "order", Order: o.ID, From: string(from), To: string(to), Reason: o.Reason, DeviceAt: step.DeviceAt,
		Detail: Detail{Crew: o.CrewName, Organisation: o.OrgName, HandedTo: o.HandedTo, HandedPhone: o.HandedPhone, TheirNumber: o.TheirNumber,
			Note: strings.TrimSpace(step.Note), ByVoice: step.ByVoice || r.spokenFor(to)}})
	r.handedOver(*o)
	r.meetByOrder(to)
	return r.followOrders()
}

// spokenFor says whether the desk makes a crew's step: the crew has told it by radio or telephone.
func (r *Revision) spokenFor(to OrderState) bool {
	return (r.actor.Role == Dispatcher || r.actor.Role == Senior) && to != OrderSent && to != OrderRecalled && to != OrderVerified
}

func withTime(times map[OrderState]time.Time, state OrderState, now time.Time) map[OrderState]time.Time {
	copied := make(map[OrderState]time.Time, len(times)+1)
	for s, t := range times {
		copied[s] = t
	}
	if _, reached := copied[state]; !reached {
		copied[state] = now
	}
	return copied
}
