package jobs

import (
	"context"
	"log/slog"
	"time"

	"dispatch05/dispatch"
)

// Escalate tells the next level of every overdue clock.
func Escalate(desk *dispatch.Desk, log *slog.Logger) Job {
	return Job{Name: "escalate", Schedule: "@every 2s", Within: 20 * time.Second, Run: func(ctx context.Context) error {
		told, err := desk.SweepOverdue(ctx)
		if told > 0 {
			log.Info("overdue clocks escalated", "clocks", told)
		}
		return err
	}}
}
