package realtime_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// asCrowd makes this test binary the readers of a benchmark: a process of its own, so that what the server's process
// spends and holds is the server's alone.
const asCrowd = "REALTIME_TEST_AS_CROWD"

// seat is how each reader of a crowd comes in.
type seat struct {
	Address string
	Readers int
	Raw     bool     // TCP without a handshake
	Say     []string // after the handshake
	Until   string   // an answer to each of these holds these words
}

// crowd is the server's end of the readers' process.
type crowd struct {
	tb      testing.TB
	process *exec.Cmd
	ask     io.WriteCloser
	said    *bufio.Reader
}

// sentMark stands before the moment at which a row was sent, in each row of a benchmark.
const sentMark = `"sent":`

// seatCrowd starts the readers and returns when all have come in.
func seatCrowd(tb testing.TB, s seat) *crowd {
	tb.Helper()
	told, err := json.Marshal(s)
	check(tb, err)
	program, err := os.Executable()
	check(tb, err)
	c := &crowd{tb: tb, process: exec.Command(program)}
	c.process.Env = append(os.Environ(), asCrowd+"="+string(told))
	c.process.Stderr = os.Stderr
	c.process.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	c.ask, err = c.process.StdinPipe()
	check(tb, err)
	said, err := c.process.StdoutPipe()
	check(tb, err)
	c.said = bufio.NewReader(said)
	check(tb, c.process.Start())
	c.next()
	return c
}

// next waits until one more row has reached every reader (the first: until all have come in).
func (c *crowd) next() {
	c.tb.Helper()
	if _, err := c.said.ReadByte(); err != nil {
		c.tb.Fatalf("the readers are gone: %v", err)
	}
}

// delays gives the median and the 99th percentile of all arrivals since the last question.
func (c *crowd) delays() (p50, p99 time.Duration) {
	c.tb.Helper()
	_, err := c.ask.Write([]byte{'?'})
	check(c.tb, err)
	var both [2]int64
	c.next()
	check(c.tb, binary.Read(c.said, binary.LittleEndian, &both))
	return time.Duration(both[0]), time.Duration(both[1])
}

func (c *crowd) leave() {
	_ = c.ask.Close()
	_ = c.process.Wait()
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// arrivals is what the readers' process counts.
type arrivals struct {
	mu     sync.Mutex
	late   []time.Duration
	full   []int // readers that have reached each row
	seated int
	tell   *os.File
}

// beCrowd is the readers' process: a byte is written when all have come in, and one for each row that all have.
func beCrowd() {
	runtime.GOMAXPROCS(1)
	var s seat
	if json.Unmarshal([]byte(os.Getenv(asCrowd)), &s) != nil || !raiseFileLimit(uint64(s.Readers+100)) {
		os.Exit(2)
	}
	a := &arrivals{seated: s.Readers, tell: os.Stdout}
	for _, link := range s.comeAll() {
		go a.read(link)
	}
	_, _ = a.tell.Write([]byte{'!'})
	question := make([]byte, 1)
	for {
		if _, err := os.Stdin.Read(question); err != nil {
			return
		}
		a.answer()
	}
}

// comeAll lets the readers in, several at once.
func (s seat) comeAll() []net.Conn {
	links, next := make([]net.Conn, s.Readers), atomic.Int64{}
	var doors sync.WaitGroup
	for range 32 {
		doors.Go(func() {
			for i := next.Add(1); i <= int64(s.Readers); i = next.Add(1) {
				links[i-1] = s.comeIn()
			}
		})
	}
	doors.Wait()
	return links
}

func (s seat) comeIn() net.Conn {
	if s.Raw {
		link, err := net.Dial("tcp", s.Address)
		exitOn(err)
		return link
	}
	socket, _, err := websocket.DefaultDialer.Dial("ws://"+s.Address+"/", http.Header{"Origin": {"http://" + s.Address}})
	exitOn(err)
	for _, words := range s.Say {
		exitOn(socket.WriteMessage(websocket.TextMessage, []byte(words)))
	}
	for waiting := len(s.Say); waiting > 0; {
		_, answer, err := socket.ReadMessage()
		exitOn(err)
		if bytes.Contains(answer, []byte(s.Until)) {
			waiting--
		}
	}
	return socket.NetConn()
}

func exitOn(err error) {
	if err != nil {
		_, _ = os.Stderr.WriteString("a reader does not come in: " + err.Error() + "\n")
		os.Exit(2)
	}
}

// read finds the rows in the stream by their mark, whatever lies around them.
func (a *arrivals) read(link net.Conn) {
	const digits = 19 // of a moment in nanoseconds
	buffer, kept, reached, late := make([]byte, 16<<10), 0, 0, []time.Duration(nil)
	for {
		size, err := link.Read(buffer[kept:])
		if err != nil {
			return
		}
		now, data, seen := time.Now().UnixNano(), buffer[:kept+size], late[:0]
		for {
			at := bytes.Index(data, []byte(sentMark))
			if at < 0 || at+len(sentMark)+digits > len(data) {
				break
			}
			data = data[at+len(sentMark):]
			sent, _ := strconv.ParseInt(string(data[:digits]), 10, 64)
			seen = append(seen, time.Duration(now-sent))
			data = data[digits:]
		}
		kept = copy(buffer, data[max(0, len(data)-len(sentMark)-digits):])
		a.note(reached, seen)
		reached, late = reached+len(seen), seen
	}
}

// note counts the rows that one reader has got from one read.
func (a *arrivals) note(from int, late []time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.late = append(a.late, late...)
	for row := from; row < from+len(late); row++ {
		if row == len(a.full) {
			a.full = append(a.full, 0)
		}
		if a.full[row]++; a.full[row] == a.seated {
			_, _ = a.tell.Write([]byte{'.'})
		}
	}
}

func (a *arrivals) answer() {
	a.mu.Lock()
	defer a.mu.Unlock()
	slices.Sort(a.late)
	both := [2]int64{int64(a.late[len(a.late)/2]), int64(a.late[len(a.late)*99/100])}
	a.late = a.late[:0]
	_, _ = a.tell.Write([]byte{'='})
	_ = binary.Write(a.tell, binary.LittleEndian, both)
}

// raiseFileLimit says whether the machine allows so many open files.
func raiseFileLimit(files uint64) bool {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) != nil {
		return false
	}
	limit.Cur = max(limit.Cur, min(files, limit.Max))
	return limit.Cur >= files && syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit) == nil
}
