package dispatch

import (
	"context"
	"errors"
	"time"

	"github.com/paulmach/orb"
)

// HousePin is who put a house's pin down, and when.
type HousePin struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// pinBeyond is how far beyond the bounds of its houses, in degrees, a city's house may still be put.
const pinBeyond = 0.15

// What a journal's line of kind "place" notes of a house's own place.
const (
	housePinned   = "house pin"
	houseUnpinned = "house unpinned"
)

// PinHouse says where a house stands, for all that is and will be reported of it; nil takes the pin away, and the house goes
// back to what registers, outlines and visits say. Open requests of the house follow, each with a line in its journal.
func (d *Desk) PinHouse(ctx context.Context, actor Actor, house int64, pin *orb.Point) error {
	if err := actor.check(MayDispatch); err != nil {
		return err
	}
	if _, err := d.Store.House(ctx, actor.City, house, d.Now()); err != nil {
		return err
	}
	if pin != nil {
		city, err := d.Store.City(ctx, actor.City)
		if err != nil {
			return err
		}
		bounds := orb.Bound{Min: orb.Point{city.Bounds[0], city.Bounds[1]}, Max: orb.Point{city.Bounds[2], city.Bounds[3]}}
		if !onEarth(*pin) || city.Bounds != [4]float64{} && !bounds.Pad(pinBeyond).Contains(*pin) {
			return invalid("point", "bad_point", "Точка далеко от города", "The point is far from the city")
		}
	}
	changed, err := d.Store.PinHouse(ctx, actor.City, house, pin, actor.Name, d.Now())
	if err != nil || !changed {
		return err
	}
	note := housePinned
	if pin == nil {
		note = houseUnpinned
	}
	return d.tellPlace(ctx, actor, house, note)
}

// tellPlace writes into the journal of each open request of a house that its place has changed: screens follow the journal.
func (d *Desk) tellPlace(ctx context.Context, actor Actor, house int64, note string) error {
	open, err := d.Store.OpenOfHouse(ctx, actor.City, house)
	if err != nil {
		return err
	}
	var failed []error
	for _, c := range open {
		_, err := d.edit(ctx, actor, c.Request.ID, 0, nil, func(r *Revision) error {
			r.write(Entry{Kind: "place", Detail: Detail{Note: note}})
			return nil
		})
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}
