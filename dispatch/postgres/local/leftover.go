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
func (cl *cluster) clearLeftover(ctx context.Context, log *slog.Logger) error {
	lines, err := cl.pidFile()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil || !cl.isServer(pid) {
		log.Info("postgres: a killed server left its mark, removed", "pid", pid)
		return cl.removePidFile()
	}
	log.Warn("postgres: stopping a server left running by a killed service", "pid", pid)
	return cl.endLeftover(ctx, pid)
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
