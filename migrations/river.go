package migrations

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

func riverMigrator(pool *pgxpool.Pool) (*rivermigrate.Migrator[pgx.Tx], error) {
	return rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
}

// riverVersion is the newest migration that this version of River brings.
func riverVersion() (newest int64, err error) {
	migrator, err := riverMigrator(nil)
	if err != nil {
		return 0, err
	}
	for _, m := range migrator.AllVersions() {
		newest = max(newest, int64(m.Version))
	}
	return newest, nil
}

func upRiver(ctx context.Context, pool *pgxpool.Pool) (applied []string, err error) {
	migrator, err := riverMigrator(pool)
	if err != nil {
		return nil, err
	}
	done, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if err != nil {
		return nil, fmt.Errorf("river: %w", err)
	}
	for _, m := range done.Versions {
		applied = append(applied, fmt.Sprintf("river %03d %s", m.Version, m.Name))
	}
	return applied, nil
}
