package realtime

import (
	"context"

	"github.com/gorilla/websocket"
)

// receive obeys one frame of the client, while the reader waits.
func (c *connection) receive(kind int, frame []byte) {
	message, err := decode(frame)
	switch {
	case kind != websocket.TextMessage || err != nil:
		c.complain(ErrorBadFrame, "", "not a message of this protocol")
	case message.T == "sub":
		c.subscribe(message.Topic, message.position())
	case message.T == "unsub":
		c.unsubscribe(message.Topic)
	case message.T == "ack":
		c.acknowledge(message.Topic, message.position())
	}
}

// subscribe joins the topic first and reads afterwards, so that nothing is lost
// between the two. A topic watched already is begun anew from the position.
func (c *connection) subscribe(topic Topic, from Position) {
	c.unsubscribe(topic)
	if len(c.watched) >= c.hub.config.Limits.Topics {
		c.complain(ErrorTooManyTopics, topic, "too many topics on one socket")
		return
	}
	ctx, cancel := context.WithTimeout(c.ctx, c.hub.config.Pace.Read)
	defer cancel()
	if err := c.hub.config.Authorise(ctx, c.viewer, topic); err != nil {
		c.hub.config.Metrics.answers.WithLabelValues("forbidden").Inc()
		c.tell(errorMessage(ErrorForbidden, topic, "this topic is not open to you"))
		return
	}
	s := &subscription{connection: c, topic: topic, at: from}
	c.watched[topic] = s
	c.hub.topics.join(s)
	c.catchUp(s)
}

func (c *connection) unsubscribe(topic Topic) {
	if s := c.watched[topic]; s != nil {
		c.hub.topics.leave(s)
		delete(c.watched, topic)
	}
}

// acknowledge passes on what the client has applied, if it was sent at all. Of
// another epoch it is only late.
func (c *connection) acknowledge(topic Topic, at Position) {
	s := c.watched[topic]
	if s == nil {
		c.complain(ErrorBadAck, topic, "topic is not watched")
		return
	}
	told := s.acknowledgeable()
	switch {
	case at.Epoch != told.Epoch, at == s.acked, at.Epoch == s.acked.Epoch && at.Offset < s.acked.Offset:
	case at.Offset > told.Offset:
		c.complain(ErrorBadAck, topic, "offset was not sent")
	default:
		s.acked = at
		ctx, cancel := context.WithTimeout(c.ctx, c.hub.config.Pace.Read)
		defer cancel()
		c.hub.config.OnAck(ctx, c.viewer, topic, at)
	}
}

// complain tells what was wrong; a client that is often wrong is cut for good.
func (c *connection) complain(code ErrorCode, topic Topic, text string) {
	c.hub.config.Metrics.badFrames.Inc()
	if c.bad++; c.bad > c.hub.config.Limits.BadFrames {
		c.close(CloseBadFrames)
		return
	}
	c.tell(errorMessage(code, topic, text))
}

// tell sends a message within the bounds.
func (c *connection) tell(message []byte) { c.send(c.hub.config.Now(), textFrame(message)) }
