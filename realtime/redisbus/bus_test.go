package redisbus_test

import (
	"context"
	"net"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"dispatch05/realtime"
	"dispatch05/realtime/bustest"
	"dispatch05/realtime/redisbus"
)

func TestOverMiniredis(t *testing.T) {
	bustest.Run(t, func(t *testing.T) bustest.Service {
		server := miniredis.RunT(t)
		return bustest.Service{
			Open: func(t *testing.T) realtime.Bus { return open(t, server.Addr()) },
			Lose: func(*testing.T) { server.Close() },
			Restore: func(t *testing.T) {
				if err := server.Restart(); err != nil {
					t.Fatal(err)
				}
			},
		}
	})
}

func TestOverRedisServer(t *testing.T) {
	binary, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not installed on this machine")
	}
	bustest.Run(t, func(t *testing.T) bustest.Service {
		server := &redisServer{binary: binary, port: freePort(t), dir: t.TempDir()}
		server.start(t)
		t.Cleanup(func() { server.stop(t) })
		return bustest.Service{
			Open:    func(t *testing.T) realtime.Bus { return open(t, server.address()) },
			Lose:    server.stop,
			Restore: server.start,
		}
	})
}

func TestDialTakesTheKindFromTheURL(t *testing.T) {
	for _, example := range []struct{ url, kind string }{
		{"redis://localhost:6379/0", "server"},
		{"redis://localhost:26379/0?master_name=main&addr=other:26379", "sentinel"},
		{"redis://localhost:7000?cluster=true&addr=other:7000", "cluster"},
		{"http://localhost:6379", "refused"},
		{"redis://localhost:6379/0?unknown=1", "refused"},
	} {
		client, err := redisbus.Dial(example.url)
		if got := kindOf(client, err); got != example.kind {
			t.Errorf("%s is %s, want %s", example.url, got, example.kind)
		}
		if cluster, ok := client.(*redis.ClusterClient); ok && cluster.Options().ClusterStateReloadInterval != time.Second {
			t.Errorf("a cluster's state is reloaded every %v", cluster.Options().ClusterStateReloadInterval)
		}
		if err == nil {
			_ = client.Close()
		}
	}
}

func kindOf(client redis.UniversalClient, err error) string {
	switch c := client.(type) {
	case *redis.ClusterClient:
		return "cluster"
	case *redis.Client:
		if c.Options().Addr == "FailoverClient" {
			return "sentinel"
		}
		return "server"
	default:
		if err != nil {
			return "refused"
		}
		return "nothing"
	}
}

func open(t *testing.T, address string) realtime.Bus {
	client, err := redisbus.Dial("redis://" + address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return redisbus.New(client, "hints", nil)
}

// redisServer is a real redis-server of this test alone.
type redisServer struct {
	binary, dir string
	port        int
	process     *exec.Cmd
}

func (s *redisServer) address() string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port))
}

func (s *redisServer) start(t *testing.T) {
	s.process = exec.Command(s.binary, "--port", strconv.Itoa(s.port), "--bind", "127.0.0.1",
		"--dir", s.dir, "--save", "", "--appendonly", "no")
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	client := redis.NewClient(&redis.Options{Addr: s.address()})
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for client.Ping(ctx).Err() != nil {
		if ctx.Err() != nil {
			t.Fatal("redis-server does not answer")
		}
	}
}

func (s *redisServer) stop(*testing.T) {
	if s.process != nil {
		_ = s.process.Process.Kill()
		_ = s.process.Wait()
		s.process = nil
	}
}

func freePort(t *testing.T) int {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
