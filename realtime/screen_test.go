package realtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"dispatch05/realtime"
)

func TestMain(m *testing.M) {
	if os.Getenv(asCrowd) != "" {
		beCrowd()
		return
	}
	// A fault that is lifted while a piece is on its way leaves the proxy's own hand-over waiting: it is the proxy's, not ours.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/Shopify/toxiproxy/v2/toxics.(*ToxicStub).Run"))
}

const (
	crew     realtime.Topic = "crew:17"
	patience                = 20 * time.Second
)

// node is a hub behind a real server.
type node struct {
	*realtime.Hub
	log     *ledger
	server  *httptest.Server
	metrics *prometheus.Registry
}

// newNode starts a hub over the ledger; the viewer of a socket is the name that
// its handshake gives, its session too.
func newNode(t testing.TB, log *ledger, change func(*realtime.Config)) *node {
	t.Helper()
	metrics := realtime.NewMetrics()
	config := realtime.Config{
		Node:      "a1",
		Source:    log,
		Metrics:   metrics,
		Log:       slog.New(slog.DiscardHandler),
		Authorise: func(context.Context, realtime.Viewer, realtime.Topic) error { return nil },
		Pace:      realtime.Pace{Retry: time.Millisecond, Poll: time.Hour},
	}
	if change != nil {
		change(&config)
	}
	hub, err := realtime.New(config)
	if err != nil {
		t.Fatal(err)
	}
	n := &node{Hub: hub, log: log, metrics: prometheus.NewRegistry()}
	n.metrics.MustRegister(metrics)
	n.server = httptest.NewUnstartedServer(http.HandlerFunc(n.serve))
	n.server.Config.ConnState = holdLittle
	n.server.Start()
	hub.Start()
	t.Cleanup(func() { hub.Stop(); n.server.Close() })
	return n
}

// holdLittle keeps the kernel from taking megabytes for a screen that has stopped reading.
func holdLittle(socket net.Conn, state http.ConnState) {
	if state == http.StateNew {
		_ = socket.(*net.TCPConn).SetWriteBuffer(64 << 10)
	}
}

func (n *node) serve(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("viewer")
	viewer := realtime.Viewer{Session: name, Who: name}
	if until := r.URL.Query().Get("until"); until != "" {
		viewer.Expires, _ = time.Parse(time.RFC3339Nano, until)
	}
	_ = n.Serve(w, r, viewer)
}

// commit writes a row and tells the hub, as the operations of the service do.
func (n *node) commit(topic realtime.Topic) realtime.Position {
	at := n.log.commit(topic)
	n.Changed(topic, at)
	return at
}

// counted reads a counter; label picks one of a family.
func (n *node) counted(t testing.TB, name, label string) float64 {
	t.Helper()
	families, err := n.metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			if family.GetName() == name && (label == "" || metric.GetLabel()[0].GetValue() == label) {
				return metric.GetCounter().GetValue()
			}
		}
	}
	return 0
}

// message is any server message.
type message struct {
	T, Now, Node, Code, Message, Epoch string
	Topic                              realtime.Topic
	After, Offset                      int64
	Data                               json.RawMessage
}

// screen is a client that obeys PROTOCOL.md and fails the test on a gap.
type screen struct {
	t      testing.TB
	socket *websocket.Conn
	at     realtime.Position
	rows   []int64 // each delta row that was applied
	live   bool
}

func (n *node) open(t testing.TB, viewer string) *screen {
	t.Helper()
	s := &screen{t: t}
	s.reopen(n, viewer)
	return s
}

// reopen connects again; what the screen holds stays.
func (s *screen) reopen(n *node, query string) {
	s.t.Helper()
	header := http.Header{"Origin": {n.server.URL}}
	socket, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(n.server.URL, "http")+"/?viewer="+query, header)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = socket.Close() })
	s.socket, s.live = socket, false
	if hello := s.next(); hello.T != "hello" || hello.Node == "" {
		s.t.Fatalf("first message is %+v", hello)
	}
}

func (s *screen) say(value any) {
	s.t.Helper()
	if err := s.socket.WriteJSON(value); err != nil {
		s.t.Fatal(err)
	}
}

func (s *screen) sub(topic realtime.Topic) {
	s.t.Helper()
	s.say(map[string]any{"t": "sub", "topic": topic, "epoch": s.at.Epoch, "offset": s.at.Offset})
}

func (s *screen) ack(topic realtime.Topic, at realtime.Position) {
	s.t.Helper()
	s.say(map[string]any{"t": "ack", "topic": topic, "epoch": at.Epoch, "offset": at.Offset})
}

func (s *screen) next() message {
	s.t.Helper()
	m, err := s.read()
	if err != nil {
		s.t.Fatalf("reading: %v", err)
	}
	return m
}

func (s *screen) read() (m message, err error) {
	_ = s.socket.SetReadDeadline(time.Now().Add(patience))
	_, frame, err := s.socket.ReadMessage()
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(frame, &m); err != nil {
		s.t.Fatalf("not one JSON value: %q", frame)
	}
	return m, nil
}

// apply does what PROTOCOL.md asks of a client.
func (s *screen) apply(m message) {
	s.t.Helper()
	switch m.T {
	case "snapshot":
		s.at, s.rows = realtime.Position{Epoch: m.Epoch, Offset: m.Offset}, nil
	case "delta":
		s.applyDelta(m)
	case "live":
		if s.live = true; m.Epoch != s.at.Epoch || m.Offset != s.at.Offset {
			s.t.Fatalf("live at %s %d while the screen holds %+v", m.Epoch, m.Offset, s.at)
		}
	}
}

func (s *screen) applyDelta(m message) {
	s.t.Helper()
	if m.Epoch != s.at.Epoch || m.After > s.at.Offset {
		s.t.Fatalf("a gap: delta %s %d..%d while the screen holds %+v", m.Epoch, m.After, m.Offset, s.at)
	}
	var data content
	if err := json.Unmarshal(m.Data, &data); err != nil {
		s.t.Fatal(err)
	}
	for _, row := range data.Rows {
		if row > s.at.Offset {
			s.rows = append(s.rows, row)
		}
	}
	s.at.Offset = max(s.at.Offset, m.Offset)
}

// until reads and applies up to a message that fits, and returns it.
func (s *screen) until(what string, fits func(message) bool) message {
	s.t.Helper()
	for {
		m, err := s.read()
		if err != nil {
			s.t.Fatalf("waiting for %s: %v", what, err)
		}
		s.apply(m)
		if fits(m) {
			return m
		}
	}
}

func (s *screen) untilLive() {
	s.t.Helper()
	s.until("live", func(m message) bool { return m.T == "live" })
}

func (s *screen) untilAt(at realtime.Position) {
	s.t.Helper()
	if s.at != at || !s.live {
		s.until("the position", func(message) bool { return s.at == at && s.live })
	}
}

func (s *screen) untilError(code string) {
	s.t.Helper()
	s.until("error "+code, func(m message) bool { return m.T == "error" && m.Code == code })
}

// untilClosed reads on and gives the close code; 1006 is a broken link.
func (s *screen) untilClosed() realtime.CloseCode {
	s.t.Helper()
	for {
		m, err := s.read()
		var closed *websocket.CloseError
		switch {
		case errors.As(err, &closed):
			return realtime.CloseCode(closed.Code)
		case err != nil:
			return websocket.CloseAbnormalClosure
		}
		s.apply(m)
	}
}
