package realtime

import "context"

// courier hands this node's messages to the bus, so that whoever has news never
// waits for a slow bus. What does not fit is dropped and counted.
type courier struct {
	node    string
	bus     Bus
	metrics *Metrics
	waiting chan Message
}

func newCourier(node string, bus Bus, metrics *Metrics) *courier {
	return &courier{node: node, bus: bus, metrics: metrics, waiting: make(chan Message, 1024)}
}

func (c *courier) send(message Message) {
	message.Node = c.node
	select {
	case c.waiting <- message:
	default:
		c.metrics.busDropped.Inc()
	}
}

func (c *courier) run(ctx context.Context) {
	for {
		select {
		case message := <-c.waiting:
			if c.bus.Publish(ctx, message) != nil {
				c.metrics.busDropped.Inc()
			}
		case <-ctx.Done():
			return
		}
	}
}

// listen hears the other nodes.
func (h *Hub) listen() {
	if err := h.config.Bus.Subscribe(h.ctx, h.hear); err != nil {
		h.config.Log.Error("realtime: the bus cannot be listened to; the poll goes on", "error", err)
	}
}

// hear obeys one message of another node.
func (h *Hub) hear(message Message) {
	if message.Node == h.config.Node && message.Kind != KindJoined {
		return
	}
	switch message.Kind {
	case KindChanged:
		h.learn("bus", message.Topic, Position{message.Epoch, message.Offset})
	case KindState:
		h.states.hear(message.Topic, message.States, h.config.Now())
	case KindEnded:
		h.endHere(message.Session)
	case KindJoined: // something may have been missed
		select {
		case h.nudge <- struct{}{}:
		default:
		}
	}
}
