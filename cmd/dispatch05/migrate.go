package main

import (
	"context"
	"fmt"
	"log/slog"
)

// migrateCommand brings the schema up to date and ends.
type migrateCommand struct{ databaseFlags }

func (c *migrateCommand) Run(ctx context.Context, std *streams) error {
	db, err := c.join(ctx, toolLog(std))
	if err != nil {
		return err
	}
	defer db.close(context.WithoutCancel(ctx))
	fmt.Fprintln(std.out, "the schema is up to date")
	return nil
}

// toolLog tells a tool's warnings only.
func toolLog(std *streams) *slog.Logger {
	return slog.New(slog.NewTextHandler(std.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
}
