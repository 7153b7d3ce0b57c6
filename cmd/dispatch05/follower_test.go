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

	"dispatch05/dispatch"
)

// follower is a board that keeps to the protocol over any number of broken links: it comes back with the
// position that it holds, and counts what the protocol forbids.
type follower struct {
	v     *visitor
	topic string

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
	f := &follower{v: v, topic: topic, numbers: map[string]bool{}, shown: map[string]time.Time{}}
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
	return f, &running
}

// link is one socket, from its ticket to its end.
func (f *follower) link(ctx context.Context) {
	status, text, err := f.v.call(ctx, "POST", "/api/v1/tickets", map[string]any{})
	var ticket struct{ Ticket string }
	if err != nil || status != http.StatusOK || json.Unmarshal(text, &ticket) != nil {
		return
	}
	socket, _, err := websocket.DefaultDialer.DialContext(ctx, "ws"+strings.TrimPrefix(f.v.url, "http")+"/api/v1/socket?ticket="+ticket.Ticket, http.Header{"Origin": {f.v.url}})
	if err != nil {
		return
	}
	defer socket.Close()
	over := context.AfterFunc(ctx, func() { _ = socket.Close() })
	defer over()
	if socket.WriteJSON(f.subscription()) != nil {
		return
	}
	for {
		var got frame
		if socket.ReadJSON(&got) != nil {
			return
		}
		f.take(got)
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
	var board dispatch.Board
	if err := json.Unmarshal(got.Data, &board); err != nil {
		f.wrong = append(f.wrong, err.Error())
	}
	for _, row := range board.Requests {
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
