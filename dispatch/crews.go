package dispatch

import (
	"context"
	"slices"
	"strings"
	"time"

	"dispatch05/dispatch/norms"
)

var (
	// ErrCrewNamed is answered for a name that another crew of the city bears, or bore within another organisation.
	ErrCrewNamed = &Error{Kind: Conflict, Code: "name_taken", Field: "name", Ru: "Бригада с таким названием уже есть или была", En: "There is, or was, a crew of this name"}
	// ErrCrewBusy is answered when a crew that holds orders is to end.
	ErrCrewBusy = &Error{Kind: Conflict, Code: "crew_busy", Ru: "У бригады есть незакрытые наряды: сначала отзовите их", En: "The crew holds open orders: recall them first"}
)

// CrewHolds is what ends with a crew, and what keeps it from ending: its open orders.
type CrewHolds struct {
	Orders     []string   `json:"orders"` // numbers of their requests
	ShiftUntil *time.Time `json:"shift_until"`
	Logins     []string   `json:"logins"`
	Posts      []string   `json:"posts"`
	People     []string   `json:"people"` // who usually work in it
}

// PutCrew adds a crew (ID 0) or changes one; a changed one needs the version that was looked at. The base moves only a
// crew that has not told where it is.
func (d *Desk) PutCrew(ctx context.Context, actor Actor, c Crew, why string) (CrewRow, error) {
	if err := firstOf(d.mayStaff(ctx, actor, c.Organisation), fits("why", why, maxShort)); err != nil {
		return CrewRow{}, err
	}
	var was Fields
	organisations := []int64{c.Organisation}
	if c.ID != 0 {
		old, err := d.CrewToRoster(ctx, actor, c.ID)
		if err != nil {
			return CrewRow{}, err
		}
		was, organisations = old.fields(), append(organisations, old.Organisation)
	}
	if err := d.mayStaff(ctx, actor, organisations...); err != nil {
		return CrewRow{}, err
	}
	c, err := checkedCrew(c)
	if err != nil {
		return CrewRow{}, err
	}
	line := d.rosterLine(actor, "crew", c.ID, why, map[string]any{"name": c.Name}).Changed(was, c.fields())
	id, moved, err := d.Store.ChangeCrew(ctx, actor.City, c, line, func(id int64) []Event { return crewEvents(id, organisations...) })
	if err != nil {
		return CrewRow{}, err
	}
	d.announce(ctx, actor.City, moved)
	c, err = d.Store.Crew(ctx, actor.City, id)
	return RowOfCrew(c, d.Now()), err
}

// CrewHolds tells what would end with a crew.
func (d *Desk) CrewHolds(ctx context.Context, actor Actor, id int64) (CrewHolds, error) {
	crew, err := d.CrewToRoster(ctx, actor, id)
	if err != nil {
		return CrewHolds{}, err
	}
	return d.crewHolds(ctx, crew)
}

func (d *Desk) crewHolds(ctx context.Context, crew Crew) (CrewHolds, error) {
	now := d.Now()
	cases, err := d.Store.CasesOfCrew(ctx, crew.City, crew.ID)
	if err != nil {
		return CrewHolds{}, err
	}
	duty, err := d.duty(ctx, crew.City, now)
	if err != nil {
		return CrewHolds{}, err
	}
	holds := CrewHolds{Orders: openWith(cases, crew.ID), Logins: []string{}, Posts: []string{}, People: []string{}}
	if crew.OnShift(now) {
		holds.ShiftUntil = crew.ShiftUntil
	}
	for _, s := range duty.Accounts {
		if s.Crew == crew.ID && s.To == nil {
			holds.Logins = append(holds.Logins, s.Name)
		}
	}
	for _, p := range duty.Roster.Posts {
		if p.Crew == crew.ID && p.Living(now) {
			holds.Posts = append(holds.Posts, p.Name)
		}
	}
	for _, p := range duty.Roster.People {
		if p.Crew == crew.ID && p.RetiredAt == nil {
			holds.People = append(holds.People, p.Name)
		}
	}
	slices.Sort(holds.People)
	return holds, nil
}

// openWith are the numbers of requests whose active orders a crew holds.
func openWith(cases []Case, crew int64) []string {
	numbers := []string{}
	for _, c := range cases {
		if slices.ContainsFunc(c.Orders, func(o WorkOrder) bool { return o.Crew == crew && o.State.Active() }) {
			numbers = append(numbers, c.Request.Label())
		}
	}
	return numbers
}

// RetireCrew ends a crew that holds no open orders: its shift, its logins and its posts end with it.
func (d *Desk) RetireCrew(ctx context.Context, actor Actor, id int64, why string) error {
	crew, err := d.CrewToRoster(ctx, actor, id)
	if err != nil {
		return err
	}
	if err := d.mayStaff(ctx, actor, crew.Organisation); err != nil {
		return err
	}
	holds, err := d.crewHolds(ctx, crew)
	if err != nil {
		return err
	}
	line := d.rosterLine(actor, "crew_retired", id, why, map[string]any{"name": crew.Name, "logins": len(holds.Logins), "posts": len(holds.Posts), "people": len(holds.People)})
	if err := line.Reasoned(); err != nil {
		return err
	}
	if len(holds.Orders) > 0 {
		busy, numbers := *ErrCrewBusy, strings.Join(holds.Orders, ", ")
		busy.Ru, busy.En = "У бригады незакрытые наряды ("+numbers+"): сначала отзовите их", "The crew holds open orders ("+numbers+"): recall them first"
		return &busy
	}
	moved, err := d.Store.EndCrew(ctx, actor.City, id, line, crewEvents(id, crew.Organisation))
	if err == nil {
		d.announce(ctx, actor.City, moved)
	}
	return err
}

const mostInCrew = 50

// checkedCrew is a crew as it is kept.
func checkedCrew(c Crew) (Crew, error) {
	c.Name = strings.TrimSpace(c.Name)
	switch {
	case c.Name == "":
		return c, invalid("name", "no_name", "Укажите название", "Give the name")
	case len(c.Skills) == 0:
		return c, invalid("skills", "no_skill", "Укажите, что бригада умеет", "Say what the crew is able to do")
	case c.People < 1 || c.People > mostInCrew:
		return c, invalid("people", "bad_crew_size", "В бригаде от 1 до 50 человек", "A crew has 1 to 50 people")
	case c.Point != nil && !onEarth(*c.Point):
		return c, invalid("point", "bad_point", "Такого места нет", "There is no such place")
	}
	for _, skill := range c.Skills {
		if !slices.Contains(norms.Skills, norms.Skill(skill)) {
			return c, invalid("skills", "unknown_skill", "Такого умения нет", "There is no such skill")
		}
	}
	var err error
	c.Skills = slices.Compact(slices.Sorted(slices.Values(c.Skills)))
	if c.Phone, err = storedPhone(c.Phone); err != nil {
		return c, err
	}
	return c, CheckName("name", c.Name)
}
