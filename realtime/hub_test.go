package realtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"dispatch05/realtime"
)

func TestASubscriberGetsSnapshotThenNews(t *testing.T) {
	n := newNode(t, newLedger(), nil)
	n.commit(crew)
	s := n.open(t, "ivanov")
	s.sub(crew)
	s.untilLive()
	if s.at.Offset != 1 || n.log.snapshots.Load() != 1 {
		t.Fatalf("at %+v after %d snapshots", s.at, n.log.snapshots.Load())
	}
	s.untilAt(n.commit(crew))
	if n.Viewers(crew) != 1 || n.Sockets() != 1 {
		t.Errorf("%d viewers, %d sockets", n.Viewers(crew), n.Sockets())
	}
	s.say(map[string]any{"t": "unsub", "topic": crew})
	s.sub("crew:18") // its answer comes after the unsub was obeyed
	s.at = realtime.Position{}
	s.untilLive()
	if n.Viewers(crew) != 0 {
		t.Errorf("%d viewers after unsub", n.Viewers(crew))
	}
}

func TestResumeGivesOnlyWhatWasMissed(t *testing.T) {
	n := newNode(t, newLedger(), nil)
	s := n.open(t, "ivanov")
	s.sub(crew)
	s.untilLive()
	_ = s.socket.Close()
	n.commit(crew)
	last := n.commit(crew)
	s.reopen(n, "ivanov")
	s.sub(crew)
	s.untilAt(last)
	if fmt.Sprint(s.rows) != "[1 2]" || n.log.snapshots.Load() != 1 {
		t.Errorf("rows %v after %d snapshots", s.rows, n.log.snapshots.Load())
	}
}

// Screens come and go at random while four writers commit: at the end each has
// applied every row, once and in order.
func TestNoGapUnderConcurrentCommits(t *testing.T) {
	const writers, screens, breaks = 4, 8, 15
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	n := newNode(t, newLedger(), func(c *realtime.Config) { c.Pace.Tick = 50 * time.Millisecond })
	held := make([]*screen, screens)
	for i := range held {
		held[i] = n.open(t, "ivanov")
		held[i].sub(crew)
		held[i].untilLive()
	}
	var writing, watching sync.WaitGroup
	done := make(chan struct{})
	for range writers {
		writing.Go(func() {
			for i := 0; i < 20_000 && !closed(done); i++ {
				n.commit(crew)
				runtime.Gosched()
			}
		})
	}
	for i, s := range held {
		watching.Go(func() { comeAndGo(s, n, breaks, rand.New(rand.NewPCG(seed, uint64(i)))) })
	}
	watching.Wait()
	close(done)
	writing.Wait()
	last := n.commit(crew)
	for i, s := range held {
		s.reopen(n, "ivanov")
		s.sub(crew)
		s.untilAt(last)
		if int64(len(s.rows)) != last.Offset || !slices.IsSorted(s.rows) {
			t.Errorf("screen %d applied %d rows, want %d in order", i, len(s.rows), last.Offset)
		}
	}
}

func closed(done chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// comeAndGo breaks the link after a few messages, a number of times, if the hub
// has not cut it as too slow before.
func comeAndGo(s *screen, n *node, breaks int, random *rand.Rand) {
	for range breaks {
		for range 1 + random.IntN(6) {
			m, err := s.read()
			if err != nil {
				break
			}
			s.apply(m)
		}
		_ = s.socket.NetConn().Close()
		s.reopen(n, "ivanov")
		s.sub(crew)
	}
}

func TestABurstIsReadOnce(t *testing.T) {
	n := newNode(t, newLedger(), nil)
	s := n.open(t, "ivanov")
	s.sub(crew)
	s.untilLive()
	gate := make(chan struct{})
	n.log.hold(gate)
	before := n.log.sinces.Load()
	var last realtime.Position
	for range 100 {
		last = n.commit(crew)
	}
	close(gate)
	s.untilAt(last)
	if reads := n.log.sinces.Load() - before; reads > 2 {
		t.Errorf("100 commits while one read was under way took %d reads", reads)
	}
}

func TestALogThatDoesNotReachBackGivesASnapshot(t *testing.T) {
	for name, lose := range map[string]func(*ledger) realtime.Position{
		"trimmed":   func(l *ledger) realtime.Position { at := l.commit(crew); l.trim(crew); return at },
		"new epoch": func(l *ledger) realtime.Position { return l.renew(crew, 3) },
		"shorter":   func(l *ledger) realtime.Position { return l.renew(crew, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			n := newNode(t, newLedger(), nil)
			n.commit(crew)
			s := n.open(t, "ivanov")
			s.sub(crew)
			s.untilLive()
			at := lose(n.log)
			n.Changed(crew, at) // to the live socket
			s.untilAt(at)
			_ = s.socket.Close()
			at = lose(n.log) // while away
			s.reopen(n, "ivanov")
			s.sub(crew)
			s.untilAt(at)
			if n.log.snapshots.Load() != 3 {
				t.Errorf("%d snapshots, want 3", n.log.snapshots.Load())
			}
		})
	}
}

func TestASourceThatFailsIsAskedAgain(t *testing.T) {
	n := newNode(t, newLedger(), nil)
	n.log.fail(errAway)
	s := n.open(t, "ivanov")
	s.sub(crew)
	s.untilError("unavailable")
	n.log.fail(nil)
	s.untilLive()
	n.log.fail(errAway)
	last := n.commit(crew)
	n.log.fail(nil)
	s.untilAt(last)
}

func TestThePollFindsWhatNoHintTold(t *testing.T) {
	n := newNode(t, newLedger(), func(c *realtime.Config) { c.Pace.Poll = 10 * time.Millisecond })
	s := n.open(t, "ivanov")
	s.sub(crew)
	s.untilLive()
	s.untilAt(n.log.commit(crew))
	s.untilAt(n.log.renew(crew, 1))
}

func TestATopicThatIsNotOpenIsForbidden(t *testing.T) {
	n := newNode(t, newLedger(), func(c *realtime.Config) {
		c.Authorise = func(_ context.Context, v realtime.Viewer, topic realtime.Topic) error {
			if v.Who == "ivanov" && topic == crew {
				return nil
			}
			return errors.New("another crew")
		}
	})
	s := n.open(t, "ivanov")
	s.sub("crew:18")
	s.untilError("forbidden")
	s.sub(crew)
	s.untilLive()
	if n.Viewers("crew:18") != 0 {
		t.Error("a refused viewer watches")
	}
}

func TestAcksArePassedOnOnlyForWhatWasSent(t *testing.T) {
	acked := make(chan realtime.Position, 16)
	n := newNode(t, newLedger(), func(c *realtime.Config) {
		c.OnAck = func(_ context.Context, v realtime.Viewer, topic realtime.Topic, at realtime.Position) {
			if v.Who == "ivanov" && topic == crew {
				acked <- at
			}
		}
	})
	s := n.open(t, "ivanov")
	s.ack(crew, realtime.Position{Epoch: "e1", Offset: 1})
	s.untilError("bad_ack") // not watched
	s.sub(crew)
	s.untilLive()
	first, second := n.commit(crew), n.commit(crew)
	s.untilAt(second)
	s.ack(crew, realtime.Position{Epoch: "e1", Offset: 3})
	s.untilError("bad_ack") // not sent
	s.ack(crew, realtime.Position{Epoch: "e0", Offset: 1})
	s.ack(crew, first)
	s.ack(crew, second)
	s.ack(crew, first)
	third := n.commit(crew)
	s.untilAt(third)
	s.ack(crew, third)
	for _, want := range []realtime.Position{first, second, third} {
		select {
		case got := <-acked:
			if got != want {
				t.Errorf("acknowledged %+v, want %+v", got, want)
			}
		case <-time.After(patience):
			t.Fatalf("%+v was not passed on", want)
		}
	}
}

func TestStatesAreCoalescedAndKeptForNewcomers(t *testing.T) {
	n := newNode(t, newLedger(), func(c *realtime.Config) { c.Pace.State = 20 * time.Millisecond })
	board := realtime.Topic("board")
	early := n.open(t, "ivanov")
	early.sub(board)
	early.untilLive()
	for i := range 1000 {
		n.State(board, "crew:17", json.RawMessage(fmt.Sprint(i)))
	}
	n.State(board, "crew:18", json.RawMessage(`"here"`))
	frames := 0
	early.until("the latest", func(m message) bool {
		if m.T == "state" {
			frames++
		}
		return hasKey(m, "crew:18")
	})
	if frames > 50 {
		t.Errorf("1000 values took %d frames", frames)
	}
	n.State(board, "crew:18", nil)
	early.until("the key taken away", func(m message) bool { return m.T == "state" && string(m.Data) == `{"crew:18":null}` })
	late := n.open(t, "petrov")
	late.sub(board)
	late.until("what is known", func(m message) bool { return m.T == "state" && string(m.Data) == `{"crew:17":999}` })
}

func hasKey(m message, key string) bool {
	var values map[string]json.RawMessage
	_ = json.Unmarshal(m.Data, &values)
	return m.T == "state" && values[key] != nil
}

func TestTwoHubsOfOneBus(t *testing.T) {
	log, bus := newLedger(), realtime.NewLocalBus()
	on := func(name string) func(*realtime.Config) {
		return func(c *realtime.Config) { c.Node, c.Bus, c.Pace.State = name, bus, 10*time.Millisecond }
	}
	a, b := newNode(t, log, on("a")), newNode(t, log, on("b"))
	s := b.open(t, "ivanov")
	s.sub(crew)
	s.untilLive()
	s.untilAt(a.commit(crew))
	a.State(crew, "viewer", json.RawMessage(`"4"`))
	s.until("a state of the other node", func(m message) bool { return hasKey(m, "viewer") })
	a.EndSession("ivanov")
	if code := s.untilClosed(); code != realtime.CloseSessionEnded {
		t.Errorf("closed with %d", code)
	}
}
