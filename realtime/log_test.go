package realtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"dispatch05/realtime"
)

// ledger is a log in memory: rows per topic, in commit order, that can be trimmed
// and begun anew. A delta lists its rows, so that a screen can prove that it saw
// each of them once.
type ledger struct {
	mu     sync.Mutex
	topics map[realtime.Topic]*rows
	broken error         // every read fails with it
	gate   chan struct{} // Since waits for it, when not nil
	filler string        // makes rows as large as wanted

	sinces, snapshots atomic.Int64
}

type rows struct {
	epoch int
	first int64 // the oldest offset that is kept
	last  int64
}

// content is the data of both snapshots and deltas.
type content struct {
	Rows   []int64 `json:"rows,omitempty"`
	Filler string  `json:"filler,omitempty"`
}

func newLedger() *ledger { return &ledger{topics: map[realtime.Topic]*rows{}} }

func (l *ledger) of(topic realtime.Topic) *rows {
	if l.topics[topic] == nil {
		l.topics[topic] = &rows{epoch: 1, first: 1}
	}
	return l.topics[topic]
}

func (r *rows) position() realtime.Position {
	return realtime.Position{Epoch: fmt.Sprintf("e%d", r.epoch), Offset: r.last}
}

func (l *ledger) commit(topic realtime.Topic) realtime.Position {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.of(topic)
	r.last++
	return r.position()
}

// renew begins another epoch, as a restored backup does.
func (l *ledger) renew(topic realtime.Topic, last int64) realtime.Position {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.of(topic)
	r.epoch, r.first, r.last = r.epoch+1, 1, last
	return r.position()
}

// trim forgets all rows so far.
func (l *ledger) trim(topic realtime.Topic) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.of(topic).first = l.of(topic).last + 1
}

func (l *ledger) fail(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken = err
}

func (l *ledger) hold(gate chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gate = gate
}

func (l *ledger) fill(bytes int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.filler = strings.Repeat("x", bytes)
}

func (l *ledger) Snapshot(_ context.Context, topic realtime.Topic, _ realtime.Viewer) (realtime.Snapshot, error) {
	l.snapshots.Add(1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken != nil {
		return realtime.Snapshot{}, l.broken
	}
	at := l.of(topic).position()
	return realtime.Snapshot{Epoch: at.Epoch, Offset: at.Offset, Data: l.content(nil)}, nil
}

func (l *ledger) Since(ctx context.Context, topic realtime.Topic, from realtime.Position) (realtime.Delta, error) {
	l.sinces.Add(1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if gate := l.gate; gate != nil {
		l.mu.Unlock()
		select {
		case <-gate:
		case <-ctx.Done():
		}
		l.mu.Lock()
	}
	r := l.of(topic)
	at := r.position()
	switch {
	case l.broken != nil:
		return realtime.Delta{}, l.broken
	case at.Epoch != from.Epoch || from.Offset > at.Offset || from.Offset+1 < r.first:
		return realtime.Delta{}, realtime.ErrGone
	}
	var changed []int64
	for offset := from.Offset + 1; offset <= at.Offset; offset++ {
		changed = append(changed, offset)
	}
	return realtime.Delta{Epoch: at.Epoch, After: from.Offset, Offset: at.Offset, Data: l.content(changed)}, nil
}

func (l *ledger) Positions(_ context.Context, topics []realtime.Topic) (map[realtime.Topic]realtime.Position, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	found := map[realtime.Topic]realtime.Position{}
	for _, topic := range topics {
		if r := l.topics[topic]; r != nil {
			found[topic] = r.position()
		}
	}
	return found, l.broken
}

func (l *ledger) content(changed []int64) json.RawMessage {
	data, _ := json.Marshal(content{Rows: changed, Filler: l.filler})
	return data
}

var errAway = errors.New("the database is away")
