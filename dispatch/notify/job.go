package notify

import (
	"context"
	"log/slog"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// Job asks River to carry one notice. It holds no content: what is to be done stands in the notice's rows.
type Job struct {
	City   string `json:"city"`
	Notice int64  `json:"notice"`
}

// Kind is River's name of the job; rows of the database hold it.
func (Job) Kind() string { return "notice" }

// most is how often River may try one notice; the carrier gives up by time, long before.
const most = 1000

// InsertOpts are River's.
func (Job) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: most} }

// inserter is a client of River that works no jobs: it needs no pool, the transaction is the caller's.
var inserter = sync.OnceValues(func() (*river.Client[pgx.Tx], error) {
	return river.NewClient(riverpgxv5.New(nil), &river.Config{Logger: slog.New(slog.DiscardHandler)})
})

// Enqueue adds jobs within a transaction: they are there when, and only when, it commits.
func Enqueue(ctx context.Context, tx pgx.Tx, jobs []Job) error {
	if len(jobs) == 0 {
		return nil
	}
	client, err := inserter()
	if err != nil {
		return err
	}
	params := make([]river.InsertManyParams, len(jobs))
	for i, job := range jobs {
		params[i] = river.InsertManyParams{Args: job}
	}
	_, err = client.InsertManyTx(ctx, tx, params)
	return err
}
