package httpapi

import (
	"context"
	"net/http"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

// OrganisationFields are an organisation as it is entered.
type OrganisationFields struct {
	Name  string `json:"name" minLength:"1" maxLength:"200"`
	Kind  string `json:"kind" enum:"management,supplier,service,city"`
	Phone string `json:"phone,omitempty" maxLength:"40"`
	Reasoned
}

type newOrganisationInput struct{ Body OrganisationFields }

type organisationInput struct {
	ByID
	Body struct {
		Version int64 `json:"version" minimum:"1"`
		OrganisationFields
	}
}

func (a *api) organisationRoutes() {
	staff(a, operation(http.MethodGet, "/organisations", "list-organisations", "staff", "Organisations of the city, those that have ended last"), a.organisations)
	staff(a, operation(http.MethodPost, "/organisations", "add-organisation", "directory", "Add an organisation"), a.addOrganisation)
	staff(a, operation(http.MethodPut, "/organisations/{id}", "change-organisation", "directory", "Change an organisation"), a.changeOrganisation)
	staff(a, operation(http.MethodGet, "/organisations/{id}/holds", "organisation-holds", "directory", "What stands on an organisation, and what its end would change for houses"), a.organisationHolds)
	staff(a, operation(http.MethodPost, "/organisations/{id}/retire", "retire-organisation", "directory", "End an organisation, and its contracts as an emergency service"), a.retireOrganisation)
	staff(a, operation(http.MethodPost, "/organisations/{id}/return", "return-organisation", "directory", "Take back an organisation that had ended; its contracts stay ended"), a.returnOrganisation)
}

func (a *api) organisations(ctx context.Context, who auth.Visitor, _ *struct{}) (reply[[]dispatch.Organisation], error) {
	actor, err := watcher(who)
	if err != nil {
		return reply[[]dispatch.Organisation]{}, err
	}
	found, err := a.Directory.Organisations(ctx, actor.City)
	return reply[[]dispatch.Organisation]{body: append([]dispatch.Organisation{}, found...)}, err
}

func (f OrganisationFields) organisation(id, version int64) dispatch.Organisation {
	return dispatch.Organisation{ID: id, Version: version, Name: f.Name, Kind: f.Kind, Phone: f.Phone}
}

func (a *api) addOrganisation(ctx context.Context, who auth.Visitor, in *newOrganisationInput) (reply[dispatch.Organisation], error) {
	o, err := a.Desk.PutOrganisation(ctx, who.Actor(), in.Body.organisation(0, 0), in.Body.Why)
	return reply[dispatch.Organisation]{body: o, created: true}, err
}

func (a *api) changeOrganisation(ctx context.Context, who auth.Visitor, in *organisationInput) (reply[dispatch.Organisation], error) {
	o, err := a.Desk.PutOrganisation(ctx, who.Actor(), in.Body.organisation(in.ID, in.Body.Version), in.Body.Why)
	return reply[dispatch.Organisation]{body: o}, err
}

func (a *api) organisationHolds(ctx context.Context, who auth.Visitor, in *ByID) (reply[dispatch.OrganisationHolds], error) {
	holds, err := a.Desk.OrganisationHolds(ctx, who.Actor(), in.ID)
	return reply[dispatch.OrganisationHolds]{body: holds}, err
}

func (a *api) retireOrganisation(ctx context.Context, who auth.Visitor, in *retireInput) (reply[struct{}], error) {
	return reply[struct{}]{}, a.Desk.RetireOrganisation(ctx, who.Actor(), in.ID, in.Body.Why)
}

func (a *api) returnOrganisation(ctx context.Context, who auth.Visitor, in *retireInput) (reply[dispatch.Organisation], error) {
	o, err := a.Desk.ReturnOrganisation(ctx, who.Actor(), in.ID, in.Body.Why)
	return reply[dispatch.Organisation]{body: o}, err
}
