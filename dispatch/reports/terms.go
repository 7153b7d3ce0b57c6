package reports

import (
	"time"

	"dispatch05/dispatch"
)

// Standing is how a term stands at the report's moment.
type Standing string

const (
	OnTime  Standing = "on_time" // closed, not after it was due
	Late    Standing = "late"    // closed after it was due
	Overdue Standing = "overdue" // open, and due has passed
	Running Standing = "running" // open, not yet due
)

// Term is one clock of the law in a report. The service's own clocks may pause and be put off: they prove nothing.
type Term struct {
	Ref      Ref
	Clock    dispatch.Clock
	Standing Standing
	EndedAt  *time.Time
	// By is how far past its due it was closed, or is now: 0 for what is in time.
	By time.Duration
}

// Terms are the request's terms that the period answers for: those closed in it, and all that are open at its
// end, whenever they began, so that no old debt drops out of sight.
func (m Matter) Terms(ask Ask) []Term { return m.terms(m.course(ask)) }

func (m Matter) terms(c course) []Term {
	var terms []Term
	for _, k := range m.Clocks {
		if !k.OfLaw() { // the service's own terms move with a pause: they are no figure of the law's
			continue
		}
		if !k.OfLaw() || !c.began(k) {
			continue
		}
		ended := c.ended(k)
		if ended == nil && c.withdrawn() || ended != nil && !c.ask.within(*ended) {
			continue
		}
		terms = append(terms, c.termOf(m, k, ended))
	}
	return terms
}

// ended is when a term was met; one that was never met ends with its request.
func (c course) ended(k dispatch.Clock) *time.Time {
	if k.MetAt != nil && c.ask.known(*k.MetAt) {
		return k.MetAt
	}
	if c.state == dispatch.Closed {
		return &c.since
	}
	return nil
}

func (c course) termOf(m Matter, k dispatch.Clock, ended *time.Time) Term {
	t := Term{Ref: m.ref(), Clock: k, EndedAt: ended, Standing: Running}
	until := c.ask.AsOf
	if ended != nil {
		t.Standing, until = OnTime, *ended
	}
	if until.After(k.DueAt) {
		t.By = until.Sub(k.DueAt)
		t.Standing = map[bool]Standing{true: Late, false: Overdue}[ended != nil]
	}
	return t
}
