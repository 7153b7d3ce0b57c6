package realtime

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"
)

// Config is what a hub needs from its host. Source and Authorise are required.
type Config struct {
	// Node names this process on the bus and in the hello; unique per process.
	Node string
	// Source is the truth behind every topic.
	Source Source
	// Authorise returns nil when the viewer may watch the topic. Asked at each
	// subscription; the text of its error stays on the server.
	Authorise func(ctx context.Context, viewer Viewer, topic Topic) error
	// OnAck hears that a viewer has applied all of topic up to the position,
	// which was really sent to it. Never goes backwards on one socket. Called while
	// the socket's reader waits, so a slow one slows only that socket.
	OnAck func(ctx context.Context, viewer Viewer, topic Topic, at Position)
	// Ended answers which of the sessions are over. Asked every Pace.Sessions,
	// so that an ended login loses its sockets with the bus gone too.
	Ended func(ctx context.Context, sessions []string) ([]string, error)
	// Bus joins the nodes; nil is a service of one node.
	Bus Bus
	// CheckOrigin guards the handshake; nil refuses every foreign or missing Origin.
	CheckOrigin func(*http.Request) bool
	// Now is the service's clock, in UTC; nil is the machine's.
	Now func() time.Time
	// Metrics counts; nil counts for nobody.
	Metrics *Metrics
	// Log hears of failures; nil is slog.Default.
	Log *slog.Logger

	Limits Limits
	Pace   Pace
}

// Limits bound what one socket and one node may take. Zero means the default.
type Limits struct {
	Sockets     int // of this node, 20,000
	Topics      int // watched by one socket, 64
	QueueFrames int // waiting for one socket before it is cut, 256
	QueueBytes  int // the same in bytes, 512 KiB; the answer to one subscription comes on top
	FrameBytes  int // of one incoming frame, 4 KiB
	FrameRate   int // incoming frames a second of one socket, 50 (bursts of four times that)
	BadFrames   int // forgiven to one socket, 10
	Reads       int // of the source at once, 16
}

// Pace is how often and how long. Zero means the default.
type Pace struct {
	Poll     time.Duration // 5 s; each round waits a random one to two times that
	Sessions time.Duration // 3 s, between questions to Config.Ended
	Tick     time.Duration // 10 s, between ticks (and pings) of one socket
	Silence  time.Duration // 35 s without a word or a pong, then the socket is dead
	State    time.Duration // 700 ms, between two state frames of one topic
	StateTTL time.Duration // 60 s that a state not told again is shown to newcomers
	Write    time.Duration // 10 s for each 64 KiB to leave
	Read     time.Duration // 5 s for one answer of Source, Authorise, Ended, OnAck
	Retry    time.Duration // 250 ms after a failed read, doubling up to 20 times that
	Linger   time.Duration // 1 s for the client to answer a close
}

func (c Config) withDefaults() (Config, error) {
	if c.Source == nil || c.Authorise == nil {
		return c, errors.New("realtime: Config needs Source and Authorise")
	}
	if c.Node == "" {
		return c, errors.New("realtime: Config needs a Node name")
	}
	if c.Bus == nil {
		c.Bus = NewLocalBus()
	}
	if c.OnAck == nil {
		c.OnAck = func(context.Context, Viewer, Topic, Position) {}
	}
	if c.CheckOrigin == nil {
		c.CheckOrigin = sameOrigin
	}
	if c.Now == nil {
		c.Now = func() time.Time { return time.Now().UTC() }
	}
	if c.Metrics == nil {
		c.Metrics = NewMetrics()
	}
	c.Log = cmp.Or(c.Log, slog.Default())
	c.Limits = c.Limits.withDefaults()
	c.Pace = c.Pace.withDefaults()
	return c, nil
}

func (l Limits) withDefaults() Limits {
	return Limits{
		Sockets:     cmp.Or(l.Sockets, 20_000),
		Topics:      cmp.Or(l.Topics, 64),
		QueueFrames: cmp.Or(l.QueueFrames, 256),
		QueueBytes:  cmp.Or(l.QueueBytes, 512<<10),
		FrameBytes:  cmp.Or(l.FrameBytes, 4<<10),
		FrameRate:   cmp.Or(l.FrameRate, 50),
		BadFrames:   cmp.Or(l.BadFrames, 10),
		Reads:       cmp.Or(l.Reads, 16),
	}
}

func (p Pace) withDefaults() Pace {
	return Pace{
		Poll:     cmp.Or(p.Poll, 5*time.Second),
		Sessions: cmp.Or(p.Sessions, 3*time.Second),
		Tick:     cmp.Or(p.Tick, 10*time.Second),
		Silence:  cmp.Or(p.Silence, 35*time.Second),
		State:    cmp.Or(p.State, 700*time.Millisecond),
		StateTTL: cmp.Or(p.StateTTL, time.Minute),
		Write:    cmp.Or(p.Write, 10*time.Second),
		Read:     cmp.Or(p.Read, 5*time.Second),
		Retry:    cmp.Or(p.Retry, 250*time.Millisecond),
		Linger:   cmp.Or(p.Linger, time.Second),
	}
}
