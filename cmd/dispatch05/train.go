package main

import (
	"context"
	"fmt"

	"dispatch05/dispatch"
	"dispatch05/dispatch/postgres"
)

// trainCommand runs and pauses the training mode from the command line, as the board does.
type trainCommand struct {
	databaseFlags
	State string `arg:"" enum:"run,pause" help:"run or pause."`
	City  string `default:"demograd"`
	Pace  int    `default:"1" help:"1 to 10 times the speed of life."`
}

func (c *trainCommand) Run(ctx context.Context, std *streams) error {
	db, err := c.join(ctx, toolLog(std))
	if err != nil {
		return err
	}
	defer db.close(context.WithoutCancel(ctx))
	clock, err := postgres.StartClock(ctx, db.store, toolLog(std))
	if err != nil {
		return err
	}
	defer clock.Stop()
	desk := &dispatch.Desk{Store: db.store, Now: clock.Now}
	training, err := desk.SetTraining(ctx, dispatch.SystemActor(c.City, "Командная строка"), c.State == "run", c.Pace)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "training in %s: running %v, pace %d\n", c.City, training.Running, training.Pace)
	return nil
}
