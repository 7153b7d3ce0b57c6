package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/postgres"
	"dispatch05/dispatch/roster"
)

// doctorCommand says what is wrong with an installation, in words.
type doctorCommand struct {
	databaseFlags
	Notices noticeFlags `embed:""`
}

func (c *doctorCommand) Run(ctx context.Context, std *streams) error {
	db, err := c.join(ctx, toolLog(std))
	if err != nil {
		return err
	}
	defer db.close(context.WithoutCancel(ctx))
	now, err := serverTime(ctx, db.store, std)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "ok    database answers, schema is up to date\n")
	x := &examination{out: std.out}
	skew := time.Since(now).Round(time.Millisecond)
	x.tell(skew.Abs() < time.Minute, "this machine's clock differs from the database's by %s (the database's counts)", skew)
	x.calendar(norms.StandardCalendar(), now)
	x.channels(c.Notices)
	cities, err := db.store.Cities(ctx)
	if err != nil {
		return err
	}
	x.tell(len(cities) > 0, "%s", quantity(len(cities), "city", "cities"))
	desk, err := deskOf(ctx, std, db.store, func() time.Time { return now })
	if err != nil {
		return err
	}
	_ = c.Notices.reach(ctx, desk, db.store) // settings that are wrong were told by channels: nothing goes out by them
	for _, city := range cities {
		health, err := db.store.Health(ctx, city.ID)
		if err != nil {
			return err
		}
		planned, err := plannedRoles(ctx, db.store, city.ID, now)
		if err != nil {
			return err
		}
		x.city(city.ID, health, planned)
		if err := x.rules(ctx, desk, city.ID, now); err != nil {
			return err
		}
		if err := x.duty(ctx, desk, city); err != nil {
			return err
		}
	}
	if x.ailing > 0 {
		return errors.New(quantity(x.ailing, "thing is wrong", "things are wrong"))
	}
	return nil
}

// examination tells finding after finding and counts the bad ones.
type examination struct {
	out    io.Writer
	ailing int
}

func (x *examination) tell(fine bool, format string, args ...any) {
	word := "ok   "
	if !fine {
		x.ailing++
		word = "WRONG"
	}
	fmt.Fprintf(x.out, word+" "+format+"\n", args...)
}

// calendar warns, and no more, of working days that cannot be counted: a decree may be late, and the service works without.
func (x *examination) calendar(calendar *norms.Calendar, now time.Time) {
	for _, year := range slices.Compact([]int{now.Year(), now.AddDate(0, 1, 0).Year()}) {
		if calendar.Loaded(year) {
			x.tell(true, "the production calendar of %d is loaded", year)
		} else {
			fmt.Fprintf(x.out, "note  the production calendar of %d is not loaded: terms in working days that end in it cannot start\n", year)
		}
	}
}

func (x *examination) city(id string, health postgres.Health, planned map[dispatch.Role]bool) {
	x.tell(health.Houses > 0, "%s: %s, %d without a point", id, quantity(health.Houses, "house", "houses"), health.Unplaced)
	x.roads(id, health)
	x.tell(health.Crews > 0, "%s: %s, %d of them without a telephone", id, quantity(health.Crews, "crew", "crews"), len(health.Mute))
	for _, crew := range health.Mute {
		fmt.Fprintf(x.out, "      %s: nobody can call it; enter a telephone in /admin, \"Бригады\"\n", crew)
	}
	x.tell(health.Dispatchers > 0, "%s: %s that can dispatch", id, quantity(health.Dispatchers, "account", "accounts"))
	if empty := emptyChairs(health, planned); len(empty) > 0 {
		x.tell(false, "%s: escalations find nobody as %s: dispatch05 user add --city %s --role ROLE LOGIN", id, strings.Join(empty, ", "), id)
	} else {
		x.tell(true, "%s: every level of the escalation ladder is held", id)
	}
}

// roads notes, and no more, that a city has no road map: its minutes go round the barriers then.
func (x *examination) roads(city string, health postgres.Health) {
	switch {
	case health.RoadEdges == 0:
		fmt.Fprintf(x.out, "note  %s: no road map, minutes to a house are rough: dispatch05 import osm --city %s FILE\n", city, city)
	case health.RoadsAsOf == nil:
		x.tell(true, "%s: a road map of %d directions to drive", city, health.RoadEdges)
	default:
		x.tell(true, "%s: a road map of %d directions to drive, as of %s", city, health.RoadEdges, health.RoadsAsOf.Format(time.DateOnly))
	}
}

// rules tells which norms of a city have ended without a new edition, and which of its own changes are out of force.
func (x *examination) rules(ctx context.Context, desk *dispatch.Desk, city string, now time.Time) error {
	zone, err := desk.Store.Zone(ctx, city)
	if err != nil {
		return err
	}
	rules := desk.Rules(city)
	lapsed := rules.Book.Lapsed(now.In(zone))
	x.tell(len(lapsed) == 0, "%s: %s without a new edition", city, quantity(len(lapsed), "norm has ended", "norms have ended"))
	for _, row := range lapsed {
		fmt.Fprintf(x.out, "      %s, %s (%s) ended on %s: its terms start no more; enter the edition in /admin, \"Нормы\"\n", row.Act, row.Clause, row.Code, row.ValidTo)
	}
	x.tell(len(rules.Refused) == 0, "%s: %s out of force", city, quantity(len(rules.Refused), "change of a rule is", "changes of rules are"))
	for _, refused := range rules.Refused {
		fmt.Fprintf(x.out, "      no. %d, %s %s, by %s: %v\n", refused.ID, refused.Subject, refused.Code, refused.By, refused.Reason)
	}
	return nil
}

// dutyDays is how far ahead the plan of duty is looked through, and dutyLines how many flaws are told one by one.
const (
	dutyDays  = 7
	dutyLines = 20
)

// duty tells what is wrong with the plan of the next days.
func (x *examination) duty(ctx context.Context, desk *dispatch.Desk, city dispatch.City) error {
	posts, err := desk.Posts(ctx, consoleActor(city.ID))
	if err != nil {
		return err
	}
	found, err := desk.RosterFindings(ctx, consoleActor(city.ID), dutyDays)
	if err != nil {
		return err
	}
	if city.Demo { // most of its people are invented, and have no login: that they cannot be told is no flaw of the city
		all := len(found)
		found = slices.DeleteFunc(found, func(f dispatch.FindingRow) bool { return f.Fault == roster.Unreachable })
		fmt.Fprintf(x.out, "note  %s: in %s of the next %d days invented people without a login cannot be told\n", city.ID, quantity(all-len(found), "watch", "watches"), dutyDays)
	}
	x.tell(len(found) == 0, "%s: %s, %s in the plan of the next %d days", city.ID, quantity(len(posts), "post", "posts"), quantity(len(found), "flaw", "flaws"), dutyDays)
	for _, f := range found[:min(len(found), dutyLines)] {
		fmt.Fprintf(x.out, "      %s\n", f.TextEn)
	}
	if more := len(found) - dutyLines; more > 0 {
		fmt.Fprintf(x.out, "      and %d more\n", more)
	}
	return nil
}

// plannedRoles are those that the posts with a rotation hold; of foremen the city's own service's only.
func plannedRoles(ctx context.Context, store *postgres.Store, city string, now time.Time) (map[dispatch.Role]bool, error) {
	own, err := store.OwnService(ctx, city)
	if err != nil {
		return nil, err
	}
	duty, err := store.Duty(ctx, city, now)
	roles := map[dispatch.Role]bool{}
	for _, p := range duty.Roster.Posts {
		if role := dispatch.Role(p.Role); p.Living(now) && p.Planned() && (role != dispatch.Foreman || p.Organisation == own.ID) {
			roles[role] = true
		}
	}
	return roles, err
}

// emptyChairs are the levels of the escalation ladder that neither an account nor a rotation holds; whether somebody
// is on duty in each watch the plan tells.
func emptyChairs(health postgres.Health, planned map[dispatch.Role]bool) (empty []string) {
	for _, level := range norms.StandardLadder() {
		if role := dispatch.Role(level.Role); health.Holders[role] > 0 || planned[role] {
			continue
		}
		role := level.Role
		if dispatch.Role(role) == dispatch.Foreman {
			role += " (of the city's own service)"
		}
		empty = append(empty, role)
	}
	return empty
}
