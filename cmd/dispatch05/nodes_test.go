package main

import (
	"context"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/redis/go-redis/v9"

	"dispatch05/dispatch"
)

// Two nodes on one database, joined by one Redis: an order sent at one reaches the tablet at the other, by
// the bus while there is one and by the poll when there is none.
func TestOrderCrossesNodes(t *testing.T) {
	t.Parallel()
	const city = "priechye"
	courier, address := redisServer(t)
	url, pool := emptyDatabase(t)
	home := with("DATABASE_URL="+url, "REDIS_URL=redis://"+address, "LISTEN=127.0.0.1", "PORT=0")
	foundTown(t, home, city, written(t, "houses.csv", exportColumns, townRows(5)))
	here, there := home.serve(t), home.serve(t)
	crew := ask[int64](t, pool, "select id from crews where name = 'АВР-1'")
	desk := here.enter(t, city, "desk", chiefPassword)
	read[dispatch.CrewRow](t, desk, "POST", path("/api/v1/crews/%d/shift", crew), map[string]any{"on": true})
	tablet, _ := there.enter(t, city, "avr1", chiefPassword).watch(t, path("%s/crew/%d", city, crew))

	first := sent(t, desk, crew)
	arrived := tablet.until(t, "the order over the bus", carries(first))
	tablet.acknowledge(t, arrived)
	await(t, "the tablet's acknowledgement delivers", func() bool {
		return ask[string](t, pool, "select state from work_orders where request_id = $1", first) == "delivered"
	})
	if got := counted(t, there, `realtime_hints_total{from="bus"}`); got == "" || got == "0" {
		t.Errorf("node B took %q hints from the bus", got)
	}

	must(t, courier.Kill())
	await(t, "redis is gone", func() bool { link, err := net.Dial("tcp", address); closeQuietly(link); return err != nil })
	second := sent(t, desk, crew)
	tablet.until(t, "the order by the poll", carries(second))
	here.interrupt(t)
	there.interrupt(t)
}

// sent registers a request and sends the crew to it; it gives the request.
func sent(t testing.TB, desk *visitor, crew int64) int64 {
	t.Helper()
	card := read[dispatch.RequestCard](t, desk, "POST", "/api/v1/requests", map[string]any{"address_text": "у старой мельницы", "problem": "cold-pipe-leak", "channel": "telephone"})
	read[dispatch.RequestCard](t, desk, "POST", path("/api/v1/requests/%d/orders", card.ID), map[string]any{"crew_id": crew})
	return card.ID
}

// carries tells whether a tablet's frame holds the order of a request.
func carries(request int64) func(frame) bool {
	return func(f frame) bool {
		return shows(f, func(b dispatch.CrewBoard) bool {
			for _, o := range b.Orders {
				if o.RequestID == request {
					return true
				}
			}
			return false
		})
	}
}

// counted is one value of a node's metrics.
func counted(t testing.TB, n *node, name string) string {
	t.Helper()
	_, text, err := n.nobody().call(t.Context(), "GET", "/metrics", nil)
	must(t, err)
	for line := range strings.Lines(string(text)) {
		if value, found := strings.CutPrefix(line, name+" "); found {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// redisServer is a real redis-server of this test alone.
func redisServer(t testing.TB) (*os.Process, string) {
	t.Helper()
	return redisAt(t, freePort(t))
}

// redisAt is the same at a port, where one may have been before.
func redisAt(t testing.TB, port string) (*os.Process, string) {
	t.Helper()
	binary, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not installed on this machine")
	}
	server := exec.Command(binary, "--port", port, "--bind", "127.0.0.1", "--dir", t.TempDir(), "--save", "", "--appendonly", "no")
	server.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	must(t, server.Start())
	reaped := make(chan struct{})
	go func() { _ = server.Wait(); close(reaped) }()
	t.Cleanup(func() { _ = server.Process.Kill(); <-reaped })
	address := net.JoinHostPort("127.0.0.1", port)
	client := redis.NewClient(&redis.Options{Addr: address})
	defer client.Close()
	await(t, "redis-server answers", func() bool { return client.Ping(context.Background()).Err() == nil })
	return server.Process, address
}

func closeQuietly(link net.Conn) {
	if link != nil {
		_ = link.Close()
	}
}
