package realtime

import (
	"context"
	"encoding/json"
)

// Bus carries hints between the nodes of one service, each at most once. A lost
// message does no harm: the poll finds what it spoke of.
type Bus interface {
	// Publish hands a message to the other nodes. It gives up by itself soon
	// (well under a second) and says so by an error; nobody retries.
	Publish(ctx context.Context, message Message) error

	// Subscribe calls handle for every message, also for this node's own, until
	// ctx ends, and then returns nil. It reconnects by itself. Each time it
	// stands anew it delivers a message of KindJoined: what was published before
	// may be lost. Calls of one Subscribe never overlap; handle must not block.
	Subscribe(ctx context.Context, handle func(Message)) error
}

// Kind tells what a Message is about.
type Kind string

const (
	// KindChanged: the log of Topic has reached Epoch and Offset.
	KindChanged Kind = "changed"
	// KindState: the lossy States of Topic, latest wins per key.
	KindState Kind = "state"
	// KindEnded: the Session is over, its sockets must close.
	KindEnded Kind = "ended"
	// KindJoined: the bus itself says that the subscription stands anew.
	KindJoined Kind = "joined"
)

// Message is one hint. Node is the sender; a hub ignores its own.
type Message struct {
	Kind    Kind                       `json:"kind"`
	Node    string                     `json:"node"`
	Topic   Topic                      `json:"topic,omitempty"`
	Epoch   string                     `json:"epoch,omitempty"`
	Offset  int64                      `json:"offset,omitempty"`
	States  map[string]json.RawMessage `json:"states,omitempty"`
	Session string                     `json:"session,omitempty"`
}
