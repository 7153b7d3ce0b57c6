package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// visitor is a browser at a node: signed in, or nobody.
type visitor struct {
	url    string
	client *http.Client
}

func (n *node) nobody() *visitor {
	jar, _ := cookiejar.New(nil)
	return &visitor{n.url, &http.Client{Jar: jar, Timeout: 30 * time.Second}}
}

// enter signs somebody in.
func (n *node) enter(t testing.TB, city, login, password string) *visitor {
	t.Helper()
	v := n.nobody()
	status, body, err := v.call(t.Context(), "POST", "/api/v1/session", map[string]any{"city": city, "login": login, "password": password})
	if err != nil || status != http.StatusOK {
		t.Fatalf("%s does not get in: %d %s %v", login, status, body, err)
	}
	return v
}

// call sends JSON, or nothing.
func (v *visitor) call(ctx context.Context, method, path string, body any) (int, []byte, error) {
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return 0, nil, err
		}
		sent = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, v.url+path, sent)
	if err != nil {
		return 0, nil, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	status, _, text, err := v.send(request)
	return status, text, err
}

func (v *visitor) send(request *http.Request) (int, http.Header, []byte, error) {
	answer, err := v.client.Do(request)
	if err != nil {
		return 0, nil, nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, answer.Header, text, err
}

// read makes a call that must succeed and takes its answer apart.
func read[T any](t testing.TB, v *visitor, method, path string, body any) (out T) {
	t.Helper()
	status, text, err := v.call(t.Context(), method, path, body)
	if err != nil || status >= 300 {
		t.Fatalf("%s %s: %d %s %v", method, path, status, text, err)
	}
	must(t, json.Unmarshal(text, &out))
	return out
}

// status is what a page answers; 0 when nobody does.
func (v *visitor) status(path string) int {
	status, _, _ := v.call(context.Background(), "GET", path, nil)
	return status
}

// frame is a message of the socket protocol.
type frame struct {
	T      string          `json:"t"`
	Topic  string          `json:"topic"`
	Epoch  string          `json:"epoch"`
	After  int64           `json:"after"`
	Offset int64           `json:"offset"`
	Code   string          `json:"code"`
	Data   json.RawMessage `json:"data"`
	at     time.Time       // when it came
}

// screen is a socket that watches topics.
type screen struct {
	socket *websocket.Conn
	frames chan frame    // closed when the link is gone
	gone   chan struct{} // closed by the screen's owner
	ended  error         // why the link is gone; read after frames is closed
}

// watch opens a socket and subscribes; it returns behind the snapshot, which it gives.
func (v *visitor) watch(t testing.TB, topic string) (*screen, frame) {
	t.Helper()
	ticket := read[struct{ Ticket string }](t, v, "POST", "/api/v1/tickets", map[string]any{})
	socket, _, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(v.url, "http")+"/api/v1/socket?ticket="+ticket.Ticket, http.Header{"Origin": {v.url}})
	if err != nil {
		t.Fatalf("socket of %s: %v", topic, err)
	}
	s := &screen{socket: socket, frames: make(chan frame, 64), gone: make(chan struct{})}
	t.Cleanup(s.close)
	must(t, socket.WriteJSON(map[string]any{"t": "sub", "topic": topic}))
	go s.listen()
	var snapshot frame
	s.until(t, "live "+topic, func(f frame) bool {
		if f.T == "snapshot" {
			snapshot = f
		}
		return f.T == "live" && f.Topic == topic
	})
	return s, snapshot
}

func (s *screen) listen() {
	defer close(s.frames)
	for {
		_, text, err := s.socket.ReadMessage()
		if err != nil {
			s.ended = err
			return
		}
		var f frame
		if json.Unmarshal(text, &f) != nil {
			return
		}
		f.at = time.Now()
		select {
		case s.frames <- f:
		case <-s.gone:
			return
		}
	}
}

func (s *screen) close() {
	select {
	case <-s.gone:
	default:
		close(s.gone)
		_ = s.socket.Close()
	}
}

// until reads frames up to the wanted one.
func (s *screen) until(t testing.TB, what string, wanted func(frame) bool) frame {
	t.Helper()
	late := time.After(patience)
	for {
		select {
		case f, open := <-s.frames:
			if !open {
				t.Fatalf("the socket closed before: %s", what)
			}
			if f.T == "error" {
				t.Fatalf("before %s the socket says %s", what, f.Code)
			}
			if wanted(f) {
				return f
			}
		case <-late:
			t.Fatalf("the socket never showed: %s", what)
		}
	}
}

// shows says whether a snapshot or a delta holds something.
func shows[T any](f frame, found func(T) bool) bool {
	var data T
	return (f.T == "snapshot" || f.T == "delta") && json.Unmarshal(f.Data, &data) == nil && found(data)
}

// acknowledge says that all up to a frame is safe on the device.
func (s *screen) acknowledge(t testing.TB, f frame) {
	t.Helper()
	must(t, s.socket.WriteJSON(map[string]any{"t": "ack", "topic": f.Topic, "epoch": f.Epoch, "offset": f.Offset}))
}

// path is fmt.Sprintf under a name that says what for.
func path(format string, parts ...any) string { return fmt.Sprintf(format, parts...) }
