package realtime

import (
	"encoding/json"
	"maps"
	"sync"
	"time"
)

// states keeps the latest lossy value of each key of each topic.
type states struct {
	ttl    time.Duration
	mu     sync.Mutex
	latest map[Topic]map[string]state
	told   map[Topic]map[string]json.RawMessage // here, since the last flush
	heard  map[Topic]map[string]json.RawMessage // from other nodes, since then
}

type state struct {
	payload json.RawMessage
	until   time.Time
}

func newStates(ttl time.Duration) *states {
	s := &states{ttl: ttl, latest: map[Topic]map[string]state{}}
	s.told, s.heard = map[Topic]map[string]json.RawMessage{}, map[Topic]map[string]json.RawMessage{}
	return s
}

// tell takes a value from this node.
func (s *states) tell(topic Topic, key string, payload json.RawMessage, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keep(s.told, topic, key, payload, now)
}

// hear takes values from another node.
func (s *states) hear(topic Topic, payloads map[string]json.RawMessage, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, payload := range payloads {
		s.keep(s.heard, topic, key, payload, now)
	}
}

func (s *states) keep(fresh map[Topic]map[string]json.RawMessage, topic Topic, key string, payload json.RawMessage, now time.Time) {
	payload = orNull(payload)
	if fresh[topic] == nil {
		fresh[topic] = map[string]json.RawMessage{}
	}
	fresh[topic][key] = payload
	if string(payload) == "null" {
		delete(s.latest[topic], key)
		return
	}
	if s.latest[topic] == nil {
		s.latest[topic] = map[string]state{}
	}
	s.latest[topic][key] = state{payload, now.Add(s.ttl)}
}

// fresh gives all that is new since the last call, by where it came from, and
// forgets what was not told again in time.
func (s *states) fresh(now time.Time) (told, heard map[Topic]map[string]json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	told, heard = s.told, s.heard
	s.told, s.heard = map[Topic]map[string]json.RawMessage{}, map[Topic]map[string]json.RawMessage{}
	for topic, keys := range s.latest {
		maps.DeleteFunc(keys, func(_ string, v state) bool { return now.After(v.until) })
		if len(keys) == 0 {
			delete(s.latest, topic)
		}
	}
	return told, heard
}

// known gives the values of a topic for a newcomer.
func (s *states) known(topic Topic, now time.Time) map[string]json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := map[string]json.RawMessage{}
	for key, v := range s.latest[topic] {
		if !now.After(v.until) {
			found[key] = v.payload
		}
	}
	return found
}

// flushStates sends the news of all states, one frame a topic, to the sockets
// here and, of those told here, to the other nodes.
func (h *Hub) flushStates() {
	h.every(h.config.Pace.State, func() {
		told, heard := h.states.fresh(h.config.Now())
		for topic, values := range told {
			h.courier.send(Message{Kind: KindState, Topic: topic, States: maps.Clone(values)})
			maps.Copy(values, heard[topic])
			heard[topic] = values
		}
		for topic, values := range heard {
			if audience := h.topics.find(topic); audience != nil {
				audience.offer(textFrame(stateMessage(topic, values)))
			}
		}
	})
}
