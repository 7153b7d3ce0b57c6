package realtime_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"dispatch05/realtime"
)

func TestASlowReaderIsCutAndResumes(t *testing.T) {
	n := newNode(t, newLedger(), func(c *realtime.Config) { c.Pace.Linger = patience })
	s := n.open(t, "ivanov")
	s.sub(crew)
	s.untilLive()
	last := commitUntilCut(t, n)
	if code := s.untilClosed(); code != realtime.CloseSlow {
		t.Fatalf("closed with %d", code)
	}
	n.log.fill(0)
	s.reopen(n, "ivanov")
	s.sub(crew)
	s.untilAt(last)
	if int64(len(s.rows)) != last.Offset {
		t.Errorf("applied %d rows of %d", len(s.rows), last.Offset)
	}
}

// commitUntilCut writes large rows, which nobody reads, until a socket is cut.
func commitUntilCut(t *testing.T, n *node) (last realtime.Position) {
	t.Helper()
	n.log.fill(32 << 10)
	for deadline := time.Now().Add(patience); n.counted(t, "realtime_closes_total", "4101") == 0; {
		if time.Now().After(deadline) {
			t.Fatal("a socket that nobody reads is not cut")
		}
		last = n.commit(crew)
	}
	return last
}

func TestFrozenReadersDoNotHoldTheOthers(t *testing.T) {
	n := newNode(t, newLedger(), nil)
	var screens []*screen
	for range 10 {
		s := n.open(t, "ivanov")
		s.sub(crew)
		s.untilLive()
		screens = append(screens, s)
	}
	frozen, reading := screens[:1], screens[1:]
	for _, s := range frozen {
		_ = s.socket.NetConn().(*net.TCPConn).SetReadBuffer(4 << 10)
	}
	n.log.fill(32 << 10)
	cut := func() int { return int(n.counted(t, "realtime_closes_total", "4101")) }
	for deadline := time.Now().Add(patience); cut() < len(frozen); {
		if time.Now().After(deadline) {
			t.Fatal("frozen sockets are not cut")
		}
		last := n.commit(crew)
		for _, s := range reading {
			s.untilAt(last)
		}
	}
	if cut() != len(frozen) {
		t.Errorf("%d sockets were cut, want the %d frozen ones", cut(), len(frozen))
	}
}

func TestRevokeClosesOnlyTheSessionThatEnded(t *testing.T) {
	n := newNode(t, newLedger(), nil)
	ivanov, petrov := n.open(t, "ivanov"), n.open(t, "petrov")
	for _, s := range []*screen{ivanov, petrov} {
		s.sub(crew)
		s.untilLive()
	}
	n.EndSession("ivanov")
	last := n.commit(crew)
	if code := ivanov.untilClosed(); code != realtime.CloseSessionEnded || ivanov.at == last {
		t.Errorf("closed with %d at %+v", code, ivanov.at)
	}
	petrov.untilAt(last)
	all := func(realtime.Viewer) bool { return true }
	if closed := n.Revoke(all); closed == 0 {
		t.Error("nobody was closed")
	}
	if code := petrov.untilClosed(); code != realtime.CloseSessionEnded {
		t.Errorf("closed with %d", code)
	}
}

func TestASessionThatEndedElsewhereIsFoundWithoutABus(t *testing.T) {
	var over atomic.Bool
	n := newNode(t, newLedger(), func(c *realtime.Config) {
		c.Pace.Sessions = 5 * time.Millisecond
		c.Ended = func(_ context.Context, sessions []string) ([]string, error) {
			if over.Load() && slices.Contains(sessions, "ivanov") {
				return []string{"ivanov"}, nil
			}
			return nil, nil
		}
	})
	s := n.open(t, "ivanov")
	over.Store(true)
	if code := s.untilClosed(); code != realtime.CloseSessionEnded {
		t.Errorf("closed with %d", code)
	}
}

func TestAViewerWhoseTimeIsOverIsSentNothing(t *testing.T) {
	clock := atomic.Int64{}
	clock.Store(1_800_000_000)
	n := newNode(t, newLedger(), func(c *realtime.Config) {
		c.Now = func() time.Time { return time.Unix(clock.Load(), 0).UTC() }
	})
	s := &screen{t: t}
	s.reopen(n, "ivanov&until="+time.Unix(clock.Load()+60, 0).UTC().Format(time.RFC3339Nano))
	s.sub(crew)
	s.untilLive()
	clock.Add(60)
	last := n.commit(crew)
	if code := s.untilClosed(); code != realtime.CloseSessionEnded || s.at == last {
		t.Errorf("closed with %d at %+v", code, s.at)
	}
}

func TestStopSendsAwayAndMayBeCalledTwice(t *testing.T) {
	n := newNode(t, newLedger(), nil)
	s := n.open(t, "ivanov")
	s.sub(crew)
	s.untilLive()
	code := make(chan realtime.CloseCode, 1)
	go func() { code <- s.untilClosed() }()
	n.Stop()
	n.Stop()
	if got := <-code; got != realtime.CloseGoingAway || n.Sockets() != 0 {
		t.Errorf("closed with %d, %d sockets left", got, n.Sockets())
	}
	late, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(n.server.URL, "http"),
		http.Header{"Origin": {n.server.URL}})
	if err != nil {
		t.Fatal(err)
	}
	s.socket = late
	if got := s.untilClosed(); got != realtime.CloseGoingAway {
		t.Errorf("a newcomer was closed with %d", got)
	}
}

func TestAClientThatSaysNothingIsDropped(t *testing.T) {
	n := newNode(t, newLedger(), func(c *realtime.Config) {
		c.Pace.Silence, c.Pace.Tick = 200*time.Millisecond, 50*time.Millisecond
	})
	talking, silent := n.open(t, "talking"), n.open(t, "silent")
	silent.socket.SetPingHandler(func(string) error { return nil })
	dropped := make(chan struct{})
	go func() { silent.untilClosed(); close(dropped) }()
	ticks := func() { talking.until("a tick", func(m message) bool { return m.T == "tick" }) }
	for gone := false; !gone; ticks() { // reading, it answers pings all the while
		select {
		case <-dropped:
			gone = true
		default:
		}
	}
	ticks()
}

func TestHostileFrames(t *testing.T) {
	many := func(s *screen, frame string) {
		for range 2000 {
			if s.socket.WriteMessage(websocket.TextMessage, []byte(frame)) != nil {
				return
			}
		}
	}
	for name, story := range map[string]struct {
		attack func(*screen)
		codes  []realtime.CloseCode
	}{
		"bad JSON again and again": {
			func(s *screen) {
				for range 11 {
					_ = s.socket.WriteMessage(websocket.TextMessage, []byte(`{"t":`))
				}
			}, []realtime.CloseCode{realtime.CloseBadFrames}},
		"binary again and again": {
			func(s *screen) {
				for range 11 {
					_ = s.socket.WriteMessage(websocket.BinaryMessage, []byte{0, 1, 2})
				}
			}, []realtime.CloseCode{realtime.CloseBadFrames}},
		"a flood of good frames": {
			func(s *screen) { many(s, `{"t":"unsub","topic":"x"}`) }, []realtime.CloseCode{realtime.CloseFlood}},
		"a flood of pings": {
			func(s *screen) {
				for range 2000 {
					_ = s.socket.WriteControl(websocket.PingMessage, nil, time.Now().Add(patience))
				}
			}, []realtime.CloseCode{realtime.CloseFlood, realtime.CloseSlow}},
		"a megabyte": {
			func(s *screen) {
				_ = s.socket.WriteMessage(websocket.TextMessage, bytes.Repeat([]byte("x"), 1<<20))
			}, []realtime.CloseCode{websocket.CloseMessageTooBig, websocket.CloseAbnormalClosure}},
		"no WebSocket frame at all": {
			func(s *screen) { _, _ = s.socket.NetConn().Write(bytes.Repeat([]byte{0xff}, 64)) },
			[]realtime.CloseCode{websocket.CloseProtocolError, websocket.CloseAbnormalClosure}},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNode(t, newLedger(), func(c *realtime.Config) { c.Pace.Linger = patience })
			s, bystander := n.open(t, "mallory"), n.open(t, "ivanov")
			bystander.sub(crew)
			bystander.untilLive()
			story.attack(s)
			if code := s.untilClosed(); !slices.Contains(story.codes, code) {
				t.Errorf("closed with %d, want one of %v", code, story.codes)
			}
			bystander.untilAt(n.commit(crew))
		})
	}
}

func TestLimitsOfASocketAndOfANode(t *testing.T) {
	n := newNode(t, newLedger(), func(c *realtime.Config) { c.Limits.Topics, c.Limits.Sockets = 3, 1 })
	s := n.open(t, "ivanov")
	for i := range 4 {
		s.sub(realtime.Topic(fmt.Sprintf("crew:%d", i)))
	}
	s.untilError("too_many_topics")
	second, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(n.server.URL, "http"),
		http.Header{"Origin": {n.server.URL}})
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if code := (&screen{t: t, socket: second}).untilClosed(); code != realtime.CloseBusy {
		t.Errorf("one socket too many was closed with %d", code)
	}
}

func TestAForeignPageIsRefused(t *testing.T) {
	n := newNode(t, newLedger(), nil)
	for name, header := range map[string]http.Header{
		"foreign origin": {"Origin": {"https://elsewhere.example"}},
		"no origin":      {},
	} {
		_, response, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(n.server.URL, "http"), header)
		if err == nil || response.StatusCode != http.StatusForbidden {
			t.Errorf("%s was let in", name)
		}
	}
}
