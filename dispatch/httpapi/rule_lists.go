package httpapi

import (
	"context"
	"encoding/json"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
	"dispatch05/dispatch/norms"
)

// laddersBody are the ladders as an amendment takes them.
type laddersBody struct {
	Ladders []norms.Ladder `json:"ladders"` // of terms
	State   norms.Ladder   `json:"state"`   // of orders that stand still
	Roles   []string       `json:"roles"`   // whom a level may name
}

// readingRow is an open point with what the city has chosen.
type readingRow struct {
	norms.Reading
	Chosen string `json:"chosen"`
}

// channelsBody are the channels as an amendment takes them.
type channelsBody struct {
	Channels norms.Channels   `json:"channels"`
	Has      []dispatch.Means `json:"has"` // that the service can send by
}

type rehearsalInput struct {
	Body struct {
		House        int64     `json:"house_id,omitempty"`
		Organisation int64     `json:"organisation_id,omitempty" doc:"Instead of a house: whatever house it answers for"`
		Problem      string    `json:"problem" maxLength:"80"`
		At           time.Time `json:"at,omitempty" doc:"The moment of the report; left out: now"`
		Standing     bool      `json:"standing,omitempty" doc:"Not of a term, but of an order that has stood still since that moment"`
		Proposed     *proposal `json:"proposed,omitempty" doc:"By rules with this row laid over, as an amendment takes it; left out: by those in force"`
	}
}

type proposal struct {
	Subject dispatch.Subject `json:"subject"`
	Code    string           `json:"code" maxLength:"100"`
	Body    json.RawMessage  `json:"body"`
}

// rulesOf are the rules of the reader's city.
func (a *api) rulesOf(who auth.Visitor) (*dispatch.Rules, dispatch.Actor, error) {
	actor, err := watcher(who)
	if err != nil {
		return nil, actor, err
	}
	return a.Desk.Rules(actor.City), actor, nil
}

func (a *api) ladders(_ context.Context, who auth.Visitor, _ *struct{}) (reply[laddersBody], error) {
	rules, _, err := a.rulesOf(who)
	if err != nil {
		return reply[laddersBody]{}, err
	}
	body := laddersBody{Ladders: rules.Ladders.All(), State: rules.StateLadder}
	for _, role := range dispatch.RolesTold() {
		body.Roles = append(body.Roles, string(role))
	}
	return reply[laddersBody]{body: body}, nil
}

func (a *api) statusLimits(_ context.Context, who auth.Visitor, _ *struct{}) (reply[[]norms.StatusLimit], error) {
	rules, _, err := a.rulesOf(who)
	if err != nil {
		return reply[[]norms.StatusLimit]{}, err
	}
	return reply[[]norms.StatusLimit]{body: rules.StatusLimits.All()}, nil
}

func (a *api) readings(_ context.Context, who auth.Visitor, _ *struct{}) (reply[[]readingRow], error) {
	rules, _, err := a.rulesOf(who)
	if err != nil {
		return reply[[]readingRow]{}, err
	}
	rows := []readingRow{}
	for _, r := range rules.Readings.All() {
		chosen, _ := rules.Readings.Chosen(r.Code)
		rows = append(rows, readingRow{r, chosen.Code})
	}
	return reply[[]readingRow]{body: rows}, nil
}

func (a *api) years(_ context.Context, who auth.Visitor, _ *struct{}) (reply[[]norms.Year], error) {
	rules, _, err := a.rulesOf(who)
	if err != nil {
		return reply[[]norms.Year]{}, err
	}
	return reply[[]norms.Year]{body: append([]norms.Year{}, rules.Calendar.Years()...)}, nil
}

func (a *api) channels(_ context.Context, who auth.Visitor, _ *struct{}) (reply[channelsBody], error) {
	rules, actor, err := a.rulesOf(who)
	if err != nil {
		return reply[channelsBody]{}, err
	}
	body := channelsBody{Channels: rules.Channels, Has: []dispatch.Means{}}
	for _, means := range dispatch.SentMeans {
		if a.Desk.Reaches != nil && a.Desk.Reaches(actor.City, means) {
			body.Has = append(body.Has, means)
		}
	}
	return reply[channelsBody]{body: body}, nil
}

func (a *api) rehearse(ctx context.Context, who auth.Visitor, in *rehearsalInput) (reply[dispatch.Rehearsal], error) {
	b := in.Body
	q := dispatch.Rehearse{House: b.House, Organisation: b.Organisation, Problem: b.Problem, At: b.At, Standing: b.Standing}
	if b.Proposed != nil {
		q.Proposed = &dispatch.Amendment{Subject: b.Proposed.Subject, Code: b.Proposed.Code, Body: b.Proposed.Body}
	}
	run, err := a.Desk.RehearseLadder(ctx, who.Actor(), q)
	return reply[dispatch.Rehearsal]{body: run}, missing(err)
}
