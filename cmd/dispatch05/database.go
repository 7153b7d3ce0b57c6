package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"

	"dispatch05/dispatch/postgres"
	"dispatch05/dispatch/postgres/local"
	"dispatch05/migrations"
)

// databaseFlags say which database a command works on.
type databaseFlags struct {
	DatabaseURL string `name:"database-url" env:"DATABASE_URL" help:"PostgreSQL to use; without it a private one is started from the data folder. Its programs come with the source folder (npm package, see README); elsewhere set DISPATCH05_POSTGRES_BIN to a folder with postgres and initdb."`
	DataDir     string `name:"data-dir" env:"DATA_DIR" help:"Folder of the private PostgreSQL."`
}

// databaseName is the database inside the private cluster.
const databaseName = "dispatch05"

// poolSize is how many connections one node takes.
const poolSize = 32

// database is an open, migrated database, and how to let go of it.
type database struct {
	pool    *pgxpool.Pool
	store   *postgres.Store
	private *local.Server // nil: DATABASE_URL
}

// join is open for the tools: a private server that the service already runs is used as it is.
func (f databaseFlags) join(ctx context.Context, log *slog.Logger) (*database, error) {
	db, err := f.open(ctx, log)
	var held *local.HeldError
	if !errors.As(err, &held) {
		return db, err
	}
	url, attachErr := local.Attach(held.DataDir, databaseName)
	if attachErr != nil {
		return nil, err
	}
	return databaseFlags{DatabaseURL: url}.open(ctx, log)
}

// open connects and migrates. The private server is started when no URL is given.
func (f databaseFlags) open(ctx context.Context, log *slog.Logger) (*database, error) {
	url, private, err := f.locate(ctx, log)
	if err != nil {
		return nil, err
	}
	db := &database{private: private}
	if db.pool, err = postgres.Open(ctx, url, poolSize); err != nil {
		db.close(context.WithoutCancel(ctx))
		return nil, err
	}
	applied, err := migrations.Up(ctx, db.pool)
	if err != nil {
		db.close(context.WithoutCancel(ctx))
		return nil, fmt.Errorf("database: %w", err)
	}
	if len(applied) > 0 {
		log.Info("schema brought up to date", "migrations", len(applied))
	}
	db.store = postgres.NewStore(db.pool)
	return db, nil
}

func (f databaseFlags) locate(ctx context.Context, log *slog.Logger) (string, *local.Server, error) {
	if f.DatabaseURL != "" {
		return f.DatabaseURL, nil, nil
	}
	dir := f.DataDir
	if dir == "" {
		dir = local.DefaultDataDir()
	}
	server, err := local.Start(ctx, local.Config{DataDir: dir, Log: log})
	if err != nil {
		return "", nil, err
	}
	if err := server.CreateDatabase(ctx, databaseName); err != nil {
		_ = server.Stop(context.WithoutCancel(ctx))
		return "", nil, err
	}
	return server.URL(databaseName), server, nil
}

// close lets go of the database and stops the private server, in that order.
func (db *database) close(ctx context.Context) {
	if db.pool != nil {
		db.pool.Close()
	}
	if db.private != nil {
		_ = db.private.Stop(ctx)
	}
}
