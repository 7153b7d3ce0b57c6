package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// deadLink is how long a screen waits for any word (PROTOCOL.md).
const deadLink = 25 * time.Second

// follower is a screen that keeps to the protocol over any number of broken links: it comes back with the
// position that it holds, at the next door if it knows several, and counts what the protocol forbids.
type follower struct {
	v     *visitor
	topic string
	doors []string // of the nodes; none: the visitor's own
	acks  bool     // a tablet says what is safe on it
	tries int

	mu      sync.Mutex
	epoch   string
	offset  int64
	numbers map[string]bool
	links   int
	wrong   []string
	shown   map[string]time.Time // when a number was first seen
}

// follow keeps a board up to date until the context ends.
func (v *visitor) follow(ctx context.Context, topic string) (*follower, *sync.WaitGroup) {
	f := &follower{v: v, topic: topic}
	return f, f.begin(ctx)
}

func (f *follower) begin(ctx context.Context) *sync.WaitGroup {
	f.numbers, f.shown = map[string]bool{}, map[string]time.Time{}
	var running sync.WaitGroup
	running.Go(func() {
		pause := time.NewTicker(20 * time.Millisecond)
		defer pause.Stop()
		for ctx.Err() == nil {
			f.link(ctx)
			select {
			case <-ctx.Done():
			case <-pause.C:
			}
		}
	})
	return &running
}

// link is one socket, from its ticket to its end.
func (f *follower) link(ctx context.Context) {
	v := f.v
	if len(f.doors) > 0 {
		v = &visitor{f.doors[f.tries%len(f.doors)], f.v.client}
		f.tries++
	}
	status, text, err := v.call(ctx, "POST", "/api/v1/tickets", map[string]any{})
	var ticket struct{ Ticket string }
	if err != nil || status != http.StatusOK || json.Unmarshal(text, &ticket) != nil {
		return
	}
	socket, _, err := websocket.DefaultDialer.DialContext(ctx, "ws"+strings.TrimPrefix(v.url, "http")+"/api/v1/socket?ticket="+ticket.Ticket, http.Header{"Origin": {v.url}})
	if err != nil {
		return
	}
	defer socket.Close()
	over := context.AfterFunc(ctx, func() { _ = socket.Close() })
	defer over()
	if socket.WriteJSON(f.subscription()) != nil {
		return
	}
	for live := false; ; {
		var got frame
		_ = socket.SetReadDeadline(time.Now().Add(deadLink))
		if socket.ReadJSON(&got) != nil {
			return
		}
		f.take(got)
		live = live || got.T == "live"
		if f.acks && live && (got.T == "live" || got.T == "delta") {
			_ = socket.WriteJSON(map[string]any{"t": "ack", "topic": f.topic, "epoch": got.Epoch, "offset": got.Offset})
		}
	}
}

func (f *follower) subscription() map[string]any {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.links++
	sub := map[string]any{"t": "sub", "topic": f.topic}
	if f.epoch != "" {
		sub["epoch"], sub["offset"] = f.epoch, f.offset
	}
	return sub
}

// take does what PROTOCOL.md says a client does.
func (f *follower) take(got frame) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch got.T {
	case "snapshot":
		f.numbers = map[string]bool{}
	case "delta":
		if got.Epoch != f.epoch || got.After > f.offset {
			f.wrong = append(f.wrong, fmt.Sprintf("delta after %d of %s, held %d of %s", got.After, got.Epoch, f.offset, f.epoch))
		}
		if got.Offset <= f.offset {
			return
		}
	case "live":
		if got.Offset != f.offset || got.Epoch != f.epoch {
			f.wrong = append(f.wrong, fmt.Sprintf("live at %d, held %d", got.Offset, f.offset))
		}
		return
	default:
		return
	}
	var rows struct{ Requests, Orders []struct{ Number string } } // of a board, of a tablet
	if err := json.Unmarshal(got.Data, &rows); err != nil {
		f.wrong = append(f.wrong, err.Error())
	}
	for _, row := range append(rows.Requests, rows.Orders...) {
		f.numbers[row.Number] = true
		if _, seen := f.shown[row.Number]; !seen {
			f.shown[row.Number] = time.Now()
		}
	}
	f.epoch, f.offset = got.Epoch, got.Offset
}

// lacks counts the numbers that the board does not show.
func (f *follower) lacks(l *ledger) (missing int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, number := range l.numbers {
		if !f.numbers[number] {
			missing++
		}
	}
	return missing
}
