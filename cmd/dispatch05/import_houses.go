package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"dispatch05/dispatch/postgres"
	"dispatch05/geo/register"
)

type importHousesCommand struct{ importFlags }

func (c *importHousesCommand) Run(ctx context.Context, std *streams) error {
	return c.take(ctx, std, register.ReadExport, register.SourceExport)
}

type importRegisterCommand struct{ importFlags }

func (c *importRegisterCommand) Run(ctx context.Context, std *streams) error {
	return c.take(ctx, std, register.ReadPlain, register.SourcePlain)
}

// take reads a file of houses, tells what is wrong with its rows, and makes the city's houses of that
// source what the file says. Nothing is written when the file cannot be read to its end.
func (f importFlags) take(ctx context.Context, std *streams, format register.Format, source string) error {
	return f.into(ctx, std, func(file *os.File, store *postgres.Store, now time.Time) error {
		city, err := store.City(ctx, f.City)
		if err != nil {
			return err
		}
		doubts, err := newComplaints(f.Report)
		if err != nil {
			return err
		}
		name := city.Name
		if name == city.ID {
			name = "" // the city was given no name of its own: rows cannot be told apart by it
		}
		reader, finish := watched(file, std)
		houses, report, err := register.Import(reader, format, register.FileOptions{City: name, Report: func(found register.Finding) {
			doubts.add(found.Line, found.SourceID, string(found.Kind), found.Rejected, found.Detail, found.Russian)
		}}, nil)
		finish()
		if err != nil {
			return fmt.Errorf("%s: %w", f.File, err)
		}
		done, err := store.ImportHouses(ctx, f.City, source, withoutErrors(houses), now)
		if err != nil {
			return err
		}
		fmt.Fprintf(std.out, "%d rows, %d houses, %d of them with a point\nadded %d, changed %d, revived %d, same %d, retired %d\n",
			report.Rows, report.Houses, report.Placed, done.Added, done.Changed, done.Revived, done.Same, done.Retired)
		return doubts.close(std.out)
	})
}
