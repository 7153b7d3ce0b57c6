package httpapi

import (
	"context"
	"net/http"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

// ContractTerms are what may change of a contract. Days are of the city's calendar, both included.
type ContractTerms struct {
	Service  int64  `json:"service_id" doc:"The emergency service"`
	From     string `json:"from" maxLength:"10" doc:"2026-01-31"`
	To       string `json:"to,omitempty" maxLength:"10" doc:"The last day; left out: until further notice"`
	Document string `json:"document,omitempty" maxLength:"200" doc:"Number and date of the paper"`
	Reasoned
}

type newContractInput struct {
	Body struct {
		Organisation *int64 `json:"organisation_id,omitempty" nullable:"true" doc:"Whose houses; or else one house"`
		House        *int64 `json:"house_id,omitempty" nullable:"true"`
		ContractTerms
	}
}

type contractInput struct {
	ByID
	Body struct {
		Version int64 `json:"version" minimum:"1"`
		ContractTerms
	}
}

func (a *api) contractRoutes() {
	staff(a, operation(http.MethodGet, "/contracts", "list-contracts", "directory", "Which emergency service is bound for whose houses"), a.contracts)
	staff(a, operation(http.MethodPost, "/contracts", "add-contract", "directory", "Add a contract"), a.addContract)
	staff(a, operation(http.MethodPut, "/contracts/{id}", "change-contract", "directory", "Change or end a contract; its houses stay"), a.changeContract)
	staff(a, operation(http.MethodPost, "/contracts/trial", "try-contract", "directory", "What a new contract would change for houses"), a.tryNewContract)
	staff(a, operation(http.MethodPost, "/contracts/{id}/trial", "try-contract-change", "directory", "What a change of a contract would change for houses"), a.tryContract)
}

func (in *newContractInput) terms() dispatch.TermsOfContract {
	terms := in.Body.ContractTerms.terms(0, 0)
	terms.Organisation, terms.House = orZero(in.Body.Organisation), orZero(in.Body.House)
	return terms
}

func (t ContractTerms) terms(id, version int64) dispatch.TermsOfContract {
	return dispatch.TermsOfContract{ID: id, Version: version, Service: t.Service, From: t.From, To: t.To, Document: t.Document}
}

func (a *api) contracts(ctx context.Context, who auth.Visitor, _ *struct{}) (reply[[]dispatch.ContractRow], error) {
	rows, err := a.Desk.Contracts(ctx, who.Actor())
	return reply[[]dispatch.ContractRow]{body: rows}, err
}

func (a *api) addContract(ctx context.Context, who auth.Visitor, in *newContractInput) (reply[dispatch.ContractRow], error) {
	row, err := a.Desk.PutContract(ctx, who.Actor(), in.terms(), in.Body.Why)
	return reply[dispatch.ContractRow]{body: row, created: true}, err
}

func (a *api) changeContract(ctx context.Context, who auth.Visitor, in *contractInput) (reply[dispatch.ContractRow], error) {
	row, err := a.Desk.PutContract(ctx, who.Actor(), in.Body.terms(in.ID, in.Body.Version), in.Body.Why)
	return reply[dispatch.ContractRow]{body: row}, err
}

func (a *api) tryNewContract(ctx context.Context, who auth.Visitor, in *newContractInput) (reply[dispatch.Answering], error) {
	would, err := a.Desk.TryContract(ctx, who.Actor(), in.terms())
	return reply[dispatch.Answering]{body: would}, err
}

func (a *api) tryContract(ctx context.Context, who auth.Visitor, in *contractInput) (reply[dispatch.Answering], error) {
	would, err := a.Desk.TryContract(ctx, who.Actor(), in.Body.terms(in.ID, in.Body.Version))
	return reply[dispatch.Answering]{body: would}, err
}
