package notify

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"dispatch05/dispatch"
)

// Store keeps what the carrier reads and writes. Implemented by dispatch/postgres.
type Store interface {
	Told(ctx context.Context, city string, id int64) (dispatch.Told, dispatch.Matter, error)
	// Contact is where a recipient can be reached; with an empty one, whoever reported the request.
	Contact(ctx context.Context, city string, to dispatch.Recipient, request int64) (Contact, error)
	// PutAttempt writes an attempt. false: its notice is over meanwhile, or another job has begun this very try.
	PutAttempt(ctx context.Context, city string, notice int64, a dispatch.Attempt) (bool, error)
	// SetNotice gives a notice that is not over a state.
	SetNotice(ctx context.Context, city string, notice int64, state dispatch.NoticeState, now time.Time) error
	Zone(ctx context.Context, city string) (*time.Location, error)
}

// Config is what a Carrier needs.
type Config struct {
	Pool  *pgxpool.Pool // River's own work
	Store Store
	Set   func(city string) Set
	Now   func() time.Time // the database's time
	Log   *slog.Logger
	// How long a sending may take, and after how long one that a killed node had begun is taken up again; zero: 15 s
	// and a minute.
	Within, Rescue time.Duration
	// How long after its n-th failure a means is tried again; nil: 5 s, doubled up to ten minutes.
	Backoff func(tries int) time.Duration
}

// Carrier works the jobs of notices.
type Carrier struct {
	river.WorkerDefaults[Job]
	Config
	client *river.Client[pgx.Tx]
}

const (
	sendWithin  = 15 * time.Second
	rescueAfter = time.Minute
	atOnce      = 16 // notices carried by one node at a time
)

// Start begins to carry, and returns at once.
func Start(ctx context.Context, config Config) (*Carrier, error) {
	if config.Within == 0 {
		config.Within, config.Rescue = sendWithin, rescueAfter
	}
	if config.Backoff == nil {
		config.Backoff = backoff
	}
	c := &Carrier{Config: config}
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, c); err != nil {
		return nil, err
	}
	client, err := river.NewClient(riverpgxv5.New(config.Pool), &river.Config{
		Workers: workers, Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: atOnce}},
		JobTimeout: 2 * config.Within, RescueStuckJobsAfter: config.Rescue, MaxAttempts: most,
		Logger: slog.New(onlyWorse{config.Log.Handler()}),
		Test:   river.TestConfig{Time: ownTime{config.Now}}, // River's only door for a clock; a node's own may be wrong
	})
	if err != nil {
		return nil, err
	}
	c.client = client
	return c, client.Start(context.WithoutCancel(ctx))
}

// Stop takes no more jobs and waits for those that run, as long as the context lasts.
func (c *Carrier) Stop(ctx context.Context) {
	if err := c.client.Stop(ctx); err != nil {
		_ = c.client.StopAndCancel(context.WithoutCancel(ctx))
	}
}

// NextRetry lets River come back to a notice whose carrier has failed for a while.
func (c *Carrier) NextRetry(job *river.Job[Job]) time.Time {
	return c.Now().Add(c.Backoff(len(job.Errors) + 1))
}

// Work does what is next for a notice, until it has to wait or is over.
func (c *Carrier) Work(ctx context.Context, job *river.Job[Job]) error {
	city, id := job.Args.City, job.Args.Notice
	for {
		told, matter, err := c.Store.Told(ctx, city, id)
		if errors.Is(err, dispatch.ErrNotFound) || told.State.Over() {
			return nil
		}
		if err != nil {
			return err
		}
		zone, err := c.Store.Zone(ctx, city)
		if err != nil {
			return err
		}
		over, err := c.take(ctx, told, next(told, matter, c.Set(city), zone, c.Now()))
		if over || err != nil {
			return err
		}
	}
}

// take makes a step; over means that the job has nothing more to do now.
func (c *Carrier) take(ctx context.Context, t dispatch.Told, s step) (over bool, err error) {
	now := c.Now()
	switch {
	case s.end != "":
		return true, c.Store.SetNotice(ctx, t.City, t.ID, s.end, now)
	case s.hold:
		if err := c.Store.SetNotice(ctx, t.City, t.ID, dispatch.NoticeHeld, now); err != nil {
			return true, err
		}
		return true, river.JobSnooze(s.wait.Sub(now))
	case !s.wait.IsZero():
		return true, river.JobSnooze(max(s.wait.Sub(now), 0))
	case s.skip != "":
		_, err := c.Store.PutAttempt(ctx, t.City, t.ID, dispatch.Attempt{Means: s.skip, State: dispatch.AttemptSkipped, At: now, Why: s.why})
		return false, err
	default:
		return c.send(ctx, t, s.send)
	}
}
