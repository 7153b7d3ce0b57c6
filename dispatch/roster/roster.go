package roster

import (
	"slices"
	"time"
)

// Person is a human being who can be on duty.
type Person struct {
	ID           int64
	Version      int64
	Name         string
	Organisation int64
	Role         string
	Crew         int64 // that they usually work in; 0: none
	Phone        string
	Email        string
	Telegram     string // chat id
	Push         bool   // a device of theirs takes notices
	Account      int64  // their login; 0: none
	RetiredAt    *time.Time
}

// Channels are the contacts that are known of a person, by name. Which of them a city can use is not told here.
func (p Person) Channels() []string {
	channels := []string{}
	for _, way := range []struct {
		name string
		has  bool
	}{{"push", p.Push}, {"telegram", p.Telegram != ""}, {"phone", p.Phone != ""}, {"email", p.Email != ""}} {
		if way.has {
			channels = append(channels, way.name)
		}
	}
	return channels
}

// Roster is a city's plan of duty.
type Roster struct {
	Zone     *time.Location
	Calendar Calendar // nil: none is loaded
	People   map[int64]Person
	Posts    []Post
}

// Unknown says that nobody can tell who holds a post from a moment on: the calendar does not know the year.
type Unknown struct {
	Post  int64
	Since time.Time
	Err   error
}

func (r Roster) calendar() Calendar {
	if r.Calendar == nil {
		return NoCalendar{}
	}
	return r.Calendar
}

// Post is the post of an id.
func (r Roster) Post(id int64) (Post, bool) {
	i := slices.IndexFunc(r.Posts, func(p Post) bool { return p.ID == id })
	if i < 0 {
		return Post{}, false
	}
	return r.Posts[i], true
}

// Watches are the watches of a post that touch a span, in order, and what is not known of it. A person who has
// left holds no watch from then on.
func (r Roster) Watches(p Post, span Span) ([]Watch, []Unknown) {
	planned, unknown := p.watches(span, r.Zone, r.calendar())
	var all []Watch
	for _, w := range planned {
		person, known := r.People[w.Person]
		switch {
		case !known:
		case person.RetiredAt == nil:
			all = append(all, w)
		default:
			all = append(all, upTo([]Watch{w}, *person.RetiredAt)...)
		}
	}
	all = slices.DeleteFunc(all, func(w Watch) bool { return !w.Span.touches(span) })
	unknown = slices.DeleteFunc(unknown, func(u Unknown) bool { return !u.Since.Before(span.To) })
	return all, unknown
}

// OnDuty are the watches of a post at a moment.
func (r Roster) OnDuty(p Post, at time.Time) []Watch {
	watches, _ := r.Watches(p, At(at))
	return watches
}

// Gaps are when within a span a planned post has to be held and nobody does. A post without a rotation has none:
// every account of its role holds it. Where the calendar does not know the year, nothing is said of it.
func (r Roster) Gaps(p Post, span Span) []Span {
	if !p.Planned() {
		return nil
	}
	watches, unknown := r.Watches(p, span)
	for _, u := range unknown {
		span.To = earlier(span.To, u.Since)
	}
	if span.empty() {
		return nil
	}
	gaps, _ := p.demand(span, r.Zone, r.calendar())
	for _, w := range watches {
		var left []Span
		for _, gap := range gaps {
			left = append(left, gap.without(w.Span)...)
		}
		gaps = left
	}
	return gaps
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// Shift is the stretch of a post's rotation that holds a moment, from one hand-over to the next, whoever stands in.
func (r Roster) Shift(p Post, at time.Time) (Span, bool) {
	for _, rotation := range p.Rotations {
		slots, _, _ := rotation.slots(At(at), r.Zone, r.calendar()) // what a calendar does not know is no shift of the plan
		for _, s := range slots {
			if span := (Span{s.from, s.to}); span.touches(At(at)) {
				return span, true
			}
		}
	}
	return Span{}, false
}
