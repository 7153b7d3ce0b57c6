package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

// terms are the ledger of deadlines: when each clock is due, as the test has set it.
type terms map[int64]time.Time

// mostLate is how late a level may be told while a node lives.
const mostLate = 5 * time.Second

// registerMany registers requests at the nodes in turns and gives their ids, in no order.
func registerMany(t testing.TB, city string, n int, nodes ...*node) (requests []int64) {
	t.Helper()
	work := make(chan struct{}, n)
	for range n {
		work <- struct{}{}
	}
	close(work)
	var mu sync.Mutex
	var clients sync.WaitGroup
	for i := range drillClients {
		desk := nodes[i%len(nodes)].enter(t, city, "desk", chiefPassword)
		clients.Go(func() {
			for range work {
				id, err := desk.registerLeak(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				requests = append(requests, id)
				mu.Unlock()
			}
		})
	}
	if clients.Wait(); t.Failed() {
		t.FailNow()
	}
	return requests
}

// registerLeak registers a request as the desk does on the telephone.
func (v *visitor) registerLeak(ctx context.Context) (int64, error) {
	var card dispatch.RequestCard
	status, text, err := v.call(ctx, "POST", "/api/v1/requests", map[string]any{"address_text": "у старой мельницы", "problem": "cold-pipe-leak", "channel": "telephone"})
	if err != nil || status >= 300 {
		return 0, fmt.Errorf("not registered: %d %s %v", status, text, err)
	}
	err = json.Unmarshal(text, &card)
	return card.ID, err
}

// eliminations are the clocks of some requests that the law gives for the elimination.
func eliminations(t testing.TB, pool *pgxpool.Pool, city string, requests []int64) []int64 {
	t.Helper()
	rows, err := pool.Query(t.Context(), `select id from clocks where city_id = $1 and kind = $2 and request_id = any($3) order by id`, city, norms.Eliminate, requests)
	must(t, err)
	defer rows.Close()
	var clocks []int64
	for rows.Next() {
		var id int64
		must(t, rows.Scan(&id))
		clocks = append(clocks, id)
	}
	if must(t, rows.Err()); len(clocks) != len(requests) {
		t.Fatalf("%d clocks of %d requests", len(clocks), len(requests))
	}
	return clocks
}

// spread sets the clocks' deadlines anywhere within a span from a moment on, on the database's clock, and notes them.
func spread(t testing.TB, pool *pgxpool.Pool, random *rand.Rand, clocks []int64, from time.Time, within time.Duration) terms {
	t.Helper()
	due, moments := terms{}, make([]time.Time, len(clocks))
	for i, id := range clocks {
		moments[i] = from.Add(time.Duration(random.Int64N(int64(within)))).Truncate(time.Microsecond)
		due[id] = moments[i]
	}
	tag, err := pool.Exec(t.Context(), `update clocks k set due_at = m.at, next_at = m.at from unnest($1::bigint[], $2::timestamptz[]) m (id, at) where k.id = m.id`, clocks, moments)
	if must(t, err); tag.RowsAffected() != int64(len(clocks)) {
		t.Fatalf("%d deadlines set of %d", tag.RowsAffected(), len(clocks))
	}
	return due
}

// check says what is wrong with what was seen of the first level: a deadline that was missed, told twice, told
// before its time or later than it may be.
func (d terms) check(seen []sighting, latest func(due time.Time) time.Time) (wrong []string) {
	times := map[int64][]time.Time{}
	for _, s := range seen {
		if s.level == 0 {
			times[s.clock] = append(times[s.clock], s.at)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(d)) {
		due, told := d[id], times[id]
		switch {
		case len(told) == 0:
			wrong = append(wrong, fmt.Sprintf("the deadline of clock %d was missed", id))
		case len(told) > 1:
			wrong = append(wrong, fmt.Sprintf("the deadline of clock %d was told %d times", id, len(told)))
		case told[0].Before(due):
			wrong = append(wrong, fmt.Sprintf("the deadline of clock %d was told %s before its time", id, due.Sub(told[0])))
		case told[0].After(latest(due)):
			wrong = append(wrong, fmt.Sprintf("the deadline of clock %d was told %s late", id, told[0].Sub(due)))
		}
	}
	return wrong
}

// inTime allows what a living node may take; inTheEnd is for a machine that does much else.
func inTime(due time.Time) time.Time   { return due.Add(mostLate) }
func inTheEnd(due time.Time) time.Time { return due.Add(patience) }

// rows holds the database against the ledger: of each clock one row of its first level, one line in the journal, one
// page to each of so many holders, and none of any other level.
func (d terms) rows(ctx context.Context, pool *pgxpool.Pool, holders int) (wrong []string) {
	rows, err := pool.Query(ctx, `select k.id, k.due_at,
			(select count(*) from escalations e where e.city_id = k.city_id and e.clock_id = k.id and e.level = 0),
			(select count(*) from escalations e where e.city_id = k.city_id and e.clock_id = k.id),
			(select count(*) from journal j where j.city_id = k.city_id and j.request_id = k.request_id and j.kind = 'escalation' and j.detail->>'clock' = k.kind),
			(select count(*) from notices n join escalations e on e.city_id = n.city_id and e.id = n.escalation_id where e.city_id = k.city_id and e.clock_id = k.id)
		from clocks k where k.id = any($1)`, slices.Collect(maps.Keys(d)))
	if err != nil {
		return []string{err.Error()}
	}
	defer rows.Close()
	kept := 0
	for rows.Next() {
		var id int64
		var due time.Time
		var first, all, lines, pages int
		if err := rows.Scan(&id, &due, &first, &all, &lines, &pages); err != nil {
			return append(wrong, err.Error())
		}
		kept++
		if first != 1 || all != 1 || lines != 1 || pages != holders || !due.Equal(d[id]) {
			wrong = append(wrong, fmt.Sprintf("clock %d, due %s: %d rows of the first level, %d in all, %d lines, %d pages", id, due, first, all, lines, pages))
		}
	}
	if kept != len(d) {
		wrong = append(wrong, fmt.Sprintf("%d clocks of %d in the ledger", kept, len(d)))
	}
	return append(wrong, errorText(rows.Err())...)
}

// latenesses are how late each deadline was seen told, in order.
func (d terms) latenesses(seen []sighting) (late []time.Duration) {
	for _, s := range seen {
		if due, ours := d[s.clock]; ours && s.level == 0 {
			late = append(late, s.at.Sub(due))
		}
	}
	slices.Sort(late)
	return late
}
