package realtime

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"
)

// connection is one socket. Its reader goroutine is its life: when that ends,
// everything of the connection has ended. Its outbox alone writes.
type connection struct {
	hub    *Hub
	socket *websocket.Conn
	viewer Viewer
	outbox *outbox
	behind catchUps
	closed atomic.Bool // by us; what the client says no longer counts

	ctx    context.Context // ends with the connection
	cancel context.CancelFunc

	// Used by the reader only.
	watched map[Topic]*subscription
	allowed *rate.Limiter
	bad     int
}

func newConnection(h *Hub, socket *websocket.Conn, viewer Viewer) *connection {
	perSecond := h.config.Limits.FrameRate
	c := &connection{
		hub:     h,
		socket:  socket,
		viewer:  viewer,
		outbox:  newOutbox(socket.NetConn(), &h.config),
		watched: map[Topic]*subscription{},
		allowed: rate.NewLimiter(rate.Limit(perSecond), 4*perSecond),
	}
	c.ctx, c.cancel = context.WithCancel(h.ctx)
	// Before anyone else knows the connection: nothing comes before the hello.
	c.outbox.push(textFrame(helloMessage(h.config.Now(), h.config.Node)))
	return c
}

// run reads until the socket ends, then takes everything down.
func (c *connection) run() {
	c.socket.SetReadLimit(int64(c.hub.config.Limits.FrameBytes))
	c.socket.SetPingHandler(c.ping)
	c.socket.SetPongHandler(func(string) error { return c.heard() })
	c.socket.SetCloseHandler(func(int, string) error { return nil }) // end answers it
	c.end(c.read())
}

func (c *connection) read() error {
	for {
		if err := c.heard(); err != nil {
			return err
		}
		kind, frame, err := c.socket.ReadMessage()
		if err != nil {
			return err
		}
		if !c.allowed.Allow() {
			c.close(CloseFlood)
		}
		if !c.closed.Load() {
			c.obey(kind, frame)
		}
	}
}

// obey has a frame received and waits for it. The goroutine of its own takes the deep stack of authorising and
// reading with it; the reader would keep that, and an idle socket is little but the reader's stack.
func (c *connection) obey(kind int, frame []byte) {
	var obeying sync.WaitGroup
	obeying.Go(func() { c.receive(kind, frame) })
	obeying.Wait()
}

// heard notes a sign of life. It only ever lengthens the wait for the next one;
// a closing socket is ended by its own timer.
func (c *connection) heard() error {
	return c.socket.SetReadDeadline(time.Now().Add(c.hub.config.Pace.Silence))
}

func (c *connection) ping(payload string) error {
	if !c.allowed.Allow() {
		c.close(CloseFlood)
	}
	if !c.outbox.push(pongFrame(payload)) {
		c.close(CloseSlow)
	}
	return c.heard()
}

// end leaves all topics, answers a client's close and frees the socket.
func (c *connection) end(cause error) {
	c.cancel()
	for _, s := range c.watched {
		c.hub.topics.leave(s)
	}
	c.hub.sockets.remove(c)
	switch {
	case saidGoodbye(cause):
		c.outbox.finish(layFrame(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")))
	case cause != nil:
		c.outbox.abandon()
		_ = c.socket.Close()
	}
	<-c.outbox.whenIdle()
	_ = c.socket.Close()
}

// saidGoodbye tells a close frame from a broken link (RFC 6455, 7.1.5).
func saidGoodbye(cause error) bool {
	var closed *websocket.CloseError
	return errors.As(cause, &closed) && closed.Code != websocket.CloseAbnormalClosure
}

// close sends the code, and nothing after it, and lets the client answer for
// Pace.Linger. It never blocks; only the first call counts.
func (c *connection) close(code CloseCode) {
	if !c.outbox.finish(closeFrame(code)) {
		return
	}
	c.closed.Store(true)
	c.hub.config.Metrics.closes.WithLabelValues(strconv.Itoa(int(code))).Inc()
	time.AfterFunc(c.hub.config.Pace.Linger, func() { _ = c.socket.Close() })
}

// send gives a frame to a viewer who still may have it; a full outbox cuts the
// socket, for its client can resume.
func (c *connection) send(now time.Time, frame []byte) {
	if c.viewer.expired(now) {
		c.close(CloseSessionEnded)
		return
	}
	if !c.outbox.push(frame) {
		c.close(CloseSlow)
	}
}

// offer gives a lossy frame; a busy socket is spared it.
func (c *connection) offer(now time.Time, frame []byte) {
	if c.viewer.expired(now) {
		c.close(CloseSessionEnded)
		return
	}
	if !c.outbox.offer(frame) {
		c.hub.config.Metrics.skipped.Inc()
	}
}

// answer gives what the client asked for.
func (c *connection) answer(frame []byte) {
	if c.viewer.expired(c.hub.config.Now()) {
		c.close(CloseSessionEnded)
		return
	}
	c.outbox.answer(frame)
}
