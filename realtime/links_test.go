package realtime_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/gorilla/websocket"
	"github.com/rs/zerolog"

	"dispatch05/realtime"
)

// faults are what a proxy does to all links: it is gone, it resets, it swallows (a black hole).
var faults = []struct{ name, toxic string }{{"cut", ""}, {"reset", `{"type":"reset_peer","stream":"%s"}`}, {"black hole", `{"type":"timeout","stream":"%s","attributes":{"timeout":0}}`}}

// Tablets behind a bad link: whatever it does, none misses a row.
func TestLinksThatBreak(t *testing.T) {
	badLinks(t, 20, func(*rand.Rand) time.Duration { return time.Second })
}

// The same for 1 to 120 s.
func TestDrillLinksThatBreak(t *testing.T) {
	if !strings.Contains(flag.Lookup("test.run").Value.String(), "Drill") {
		t.Skip("a long drill, run when it is asked for by name: make drill")
	}
	badLinks(t, 100, func(random *rand.Rand) time.Duration { return time.Duration(1+random.IntN(120)) * time.Second })
}

func badLinks(t *testing.T, tablets int, lasting func(*rand.Rand) time.Duration) {
	random := rand.New(rand.NewPCG(drillSeed(t), 5))
	n := newNode(t, newLedger(), func(c *realtime.Config) { c.Pace.Tick = 100 * time.Millisecond })
	link := badLink(t, strings.TrimPrefix(n.server.URL, "http://"))
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	var all []*tablet
	for range tablets {
		one := &tablet{address: link.Listen, silence: 500 * time.Millisecond}
		all = append(all, one)
		running.Go(func() { one.watch(ctx) })
	}
	awaitAll(t, all, n.commit(crew))
	for _, fault := range faults {
		during := lasting(random)
		link.suffer(t, fault.toxic, during, func() { n.commit(crew) })
		last, back := n.commit(crew), time.Now()
		awaitAll(t, all, last)
		t.Logf("%s for %s: all %d tablets at %d, %s after the link was back", fault.name, during, tablets, last.Offset, time.Since(back).Round(time.Millisecond))
	}
	for i, one := range all {
		for _, wrong := range one.check(n.log.of(crew).last) {
			t.Errorf("tablet %d %s", i, wrong)
		}
	}
	refusesForged(t, all[0], n.log.of(crew).last)
}

// refusesForged is the negative control: a row lost, and one applied twice, must be found.
func refusesForged(t *testing.T, one *tablet, last int64) {
	t.Helper()
	lost := &tablet{rows: append([]int64{}, one.rows[1:]...)}
	doubled := &tablet{rows: append([]int64{one.rows[0]}, one.rows...)}
	for name, forged := range map[string]*tablet{"a row lost": lost, "a row applied twice": doubled} {
		if wrong := forged.check(last); len(wrong) == 0 {
			t.Errorf("the checker takes %s", name)
		} else {
			t.Logf("negative control, %s: %s", name, wrong[0])
		}
	}
}

// drillSeed is DRILL_SEED, or the time.
func drillSeed(t *testing.T) uint64 {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if told, err := strconv.ParseUint(os.Getenv("DRILL_SEED"), 10, 64); err == nil {
		seed = told
	}
	t.Logf("seed %d (DRILL_SEED)", seed)
	return seed
}

// faultyLink is a proxy before a node.
type faultyLink struct{ *toxiproxy.Proxy }

func badLink(t *testing.T, upstream string) faultyLink {
	t.Helper()
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	link := faultyLink{toxiproxy.NewProxy(server, "link", "127.0.0.1:0", upstream)}
	if err := link.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(link.Stop)
	return link
}

// suffer holds a fault over all links for a while, in which rows are written, and takes it away.
func (l faultyLink) suffer(t *testing.T, toxic string, during time.Duration, write func()) {
	t.Helper()
	if toxic == "" {
		l.Stop()
	}
	for _, stream := range []string{"upstream", "downstream"} {
		if toxic == "" {
			break
		}
		if _, err := l.Toxics.AddToxicJson(strings.NewReader(fmt.Sprintf(toxic, stream))); err != nil {
			t.Fatal(err)
		}
	}
	for end := time.Now().Add(during); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		write()
	}
	l.Toxics.ResetToxics(context.Background())
	if toxic == "" {
		if err := l.Start(); err != nil {
			t.Fatal(err)
		}
	}
}

// tablet is a client that keeps to PROTOCOL.md over any number of broken links.
type tablet struct {
	address string
	silence time.Duration // without any message: the link is dead

	mu    sync.Mutex
	at    realtime.Position
	rows  []int64 // each row that was applied, in order
	wrong []string
}

func (b *tablet) watch(ctx context.Context) {
	for ctx.Err() == nil {
		b.link(ctx)
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
		}
	}
}

// link is one socket, from its handshake to its end.
func (b *tablet) link(ctx context.Context) {
	dialer := &websocket.Dialer{HandshakeTimeout: b.silence}
	socket, _, err := dialer.DialContext(ctx, "ws://"+b.address+"/?viewer=crew", http.Header{"Origin": {"http://" + b.address}})
	if err != nil {
		return
	}
	defer socket.Close()
	defer context.AfterFunc(ctx, func() { _ = socket.Close() })()
	b.mu.Lock()
	at := b.at
	b.mu.Unlock()
	if socket.WriteJSON(map[string]any{"t": "sub", "topic": crew, "epoch": at.Epoch, "offset": at.Offset}) != nil {
		return
	}
	for {
		var m message
		_ = socket.SetReadDeadline(time.Now().Add(b.silence))
		if socket.ReadJSON(&m) != nil {
			return
		}
		b.apply(m)
	}
}

func (b *tablet) apply(m message) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case m.T == "snapshot" && b.at.Epoch != "":
		b.wrong = append(b.wrong, "was sent all anew though the log reaches back")
	case m.T == "snapshot":
		for row := b.at.Offset + 1; row <= m.Offset; row++ { // the whole state holds these
			b.rows = append(b.rows, row)
		}
		b.at = realtime.Position{Epoch: m.Epoch, Offset: m.Offset}
	case m.T == "delta" && (m.Epoch != b.at.Epoch || m.After > b.at.Offset):
		b.wrong = append(b.wrong, fmt.Sprintf("was sent a gap: %d..%d of %s at %+v", m.After, m.Offset, m.Epoch, b.at))
	case m.T == "delta":
		b.applyRows(m)
	case m.T == "live" && (m.Epoch != b.at.Epoch || m.Offset != b.at.Offset):
		b.wrong = append(b.wrong, fmt.Sprintf("is told live at %d, holds %d", m.Offset, b.at.Offset))
	}
}

func (b *tablet) applyRows(m message) {
	var data content
	if err := json.Unmarshal(m.Data, &data); err != nil {
		b.wrong = append(b.wrong, err.Error())
	}
	for _, row := range data.Rows {
		if row > b.at.Offset {
			b.rows = append(b.rows, row)
		}
	}
	b.at.Offset = max(b.at.Offset, m.Offset)
}

// check compares what was applied with the log: rows 1 to last, each once, in order.
func (b *tablet) check(last int64) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	wrong := append([]string{}, b.wrong...)
	if int64(len(b.rows)) != last {
		wrong = append(wrong, fmt.Sprintf("applied %d rows of %d", len(b.rows), last))
	}
	for i, row := range b.rows {
		if row != int64(i+1) {
			return append(wrong, fmt.Sprintf("applied row %d in place of %d", row, i+1))
		}
	}
	return wrong
}

func awaitAll(t *testing.T, all []*tablet, at realtime.Position) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for _, one := range all {
		for one.holds() != at {
			if time.Now().After(deadline) {
				t.Fatalf("a tablet holds %+v, the log is at %+v", one.holds(), at)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
}

func (b *tablet) holds() realtime.Position {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.at
}
