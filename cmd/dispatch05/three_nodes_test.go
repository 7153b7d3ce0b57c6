package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// One of three nodes is killed, five times: what any of them acknowledged is there once, and a client that
// loses its node goes on at another.
func TestKillOfOneOfThreeNodes(t *testing.T) {
	t.Parallel()
	const city, requests, kills = "priechye", 400, 5
	random := rand.New(rand.NewPCG(drillSeed(t), 2))
	_, courier := redisServer(t)
	url, pool := emptyDatabase(t)
	home := with("DATABASE_URL="+url, "REDIS_URL=redis://"+courier, "LISTEN=127.0.0.1", "INTAKE_BURST=100000", "INTAKE_LIMIT=100000")
	foundTown(t, home, city, written(t, "houses.csv", exportColumns, townRows(40)))
	nodes, homes, urls := make([]*node, 3), make([]setup, 3), make([]string, 3)
	for i := range nodes {
		homes[i] = home.plus("PORT=" + freePort(t))
		nodes[i] = homes[i].serve(t)
		urls[i] = nodes[i].url
	}
	l := &ledger{numbers: map[string]string{}}
	clients := l.sendAll(t, townIntentions(t, pool, random, city, requests), urls...)
	for kill := range kills {
		after := (kill+1)*requests/(kills+1) - random.IntN(requests/(2*kills))
		await(t, fmt.Sprintf("%d acknowledged", after), func() bool { return t.Failed() || l.acknowledged() >= after })
		struck := random.IntN(len(nodes))
		nodes[struck].kill()
		nodes[struck] = homes[struck].serve(t)
	}
	clients.Wait()
	for _, wrong := range l.check(t.Context(), pool, city) {
		t.Error(wrong)
	}
	if l.acknowledged() != requests {
		t.Errorf("%d acknowledged of %d", l.acknowledged(), requests)
	}
	t.Logf("%d acknowledged in %d tries over %d kills; the slowest took %s", l.acknowledged(), l.tries, kills, l.slowest.Round(time.Millisecond))
	foundOut(t, "a report that was acknowledged and lost", l.with("drill-invented", "26-9999").check(t.Context(), pool, city), "drill-invented was acknowledged")
}

// townIntentions are reports of random houses of a town.
func townIntentions(t *testing.T, pool *pgxpool.Pool, random *rand.Rand, city string, n int) (all []intention) {
	addresses := column(t, pool, `select address from houses where city_id = $1 order by id`, city)
	for i := range n {
		all = append(all, intention{key: fmt.Sprintf("drill-%08x-%03d", random.Uint32(), i), city: city, asJSON: i%2 == 0, first: i,
			address: addresses[random.IntN(len(addresses))], problem: "cold-pipe-leak"})
	}
	return all
}

// sendAll sends reports from several clients to several nodes.
func (l *ledger) sendAll(t *testing.T, all []intention, nodes ...string) *sync.WaitGroup {
	work := make(chan intention, len(all))
	for _, i := range all {
		work <- i
	}
	close(work)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	var clients sync.WaitGroup
	for range drillClients {
		clients.Go(func() {
			client := &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			for i := range work {
				if err := l.insist(ctx, client, i, nodes...); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	return &clients
}
