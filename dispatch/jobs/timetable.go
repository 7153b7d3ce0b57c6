package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
)

// Job is one line of the timetable.
type Job struct {
	Name     string
	Schedule string        // as robfig/cron reads it, in UTC: "@every 5s", "17 3 * * *"
	Within   time.Duration // how long one run may take
	Run      func(ctx context.Context) error
}

// Timetable wakes jobs on their schedules. A run that is not over when its next time comes is not
// doubled, and a panic of one job is logged and harms no other.
type Timetable struct {
	cron *cron.Cron
	log  *slog.Logger
	ctx  context.Context
	end  context.CancelFunc
	once sync.Once
}

// New reads the schedules; a wrong one is told.
func New(log *slog.Logger, jobs ...Job) (*Timetable, error) {
	t := &Timetable{log: log}
	t.ctx, t.end = context.WithCancel(context.Background())
	t.cron = cron.New(cron.WithLocation(time.UTC), cron.WithChain(cron.Recover(cronLog{log}), cron.SkipIfStillRunning(cron.DiscardLogger)))
	for _, job := range jobs {
		if _, err := t.cron.AddFunc(job.Schedule, func() { t.run(job) }); err != nil {
			return nil, fmt.Errorf("job %s: schedule %q: %w", job.Name, job.Schedule, err)
		}
	}
	return t, nil
}

// Start begins to wake, and returns at once.
func (t *Timetable) Start() { t.cron.Start() }

// Stop wakes no more, tells what runs to end, and waits for it. It may be called twice.
func (t *Timetable) Stop() {
	t.once.Do(func() {
		over := t.cron.Stop()
		t.end()
		<-over.Done()
	})
}

func (t *Timetable) run(job Job) {
	ctx, cancel := context.WithTimeout(t.ctx, job.Within)
	defer cancel()
	if err := job.Run(ctx); err != nil && t.ctx.Err() == nil {
		t.log.Error("job failed: it is tried again at its next time", "job", job.Name, "error", err)
	}
}

// cronLog hands cron's own words to slog.
type cronLog struct{ log *slog.Logger }

func (l cronLog) Info(string, ...any) {}

func (l cronLog) Error(err error, message string, pairs ...any) {
	l.log.Error(message, append([]any{"error", err}, pairs...)...)
}
