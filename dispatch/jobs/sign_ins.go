package jobs

import (
	"context"
	"time"
)

// SignIns drops sessions, tickets and counts of wrong passwords that have run out.
func SignIns(sweep func(ctx context.Context) error) Job {
	return Job{Name: "sign-ins", Schedule: "@every 1h", Within: time.Minute, Run: sweep}
}
