package jobs

import (
	"context"
	"log/slog"
	"time"

	"dispatch05/dispatch"
)

// Escalate is the tick beneath Deadlines: what they overlooked is told within two seconds.
func Escalate(sweep func(ctx context.Context) error) Job {
	return Job{Name: "escalate", Schedule: "@every 2s", Within: 20 * time.Second, Run: sweep}
}

// Sweep takes back the acknowledgements that ran out, then tells the next level of every overdue clock.
func Sweep(desk *dispatch.Desk, log *slog.Logger) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		lapsed, err := desk.SweepLapsed(ctx)
		if err != nil {
			return err
		}
		told, err := desk.SweepOverdue(ctx)
		if told+lapsed > 0 {
			log.Info("overdue clocks escalated", "clocks", told, "acknowledgements run out", lapsed)
		}
		return err
	}
}
