package dispatch

import (
	"context"
	"time"

	"dispatch05/dispatch/norms"
)

// trialDays is how far back a trial looks, trialMost at how many requests at the most.
const (
	trialDays     = 30
	trialMost     = 1000
	trialExamples = 20
)

// Trial is what an amendment would have done to the requests of the last days, had it been in force when they
// were registered. Nothing of it is written.
type Trial struct {
	Requests   int `json:"requests"`    // looked at
	Changed    int `json:"changed"`     // clocks that would have another deadline, be new, or not be
	LateBefore int `json:"late_before"` // of the changed: late as they are
	LateAfter  int `json:"late_after"`  // of the changed: late as they would be
	// Levels of ladders told of the clocks that ran out, had nobody taken them: as the rules are, and as they would be.
	LevelsBefore int `json:"levels_before"`
	LevelsAfter  int `json:"levels_after"`
	// Orders that stand longer in their state than they may at this moment.
	StandingBefore int            `json:"standing_before"`
	StandingAfter  int            `json:"standing_after"`
	Examples       []TrialExample `json:"examples"`
}

// TrialExample is one clock that an amendment would change; a nil moment: there is, or would be, no such clock.
type TrialExample struct {
	RequestID int64      `json:"request_id"`
	Number    string     `json:"number"`
	Kind      norms.Kind `json:"kind"`
	DueBefore *time.Time `json:"due_before"`
	DueAfter  *time.Time `json:"due_after"`
}

// TryAmendment says what an amendment would do, without making it.
func (d *Desk) TryAmendment(ctx context.Context, actor Actor, a Amendment) (Trial, error) {
	if a.Why == "" {
		a.Why = "trial" // asked for when it is made
	}
	_, rules, err := d.amended(ctx, actor, a)
	if err != nil {
		return Trial{}, err
	}
	now := d.Now()
	cases, err := d.Store.PublishedCases(ctx, actor.City, Published{From: now.AddDate(0, 0, -trialDays), To: now, Limit: trialMost})
	if err != nil {
		return Trial{}, err
	}
	return tryOn(cases, d.Rules(actor.City), rules, now), nil
}

// tryOn holds the clocks of cases under two sets of rules against each other.
func tryOn(cases []Case, before, after *Rules, now time.Time) Trial {
	trial := Trial{Requests: len(cases), Examples: []TrialExample{}}
	for _, c := range cases {
		old, fresh := dueByKind(c, before), dueByKind(c, after)
		trial.LevelsBefore += before.levelsOf(c, now)
		trial.LevelsAfter += after.levelsOf(c, now)
		trial.StandingBefore += before.standing(c, now)
		trial.StandingAfter += after.standing(c, now)
		for kind := range merged(old, fresh) {
			was, would := old[kind], fresh[kind]
			if was.Equal(would) {
				continue
			}
			trial.Changed++
			trial.LateBefore += lateCount(c, kind, was, now)
			trial.LateAfter += lateCount(c, kind, would, now)
			if len(trial.Examples) < trialExamples {
				trial.Examples = append(trial.Examples, TrialExample{c.Request.ID, c.Request.Label(), kind, moment(was), moment(would)})
			}
		}
	}
	return trial
}

// levelsOf is how many levels of its ladders the clocks of a case reach, had nobody taken them upon themselves.
func (r *Rules) levelsOf(c Case, now time.Time) (told int) {
	for _, k := range c.Clocks {
		end := now
		switch {
		case k.VoidAt != nil:
			continue
		case k.MetAt != nil:
			end = *k.MetAt
		case c.Request.DoneAt != nil:
			end = *c.Request.DoneAt
		}
		for _, level := range r.ladderOf(k.Kind, c.Executor(), c.Request.Problem).Levels {
			if !end.Before(k.DueAt.Add(level.After())) {
				told++
			}
		}
	}
	return told
}

// standing is how many orders of a case stand longer in their state than they may.
func (r *Rules) standing(c Case, now time.Time) (orders int) {
	for _, o := range c.Orders {
		if since, limit, limited := r.stateLimit(o); limited && o.State.Active() && !now.Before(since.Add(limit)) {
			orders++
		}
	}
	return orders
}

// dueByKind are the deadlines that a request would have from its registration on.
func dueByKind(c Case, rules *Rules) map[norms.Kind]time.Time {
	due := map[norms.Kind]time.Time{}
	clocks, _ := startClocks(c, rules) // what cannot start has no deadline
	for _, k := range clocks {
		due[k.Kind] = k.DueAt
	}
	return due
}

func merged(a, b map[norms.Kind]time.Time) map[norms.Kind]bool {
	kinds := map[norms.Kind]bool{}
	for kind := range a {
		kinds[kind] = true
	}
	for kind := range b {
		kinds[kind] = true
	}
	return kinds
}

// lateCount is 1 where the deed came, or is still missing, after a deadline. Without a clock of the kind on
// record it counts as done when the request was.
func lateCount(c Case, kind norms.Kind, due, now time.Time) int {
	if due.IsZero() {
		return 0
	}
	done := now
	if c.Request.DoneAt != nil {
		done = *c.Request.DoneAt
	}
	for _, k := range c.Clocks {
		if k.Kind == kind && k.Round == 0 && k.VoidAt != nil {
			return 0
		}
		if k.Kind == kind && k.Round == 0 && k.MetAt != nil {
			done = *k.MetAt
		}
	}
	if done.After(due) {
		return 1
	}
	return 0
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
