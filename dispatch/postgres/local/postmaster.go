package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// postmaster is one running server process, our child.
type postmaster struct {
	process *os.Process
	gone    chan struct{} // closed when the process has ended
	end     error         // how it ended; read after gone
}

// launch starts the server process and does not wait for it to be ready.
//
// The thread that starts it waits for it: the kernel ends the server by a signal
// when that thread dies, so that a killed service leaves no server behind.
func (cl *cluster) launch(disposable bool) (*postmaster, error) {
	early, err := cl.openEarlyLog()
	if err != nil {
		return nil, err
	}
	onParentDeath := syscall.SIGINT // fast shutdown: all committed data checkpointed
	if disposable {
		onParentDeath = syscall.SIGQUIT
	}
	args := []string{"-D", cl.data}
	for _, setting := range cl.settings(disposable) {
		args = append(args, "-c", setting)
	}
	command := exec.Command(filepath.Join(cl.bin, "postgres"), args...)
	command.Dir, command.Env, command.SysProcAttr = cl.data, childEnv(), cl.procAttr(onParentDeath)
	command.Stdout, command.Stderr = early, early

	started := make(chan error)
	pm := &postmaster{gone: make(chan struct{})}
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer early.Close()
		if err := command.Start(); err != nil {
			started <- err
			return
		}
		pm.process = command.Process
		started <- nil
		pm.end = command.Wait()
		close(pm.gone)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	return pm, nil
}

// earlyLog holds what the server says before its own log files are open.
func (cl *cluster) earlyLog() string { return filepath.Join(cl.log, "start.log") }

func (cl *cluster) openEarlyLog() (*os.File, error) {
	file, err := os.OpenFile(cl.earlyLog(), os.O_CREATE|os.O_TRUNC|os.O_WRONLY|syscall.O_NOFOLLOW, 0o600)
	if err == nil && cl.dropped {
		err = file.Chown(int(cl.uid), int(cl.gid))
	}
	return file, err
}

// awaitReady returns when the server takes connections; an error when the server
// ended, could not be spoken to, or ctx is over.
func (cl *cluster) awaitReady(ctx context.Context, pm *postmaster) error {
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL is not ready: %w; see %s", context.Cause(ctx), cl.log)
		case <-pm.gone:
			return fmt.Errorf("PostgreSQL ended at its start (%v): %s; see %s", pm.end, cl.lastWords(), cl.log)
		case <-poll.C:
		}
		if cl.saysReady(pm.process.Pid) {
			return cl.ping(ctx)
		}
	}
}

// saysReady reads the status that the server keeps in the eighth line of
// postmaster.pid (PostgreSQL source, miscadmin.h, LOCK_FILE_LINE_PM_STATUS).
func (cl *cluster) saysReady(pid int) bool {
	lines, err := cl.pidFile()
	return err == nil && len(lines) >= 8 && lines[0] == strconv.Itoa(pid) && strings.TrimSpace(lines[7]) == "ready"
}

func (cl *cluster) pidFile() ([]string, error) {
	text, err := os.ReadFile(filepath.Join(cl.data, "postmaster.pid"))
	return strings.Split(string(text), "\n"), err
}

func (cl *cluster) ping(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, cl.url("postgres"))
	if err != nil {
		return fmt.Errorf("connect to the private PostgreSQL: %w", err)
	}
	return conn.Close(ctx)
}

// lastWords are the last lines of the log written last.
func (cl *cluster) lastWords() string {
	var newest os.FileInfo
	entries, _ := os.ReadDir(cl.log)
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && info.Size() > 0 && (newest == nil || info.ModTime().After(newest.ModTime())) {
			newest = info
		}
	}
	if newest == nil {
		return "it said nothing"
	}
	text, err := os.ReadFile(filepath.Join(cl.log, newest.Name()))
	if err != nil {
		return err.Error()
	}
	return lastLines(string(text), 3)
}

// stop ends the server: sessions are rolled back and all data checkpointed. What
// does not end in time is ended harder; the data stay whole, recovery takes longer.
func (pm *postmaster) stop(ctx context.Context) error {
	for _, step := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{{syscall.SIGINT, 30 * time.Second}, {syscall.SIGQUIT, 10 * time.Second}, {syscall.SIGKILL, 10 * time.Second}} {
		if err := pm.process.Signal(step.signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return fmt.Errorf("stop PostgreSQL (process %d): %w", pm.process.Pid, err)
		}
		wait, cancel := context.WithTimeout(ctx, step.wait)
		select {
		case <-pm.gone:
			cancel()
			return nil
		case <-wait.Done():
			cancel()
		}
	}
	return fmt.Errorf("PostgreSQL (process %d) does not end", pm.process.Pid)
}
