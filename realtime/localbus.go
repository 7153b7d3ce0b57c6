package realtime

import (
	"context"
	"sync"
)

// LocalBus joins hubs within one process; it is the bus of a single node.
type LocalBus struct {
	mu        sync.RWMutex
	listeners map[*listener]struct{}
}

// listener keeps the calls of one handle apart.
type listener struct {
	mu     sync.Mutex
	handle func(Message)
}

// NewLocalBus gives a bus without listeners.
func NewLocalBus() *LocalBus {
	return &LocalBus{listeners: map[*listener]struct{}{}}
}

// Publish calls every listener in turn; it fails only when ctx has ended.
func (b *LocalBus) Publish(ctx context.Context, message Message) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	for l := range b.listeners {
		l.tell(message)
	}
	return nil
}

// Subscribe listens until ctx ends.
func (b *LocalBus) Subscribe(ctx context.Context, handle func(Message)) error {
	l := &listener{handle: handle}
	b.mu.Lock()
	b.listeners[l] = struct{}{}
	b.mu.Unlock()
	l.tell(Message{Kind: KindJoined})
	<-ctx.Done()
	b.mu.Lock()
	delete(b.listeners, l)
	b.mu.Unlock()
	return nil
}

func (l *listener) tell(message Message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.handle(message)
}
