package realtime

import (
	"context"
	"math/rand/v2"
	"time"
)

// poll is the net under the bus: it compares the positions of all topics that
// are watched here with the log, and at once when the bus was away.
func (h *Hub) poll() {
	for {
		timer := time.NewTimer(h.config.Pace.Poll + rand.N(h.config.Pace.Poll))
		select {
		case <-timer.C:
		case <-h.nudge:
		case <-h.ctx.Done():
			timer.Stop()
			return
		}
		timer.Stop()
		h.pollOnce()
	}
}

func (h *Hub) pollOnce() {
	topics := h.topics.topics()
	if len(topics) == 0 {
		return
	}
	found, err := h.reads.positions(h.ctx, topics)
	if err != nil {
		h.config.Log.Warn("realtime: asking for positions failed", "topics", len(topics), "error", err)
		return
	}
	for topic, at := range found {
		h.learn("poll", topic, at)
	}
}

// watchSessions closes the sockets of logins that ended anywhere, with or
// without the bus.
func (h *Hub) watchSessions() {
	if h.config.Ended == nil {
		return
	}
	h.every(h.config.Pace.Sessions, h.closeEnded)
}

func (h *Hub) closeEnded() {
	sessions := h.sessions()
	if len(sessions) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(h.ctx, h.config.Pace.Read)
	defer cancel()
	ended, err := h.config.Ended(ctx, sessions)
	if err != nil {
		h.config.Metrics.failures.WithLabelValues("ended").Inc()
		h.config.Log.Warn("realtime: asking for ended sessions failed", "error", err)
		return
	}
	for _, session := range ended {
		h.endHere(session)
	}
}

// sessions names each session that has a socket here once.
func (h *Hub) sessions() []string {
	seen := map[string]bool{}
	var names []string
	for _, c := range h.sockets.all() {
		if session := c.viewer.Session; session != "" && !seen[session] {
			seen[session] = true
			names = append(names, session)
		}
	}
	return names
}

// every runs do at a pace until the hub stops.
func (h *Hub) every(pace time.Duration, do func()) {
	ticker := time.NewTicker(pace)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			do()
		case <-h.ctx.Done():
			return
		}
	}
}
