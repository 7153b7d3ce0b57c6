package realtime

import "sync"

// directory finds the audience of a topic. An audience lives as long as it has
// members.
type directory struct {
	hub       *Hub
	mu        sync.RWMutex
	audiences map[Topic]*audience
}

func newDirectory(h *Hub) *directory {
	return &directory{hub: h, audiences: map[Topic]*audience{}}
}

func (d *directory) find(topic Topic) *audience {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.audiences[topic]
}

// join adds a subscription to the audience of its topic.
func (d *directory) join(s *subscription) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := d.audiences[s.topic]
	if a == nil {
		a = newAudience(d.hub, s.topic)
		d.audiences[s.topic] = a
		d.hub.config.Metrics.topics.Inc()
	}
	s.audience = a
	a.add(s)
}

// leave takes the subscription out; it is sent nothing from now on.
func (d *directory) leave(s *subscription) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if left := s.audience.remove(s); left == 0 && d.audiences[s.topic] == s.audience {
		delete(d.audiences, s.topic)
		d.hub.config.Metrics.topics.Dec()
	}
}

func (d *directory) viewers(topic Topic) int {
	if a := d.find(topic); a != nil {
		return a.size()
	}
	return 0
}

func (d *directory) topics() []Topic {
	d.mu.RLock()
	defer d.mu.RUnlock()
	found := make([]Topic, 0, len(d.audiences))
	for topic := range d.audiences {
		found = append(found, topic)
	}
	return found
}
