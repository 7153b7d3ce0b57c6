package realtime_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/centrifugal/centrifuge"
	"github.com/gorilla/websocket"

	"dispatch05/realtime"
)

// side is one way to bring rows to many readers.
type side struct {
	name string
	open func(tb testing.TB) running
}

// running is a side with its door open.
type running struct {
	seat    seat
	seated  func(readers int) bool // all are known to the server
	publish func(row []byte)
	writes  func() float64 // frames per write so far; nil where nobody counts
	close   func()
}

// sides are ours, its peers and the floor. perWrite is how many frames the floor writes at once: as many as ours does.
func sides(perWrite *atomic.Int64) []side {
	return []side{
		{"hub, a frame a row", func(tb testing.TB) running { return openHub(tb, fanoutWindow) }},
		{"hub, one topic", func(tb testing.TB) running { return openHub(tb, 1) }},
		{"centrifuge", func(tb testing.TB) running { return openCentrifuge(tb, 0) }},
		{"centrifuge, WriteDelay 5 ms", func(tb testing.TB) running { return openCentrifuge(tb, 5*time.Millisecond) }},
		{"gorilla loop", openGorilla},
		{"writev floor", func(tb testing.TB) running { return openFloor(tb, perWrite) }},
	}
}

// tape is the log of some topics.
type tape struct {
	mu   sync.Mutex
	rows map[realtime.Topic][][]byte
}

func (l *tape) add(topic realtime.Topic, row []byte) realtime.Position {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rows[topic] = append(l.rows[topic], row)
	return realtime.Position{Epoch: "e1", Offset: int64(len(l.rows[topic]))}
}

func (l *tape) Snapshot(_ context.Context, topic realtime.Topic, _ realtime.Viewer) (realtime.Snapshot, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return realtime.Snapshot{Epoch: "e1", Offset: int64(len(l.rows[topic]))}, nil
}

func (l *tape) Since(_ context.Context, topic realtime.Topic, from realtime.Position) (realtime.Delta, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	data := fmt.Appendf(nil, "[%s]", bytes.Join(l.rows[topic][from.Offset:], []byte(",")))
	return realtime.Delta{Epoch: "e1", After: from.Offset, Offset: int64(len(l.rows[topic])), Data: data}, nil
}

func (l *tape) Positions(context.Context, []realtime.Topic) (map[realtime.Topic]realtime.Position, error) {
	return nil, nil
}

// openHub is the hub with its authorisation and positions on. Rows that are under way together in one topic become
// one delta; over as many topics as rows each is a frame of its own, as it is with the peers.
func openHub(tb testing.TB, topics int) running {
	log, names, say, next := &tape{rows: map[realtime.Topic][][]byte{}}, []realtime.Topic{}, []string{}, 0
	for i := range topics {
		names = append(names, realtime.Topic(fmt.Sprintf("crew:%02d", i)))
		say = append(say, fmt.Sprintf(`{"t":"sub","topic":%q}`, names[i]))
	}
	n := newNode(tb, newLedger(), func(c *realtime.Config) { c.Source, c.Pace.Tick = log, time.Hour })
	frames := func() float64 {
		return n.counted(tb, "realtime_frames_total", "") / n.counted(tb, "realtime_writes_total", "")
	}
	return running{
		seat:   seat{Address: n.server.Listener.Addr().String(), Say: say, Until: `"t":"live"`},
		seated: func(readers int) bool { return n.Viewers(names[topics-1]) == readers },
		publish: func(row []byte) {
			topic := names[next%topics]
			next++
			n.Changed(topic, log.add(topic, row))
		},
		writes: frames,
		close:  func() { n.Stop(); n.server.Close() },
	}
}

// openCentrifuge is the library without history, which is its fastest; with a delay it gathers what it writes.
func openCentrifuge(tb testing.TB, delay time.Duration) running {
	node, err := centrifuge.New(centrifuge.Config{})
	check(tb, err)
	node.OnConnecting(func(context.Context, centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		return centrifuge.ConnectReply{
			Credentials:   &centrifuge.Credentials{UserID: "ivanov"},
			Subscriptions: map[string]centrifuge.SubscribeOptions{string(crew): {}},
			WriteDelay:    delay, MaxMessagesInFrame: -1,
		}, nil
	})
	check(tb, node.Run())
	server := httptest.NewServer(centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{}))
	return running{
		seat:   seat{Address: server.Listener.Addr().String(), Say: []string{`{"id":1,"connect":{}}`}, Until: `"connect"`},
		seated: func(readers int) bool { return node.Hub().NumSubscribers(string(crew)) == readers },
		publish: func(row []byte) {
			if _, err := node.Publish(string(crew), row); err != nil {
				tb.Error(err)
			}
		},
		close: func() { _ = node.Shutdown(context.Background()); server.CloseClientConnections(); server.Close() },
	}
}

// links are the open sockets of the plain sides.
type links[T any] struct {
	mu  sync.Mutex
	all []T
}

func (l *links[T]) add(one T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, one)
}

func (l *links[T]) seated(readers int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.all) == readers
}

// openGorilla prepares each row once and writes it to one socket after the other.
func openGorilla(tb testing.TB) running {
	var sockets links[*websocket.Conn]
	upgrader := websocket.Upgrader{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if socket, err := upgrader.Upgrade(w, r, nil); err == nil {
			sockets.add(socket)
			for { // who listens hears a close and a pong
				if _, _, err := socket.ReadMessage(); err != nil {
					return
				}
			}
		}
	}))
	loop := newLoop(func(rows [][]byte) {
		for _, row := range rows {
			message, err := websocket.NewPreparedMessage(websocket.TextMessage, envelope(row))
			check(tb, err)
			for _, socket := range sockets.all {
				_ = socket.WritePreparedMessage(message)
			}
		}
	}, func() int { return 1 })
	return running{seat: seat{Address: server.Listener.Addr().String()}, seated: sockets.seated, publish: loop.publish, close: func() {
		loop.stop()
		for _, socket := range sockets.all {
			_ = socket.Close()
		}
		server.Close()
	}}
}

// openFloor hands the kernel the same bytes without anything around: no handshake, no reader, no bounds.
func openFloor(tb testing.TB, perWrite *atomic.Int64) running {
	var sockets links[net.Conn]
	door, err := net.Listen("tcp", "127.0.0.1:0")
	check(tb, err)
	go func() {
		for {
			link, err := door.Accept()
			if err != nil {
				return
			}
			sockets.add(link)
		}
	}()
	loop := newLoop(func(rows [][]byte) {
		var frames net.Buffers
		for _, row := range rows {
			frames = append(frames, envelope(row))
		}
		for _, link := range sockets.all {
			rest := slices.Clone(frames)
			_, _ = rest.WriteTo(link)
		}
	}, func() int { return int(perWrite.Load()) })
	return running{seat: seat{Address: door.Addr().String(), Raw: true}, seated: sockets.seated, publish: loop.publish, close: func() {
		loop.stop()
		_ = door.Close()
		for _, link := range sockets.all {
			_ = link.Close()
		}
	}}
}

// envelope gives a row the weight that the hub's delta gives it.
func envelope(row []byte) []byte {
	return []byte(fmt.Sprintf(`{"t":"delta","topic":"crew:17","epoch":"e1","after":%d,"offset":%d,"data":[%s]}`, 1000, 1001, row))
}

// loop writes rows one after the other, or so many at once when that many wait.
type loop struct {
	rows chan []byte
	gone chan struct{}
}

func newLoop(write func(rows [][]byte), atOnce func() int) *loop {
	l := &loop{rows: make(chan []byte, 4096), gone: make(chan struct{})}
	go func() {
		defer close(l.gone)
		for row := range l.rows {
			gathered := [][]byte{row}
			for len(gathered) < atOnce() && len(l.rows) > 0 {
				gathered = append(gathered, <-l.rows)
			}
			write(gathered)
		}
	}()
	return l
}

func (l *loop) publish(row []byte) { l.rows <- row }

func (l *loop) stop() {
	close(l.rows)
	<-l.gone
}

// row is 200 bytes that hold the moment at which it is sent; with what lies around it, 300.
func row() []byte {
	text, _ := json.Marshal(map[string]any{"sent": time.Now().UnixNano(), "text": strings.Repeat("x", 160)})
	return text
}
