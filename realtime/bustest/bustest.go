// Package bustest is the one suite that every realtime.Bus passes. It owns what
// a bus promises, never how it is made. Its functions run on a test's goroutine.
package bustest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dispatch05/realtime"
)

// Service is what joins the buses under test.
type Service struct {
	// Open gives the bus of another node.
	Open func(t *testing.T) realtime.Bus
	// Lose and Restore take the service away and bring it back; nil when the
	// service cannot be lost.
	Lose, Restore func(t *testing.T)
}

// patience is when a signal that did not come is called missing.
const patience = 20 * time.Second

// Run proves the promises of realtime.Bus on a fresh service each.
func Run(t *testing.T, fresh func(t *testing.T) Service) {
	for _, promise := range []struct {
		name  string
		prove func(*testing.T, Service)
	}{
		{"every node hears what one says, the speaker too", everyNodeHears},
		{"what one node says is heard in its order", orderIsKept},
		{"a message arrives as it was sent", messageIsWhole},
		{"saying something that nobody hears is no error", nobodyListens},
		{"calls of one handle never overlap", callsDoNotOverlap},
		{"after the end nothing is heard", endIsTheEnd},
		{"an ended context is refused", endedContext},
		{"a lost service heals by itself and says so", lossHeals},
	} {
		t.Run(promise.name, func(t *testing.T) { promise.prove(t, fresh(t)) })
	}
}

func everyNodeHears(t *testing.T, service Service) {
	a, b := service.Open(t), service.Open(t)
	atA, atB := listen(t, a), listen(t, b)
	say(t, a, realtime.Message{Kind: realtime.KindEnded, Node: "a", Session: "s1"})
	for _, ear := range []*ear{atA, atB} {
		if got := ear.next(t); got.Session != "s1" || got.Node != "a" {
			t.Errorf("heard %+v, want session s1 of node a", got)
		}
	}
}

func orderIsKept(t *testing.T, service Service) {
	a, atB := service.Open(t), listen(t, service.Open(t))
	for offset := range int64(50) {
		say(t, a, realtime.Message{Kind: realtime.KindChanged, Topic: "crew:1", Offset: offset})
	}
	for offset := range int64(50) {
		if got := atB.next(t); got.Offset != offset {
			t.Fatalf("heard offset %d, want %d", got.Offset, offset)
		}
	}
}

func messageIsWhole(t *testing.T, service Service) {
	a, atB := service.Open(t), listen(t, service.Open(t))
	payload, _ := json.Marshal(strings.Repeat("бригада на месте ", 4000))
	sent := realtime.Message{
		Kind: realtime.KindState, Node: "a", Topic: "board:Омск", Epoch: "e1", Offset: 1 << 40,
		States: map[string]json.RawMessage{"crew:7": payload, "crew:8": json.RawMessage("null")},
	}
	say(t, a, sent)
	want, _ := json.Marshal(sent)
	if got, _ := json.Marshal(atB.next(t)); string(got) != string(want) {
		t.Errorf("heard %d bytes that differ from the %d sent", len(got), len(want))
	}
}

func nobodyListens(t *testing.T, service Service) {
	say(t, service.Open(t), realtime.Message{Kind: realtime.KindEnded, Session: "s1"})
}

func callsDoNotOverlap(t *testing.T, service Service) {
	ctx, cancel := context.WithCancel(t.Context())
	var inside, overlaps, heard atomic.Int32
	all, joined := make(chan struct{}), make(chan struct{}, 8)
	wait := run(ctx, service.Open(t), func(m realtime.Message) {
		if m.Kind == realtime.KindJoined {
			joined <- struct{}{}
			return
		}
		overlaps.Add(inside.Add(1) - 1)
		inside.Add(-1)
		if heard.Add(1) == 40 {
			close(all)
		}
	})
	within(t, joined, "joining")
	speakers := []realtime.Bus{service.Open(t), service.Open(t)}
	done := make(chan struct{}, len(speakers))
	for _, speaker := range speakers {
		go func() {
			for range 20 {
				_ = speaker.Publish(ctx, realtime.Message{Kind: realtime.KindEnded, Session: "s"})
			}
			done <- struct{}{}
		}()
	}
	for range speakers {
		within(t, done, "a speaker")
	}
	within(t, all, "all messages")
	cancel()
	within(t, wait, "the end of Subscribe")
	if n := overlaps.Load(); n != 0 {
		t.Errorf("%d calls overlapped", n)
	}
}

func endIsTheEnd(t *testing.T, service Service) {
	a, b := service.Open(t), service.Open(t)
	atA := listen(t, a)
	atB := listen(t, b)
	atB.cancel()
	within(t, atB.done, "the end of Subscribe")
	say(t, a, realtime.Message{Kind: realtime.KindEnded, Session: "late"})
	atA.next(t)
	if n := len(atB.heard); n != 0 {
		t.Errorf("%d messages after the end", n)
	}
}

func endedContext(t *testing.T, service Service) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := service.Open(t).Publish(ctx, realtime.Message{Kind: realtime.KindEnded}); err == nil {
		t.Error("Publish took a message after its context had ended")
	}
}

func lossHeals(t *testing.T, service Service) {
	if service.Lose == nil {
		t.Skip("this service cannot be lost")
	}
	a, b := service.Open(t), service.Open(t)
	atB := listen(t, b)
	service.Lose(t)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := a.Publish(ctx, realtime.Message{Kind: realtime.KindEnded, Session: "lost"}); err == nil {
		t.Error("Publish to a lost service is no error")
	}
	if ctx.Err() != nil {
		t.Error("Publish did not give up by itself")
	}
	service.Restore(t)
	within(t, atB.joined, "joining again")
	say(t, a, realtime.Message{Kind: realtime.KindEnded, Session: "found"})
	if got := atB.next(t); got.Session != "found" {
		t.Errorf("heard %+v after the loss", got)
	}
}

// ear is a running Subscribe.
type ear struct {
	heard  chan realtime.Message
	joined chan struct{}
	done   chan struct{}
	cancel context.CancelFunc
}

// listen returns when the subscription stands.
func listen(t *testing.T, bus realtime.Bus) *ear {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	e := &ear{heard: make(chan realtime.Message, 1024), joined: make(chan struct{}, 64), cancel: cancel}
	e.done = run(ctx, bus, func(m realtime.Message) {
		if m.Kind == realtime.KindJoined {
			e.joined <- struct{}{}
		} else {
			e.heard <- m
		}
	})
	t.Cleanup(func() { cancel(); within(t, e.done, "the end of Subscribe") })
	within(t, e.joined, "joining")
	return e
}

// run subscribes on its own goroutine; the channel is closed when that ended.
func run(ctx context.Context, bus realtime.Bus, handle func(realtime.Message)) chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := bus.Subscribe(ctx, handle); err != nil {
			panic(fmt.Sprintf("Subscribe: %v", err))
		}
	}()
	return done
}

func (e *ear) next(t *testing.T) realtime.Message {
	t.Helper()
	select {
	case m := <-e.heard:
		return m
	case <-time.After(patience):
		t.Fatal("nothing heard")
		return realtime.Message{}
	}
}

// say publishes, again while the service is only just back.
func say(t *testing.T, bus realtime.Bus, message realtime.Message) {
	t.Helper()
	var err error
	for range 20 {
		if err = bus.Publish(t.Context(), message); err == nil {
			return
		}
	}
	t.Fatalf("Publish: %v", err)
}

func within(t *testing.T, signal <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-signal:
	case <-time.After(patience):
		t.Fatalf("%s did not happen", what)
	}
}
