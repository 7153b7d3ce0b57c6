package local_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dispatch05/dispatch/postgres/local"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// TestMain lets the test program stand in for a service that is to be killed:
// with holdEnv set it starts a server on that data folder and waits for its end.
func TestMain(m *testing.M) {
	if dir := os.Getenv(holdEnv); dir != "" {
		holdForEver(dir)
	}
	os.Exit(local.RunWithSharedBinaries(m))
}

const holdEnv = "DISPATCH05_TEST_HOLD"

func holdForEver(dir string) {
	if _, err := local.Start(context.Background(), local.Config{DataDir: dir, Binaries: os.Getenv(local.SharedBinariesEnv)}); err != nil {
		os.Stdout.WriteString("failed " + err.Error() + "\n")
		os.Exit(1)
	}
	os.Stdout.WriteString("holding\n")
	select {}
}

// within is the patience of a story; only a failing one reaches it.
func within(t *testing.T) context.Context {
	t.Helper()
	t.Parallel()
	if err := local.Installed(); err != nil {
		t.Skip(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// dataDir is an empty folder that the account of a dropped server can pass
// through; t.TempDir is closed to it.
func dataDir(t *testing.T) string {
	t.Helper()
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

func start(t *testing.T, ctx context.Context, dir string) *local.Server {
	t.Helper()
	return startAs(t, ctx, local.Config{DataDir: dir})
}

// startFast is start for stories that are not about durability.
func startFast(t *testing.T, ctx context.Context, dir string) *local.Server {
	t.Helper()
	return startAs(t, ctx, local.Config{DataDir: dir, Disposable: true})
}

func startAs(t *testing.T, ctx context.Context, config local.Config) *local.Server {
	t.Helper()
	config.Binaries = os.Getenv(local.SharedBinariesEnv)
	server, err := local.Start(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return server
}

func connect(t *testing.T, ctx context.Context, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func ask[T any](t *testing.T, ctx context.Context, conn *pgx.Conn, sql string) T {
	t.Helper()
	var answer T
	if err := conn.QueryRow(ctx, sql).Scan(&answer); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return answer
}

func TestDataOutliveAStop(t *testing.T) {
	ctx, dir := within(t), dataDir(t)
	first := start(t, ctx, dir)
	for range 2 { // the second call finds it there
		if err := first.CreateDatabase(ctx, "город"); err != nil {
			t.Fatal(err)
		}
	}
	conn := connect(t, ctx, first.URL("город"))
	if _, err := conn.Exec(ctx, "create table house as select 5 as number"); err != nil {
		t.Fatal(err)
	}
	for range 2 { // stopping twice is harmless
		if err := first.Stop(ctx); err != nil {
			t.Fatal(err)
		}
	}
	again := start(t, ctx, dir)
	if number := ask[int](t, ctx, connect(t, ctx, again.URL("город")), "select number from house"); number != 5 {
		t.Errorf("house number %d after a restart, want 5", number)
	}
}

func TestServerSpeaksRussianAndKeepsItsPromises(t *testing.T) {
	ctx := within(t)
	conn := connect(t, ctx, start(t, ctx, dataDir(t)).URL("postgres"))
	if _, err := conn.Exec(ctx, "create extension pg_trgm"); err != nil {
		t.Fatal(err)
	}
	for name, sql := range map[string]string{
		"lower case of Cyrillic":       `select lower('УЛИЦА Ёлочная') = 'улица ёлочная'`,
		"trigrams of Cyrillic":         `select similarity('Ленина', 'Ленена') > 0.3`,
		"lists for people: ё with е":   `select array_agg(w order by w collate "ru-x-icu") = '{ёж,ель,жук}' from unnest('{жук,ёж,ель}'::text[]) w`,
		"never on TCP":                 `select current_setting('listen_addresses') = ''`,
		"commits are durable":          `select current_setting('fsync') = 'on' and current_setting('synchronous_commit') = 'on' and current_setting('full_page_writes') = 'on'`,
		"UTC":                          `select current_setting('timezone') = 'UTC' and current_setting('log_timezone') = 'UTC'`,
		"room for 200 sessions":        `select current_setting('max_connections') = '200'`,
		"no statement text in the log": `select current_setting('log_min_error_statement') = 'panic' and current_setting('log_error_verbosity') = 'terse'`,
	} {
		t.Run(name, func(t *testing.T) {
			if !ask[bool](t, ctx, conn, sql) {
				t.Errorf("not so: %s", sql)
			}
		})
	}
}

func TestPersonalDataStayOutOfTheServerLog(t *testing.T) {
	ctx := within(t)
	server := startFast(t, ctx, dataDir(t))
	conn := connect(t, ctx, server.URL("postgres"))
	_, err := conn.Exec(ctx, `create table caller (phone text unique); insert into caller values ('+79130000005')`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(ctx, `insert into caller values ('+79130000005')`); err == nil {
		t.Fatal("the second row was taken")
	}
	if err := server.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	logs, err := filepath.Glob(filepath.Join(server.Dir(), "log", "*"))
	if err != nil || len(logs) == 0 {
		t.Fatalf("logs: %v, %v", logs, err)
	}
	for _, log := range logs {
		text, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	if !strings.Contains(all.String(), "caller_phone_key") {
		t.Error("the error itself is not in the log")
	}
	if strings.Contains(all.String(), "9130000005") {
		t.Error("a telephone number is in the log")
	}
}

func TestSecondHolderIsToldWhoHolds(t *testing.T) {
	ctx, dir := within(t), dataDir(t)
	first := startFast(t, ctx, dir)
	_, err := local.Start(ctx, local.Config{DataDir: dir, Binaries: os.Getenv(local.SharedBinariesEnv)})
	held, ok := errors.AsType[*local.HeldError](err)
	if !ok {
		t.Fatalf("second start: %v, want a *HeldError", err)
	}
	if held.PID != os.Getpid() || !strings.Contains(err.Error(), strconv.Itoa(os.Getpid())) || held.Since.IsZero() {
		t.Errorf("the holder is not named: %v", err)
	}
	connect(t, ctx, first.URL("postgres")) // and the first is unharmed
	if err := first.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	startFast(t, ctx, dir)
}

// TestServerKilledThreeTimes: every answered commit is there, and the server is
// back by itself each time.
func TestServerKilledThreeTimes(t *testing.T) {
	ctx := within(t)
	server := start(t, ctx, dataDir(t))
	pool, err := pgxpool.New(ctx, server.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.Exec(ctx, "create table request (number int primary key)"); err != nil {
		t.Fatal(err)
	}
	answered := 0
	for kill := range 3 {
		for range 20 {
			if _, err := pool.Exec(ctx, "insert into request values ($1)", answered+1); err != nil {
				t.Fatal(err)
			}
			answered++
		}
		killed := server.PID()
		if err := syscall.Kill(killed, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		died := time.Now()
		awaitQuery(t, ctx, pool, server, killed)
		t.Logf("kill %d: back after %v", kill+1, time.Since(died).Round(time.Millisecond))
	}
	var kept int
	if err := pool.QueryRow(ctx, "select count(*) from request").Scan(&kept); err != nil || kept != answered {
		t.Errorf("%d of %d answered commits are there (%v)", kept, answered, err)
	}
}

// awaitQuery returns when a server other than the killed one answers.
func awaitQuery(t *testing.T, ctx context.Context, pool *pgxpool.Pool, server *local.Server, killed int) {
	t.Helper()
	poll := time.NewTicker(5 * time.Millisecond)
	defer poll.Stop()
	for {
		if server.PID() != killed && pool.Ping(ctx) == nil {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatal("the server did not come back")
		case <-poll.C:
		}
	}
}

func TestStopDuringRevivalEndsIt(t *testing.T) {
	ctx := within(t)
	server := startFast(t, ctx, dataDir(t))
	if err := syscall.Kill(server.PID(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	var stops sync.WaitGroup
	for range 3 {
		stops.Go(func() {
			if err := server.Stop(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	stops.Wait()
	if _, err := pgx.Connect(ctx, server.URL("postgres")); err == nil {
		t.Error("a server still answers after Stop")
	}
}

// TestServiceKilled: the service dies by kill -9 and is started again at once.
func TestServiceKilled(t *testing.T) {
	ctx, dir := within(t), dataDir(t)
	for range 3 {
		service := exec.CommandContext(ctx, os.Args[0])
		service.Env = append(os.Environ(), holdEnv+"="+dir)
		said, err := service.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := service.Start(); err != nil {
			t.Fatal(err)
		}
		word := make([]byte, 300)
		if n, err := said.Read(word); err != nil || !strings.HasPrefix(string(word), "holding") {
			t.Fatalf("the service said %q (%v)", word[:n], err)
		}
		if err := service.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		service.Wait()
	}
	server := start(t, ctx, dir)
	connect(t, ctx, server.URL("postgres"))
}
