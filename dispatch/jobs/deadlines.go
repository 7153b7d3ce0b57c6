package jobs

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Deadlines wakes a sweep at the very moment at which the nearest deadline passes; the timetable's own tick
// is the net beneath it. Every node may run one: the rows say who takes what.
type Deadlines struct {
	// Nearest gives the first deadline after one moment and up to another; zero: there is none.
	Nearest func(ctx context.Context, after, upTo time.Time) (time.Time, error)
	Sweep   func(ctx context.Context) error
	Now     func() time.Time // the database's time
	Log     *slog.Logger

	stop context.CancelFunc
	done sync.WaitGroup
	once sync.Once
}

// lookAhead is how far it sees. A deadline set and passed within one look waits for the timetable's tick.
const lookAhead = time.Second

// Start begins to watch, and returns at once.
func (d *Deadlines) Start() {
	ctx, stop := context.WithCancel(context.Background())
	d.stop = stop
	d.done.Go(func() { d.watch(ctx) })
}

// Stop ends the watch and waits for what runs. It may be called twice.
func (d *Deadlines) Stop() {
	d.once.Do(func() {
		d.stop()
		d.done.Wait()
	})
}

func (d *Deadlines) watch(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	seen := d.Now() // what falls due after this moment is still to be looked at
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		looked := d.Now()
		nearest, err := d.Nearest(ctx, seen, looked.Add(lookAhead))
		switch {
		case err != nil:
			d.tell(ctx, "deadlines cannot be read: the timetable's tick goes on", err)
			timer.Reset(lookAhead)
		case nearest.IsZero():
			seen = looked
			timer.Reset(lookAhead)
		case nearest.After(looked):
			timer.Reset(nearest.Sub(looked))
		default:
			seen = looked // a row that cannot be taken now is the tick's
			d.tell(ctx, "sweep at a deadline failed: the timetable's tick takes it", d.Sweep(ctx))
			timer.Reset(0)
		}
	}
}

func (d *Deadlines) tell(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		d.Log.Warn(what, "error", err)
	}
}
