package httpapi

import (
	"context"
	"net/http"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
	"dispatch05/dispatch/roster"
)

// Reasoned is the reason of a change of the plan of duty; it stands in the log.
type Reasoned struct {
	Why string `json:"why,omitempty" maxLength:"200" doc:"The reason, for the log"`
}

// PersonFields are a person as they are entered.
type PersonFields struct {
	Name         string        `json:"name" minLength:"1" maxLength:"200"`
	Organisation int64         `json:"organisation_id" minimum:"1"`
	Role         dispatch.Role `json:"role" enum:"operator,dispatcher,senior,crew,foreman,chief_engineer,committee,admin"`
	Crew         *int64        `json:"crew_id,omitempty" nullable:"true" doc:"The crew that they usually work in"`
	Phone        string        `json:"phone,omitempty" maxLength:"40"`
	Email        string        `json:"email,omitempty" maxLength:"200"`
	Telegram     string        `json:"telegram,omitempty" maxLength:"21" doc:"Number of the chat"`
	Account      *int64        `json:"account_id,omitempty" nullable:"true" doc:"Their login"`
	Reasoned
}

type newPersonInput struct{ Body PersonFields }

type personInput struct {
	ByID
	Body struct {
		Version int64 `json:"version" minimum:"1"`
		PersonFields
	}
}

type retireInput struct {
	ByID
	Body Reasoned
}

func (a *api) peopleRoutes() {
	staff(a, operation(http.MethodGet, "/people", "list-people", "roster", "People that the reader sees, with their contacts"), a.people)
	staff(a, operation(http.MethodPost, "/people", "add-person", "roster", "Add a person"), a.addPerson)
	staff(a, operation(http.MethodPut, "/people/{id}", "change-person", "roster", "Change a person"), a.changePerson)
	staff(a, operation(http.MethodPost, "/people/{id}/retire", "retire-person", "roster", "Take a person off every duty from now on"), a.retirePerson)
}

func (a *api) people(ctx context.Context, who auth.Visitor, _ *struct{}) (reply[[]dispatch.PersonRow], error) {
	rows, err := a.Desk.People(ctx, who.Actor())
	return reply[[]dispatch.PersonRow]{body: rows}, err
}

func (f PersonFields) person(id, version int64) roster.Person {
	return roster.Person{ID: id, Version: version, Name: f.Name, Organisation: f.Organisation, Role: string(f.Role), Crew: orZero(f.Crew),
		Phone: f.Phone, Email: f.Email, Telegram: f.Telegram, Account: orZero(f.Account)}
}

func (a *api) addPerson(ctx context.Context, who auth.Visitor, in *newPersonInput) (reply[dispatch.PersonRow], error) {
	row, err := a.Desk.PutPerson(ctx, who.Actor(), in.Body.person(0, 0), in.Body.Why)
	return reply[dispatch.PersonRow]{body: row, created: true}, err
}

func (a *api) changePerson(ctx context.Context, who auth.Visitor, in *personInput) (reply[dispatch.PersonRow], error) {
	row, err := a.Desk.PutPerson(ctx, who.Actor(), in.Body.person(in.ID, in.Body.Version), in.Body.Why)
	return reply[dispatch.PersonRow]{body: row}, err
}

func (a *api) retirePerson(ctx context.Context, who auth.Visitor, in *retireInput) (reply[dispatch.PersonRow], error) {
	row, err := a.Desk.RetirePerson(ctx, who.Actor(), in.ID, in.Body.Why)
	return reply[dispatch.PersonRow]{body: row}, err
}
