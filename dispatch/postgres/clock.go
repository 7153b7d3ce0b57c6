package postgres

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Clock is the database's time, so that a node with a wrong clock does no harm. The offset is sampled
// regularly; between samples the machine's monotonic clock carries on, so that a step of the wall clock
// is not seen.
type Clock struct {
	store  *Store
	anchor atomic.Pointer[anchor]
	log    *slog.Logger
	stop   context.CancelFunc
	done   sync.WaitGroup
}

// anchor ties a moment of the monotonic clock to the database's time.
type anchor struct{ local, server time.Time }

const clockEvery = 15 * time.Second

// StartClock takes the first sample and keeps sampling until Stop.
func StartClock(ctx context.Context, store *Store, log *slog.Logger) (*Clock, error) {
	c := &Clock{store: store, log: log}
	if err := c.sample(ctx); err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	c.stop = stop
	c.done.Go(func() { c.keep(running) })
	return c, nil
}

// Now is the database's time in UTC, in whole microseconds as Postgres keeps it.
func (c *Clock) Now() time.Time {
	a := c.anchor.Load()
	return a.server.Add(time.Since(a.local)).Truncate(time.Microsecond)
}

// Stop ends the sampling and waits for it. It may be called twice.
func (c *Clock) Stop() {
	c.stop()
	c.done.Wait()
}

func (c *Clock) keep(ctx context.Context) {
	tick := time.NewTicker(clockEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := c.sample(ctx); err != nil && ctx.Err() == nil {
				c.log.Warn("database time not sampled", "error", err)
			}
		}
	}
}

// sample asks three times and believes the quickest answer, whose middle is closest to the truth.
func (c *Clock) sample(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	best := time.Hour
	var found anchor
	for range 3 {
		asked := time.Now()
		var server time.Time
		if err := c.store.pool.QueryRow(ctx, `select clock_timestamp()`).Scan(&server); err != nil {
			return err
		}
		if took := time.Since(asked); took < best {
			best = took
			found = anchor{local: asked.Add(took / 2), server: server.UTC()}
		}
	}
	c.anchor.Store(&found)
	return nil
}
