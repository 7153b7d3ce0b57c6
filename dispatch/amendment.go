package dispatch

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"dispatch05/dispatch/norms"
)

// Subject is what kind of rule an amendment is about.
type Subject string

const (
	SubjectNorm    Subject = "norm"    // an edition of a norm: norms.Row
	SubjectProblem Subject = "problem" // a fault of the classifier: norms.Problem
	SubjectLadder  Subject = "ladder"  // a policy of escalation: norms.Ladder
	SubjectReading Subject = "reading" // an open point of the law: the code of the alternative
	// SubjectStatusLimit is how long an order may stand in a state: norms.StatusLimit.
	SubjectStatusLimit Subject = "status_limit"
	SubjectCalendar    Subject = "calendar" // a year of the production calendar: norms.Year
	SubjectChannel     Subject = "channel"  // by which means people are told: norms.Channels
)

// Subjects are all that there are.
func Subjects() []Subject {
	return slices.Sorted(maps.Keys(layers))
}

// Amendment is a city's own row of its rules. Amendments are only added: the newest of a subject and code
// counts on what it covers, and one is taken back by another that withdraws it.
type Amendment struct {
	ID        int64
	City      string
	Subject   Subject
	Code      string
	Body      json.RawMessage // empty of a withdrawal
	Withdraws int64           // the amendment that this one takes back; 0: none
	After     *int64          // the newest of its subject and code that was seen, 0 for none; nil: whichever stands
	Why       string
	Account   int64
	By        string
	At        time.Time
}

// AmendmentRow is an amendment as the administrator's screen shows it.
type AmendmentRow struct {
	ID        int64           `json:"id"`
	Subject   Subject         `json:"subject"`
	Code      string          `json:"code"`
	Body      json.RawMessage `json:"body"`
	Withdraws *int64          `json:"withdraws"`
	Withdrawn bool            `json:"withdrawn"`
	Before    json.RawMessage `json:"before"` // the row that counted until then, and the one that counted from then on; null: none
	Then      json.RawMessage `json:"then"`
	RefusedRu string          `json:"refused_ru"` // why the rules of this version do not bear it; "" = they do
	RefusedEn string          `json:"refused_en"`
	Why       string          `json:"why"`
	By        string          `json:"by"`
	At        time.Time       `json:"at"`
}

// inForce are the amendments that nobody has taken back, in their order.
func inForce(amendments []Amendment) []Amendment {
	withdrawn := withdrawnBy(amendments)
	return slices.DeleteFunc(slices.Clone(amendments), func(a Amendment) bool { return a.Withdraws != 0 || withdrawn[a.ID] })
}

func withdrawnBy(amendments []Amendment) map[int64]bool {
	withdrawn := map[int64]bool{}
	for _, a := range amendments {
		withdrawn[a.Withdraws] = true
	}
	return withdrawn
}

// Amend adds an amendment to a city's rules: from its commit on, what is registered goes by it; clocks that
// run keep the edition under which they began. The rules that come of it are checked first, by the loaders
// of the shipped data.
func (d *Desk) Amend(ctx context.Context, actor Actor, a Amendment) (AmendmentRow, error) {
	a, _, err := d.amended(ctx, actor, a)
	if err != nil {
		return AmendmentRow{}, err
	}
	if a.ID, err = d.Store.Amend(ctx, a); err != nil { // ErrStale: somebody else has changed the same rule
		return AmendmentRow{}, err
	}
	if d.Amended != nil {
		if err := d.Amended(ctx); err != nil {
			d.Log.Warn("an amendment counts here within seconds only", "city", a.City, "error", err)
		}
	}
	return rowOfAmendment(a), nil
}

// amended checks an amendment against the rules of its city, and gives the rules that come of it.
func (d *Desk) amended(ctx context.Context, actor Actor, a Amendment) (Amendment, *Rules, error) {
	if err := actor.check(MayAdminister); err != nil {
		return a, nil, err
	}
	a.City, a.Account, a.By, a.At, a.Why = actor.City, actor.Account, actor.Name, d.Now(), strings.TrimSpace(a.Why)
	if a.Why == "" {
		return a, nil, invalid("why", "why_missing", "Укажите, почему правило меняется", "Say why the rule changes")
	}
	if err := fits("why", a.Why, maxText); err != nil {
		return a, nil, err
	}
	standing, err := d.Store.Amendments(ctx, actor.City)
	if err != nil {
		return a, nil, err
	}
	if a.Withdraws != 0 {
		return d.withdrawal(a, standing)
	}
	rules := StandardRules().Amended(0, standing)
	if err := rules.lay(a); err != nil {
		return a, nil, badRule(err)
	}
	return a, rules, nil
}

// badRule says why a rule cannot be laid, every reason in the reader's language; what no reader could mend is for the log.
func badRule(err error) *Error {
	refusal := &Error{Kind: Invalid, Code: "bad_rule", Field: "body", Ru: "Правило не принято: его не удалось прочитать", En: "The rule is not taken: it cannot be read", Cause: err}
	if words := refusalWords(err); words.Ru != "" {
		refusal.Ru, refusal.En = "Правило не принято: "+words.Ru, "The rule is not taken: "+words.En
	}
	return refusal
}

// withdrawal checks that there is something to take back, and that nothing else leans on it.
func (d *Desk) withdrawal(a Amendment, standing []Amendment) (Amendment, *Rules, error) {
	i := slices.IndexFunc(inForce(standing), func(s Amendment) bool { return s.ID == a.Withdraws })
	if i < 0 {
		return a, nil, ErrNotFound
	}
	withdrawn := inForce(standing)[i]
	a.Subject, a.Code, a.Body = withdrawn.Subject, withdrawn.Code, nil
	before, rules := StandardRules().Amended(0, standing), StandardRules().Amended(0, append(slices.Clone(standing), a))
	if len(rules.Refused) > len(before.Refused) {
		leaning := rules.Refused[len(rules.Refused)-1]
		return a, nil, &Error{Kind: Conflict, Code: "rule_in_use", Field: "withdraws",
			Ru: fmt.Sprintf("На этом правиле держится изменение № %d («%s»): сначала отмените его", leaning.ID, leaning.Why),
			En: fmt.Sprintf("Change no. %d (%q) leans on this rule: take it back first", leaning.ID, leaning.Why)}
	}
	return a, rules, nil
}

// Amendments are all that a city has added to its rules, newest first.
func (d *Desk) Amendments(ctx context.Context, actor Actor) ([]AmendmentRow, error) {
	if err := actor.check(MayWatch); err != nil {
		return nil, err
	}
	standing, err := d.Store.Amendments(ctx, actor.City)
	if err != nil {
		return nil, err
	}
	rules, withdrawn := StandardRules().Amended(0, standing), withdrawnBy(standing)
	rows, history := []AmendmentRow{}, newRuleHistory()
	for _, a := range standing {
		row := rowOfAmendment(a)
		row.Before, row.Then = history.turn(a)
		row.Withdrawn = withdrawn[a.ID]
		if i := slices.IndexFunc(rules.Refused, func(r RefusedAmendment) bool { return r.ID == a.ID }); i >= 0 {
			words := outOfForce(rules.Refused[i].Reason)
			row.RefusedRu, row.RefusedEn = words.Ru, words.En
		}
		rows = append(rows, row)
	}
	slices.Reverse(rows)
	return rows, nil
}

// outOfForce says why an amendment is out of force, in both languages.
func outOfForce(err error) norms.Text {
	if words := refusalWords(err); words.Ru != "" {
		return words
	}
	return norms.Text{Ru: "его не удалось прочитать", En: "it cannot be read"}
}

func rowOfAmendment(a Amendment) AmendmentRow {
	return AmendmentRow{ID: a.ID, Subject: a.Subject, Code: a.Code, Body: a.Body, Withdraws: known(a.Withdraws), Why: a.Why, By: a.By, At: a.At}
}
