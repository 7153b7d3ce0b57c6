package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/rs/zerolog"

	"dispatch05/dispatch"
)

// Crews' tablets and boards at three nodes, of which one is killed now and then, while the tablets' links are cut: each order
// that a desk was told of is on its crew's tablets, once, and delivered; each screen goes on at another node.
func TestKillOfNodesUnderTablets(t *testing.T) { crewsUnderFire(t, 40, 3, 2, 2*time.Second) }

// The same for longer, with a tablet in every pocket.
func TestDrillNodesUnderTablets(t *testing.T) {
	onlyAsDrill(t)
	crewsUnderFire(t, 300, 8, 20, 30*time.Second)
}

// shiftAtWork are the crews of a town with their tablets, and what their desk has sent them.
type shiftAtWork struct {
	city    string
	pool    *pgxpool.Pool
	nodes   []string
	desk    *visitor
	crews   []int64
	tablets [][]*follower // of each crew
	boards  []*follower
	all     *ledger
	sent    []*ledger // of each crew
}

func crewsUnderFire(t *testing.T, orders, kills, perCrew int, cut time.Duration) {
	t.Parallel()
	random := rand.New(rand.NewPCG(drillSeed(t), 11))
	_, courier := redisServer(t)
	url, pool := emptyDatabase(t)
	home := with("DATABASE_URL="+url, "REDIS_URL=redis://"+courier, "LISTEN=127.0.0.1", "INTAKE_BURST=100000", "INTAKE_LIMIT=100000")
	w := &shiftAtWork{city: "priechye", pool: pool, all: &ledger{numbers: map[string]string{}}}
	foundTown(t, home, w.city, written(t, "houses.csv", exportColumns, townRows(12)))
	home.done(t, "", "import", "crews", "--city", w.city, written(t, "more.csv", crewColumns, townCrews[:2]))
	home.done(t, chiefPassword, "user", "add", "avr2", "--city", w.city, "--role", "crew", "--crew", "АВР-2")
	nodes, homes := make([]*node, 3), make([]setup, 3)
	for i := range nodes {
		homes[i] = home.plus("PORT=" + freePort(t))
		nodes[i] = homes[i].serve(t)
		w.nodes = append(w.nodes, nodes[i].url)
	}
	links, doors := w.badDoors(t)
	w.desk = nodes[0].enter(t, w.city, "desk", chiefPassword)
	ctx, cancel := context.WithCancel(t.Context())
	var watching []*sync.WaitGroup
	t.Cleanup(func() {
		cancel()
		for _, one := range watching {
			one.Wait()
		}
	})
	watch := func(f *follower) *follower { watching = append(watching, f.begin(ctx)); return f }
	for crew, login := range []string{"avr1", "avr2"} {
		w.crews = append(w.crews, ask[int64](t, pool, fmt.Sprintf("select id from crews where name = 'АВР-%d'", crew+1)))
		read[dispatch.CrewRow](t, w.desk, "POST", path("/api/v1/crews/%d/shift", w.crews[crew]), map[string]any{"on": true})
		v, mine := nodes[0].enter(t, w.city, login, chiefPassword), []*follower{}
		for i := range perCrew {
			mine = append(mine, watch(&follower{v: v, topic: path("%s/crew/%d", w.city, w.crews[crew]), doors: doors, acks: true, tries: i}))
		}
		w.tablets, w.sent = append(w.tablets, mine), append(w.sent, &ledger{numbers: map[string]string{}})
	}
	for i := range nodes {
		w.boards = append(w.boards, watch(&follower{v: w.desk, topic: w.city + "/board", doors: w.nodes, tries: i}))
	}

	var starting sync.WaitGroup
	for i, report := range townIntentions(t, pool, random, w.city, orders) {
		if i%(orders/(kills+1)) == orders/(kills+1)-1 && i < orders-1 {
			struck := random.IntN(len(nodes))
			starting.Wait()
			nodes[struck].kill()
			t.Logf("after %d orders: kill -9 of node %d", i, struck)
			starting.Go(func() { nodes[struck] = homes[struck].back(t) })
		}
		if i == orders/2 {
			watching = append(watching, links.cut(t, cut))
		}
		w.send(t, report, random.IntN(len(w.crews)))
	}
	starting.Wait()
	w.verify(t)
}

// back starts a node again, while others serve.
func (s setup) back(t *testing.T) *node {
	n, err := s.launch(t)
	if err != nil {
		t.Error(err)
	}
	return n
}

// badDoors are the nodes' doors behind links that can be cut.
func (w *shiftAtWork) badDoors(t *testing.T) (links badLinks, doors []string) {
	t.Helper()
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	for i, url := range w.nodes {
		proxy := toxiproxy.NewProxy(server, fmt.Sprint("link ", i), "127.0.0.1:"+freePort(t), strings.Replace(strings.TrimPrefix(url, "http://"), "localhost", "127.0.0.1", 1))
		must(t, proxy.Start())
		t.Cleanup(proxy.Stop)
		links, doors = append(links, proxy), append(doors, "http://localhost"+proxy.Listen[strings.LastIndex(proxy.Listen, ":"):])
	}
	return links, doors
}

type badLinks []*toxiproxy.Proxy

// cut takes all links away for a while, in which orders are sent.
func (l badLinks) cut(t *testing.T, during time.Duration) *sync.WaitGroup {
	for _, proxy := range l {
		proxy.Stop()
	}
	t.Logf("all links of the tablets are cut for %s", during)
	var away sync.WaitGroup
	away.Go(func() {
		<-time.After(during)
		for _, proxy := range l {
			if err := proxy.Start(); err != nil {
				t.Error(err)
			}
		}
	})
	return &away
}

// send registers a report and sends a crew to it, the same keys at another node after each failure; both are noted when acknowledged.
func (w *shiftAtWork) send(t *testing.T, report intention, crew int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	must(t, w.all.insist(ctx, client, report, w.nodes...))
	number := w.all.numbers[report.key]
	request := ask[int64](t, w.pool, fmt.Sprintf("select id from requests where text = '%s'", report.said()))
	for tries := report.first; ; tries++ {
		body, _ := json.Marshal(map[string]any{"crew_id": w.crews[crew]})
		post, err := http.NewRequestWithContext(ctx, "POST", path("%s/api/v1/requests/%d/orders", w.nodes[tries%len(w.nodes)], request), strings.NewReader(string(body)))
		must(t, err)
		post.Header.Set("Content-Type", "application/json")
		post.Header.Set("Idempotency-Key", "order-"+report.key)
		status, _, text, err := w.desk.send(post)
		if err == nil && status < 300 {
			w.sent[crew].note(report.key, number, 1, false, 0)
			return
		}
		if ctx.Err() != nil || err == nil && status < 500 {
			t.Fatalf("no order for %s: %d %s %v", number, status, text, err)
		}
	}
}

// verify compares the desk's ledger with the database and with every screen, and proves that each comparison can fail.
func (w *shiftAtWork) verify(t *testing.T) {
	t.Helper()
	began := time.Now()
	await(t, "all tablets and boards show all", func() bool { return t.Failed() || len(w.lacking()) == 0 })
	t.Logf("all screens show all %s after the last order", time.Since(began).Round(time.Millisecond))
	await(t, "all orders are delivered", func() bool {
		return t.Failed() || ask[int](t, w.pool, "select count(*) from work_orders where state = 'sent'") == 0
	})
	links := 0
	for _, wrong := range append(append(w.all.check(t.Context(), w.pool, w.city), w.doubled(t)...), w.lacking()...) {
		t.Error(wrong)
	}
	for _, f := range w.screens() {
		links += f.links
	}
	t.Logf("%d orders on %d screens, which opened %d links", w.all.acknowledged(), len(w.screens()), links)
	w.tablets[0][0].wrong = append(w.tablets[0][0].wrong, "delta after 3, held 1")
	foundOut(t, "a tablet with a gap", w.lacking(), "delta after")
	w.sent[0] = w.sent[0].with("drill-invented", "26-9999")
	foundOut(t, "an order that no tablet shows", w.lacking(), "lacks 1")
	foundOut(t, "an order that is not in the database", w.doubled(t), "26-9999")
}

func (w *shiftAtWork) screens() []*follower {
	all := append([]*follower{}, w.boards...)
	for _, mine := range w.tablets {
		all = append(all, mine...)
	}
	return all
}

// lacking tells every screen that lacks what was acknowledged, or was told against the protocol.
func (w *shiftAtWork) lacking() (wrong []string) {
	look := func(name string, f *follower, l *ledger) {
		if missing := f.lacks(l); missing > 0 {
			wrong = append(wrong, fmt.Sprintf("%s lacks %d", name, missing))
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		for _, told := range f.wrong {
			wrong = append(wrong, name+": "+told)
		}
	}
	for i, f := range w.boards {
		look(fmt.Sprintf("board %d", i), f, w.all)
	}
	for crew, mine := range w.tablets {
		for i, f := range mine {
			look(fmt.Sprintf("tablet %d of crew %d", i, crew), f, w.sent[crew])
		}
	}
	return wrong
}

// doubled tells every acknowledged order that the database does not hold exactly once, with its crew, delivered.
func (w *shiftAtWork) doubled(t *testing.T) (wrong []string) {
	t.Helper()
	for crew, sent := range w.sent {
		for key, number := range sent.numbers {
			found := ask[string](t, w.pool, fmt.Sprintf(`select coalesce(string_agg(o.crew_id || ' ' || o.state, ', '), '') from work_orders o
				join requests q on q.city_id = o.city_id and q.id = o.request_id where q.text = '%s'`, intention{key: key}.said()))
			if want := fmt.Sprintf("%d delivered", w.crews[crew]); found != want {
				wrong = append(wrong, fmt.Sprintf("order for %s: %q, want %q", number, found, want))
			}
		}
	}
	return wrong
}
