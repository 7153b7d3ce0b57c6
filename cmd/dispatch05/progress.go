package main

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// How often it is told how far an import is: a bar on a terminal moves, elsewhere (a log, a pipe) a line now and then will do.
const (
	barEvery  = 200 * time.Millisecond
	lineEvery = 10 * time.Second
)

// progress tells how far a file is read: rows, bytes, percent, rate and the time left.
type progress struct {
	total   int64 // bytes to read
	bytes   atomic.Int64
	rows    atomic.Int64
	started time.Time
	stopped chan struct{}
	ended   chan struct{}
}

// startProgress begins to tell on the error output. Whoever started it stops it.
func startProgress(std *streams, total int64) *progress {
	if out, ok := std.err.(*os.File); ok && term.IsTerminal(int(out.Fd())) {
		bar := progressbar.NewOptions64(total, progressbar.OptionSetWriter(out), progressbar.OptionShowBytes(true), progressbar.OptionShowTotalBytes(true),
			progressbar.OptionSetPredictTime(true), progressbar.OptionSetElapsedTime(true), progressbar.OptionFullWidth(), progressbar.OptionSetDescription("reading"))
		return progressEvery(total, barEvery, func(p *progress) {
			bar.Describe(fmt.Sprintf("%d rows", p.rows.Load()))
			_ = bar.Set64(min(p.bytes.Load(), total)) // its error is the terminal's
		}, func() { _ = bar.Finish(); fmt.Fprintln(out) })
	}
	return progressEvery(total, lineEvery, func(p *progress) { fmt.Fprintln(std.err, p.line(time.Now())) }, func() {})
}

func progressEvery(total int64, every time.Duration, tell func(*progress), finish func()) *progress {
	p := &progress{total: total, started: time.Now(), stopped: make(chan struct{}), ended: make(chan struct{})}
	go func() {
		defer close(p.ended)
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				tell(p)
			case <-p.stopped:
				finish()
				return
			}
		}
	}()
	return p
}

// stop ends the telling and waits for it.
func (p *progress) stop() {
	close(p.stopped)
	<-p.ended
}

// line is how far it is at a moment, in words.
func (p *progress) line(now time.Time) string {
	bytes, spent := min(p.bytes.Load(), p.total), now.Sub(p.started)
	told := fmt.Sprintf("read %d rows, %s of %s", p.rows.Load(), megabytes(bytes), megabytes(p.total))
	if bytes == 0 || p.total == 0 || spent < time.Second {
		return told
	}
	left := time.Duration(float64(spent) * float64(p.total-bytes) / float64(bytes))
	return fmt.Sprintf("%s (%d%%), %s a second, about %s left", told, 100*bytes/p.total, megabytes(int64(float64(bytes)/spent.Seconds())), left.Round(time.Second))
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/(1<<20)) }

// row counts one more.
func (p *progress) row() { p.rows.Add(1) }

// of counts the bytes that are read of a file.
func (p *progress) of(in io.Reader) *countedReader { return &countedReader{in, p} }

type countedReader struct {
	in io.Reader
	p  *progress
}

func (c *countedReader) Read(into []byte) (int, error) {
	n, err := c.in.Read(into)
	c.p.bytes.Add(int64(n))
	return n, err
}

// Seek is for files that are read several times.
func (c *countedReader) Seek(offset int64, whence int) (int64, error) {
	return c.in.(io.Seeker).Seek(offset, whence)
}
