package postgrestest

import (
	"context"
	"database/sql"
	"net/url"
	"testing"
	"time"

	"dispatch05/migrations"

	"github.com/jackc/pgx/v5/pgxpool"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx" that pgtestdb opens
	"github.com/peterldowns/pgtestdb"
)

// New answers a pool on a database of the test's own, with every migration
// applied and no rows. The database is a clone of a template that is migrated
// once per content of the migrations, and is dropped when the test has passed.
func New(t testing.TB) *pgxpool.Pool {
	t.Helper()
	return open(t, URL(t))
}

// URL is New for code that opens its own connections.
func URL(t testing.TB) string {
	t.Helper()
	server := sharedURL(t)
	clone := pgtestdb.Custom(t, testConfig(t, server), template{})
	return onDatabase(t, server, clone.Database)
}

// template brings the schema into pgtestdb's template database.
type template struct{}

func (template) Hash() (string, error) { return migrations.Hash() }

func (template) Migrate(ctx context.Context, _ *sql.DB, config pgtestdb.Config) error {
	pool, err := pgxpool.New(ctx, config.URL())
	if err != nil {
		return err
	}
	defer pool.Close()
	_, err = migrations.Up(ctx, pool)
	return err
}

// testConfig describes the server at address for pgtestdb, which builds its own
// connection strings: a unix socket goes into their options.
func testConfig(t testing.TB, address string) pgtestdb.Config {
	t.Helper()
	server, err := url.Parse(address)
	if err != nil {
		t.Fatalf("address of the test server: %v", err)
	}
	password, _ := server.User.Password()
	port := server.Port()
	if port == "" {
		port = "5432"
	}
	return pgtestdb.Config{
		DriverName: "pgx", Host: server.Hostname(), Port: port,
		User: server.User.Username(), Password: password,
		Database: server.Path[1:], Options: server.RawQuery,
		// The tests run as the role that the service runs as.
		TestRole:                  &pgtestdb.Role{Username: server.User.Username(), Password: password},
		ForceTerminateConnections: true,
	}
}

func onDatabase(t testing.TB, address, database string) string {
	t.Helper()
	server, err := url.Parse(address)
	if err != nil {
		t.Fatalf("address of the test server: %v", err)
	}
	server.Path = "/" + database
	return server.String()
}

// open answers a pool that closes with the test; a connection still in use then
// is a leak and fails it.
func open(t testing.TB, address string) *pgxpool.Pool {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		closed := make(chan struct{})
		go func() { pool.Close(); close(closed) }()
		select {
		case <-closed:
		case <-time.After(10 * time.Second):
			t.Errorf("%d connections were never given back to the pool", pool.Stat().AcquiredConns())
		}
	})
	return pool
}
