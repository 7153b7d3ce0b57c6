package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"dispatch05/dispatch"
)

const (
	acrossRepeats = 5
	acrossReports = 40 // of a repeat
)

// across are the medians and 99th percentiles of one way, in milliseconds, a repeat each.
type across struct {
	name     string
	took     []time.Duration // of this repeat
	p50, p99 []float64
}

func (a *across) add(d time.Duration) { a.took = append(a.took, d) }

func (a *across) end() {
	slices.Sort(a.took)
	a.p50 = append(a.p50, milliseconds(a.took[len(a.took)/2]))
	a.p99 = append(a.p99, milliseconds(a.took[len(a.took)*99/100]))
	a.took = a.took[:0]
}

// BenchmarkAcrossNodes measures from the POST of a report at node A to its frame on a board at node B, joined by one
// PostgreSQL and one Redis. The other board has the same way to go but for the bus, so the sum of the hops is what it needs
// and what one message of this very Redis needs. `make bench BENCH=AcrossNodes`.
func BenchmarkAcrossNodes(b *testing.B) {
	const city = "priechye"
	_, courier := redisServer(b)
	url, _ := emptyDatabase(b)
	home := with("DATABASE_URL="+url, "REDIS_URL=redis://"+courier, "LISTEN=127.0.0.1", "PORT=0", "INTAKE_BURST=1000000", "INTAKE_LIMIT=1000000")
	foundTown(b, home, city, written(b, "houses.csv", exportColumns, townRows(5)))
	here, there := home.serve(b), home.serve(b)
	near, _ := here.enter(b, city, "desk", chiefPassword).watch(b, city+"/board")
	far, _ := there.enter(b, city, "desk", chiefPassword).watch(b, city+"/board")
	hop := newHop(b, courier)
	onA, onB, message := &across{name: "POST at A to frame at A"}, &across{name: "POST at A to frame at B"}, &across{name: "one message of Redis"}
	var ratios []float64
	for b.Loop() {
		for range acrossRepeats {
			for range acrossReports {
				message.add(hop.once(b))
				began := time.Now()
				number := reportLeak(b, here.nobody(), city).Number
				onA.add(near.shown(b, number).Sub(began))
				onB.add(far.shown(b, number).Sub(began))
			}
			for _, a := range []*across{onA, onB, message} {
				a.end()
			}
			last := len(onA.p50) - 1
			ratios = append(ratios, onB.p50[last]/(onA.p50[last]+message.p50[last]))
		}
	}
	b.ReportMetric(middle(ratios), "of-its-hops")
	b.ReportMetric(middle(onB.p50), "p50-ms")
	b.ReportMetric(middle(onB.p99), "p99-ms")
	tellAcross(b, ratios, onA, onB, message)
}

// shown is when a report was on the screen: its frames are stamped as they come.
func (s *screen) shown(b *testing.B, number string) time.Time {
	b.Helper()
	return s.until(b, "the report "+number, func(f frame) bool {
		return shows(f, func(board dispatch.Board) bool {
			return slices.ContainsFunc(board.Requests, func(row dispatch.RequestRow) bool { return row.Number == number })
		})
	}).at
}

// redisHop is one message from a client of Redis to another.
type redisHop struct {
	client *redis.Client
	heard  <-chan *redis.Message
}

func newHop(b *testing.B, address string) redisHop {
	b.Helper()
	client := redis.NewClient(&redis.Options{Addr: address})
	subscription := client.Subscribe(context.Background(), "bench")
	if _, err := subscription.Receive(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = subscription.Close(); _ = client.Close() })
	return redisHop{client, subscription.Channel()}
}

func (h redisHop) once(b *testing.B) time.Duration {
	b.Helper()
	began := time.Now()
	must(b, h.client.Publish(b.Context(), "bench", "hint").Err())
	<-h.heard
	return time.Since(began)
}

func tellAcross(b *testing.B, ratios []float64, all ...*across) {
	b.Helper()
	folder := filepath.Join("..", "..", ".build", "bench")
	must(b, os.MkdirAll(folder, 0o755))
	file, err := os.OpenFile(filepath.Join(folder, "across.jsonl"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	must(b, err)
	defer file.Close()
	table := fmt.Sprintf("of the sum of its hops: %.2f (%.2f-%.2f)\n", middle(ratios), slices.Min(ratios), slices.Max(ratios))
	for _, a := range all {
		table += fmt.Sprintf("%-26s p50 %.2f ms (%.2f-%.2f), p99 %.2f ms (%.2f-%.2f)\n", a.name, middle(a.p50), slices.Min(a.p50), slices.Max(a.p50),
			middle(a.p99), slices.Min(a.p99), slices.Max(a.p99))
		must(b, json.NewEncoder(file).Encode(map[string]any{"at": time.Now().UTC(), "what": a.name, "p50Ms": a.p50, "p99Ms": a.p99, "ofItsHops": ratios}))
	}
	b.Log(table)
}
