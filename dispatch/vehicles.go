package dispatch

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Vehicle is a car of an organisation that a crew may log on to.
type Vehicle struct {
	ID           int64      `json:"id"`
	Version      int64      `json:"version"`
	Name         string     `json:"name"`
	Plate        string     `json:"plate"`
	Organisation int64      `json:"organisation_id"`
	RetiredAt    *time.Time `json:"retired_at"`
}

// Vehicles are those that the actor sees, by name.
func (d *Desk) Vehicles(ctx context.Context, actor Actor) ([]Vehicle, error) {
	if err := actor.check(MayWatch); err != nil {
		return nil, err
	}
	all, err := d.Store.Vehicles(ctx, actor.City)
	all = slices.DeleteFunc(all, func(v Vehicle) bool { return !actor.looksInto(v.Organisation) })
	return append([]Vehicle{}, all...), err
}

// PutVehicle adds a vehicle (ID 0) or changes one; a changed one needs the version that was looked at.
func (d *Desk) PutVehicle(ctx context.Context, actor Actor, v Vehicle, why string) (Vehicle, error) {
	if err := actor.mayPlanFor(v.Organisation); err != nil {
		return Vehicle{}, err
	}
	v.Name, v.Plate = strings.TrimSpace(v.Name), strings.TrimSpace(v.Plate)
	if err := firstOf(checkedVehicle(v), fits("why", why, maxShort)); err != nil {
		return Vehicle{}, err
	}
	var was Fields
	if v.ID != 0 {
		old, err := d.vehicle(ctx, actor, v.ID)
		if err != nil {
			return Vehicle{}, err
		}
		was = old.fields()
	}
	line := d.rosterLine(actor, "vehicle", v.ID, why, map[string]any{"name": v.Name}).Changed(was, v.fields())
	id, err := d.Store.PutVehicle(ctx, actor.City, v, line)
	if err != nil {
		return Vehicle{}, err
	}
	return d.vehicle(ctx, actor, id)
}

// checkedVehicle refuses what cannot be a vehicle.
func checkedVehicle(v Vehicle) error {
	if v.Name == "" {
		return invalid("name", "no_name", "Укажите название", "Give the name")
	}
	return firstOf(CheckName("name", v.Name), CheckName("plate", v.Plate))
}

// RetireVehicle takes a vehicle out of use.
func (d *Desk) RetireVehicle(ctx context.Context, actor Actor, id int64, why string) (Vehicle, error) {
	v, err := d.vehicle(ctx, actor, id)
	if err != nil {
		return Vehicle{}, err
	}
	if err := firstOf(actor.mayPlanFor(v.Organisation), fits("why", why, maxShort)); err != nil || v.RetiredAt != nil {
		return v, err
	}
	now := d.Now()
	v.RetiredAt = &now
	if _, err := d.Store.PutVehicle(ctx, actor.City, v, d.rosterLine(actor, "vehicle_retired", id, why, map[string]any{"name": v.Name})); err != nil {
		return Vehicle{}, err
	}
	return d.vehicle(ctx, actor, id)
}

// vehicle loads one within the actor's fence.
func (d *Desk) vehicle(ctx context.Context, actor Actor, id int64) (Vehicle, error) {
	all, err := d.Store.Vehicles(ctx, actor.City)
	if err != nil {
		return Vehicle{}, err
	}
	i := slices.IndexFunc(all, func(v Vehicle) bool { return v.ID == id })
	if i < 0 || !actor.looksInto(all[i].Organisation) {
		return Vehicle{}, ErrNotFound
	}
	return all[i], nil
}
