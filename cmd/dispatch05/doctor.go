package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/postgres"
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
	lapsed := norms.StandardBook().Lapsed(now)
	x.tell(len(lapsed) == 0, "%s without a new edition", quantity(len(lapsed), "norm has ended", "norms have ended"))
	x.channels(c.Notices)
	cities, err := db.store.Cities(ctx)
	if err != nil {
		return err
	}
	x.tell(len(cities) > 0, "%s", quantity(len(cities), "city", "cities"))
	for _, city := range cities {
		health, err := db.store.Health(ctx, city.ID)
		if err != nil {
			return err
		}
		x.city(city.ID, health)
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

func (x *examination) city(id string, health postgres.Health) {
	x.tell(health.Houses > 0, "%s: %s, %d without a point", id, quantity(health.Houses, "house", "houses"), health.Unplaced)
	x.tell(health.Crews > 0, "%s: %s, %d of them without a telephone", id, quantity(health.Crews, "crew", "crews"), health.Mute)
	x.tell(health.Dispatchers > 0, "%s: %s that can dispatch", id, quantity(health.Dispatchers, "account", "accounts"))
	if empty := emptyChairs(health); len(empty) > 0 {
		x.tell(false, "%s: escalations find nobody as %s: dispatch05 user add --city %s --role ROLE LOGIN", id, strings.Join(empty, ", "), id)
	} else {
		x.tell(true, "%s: every level of the escalation ladder is held", id)
	}
}

// emptyChairs are the levels of the escalation ladder that no account holds.
func emptyChairs(health postgres.Health) (empty []string) {
	for _, level := range norms.StandardLadder() {
		if health.Holders[dispatch.Role(level.Role)] > 0 {
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
