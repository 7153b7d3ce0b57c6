package jobs

import (
	"context"
	"time"
)

// uploadKeeps is how long an unfinished photograph waits for its tablet: a weekend in a cellar. Later it is sent anew.
const uploadKeeps = 72 * time.Hour

// Uploads forgets pieces of photographs that nobody goes on sending.
func Uploads(now func() time.Time, trim func(ctx context.Context, before time.Time) (int64, error)) Job {
	return Job{Name: "uploads", Schedule: "@every 1h", Within: 5 * time.Minute, Run: func(ctx context.Context) error {
		_, err := trim(ctx, now().Add(-uploadKeeps))
		return err
	}}
}
