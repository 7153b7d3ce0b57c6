package realtime

import (
	"sync"
	"time"
)

// catchUps are the subscriptions of one socket that wait to be read for, one
// after the other, so that a socket asks the source one question at a time and
// at most one large answer waits in its outbox.
type catchUps struct {
	mu      sync.Mutex
	waiting []*subscription
	running bool
}

// put queues a subscription and tells whether a worker must be started.
func (u *catchUps) put(s *subscription) (start bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.waiting = append(u.waiting, s)
	start, u.running = !u.running, true
	return start
}

func (u *catchUps) take() (s *subscription, more bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.waiting) == 0 {
		u.waiting, u.running = nil, false
		return nil, false
	}
	s, u.waiting = u.waiting[0], u.waiting[1:]
	return s, true
}

// catchUp brings a subscription up to date in its turn. It never blocks.
func (c *connection) catchUp(s *subscription) {
	if c.behind.put(s) {
		c.hub.tasks.run(c.catchUpAll)
	}
}

func (c *connection) catchUpAll() {
	for {
		s, more := c.behind.take()
		if !more {
			return
		}
		select {
		case <-c.outbox.whenIdle():
		case <-c.ctx.Done():
		}
		if c.ctx.Err() != nil {
			continue
		}
		if err := s.catchUp(c.ctx); err != nil {
			c.catchUpLater(s, err)
		}
	}
}

// catchUpLater tries again when the source may answer, other topics first.
func (c *connection) catchUpLater(s *subscription, cause error) {
	if c.ctx.Err() != nil {
		return
	}
	s.failures++
	if s.failures == 1 {
		c.hub.config.Log.Warn("realtime: catching up failed", "topic", s.topic, "error", cause)
		c.tell(errorMessage(ErrorUnavailable, s.topic, "cannot be read now, will be sent as soon as it can"))
	}
	time.AfterFunc(c.hub.retryAfter(s.failures), func() { c.catchUp(s) })
}
