package realtime

import "sync"

// beats is how many parts a tick is spread over, so that not all sockets of a
// node are written to at the same moment.
const beats = 10

// sockets are the open connections of a node.
type sockets struct {
	mu      sync.Mutex
	limit   int
	stopped bool
	next    int
	open    map[*connection]int // the beat it is served in
	metrics *Metrics
}

func newSockets(limit int, metrics *Metrics) *sockets {
	return &sockets{limit: limit, open: map[*connection]int{}, metrics: metrics}
}

// add takes the connection in, or says why it must close.
func (s *sockets) add(c *connection) (refusal CloseCode, refused bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return CloseGoingAway, true
	}
	if len(s.open) >= s.limit {
		return CloseBusy, true
	}
	s.next = (s.next + 1) % beats
	s.open[c] = s.next
	s.metrics.sockets.Inc()
	return 0, false
}

func (s *sockets) remove(c *connection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, found := s.open[c]; found {
		delete(s.open, c)
		s.metrics.sockets.Dec()
	}
}

func (s *sockets) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.open)
}

func (s *sockets) all() []*connection {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := make([]*connection, 0, len(s.open))
	for c := range s.open {
		found = append(found, c)
	}
	return found
}

// ofBeat gives the connections that are ticked in this beat.
func (s *sockets) ofBeat(beat int) []*connection {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []*connection
	for c, b := range s.open {
		if b == beat {
			found = append(found, c)
		}
	}
	return found
}

// shut refuses newcomers and closes all others.
func (s *sockets) shut() {
	s.mu.Lock()
	s.stopped = true
	s.mu.Unlock()
	for _, c := range s.all() {
		c.close(CloseGoingAway)
	}
}
