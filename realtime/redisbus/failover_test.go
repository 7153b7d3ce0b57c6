package redisbus_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"dispatch05/realtime"
	"dispatch05/realtime/redisbus"
)

// healsWithin is generous: Sentinel and Cluster vote after a second or two of silence.
const healsWithin = 30 * time.Second

// The master is killed, and later handed over in good order: two nodes behind Sentinel hear each other again.
func TestKillOfASentinelMaster(t *testing.T) {
	s := sentinel(t)
	here, heard := joinedBy(t, fmt.Sprintf("redis://127.0.0.1:%d/0?master_name=main", s.watch.port))
	untilHeard(t, "at first", here, heard)
	s.master.stop(t)
	neverHeard(t, fmt.Sprintf("redis://127.0.0.1:%d/0", s.master.port))
	t.Logf("master killed: heard again after %s", untilHeard(t, "after the kill", here, heard))
	s.master.start(t, "--replicaof", "127.0.0.1", strconv.Itoa(s.replica.port))
	s.handOver(t)
	t.Logf("planned failover: heard again after %s", untilHeard(t, "after the hand-over", here, heard))
}

// The same over a Cluster of three masters, each with a replica.
func TestKillOfAClusterMaster(t *testing.T) {
	c := cluster(t)
	here, heard := joinedBy(t, fmt.Sprintf("redis://127.0.0.1:%d?cluster=true&addr=127.0.0.1:%d", c[0].port, c[1].port))
	untilHeard(t, "at first", here, heard)
	owner := c.owner(t, "hints")
	owner.stop(t)
	neverHeard(t, fmt.Sprintf("redis://127.0.0.1:%d/0", owner.port))
	t.Logf("master killed: heard again after %s", untilHeard(t, "after the kill", here, heard))
	owner.start(t)
	awaitRedis(t, "the old master is in step as a replica", func() bool {
		info, _ := owner.text("info", "replication")
		return strings.Contains(info, "role:slave") && strings.Contains(info, "master_link_status:up")
	})
	owner.takeOver(t)
	t.Logf("planned failover: heard again after %s", untilHeard(t, "after the hand-over", here, heard))
}

// takeOver asks for the mastery until it has it: a busy cluster may let one order lapse after five seconds.
func (m *member) takeOver(t *testing.T) {
	t.Helper()
	asked := time.Time{}
	awaitRedis(t, "the old master is the master again", func() bool {
		if time.Since(asked) > 6*time.Second {
			asked = time.Now()
			must(t, m.call("cluster", "failover"))
		}
		info, _ := m.text("info", "replication")
		return strings.Contains(info, "role:master")
	})
}

// joinedBy are two nodes' ends of one bus: what the first tells, the second hears.
func joinedBy(t *testing.T, url string) (*redisbus.Bus, chan int64) {
	t.Helper()
	ends := make([]*redisbus.Bus, 2)
	for i := range ends {
		client, err := redisbus.Dial(url)
		must(t, err)
		t.Cleanup(func() { _ = client.Close() })
		ends[i] = redisbus.New(client, "hints", nil)
	}
	heard, gone := make(chan int64, 1024), make(chan struct{})
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(func() { stop(); <-gone })
	go func() {
		defer close(gone)
		_ = ends[1].Subscribe(ctx, func(m realtime.Message) {
			if m.Topic == "crew:17" {
				heard <- m.Offset
			}
		})
	}()
	return ends[0], heard
}

// untilHeard tells numbers until ten in a row are heard: the fault is over.
func untilHeard(t *testing.T, when string, here *redisbus.Bus, heard chan int64) time.Duration {
	t.Helper()
	began, row := time.Now(), 0
	for offset := began.UnixNano(); row < 10; offset++ {
		if time.Since(began) > healsWithin {
			t.Fatalf("%s the nodes do not hear each other within %s", when, healsWithin)
		}
		_ = here.Publish(t.Context(), realtime.Message{Topic: "crew:17", Offset: offset})
		if hears(heard, offset) {
			row++
		} else {
			row = 0
		}
	}
	return time.Since(began).Round(time.Millisecond)
}

// neverHeard is the negative control: two nodes that know only the dead master do not hear each other.
func neverHeard(t *testing.T, url string) {
	t.Helper()
	here, heard := joinedBy(t, url)
	for offset := int64(1); offset <= 3; offset++ {
		_ = here.Publish(t.Context(), realtime.Message{Topic: "crew:17", Offset: offset})
		if hears(heard, offset) {
			t.Error("the check takes nodes that cannot hear each other")
		}
	}
}

func hears(heard chan int64, offset int64) bool {
	late := time.After(100 * time.Millisecond)
	for {
		select {
		case got := <-heard:
			if got == offset {
				return true
			}
		case <-late:
			return false
		}
	}
}

// ring is one Redis with its replica and a Sentinel that watches both.
type ring struct{ master, replica, watch *member }

func sentinel(t *testing.T) ring {
	t.Helper()
	r := ring{newMember(t), newMember(t), newMember(t)}
	r.master.start(t)
	r.replica.start(t, "--replicaof", "127.0.0.1", strconv.Itoa(r.master.port))
	rules := fmt.Sprintf("port %d\nbind 127.0.0.1\nsentinel monitor main 127.0.0.1 %d 1\nsentinel down-after-milliseconds main 1000\nsentinel failover-timeout main 3000\n", r.watch.port, r.master.port)
	file := filepath.Join(r.watch.dir, "sentinel.conf")
	must(t, os.WriteFile(file, []byte(rules), 0o600))
	r.watch.run(t, file, "--sentinel")
	awaitRedis(t, "the Sentinel knows the replica", func() bool { return r.watch.says("sentinel", "master", "main")["num-slaves"] == "1" })
	return r
}

// handOver asks the Sentinel for a failover until it agrees: it rests for a while after the last one.
func (r ring) handOver(t *testing.T) {
	t.Helper()
	before := r.watch.says("sentinel", "master", "main")["port"]
	awaitRedis(t, "the Sentinel takes the order", func() bool { return r.watch.call("sentinel", "failover", "main") == nil })
	awaitRedis(t, "another is the master", func() bool { return r.watch.says("sentinel", "master", "main")["port"] != before })
}

// members are a cluster: three masters, then their replicas.
type members []*member

func cluster(t *testing.T) members {
	t.Helper()
	client, err := exec.LookPath("redis-cli")
	if err != nil {
		t.Skip("redis-cli is not installed on this machine")
	}
	var all members
	create := []string{"--cluster", "create"}
	for range 6 {
		m := newMember(t)
		m.own = []string{"--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--cluster-port", strconv.Itoa(freePort(t))}
		m.start(t)
		all, create = append(all, m), append(create, fmt.Sprintf("127.0.0.1:%d", m.port))
	}
	if told, err := exec.Command(client, append(create, "--cluster-replicas", "1", "--cluster-yes")...).CombinedOutput(); err != nil {
		t.Fatalf("the cluster is not made: %v %s", err, told)
	}
	awaitRedis(t, "the cluster stands", func() bool { return all.stands() })
	return all
}

func (c members) stands() bool {
	for _, m := range c {
		info, err := m.text("cluster", "info")
		if err != nil || !strings.Contains(info, "cluster_state:ok") || !strings.Contains(info, "cluster_known_nodes:6") {
			return false
		}
	}
	return true
}

// owner is the master that a channel falls to; the three share the slots in order.
func (c members) owner(t *testing.T, channel string) *member {
	t.Helper()
	slot, err := c[0].client.Do(context.Background(), "cluster", "keyslot", channel).Int()
	must(t, err)
	return c[slot*3/16384]
}

// member is one process of a Redis that spans several.
type member struct {
	redisServer
	client *redis.Client
	own    []string // arguments of each start
}

func newMember(t *testing.T) *member {
	t.Helper()
	binary, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not installed on this machine")
	}
	m := &member{redisServer: redisServer{binary: binary, port: freePort(t), dir: t.TempDir()}}
	m.client = redis.NewClient(&redis.Options{Addr: m.address(), MaxRetries: -1})
	t.Cleanup(func() { m.stop(t); _ = m.client.Close() })
	return m
}

func (m *member) start(t *testing.T, more ...string) {
	t.Helper()
	m.run(t, append([]string{"--port", strconv.Itoa(m.port), "--bind", "127.0.0.1", "--dir", m.dir, "--save", "", "--appendonly", "no", "--repl-diskless-sync-delay", "0"}, append(m.own, more...)...)...)
}

func (m *member) run(t *testing.T, arguments ...string) {
	t.Helper()
	m.process = exec.Command(m.binary, arguments...)
	must(t, m.process.Start())
	awaitRedis(t, "redis-server answers", func() bool { return m.client.Ping(context.Background()).Err() == nil })
}

func (m *member) call(words ...any) error { return m.client.Do(context.Background(), words...).Err() }

func (m *member) text(words ...any) (string, error) {
	return m.client.Do(context.Background(), words...).Text()
}

// says is an answer of pairs.
func (m *member) says(words ...any) map[string]string {
	pairs := map[string]string{}
	told, _ := m.client.Do(context.Background(), words...).Result()
	switch told := told.(type) {
	case map[any]any:
		for name, value := range told {
			pairs[fmt.Sprint(name)] = fmt.Sprint(value)
		}
	case []any:
		for i := 0; i+1 < len(told); i += 2 {
			pairs[fmt.Sprint(told[i])] = fmt.Sprint(told[i+1])
		}
	}
	return pairs
}

func awaitRedis(t *testing.T, what string, yes func() bool) {
	t.Helper()
	for began := time.Now(); !yes(); time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > healsWithin {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
