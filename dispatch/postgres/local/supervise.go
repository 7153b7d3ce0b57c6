package local

import (
	"context"
	"time"
)

// supervise starts the server again whenever it dies, until Stop. It never gives
// up: an emergency desk has no better plan than to try once more.
func (s *Server) supervise() {
	defer close(s.stopped)
	defer s.hold.release()
	for {
		select {
		case <-s.stopping:
			s.stopErr = s.running().stop(context.Background())
			s.log.Info("postgres: stopped")
			return
		case <-s.running().gone:
			if s.isStopping() {
				continue
			}
			s.log.Error("postgres: died, starting it again", "pid", s.PID(), "how", s.running().end)
			s.revive()
		}
	}
}

func (s *Server) isStopping() bool {
	select {
	case <-s.stopping:
		return true
	default:
		return false
	}
}

// revive starts the server until it runs or Stop is called.
func (s *Server) revive() {
	died := time.Now()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() { // ends with ctx, at the latest when revive returns
		select {
		case <-s.stopping:
			cancel()
		case <-ctx.Done():
		}
	}()
	for attempt := 0; ; attempt++ {
		err := s.run(ctx)
		if err == nil {
			s.log.Info("postgres: back", "pid", s.PID(), "down", time.Since(died).Round(time.Millisecond), "attempts", attempt+1)
			return
		}
		s.log.Error("postgres: did not start", "attempt", attempt+1, "error", err)
		if !rest(s.stopping, pause(attempt)) {
			return
		}
	}
}

// pause is the wait after a failed attempt: 50 ms, doubled each time, 1 s at most.
func pause(attempt int) time.Duration {
	return min(50*time.Millisecond<<min(attempt, 10), time.Second)
}

// rest waits and tells whether to go on; false when stop came first.
func rest(stop <-chan struct{}, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-stop:
		return false
	case <-timer.C:
		return true
	}
}
