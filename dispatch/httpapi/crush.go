package httpapi

import (
	"cmp"
	"context"
	"sync"
	"time"

	"dispatch05/dispatch"
)

// Crush bounds how many reports are worked on at once, so that beyond what the database can take a report is
// answered soon instead of late. Emergencies are let in first, and wait longer. Zero means the default.
type Crush struct {
	AtOnce     int           // 16 reports; half of a node's connections, the rest is for screens
	Waiting    int           // 64 others may wait; four times as many emergencies
	Patience   time.Duration // 3 s that another waits; four times as long an emergency
	ComeBackIn time.Duration // 2 s, told to those that are sent away
}

func (c Crush) withDefaults() Crush {
	return Crush{AtOnce: cmp.Or(c.AtOnce, 16), Waiting: cmp.Or(c.Waiting, 64), Patience: cmp.Or(c.Patience, 3*time.Second), ComeBackIn: cmp.Or(c.ComeBackIn, 2*time.Second)}
}

// crush lets reports in: emergencies before others, each kind in the order in which it came.
type crush struct {
	limits Crush
	mu     sync.Mutex
	inside int
	queues [2]queue // emergencies, others
}

// queue are those that wait, the longest waiting first. A closed channel is a place handed over.
type queue []chan struct{}

func newCrush(limits Crush) *crush { return &crush{limits: limits.withDefaults()} }

// enter waits for a place and gives what frees it. Its error says when to come back.
func (c *crush) enter(ctx context.Context, emergency bool) (leave func(), err error) {
	place, kind, share := make(chan struct{}), 1, 1
	if emergency {
		kind, share = 0, 4
	}
	if !c.join(place, kind, share*c.limits.Waiting) {
		return nil, crowded{c.limits.ComeBackIn}
	}
	late := time.NewTimer(time.Duration(share) * c.limits.Patience)
	defer late.Stop()
	select {
	case <-place:
		return c.leave, nil
	case <-late.C:
		err = crowded{c.limits.ComeBackIn}
	case <-ctx.Done():
		err = ctx.Err()
	}
	if !c.giveUp(place, kind) {
		c.leave() // the place came in the same moment
	}
	return nil, err
}

// join takes a place that is free, or queues for one; false: the queue is full.
func (c *crush) join(place chan struct{}, kind, room int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.inside < c.limits.AtOnce:
		c.inside++
		close(place)
	case len(c.queues[kind]) < room:
		c.queues[kind] = append(c.queues[kind], place)
	default:
		return false
	}
	return true
}

// leave hands the place to whoever is next, emergencies first.
func (c *crush) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for kind, waiting := range c.queues {
		if len(waiting) > 0 {
			close(waiting[0])
			c.queues[kind] = waiting[1:]
			return
		}
	}
	c.inside--
}

// giveUp leaves the queue; false: the place had been handed over.
func (c *crush) giveUp(place chan struct{}, kind int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, other := range c.queues[kind] {
		if other == place {
			c.queues[kind] = append(c.queues[kind][:i:i], c.queues[kind][i+1:]...)
			return true
		}
	}
	return false
}

// crowded is the refusal of a report that found no place.
type crowded struct{ wait time.Duration }

var errCrowded = &dispatch.Error{Kind: dispatch.Unexpected, Code: "crowded",
	Ru: "Обращений сейчас очень много: повторите через несколько секунд. В аварии звоните 05", En: "Very many reports come in now: try again in a few seconds. In an emergency call 05"}

func (c crowded) Error() string             { return errCrowded.Error() }
func (c crowded) Unwrap() error             { return errCrowded }
func (c crowded) RetryAfter() time.Duration { return c.wait }
