package realtime

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

// reads asks the source: a bounded number of questions at once, each with a
// deadline, each answer checked against the question.
type reads struct {
	source  Source
	room    chan struct{}
	limit   time.Duration
	metrics *Metrics
}

func newReads(config Config) *reads {
	return &reads{
		source:  config.Source,
		room:    make(chan struct{}, config.Limits.Reads),
		limit:   config.Pace.Read,
		metrics: config.Metrics,
	}
}

// ask runs a question in its turn.
func (r *reads) ask(ctx context.Context, name string, question func(context.Context) error) error {
	select {
	case r.room <- struct{}{}:
		defer func() { <-r.room }()
	case <-ctx.Done():
		return ctx.Err()
	}
	ctx, cancel := context.WithTimeout(ctx, r.limit)
	defer cancel()
	err := question(ctx)
	if err != nil {
		r.metrics.failures.WithLabelValues(name).Inc()
	}
	return err
}

// since gives a delta that really continues from the position.
func (r *reads) since(ctx context.Context, topic Topic, from Position) (delta Delta, err error) {
	err = r.ask(ctx, "since", func(ctx context.Context) error {
		delta, err = r.source.Since(ctx, topic, from)
		return err
	})
	if err != nil {
		return Delta{}, err
	}
	if delta.Epoch != from.Epoch || delta.After != from.Offset || delta.Offset < from.Offset {
		return Delta{}, fmt.Errorf("realtime: the source answered %s %d..%d when asked from %s %d",
			delta.Epoch, delta.After, delta.Offset, from.Epoch, from.Offset)
	}
	return delta, nil
}

func (r *reads) snapshot(ctx context.Context, topic Topic, viewer Viewer) (snapshot Snapshot, err error) {
	err = r.ask(ctx, "snapshot", func(ctx context.Context) error {
		snapshot, err = r.source.Snapshot(ctx, topic, viewer)
		return err
	})
	if err == nil && snapshot.Epoch == "" {
		err = fmt.Errorf("realtime: the source gave a snapshot of %s without an epoch", topic)
	}
	return snapshot, err
}

func (r *reads) positions(ctx context.Context, topics []Topic) (found map[Topic]Position, err error) {
	err = r.ask(ctx, "positions", func(ctx context.Context) error {
		found, err = r.source.Positions(ctx, topics)
		return err
	})
	return found, err
}

// retryAfter doubles with each failure, up to 20 times Pace.Retry, and is spread
// by half, so that sockets that failed together do not come back together.
func (h *Hub) retryAfter(failures int) time.Duration {
	wait := min(h.config.Pace.Retry<<min(failures-1, 10), 20*h.config.Pace.Retry)
	return wait/2 + rand.N(wait/2+1)
}

// pause waits, or less when the hub stops.
func (h *Hub) pause(wait time.Duration) {
	select {
	case <-time.After(wait):
	case <-h.ctx.Done():
	}
}
