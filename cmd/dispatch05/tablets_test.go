package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Screens at two nodes while Redis is frozen, and is back: nothing is missing at any of them.
func TestKillOfRedisUnderScreens(t *testing.T) { withoutRedis(t, 20, 3*time.Second) }

// The same with 300 screens and Redis away for 20 s.
func TestDrillThreeHundredScreens(t *testing.T) {
	onlyAsDrill(t)
	withoutRedis(t, 300, 20*time.Second)
}

// withoutRedis reports while Redis works, while it is frozen (each link to it is a black hole), while it works again
// and when it is killed; and compares what was acknowledged with what every screen shows.
func withoutRedis(t *testing.T, screens int, away time.Duration) {
	t.Parallel()
	const city = "priechye"
	random := rand.New(rand.NewPCG(drillSeed(t), 4))
	courier, address := redisServer(t)
	url, pool := emptyDatabase(t)
	home := with("DATABASE_URL="+url, "REDIS_URL=redis://"+address, "LISTEN=127.0.0.1", "PORT=0", "INTAKE_BURST=100000", "INTAKE_LIMIT=100000")
	foundTown(t, home, city, written(t, "houses.csv", exportColumns, townRows(10)))
	nodes := home.several(t, 2)
	w := watchedBy(t, city, screens, nodes...)
	w.report(t, pool, random, "with Redis", 2*time.Second, nodes[0])
	must(t, courier.Signal(syscall.SIGSTOP))
	w.report(t, pool, random, "with Redis away", away, nodes[0])
	must(t, courier.Signal(syscall.SIGCONT))
	w.report(t, pool, random, "with Redis back", 3*time.Second, nodes[0])
	must(t, courier.Signal(os.Kill))
	w.report(t, pool, random, "with Redis dead", away, nodes[0])
	for _, wrong := range append(w.ledger.check(t.Context(), pool, city), w.check()...) {
		t.Error(wrong)
	}
	w.ledger = w.ledger.with("drill-invented", "26-9999")
	foundOut(t, "a report that no screen shows", w.check(), "lacks 1")
	w.all[0].wrong = append(w.all[0].wrong, "delta after 3, held 1")
	foundOut(t, "a screen with a gap", w.check(), "delta after")
}

// wall are many screens of one board, and what has been reported to it.
type wall struct {
	city   string
	ledger *ledger
	all    []*follower
	keys   int
}

func watchedBy(t *testing.T, city string, screens int, nodes ...*node) *wall {
	t.Helper()
	w := &wall{city: city, ledger: &ledger{numbers: map[string]string{}}}
	ctx, cancel := context.WithCancel(t.Context())
	var watching []*sync.WaitGroup
	for i, n := range nodes {
		desk := n.enter(t, city, "desk", chiefPassword)
		for range (screens + len(nodes) - 1 - i) / len(nodes) {
			f, running := desk.follow(ctx, city+"/board")
			w.all, watching = append(w.all, f), append(watching, running)
		}
	}
	t.Cleanup(func() {
		cancel()
		for _, one := range watching {
			one.Wait()
		}
	})
	await(t, "all screens are live", func() bool { return w.every(func(f *follower) bool { return f.epoch != "" }) })
	return w
}

func (w *wall) every(yes func(*follower) bool) bool {
	return !slices.ContainsFunc(w.all, func(f *follower) bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return !yes(f)
	})
}

// report sends five reports a second for a while, waits until all screens show all, and tells how late they were.
func (w *wall) report(t *testing.T, pool *pgxpool.Pool, random *rand.Rand, when string, during time.Duration, at *node) {
	t.Helper()
	client, acknowledged := at.nobody().client, map[string]time.Time{}
	for _, i := range townIntentions(t, pool, random, w.city, int(during.Seconds()*5)) {
		i.key = fmt.Sprintf("%s-%d", i.key, w.keys)
		w.keys++
		must(t, w.ledger.insist(t.Context(), client, i, at.url))
		acknowledged[w.ledger.numbers[i.key]] = time.Now()
		pause(t, 200*time.Millisecond)
	}
	await(t, "all screens show all "+when, func() bool {
		return !slices.ContainsFunc(w.all, func(f *follower) bool { return f.lacks(w.ledger) > 0 })
	})
	late := w.latenesses(acknowledged)
	t.Logf("%s: %d reports on %d screens, shown %s behind their acknowledgement in the median, %s at the 99th percentile, %s at most", when, len(acknowledged), len(w.all),
		late[len(late)/2], late[len(late)*99/100], late[len(late)-1])
}

func (w *wall) latenesses(acknowledged map[string]time.Time) (late []time.Duration) {
	for _, f := range w.all {
		f.mu.Lock()
		for number, at := range acknowledged {
			late = append(late, max(f.shown[number].Sub(at), 0).Round(time.Millisecond))
		}
		f.mu.Unlock()
	}
	slices.Sort(late)
	return late
}

// check tells every screen that lacks what was acknowledged, or was told against the protocol.
func (w *wall) check() (wrong []string) {
	for i, f := range w.all {
		if missing := f.lacks(w.ledger); missing > 0 {
			wrong = append(wrong, fmt.Sprintf("screen %d lacks %d", i, missing))
		}
		f.mu.Lock()
		if len(f.wrong) > 0 {
			wrong = append(wrong, fmt.Sprintf("screen %d: %s", i, strings.Join(f.wrong, "; ")))
		}
		f.mu.Unlock()
	}
	return wrong
}
