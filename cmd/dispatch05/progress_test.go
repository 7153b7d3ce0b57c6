package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
)

// TestProgressInWords: rows, bytes, percent, rate and the time left; no rate is made of nothing.
func TestProgressInWords(t *testing.T) {
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	p := &progress{total: 400 << 20, started: now}
	if got := p.line(now.Add(time.Minute)); got != "read 0 rows, 0.0 MB of 400.0 MB" {
		t.Errorf("nothing read: %s", got)
	}
	p.rows.Add(120_000)
	p.bytes.Add(100 << 20)
	if got := p.line(now.Add(10 * time.Second)); got != "read 120000 rows, 100.0 MB of 400.0 MB (25%), 10.0 MB a second, about 30s left" {
		t.Errorf("a quarter: %s", got)
	}
	p.bytes.Add(900 << 20) // a file that is read more often than was thought
	if got := p.line(now.Add(40 * time.Second)); !strings.Contains(got, "400.0 MB of 400.0 MB (100%)") || !strings.Contains(got, "about 0s left") {
		t.Errorf("more than all: %s", got)
	}
}

// TestProgressIsTold while it goes on, and no longer.
func TestProgressIsTold(t *testing.T) {
	told, finished := make(chan int64, 100), 0
	p := progressEvery(10, time.Millisecond, func(p *progress) {
		select {
		case told <- p.bytes.Load():
		default:
		}
	}, func() { finished++ })
	if _, err := io.Copy(io.Discard, p.of(bytes.NewReader(make([]byte, 7)))); err != nil {
		t.Fatal(err)
	}
	await(t, "what was read is told", func() bool { return <-told == 7 })
	p.stop()
	for len(told) > 0 {
		<-told
	}
	time.Sleep(5 * time.Millisecond)
	if len(told) > 0 || finished != 1 {
		t.Errorf("told %d times after its end, finished %d times", len(told), finished)
	}
}
