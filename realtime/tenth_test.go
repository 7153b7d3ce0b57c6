package realtime_test

import (
	"flag"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dispatch05/realtime"
)

// A tenth of the readers stop: the others' news are not held up, what waits for the frozen is bounded, and
// the frozen, cut and back, miss nothing.
func TestATenthStopsReading(t *testing.T) {
	const readers, rounds, row = 100, 100, 8 << 10
	n := newNode(t, newLedger(), nil)
	var all []*screen
	for range readers {
		s := n.open(t, "ivanov")
		s.sub(crew)
		s.untilLive()
		all = append(all, s)
	}
	frozen, reading := all[:readers/10], all[readers/10:]
	n.log.fill(row)
	before, _ := toldTo(n, all, rounds)
	for _, s := range frozen {
		_ = s.socket.NetConn().(*net.TCPConn).SetReadBuffer(4 << 10)
	}
	held := heap()
	after, last := toldTo(n, reading, rounds)
	t.Logf("p99 of %d readers %s; of the rest with a tenth frozen %s", readers, before, after)
	cut, grown := func() int { return int(n.counted(t, "realtime_closes_total", "4101")) }, int64(0)
	for commits, deadline := 0, time.Now().Add(4*patience); cut() < len(frozen); commits++ {
		if time.Now().After(deadline) {
			t.Fatal("frozen sockets are not cut")
		}
		last = n.commit(crew)
		for _, s := range reading {
			s.untilAt(last)
		}
		if commits%10 == 0 { // what the kernel no longer takes waits here
			grown = max(grown, (heap()-held)/int64(len(frozen)))
		}
	}
	if t.Logf("at most %d KiB more for each frozen socket before it was cut", grown>>10); grown > 1<<20 {
		t.Errorf("a frozen socket holds %d KiB", grown>>10)
	}
	if cut() != len(frozen) {
		t.Errorf("%d sockets were cut, %d were frozen", cut(), len(frozen))
	}
	resumed(t, n, frozen, last)
}

// toldTo commits rows and gives the 99th percentile of how late a screen applied one.
func toldTo(n *node, screens []*screen, rounds int) (p99 time.Duration, last realtime.Position) {
	var mu sync.Mutex
	var late []time.Duration
	for range rounds {
		began := time.Now()
		last = n.commit(crew)
		var applying sync.WaitGroup
		for _, s := range screens {
			applying.Go(func() {
				s.untilAt(last)
				took := time.Since(began)
				mu.Lock()
				defer mu.Unlock()
				late = append(late, took)
			})
		}
		applying.Wait()
	}
	slices.Sort(late)
	return late[len(late)*99/100].Round(time.Microsecond), last
}

func heap() int64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// resumed brings the frozen back: each has applied every row, once and in order.
func resumed(t *testing.T, n *node, frozen []*screen, last realtime.Position) {
	t.Helper()
	n.log.fill(0)
	for i, s := range frozen {
		s.reopen(n, "ivanov")
		s.sub(crew)
		s.untilAt(last)
		for at, row := range s.rows {
			if row != int64(at+1) {
				t.Fatalf("frozen screen %d applied row %d in place of %d", i, row, at+1)
			}
		}
		if int64(len(s.rows)) != last.Offset {
			t.Errorf("frozen screen %d applied %d rows of %d", i, len(s.rows), last.Offset)
		}
	}
	if forged := slices.Delete(slices.Clone(frozen[0].rows), 3, 4); int64(len(forged)) == last.Offset {
		t.Error("the comparison takes a lost row")
	}
}

// The same as a measurement: the rest's 99th percentile with a tenth frozen is within a tenth of that at an
// undisturbed node, or within the spread of its five runs.
func TestDrillATenthDelaysNobody(t *testing.T) {
	if !strings.Contains(flag.Lookup("test.run").Value.String(), "Drill") {
		t.Skip("a measurement, made when it is asked for by name: make drill")
	}
	const readers, rounds, row, runs = 90, 100, 2 << 10, 5
	undisturbed, struck := newWatched(t, readers), newWatched(t, readers)
	for range readers / 9 { // these come, and read nothing
		_ = struck.open(t).socket.NetConn().(*net.TCPConn).SetReadBuffer(4 << 10)
	}
	var before, after []time.Duration
	for range runs { // in turns: what else the machine does meets both
		for one, p99s := range map[*watched]*[]time.Duration{undisturbed: &before, struck: &after} {
			one.log.fill(row)
			p99, _ := toldTo(one.node, one.reading, rounds)
			*p99s = append(*p99s, p99)
		}
	}
	t.Logf("p99 of the rest: undisturbed %v, with a tenth frozen %v", before, after)
	if delayed(before, after) {
		t.Errorf("the frozen delay the rest: undisturbed %v, then %v", before, after)
	}
	for i := range after {
		after[i] += slices.Max(before)
	}
	if !delayed(before, after) {
		t.Error("negative control: the comparison takes a delay")
	}
}

// watched is a node with its readers.
type watched struct {
	*node
	reading []*screen
}

func newWatched(t *testing.T, readers int) *watched {
	w := &watched{node: newNode(t, newLedger(), nil)}
	for range readers {
		w.reading = append(w.reading, w.open(t))
	}
	return w
}

// open lets one more reader in.
func (w *watched) open(t *testing.T) *screen {
	s := w.node.open(t, "ivanov")
	s.sub(crew)
	s.untilLive()
	return s
}

// delayed compares the medians of some runs.
func delayed(before, after []time.Duration) bool {
	median := func(all []time.Duration) time.Duration { return slices.Sorted(slices.Values(all))[len(all)/2] }
	return median(after) > median(before)*11/10 && median(after) > slices.Max(before)
}
