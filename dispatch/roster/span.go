package roster

import (
	"slices"
	"time"
)

// Span is a stretch of time: From belongs to it, To does not.
type Span struct{ From, To time.Time }

// At is the span of one moment.
func At(at time.Time) Span { return Span{at, at.Add(1)} }

func (s Span) touches(other Span) bool { return s.From.Before(other.To) && other.From.Before(s.To) }

func (s Span) empty() bool { return !s.From.Before(s.To) }

// without is what of a span lies outside of another: none, one or two spans.
func (s Span) without(other Span) []Span {
	if !s.touches(other) {
		return []Span{s}
	}
	var rest []Span
	for _, part := range []Span{{s.From, other.From}, {other.To, s.To}} {
		if !part.empty() {
			rest = append(rest, part)
		}
	}
	return rest
}

// both is what of a span lies within another too.
func (s Span) both(other Span) Span {
	if other.From.After(s.From) {
		s.From = other.From
	}
	if other.To.Before(s.To) {
		s.To = other.To
	}
	return s
}

// merged joins spans that touch or follow one another at once, in order.
func merged(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return a.From.Compare(b.From) })
	var joined []Span
	for _, s := range spans {
		last := len(joined) - 1
		if last < 0 || s.From.After(joined[last].To) {
			joined = append(joined, s)
		} else if s.To.After(joined[last].To) {
			joined[last].To = s.To
		}
	}
	return joined
}
