package realtime

import (
	"slices"
	"sync"
	"time"
)

// gatherBytes is how much leaves in one write, and what Pace.Write is for.
const gatherBytes = 64 << 10

var gatherBuffers = sync.Pool{New: func() any {
	buffer := make([]byte, 0, gatherBytes)
	return &buffer
}}

// send writes whole frames, as many as fit in one write; it works alike over
// plain TCP and TLS, where writev does not reach.
func (o *outbox) send(frames [][]byte) error {
	o.metrics.frames.Add(float64(len(frames)))
	if len(frames) == 1 {
		return o.writeAll(frames[0])
	}
	buffer := gatherBuffers.Get().(*[]byte)
	defer gatherBuffers.Put(buffer)
	gathered := (*buffer)[:0]
	for _, frame := range frames {
		if len(gathered)+len(frame) > gatherBytes {
			if err := o.writeAll(gathered); err != nil {
				return err
			}
			gathered = gathered[:0]
		}
		if len(frame) > gatherBytes {
			if err := o.writeAll(frame); err != nil {
				return err
			}
			continue
		}
		gathered = append(gathered, frame...)
	}
	return o.writeAll(gathered)
}

// writeAll gives every part its own deadline, so that a large snapshot may take
// long on a thin link while a dead one is found soon.
func (o *outbox) writeAll(data []byte) error {
	for part := range slices.Chunk(data, gatherBytes) {
		o.setDeadline()
		n, err := o.link.Write(part)
		o.metrics.writes.Inc()
		o.metrics.bytes.Add(float64(n))
		if err != nil {
			return err
		}
	}
	return nil
}

func (o *outbox) setDeadline() {
	o.mu.Lock()
	defer o.mu.Unlock()
	deadline := time.Now().Add(o.pace.Write)
	if o.closing && o.closeBy.Before(deadline) {
		deadline = o.closeBy
	}
	_ = o.link.SetWriteDeadline(deadline)
}
