package dispatch

import (
	"context"
	"time"

	"github.com/paulmach/orb"
)

// Crew is people with tools and a vehicle. Whether it is free is derived from its orders, never stored.
type Crew struct {
	City         string
	ID           int64
	Version      int64
	Name         string
	Organisation int64
	OrgName      string
	Skills       []string
	People       int
	Phone        string
	Tablet       bool // false: worked by voice
	Point        *orb.Point
	PointAt      *time.Time // nil: the point is the base
	TabletHeard  *time.Time // nil: never
	TabletWaits  *time.Time // since when the oldest action on the tablet is not confirmed; nil: nothing waits
	ShiftUntil   *time.Time // nil: off shift
	Orders       int        // active ones, reserved not counted
	Reserved     int
}

// OnShift says whether the crew is at work at the moment.
func (c Crew) OnShift(now time.Time) bool { return c.ShiftUntil != nil && now.Before(*c.ShiftUntil) }

// Load is the crew's availability in one word: free, reserved or busy.
func (c Crew) Load() string {
	switch {
	case c.Orders > 0:
		return "busy"
	case c.Reserved > 0:
		return "reserved"
	default:
		return "free"
	}
}

// shiftHours is how long a shift runs when its end is not stated.
const shiftHours = 12 * time.Hour

// SetShift puts a crew on shift or takes it off. A crew signs itself on; the desk and the foreman do it
// for others.
func (d *Desk) SetShift(ctx context.Context, actor Actor, id int64, on bool) (Crew, error) {
	crew, err := d.crewFor(ctx, actor, id)
	if err != nil {
		return Crew{}, err
	}
	now, events := d.Now(), crewEvents(id, crew.Organisation)
	var moved []Position
	switch {
	case on && !crew.OnShift(now):
		moved, err = d.Store.StartShift(ctx, actor.City, id, now, now.Add(shiftHours), events)
	case !on && crew.OnShift(now):
		moved, err = d.Store.EndShift(ctx, actor.City, id, now, events)
	}
	if err != nil {
		return Crew{}, err
	}
	d.announce(ctx, actor.City, moved)
	return d.Store.Crew(ctx, actor.City, id)
}

// crewEvents tell every screen that shows a crew to read it anew.
func crewEvents(id int64, organisations ...int64) []Event {
	events := []Event{{BoardTopic, "crew", id}, {CrewTopic(id), "crew", id}}
	for _, organisation := range organisations {
		events = append(events, Event{OrganisationTopic(organisation), "crew", id})
	}
	return events
}

// CrewToRoster is a crew that the actor may roster: put on shift, give a tablet.
func (d *Desk) CrewToRoster(ctx context.Context, actor Actor, id int64) (Crew, error) {
	if err := actor.check(MayRoster); err != nil {
		return Crew{}, err
	}
	return d.crewFor(ctx, actor, id)
}

// crewFor loads a crew that the actor may roster or report for.
func (d *Desk) crewFor(ctx context.Context, actor Actor, id int64) (Crew, error) {
	own := actor.Role == CrewMember && actor.Crew == id
	if !own && !actor.Role.May(MayRoster) {
		return Crew{}, ErrForbidden
	}
	crew, err := d.Store.Crew(ctx, actor.City, id)
	if err != nil {
		return Crew{}, err
	}
	if actor.Fenced() && crew.Organisation != actor.Organisation {
		return Crew{}, ErrNotFound
	}
	return crew, nil
}

// maxFixAge and maxFixError bound which position reports are worth keeping.
const (
	maxFixAge          = 10 * time.Minute
	maxFixErrorMeters  = 500
	maxFixFutureAllows = clockSkew
	visitErrorMeters   = 30 // a fix so good tells where a house stands
)

// Locate takes a position report of a crew's tablet. A poor, old or impossible fix is left out silently:
// the next one is seconds away. It says whether the position was taken.
func (d *Desk) Locate(ctx context.Context, actor Actor, id int64, point orb.Point, accuracyMeters float64, at time.Time) (bool, error) {
	own := actor.Role == CrewMember && actor.Crew == id
	if !own && actor.Role != System {
		return false, ErrForbidden
	}
	now := d.Now()
	if at.IsZero() {
		at = now
	}
	if !onEarth(point) || accuracyMeters > maxFixErrorMeters || now.Sub(at) > maxFixAge || at.After(now.Add(maxFixFutureAllows)) {
		return false, nil
	}
	crew, err := d.Store.Crew(ctx, actor.City, id)
	if err != nil {
		return false, err
	}
	if err := d.Store.MoveCrew(ctx, actor.City, id, at, point); err != nil {
		return false, err
	}
	if own && accuracyMeters > 0 && accuracyMeters <= visitErrorMeters { // a tablet's own word only; the crews of the training teach nothing
		if err := d.Store.NoteVisit(ctx, actor.City, id, at, point); err != nil {
			return false, err
		}
	}
	if d.Announcer != nil {
		d.Announcer.Located(actor.City, id, crew.Organisation, point, at)
	}
	return true, nil
}

// Delivered marks the orders of a crew as held by its tablet, up to the position that the tablet
// acknowledged on its own topic.
func (d *Desk) Delivered(ctx context.Context, actor Actor, upTo int64) error {
	if actor.Role != CrewMember {
		return ErrForbidden
	}
	requests, err := d.Store.Undelivered(ctx, actor.City, actor.Crew, upTo)
	if err != nil {
		return err
	}
	for _, id := range requests {
		_, err := d.edit(ctx, actor, id, 0, nil, func(r *Revision) error {
			for i := range r.After.Orders {
				if o := &r.After.Orders[i]; o.Crew == actor.Crew && o.State == OrderSent {
					if err := r.step(o, OrderDelivered, Step{}); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
