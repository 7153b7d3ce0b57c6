// Package migrations holds the schema as numbered goose files and brings a
// database up to it.
//
// Several nodes may start at once: the work is done under a Postgres advisory
// lock, and a database that is up to date is recognised without one. Migrations
// only go forward and let the previous version of the program keep running, so a
// database newer than the program is left alone.
package migrations

import (
	"context"
	"crypto/sha256"
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

// Up applies what the database lacks and answers the names of the files applied,
// none when it was up to date. It is safe to call from several nodes at once.
func Up(ctx context.Context, pool *pgxpool.Pool) ([]string, error) {
	current, err := isCurrent(ctx, pool)
	if err != nil || current {
		return nil, err
	}
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close()
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // ask once a second, five minutes at most
	if err != nil {
		return nil, err
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, FS, goose.WithSessionLocker(locker))
	if err != nil {
		return nil, err
	}
	results, err := provider.Up(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	var applied []string
	for _, result := range results {
		applied = append(applied, result.Source.Path)
	}
	return applied, nil
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

// isCurrent tells whether the database is at the program's version or beyond.
func isCurrent(ctx context.Context, pool *pgxpool.Pool) (bool, error) {
	wanted, err := Version()
	if err != nil {
		return false, err
	}
	var at int64
	err = pool.QueryRow(ctx, "select coalesce(max(version_id), 0) from goose_db_version where is_applied").Scan(&at)
	if failed, ok := errors.AsType[*pgconn.PgError](err); ok && failed.Code == "42P01" { // undefined_table
		return false, nil
	}
	return err == nil && at >= wanted, err
}

// Hash names the content of all migrations, for template databases of tests.
func Hash() (string, error) {
	names, err := fs.Glob(FS, "*.sql")
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	for _, name := range names {
		text, err := FS.ReadFile(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(hash, "%s %d\n%s", name, len(text), text)
	}
	return hex.EncodeToString(hash.Sum(nil))[:16], nil
}
