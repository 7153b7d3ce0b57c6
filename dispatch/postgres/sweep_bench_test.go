package postgres_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Shapes of a sweep that claims a hundred due rows among many that are not due, each as its maker has it: ours;
// a job queue that first makes scheduled jobs available and then fetches them, both in the order of priority,
// time and id over one index of state, queue, priority, time and id; and a table of policy states whose due
// rows are sorted by how long they have been due.
const (
	queueTable = `create table peer_jobs (id bigserial primary key, state text not null default 'scheduled', queue text not null default 'default',
			priority smallint not null default 1, attempt smallint not null default 0, attempted_by text[], args jsonb not null default '{}', scheduled_at timestamptz not null);
		create index on peer_jobs (state, queue, priority, scheduled_at, id);
		insert into peer_jobs (scheduled_at, args) select $1::timestamptz + (n || ' s')::interval, jsonb_build_object('order', n) from generate_series(1, %d) n`
	queueSchedule = `with due as (select id from peer_jobs where state in ('retryable', 'scheduled') and priority >= 0 and queue is not null and scheduled_at <= $1
			order by priority, scheduled_at, id limit 10000 for update)
		update peer_jobs set state = 'available' from due where peer_jobs.id = due.id`
	queueFetch = `with locked as (select id from peer_jobs where state = 'available' and priority >= 0 and queue = 'default' and scheduled_at <= $1
			order by priority, scheduled_at, id limit $2 for update skip locked)
		update peer_jobs j set state = 'running', attempt = attempt + 1, attempted_by = array_append(attempted_by, 'node') from locked where j.id = locked.id returning j.*`
	stateTable = `create table peer_states (id bigserial primary key, policy uuid not null default gen_random_uuid(), service uuid not null default gen_random_uuid(),
			step integer not null default 0, last_at timestamptz not null default now(), force boolean not null default false, next_at timestamptz);
		create index on peer_states (next_at, force); create index on peer_states (policy); create index on peer_states (service);
		insert into peer_states (next_at) select $1::timestamptz + (n || ' s')::interval from generate_series(1, %d) n`
	stateClaim = `with due as (select id from peer_states where force or next_at <= $1 order by next_at - $1 limit $2 for update skip locked)
		update peer_states s set step = step + 1, last_at = $1, next_at = $3, force = false from due where s.id = due.id`
)

const (
	sweepDue     = 100
	sweepRepeats = 15
)

// sweepBench is a town with many open requests, and the peers' tables with as many rows.
type sweepBench struct {
	*town
	b    *testing.B
	open int
}

// BenchmarkSweep claims a hundred due clocks of ten thousand, a hundred thousand and a million open ones, beside
// two other shapes in turns, and once more after two million moved deadlines. `make bench BENCH=Sweep`.
func BenchmarkSweep(b *testing.B) {
	for _, open := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(open), func(b *testing.B) {
			s := newSweepBench(b, open)
			for b.Loop() {
				s.measure("")
				if open == 1_000_000 {
					s.wear(2_000_000)
					s.measure(" after 2,000,000 moved deadlines")
				}
			}
		})
	}
}

func newSweepBench(b *testing.B, open int) *sweepBench {
	s := &sweepBench{town: newTown(b), b: b, open: open}
	far := s.time().Add(time.Hour)
	s.exec(fmt.Sprintf(`insert into requests (city_id, year, number, link, state, channel, problem, category, severity, house_id, received_at, registered_at, damaged_at)
		select '%s', 2026, n, lpad(n::text, 26, 'a'), 'registered', 'portal', '%s', 'cold_water', 2, %d, $1, $1, $1 from generate_series(1, %d) n`, city, leak, s.house, open), s.time())
	s.exec(`insert into clocks (city_id, request_id, kind, norm, clause, edition, verified, started_at, due_at, next_at)
		select city_id, id, 'eliminate', '416-13-eliminate', 'ПП 416, п. 13', '20.06.2026', true, $1::timestamptz, $2::timestamptz + number * interval '1 s', $2::timestamptz + number * interval '1 s' from requests`, s.time(), far)
	s.exec(fmt.Sprintf(queueTable, open), far)
	s.exec(fmt.Sprintf(stateTable, open), far)
	s.exec(`vacuum analyze`)
	return s
}

func (s *sweepBench) exec(sql string, args ...any) {
	s.b.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	conn, err := s.pool.Acquire(ctx)
	must(s.b, err)
	defer conn.Release()
	_, err = conn.Exec(ctx, `set statement_timeout = 0`)
	must(s.b, err)
	if len(args) > 0 { // several statements: the arguments are written in
		_, err = conn.Exec(ctx, sql, append([]any{pgx.QueryExecModeSimpleProtocol}, args...)...)
	} else {
		_, err = conn.Exec(ctx, sql)
	}
	must(s.b, err)
}

// due makes the next hundred rows of a table due now.
func (s *sweepBench) due(table, column string) {
	s.exec(fmt.Sprintf(`update %s set %s = $1 where id in (select id from %s where %s > $1 order by %s desc limit %d)`, table, column, table, column, column, sweepDue), s.time())
}

// overdue makes a hundred clocks of which nothing was told overdue now, so that a sweep has all to write of them.
func (s *sweepBench) overdue() {
	s.exec(fmt.Sprintf(`update clocks set due_at = $1, next_at = $1 where id in (select id from clocks where next_at > $1 and next_level = 0 order by next_at desc limit %d)`, sweepDue), s.time())
}

// measure takes the shapes in turns; each pays for its own commit.
func (s *sweepBench) measure(when string) {
	took := map[string][]float64{}
	note := func(shape string, do func(ctx context.Context) int) {
		began := time.Now()
		n := do(context.Background())
		took[shape] = append(took[shape], milliseconds(time.Since(began)))
		if n != sweepDue && n >= 0 {
			s.b.Fatalf("%s claimed %d", shape, n)
		}
	}
	for range sweepRepeats {
		s.due("clocks", "next_at")
		s.due("peer_jobs", "scheduled_at")
		s.due("peer_states", "next_at")
		note("claim", func(ctx context.Context) int {
			return got(s.store.ClaimDue(ctx, s.time(), sweepDue, s.time().Add(24*time.Hour)))(s.b)
		})
		note("job queue", func(ctx context.Context) int {
			_, err := s.pool.Exec(ctx, queueSchedule, s.time())
			must(s.b, err)
			return int(got(s.pool.Exec(ctx, queueFetch, s.time(), sweepDue))(s.b).RowsAffected())
		})
		note("policy states", func(ctx context.Context) int {
			return int(got(s.pool.Exec(ctx, stateClaim, s.time(), sweepDue, s.time().Add(24*time.Hour)))(s.b).RowsAffected())
		})
		note("empty tick", func(ctx context.Context) int { got(s.SweepOverdue(ctx))(s.b); return -1 })
		s.overdue()
		told := s.count(`select count(*) from escalations where not passed`)
		note("whole sweep", func(ctx context.Context) int { return got(s.SweepOverdue(ctx))(s.b) })
		if told = s.count(`select count(*) from escalations where not passed`) - told; told < sweepDue {
			s.b.Fatalf("a whole sweep told %d levels", told)
		}
		note("newcomers", func(ctx context.Context) int { must(s.b, s.TellNewcomers(ctx)); return -1 })
	}
	s.tell(when, took)
}

// wear moves deadlines, many a row, with autovacuum on.
func (s *sweepBench) wear(updates int) {
	for done := 0; done < updates; done += 20_000 {
		s.exec(fmt.Sprintf(`update clocks set next_at = next_at + interval '1 s', due_at = due_at + interval '1 s' where id in
			(select id from clocks where next_at > $1 order by id offset %d limit 20000)`, done%s.open), s.time().Add(time.Minute))
	}
}

func (s *sweepBench) tell(when string, took map[string][]float64) {
	folder := filepath.Join("..", "..", ".build", "bench")
	must(s.b, os.MkdirAll(folder, 0o755))
	file, err := os.OpenFile(filepath.Join(folder, "sweep.jsonl"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	must(s.b, err)
	defer file.Close()
	for _, shape := range []string{"claim", "job queue", "policy states", "empty tick", "whole sweep", "newcomers"} {
		each := took[shape]
		slices.Sort(each)
		s.b.Logf("%8d open%s  %-14s %6.2f ms (%.2f-%.2f)", s.open, when, shape, each[len(each)/2], each[0], each[len(each)-1])
		must(s.b, json.NewEncoder(file).Encode(map[string]any{"at": time.Now().UTC(), "open": s.open, "when": when, "shape": shape, "ms": each}))
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
