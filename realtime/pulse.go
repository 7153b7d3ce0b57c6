package realtime

// pulse ticks every socket once in Pace.Tick, a tenth of them at a time: the
// tick shows a browser that the link lives and what time the service has, the
// ping that goes with it makes the client's side answer. It also closes sockets
// whose time is over.
func (h *Hub) pulse() {
	beat := 0
	h.every(h.config.Pace.Tick/beats, func() {
		beat = (beat + 1) % beats
		h.tick(beat)
		now := h.config.Now()
		h.Revoke(func(v Viewer) bool { return v.expired(now) })
	})
}

func (h *Hub) tick(beat int) {
	now := h.config.Now()
	frames := append(textFrame(tickMessage(now)), pingFrame()...)
	for _, c := range h.sockets.ofBeat(beat) {
		c.send(now, frames)
	}
}
