package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dispatch05/dispatch/norms"
)

// doctorCommand says what is wrong with an installation, in words.
type doctorCommand struct{ databaseFlags }

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
	ailing := 0
	tell := func(fine bool, format string, args ...any) {
		word := "ok   "
		if !fine {
			ailing++
			word = "WRONG"
		}
		fmt.Fprintf(std.out, word+" "+format+"\n", args...)
	}
	skew := time.Since(now).Round(time.Millisecond)
	tell(skew.Abs() < time.Minute, "this machine's clock differs from the database's by %s (the database's counts)", skew)
	lapsed := norms.StandardBook().Lapsed(now)
	tell(len(lapsed) == 0, "%d norms have ended without a new edition", len(lapsed))
	cities, err := db.store.Cities(ctx)
	if err != nil {
		return err
	}
	tell(len(cities) > 0, "%d cities", len(cities))
	for _, city := range cities {
		health, err := db.store.Health(ctx, city.ID)
		if err != nil {
			return err
		}
		tell(health.Houses > 0, "%s: %d houses, %d without a point", city.ID, health.Houses, health.Unplaced)
		tell(health.Crews > 0, "%s: %d crews, %d of them without a telephone", city.ID, health.Crews, health.Mute)
		tell(health.Dispatchers > 0, "%s: %d accounts that can dispatch, %d of the escalation ladder", city.ID, health.Dispatchers, health.Ladder)
	}
	if ailing > 0 {
		return errors.New(fmt.Sprint(ailing, " things are wrong"))
	}
	return nil
}
