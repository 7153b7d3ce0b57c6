package httpapi

import (
	"context"
	"net/http"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

// accountRow is an account on the list of accounts. Its password is nobody's to read.
type accountRow struct {
	ID             int64         `json:"id"`
	Version        int64         `json:"version"`
	Login          string        `json:"login"`
	Name           string        `json:"name"`
	Role           dispatch.Role `json:"role"`
	OrganisationID *int64        `json:"organisation_id" doc:"Of foreman, chief engineer and crew"`
	Organisation   string        `json:"organisation"`
	CrewID         *int64        `json:"crew_id"`
	Disabled       bool          `json:"disabled"`
	Temporary      bool          `json:"temporary" doc:"The password was given out and has not been replaced yet"`
}

// givenBody is an account with the temporary password that it was just given.
type givenBody struct {
	Account  accountRow `json:"account"`
	Password string     `json:"password" doc:"Told this once; the next sign-in has to replace it"`
}

// AccountFields are an account as it is entered.
type AccountFields struct {
	Name         string        `json:"name" minLength:"1" maxLength:"200"`
	Role         dispatch.Role `json:"role" enum:"operator,dispatcher,senior,crew,foreman,chief_engineer,committee,admin"`
	Organisation *int64        `json:"organisation_id,omitempty" nullable:"true" doc:"Of foreman and chief engineer"`
	Crew         *int64        `json:"crew_id,omitempty" nullable:"true" doc:"Of the role crew"`
	Reasoned
}

type newAccountInput struct {
	Body struct {
		Login string `json:"login" minLength:"1" maxLength:"64"`
		AccountFields
	}
}

type accountInput struct {
	ByID
	Body struct {
		Version  int64 `json:"version" minimum:"1"`
		Disabled bool  `json:"disabled"`
		AccountFields
	}
}

func (a *api) accountRoutes() {
	staff(a, operation(http.MethodGet, "/accounts", "list-accounts", "directory", "Accounts of the city"), a.accounts)
	staff(a, operation(http.MethodPost, "/accounts", "add-account", "directory", "Add an account: answers its temporary password"), a.addAccount)
	staff(a, operation(http.MethodPut, "/accounts/{id}", "change-account", "directory", "Change an account; disabled or of another role it is signed out at once"), a.changeAccount)
	staff(a, operation(http.MethodPost, "/accounts/{id}/password", "reset-password", "directory", "Give an account a temporary password and sign it out"), a.resetPassword)
}

func rowOfAccount(a auth.Account) accountRow {
	row := accountRow{ID: a.ID, Version: a.Version, Login: a.Login, Name: a.Name, Role: a.Role, Organisation: a.OrgName, Disabled: a.Disabled, Temporary: a.Temporary}
	if a.Organisation != 0 {
		row.OrganisationID = &a.Organisation
	}
	if a.Crew != 0 {
		row.CrewID = &a.Crew
	}
	return row
}

func (f AccountFields) account() auth.Account {
	return auth.Account{Name: f.Name, Role: f.Role, Organisation: orZero(f.Organisation), Crew: orZero(f.Crew)}
}

func (a *api) accounts(ctx context.Context, who auth.Visitor, _ *struct{}) (reply[[]accountRow], error) {
	found, err := a.Guard.AccountsFor(ctx, who.Actor())
	rows := []accountRow{}
	for _, account := range found {
		rows = append(rows, rowOfAccount(account))
	}
	return reply[[]accountRow]{body: rows}, err
}

func (a *api) addAccount(ctx context.Context, who auth.Visitor, in *newAccountInput) (reply[givenBody], error) {
	account := in.Body.account()
	account.Login = in.Body.Login
	if err := asText("name", account.Name); err != nil {
		return reply[givenBody]{}, err
	}
	made, password, err := a.Guard.NewAccount(ctx, who.Actor(), account, in.Body.Why)
	return reply[givenBody]{body: givenBody{rowOfAccount(made), password}, created: true}, err
}

func (a *api) changeAccount(ctx context.Context, who auth.Visitor, in *accountInput) (reply[accountRow], error) {
	account := in.Body.account()
	account.ID, account.Version, account.Disabled = in.ID, in.Body.Version, in.Body.Disabled
	if err := asText("name", account.Name); err != nil {
		return reply[accountRow]{}, err
	}
	changed, err := a.Guard.ChangeAccount(ctx, who.Actor(), account, in.Body.Why)
	return reply[accountRow]{body: rowOfAccount(changed)}, err
}

func (a *api) resetPassword(ctx context.Context, who auth.Visitor, in *retireInput) (reply[givenBody], error) {
	account, password, err := a.Guard.ResetPassword(ctx, who.Actor(), in.ID, in.Body.Why)
	return reply[givenBody]{body: givenBody{rowOfAccount(account), password}}, err
}
