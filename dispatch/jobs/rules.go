package jobs

import (
	"context"
	"time"
)

// Rules learns of amendments that other nodes have made.
func Rules(refresh func(ctx context.Context) error) Job {
	return Job{Name: "rules", Schedule: "@every 5s", Within: 15 * time.Second, Run: refresh}
}
