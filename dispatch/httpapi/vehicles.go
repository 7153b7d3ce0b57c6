package httpapi

import (
	"context"
	"net/http"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

// VehicleFields are a vehicle as it is entered.
type VehicleFields struct {
	Name         string `json:"name" minLength:"1" maxLength:"200"`
	Plate        string `json:"plate,omitempty" maxLength:"40"`
	Organisation int64  `json:"organisation_id" minimum:"1"`
	Reasoned
}

type newVehicleInput struct{ Body VehicleFields }

type vehicleInput struct {
	ByID
	Body struct {
		Version int64 `json:"version" minimum:"1"`
		VehicleFields
	}
}

func (a *api) vehicleRoutes() {
	staff(a, operation(http.MethodGet, "/vehicles", "list-vehicles", "roster", "Vehicles that the reader sees"), a.vehicles)
	staff(a, operation(http.MethodPost, "/vehicles", "add-vehicle", "roster", "Add a vehicle"), a.addVehicle)
	staff(a, operation(http.MethodPut, "/vehicles/{id}", "change-vehicle", "roster", "Change a vehicle"), a.changeVehicle)
	staff(a, operation(http.MethodPost, "/vehicles/{id}/retire", "retire-vehicle", "roster", "Take a vehicle out of use"), a.retireVehicle)
}

func (a *api) vehicles(ctx context.Context, who auth.Visitor, _ *struct{}) (reply[[]dispatch.Vehicle], error) {
	rows, err := a.Desk.Vehicles(ctx, who.Actor())
	return reply[[]dispatch.Vehicle]{body: rows}, err
}

func (f VehicleFields) vehicle(id, version int64) dispatch.Vehicle {
	return dispatch.Vehicle{ID: id, Version: version, Name: f.Name, Plate: f.Plate, Organisation: f.Organisation}
}

func (a *api) addVehicle(ctx context.Context, who auth.Visitor, in *newVehicleInput) (reply[dispatch.Vehicle], error) {
	v, err := a.Desk.PutVehicle(ctx, who.Actor(), in.Body.vehicle(0, 0), in.Body.Why)
	return reply[dispatch.Vehicle]{body: v, created: true}, err
}

func (a *api) changeVehicle(ctx context.Context, who auth.Visitor, in *vehicleInput) (reply[dispatch.Vehicle], error) {
	v, err := a.Desk.PutVehicle(ctx, who.Actor(), in.Body.vehicle(in.ID, in.Body.Version), in.Body.Why)
	return reply[dispatch.Vehicle]{body: v}, err
}

func (a *api) retireVehicle(ctx context.Context, who auth.Visitor, in *retireInput) (reply[dispatch.Vehicle], error) {
	v, err := a.Desk.RetireVehicle(ctx, who.Actor(), in.ID, in.Body.Why)
	return reply[dispatch.Vehicle]{body: v}, err
}
