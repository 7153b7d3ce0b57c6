package dispatch

import (
	"cmp"
	"slices"
	"time"

	"dispatch05/dispatch/roster"
)

// Duty is who answers in a city: the plan, and the accounts that hold what no rotation does.
type Duty struct {
	Roster   roster.Roster
	Accounts []Seat

	reach Reach
}

// Seat is an account as the holder of a role.
type Seat struct {
	Account      int64
	Name         string
	Role         Role
	Organisation int64
	Crew         int64
	From         time.Time
	To           *time.Time // when it was disabled
	Push         bool       // a browser of theirs takes notices
}

// InOrder gives the plan with its posts in the order of their ids.
func (d Duty) InOrder() Duty {
	slices.SortFunc(d.Roster.Posts, func(a, b roster.Post) int { return cmp.Compare(a.ID, b.ID) })
	return d
}

// Holder is somebody who stands behind a role at a moment: a person on duty by the plan, or an account (with the
// person whose login it is, where that is known).
type Holder struct {
	Person  roster.Person // ID 0: an account that is nobody's in particular
	Account int64         // 0: a person without a login, or with one that is closed
	Tablet  bool          // their crew's tablet takes notices
	Name    string
	Post    int64      // 0: no rotation says so
	Until   *time.Time // the end of the watch; nil: no end is planned
}

// Holders are who holds a role within an organisation (0 for the city's roles) at a moment. Posts with a rotation
// are held by whom it names and by nobody else; where there is none, every living account of the role holds it.
func (d Duty) Holders(role Role, organisation int64, at time.Time) []Holder {
	if organisation == 0 && role.ofOrganisation() {
		return nil // nobody's house: there is no such seat
	}
	posts := d.posts(role, at, func(p roster.Post) bool { return organisation == 0 || p.Organisation == organisation })
	return d.holdersOf(posts, at, func(s Seat) bool {
		return s.Role == role && (organisation == 0 || s.Organisation == organisation)
	})
}

// CrewHolders are the people on duty in a crew at a moment.
func (d Duty) CrewHolders(crew int64, at time.Time) []Holder {
	posts := d.posts(CrewMember, at, func(p roster.Post) bool { return p.Crew == crew })
	return d.holdersOf(posts, at, func(s Seat) bool { return s.Crew == crew })
}

// HoldersAt are who holds one post at a moment.
func (d Duty) HoldersAt(p roster.Post, at time.Time) []Holder {
	return d.holdersOf([]roster.Post{p}, at, func(s Seat) bool {
		if p.Crew != 0 {
			return s.Crew == p.Crew
		}
		return s.Role == Role(p.Role) && (p.Organisation == 0 || s.Organisation == p.Organisation)
	})
}

// Supervisors are who answers for a post that nobody holds at a moment: the holders of the nearest post above it that
// has any.
func (d Duty) Supervisors(p roster.Post, at time.Time) []Holder {
	for range d.Roster.Posts { // at most as many steps as there are posts: supervision may run in a circle
		above, known := d.Roster.Post(p.Supervisor)
		if !known {
			return nil
		}
		if above.Living(at) {
			if holders := d.HoldersAt(above, at); len(holders) > 0 {
				return holders
			}
		}
		p = above
	}
	return nil
}

// Held says whether anybody holds a role within an organisation at a moment.
func (d Duty) Held(role Role, organisation int64, at time.Time) bool {
	return len(d.Holders(role, organisation, at)) > 0
}

// longestShift is a day, also when the clocks go back in it.
const longestShift = 25 * time.Hour

// Shift is the desk's shift at a moment, as the rotation of a dispatcher's post, else of an operator's or a senior
// dispatcher's, hands over. A watch that is longer than a day is no shift.
func (d Duty) Shift(at time.Time) (roster.Span, bool) {
	for _, role := range []Role{Dispatcher, Operator, Senior} {
		for _, p := range d.posts(role, at, func(roster.Post) bool { return true }) {
			if span, planned := d.Roster.Shift(p, at); planned && span.To.Sub(span.From) <= longestShift {
				return span, true
			}
		}
	}
	return roster.Span{}, false
}

// ofOrganisation says whether a role is held within an organisation, not for the whole city.
func (r Role) ofOrganisation() bool { return r == Foreman || r == ChiefEngineer }

// posts are the living posts of a role that a choice takes.
func (d Duty) posts(role Role, at time.Time, of func(roster.Post) bool) []roster.Post {
	var found []roster.Post
	for _, p := range d.Roster.Posts {
		if Role(p.Role) == role && p.Living(at) && of(p) {
			found = append(found, p)
		}
	}
	return found
}

func (d Duty) holdersOf(posts []roster.Post, at time.Time, of func(Seat) bool) []Holder {
	var all []Holder
	for _, p := range posts {
		for _, w := range d.Roster.OnDuty(p, at) {
			all = append(all, d.holderBy(p, w, at))
		}
	}
	if len(posts) > 0 && !slices.ContainsFunc(posts, func(p roster.Post) bool { return !p.Planned() }) {
		return all
	}
	for _, s := range d.Accounts {
		taken := slices.ContainsFunc(all, func(h Holder) bool { return h.Account == s.Account })
		if of(s) && !taken && !at.Before(s.From) && (s.To == nil || at.Before(*s.To)) {
			person := d.personOf(s.Account, at)
			person.Push = person.Push || s.Push
			all = append(all, Holder{Person: person, Account: s.Account, Tablet: s.Crew != 0, Name: s.Name})
		}
	}
	return all
}

// holderBy is whoever has a watch at a post, as of a moment.
func (d Duty) holderBy(p roster.Post, w roster.Watch, at time.Time) Holder {
	person := d.Roster.People[w.Person]
	return Holder{Person: person, Account: d.living(person.Account, at), Tablet: d.tablet(p.Crew, at), Name: person.Name, Post: w.Post, Until: &w.Span.To}
}

// living is a login, or 0 once it is closed.
func (d Duty) living(account int64, at time.Time) int64 {
	if slices.ContainsFunc(d.Accounts, func(s Seat) bool { return s.Account == account && s.To != nil && !at.Before(*s.To) }) {
		return 0
	}
	return account
}

// tablet says whether a crew has a login for a tablet.
func (d Duty) tablet(crew int64, at time.Time) bool {
	return crew != 0 && slices.ContainsFunc(d.Accounts, func(s Seat) bool { return s.Crew == crew && (s.To == nil || at.Before(*s.To)) })
}

// personOf is the person whose login an account is.
func (d Duty) personOf(account int64, at time.Time) roster.Person {
	for _, p := range d.Roster.People {
		if p.Account == account && (p.RetiredAt == nil || at.Before(*p.RetiredAt)) {
			return p
		}
	}
	return roster.Person{}
}
