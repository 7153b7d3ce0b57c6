package realtime

import (
	"context"
	"encoding/json"
	"sync"
)

// Hub joins the topics and the sockets of one node. It only ties its parts
// together; each of them owns its own lock.
type Hub struct {
	config  Config
	sockets *sockets
	topics  *directory
	states  *states
	courier *courier
	reads   *reads
	nudge   chan struct{} // asks the poll for a round at once
	tasks   tasks

	ctx    context.Context
	cancel context.CancelFunc
	start  sync.Once
}

// New checks the configuration and gives a hub that serves once started.
func New(config Config) (*Hub, error) {
	config, err := config.withDefaults()
	if err != nil {
		return nil, err
	}
	h := &Hub{
		config:  config,
		sockets: newSockets(config.Limits.Sockets, config.Metrics),
		states:  newStates(config.Pace.StateTTL),
		courier: newCourier(config.Node, config.Bus, config.Metrics),
		nudge:   make(chan struct{}, 1),
	}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	h.reads = newReads(config)
	h.topics = newDirectory(h)
	return h, nil
}

// Start begins to listen, poll and tick, and returns at once.
func (h *Hub) Start() {
	h.start.Do(func() {
		for _, loop := range []func(){h.listen, h.poll, h.watchSessions, h.pulse, h.flushStates} {
			h.tasks.run(loop)
		}
		h.tasks.run(func() { h.courier.run(h.ctx) })
	})
}

// Stop closes every socket with CloseGoingAway, ends all goroutines of the hub
// and waits for them, at most about Pace.Linger plus one call of the host. It
// may be called twice, and without Start.
func (h *Hub) Stop() {
	h.sockets.shut()
	h.cancel()
	h.tasks.stop()
}

// Changed tells that the log of a topic has reached a position: call it after
// the commit. It never blocks. An empty Epoch means the one already known.
func (h *Hub) Changed(topic Topic, at Position) {
	h.learn("local", topic, at)
	h.courier.send(Message{Kind: KindChanged, Topic: topic, Epoch: at.Epoch, Offset: at.Offset})
}

// State tells the newest value of key in a topic, such as where a crew is or who
// works on what. It has no offset and may be lost; the latest wins, and leaves
// with all others of the topic at the pace of Pace.State. The payload null takes
// the key away. Tell it again within Pace.StateTTL to keep it for newcomers.
func (h *Hub) State(topic Topic, key string, payload json.RawMessage) {
	h.states.tell(topic, key, payload, h.config.Now())
}

// Viewers counts the sockets of this node that watch the topic.
func (h *Hub) Viewers(topic Topic) int { return h.topics.viewers(topic) }

// Sockets counts the open sockets of this node.
func (h *Hub) Sockets() int { return h.sockets.count() }

// Revoke closes the sockets of this node whose viewer matches, with
// CloseSessionEnded, and tells how many. Nothing more is sent to them.
func (h *Hub) Revoke(match func(Viewer) bool) int {
	closed := 0
	for _, c := range h.sockets.all() {
		if match(c.viewer) {
			c.close(CloseSessionEnded)
			closed++
		}
	}
	return closed
}

// EndSession closes the sockets of a session on every node: here before it
// returns, elsewhere by the bus, and without the bus by Config.Ended.
func (h *Hub) EndSession(session string) {
	h.endHere(session)
	h.courier.send(Message{Kind: KindEnded, Session: session})
}

func (h *Hub) endHere(session string) {
	if session == "" {
		return
	}
	h.Revoke(func(v Viewer) bool { return v.Session == session })
}

// learn marks a topic as changed for those who watch it here.
func (h *Hub) learn(from string, topic Topic, at Position) {
	h.config.Metrics.hints.WithLabelValues(from).Inc()
	if audience := h.topics.find(topic); audience != nil {
		audience.want(at)
	}
}
