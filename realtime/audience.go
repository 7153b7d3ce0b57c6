package realtime

import (
	"errors"
	"sync"
)

// audience is all subscriptions of this node to one topic, and how far they
// have been told. It reads the log once for all of them: one read is under way
// at most, and the next covers all that was committed meanwhile.
type audience struct {
	hub   *Hub
	topic Topic

	mu       sync.Mutex
	members  map[*subscription]struct{}
	at       Position // all live members were told up to here; no Epoch: not known yet
	wanted   Position // the newest that was heard of
	fetching bool
}

func newAudience(h *Hub, topic Topic) *audience {
	return &audience{hub: h, topic: topic, members: map[*subscription]struct{}{}}
}

func (a *audience) add(s *subscription) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.members[s] = struct{}{}
}

func (a *audience) remove(s *subscription) (left int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	s.live, s.left = false, true
	delete(a.members, s)
	return len(a.members)
}

func (a *audience) size() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.members)
}

// want makes sure that the audience is told up to the position.
func (a *audience) want(at Position) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.wantLocked(at)
}

func (a *audience) wantLocked(at Position) {
	if at.Epoch == "" {
		at.Epoch = a.wanted.Epoch
	}
	if at.Epoch != a.wanted.Epoch || at.Offset > a.wanted.Offset {
		a.wanted = at
	}
	if a.behind() && !a.fetching {
		a.fetching = a.hub.tasks.run(a.fetch)
	}
}

// behind compares; an unknown position is never behind, for the first member
// that catches up will set it.
func (a *audience) behind() bool {
	switch {
	case a.at.Epoch == "":
		return false
	case a.wanted.Epoch != "" && a.wanted.Epoch != a.at.Epoch:
		return true
	default:
		return a.wanted.Offset > a.at.Offset
	}
}

// fetch reads and tells until nothing more is wanted.
func (a *audience) fetch() {
	for failures := 0; ; {
		from, asked, more := a.next()
		if !more {
			return
		}
		delta, err := a.hub.reads.since(a.hub.ctx, a.topic, from)
		switch {
		case err == nil:
			failures = 0
			a.tell(asked, delta)
		case errors.Is(err, ErrGone):
			failures = 0
			a.restart()
		default:
			failures++
			a.hub.config.Log.Warn("realtime: reading the log failed", "topic", a.topic, "error", err)
			a.hub.pause(a.hub.retryAfter(failures))
		}
	}
}

// next gives where to read from, or ends the fetch.
func (a *audience) next() (from, asked Position, more bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.members) == 0 || !a.behind() || a.hub.ctx.Err() != nil {
		a.fetching = false
		return Position{}, Position{}, false
	}
	return a.at, a.wanted, true
}

// tell sends a delta to every live member that can use it, rendered once.
// Members that it does not reach back to, or of another epoch, catch up alone.
func (a *audience) tell(asked Position, delta Delta) {
	frame := textFrame(deltaMessage(a.topic, delta))
	now := a.hub.config.Now()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.at = delta.position()
	if a.wanted == asked { // nothing was heard meanwhile, and the log is the judge
		a.wanted = a.at
	}
	for s := range a.members {
		switch {
		case !s.live:
		case s.at.Epoch != delta.Epoch || s.at.Offset < delta.After:
			s.fallBehind(s.at)
		case s.at.Offset < delta.Offset:
			s.at, s.told = a.at, a.at
			s.connection.send(now, frame)
		}
	}
}

// restart sends every live member for a snapshot: the log does not continue.
func (a *audience) restart() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.at = Position{}
	for s := range a.members {
		if s.live {
			s.fallBehind(Position{})
		}
	}
}

// admit hands a member the answer to its catching up, which leads to at. From
// then on it is live, unless the audience was told more meanwhile: then it has
// to read on (more). Nothing can be lost in between: both happen under one lock.
func (a *audience) admit(s *subscription, answer []byte, at Position) (more bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if s.left {
		return false
	}
	if answer != nil {
		s.connection.answer(answer)
	}
	s.at, s.told = at, at
	if a.at.Epoch == "" {
		a.at = at
	}
	if a.at.Epoch == at.Epoch && at.Offset < a.at.Offset {
		return true
	}
	s.live = true
	s.connection.answer(textFrame(liveMessage(a.topic, at)))
	if states := a.hub.states.known(a.topic, a.hub.config.Now()); len(states) > 0 {
		s.connection.answer(textFrame(stateMessage(a.topic, states)))
	}
	a.wantLocked(at)
	return false
}

// offer sends a lossy frame to those who have room for it.
func (a *audience) offer(frame []byte) {
	now := a.hub.config.Now()
	a.mu.Lock()
	defer a.mu.Unlock()
	for s := range a.members {
		if s.live {
			s.connection.offer(now, frame)
		}
	}
}
