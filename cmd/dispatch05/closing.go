package main

import (
	"context"
	"log/slog"
	"time"
)

// closing undoes what was started, last first, each step with its name and all within a bound, so that a
// stuck part is named in the log and does not hold up the others for ever.
type closing struct {
	log   *slog.Logger
	steps []closingStep
}

type closingStep struct {
	name string
	do   func(context.Context)
}

const (
	closingWithin = 25 * time.Second
	stepWithin    = 12 * time.Second
)

func (c *closing) add(name string, do func(context.Context)) {
	c.steps = append(c.steps, closingStep{name, do})
}

func (c *closing) run() {
	ctx, cancel := context.WithTimeout(context.Background(), closingWithin)
	defer cancel()
	for i := len(c.steps) - 1; i >= 0; i-- {
		c.take(ctx, c.steps[i])
	}
	c.steps = nil
}

func (c *closing) take(ctx context.Context, step closingStep) {
	ctx, cancel := context.WithTimeout(ctx, stepWithin)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		step.do(ctx)
	}()
	select {
	case <-done:
		c.log.Debug("stopped", "part", step.name)
	case <-ctx.Done():
		c.log.Error("part did not stop in time", "part", step.name)
	}
}
