package jobs

import (
	"context"
	"time"
)

// Newcomers tells the open levels to those who have come on shift since.
func Newcomers(tell func(ctx context.Context) error) Job {
	return Job{Name: "newcomers", Schedule: "@every 30s", Within: 20 * time.Second, Run: tell}
}
