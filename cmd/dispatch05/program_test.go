package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dispatch05/dispatch/postgres/local"
)

// The stories of this folder run the program as a process of its own: this very test binary, told by the
// environment to be the program.
const asProgram = "DISPATCH05_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	if err := flag.Set("test.parallel", "4"); err != nil { // a story mostly waits for its processes
		panic(err)
	}
	os.Exit(m.Run())
}

// patience bounds each wait of a story; only a failing one reaches it.
const patience = 90 * time.Second

// setup is the environment and the user that a process runs with.
type setup struct {
	env  []string // NAME=value, beside the few that every process has
	as   *user.User
	path string // of the program; "": this test binary
	dir  string // working folder
}

func with(env ...string) setup { return setup{env: env} }

func (s setup) plus(env ...string) setup {
	s.env = append(append([]string{}, s.env...), env...)
	return s
}

func (s setup) command(ctx context.Context, args ...string) *exec.Cmd {
	path := s.path
	if path == "" {
		path, _ = os.Executable()
	}
	command := exec.CommandContext(ctx, path, args...)
	command.Dir = s.dir
	command.Env = append([]string{asProgram + "=1", "HOME=" + os.Getenv("HOME"), "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(),
		local.BinEnv + "=" + os.Getenv(local.BinEnv), "GORACE=halt_on_error=1 exitcode=66"}, s.env...)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if s.as != nil {
		uid, _ := strconv.ParseUint(s.as.Uid, 10, 32)
		gid, _ := strconv.ParseUint(s.as.Gid, 10, 32)
		command.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		command.Env = append(command.Env, "HOME="+s.as.HomeDir, "TMPDIR=")
	}
	return command
}

// outcome is how a tool ended.
type outcome struct {
	out, err string
	code     int
}

// tool runs a sub-command to its end.
func (s setup) tool(t testing.TB, input string, args ...string) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	command := s.command(ctx, args...)
	var out, errs bytes.Buffer
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(input), &out, &errs
	err := command.Run()
	if failed := (*exec.ExitError)(nil); err != nil && !errors.As(err, &failed) {
		t.Fatalf("%v: %v", args, err)
	}
	return outcome{out.String(), errs.String(), command.ProcessState.ExitCode()}
}

// done is tool for a deed that must succeed.
func (s setup) done(t testing.TB, input string, args ...string) string {
	t.Helper()
	o := s.tool(t, input, args...)
	if o.code != 0 {
		t.Fatalf("%v ended with %d: %s%s", args, o.code, o.out, o.err)
	}
	return o.out
}

// refused is tool for a deed that must be refused, with these words.
func (s setup) refused(t testing.TB, input string, words string, args ...string) {
	t.Helper()
	o := s.tool(t, input, args...)
	if o.code == 0 || !strings.Contains(o.err, words) {
		t.Errorf("%v ended with %d and said %q, want a refusal with %q", args, o.code, o.err, words)
	}
}

// node is a running "dispatch05 serve".
type node struct {
	url     string // http://localhost:PORT
	process *os.Process
	out     *paper
	log     *paper
	gone    chan struct{}
	state   *os.ProcessState // read after gone
}

// serve starts a node and returns when it has told where its screens are. It ends with the test.
func (s setup) serve(t testing.TB, args ...string) *node {
	t.Helper()
	n, err := s.launch(t, args...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// launch is serve that answers its failure.
func (s setup) launch(t testing.TB, args ...string) (*node, error) {
	t.Helper()
	command := s.command(context.Background(), append([]string{"serve"}, args...)...)
	n := &node{out: newPaper("\n\n"), log: newPaper(""), gone: make(chan struct{})}
	command.Stdout, command.Stderr = n.out, n.log
	command.SysProcAttr.Pdeathsig = syscall.SIGKILL
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // the kernel ends the node with the thread that started it
		defer runtime.UnlockOSThread()
		err := command.Start()
		started <- err
		if err == nil {
			_ = command.Wait()
			n.state = command.ProcessState
			close(n.gone)
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	n.process = command.Process
	t.Cleanup(func() {
		n.kill()
		if t.Failed() {
			t.Logf("log of %s: %s", n.url, n.log)
		}
	})
	select {
	case <-n.out.said:
	case <-n.gone:
		return nil, fmt.Errorf("serve ended with %s: %s", n.state, n.log)
	case <-time.After(patience):
		return nil, fmt.Errorf("serve does not greet: %s", n.log)
	}
	n.url = regexp.MustCompile(`residents +(\S+)/`).FindStringSubmatch(n.out.String())[1]
	return n, nil
}

// kill ends the node as a power cut would, and returns when it is gone.
func (n *node) kill() {
	_ = n.process.Kill()
	<-n.gone
}

// interrupt is Ctrl-C.
func (n *node) interrupt(t testing.TB) {
	t.Helper()
	_ = n.process.Signal(os.Interrupt)
	select {
	case <-n.gone:
	case <-time.After(patience):
		t.Fatalf("the service does not stop: %s", n.log)
	}
	if code := n.state.ExitCode(); code != 0 {
		t.Errorf("the service ended with %d: %s", code, n.log)
	}
}

// paper collects what a process writes, and tells when it has said certain words behind its first.
type paper struct {
	mu    sync.Mutex
	text  bytes.Buffer
	words string
	said  chan struct{}
}

func newPaper(words string) *paper { return &paper{words: words, said: make(chan struct{})} }

func (p *paper) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n, err := p.text.Write(b)
	if p.words != "" && strings.Contains(strings.TrimLeft(p.text.String(), "\n"), p.words) {
		close(p.said)
		p.words = ""
	}
	return n, err
}

func (p *paper) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// dataDir is an empty folder that the account of a dropped Postgres can pass through; t.TempDir is closed to it.
func dataDir(t testing.TB) string {
	t.Helper()
	if err := local.Installed(); err != nil {
		t.Skip(err)
	}
	dir, err := os.MkdirTemp("/tmp", "dispatch05-story-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// postmaster is the process of the private Postgres of a data folder; 0 when there is none.
func postmaster(dir string) int {
	text, err := os.ReadFile(filepath.Join(dir, "postgres", "data", "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, _ := strconv.Atoi(first)
	return pid
}

func lives(pid int) bool {
	state, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(state), ") Z ")
}

// processesOf are the living processes whose command names a folder.
func processesOf(dir string) (found []string) {
	commands, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range commands {
		if text, err := os.ReadFile(path); err == nil && bytes.Contains(text, []byte(dir)) {
			found = append(found, strings.ReplaceAll(string(text), "\x00", " "))
		}
	}
	return found
}

// await asks until the answer is yes.
func await(t testing.TB, what string, yes func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !yes() {
		select {
		case <-ctx.Done():
			t.Fatalf("waited in vain: %s", what)
		case <-tick.C:
		}
	}
}

func freePort(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
