package postgres_test

import (
	"context"
	"testing"
)

// TestLostConnectionEndsTheLeadership: the server ends the leader's session; the leader is told, and
// somebody leads again.
func TestLostConnectionEndsTheLeadership(t *testing.T) {
	w := newTown(t)
	ctx, cancel := context.WithCancel(t.Context())
	began, lost, done := make(chan struct{}, 2), make(chan struct{}, 2), make(chan error, 1)
	go func() {
		done <- w.store.Lead(ctx, "test/lost", func(ctx context.Context) {
			began <- struct{}{}
			<-ctx.Done()
			lost <- struct{}{}
		})
	}()
	<-began
	_, err := w.pool.Exec(ctx, `select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database
		where l.locktype = 'advisory' and d.datname = current_database() and l.pid <> pg_backend_pid()`)
	must(t, err)
	<-lost
	<-began
	cancel()
	<-lost
	if err := <-done; err != context.Canceled {
		t.Errorf("Lead ended with %v", err)
	}
}

// TestLeadEndsWithItsDeed: while returns of itself; nobody is asked again, and the name is free.
func TestLeadEndsWithItsDeed(t *testing.T) {
	w := newTown(t)
	for range 2 {
		led := false
		must(t, w.store.Lead(t.Context(), "test/deed", func(context.Context) { led = true }))
		if !led {
			t.Error("nobody led")
		}
	}
}
