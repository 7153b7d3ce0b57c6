package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// drill is an intake under fire: who reports what, and what is killed when.
type drill struct {
	city     string
	home     setup
	dir      string
	requests int
	kills    []string // service, postgres, both: in this order, spread over the requests
	random   *rand.Rand
	ledger   *ledger
	node     *node
}

const drillClients = 8

// Reports by Open311 while the service and its Postgres are killed: every acknowledged one is there, once.
func TestKillUnderIntake(t *testing.T) {
	underFire(t, written(t, "houses.csv", exportColumns, townRows(40)), 200, []string{"service", "postgres", "both"})
}

// Postgres alone is killed four times: nothing is lost or doubled, and intake goes on by itself.
func TestKillOfPostgresUnderIntake(t *testing.T) {
	underFire(t, written(t, "houses.csv", exportColumns, townRows(40)), 250, []string{"postgres", "postgres", "postgres", "postgres"})
}

// The same on imported Omsk, with more kills.
func TestDrillIntakeOnOmsk(t *testing.T) {
	houses := sharedData(t, "omsk", "houses.csv")
	onlyAsDrill(t)
	underFire(t, houses, 200, []string{"postgres", "service", "postgres", "both", "service", "postgres", "both", "service"})
}

func underFire(t *testing.T, houses string, requests int, kills []string) {
	t.Parallel()
	seed := drillSeed(t)
	dir := dataDir(t)
	d := &drill{city: "priechye", dir: dir, requests: requests, kills: kills, random: rand.New(rand.NewPCG(seed, 5)), ledger: &ledger{numbers: map[string]string{}},
		home: with("DATA_DIR="+dir, "LISTEN=127.0.0.1", "PORT="+freePort(t), "INTAKE_BURST=100000", "INTAKE_LIMIT=100000")}
	founding(t, dir, func(tools setup) { foundTown(t, tools, d.city, houses) })
	d.node = d.home.serve(t)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	board, following := d.node.enter(t, d.city, "desk", chiefPassword).follow(ctx, d.city+"/board")
	defer following.Wait()
	defer cancel()

	clients := d.report(t, ctx)
	d.strike(t)
	clients.Wait()
	if t.Failed() {
		t.Fatalf("log of the last service: %s", d.node.log)
	}
	d.verify(t, ctx, board)
	t.Logf("%d acknowledged in %d tries, %d of them by a repeat; %d kills; the slowest report took %s; the board came back %d times", d.ledger.acknowledged(), d.ledger.tries, d.ledger.replays, len(kills), d.ledger.slowest.Round(time.Millisecond), board.links-1)
	d.node.interrupt(t)
}

// drillSeed is DRILL_SEED, or the time: what a drill does by chance it does again by the same seed.
func drillSeed(t *testing.T) uint64 {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if told := os.Getenv("DRILL_SEED"); told != "" {
		var err error
		seed, err = strconv.ParseUint(told, 10, 64)
		must(t, err)
	}
	t.Logf("seed %d (DRILL_SEED)", seed)
	return seed
}

// report sends all reports from several clients.
func (d *drill) report(t *testing.T, ctx context.Context) *sync.WaitGroup {
	work, url := make(chan intention, d.requests), d.node.url // every service of the drill has the same port
	for _, i := range d.intentions(t) {
		work <- i
	}
	close(work)
	var clients sync.WaitGroup
	for range drillClients {
		clients.Go(func() {
			client := &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			for i := range work {
				if err := d.ledger.insist(ctx, client, i, url); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	return &clients
}

func (d *drill) intentions(t *testing.T) (all []intention) {
	pool := attached(t, d.dir)
	defer pool.Close()
	addresses := column(t, pool, `select address from houses where city_id = $1 and retired_at is null and placed <> 'none' and settlement = ''
		and (select count(*) from houses h where h.city_id = houses.city_id and h.address = houses.address) = 1 order by id`, d.city)
	problems := []string{"cold-pipe-leak", "heating-burst", "sewer-blocked", "power-none-flat", "roof-leak"}
	for i := range d.requests {
		all = append(all, intention{key: fmt.Sprintf("drill-%08x-%03d", d.random.Uint32(), i), city: d.city, asJSON: i%2 == 0,
			address: addresses[d.random.IntN(len(addresses))], problem: problems[d.random.IntN(len(problems))]})
	}
	return all
}

// strike kills at moments that lie anywhere between two acknowledgements.
func (d *drill) strike(t *testing.T) {
	share := d.requests / (len(d.kills) + 1)
	for i, target := range d.kills {
		after := (i+1)*share - d.random.IntN(max(share/2, 1))
		await(t, fmt.Sprintf("%d acknowledged", after), func() bool { return t.Failed() || d.ledger.acknowledged() >= after })
		t.Logf("after %d acknowledged: kill -9 of %s", d.ledger.acknowledged(), target)
		if target != "service" {
			d.killPostgres(t)
		}
		if target != "postgres" {
			d.node.kill()
			d.node = d.home.serve(t)
		}
		struck, known := time.Now(), d.ledger.acknowledged()
		await(t, "intake goes on", func() bool { return t.Failed() || d.ledger.acknowledged() > known+drillClients })
		t.Logf("intake went on %s after it (%s is restarted by its keeper within that)", time.Since(struck).Round(time.Millisecond), target)
	}
}

func (d *drill) killPostgres(t *testing.T) {
	pid := postmaster(d.dir)
	if pid == 0 {
		t.Fatal("no postmaster to kill")
	}
	must(t, syscall.Kill(pid, syscall.SIGKILL))
}

// verify compares ledger, database and board, and proves that the comparison can fail.
func (d *drill) verify(t *testing.T, ctx context.Context, board *follower) {
	pool := attached(t, d.dir)
	defer pool.Close()
	await(t, "Postgres answers", func() bool { return pool.Ping(ctx) == nil })
	if d.ledger.acknowledged() != d.requests {
		t.Errorf("%d acknowledged of %d", d.ledger.acknowledged(), d.requests)
	}
	for _, wrong := range d.ledger.check(ctx, pool, d.city) {
		t.Error(wrong)
	}
	await(t, "the board shows all", func() bool { return board.lacks(d.ledger) == 0 })
	for _, wrong := range board.wrong {
		t.Error("board: " + wrong)
	}
	for name, forged := range map[string]*ledger{"an invented request": d.ledger.with("drill-invented", "26-9999"), "a wrong number": d.ledger.with(d.someKey(), "26-9999")} {
		if found := forged.check(ctx, pool, d.city); len(found) == 0 {
			t.Errorf("the checker takes a ledger with %s", name)
		} else {
			t.Logf("negative control, %s: %s", name, strings.Join(found, "; "))
		}
	}
}

func (d *drill) someKey() string {
	for key := range d.ledger.numbers {
		return key
	}
	return ""
}
