package realtime_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const (
	fanoutRepeats = 5
	fanoutWindow  = 32 // rows that may be under way
	fanoutLoad    = 120_000
	fanoutLone    = 25
)

// fanout are the repeats of one side.
type fanout struct {
	side
	rate, cpu, p50, p99, idle, perWrite []float64
}

// BenchmarkFanoutBesidePeers brings 300-byte rows to 1,000 and to 5,000 sockets: the hub, the library centrifuge, a loop over
// gorilla sockets, and the least that the kernel asks for. The readers are a process of their own; each process has one core, the
// sides take turns. What a side spends and holds is told of the server's process alone. `make bench BENCH=FanoutBesidePeers`.
func BenchmarkFanoutBesidePeers(b *testing.B) {
	for _, sockets := range []int{1000, 5000} {
		b.Run(strconv.Itoa(sockets), func(b *testing.B) {
			if !raiseFileLimit(uint64(sockets + 200)) {
				b.Skipf("this machine does not allow %d open files", sockets)
			}
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			var perWrite atomic.Int64
			var all []*fanout
			for _, s := range sides(&perWrite) {
				all = append(all, &fanout{side: s})
			}
			for b.Loop() {
				for range fanoutRepeats {
					for _, f := range all {
						f.run(b, sockets)
						if len(f.perWrite) > 0 && f == all[0] {
							perWrite.Store(int64(max(1, f.perWrite[len(f.perWrite)-1]+0.5)))
						}
					}
				}
			}
			tellFanout(b, sockets, all)
		})
	}
}

// run opens a side, takes its idle sockets' weight, its load and its lone rows, and closes it.
func (f *fanout) run(b *testing.B, sockets int) {
	rows := max(fanoutLoad/sockets, fanoutWindow)
	before := settled()
	r := f.open(b)
	readers := seatCrowd(b, r.withReaders(sockets))
	for !r.seated(sockets) {
		time.Sleep(time.Millisecond)
	}
	f.idle = append(f.idle, float64(held()-before)/float64(sockets)/1024)
	r.burst(readers, fanoutWindow) // warm
	readers.delays()
	began, spent := time.Now(), cpu()
	r.burst(readers, rows)
	took := time.Since(began).Seconds()
	f.rate = append(f.rate, float64(rows*sockets)/took)
	f.cpu = append(f.cpu, (cpu()-spent).Seconds()*1e6/float64(rows*sockets))
	if r.writes != nil {
		f.perWrite = append(f.perWrite, r.writes())
	}
	readers.delays()
	for range fanoutLone {
		time.Sleep(5 * time.Millisecond)
		r.publish(row())
		readers.next()
	}
	p50, p99 := readers.delays()
	f.p50, f.p99 = append(f.p50, p50.Seconds()*1000), append(f.p99, p99.Seconds()*1000)
	readers.leave()
	r.close()
}

func (r running) withReaders(n int) seat {
	s := r.seat
	s.Readers = n
	return s
}

// burst keeps a window of rows under way.
func (r running) burst(readers *crowd, rows int) {
	for i := range rows {
		r.publish(row())
		if i >= fanoutWindow {
			readers.next()
		}
	}
	for range min(rows, fanoutWindow) {
		readers.next()
	}
}

// held is heap and stacks in use after a collection; what the kernel keeps for a socket is not in it.
func held() int64 {
	var m runtime.MemStats
	for range 3 { // a stack shrinks by half in each
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

// settled is held once what the last side left is gone.
func settled() int64 {
	before := held()
	for {
		time.Sleep(100 * time.Millisecond)
		now := held()
		if now > before*99/100 {
			return now
		}
		before = now
	}
}

// cpu is what this process has spent.
func cpu() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func tellFanout(b *testing.B, sockets int, all []*fanout) {
	ours := all[0]
	table := fmt.Sprintf("%d sockets; %s\n", sockets, load())
	for _, f := range all {
		table += fmt.Sprintf("%-28s %s deliveries/s, %s CPU-s a million, lone p50 %s ms, p99 %s ms, idle %s KB", f.name,
			spread(f.rate, "%.0f"), spread(f.cpu, "%.2f"), spread(f.p50, "%.1f"), spread(f.p99, "%.1f"), spread(f.idle, "%.1f"))
		if len(f.perWrite) > 0 {
			table += ", frames a write " + spread(f.perWrite, "%.1f")
		}
		table += fmt.Sprintf("; ours: %.2f times its rate, %.2f of its CPU, %.2f of its p99\n",
			middle(ours.rate)/middle(f.rate), middle(ours.cpu)/middle(f.cpu), middle(ours.p99)/middle(f.p99))
	}
	b.Log(table)
	b.ReportMetric(middle(ours.rate), "deliveries/s")
	b.ReportMetric(middle(ours.rate)/middle(all[2].rate), "times-centrifuge")
	b.ReportMetric(middle(ours.p99)/middle(all[2].p99), "of-its-lone-p99")
	b.ReportMetric(middle(all[1].idle), "KB/idle-socket")
	var lines []any
	for _, f := range all {
		lines = append(lines, map[string]any{"at": time.Now().UTC(), "what": f.name, "sockets": sockets, "load": load(), "deliveriesPerSecond": f.rate,
			"cpuSecondsPerMillion": f.cpu, "loneP50Ms": f.p50, "loneP99Ms": f.p99, "idleKB": f.idle, "framesPerWrite": f.perWrite})
	}
	writeLines(b, "fanout.jsonl", lines...)
}

// spread is median (min-max).
func spread(values []float64, format string) string {
	return fmt.Sprintf(format+" ("+format+"-"+format+")", middle(values), slices.Min(values), slices.Max(values))
}

func middle(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// load is what else the machine does.
func load() string {
	text, _ := os.ReadFile("/proc/loadavg")
	fields := strings.Fields(string(text))
	if len(fields) == 0 {
		return "load unknown"
	}
	return "load " + fields[0]
}

// writeLines appends figures to .build/bench, an object a line.
func writeLines(b *testing.B, name string, lines ...any) {
	folder := filepath.Join("..", ".build", "bench")
	check(b, os.MkdirAll(folder, 0o755))
	file, err := os.OpenFile(filepath.Join(folder, name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	check(b, err)
	defer file.Close()
	for _, line := range lines {
		check(b, json.NewEncoder(file).Encode(line))
	}
}
