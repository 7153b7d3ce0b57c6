package main

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"dispatch05/dispatch/postgres/local"
	"dispatch05/dispatch/postgres/postgrestest"
)

// emptyDatabase is a database of the test's own without any schema, and a pool on it.
func emptyDatabase(t testing.TB) (string, *pgxpool.Pool) {
	t.Helper()
	url := postgrestest.URL(t)
	pool, err := pgxpool.New(t.Context(), url)
	must(t, err)
	t.Cleanup(pool.Close)
	_, err = pool.Exec(t.Context(), "drop schema public cascade; create schema public")
	must(t, err)
	return url, pool
}

// ask is one value of the database.
func ask[T any](t testing.TB, pool *pgxpool.Pool, sql string, args ...any) (answer T) {
	t.Helper()
	if err := pool.QueryRow(context.WithoutCancel(t.Context()), sql, args...).Scan(&answer); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return answer
}

const chiefPassword = "десять синих трамваев"

// A database of one's own stays empty; cities and the first administrator come from the command line.
func TestOwnDatabase(t *testing.T) {
	t.Parallel()
	url, _ := emptyDatabase(t)
	home := with("DATABASE_URL="+url, "PORT=0")
	n := home.serve(t)
	if strings.Contains(n.out.String(), "demo logins") || onlyLoopback(t, n) {
		t.Errorf("without demo logins the service greets %q, log %s", n.out, n.log)
	}
	if cities := read[[]struct{ ID string }](t, n.nobody(), "GET", "/api/v1/cities", nil); len(cities) != 0 {
		t.Errorf("an empty database has cities: %v", cities)
	}

	home.refused(t, "", "zone", "city", "add", "omsk", "--zone", "Asia/Omks")
	home.refused(t, "", "zone", "city", "add", "omsk", "--zone", "Local")
	home.refused(t, "", "", "city", "add", "Омск", "--zone", "Asia/Omsk")
	home.done(t, "", "city", "add", "omsk", "--zone", "Asia/Omsk", "--name", "Омск")
	home.refused(t, "", "1 to 720", "city", "change", "omsk", "--return-hours", "0")
	home.refused(t, "", "", "city", "change", "nowhere", "--return-hours", "48")
	home.done(t, "", "city", "change", "omsk", "--return-hours", "48")
	if shown := read[struct {
		ReturnHours int `json:"return_hours"`
	}](t, n.nobody(), "GET", "/api/v1/cities/omsk", nil); shown.ReturnHours != 48 {
		t.Errorf("a request may be returned within %d hours, set were 48", shown.ReturnHours)
	}
	home.refused(t, "", "", "city", "add", "omsk", "--zone", "Asia/Omsk")
	if cities := read[[]struct{ ID, Name, Zone string }](t, n.nobody(), "GET", "/api/v1/cities", nil); len(cities) != 1 || cities[0].Name != "Омск" || cities[0].Zone != "Asia/Omsk" {
		t.Errorf("the service shows %v", cities)
	}

	home.refused(t, chiefPassword+"\n", "no city", "user", "add", "chief", "--city", "tomsk", "--role", "admin")
	home.refused(t, "short\n", "10", "user", "add", "chief", "--city", "omsk", "--role", "admin")
	home.refused(t, "", "no password", "user", "add", "chief", "--city", "omsk", "--role", "admin")
	home.done(t, chiefPassword+"\n", "user", "add", "chief", "--city", "omsk", "--role", "admin")
	me := read[struct{ Role string }](t, n.enter(t, "omsk", "chief", chiefPassword), "GET", "/api/v1/session", nil)
	if me.Role != "admin" {
		t.Errorf("the first administrator is %q", me.Role)
	}
	if status, _, _ := n.nobody().call(t.Context(), "POST", "/api/v1/session", map[string]any{"login": "chief", "password": "семь красных трамваев"}); status != http.StatusUnauthorized {
		t.Errorf("a wrong password is answered with %d", status)
	}
	n.interrupt(t)
}

// The demonstration city comes into a database of one's own only when it is asked for, and only once.
func TestDemoIsAskedFor(t *testing.T) {
	t.Parallel()
	url, pool := emptyDatabase(t)
	home := with("DATABASE_URL="+url, "PORT=0")
	first := home.serve(t, "--demo")
	if !strings.Contains(first.out.String(), "demo logins") || !onlyLoopback(t, first) {
		t.Errorf("--demo greets %q, log %s", first.out, first.log)
	}
	if _, err := pool.Exec(t.Context(), "delete from roads; update cities set roads = 0"); err != nil { // as an earlier release founded it
		t.Fatal(err)
	}
	second := home.serve(t, "--demo")
	if edges := ask[int](t, pool, "select edges from roads where source = 'demo'"); edges == 0 {
		t.Error("the second start brought no roads")
	}
	if cities := ask[int](t, pool, "select count(*) from cities"); cities != 1 {
		t.Errorf("%d cities after two starts", cities)
	}
	busy := strings.TrimPrefix(second.url, "http://localhost:")
	home.plus("PORT="+busy).refused(t, "", "PORT moves it", "serve")
}

// Not ready while Postgres is away, alive all the time, ready again without a restart.
func TestReadyFollowsPostgres(t *testing.T) {
	t.Parallel()
	config := local.Config{DataDir: dataDir(t), Disposable: true}
	server, err := local.Start(t.Context(), config)
	must(t, err)
	defer func() { _ = server.Stop(context.Background()) }()
	must(t, server.CreateDatabase(t.Context(), databaseName))
	n := with("PORT=0", "LISTEN=127.0.0.1", "DATABASE_URL="+server.URL(databaseName)).serve(t)
	await(t, "ready at first", func() bool { return n.nobody().status("/readyz") == http.StatusOK })
	must(t, server.Stop(t.Context()))
	await(t, "not ready without Postgres", func() bool { return n.nobody().status("/readyz") == http.StatusServiceUnavailable })
	if got := n.nobody().status("/healthz"); got != http.StatusOK {
		t.Errorf("without Postgres /healthz answers %d", got)
	}
	if got := n.nobody().status("/api/v1/cities"); got != http.StatusServiceUnavailable {
		t.Errorf("without Postgres a call is answered with %d, not with 503 \"come back\"", got)
	}
	server, err = local.Start(t.Context(), config)
	must(t, err)
	await(t, "ready again", func() bool { return n.nobody().status("/readyz") == http.StatusOK })
	n.interrupt(t)
}

// A database that is not there is told, and nothing is left running.
func TestUnreachableDatabaseIsTold(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	address := listener.Addr().String()
	must(t, listener.Close())
	with("PORT=0", "DATABASE_URL=postgres://nobody@"+address+"/none").refused(t, "", "refused", "serve")
	with("PORT=0", "DATABASE_URL=mysql://x").refused(t, "", "", "serve")
}
