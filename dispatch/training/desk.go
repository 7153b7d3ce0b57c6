package training

import (
	"context"
	"slices"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

// Patience of the training dispatcher: people at the board go first.
const (
	sendAfter       = 90 * time.Second
	sendGraveAfter  = 25 * time.Second
	sendKeptAfter   = 5 * time.Minute // an order that somebody reserved
	sendsPerRound   = 2
	mostOrders      = 2 // of a crew; one where a person has the tablet
	forgottenChance = 0.05
	returnedChance  = 0.02
)

// workDesk is a dispatcher who does what nobody at the board has done for a while.
func (t *Trainer) workDesk(ctx context.Context, v view) {
	sends := 0
	for _, c := range bySeverity(v.cases) {
		q := c.Request
		switch {
		case !q.State.Open():
		case q.Parked != "":
			if v.spent(q.RegisteredAt) >= t.wait(q.ID, "release", time.Minute, 2*time.Minute) {
				t.decide(ctx, c, dispatch.RequestStep{To: "released"})
			}
		case t.review(ctx, v, c), t.inform(ctx, v, c):
		case q.Main != 0: // goes the way of the main one
		case q.State == dispatch.Done || q.State == dispatch.Confirmed:
			t.close(ctx, v, c)
		case sends < sendsPerRound && t.waits(v, c) && t.send(ctx, v, c):
			sends++
		}
	}
}

func bySeverity(cases []dispatch.Case) []dispatch.Case {
	sorted := slices.Clone(cases)
	slices.SortStableFunc(sorted, func(a, b dispatch.Case) int { return a.Request.Severity - b.Request.Severity })
	return sorted
}

func (t *Trainer) decide(ctx context.Context, c dispatch.Case, step dispatch.RequestStep) {
	_, err := t.Desk.StepRequest(ctx, t.actor, c.Request.ID, step)
	t.tried(ctx, step.To, err)
}

// review takes a message in hand within the minutes that the law gives, whoever is sent later; that of a
// joined one is its caller's term. It says whether it did now.
func (t *Trainer) review(ctx context.Context, v view, c dispatch.Case) bool {
	_, owed := running(c, norms.Answer)
	if !owed || c.Request.State != dispatch.Registered || c.Request.Main != 0 || v.spent(c.Request.ReceivedAt) < t.wait(c.Request.ID, "review", 40*time.Second, 2*time.Minute) {
		return false
	}
	t.decide(ctx, c, dispatch.RequestStep{To: string(dispatch.Accepted)})
	return true
}

// termHours is the term that callers are told, by severity.
var termHours = map[int]time.Duration{1: time.Hour, 2: 3 * time.Hour, 3: 8 * time.Hour, 4: 24 * time.Hour}

// inform tells the caller a term in good time. A few are forgotten until after their term to be told is
// over, so that a lesson shows how that escalates. It says whether a caller was told now.
func (t *Trainer) inform(ctx context.Context, v view, c dispatch.Case) bool {
	q := c.Request
	clock, owed := running(c, norms.Inform)
	due := v.spent(clock.StartedAt) >= t.wait(q.ID, "inform", time.Minute, 4*time.Minute)
	if t.forgotten(c) {
		due = v.now.After(clock.DueAt.Add(t.wait(q.ID, "remember", 6*time.Minute, 14*time.Minute)))
	}
	if !owed || !due {
		return false
	}
	planned := v.now.Add(termHours[q.Severity]).Truncate(15 * time.Minute).Add(15 * time.Minute)
	_, err := t.Desk.Inform(ctx, t.actor, q.ID, planned, 0)
	return t.tried(ctx, "inform", err)
}

func (t *Trainer) forgotten(c dispatch.Case) bool {
	return c.Request.Main == 0 && c.Request.Returned == 0 && t.happens(c.Request.ID, "forget", forgottenChance)
}

func running(c dispatch.Case, kind norms.Kind) (dispatch.Clock, bool) {
	i := slices.IndexFunc(c.Clocks, func(k dispatch.Clock) bool { return k.Kind == kind && k.Running() })
	if i < 0 {
		return dispatch.Clock{}, false
	}
	return c.Clocks[i], true
}

// close ends what is done, unless its caller is still owed a word; now and then a caller says that it is
// not fixed.
func (t *Trainer) close(ctx context.Context, v view, c dispatch.Case) {
	q := c.Request
	_, owed := running(c, norms.Inform)
	if owed || q.DoneAt == nil || v.spent(*q.DoneAt) < t.wait(q.ID, "close", 3*time.Minute, 5*time.Minute) {
		return
	}
	if q.Returned == 0 && t.happens(q.ID, "return", returnedChance) {
		t.decide(ctx, c, dispatch.RequestStep{To: string(dispatch.Returned), Reason: pick(t.dice(q.ID, "returned"), t.words.notes.Returned)})
		return
	}
	disposition := "fixed"
	if t.happens(q.ID, "temporarily", 0.06) {
		disposition = "fixed_temporarily"
	}
	t.decide(ctx, c, dispatch.RequestStep{To: string(dispatch.Closed), Disposition: disposition})
}

// waits says whether nobody has been sent for longer than the desk should take.
func (t *Trainer) waits(v view, c dispatch.Case) bool {
	since, patience := c.Request.RegisteredAt, sendAfter
	if c.Request.Severity == 1 {
		patience = sendGraveAfter
	}
	for _, o := range c.Orders {
		switch {
		case o.State.Active() && o.State != dispatch.OrderReserved:
			return false
		case o.State == dispatch.OrderReserved && o.PlannedAt != nil && v.now.Before(*o.PlannedAt):
			return false // kept for later, on purpose
		case o.State == dispatch.OrderReserved && c.Request.Returned == 0:
			patience = sendKeptAfter
		}
		if o.Since.After(since) {
			since = o.Since
		}
	}
	return v.spent(since) >= patience
}

// send sends the reserved crew, else the best recommended one that is not loaded already.
func (t *Trainer) send(ctx context.Context, v view, c dispatch.Case) bool {
	if crew, kept := t.reserved(v, c); kept {
		return t.assign(ctx, c, crew)
	}
	if !slices.ContainsFunc(v.crews, func(crew dispatch.Crew) bool { return t.able(v, crew, c) }) {
		return false // spares asking for a recommendation each second
	}
	recommendation, err := t.Desk.Recommend(ctx, t.actor, c.Request.ID)
	if !t.tried(ctx, "recommend", err) {
		return false
	}
	for _, choice := range recommendation.Chosen {
		if t.room(choice.Crew.ID, choice.Crew.Load.Orders) {
			return t.assign(ctx, c, choice.Crew.ID)
		}
	}
	return false
}

func (t *Trainer) reserved(v view, c dispatch.Case) (int64, bool) {
	for _, o := range c.Orders {
		if o.State != dispatch.OrderReserved || o.Crew == 0 {
			continue
		}
		onShift := slices.ContainsFunc(v.crews, func(crew dispatch.Crew) bool { return crew.ID == o.Crew && crew.OnShift(v.now) })
		return o.Crew, onShift
	}
	return 0, false
}

func (t *Trainer) able(v view, crew dispatch.Crew, c dispatch.Case) bool {
	problem, _ := t.Desk.Rules(t.City).Classifier.Problem(c.Request.Problem)
	return crew.OnShift(v.now) && crew.People >= problem.CrewSize && slices.Contains(crew.Skills, string(problem.Skill)) && t.room(crew.ID, crew.Orders)
}

// room says whether a crew of so many orders takes another one.
func (t *Trainer) room(crew int64, orders int) bool {
	return orders == 0 || orders < mostOrders && !t.AtWork(crew)
}

func (t *Trainer) assign(ctx context.Context, c dispatch.Case, crew int64) bool {
	_, err := t.Desk.Assign(ctx, t.actor, c.Request.ID, dispatch.Assignment{Crew: crew}, nil)
	return t.tried(ctx, "assign", err)
}
