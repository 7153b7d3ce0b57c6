package httpapi

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
	"dispatch05/dispatch/norms"
)

type amendmentInput struct {
	Body struct {
		Subject   dispatch.Subject `json:"subject,omitempty" doc:"norm, problem, ladder, status_limit, reading, calendar or channel"`
		Code      string           `json:"code,omitempty" maxLength:"100"`
		Body      json.RawMessage  `json:"body,omitempty" doc:"The row, as the lists of rules show it"`
		After     *int64           `json:"after,omitempty" nullable:"true" minimum:"0" doc:"The newest amendment of this subject and code that was seen, 0 for none: another one since then is a conflict. Left out: whichever stands"`
		Withdraws int64            `json:"withdraws,omitempty" doc:"Instead of a row: the amendment that is taken back"`
		Why       string           `json:"why,omitempty" maxLength:"4000"`
	}
}

func (in *amendmentInput) amendment() dispatch.Amendment {
	b := in.Body
	return dispatch.Amendment{Subject: b.Subject, Code: b.Code, Body: b.Body, Withdraws: b.Withdraws, After: b.After, Why: b.Why}
}

type normsQuery struct {
	At time.Time `query:"at" doc:"The rows in force at this moment; left out: now"`
}

func (a *api) ruleRoutes() {
	staff(a, operation(http.MethodGet, "/rules/norms", "list-norms", "rules", "Norms in force in the city"), a.norms)
	staff(a, operation(http.MethodGet, "/rules/problems", "list-problems", "rules", "Faults of the city's classifier, whole"), a.faults)
	staff(a, operation(http.MethodGet, "/rules/amendments", "list-amendments", "rules", "What the city has added to its rules, newest first"), a.amendments)
	staff(a, operation(http.MethodPost, "/rules/amendments", "amend", "rules", "Add a row to the city's rules, or take one back"), a.amend)
	staff(a, operation(http.MethodGet, "/rules/ladders", "list-ladders", "rules", "Policies of escalation, and the one of orders that stand still"), a.ladders)
	staff(a, operation(http.MethodGet, "/rules/status-limits", "list-status-limits", "rules", "How long an order may stand in a state"), a.statusLimits)
	staff(a, operation(http.MethodGet, "/rules/readings", "list-readings", "rules", "Open points of the law, and how the city reads them"), a.readings)
	staff(a, operation(http.MethodGet, "/rules/calendar", "list-years", "rules", "Years of the production calendar"), a.years)
	staff(a, operation(http.MethodGet, "/rules/channels", "get-channels", "rules", "By which means people are told, and which of them the service has"), a.channels)
	staff(a, operation(http.MethodPost, "/rules/rehearsal", "rehearse-ladder", "rules", "Go through an escalation dry: who would be told when and by what"), a.rehearse)
	staff(a, operation(http.MethodPost, "/rules/trial", "try-amendment", "rules", "What an amendment would have done to the requests of the last days"), a.tryAmendment)
}

func (a *api) norms(ctx context.Context, who auth.Visitor, in *normsQuery) (reply[[]norms.Row], error) {
	actor, err := watcher(who)
	if err != nil {
		return reply[[]norms.Row]{}, err
	}
	zone, err := a.Desk.Store.Zone(ctx, actor.City)
	if err != nil {
		return reply[[]norms.Row]{}, err
	}
	at := in.At
	if at.IsZero() {
		at = a.Desk.Now()
	}
	return reply[[]norms.Row]{body: a.Desk.Rules(actor.City).Book.At(at.In(zone))}, nil
}

// fault is norms.Problem under a name that is not that of a refusal.
type fault norms.Problem

func (a *api) faults(_ context.Context, who auth.Visitor, _ *struct{}) (reply[[]fault], error) {
	actor, err := watcher(who)
	if err != nil {
		return reply[[]fault]{}, err
	}
	faults := []fault{}
	for _, p := range a.Desk.Rules(actor.City).Classifier.Problems() {
		faults = append(faults, fault(p))
	}
	return reply[[]fault]{body: faults}, nil
}

func (a *api) amendments(ctx context.Context, who auth.Visitor, _ *struct{}) (reply[[]dispatch.AmendmentRow], error) {
	rows, err := a.Desk.Amendments(ctx, who.Actor())
	return reply[[]dispatch.AmendmentRow]{body: rows}, err
}

func (a *api) amend(ctx context.Context, who auth.Visitor, in *amendmentInput) (reply[dispatch.AmendmentRow], error) {
	row, err := a.Desk.Amend(ctx, who.Actor(), in.amendment())
	return reply[dispatch.AmendmentRow]{body: row, created: true}, err
}

func (a *api) tryAmendment(ctx context.Context, who auth.Visitor, in *amendmentInput) (reply[dispatch.Trial], error) {
	trial, err := a.Desk.TryAmendment(ctx, who.Actor(), in.amendment())
	return reply[dispatch.Trial]{body: trial}, err
}
