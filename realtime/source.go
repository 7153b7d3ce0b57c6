package realtime

import (
	"context"
	"encoding/json"
	"errors"
)

// ErrGone says that a position cannot be continued: the log no longer reaches
// back to it, has another epoch, or never came that far. The client is given a
// snapshot instead.
var ErrGone = errors.New("realtime: position is gone from the log")

// Source is where the truth of a topic is read from. The hub calls it from many
// goroutines, at most Limits.Reads at once, each call with a deadline.
type Source interface {
	// Snapshot gives the state of a topic and a position that it is true at.
	// The state may already hold later changes, never lack an earlier one.
	Snapshot(ctx context.Context, topic Topic, viewer Viewer) (Snapshot, error)

	// Since gives all that changed after the position, as one delta that leads
	// to the newest offset; nothing new is a delta with Offset equal to After.
	// It is rendered for every subscriber alike, as "this now looks so", and so
	// may be applied twice. ErrGone asks for a snapshot.
	Since(ctx context.Context, topic Topic, from Position) (Delta, error)

	// Positions gives the newest position of each topic; a topic without a log
	// may be missing. It is the slow poll's one query for all topics of a node.
	Positions(ctx context.Context, topics []Topic) (map[Topic]Position, error)
}

// Snapshot is the whole state of a topic, true at Offset of Epoch.
type Snapshot struct {
	Epoch  string
	Offset int64
	Data   json.RawMessage
}

// Delta is what changed after offset After up to and including Offset.
type Delta struct {
	Epoch  string
	After  int64
	Offset int64
	Data   json.RawMessage
}

func (s Snapshot) position() Position { return Position{s.Epoch, s.Offset} }

func (d Delta) position() Position { return Position{d.Epoch, d.Offset} }
