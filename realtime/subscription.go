package realtime

import (
	"context"
	"errors"
)

// subscription is one socket's interest in one topic. A new "sub" of the same
// topic replaces it by another one.
type subscription struct {
	connection *connection
	topic      Topic
	audience   *audience // set once, when joined

	// Guarded by audience.mu.
	at   Position // what the client holds, or claims to hold until first admitted
	told Position // the newest that we sent or confirmed; more cannot be acknowledged
	live bool     // told with the audience; else it is catching up
	left bool

	acked    Position // used by the socket's reader only
	failures int      // used by the socket's catching up only
}

// fallBehind makes the member catch up alone from a position. Called under audience.mu.
func (s *subscription) fallBehind(from Position) {
	s.live, s.at = false, from
	s.connection.catchUp(s)
}

func (s *subscription) position() (at Position, left bool) {
	s.audience.mu.Lock()
	defer s.audience.mu.Unlock()
	return s.at, s.left
}

// acknowledgeable is the newest position that the client can have applied.
func (s *subscription) acknowledgeable() Position {
	s.audience.mu.Lock()
	defer s.audience.mu.Unlock()
	return s.told
}

// catchUp reads what the client lacks, until it is live. It returns an error
// when the source cannot answer now.
func (s *subscription) catchUp(ctx context.Context) error {
	for stalls := 0; stalls < 3; {
		from, left := s.position()
		if left {
			return nil
		}
		answer, at, err := s.read(ctx, from)
		if err != nil {
			return err
		}
		if more := s.audience.admit(s, answer, at); !more {
			return nil
		}
		if at == from {
			stalls++
		}
	}
	return errBehind
}

// errBehind: the source gave less than it gave before; it is asked again later.
var errBehind = errors.New("realtime: the source lags behind what it has told")

// read gives the frame that leads the client to a position: nothing when it is
// there already, a delta when the log reaches back, else a snapshot.
func (s *subscription) read(ctx context.Context, from Position) (answer []byte, at Position, err error) {
	hub, answers := s.connection.hub, s.connection.hub.config.Metrics.answers
	if from.Epoch != "" {
		delta, err := hub.reads.since(ctx, s.topic, from)
		switch {
		case err == nil && delta.Offset == from.Offset:
			answers.WithLabelValues("current").Inc()
			return nil, from, nil
		case err == nil:
			answers.WithLabelValues("delta").Inc()
			return textFrame(deltaMessage(s.topic, delta)), delta.position(), nil
		case !errors.Is(err, ErrGone):
			return nil, Position{}, err
		}
	}
	snapshot, err := hub.reads.snapshot(ctx, s.topic, s.connection.viewer)
	if err != nil {
		return nil, Position{}, err
	}
	answers.WithLabelValues("snapshot").Inc()
	return textFrame(snapshotMessage(s.topic, snapshot)), snapshot.position(), nil
}
