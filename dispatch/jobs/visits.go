package jobs

import (
	"context"
	"log/slog"
	"time"
)

// Visits learns from crews' visits where houses stand.
func Visits(now func() time.Time, learn func(ctx context.Context, now time.Time) (int, error), log *slog.Logger) Job {
	return Job{Name: "visits", Schedule: "@every 1h", Within: 10 * time.Minute, Run: func(ctx context.Context) error {
		moved, err := learn(ctx, now())
		if moved > 0 {
			log.Info("places of houses learned from visits", "houses", moved)
		}
		return err
	}}
}
