package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Rhythm of leadership: how often a node that does not lead tries, and one that does makes sure.
const (
	leadTryEvery   = 2 * time.Second
	leadCheckEvery = 2 * time.Second
	leadCheckTakes = 5 * time.Second
)

// Lead runs while on at most one of the nodes that ask for the same name, and returns when while has
// returned of itself, or the context ends. The leader holds an advisory lock on a connection of its own:
// when that is lost, the context of while ends, and the node asks again. A lost leader may notice up to
// leadCheckEvery+leadCheckTakes late, so while must bear a short while of company.
func (s *Store) Lead(ctx context.Context, name string, while func(ctx context.Context)) error {
	for {
		over := s.lead(ctx, name, while)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if over {
			return nil
		}
		if err := pause(ctx, leadTryEvery); err != nil {
			return err
		}
	}
}

// lead tries once. It says whether while has returned of itself: neither refused, nor told to end.
func (s *Store) lead(ctx context.Context, name string, while func(ctx context.Context)) (over bool) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return false // the database is away: the next try will tell
	}
	defer conn.Release()
	var alone bool
	if err := conn.QueryRow(ctx, `select pg_try_advisory_lock(hashtextextended($1, 0))`, name).Scan(&alone); err != nil || !alone {
		return false
	}
	leading, lost := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		while(leading)
	}()
	kept := keepLead(ctx, conn, done)
	lost()
	<-done
	resign(ctx, conn, name)
	return kept
}

// keepLead makes sure of the connection until done, and says whether it lasted. The lock lives as long as
// the connection: no other check is needed.
func keepLead(ctx context.Context, conn *pgxpool.Conn, done <-chan struct{}) bool {
	tick := time.NewTicker(leadCheckEvery)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return true
		case <-ctx.Done():
			return false
		case <-tick.C:
			check, cancel := context.WithTimeout(ctx, leadCheckTakes)
			err := conn.Ping(check)
			cancel()
			if err != nil {
				return false
			}
		}
	}
}

// resign gives the lock back, or else the connection that holds it.
func resign(ctx context.Context, conn *pgxpool.Conn, name string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leadCheckTakes)
	defer cancel()
	if _, err := conn.Exec(ctx, `select pg_advisory_unlock(hashtextextended($1, 0))`, name); err != nil {
		_ = conn.Conn().Close(ctx) // the pool throws a closed connection away
	}
}

// pause waits, unless the context ends first.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
