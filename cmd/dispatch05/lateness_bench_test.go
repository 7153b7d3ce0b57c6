package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"dispatch05/dispatch/postgres/postgrestest"
)

const (
	latenessRepeats   = 5
	latenessDeadlines = 200
	latenessWithin    = 10 * time.Second
)

// lateShape is a way to tell deadlines, and how late it told them, a repeat each.
type lateShape struct {
	name, table string
	seen        *witness
	told        [][]time.Duration
}

// BenchmarkLateness measures how long after its deadline a level's commit is heard of: the whole service with its
// ladder, journal and notices, beside a job queue's schedule (River, as it comes) and a table that is polled every five
// seconds, which do nothing but write a row. All have the same deadlines at the same moments on one Postgres.
// `make bench BENCH=Lateness`.
func BenchmarkLateness(b *testing.B) {
	const city = "priechye"
	seed := uint64(time.Now().UnixNano())
	b.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 7))
	url, pool := emptyDatabase(b)
	home := with("DATABASE_URL="+url, "LISTEN=127.0.0.1", "PORT=0")
	leveled(b, home, city)
	node := home.serve(b)
	clocks := eliminations(b, pool, city, registerMany(b, city, latenessRepeats*latenessDeadlines, node))
	peers := latePeers(b)
	seen := attend(b, pool, "escalations")
	heard := attend(b, peers.pool, "queue_told", "polled_told")
	shapes := []*lateShape{{name: "service", table: "escalations", seen: seen}, {name: "job queue", table: "queue_told", seen: heard}, {name: "polled", table: "polled_told", seen: heard}}
	for b.Loop() {
		for repeat := range latenessRepeats {
			due := spread(b, pool, random, clocks[repeat*latenessDeadlines:][:latenessDeadlines], time.Now().Add(2*time.Second), latenessWithin)
			peers.promise(b, due)
			for _, s := range shapes {
				await(b, s.name+" has told all", func() bool { return len(due.latenesses(s.seen.of(s.table))) == len(due) })
				s.told = append(s.told, due.latenesses(s.seen.of(s.table)))
			}
		}
	}
	tellLateness(b, shapes)
	node.interrupt(b)
}

// queuedTerm is a deadline as a job that is scheduled at it.
type queuedTerm struct {
	Clock int64 `json:"clock"`
}

func (queuedTerm) Kind() string { return "term" }

// latePeer are the two other shapes, on a database of their own.
type latePeer struct {
	pool  *pgxpool.Pool
	queue *river.Client[pgx.Tx]
}

func latePeers(b *testing.B) *latePeer {
	b.Helper()
	p := &latePeer{pool: postgrestest.New(b)}
	_, err := p.pool.Exec(b.Context(), `create table queue_told (clock_id bigint, level integer not null default 0); create table polled_told (like queue_told including defaults);
		create table polled_due (clock_id bigint primary key, due_at timestamptz); create index on polled_due (due_at)`)
	must(b, err)
	workers := river.NewWorkers()
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[queuedTerm]) error {
		_, err := p.pool.Exec(ctx, `insert into queue_told (clock_id) values ($1)`, job.Args.Clock)
		return err
	}))
	p.queue, err = river.NewClient(riverpgxv5.New(p.pool), &river.Config{Workers: workers, Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 100}},
		Logger: slog.New(slog.DiscardHandler)})
	must(b, err)
	ctx, stop := context.WithCancel(context.WithoutCancel(b.Context()))
	must(b, p.queue.Start(ctx))
	polled := make(chan struct{})
	go func() { defer close(polled); p.poll(ctx) }()
	b.Cleanup(func() {
		_ = p.queue.StopAndCancel(context.WithoutCancel(ctx))
		stop()
		<-polled
	})
	return p
}

// poll claims what is due at each tick, in one statement.
func (p *latePeer) poll(ctx context.Context) {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			_, _ = p.pool.Exec(ctx, `with due as (select clock_id from polled_due where due_at <= $1 order by due_at for update skip locked),
				gone as (delete from polled_due p using due where p.clock_id = due.clock_id returning p.clock_id) insert into polled_told (clock_id) select clock_id from gone`, time.Now())
		}
	}
}

// promise gives both shapes the deadlines.
func (p *latePeer) promise(b *testing.B, due terms) {
	b.Helper()
	var jobs []river.InsertManyParams
	var ids []int64
	var moments []time.Time
	for id, at := range due {
		jobs = append(jobs, river.InsertManyParams{Args: queuedTerm{id}, InsertOpts: &river.InsertOpts{ScheduledAt: at}})
		ids, moments = append(ids, id), append(moments, at)
	}
	_, err := p.queue.InsertMany(b.Context(), jobs)
	must(b, err)
	_, err = p.pool.Exec(b.Context(), `insert into polled_due select * from unnest($1::bigint[], $2::timestamptz[])`, ids, moments)
	must(b, err)
}

// tellLateness prints each shape's median and 99th percentile over the repeats with their spread and the ratio to the
// service's, and appends them to .build/bench.
func tellLateness(b *testing.B, shapes []*lateShape) {
	b.Helper()
	folder := filepath.Join("..", "..", ".build", "bench")
	must(b, os.MkdirAll(folder, 0o755))
	file, err := os.OpenFile(filepath.Join(folder, "lateness.jsonl"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	must(b, err)
	defer file.Close()
	own := map[string]float64{}
	for _, s := range shapes {
		for _, share := range []int{50, 99} {
			var each []float64
			for _, late := range s.told {
				each = append(each, milliseconds(late[len(late)*share/100]))
			}
			name := fmt.Sprintf("p%d", share)
			mid := middle(each)
			if s.table == "escalations" {
				own[name] = mid
				b.ReportMetric(mid, name+"-ms")
			}
			b.Logf("%-10s %s %8.1f ms (%.1f-%.1f), %.0f x the service's", s.name, name, mid, slices.Min(each), slices.Max(each), mid/own[name])
			must(b, json.NewEncoder(file).Encode(map[string]any{"at": time.Now().UTC(), "shape": s.name, "what": name, "deadlines": latenessDeadlines, "ms": each}))
		}
	}
}
