package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// clearLeftover ends a server that an earlier holder of the data folder left
// running, and removes a postmaster.pid whose number now belongs to some other
// program: PostgreSQL itself would take that program for a server and refuse to
// start. The caller holds the folder, so no living service owns either.
//
// A server that had only begun to start when its service was killed may be known
// by the lock of its socket alone.
func (cl *cluster) clearLeftover(ctx context.Context, log *slog.Logger) error {
	for _, path := range []string{filepath.Join(cl.data, "postmaster.pid"), filepath.Join(cl.socket, socketFile+".lock")} {
		pid, err := pidIn(path)
		if err != nil {
			return err
		}
		if pid != 0 && cl.isServer(pid) {
			log.Warn("postgres: stopping a server left running by a killed service", "pid", pid)
			if err := cl.endLeftover(ctx, pid); err != nil {
				return err
			}
		}
	}
	pid, err := pidIn(filepath.Join(cl.data, "postmaster.pid"))
	if err != nil || pid == 0 || cl.isServer(pid) {
		return err // one that has appeared just now is for the next attempt
	}
	log.Info("postgres: a killed server left its mark, removed", "pid", pid)
	return cl.removePidFile()
}

// pidIn is the number in the first line of a lock file; 0 when there is no such
// file, and -1, which is nobody's, when it holds no number.
func pidIn(path string) (int, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		return -1, nil
	}
	return pid, nil
}

func (cl *cluster) removePidFile() error {
	err := os.Remove(filepath.Join(cl.data, "postmaster.pid"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// isServer tells whether the process is a postgres started on our data.
func (cl *cluster) isServer(pid int) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil {
		return false
	}
	args := strings.Split(string(text), "\x00")
	at := slices.Index(args, "-D")
	return filepath.Base(args[0]) == "postgres" && at > 0 && at+1 < len(args) && args[at+1] == cl.data
}

// endLeftover asks for a fast shutdown, then an immediate one. It never kills:
// a server that hears neither is for a person to look at.
func (cl *cluster) endLeftover(ctx context.Context, pid int) error {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT} {
		if err := syscall.Kill(pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("stop the server left running (process %d): %w", pid, err)
		}
		if cl.awaitEnd(ctx, pid, 20*time.Second) {
			return nil
		}
	}
	return fmt.Errorf("a server left running (process %d) does not end: stop it, then start again", pid)
}

// awaitEnd watches a process that is not our child.
func (cl *cluster) awaitEnd(ctx context.Context, pid int, patience time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	for cl.isServer(pid) {
		select {
		case <-ctx.Done():
			return false
		case <-poll.C:
		}
	}
	return true
}
