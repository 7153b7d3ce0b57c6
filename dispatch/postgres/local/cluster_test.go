package local

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// SharedBinariesEnv names the folder into which the tests of this package install
// the server once; tests of the installing itself leave it aside.
const SharedBinariesEnv = "DISPATCH05_TEST_BINARIES"

// RunWithSharedBinaries runs the tests with such a folder and removes it after.
func RunWithSharedBinaries(m *testing.M) int {
	dir, err := os.MkdirTemp("", "dispatch05-binaries-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if err := openFolder(dir); err != nil {
		panic(err)
	}
	os.Setenv(SharedBinariesEnv, dir)
	return m.Run()
}

func passableDir(t *testing.T) string {
	t.Helper()
	t.Parallel()
	if err := Installed(); err != nil {
		t.Skip(err)
	}
	dir, err := os.MkdirTemp("", "dispatch05-local-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func startStop(t *testing.T, dir string) *Server {
	t.Helper()
	server, err := Start(t.Context(), Config{DataDir: dir, Binaries: os.Getenv(SharedBinariesEnv), Disposable: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	return server
}

func TestDataOfAnotherMajorAreRefused(t *testing.T) {
	dir := passableDir(t)
	server := startStop(t, dir)
	recorded := filepath.Join(server.cluster.data, "PG_VERSION")
	if err := os.WriteFile(recorded, []byte("15\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Config{DataDir: dir, Binaries: os.Getenv(SharedBinariesEnv)})
	major, ok := errors.AsType[*MajorError](err)
	if !ok || major.DataMajor != "15" || major.ProgramMajor != "18" {
		t.Fatalf("start on data of 15: %v, want a *MajorError", err)
	}
}

// TestServerLeftRunning: a server without its service is stopped, not doubled.
func TestServerLeftRunning(t *testing.T) {
	dir := passableDir(t)
	cl := startStop(t, dir).cluster
	orphan, err := cl.launch(false)
	if err != nil {
		t.Fatal(err)
	}
	if err := cl.awaitReady(t.Context(), orphan); err != nil {
		t.Fatal(err)
	}
	startStop(t, dir)
	select {
	case <-orphan.gone:
	case <-time.After(10 * time.Second):
		t.Error("the server left running still runs")
	}
}

// TestPidOfAStranger: after a power cut the number in postmaster.pid may belong
// to a program that has nothing to do with us. It is left alone.
func TestPidOfAStranger(t *testing.T) {
	dir := passableDir(t)
	cl := startStop(t, dir).cluster
	stranger := exec.Command("sleep", "600")
	stranger.SysProcAttr = cl.procAttr(0)
	if err := stranger.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- stranger.Wait() }()
	mark := strconv.Itoa(stranger.Process.Pid) + "\n" + cl.data + "\n0\n5432\n" + cl.socket + "\n\n\nready\n"
	if err := os.WriteFile(filepath.Join(cl.data, "postmaster.pid"), []byte(mark), 0o600); err != nil {
		t.Fatal(err)
	}
	startStop(t, dir)
	select {
	case err := <-ended:
		t.Fatalf("the stranger was ended: %v", err)
	default:
	}
	stranger.Process.Kill()
	<-ended
}

func TestHalfMadeClusterIsMadeAnew(t *testing.T) {
	dir := passableDir(t)
	server := startStop(t, dir)
	if err := os.Rename(server.cluster.data, server.cluster.data+".new"); err != nil {
		t.Fatal(err)
	}
	startStop(t, dir)
}

func TestLongPathKeepsAShortSocket(t *testing.T) {
	dir := filepath.Join(passableDir(t), strings.Repeat("глубоко", 10))
	socket := startStop(t, dir).cluster.socket
	t.Cleanup(func() { os.RemoveAll(socket) })
	if length := len(filepath.Join(socket, socketFile)); length > socketLimit {
		t.Errorf("the socket's path is %d bytes long", length)
	}
}

// TestRootWithAClosedDataFolder: under a folder that only root may enter, the
// cluster stands elsewhere and the data folder leads to it.
func TestRootWithAClosedDataFolder(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root drops to another account")
	}
	dir := passableDir(t)
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	first := startStop(t, dir)
	t.Cleanup(func() { os.RemoveAll(first.cluster.home) })
	if !strings.HasPrefix(first.cluster.home, systemDir) {
		t.Errorf("the cluster stands in %s", first.cluster.home)
	}
	if second := startStop(t, dir); second.cluster.home != first.cluster.home {
		t.Errorf("the second start used %s, not %s", second.cluster.home, first.cluster.home)
	}
	if err := os.RemoveAll(first.cluster.home); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), Config{DataDir: dir, Binaries: os.Getenv(SharedBinariesEnv)}); err == nil || !strings.Contains(err.Error(), "gone") {
		t.Errorf("start with the cluster removed: %v, want an explanation", err)
	}
}

func TestSocketFolderOfSomeoneElseIsRefused(t *testing.T) {
	dir := passableDir(t)
	cl := startStop(t, dir).cluster
	if err := os.Chmod(cl.socket, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := cl.ownsAlone(cl.socket); err == nil {
		t.Error("an open folder was taken for private")
	}
}

func TestMissingBinariesAreExplained(t *testing.T) {
	t.Setenv(BinEnv, "")
	for name, config := range map[string]Config{
		"no npm package": {NodeModules: t.TempDir()},
		"empty folder":   {BinDir: t.TempDir()},
	} {
		t.Run(name, func(t *testing.T) {
			config.DataDir, config.Log = t.TempDir(), slog.New(slog.DiscardHandler)
			_, err := Start(t.Context(), config)
			if !errors.Is(err, ErrNoBinaries) {
				t.Fatalf("%v, want ErrNoBinaries", err)
			}
		})
	}
}

// TestDefaultPlaceOfBinaries: unless told otherwise, the server's programs are
// copied beside the data, links included, and do without the npm package after.
func TestDefaultPlaceOfBinaries(t *testing.T) {
	dir := passableDir(t)
	for _, modules := range []string{"", t.TempDir()} {
		server, err := Start(t.Context(), Config{DataDir: dir, NodeModules: modules, Disposable: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := server.Stop(context.Background()); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(server.cluster.bin, server.cluster.home) {
			t.Errorf("the programs stand in %s", server.cluster.bin)
		}
	}
}

func TestPackageIsPinned(t *testing.T) {
	if !strings.HasPrefix(packageVersion(), "18.") {
		t.Errorf("%s is pinned to %q", packageName(), packageVersion())
	}
}
