package httpapi

import (
	"context"
	"net/http"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

// DaysAhead is how far a plan is asked for.
type DaysAhead struct {
	Days int `query:"days" minimum:"1" maximum:"62" default:"14" doc:"From now on"`
}

type watchesInput struct {
	ByID
	DaysAhead
}

type standInInput struct {
	ByID
	Body struct {
		From    time.Time `json:"from"`
		To      time.Time `json:"to"`
		Person  *int64    `json:"person_id,omitempty" nullable:"true" doc:"Who stands in; left out: nobody takes the place"`
		Instead *int64    `json:"instead_id,omitempty" nullable:"true" doc:"Instead of whom; left out: of everybody"`
		Reasoned
	}
}

type withdrawInput struct {
	ByID
	Override int64 `path:"override" minimum:"1"`
	Body     Reasoned
}

// SwapSide is the watch that one of two people gives.
type SwapSide struct {
	Post   int64     `json:"post_id" minimum:"1"`
	Person int64     `json:"person_id" minimum:"1"`
	At     time.Time `json:"at" doc:"Any moment of the watch"`
}

type swapInput struct {
	Body struct {
		First  SwapSide `json:"first"`
		Second SwapSide `json:"second"`
		Reasoned
	}
}

type noteInput struct {
	ByID
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"4000"`
	}
}

type answersInput struct {
	House   int64     `query:"house" minimum:"1" required:"true"`
	Problem string    `query:"problem" maxLength:"80" required:"true" doc:"Code of the classifier"`
	At      time.Time `query:"at" doc:"The moment asked about; left out: now"`
}

func (a *api) dutyRoutes() {
	staff(a, operation(http.MethodGet, "/posts/{id}/watches", "list-watches", "roster", "Who holds a post over the next days, and what is wrong with it"), a.watches)
	staff(a, operation(http.MethodPost, "/posts/{id}/overrides", "stand-in", "roster", "Let somebody stand in for another"), a.standIn)
	staff(a, operation(http.MethodPost, "/posts/{id}/overrides/{override}/withdraw", "withdraw-stand-in", "roster", "Take a stand-in back"), a.withdraw)
	staff(a, operation(http.MethodPost, "/swaps", "swap-watches", "roster", "Let two people take each other's watches"), a.swap)
	staff(a, operation(http.MethodGet, "/posts/{id}/notes", "list-hand-over-notes", "roster", "What the last watches left to the next"), a.notes)
	staff(a, operation(http.MethodPost, "/posts/{id}/notes", "write-hand-over-note", "roster", "Leave a note to the next watch"), a.writeNote)
	staff(a, operation(http.MethodGet, "/roster/findings", "list-roster-findings", "roster", "Gaps, people whom nobody can tell, too little rest, unknown years"), a.findings)
	staff(a, operation(http.MethodGet, "/roster/log", "list-roster-log", "roster", "Changes of the plan: who, when, why"), a.rosterLog)
	staff(a, operation(http.MethodGet, "/roster/answers", "who-answers", "roster", "Who answers for a house and a fault at a moment"), a.answers)
}

func (a *api) watches(ctx context.Context, who auth.Visitor, in *watchesInput) (reply[dispatch.PostWatches], error) {
	plan, err := a.Desk.Watches(ctx, who.Actor(), in.ID, in.Days)
	return reply[dispatch.PostWatches]{body: plan}, err
}

func (a *api) standIn(ctx context.Context, who auth.Visitor, in *standInInput) (reply[dispatch.PostRow], error) {
	row, err := a.Desk.AddOverride(ctx, who.Actor(), dispatch.StandIn{Post: in.ID, From: in.Body.From.UTC(), To: in.Body.To.UTC(),
		Person: orZero(in.Body.Person), Instead: orZero(in.Body.Instead), Why: in.Body.Why})
	return reply[dispatch.PostRow]{body: row, created: true}, err
}

func (a *api) withdraw(ctx context.Context, who auth.Visitor, in *withdrawInput) (reply[dispatch.PostRow], error) {
	row, err := a.Desk.WithdrawOverride(ctx, who.Actor(), in.ID, in.Override, in.Body.Why)
	return reply[dispatch.PostRow]{body: row}, err
}

func (a *api) swap(ctx context.Context, who auth.Visitor, in *swapInput) (reply[[]dispatch.PostRow], error) {
	first, second := in.Body.First, in.Body.Second
	if err := a.Desk.Swap(ctx, who.Actor(), dispatch.WatchAt(first), dispatch.WatchAt(second), in.Body.Why); err != nil {
		return reply[[]dispatch.PostRow]{}, err
	}
	return a.posts(ctx, who, nil)
}

func (a *api) notes(ctx context.Context, who auth.Visitor, in *ByID) (reply[[]dispatch.HandOverNote], error) {
	notes, err := a.Desk.Notes(ctx, who.Actor(), in.ID)
	return reply[[]dispatch.HandOverNote]{body: notes}, err
}

func (a *api) writeNote(ctx context.Context, who auth.Visitor, in *noteInput) (reply[[]dispatch.HandOverNote], error) {
	notes, err := a.Desk.WriteNote(ctx, who.Actor(), in.ID, in.Body.Text)
	return reply[[]dispatch.HandOverNote]{body: notes, created: true}, err
}

func (a *api) findings(ctx context.Context, who auth.Visitor, in *DaysAhead) (reply[[]dispatch.FindingRow], error) {
	rows, err := a.Desk.RosterFindings(ctx, who.Actor(), in.Days)
	return reply[[]dispatch.FindingRow]{body: rows}, err
}

func (a *api) rosterLog(ctx context.Context, who auth.Visitor, _ *struct{}) (reply[[]dispatch.RosterLine], error) {
	lines, err := a.Desk.RosterLog(ctx, who.Actor())
	return reply[[]dispatch.RosterLine]{body: lines}, err
}

func (a *api) answers(ctx context.Context, who auth.Visitor, in *answersInput) (reply[dispatch.Answers], error) {
	answers, err := a.Desk.WhoAnswers(ctx, who.Actor(), dispatch.Question{House: in.House, Problem: in.Problem, At: in.At})
	return reply[dispatch.Answers]{body: answers}, missing(err)
}
