package realtime_test

import (
	"bytes"
	"net"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"dispatch05/realtime"
)

// BenchmarkFanout sends 300-byte rows to all sockets of a topic over loopback,
// authorisation and sequence on. Each screen is a raw reader that counts bytes,
// so that the cost is the hub's. ns/delivery is wall time of server and readers
// on this machine; frames/write shows how many frames left in one write.
func BenchmarkFanout(b *testing.B) {
	for _, sockets := range []int{1000, 5000} {
		b.Run(strconv.Itoa(sockets), func(b *testing.B) {
			n, readers := audience(b, sockets)
			frames, writes := n.counted(b, "realtime_frames_total", ""), n.counted(b, "realtime_writes_total", "")
			b.ResetTimer()
			start := time.Now()
			for range b.N {
				readers.mark()
				readers.untilAll(n.commit(crew))
			}
			b.StopTimer()
			deliveries := float64(b.N * sockets)
			b.ReportMetric(float64(time.Since(start).Nanoseconds())/deliveries, "ns/delivery")
			frames = n.counted(b, "realtime_frames_total", "") - frames
			b.ReportMetric(frames/(n.counted(b, "realtime_writes_total", "")-writes), "frames/write")
			b.ReportMetric(float64(readers.p99(b).Microseconds()), "lone-p99-µs")
		})
	}
}

// BenchmarkStream commits without waiting, in windows: what a busy topic costs
// when frames gather. Rows that were committed together may arrive as one delta,
// so deliveries are counted as frames.
func BenchmarkStream(b *testing.B) {
	const sockets, window = 1000, 32
	n, readers := audience(b, sockets)
	frames, writes := n.counted(b, "realtime_frames_total", ""), n.counted(b, "realtime_writes_total", "")
	b.ResetTimer()
	start := time.Now()
	var last realtime.Position
	for i := range b.N {
		last = n.commit(crew)
		if i%window == window-1 {
			readers.untilAll(last)
		}
	}
	readers.untilAll(last)
	b.StopTimer()
	frames = n.counted(b, "realtime_frames_total", "") - frames
	b.ReportMetric(float64(time.Since(start).Nanoseconds())/frames, "ns/frame")
	b.ReportMetric(float64(time.Since(start).Nanoseconds())/float64(b.N*sockets), "ns/row-delivery")
	b.ReportMetric(frames/(n.counted(b, "realtime_writes_total", "")-writes), "frames/write")
}

// BenchmarkIdleMemory reports what an idle, subscribed socket keeps on the
// server: the heap and stacks of this process less what the clients' ends take.
func BenchmarkIdleMemory(b *testing.B) {
	const sockets = 1000
	raiseFileLimit(b, 2*sockets+200)
	n := newNode(b, newLedger(), nil)
	before := memory()
	screens := make([]*screen, sockets)
	for i := range screens {
		screens[i] = n.open(b, "ivanov")
		screens[i].sub(crew)
		screens[i].untilLive()
	}
	both := memory()
	n.Stop() // the clients' ends stay
	b.ReportMetric(float64(int64(both-memory()))/sockets/1024, "KB/connection")
	b.ReportMetric(float64(int64(both-before))/sockets/1024, "KB/pair")
	b.ReportMetric(0, "ns/op")
	runtime.KeepAlive(screens)
}

// memory is heap and stacks in use after a collection.
func memory() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

// readers are the clients' ends of an audience; each waits for the frame that
// carries an offset.
type readers struct {
	mu      sync.Mutex
	arrived *sync.Cond
	sockets int
	reached []int64
	sentAt  time.Time
	delays  []time.Duration
}

// audience opens the sockets, all live on one topic with 300-byte rows.
func audience(b *testing.B, sockets int) (*node, *readers) {
	b.Helper()
	raiseFileLimit(b, uint64(2*sockets+200))
	n := newNode(b, newLedger(), func(c *realtime.Config) { c.Pace.Tick = time.Hour })
	r := &readers{sockets: sockets, reached: make([]int64, sockets)}
	r.arrived = sync.NewCond(&r.mu)
	for i := range sockets {
		s := n.open(b, "ivanov")
		s.sub(crew)
		s.untilLive()
		go r.read(i, s.socket.NetConn())
	}
	n.log.fill(200)
	return n, r
}

// read finds the offsets in the stream without decoding JSON.
func (r *readers) read(i int, link net.Conn) {
	_ = link.SetReadDeadline(time.Time{})
	buffer := make([]byte, 16<<10)
	kept := 0
	for {
		size, err := link.Read(buffer[kept:])
		if err != nil {
			return
		}
		now := time.Now()
		data := buffer[:kept+size]
		for len(data) >= 4 {
			length, head := int(data[1]), 2
			if length == 126 {
				length, head = int(data[2])<<8|int(data[3]), 4
			}
			if len(data) < head+length {
				break
			}
			r.note(i, offsetOf(data[head:head+length]), now)
			data = data[head+length:]
		}
		kept = copy(buffer, data)
	}
}

// offsetOf reads the number after "offset": in a delta.
func offsetOf(frame []byte) int64 {
	_, after, found := bytes.Cut(frame, []byte(`"offset":`))
	if !found {
		return 0
	}
	number, _, _ := bytes.Cut(after, []byte(","))
	offset, _ := strconv.ParseInt(string(number), 10, 64)
	return offset
}

func (r *readers) note(i int, offset int64, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reached[i] = max(r.reached[i], offset)
	if !r.sentAt.IsZero() {
		r.delays = append(r.delays, now.Sub(r.sentAt))
	}
	r.arrived.Signal()
}

func (r *readers) untilAll(at realtime.Position) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := 0; i < r.sockets; {
		if r.reached[i] >= at.Offset {
			i++
			continue
		}
		r.arrived.Wait()
	}
}

// mark begins a lone event: the hub is quiet, the commit follows.
func (r *readers) mark() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sentAt = time.Now()
}

// p99 is of the times from the commit of a lone event to each screen.
func (r *readers) p99(b *testing.B) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.delays) == 0 {
		return 0
	}
	slices.Sort(r.delays)
	return r.delays[len(r.delays)*99/100]
}

// raiseFileLimit skips where the machine does not allow enough sockets.
func raiseFileLimit(b *testing.B, files uint64) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		b.Skip("the limit of open files cannot be read")
	}
	if limit.Cur = max(limit.Cur, min(files, limit.Max)); limit.Cur < files {
		b.Skipf("this machine allows %d open files, %d are needed", limit.Max, files)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		b.Skip("the limit of open files cannot be raised")
	}
}
