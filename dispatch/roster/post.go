package roster

import (
	"cmp"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch/norms"
)

// Post is a duty that somebody has to hold.
type Post struct {
	ID           int64
	Version      int64
	Name         string
	Role         string
	Organisation int64            // 0: the city
	Crew         int64            // of a crew's post
	Territory    orb.MultiPolygon // lon, lat; nil: wherever the organisation works
	Supervisor   int64            // the post that answers when nobody holds this one; 0: none
	OnCall       bool             // from home, by telephone: it does not count as work without rest
	Days         Days             // when it has to be held
	Window       norms.Window     // the part of those days; zero: all of it
	RetiredAt    *time.Time
	Rotations    []Rotation
	Overrides    []Override
}

// Planned says whether a rotation says who holds the post; otherwise every account of its role does.
func (p Post) Planned() bool { return len(p.Rotations) > 0 }

// Living says whether there is such a post at a moment.
func (p Post) Living(at time.Time) bool { return p.RetiredAt == nil || at.Before(*p.RetiredAt) }

// Override puts a person into a watch for a span, instead of one other or of all. The later of two that touch
// wins where they do.
type Override struct {
	ID      int64
	Span    Span
	Person  int64 // 0: nobody takes the place
	Instead int64 // 0: of everybody
	Why     string
	By      string // who entered it
	At      time.Time
}

// Watch is a person on duty at a post, from when to when.
type Watch struct {
	Post     int64
	Person   int64
	Span     Span
	Override int64 // by which the person stands in; 0: by the rotation
}

// watches are who holds the post over a span: whole watches, also those that begin before it or end after it,
// so that a watch looks the same from wherever it is asked for. Where the calendar does not know a year they
// end, and the second value is what is not known.
func (p Post) watches(span Span, zone *time.Location, calendar Calendar) ([]Watch, []Unknown) {
	var all []Watch
	var unknown []Unknown
	for _, r := range p.Rotations {
		slots, since, err := r.slots(span, zone, calendar)
		if err != nil {
			unknown = append(unknown, Unknown{Post: p.ID, Since: since, Err: err})
		}
		for _, s := range slots {
			for _, person := range r.turn(s.number) {
				all = append(all, Watch{Post: p.ID, Person: person, Span: Span{s.from, s.to}})
			}
		}
	}
	for _, o := range p.Overrides {
		all = o.apply(all, p.ID)
	}
	if p.RetiredAt != nil {
		all = upTo(all, *p.RetiredAt)
	}
	all = slices.DeleteFunc(all, func(w Watch) bool { return !w.Span.touches(span) })
	slices.SortFunc(all, func(a, b Watch) int {
		return cmp.Or(a.Span.From.Compare(b.Span.From), a.Span.To.Compare(b.Span.To), cmp.Compare(a.Person, b.Person))
	})
	return slices.CompactFunc(all, func(a, b Watch) bool { return a == b }), unknown
}

// apply gives the watches as they are once somebody stands in.
func (o Override) apply(watches []Watch, post int64) []Watch {
	var all []Watch
	stand := func(span Span) {
		if o.Person != 0 {
			all = append(all, Watch{Post: post, Person: o.Person, Span: span, Override: o.ID})
		}
	}
	if o.Instead == 0 {
		stand(o.Span)
	}
	for _, w := range watches {
		if o.Instead != 0 && w.Person != o.Instead || !w.Span.touches(o.Span) {
			all = append(all, w)
			continue
		}
		for _, rest := range w.Span.without(o.Span) {
			w.Span, rest = rest, w.Span
			all = append(all, w)
			w.Span = rest
		}
		if o.Instead != 0 {
			stand(w.Span.both(o.Span))
		}
	}
	return all
}

// upTo ends watches at a moment.
func upTo(watches []Watch, end time.Time) []Watch {
	var kept []Watch
	for _, w := range watches {
		if w.Span.To.After(end) {
			w.Span.To = end
		}
		if !w.Span.empty() {
			kept = append(kept, w)
		}
	}
	return kept
}

// demand is when the post has to be held, within a span.
func (p Post) demand(span Span, zone *time.Location, calendar Calendar) ([]Span, error) {
	if p.RetiredAt != nil && p.RetiredAt.Before(span.To) {
		span.To = *p.RetiredAt
	}
	if span.empty() {
		return nil, nil
	}
	if p.Days == EveryDay && p.Window == (norms.Window{}) {
		return []Span{span}, nil
	}
	opens, closes := int(p.Window.Open), int(p.Window.Close)
	if p.Window == (norms.Window{}) {
		closes = dayHours * 60
	}
	var wanted []Span
	for civil := civilDay(span.From.In(zone)); moment(civil, 0, zone).Before(span.To); civil = civil.AddDate(0, 0, 1) {
		is, err := p.Days.includes(civil, calendar)
		if err != nil {
			return wanted, err
		}
		part := Span{moment(civil, opens, zone), moment(civil, closes, zone)}.both(span)
		if is && !part.empty() {
			wanted = append(wanted, part)
		}
	}
	return merged(wanted), nil
}
