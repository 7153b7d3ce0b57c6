package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
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
			doubts.add(found.Line, found.SourceID, string(found.Kind), found.Rejected, fault{found.Detail, found.Russian})
		}}, nil)
		finish()
		if err != nil {
			return fmt.Errorf("%s: %w", f.File, err)
		}
		done, err := store.ImportHouses(ctx, f.City, source, withoutErrors(houses), now)
		if err != nil {
			return err
		}
		return tellHouses(std.out, report, done, doubts)
	})
}

// joins are the kinds of complaint about a row that is one house with an earlier row.
var joins = []string{string(register.FindingDoubled), string(register.FindingSameID)}

// tellHouses sums an import up, so that no row of the file is left out of the sum.
func tellHouses(out io.Writer, report register.Report, done postgres.Imported, doubts *complaints) error {
	joined := func(s *complaintSort) bool { return s.rejected && slices.Contains(joins, s.kind) }
	rejected := func(s *complaintSort) bool { return s.rejected && !slices.Contains(joins, s.kind) }
	lost := doubts.count(rejected)
	fmt.Fprintf(out, "%d rows read = %d houses + %d joined to another row + %d rejected\n", report.Rows+lost, report.Houses, doubts.count(joined), lost)
	fmt.Fprintf(out, "%d houses = %d with a point + %d without\n", report.Houses, report.Placed, report.Houses-report.Placed)
	fmt.Fprintf(out, "added %d, changed %d, revived %d, same %d, retired %d\n", done.Added, done.Changed, done.Revived, done.Same, done.Retired)
	if done.Guessed > 0 {
		fmt.Fprintf(out, "%d approximate points by the streets' known houses set or changed\n", done.Guessed)
	}
	doubts.tellSorts(out, "rejected rows", rejected)
	doubts.tellSorts(out, "rows joined to an earlier row", joined)
	doubts.tellSorts(out, "doubts about rows that were taken", func(s *complaintSort) bool { return !s.rejected })
	return doubts.close(out)
}
