package jobs

import (
	"context"
	"time"
)

// logKeeps is how long the outbox remembers: a screen that was away for longer takes a snapshot.
const logKeeps = 24 * time.Hour

// Trim forgets what every screen has long been told.
func Trim(now func() time.Time, trim func(ctx context.Context, before time.Time) (int64, error)) Job {
	return Job{Name: "trim", Schedule: "@every 10m", Within: 5 * time.Minute, Run: func(ctx context.Context) error {
		_, err := trim(ctx, now().Add(-logKeeps))
		return err
	}}
}
