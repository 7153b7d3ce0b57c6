package roster

import (
	"cmp"
	"slices"
	"time"
)

// What a plan must leave a person. The law leaves shorter rest and longer watches to agreements; these are the
// bounds from which on somebody should look.
const (
	LeastRest = 12 * time.Hour
	MostWatch = 24 * time.Hour
)

// Tired is a person whose plan leaves too little rest: a watch that is too long (Rest is 0), or that begins too
// soon after the one before.
type Tired struct {
	Person int64
	Post   int64 // of the watch that is too long or too soon
	Span   Span  // of work without rest
	Rest   time.Duration
}

// Unrested are the people on duty within a span who work for more than 24 hours in a row then, or come to a watch
// after less than 12 hours of rest, as the city's clocks show it: a night of a clock change is nobody's doing.
// Watches from home do not count as work.
func (r Roster) Unrested(span Span) []Tired {
	work := map[int64][]Watch{}
	for _, p := range r.Posts {
		if p.OnCall {
			continue
		}
		watches, _ := r.Watches(p, Span{span.From.AddDate(0, 0, -7), span.To.AddDate(0, 0, 7)})
		for _, w := range watches {
			work[w.Person] = append(work[w.Person], w)
		}
	}
	var tired []Tired
	for person, watches := range work {
		tired = append(tired, r.wornOut(person, watches, span)...)
	}
	slices.SortFunc(tired, func(a, b Tired) int { return cmp.Or(a.Span.From.Compare(b.Span.From), cmp.Compare(a.Person, b.Person)) })
	return tired
}

// wornOut looks through one person's work.
func (r Roster) wornOut(person int64, watches []Watch, span Span) (tired []Tired) {
	spans := make([]Span, len(watches))
	for i, w := range watches {
		spans[i] = w.Span
	}
	work := merged(spans)
	for i, stretch := range work {
		if !stretch.touches(span) {
			continue
		}
		found := Tired{Person: person, Post: postOf(watches, stretch.From), Span: stretch}
		if r.shown(stretch) > MostWatch {
			tired = append(tired, found)
		}
		if i == 0 {
			continue
		}
		if rest := r.shown(Span{work[i-1].To, stretch.From}); rest < LeastRest {
			found.Rest = rest
			tired = append(tired, found)
		}
	}
	return tired
}

// shown is how long a span is on the city's clocks.
func (r Roster) shown(s Span) time.Duration {
	return wallOf(s.To.In(r.Zone)).Sub(wallOf(s.From.In(r.Zone)))
}

// postOf is the post of the watch that begins a stretch of work.
func postOf(watches []Watch, from time.Time) int64 {
	for _, w := range watches {
		if w.Span.From.Equal(from) {
			return w.Post
		}
	}
	return 0
}
