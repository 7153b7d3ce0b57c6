package realtime

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"
)

// The messages of PROTOCOL.md. Golden examples of each are in golden/.

// serverMessage is all that a server says; T tells which fields are there.
type serverMessage struct {
	T       string          `json:"t"`
	Now     string          `json:"now,omitempty"`
	Node    string          `json:"node,omitempty"`
	Code    ErrorCode       `json:"code,omitempty"`
	Topic   Topic           `json:"topic,omitempty"`
	Message string          `json:"message,omitempty"`
	Epoch   string          `json:"epoch,omitempty"`
	After   *int64          `json:"after,omitempty"`
	Offset  *int64          `json:"offset,omitempty"`
	Data    json.RawMessage `json:"data,omitempty"`
}

// ErrorCode says what was wrong with a client's message; the socket stays open.
type ErrorCode string

const (
	// ErrorBadFrame: not a message of this protocol.
	ErrorBadFrame ErrorCode = "bad_frame"
	// ErrorForbidden: the viewer may not watch this topic.
	ErrorForbidden ErrorCode = "forbidden"
	// ErrorTooManyTopics: Limits.Topics are watched already.
	ErrorTooManyTopics ErrorCode = "too_many_topics"
	// ErrorUnavailable: the log cannot be read now; the hub keeps trying, and
	// the subscription stands.
	ErrorUnavailable ErrorCode = "unavailable"
	// ErrorBadAck: acknowledged what was never sent, or a topic not watched.
	ErrorBadAck ErrorCode = "bad_ack"
)

func helloMessage(now time.Time, node string) []byte {
	return encode(serverMessage{T: "hello", Now: stamp(now), Node: node})
}

func tickMessage(now time.Time) []byte {
	return encode(serverMessage{T: "tick", Now: stamp(now)})
}

func snapshotMessage(topic Topic, s Snapshot) []byte {
	return encode(serverMessage{T: "snapshot", Topic: topic, Epoch: s.Epoch, Offset: &s.Offset, Data: orNull(s.Data)})
}

func deltaMessage(topic Topic, d Delta) []byte {
	return encode(serverMessage{
		T: "delta", Topic: topic, Epoch: d.Epoch, After: &d.After, Offset: &d.Offset, Data: orNull(d.Data),
	})
}

func liveMessage(topic Topic, at Position) []byte {
	return encode(serverMessage{T: "live", Topic: topic, Epoch: at.Epoch, Offset: &at.Offset})
}

func stateMessage(topic Topic, states map[string]json.RawMessage) []byte {
	return encode(serverMessage{T: "state", Topic: topic, Data: encode(states)})
}

func errorMessage(code ErrorCode, topic Topic, text string) []byte {
	return encode(serverMessage{T: "error", Code: code, Topic: topic, Message: text})
}

// stamp writes a time as RFC 3339 in UTC with milliseconds.
func stamp(now time.Time) string { return now.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

func orNull(data json.RawMessage) json.RawMessage {
	if len(data) == 0 {
		return json.RawMessage("null")
	}
	return data
}

// encode writes JSON without HTML escapes. Only a host that hands over broken
// JSON can make it fail; its data is then left out rather than the frame spoilt.
func encode(value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return []byte("null")
	}
	return bytes.TrimRight(out.Bytes(), "\n")
}

// clientMessage is all that a client says: "sub", "unsub" or "ack".
type clientMessage struct {
	T      string `json:"t"`
	Topic  Topic  `json:"topic"`
	Epoch  string `json:"epoch"`
	Offset int64  `json:"offset"`
}

func (m clientMessage) position() Position { return Position{m.Epoch, m.Offset} }

var errFrame = errors.New("not a message of this protocol")

// decode reads a client's frame. Unknown fields are passed over, so that newer
// clients may speak to older servers.
func decode(frame []byte) (clientMessage, error) {
	var m clientMessage
	if !utf8.Valid(frame) {
		return m, fmt.Errorf("%w: not UTF-8", errFrame)
	}
	if err := json.Unmarshal(frame, &m); err != nil {
		return m, fmt.Errorf("%w: not the JSON expected", errFrame)
	}
	switch {
	case !m.Topic.valid():
		return m, fmt.Errorf("%w: topic", errFrame)
	case m.Offset < 0 || len(m.Epoch) > maxEpochBytes || !printable(m.Epoch):
		return m, fmt.Errorf("%w: position", errFrame)
	case m.T == "ack" && m.Epoch == "", m.Epoch == "" && m.Offset != 0:
		return m, fmt.Errorf("%w: offset without epoch", errFrame)
	case m.T != "sub" && m.T != "unsub" && m.T != "ack":
		return m, fmt.Errorf("%w: unknown t", errFrame)
	}
	return m, nil
}
