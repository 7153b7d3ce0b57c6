package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch/postgres/postgrestest"
	"dispatch05/geo/register"
	"dispatch05/geo/register/hardset"
)

const (
	benchHouses  = 100_000
	benchSeed    = 5
	benchRepeats = 5
	benchOurs    = 5000 // queries of a repeat
	benchPeers   = 400
	benchBatch   = 50 // queries of the peer sent in one go
)

// addressBench is one register, once in our index and once in the peer's table.
type addressBench struct {
	index   *register.Index
	queries []string
	bytes   uint64 // what the index takes beside the houses
	peer    *pgx.Conn
	sql     string
}

// BenchmarkAddressBesideTrigrams resolves the hard set of an invented register of 100,000 houses, and has
// pg_trgm behind a normaliser look up the same texts: one core each, in turns.
func BenchmarkAddressBesideTrigrams(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	bench := newAddressBench(b)
	ours, peers := newFigure("resolve"), newFigure("pg_trgm behind a normaliser")
	for b.Loop() {
		for range benchRepeats {
			ours.add(bench.resolve(b))
			peers.add(bench.trigrams(b))
		}
	}
	b.ReportMetric(ours.median()/peers.median(), "times-the-peer")
	b.ReportMetric(ours.median(), "queries/s")
	b.Logf("%s\n%s\nindex: %.0f MB for a million houses beside the houses themselves", ours, peers, float64(bench.bytes)*1e6/benchHouses/(1<<20))
	writeFigures(b, "address.jsonl", ours, peers)
}

func newAddressBench(b *testing.B) *addressBench {
	var file bytes.Buffer
	if err := hardset.Invented(&file, benchHouses, benchSeed); err != nil {
		b.Fatal(err)
	}
	from, err := hardset.Read(bytes.NewReader(file.Bytes()))
	if err != nil {
		b.Fatal(err)
	}
	houses, report, err := register.Import(&file, register.ReadPlain, register.FileOptions{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	bench := &addressBench{}
	before := heap()
	bench.index = register.NewIndex(houses, register.Options{City: report.City})
	bench.bytes = heap() - before
	for _, q := range from.Set(benchSeed, benchOurs) {
		bench.queries = append(bench.queries, q.Text)
	}
	bench.fillPeer(b, houses)
	return bench
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// fillPeer writes the houses under normalised street and number. The strongest form of the peer that was
// tried: the nearest streets of the few thousand by GiST, then the number by a B-tree. Whole addresses by
// GiST answered some forty times fewer; GIN with a threshold was not tried.
func (a *addressBench) fillPeer(b *testing.B, houses []register.House) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, postgrestest.URL(b))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { conn.Close(ctx) })
	rows := make([][]any, len(houses))
	for i, h := range houses {
		street, number := normalised(h.Shown())
		rows[i] = []any{i, street, number}
	}
	exec := func(sql string) {
		if _, err := conn.Exec(ctx, sql); err != nil {
			b.Fatal(err)
		}
	}
	exec(`create extension if not exists pg_trgm; create table peer (id int, street text, number text)`)
	if _, err := conn.CopyFrom(ctx, pgx.Identifier{"peer"}, []string{"id", "street", "number"}, pgx.CopyFromRows(rows)); err != nil {
		b.Fatal(err)
	}
	exec(`create table peer_streets as select distinct street from peer; create index on peer_streets using gist (street gist_trgm_ops(siglen=64));
		create index on peer (street, number); analyze peer; analyze peer_streets; set max_parallel_workers_per_gather = 0; set jit = off`)
	a.peer, a.sql = conn, `select p.id from (select street, street <-> $1 as far from peer_streets order by street <-> $1 limit 5) s
		join peer p on p.street = s.street and p.number = $2 order by s.far limit 5`
}

// normalised is street and number as the parser finds them, lower case.
func normalised(text string) (street, number string) {
	parts := register.Parse(text)
	return strings.ToLower(strings.TrimSpace(parts.Settlement + " " + parts.Street)), strings.ToLower(parts.Number.String())
}

// resolve takes all queries through the index, one after the other.
func (a *addressBench) resolve(*testing.B) lookups {
	r := lookups{spent: make([]time.Duration, 0, len(a.queries))}
	start := time.Now()
	for _, q := range a.queries {
		from := time.Now()
		a.index.Resolve(q)
		r.spent = append(r.spent, time.Since(from))
	}
	r.rate = float64(len(a.queries)) / time.Since(start).Seconds()
	return r
}

// trigrams takes a share of the queries through the peer, batches in one go. spent is the mean of each batch,
// so the peer's p99 is of batches and flatters it.
func (a *addressBench) trigrams(b *testing.B) lookups {
	r := lookups{}
	start := time.Now()
	for from := 0; from < benchPeers; from += benchBatch {
		batch, began := &pgx.Batch{}, time.Now()
		for _, q := range a.queries[from : from+benchBatch] {
			street, number := normalised(q)
			batch.Queue(a.sql, street, number)
		}
		if err := a.peer.SendBatch(context.Background(), batch).Close(); err != nil {
			b.Fatal(err)
		}
		r.spent = append(r.spent, time.Since(began)/benchBatch)
	}
	r.rate = benchPeers / time.Since(start).Seconds()
	return r
}

// lookups are one repeat: queries a second, and the time of each.
type lookups struct {
	rate  float64
	spent []time.Duration
}

// figure gathers the repeats of one side.
type figure struct {
	name        string
	rates, p99s []float64
}

func newFigure(name string) *figure { return &figure{name: name} }

func (f *figure) add(r lookups) {
	slices.Sort(r.spent)
	f.rates = append(f.rates, r.rate)
	f.p99s = append(f.p99s, float64(r.spent[len(r.spent)*99/100].Microseconds()))
}

func (f *figure) median() float64 { return middle(f.rates) }

func middle(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

func (f *figure) String() string {
	return fmt.Sprintf("%-28s %8.0f queries/s (%.0f-%.0f), p99 %.0f µs (%.0f-%.0f)", f.name, f.median(), slices.Min(f.rates), slices.Max(f.rates),
		middle(f.p99s), slices.Min(f.p99s), slices.Max(f.p99s))
}

// writeFigures appends the figures to .build/bench, an object a line.
func writeFigures(b *testing.B, name string, figures ...*figure) {
	folder := filepath.Join("..", "..", ".build", "bench")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.Fatal(err)
	}
	file, err := os.OpenFile(filepath.Join(folder, name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	for _, f := range figures {
		if err := json.NewEncoder(file).Encode(map[string]any{"at": time.Now().UTC(), "what": f.name, "houses": benchHouses, "cores": 1,
			"rates": f.rates, "median": f.median(), "p99Micros": f.p99s}); err != nil {
			b.Error(err)
		}
	}
}
