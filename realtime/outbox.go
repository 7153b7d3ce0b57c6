package realtime

import (
	"net"
	"runtime"
	"sync"
	"time"
)

// outbox holds what one socket is still to be sent, and is the only one that
// writes to it. A writer goroutine runs while something waits, never two; an
// idle socket costs none.
type outbox struct {
	link    net.Conn
	limits  Limits
	pace    Pace
	metrics *Metrics

	mu      sync.Mutex
	pending [][]byte
	spare   [][]byte // the array of the last batch, used again
	bytes   int      // of pending, without answers
	writing bool
	closing bool
	closeBy time.Time     // when closing
	idle    chan struct{} // closed when the writer ends; nil while nobody asks
}

func newOutbox(link net.Conn, config *Config) *outbox {
	return &outbox{link: link, limits: config.Limits, pace: config.Pace, metrics: config.Metrics}
}

// push adds a frame within the bounds, or says that the outbox is full.
func (o *outbox) push(frame []byte) (fits bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing {
		return true
	}
	if len(o.pending) >= o.limits.QueueFrames || o.bytes+len(frame) > o.limits.QueueBytes {
		return false
	}
	o.bytes += len(frame)
	o.addLocked(frame)
	return true
}

// answer adds a frame beyond the bounds: what the client itself asked for, whose
// size it cannot help. Catching up waits for an idle outbox, so few can wait.
func (o *outbox) answer(frame []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.closing {
		o.addLocked(frame)
	}
}

// offer adds a lossy frame if there is plenty of room.
func (o *outbox) offer(frame []byte) (taken bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing || len(o.pending) > o.limits.QueueFrames/4 || o.bytes > o.limits.QueueBytes/4 {
		return false
	}
	o.bytes += len(frame)
	o.addLocked(frame)
	return true
}

// finish drops what waits and sends one last frame, if the socket still takes it
// within Pace.Linger. Only the first call counts.
func (o *outbox) finish(last []byte) (first bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing {
		return false
	}
	clear(o.pending)
	o.pending, o.bytes = o.pending[:0], 0
	o.closing, o.closeBy = true, time.Now().Add(o.pace.Linger)
	_ = o.link.SetWriteDeadline(o.closeBy)
	o.addLocked(last)
	return true
}

func (o *outbox) addLocked(frame []byte) {
	o.pending = append(o.pending, frame)
	if !o.writing {
		o.writing = true
		go o.write()
	}
}

// write is the writer goroutine: it ends when nothing waits.
func (o *outbox) write() {
	for {
		runtime.Gosched() // whoever is about to add a frame does so first: it leaves in the same write
		batch, more := o.take()
		if !more {
			return
		}
		if err := o.send(batch); err != nil {
			_ = o.link.Close() // the reader sees it and ends the connection
			o.abandon()
		}
		o.giveBack(batch)
	}
}

func (o *outbox) take() (batch [][]byte, more bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.pending) == 0 {
		o.writing = false
		if o.idle != nil {
			close(o.idle)
			o.idle = nil
		}
		return nil, false
	}
	batch, o.pending, o.spare = o.pending, o.spare[:0], nil
	o.bytes = 0
	return batch, true
}

func (o *outbox) giveBack(batch [][]byte) {
	clear(batch)
	o.mu.Lock()
	defer o.mu.Unlock()
	const small = 16 // a burst's array is not kept for an idle socket
	if cap(batch) <= small {
		o.spare = batch[:0]
	}
}

// abandon takes nothing more: the socket is broken.
func (o *outbox) abandon() {
	o.mu.Lock()
	defer o.mu.Unlock()
	clear(o.pending)
	o.pending, o.bytes, o.closing = o.pending[:0], 0, true
}

// whenIdle gives a channel that is closed as soon as no writer runs.
func (o *outbox) whenIdle() <-chan struct{} {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.idle != nil {
		return o.idle
	}
	idle := make(chan struct{})
	if o.writing {
		o.idle = idle
	} else {
		close(idle)
	}
	return idle
}
