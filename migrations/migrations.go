// Package migrations holds the schema as numbered goose files and brings a
// database up to it.
//
// Several nodes may start at once: the work is done under a Postgres advisory
// lock, and a database that is up to date is recognised without one. Migrations
// only go forward and let the previous version of the program keep running, so a
// database newer than the program is left alone. River, which carries the notices,
// brings its own tables by its own migrations, under the same lock.
package migrations

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// FS holds the migrations, NNNN_what.sql.
//
//go:embed *.sql
var FS embed.FS

// Up applies what the database lacks and answers the names of what was applied,
// none when it was up to date. It is safe to call from several nodes at once.
func Up(ctx context.Context, pool *pgxpool.Pool) ([]string, error) {
	current, err := isCurrent(ctx, pool)
	if err != nil || current {
		return nil, err
	}
	db := stdlib.OpenDB(*pool.Config().ConnConfig) // apart from the pool: who waits for the lock keeps nothing of it from who holds it
	defer db.Close()
	var applied []string
	err = locked(ctx, db, func() error {
		if applied, err = upOwn(ctx, db); err != nil {
			return err
		}
		river, err := upRiver(ctx, pool)
		applied = append(applied, river...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	return applied, nil
}

// locked does what one node at a time may do.
func locked(ctx context.Context, db *sql.DB, do func() error) error {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // ask once a second, five minutes at most
	if err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := locker.SessionLock(ctx, conn); err != nil {
		return err
	}
	return errors.Join(do(), locker.SessionUnlock(context.WithoutCancel(ctx), conn))
}

func upOwn(ctx context.Context, db *sql.DB) ([]string, error) {
	provider, err := goose.NewProvider(goose.DialectPostgres, db, FS)
	if err != nil {
		return nil, err
	}
	results, err := provider.Up(ctx)
	var applied []string
	for _, result := range results {
		applied = append(applied, result.Source.Path)
	}
	return applied, err
}

// Version is the number of the newest migration that the program brings.
func Version() (int64, error) {
	names, err := fs.Glob(FS, "*.sql")
	if err != nil {
		return 0, err
	}
	var newest int64
	for _, name := range names {
		number, err := goose.NumericComponent(name)
		if err != nil {
			return 0, fmt.Errorf("migration %s: %w", name, err)
		}
		newest = max(newest, number)
	}
	return newest, nil
}

// isCurrent tells whether the database is at the program's version or beyond, River's tables included.
func isCurrent(ctx context.Context, pool *pgxpool.Pool) (bool, error) {
	wanted, err := Version()
	if err != nil {
		return false, err
	}
	river, err := riverVersion()
	if err != nil {
		return false, err
	}
	own, err := versionIn(ctx, pool, "select coalesce(max(version_id), 0) from goose_db_version where is_applied")
	if err != nil || own < wanted {
		return false, err
	}
	at, err := versionIn(ctx, pool, "select coalesce(max(version), 0) from river_migration where line = 'main'")
	return err == nil && at >= river, err
}

// versionIn reads a version; 0 where its table is not there yet.
func versionIn(ctx context.Context, pool *pgxpool.Pool, query string) (at int64, err error) {
	err = pool.QueryRow(ctx, query).Scan(&at)
	if failed, ok := errors.AsType[*pgconn.PgError](err); ok && failed.Code == "42P01" { // undefined_table
		return 0, nil
	}
	return at, err
}

// Hash names the content of all migrations, for template databases of tests.
func Hash() (string, error) {
	names, err := fs.Glob(FS, "*.sql")
	if err != nil {
		return "", err
	}
	river, err := riverVersion()
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	fmt.Fprintf(hash, "river %d\n", river)
	for _, name := range names {
		text, err := FS.ReadFile(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(hash, "%s %d\n%s", name, len(text), text)
	}
	return hex.EncodeToString(hash.Sum(nil))[:16], nil
}
