package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// sighting is a level of a clock that was seen committed.
type sighting struct {
	clock int64
	level int
	at    time.Time // when the test heard of it: not before the commit
}

// witness hears of each row of some tables when its commit is over.
type witness struct {
	mu   sync.Mutex
	seen map[string][]sighting // by table
}

// attend makes the tables tell of their rows (clock_id, level) until the test is over.
func attend(t testing.TB, pool *pgxpool.Pool, tables ...string) *witness {
	t.Helper()
	statement := `create or replace function witnessed() returns trigger language plpgsql as
		$$ begin perform pg_notify('witnessed', format('%s %s %s', tg_table_name, new.clock_id, new.level)); return null; end $$;`
	for _, table := range tables {
		statement += fmt.Sprintf("create trigger witnessed after insert on %s for each row execute function witnessed();", table)
	}
	_, err := pool.Exec(t.Context(), statement)
	must(t, err)
	conn, err := pgx.ConnectConfig(t.Context(), pool.Config().ConnConfig)
	must(t, err)
	_, err = conn.Exec(t.Context(), "listen witnessed")
	must(t, err)
	w := &witness{seen: map[string][]sighting{}}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	heard := make(chan struct{})
	go func() { defer close(heard); w.listen(ctx, conn) }()
	t.Cleanup(func() { stop(); <-heard; _ = conn.Close(context.WithoutCancel(ctx)) })
	return w
}

func (w *witness) listen(ctx context.Context, conn *pgx.Conn) {
	for {
		told, err := conn.WaitForNotification(ctx)
		if err != nil {
			return
		}
		s, table := sighting{at: time.Now()}, ""
		if _, err := fmt.Sscan(told.Payload, &table, &s.clock, &s.level); err != nil {
			continue
		}
		w.mu.Lock()
		w.seen[table] = append(w.seen[table], s)
		w.mu.Unlock()
	}
}

// of are the sightings of a table so far.
func (w *witness) of(table string) []sighting {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.seen[table])
}

// shifted are sightings on a clock that is ahead of the test's.
func shifted(all []sighting, ahead time.Duration) []sighting {
	for i := range all {
		all[i].at = all[i].at.Add(ahead)
	}
	return all
}
