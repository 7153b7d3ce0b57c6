package httpapi

import (
	"context"
	"net/http"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

// CrewFields are a crew as it is entered.
type CrewFields struct {
	Name         string     `json:"name" minLength:"1" maxLength:"200"`
	Organisation int64      `json:"organisation_id" minimum:"1"`
	Skills       []string   `json:"skills" nullable:"false" maxItems:"20" doc:"Words of the classifier: plumbing, heating, sewer, electric, gas, lift, roof, general"`
	People       int        `json:"people" minimum:"1" maximum:"50"`
	Phone        string     `json:"phone,omitempty" maxLength:"40"`
	Tablet       bool       `json:"tablet" doc:"false: worked by voice"`
	Base         *orb.Point `json:"base,omitempty" nullable:"true" doc:"Where it stands until it tells where it is; left out: as it was"`
	Reasoned
}

type newCrewInput struct{ Body CrewFields }

type crewInput struct {
	ByID
	Body struct {
		Version int64 `json:"version" minimum:"1"`
		CrewFields
	}
}

func (a *api) crewBookRoutes() {
	staff(a, operation(http.MethodPost, "/crews", "add-crew", "directory", "Add a crew"), a.addCrew)
	staff(a, operation(http.MethodPut, "/crews/{id}", "change-crew", "directory", "Change a crew"), a.changeCrew)
	staff(a, operation(http.MethodGet, "/crews/{id}/holds", "crew-holds", "directory", "What would end with a crew, and what keeps it from ending"), a.crewHolds)
	staff(a, operation(http.MethodPost, "/crews/{id}/retire", "retire-crew", "directory", "End a crew with its shift, logins and posts"), a.retireCrew)
}

func (f CrewFields) crew(city string, id, version int64) dispatch.Crew {
	return dispatch.Crew{City: city, ID: id, Version: version, Name: f.Name, Organisation: f.Organisation, Skills: f.Skills, People: f.People,
		Phone: f.Phone, Tablet: f.Tablet, Point: f.Base}
}

func (a *api) addCrew(ctx context.Context, who auth.Visitor, in *newCrewInput) (reply[dispatch.CrewRow], error) {
	row, err := a.Desk.PutCrew(ctx, who.Actor(), in.Body.crew(who.City, 0, 0), in.Body.Why)
	return reply[dispatch.CrewRow]{body: row, created: true}, err
}

func (a *api) changeCrew(ctx context.Context, who auth.Visitor, in *crewInput) (reply[dispatch.CrewRow], error) {
	row, err := a.Desk.PutCrew(ctx, who.Actor(), in.Body.crew(who.City, in.ID, in.Body.Version), in.Body.Why)
	return reply[dispatch.CrewRow]{body: row}, err
}

func (a *api) crewHolds(ctx context.Context, who auth.Visitor, in *ByID) (reply[dispatch.CrewHolds], error) {
	holds, err := a.Desk.CrewHolds(ctx, who.Actor(), in.ID)
	return reply[dispatch.CrewHolds]{body: holds}, err
}

func (a *api) retireCrew(ctx context.Context, who auth.Visitor, in *retireInput) (reply[struct{}], error) {
	return reply[struct{}]{}, a.Desk.RetireCrew(ctx, who.Actor(), in.ID, in.Body.Why)
}
