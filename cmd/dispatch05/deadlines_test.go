package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Deadlines pass while three nodes on one Postgres and one Redis are killed in turn: each is told once. Two sweepers
// that claim nothing pass over the same deadlines and must be found out.
func TestKillOverManyDeadlines(t *testing.T) { overDeadlines(t, 250, 7*time.Second, inTheEnd) }

// The same with a thousand, for longer, and each at most five seconds late.
func TestDrillAThousandDeadlines(t *testing.T) {
	onlyAsDrill(t)
	overDeadlines(t, 1000, 30*time.Second, inTime)
}

// onlyAsDrill leaves out what takes long, unless it is asked for by name.
func onlyAsDrill(t *testing.T) {
	t.Helper()
	if !strings.Contains(flag.Lookup("test.run").Value.String(), "Drill") {
		t.Skip("a long drill, run when it is asked for by name: make drill")
	}
}

func overDeadlines(t *testing.T, deadlines int, within time.Duration, latest func(time.Time) time.Time) {
	t.Parallel()
	const city = "priechye"
	seed := drillSeed(t)
	random := rand.New(rand.NewPCG(seed, 7))
	_, courier := redisServer(t)
	url, pool := emptyDatabase(t)
	home := with("DATABASE_URL="+url, "REDIS_URL=redis://"+courier, "LISTEN=127.0.0.1", "PORT=0")
	leveled(t, home, city)
	nodes := home.several(t, 3)
	clocks := eliminations(t, pool, city, registerMany(t, city, deadlines, nodes...))

	_, err := pool.Exec(t.Context(), `create table careless (clock_id bigint, level integer not null default 0); create table careless_due (clock_id bigint, due_at timestamptz, told boolean not null default false)`)
	must(t, err)
	seen := attend(t, pool, "escalations", "careless")
	due := spread(t, pool, random, clocks, time.Now().Add(time.Second), within)
	careless := due.sweptCarelessly(t, pool)

	kills := home.killInTurn(t, nodes, random, time.Now().Add(time.Second+within))
	await(t, "all are told", func() bool { return len(due.latenesses(seen.of("escalations"))) >= deadlines })
	careless()
	for _, wrong := range append(due.check(seen.of("escalations"), latest), due.rows(t.Context(), pool, 1)...) {
		t.Error(wrong)
	}
	late := due.latenesses(seen.of("escalations"))
	t.Logf("%d deadlines over %d kills: told %s late in the median, %s at the 99th percentile, %s at most", len(late), kills, late[len(late)/2], late[len(late)*99/100], late[len(late)-1])

	foundOut(t, "two sweepers that claim nothing", due.check(seen.of("careless"), inTime), "told 2 times")
	due[clocks[0]] = due[clocks[0]].Add(-time.Minute)
	foundOut(t, "a deadline that was due a minute before", due.check(seen.of("escalations"), inTime), "late")
	foundOut(t, "the same in the database", due.rows(t.Context(), pool, 1), "due")
	due[-1] = time.Now()
	foundOut(t, "a deadline that nobody was told of", due.check(seen.of("escalations"), inTime), "missed")
	for _, n := range nodes {
		n.interrupt(t)
	}
}

// killInTurn kills one node after another until a moment, each at least once, and starts each anew. One always lives:
// before a node is killed the next one must be back.
func (s setup) killInTurn(t *testing.T, nodes []*node, random *rand.Rand, until time.Time) (kills int) {
	t.Helper()
	back := make([]chan error, len(nodes))
	for i := range back {
		back[i] = make(chan error, 1)
		back[i] <- nil
	}
	for ; kills < len(nodes) || time.Now().Before(until); kills++ {
		pause(t, time.Duration(200+random.IntN(600))*time.Millisecond)
		i, next := kills%len(nodes), (kills+1)%len(nodes)
		for _, n := range []int{i, next} {
			must(t, <-back[n])
		}
		back[next] <- nil
		nodes[i].kill()
		go func() {
			n, err := s.launch(t)
			nodes[i] = n
			back[i] <- err
		}()
	}
	for i := range back {
		must(t, <-back[i])
	}
	return kills
}

// foundOut is a negative control: the checker must complain, in these words.
func foundOut(t *testing.T, control string, wrong []string, words string) {
	t.Helper()
	for _, complaint := range wrong {
		if strings.Contains(complaint, words) {
			t.Logf("negative control, %s: %d complaints, such as: %s", control, len(wrong), complaint)
			return
		}
	}
	t.Errorf("the checker takes %s: %d complaints", control, len(wrong))
}

// several starts nodes at once.
func (s setup) several(t *testing.T, n int) []*node {
	t.Helper()
	nodes, errs := make([]*node, n), make([]error, n)
	var starts sync.WaitGroup
	for i := range nodes {
		starts.Go(func() { nodes[i], errs[i] = s.launch(t) })
	}
	starts.Wait()
	for _, err := range errs {
		must(t, err)
	}
	return nodes
}

func pause(t *testing.T, d time.Duration) {
	t.Helper()
	select {
	case <-time.After(d):
	case <-t.Context().Done():
		t.Fatal("the test was ended")
	}
}

// sweptCarelessly lets two sweepers tell the same deadlines as one writes it without thinking: read what is due,
// tell it, mark it. What it gives ends them.
func (d terms) sweptCarelessly(t *testing.T, pool *pgxpool.Pool) (end func()) {
	t.Helper()
	for id, due := range d {
		_, err := pool.Exec(t.Context(), `insert into careless_due (clock_id, due_at) values ($1, $2)`, id, due)
		must(t, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var sweepers sync.WaitGroup
	for range 2 {
		sweepers.Go(func() {
			for ctx.Err() == nil {
				if err := sweepCarelessly(ctx, pool); err != nil && ctx.Err() == nil {
					t.Error(fmt.Errorf("careless sweep: %w", err))
					return
				}
			}
		})
	}
	return func() { stop(); sweepers.Wait() }
}

func sweepCarelessly(ctx context.Context, pool *pgxpool.Pool) error {
	var due []int64
	if err := pool.QueryRow(ctx, `select coalesce(array_agg(clock_id), '{}') from careless_due where not told and due_at <= $1`, time.Now()).Scan(&due); err != nil {
		return err
	}
	time.Sleep(100 * time.Millisecond) // the tick of a sweeper
	for _, statement := range []string{`insert into careless (clock_id) select unnest($1::bigint[])`, `update careless_due set told = true where clock_id = any($1)`} {
		if _, err := pool.Exec(ctx, statement, due); err != nil {
			return err
		}
	}
	return nil
}
