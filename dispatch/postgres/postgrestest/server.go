package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"dispatch05/dispatch/postgres/local"
	"dispatch05/migrations"

	"github.com/jackc/pgx/v5/pgxpool"
)

// URLEnv names the environment variable with the address of a server on which
// tests may make databases.
const URLEnv = "DISPATCH05_TEST_DATABASE_URL"

// shared is the throw-away server of this test program. The kernel ends it with
// the program (see local: the server hears of its parent's death), and the next
// program removes its folder.
var shared = sync.OnceValues(func() (*Throwaway, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return StartDisposable(ctx)
})

func sharedURL(t testing.TB) string {
	t.Helper()
	if address := os.Getenv(URLEnv); address != "" {
		return address
	}
	skipWithoutBinaries(t)
	server, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return server.URL("postgres")
}

func skipWithoutBinaries(t testing.TB) {
	t.Helper()
	if err := local.Installed(); err != nil {
		t.Skip(err)
	}
}

// Throwaway is a server whose data go with it.
type Throwaway struct {
	*local.Server
	dataDir string
}

// StartDisposable starts a fast throw-away server. Tests call New; this is for
// programs that start one server for many test programs, and Discard it.
func StartDisposable(ctx context.Context) (*Throwaway, error) {
	return startThrowaway(ctx, true)
}

// Discard stops the server and removes its data.
func (s *Throwaway) Discard() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return errors.Join(s.Stop(ctx), os.RemoveAll(s.dataDir))
}

// Dedicated starts a server with the durability of the real one, for a test that
// kills it, and answers a pool on its database "dispatch05", migrated and empty.
// It stops with the test.
func Dedicated(t testing.TB) (*local.Server, *pgxpool.Pool) {
	t.Helper()
	skipWithoutBinaries(t)
	server, err := startThrowaway(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Discard(); err != nil {
			t.Error(err)
		}
	})
	if err := server.CreateDatabase(t.Context(), "dispatch05"); err != nil {
		t.Fatal(err)
	}
	pool := open(t, server.URL("dispatch05"))
	if _, err := migrations.Up(t.Context(), pool); err != nil {
		t.Fatal(err)
	}
	return server.Server, pool
}

func startThrowaway(ctx context.Context, disposable bool) (*Throwaway, error) {
	nursery, err := openNursery()
	if err != nil {
		return nil, err
	}
	sweep(nursery)
	dir, err := os.MkdirTemp(nursery, "data-")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o711); err != nil { // root's server runs as another account
		return nil, err
	}
	server, err := local.Start(ctx, local.Config{
		DataDir: dir, Binaries: filepath.Join(nursery, "binaries"), Disposable: disposable,
		Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return &Throwaway{Server: server, dataDir: dir}, nil
}

// openNursery is the folder of all throw-away servers of this user. Root's stands
// in /tmp whatever TMPDIR says: another account runs the server and must reach it.
func openNursery() (string, error) {
	parent := os.TempDir()
	if os.Geteuid() == 0 {
		parent = "/tmp"
	}
	dir := filepath.Join(parent, fmt.Sprintf("dispatch05-tests-%d", os.Geteuid()))
	if err := os.Mkdir(dir, 0o711); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	if !info.IsDir() || info.Sys().(*syscall.Stat_t).Uid != uint32(os.Geteuid()) {
		return "", fmt.Errorf("%s belongs to another user: remove it", dir)
	}
	return dir, os.Chmod(dir, 0o711)
}

// sweep removes the folders of test programs that ended without cleaning up: those that nobody holds. A folder just made and not yet held is spared.
func sweep(nursery string) {
	folders, _ := filepath.Glob(filepath.Join(nursery, "data-*"))
	for _, folder := range folders {
		held, err := os.Open(filepath.Join(folder, "held-by"))
		if err != nil {
			continue
		}
		info, err := held.Stat()
		old := err == nil && time.Since(info.ModTime()) > time.Minute
		if old && syscall.Flock(int(held.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			os.RemoveAll(folder)
		}
		held.Close()
	}
}

// AwaitRevival returns when a server other than the killed process answers. The
// killed one's sessions may speak for a moment longer, so they are thrown away.
func AwaitRevival(t testing.TB, server *local.Server, killed int, pool *pgxpool.Pool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	for server.PID() == killed {
		select {
		case <-ctx.Done():
			t.Fatal("the server did not come back")
		case <-poll.C:
		}
	}
	pool.Reset()
	if err := pool.Ping(ctx); err != nil {
		t.Fatal(err)
	}
}
