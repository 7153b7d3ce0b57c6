package realtime

import "sync"

// tasks are the goroutines of a hub: none starts once stop was called.
type tasks struct {
	mu      sync.Mutex
	stopped bool
	running sync.WaitGroup
}

// run starts f, or says false when the hub is stopping.
func (t *tasks) run(f func()) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stopped {
		return false
	}
	t.running.Go(f)
	return true
}

func (t *tasks) stop() {
	t.mu.Lock()
	t.stopped = true
	t.mu.Unlock()
	t.running.Wait()
}
