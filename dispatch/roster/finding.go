package roster

import (
	"cmp"
	"slices"
	"time"
)

// Fault is what sort of thing is wrong with a plan.
type Fault string

const (
	Gap         Fault = "gap"          // a post that has to be held, and nobody does
	Unreachable Fault = "unreachable"  // on duty, and nobody can tell them anything
	TooLong     Fault = "too_long"     // more than 24 hours in a row
	TooSoon     Fault = "too_soon"     // less than 12 hours of rest before it
	UnknownYear Fault = "unknown_year" // the calendar does not know the days
)

// Finding is one thing that is wrong with a plan, found before the shift begins.
type Finding struct {
	Fault  Fault
	Post   int64
	Person int64         // 0: nobody in particular
	Span   Span          // within the span that was looked at
	Rest   time.Duration // of TooSoon
}

// Findings are all that is wrong with the plan within a span, by time; reached says whether whoever has a watch can be
// told anything.
func (r Roster) Findings(span Span, reached func(Post, Watch) bool) []Finding {
	var all []Finding
	for _, p := range r.Posts {
		if p.Living(span.From) {
			all = append(all, r.findingsOf(p, span, reached)...)
		}
	}
	for _, t := range r.Unrested(span) {
		fault := TooSoon
		if r.shown(t.Span) > MostWatch && t.Rest == 0 {
			fault = TooLong
		}
		all = append(all, Finding{Fault: fault, Post: t.Post, Person: t.Person, Span: t.Span, Rest: t.Rest})
	}
	slices.SortStableFunc(all, func(a, b Finding) int {
		return cmp.Or(a.Span.From.Compare(b.Span.From), cmp.Compare(a.Post, b.Post), cmp.Compare(a.Fault, b.Fault), cmp.Compare(a.Person, b.Person))
	})
	return all
}

func (r Roster) findingsOf(p Post, span Span, reached func(Post, Watch) bool) (all []Finding) {
	for _, since := range r.unknownSince(p, span) {
		all = append(all, Finding{Fault: UnknownYear, Post: p.ID, Span: Span{since, span.To}.both(span)})
	}
	for _, gap := range r.Gaps(p, span) {
		all = append(all, Finding{Fault: Gap, Post: p.ID, Span: gap})
	}
	watches, _ := r.Watches(p, span)
	for _, w := range watches {
		if !reached(p, w) {
			all = append(all, Finding{Fault: Unreachable, Post: p.ID, Person: w.Person, Span: w.Span})
		}
	}
	return all
}

// unknownSince is from when on the calendar does not say who holds a post, or when it has to be held.
func (r Roster) unknownSince(p Post, span Span) []time.Time {
	_, unknown := r.Watches(p, span)
	if len(unknown) > 0 {
		first := slices.MinFunc(unknown, func(a, b Unknown) int { return a.Since.Compare(b.Since) })
		return []time.Time{first.Since}
	}
	if wanted, err := p.demand(span, r.Zone, r.calendar()); err != nil && p.Planned() {
		since := span.From
		if n := len(wanted); n > 0 {
			since = wanted[n-1].To
		}
		return []time.Time{since}
	}
	return nil
}
