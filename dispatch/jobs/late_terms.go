package jobs

import (
	"context"
	"time"
)

// LateTerms begins the terms that waited for the production calendar of their year.
func LateTerms(start func(ctx context.Context) error) Job {
	return Job{Name: "late terms", Schedule: "@every 1m", Within: 50 * time.Second, Run: start}
}
