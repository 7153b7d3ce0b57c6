package redisbus_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/gorilla/websocket"

	"dispatch05/realtime"
)

// counter is the shortest log: a topic whose state is its offset.
type counter struct{ last atomic.Int64 }

func (c *counter) at() realtime.Position {
	return realtime.Position{Epoch: "e1", Offset: c.last.Load()}
}

func (c *counter) Snapshot(context.Context, realtime.Topic, realtime.Viewer) (realtime.Snapshot, error) {
	return realtime.Snapshot{Epoch: "e1", Offset: c.last.Load()}, nil
}

func (c *counter) Since(_ context.Context, _ realtime.Topic, from realtime.Position) (realtime.Delta, error) {
	return realtime.Delta{Epoch: "e1", After: from.Offset, Offset: c.last.Load()}, nil
}

func (c *counter) Positions(_ context.Context, topics []realtime.Topic) (map[realtime.Topic]realtime.Position, error) {
	found := map[realtime.Topic]realtime.Position{}
	for _, topic := range topics {
		found[topic] = c.at()
	}
	return found, nil
}

// A commit on one node reaches the screens of the other: by Redis, without Redis
// by the poll, and by Redis again when it is back.
func TestTwoNodesWithRedisGoneAndBack(t *testing.T) {
	server, log := miniredis.RunT(t), &counter{}
	a, _ := newNode(t, "a", log, server.Addr(), time.Hour)
	_, screen := newNode(t, "b", log, server.Addr(), time.Hour)
	_, polled := newNode(t, "c", log, server.Addr(), 20*time.Millisecond)
	commit := func() int64 {
		log.last.Add(1)
		a.Changed("crew:17", log.at())
		return log.last.Load()
	}
	untilOffset(t, screen, commit()) // only Redis can have told: its poll is an hour away
	untilOffset(t, polled, log.last.Load())

	server.Close()
	untilOffset(t, polled, commit()) // only the poll can have told

	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	untilOffset(t, screen, log.last.Load()) // joining again asks for what was missed
	untilOffset(t, screen, commit())
}

func newNode(t *testing.T, name string, log realtime.Source, redis string, poll time.Duration) (*realtime.Hub, *websocket.Conn) {
	t.Helper()
	hub, err := realtime.New(realtime.Config{
		Node:      name,
		Source:    log,
		Bus:       open(t, redis),
		Log:       slog.New(slog.DiscardHandler),
		Authorise: func(context.Context, realtime.Viewer, realtime.Topic) error { return nil },
		Pace:      realtime.Pace{Poll: poll},
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = hub.Serve(w, r, realtime.Viewer{})
	}))
	hub.Start()
	t.Cleanup(func() { hub.Stop(); server.Close() })
	return hub, subscribe(t, server.URL)
}

func subscribe(t *testing.T, address string) *websocket.Conn {
	t.Helper()
	socket, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(address, "http"), http.Header{"Origin": {address}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	if err := socket.WriteMessage(websocket.TextMessage, []byte(`{"t":"sub","topic":"crew:17"}`)); err != nil {
		t.Fatal(err)
	}
	until(t, socket, "live", func(t string, _ int64) bool { return t == "live" })
	return socket
}

func untilOffset(t *testing.T, socket *websocket.Conn, offset int64) {
	t.Helper()
	until(t, socket, fmt.Sprint("offset ", offset), func(_ string, got int64) bool { return got >= offset })
}

func until(t *testing.T, socket *websocket.Conn, what string, fits func(t string, offset int64) bool) {
	t.Helper()
	_ = socket.SetReadDeadline(time.Now().Add(20 * time.Second))
	for {
		_, frame, err := socket.ReadMessage()
		if err != nil {
			t.Fatalf("waiting for %s: %v", what, err)
		}
		var message struct {
			T      string
			Offset int64
		}
		if err := json.Unmarshal(frame, &message); err != nil {
			t.Fatal(err)
		}
		if fits(message.T, message.Offset) {
			return
		}
	}
}
