package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"dispatch05/dispatch/postgres"
	"dispatch05/geo/register"
)

type importHousesCommand struct{ housesFlags }

// Run takes the housing reform's export.
func (c *importHousesCommand) Run(ctx context.Context, std *streams) error {
	return c.importTable(ctx, std, register.ReadExport, register.SourceExport)
}

type importRegisterCommand struct{ housesFlags }

// Run takes a register of addresses alone.
func (c *importRegisterCommand) Run(ctx context.Context, std *streams) error {
	return c.importTable(ctx, std, register.ReadPlain, register.SourcePlain)
}

func (f housesFlags) importTable(ctx context.Context, std *streams, format register.Format, source string) error {
	return f.importHouses(ctx, std, reading{source: source, files: []string{f.File}, passes: 1, lines: true, read: func(ctx context.Context, r *houseReader) (found, error) {
		return r.table(ctx, f.File, format)
	}})
}

// joins are the kinds of complaint about a row that is one house with an earlier row.
var joins = []string{string(register.FindingDoubled), string(register.FindingSameID)}

// tellHouses sums an import up, so that no row of the file is left out of the sum.
func tellHouses(out io.Writer, files found, done postgres.Imported, doubts *complaints) error {
	report := files.Report
	joined := func(s *complaintSort) bool { return s.rejected && slices.Contains(joins, s.kind) }
	rejected := func(s *complaintSort) bool { return s.rejected && !slices.Contains(joins, s.kind) }
	lost := doubts.count(rejected)
	fmt.Fprintf(out, "%d rows read = %d houses + %d joined to another row + %d rejected\n", report.Rows+lost, report.Houses, doubts.count(joined), lost)
	fmt.Fprintf(out, "%d houses = %d with a point + %d without\n", report.Houses, report.Placed, report.Houses-report.Placed)
	fmt.Fprintf(out, "added %d, changed %d, revived %d, same %d, retired %d\n", done.Added, done.Changed, done.Revived, done.Same, done.Retired)
	fmt.Fprintf(out, "met %d known already under another source or id, %d of another source's houses learned something, %d no longer named here stay with another source\n", done.Met, done.Learned, done.Left)
	if done.Guessed > 0 {
		fmt.Fprintf(out, "%d approximate points by the streets' known houses set or changed\n", done.Guessed)
	}
	for _, note := range files.Notes {
		fmt.Fprintln(out, note)
	}
	doubts.tellSorts(out, "rejected rows", rejected)
	doubts.tellSorts(out, "rows joined to an earlier row", joined)
	doubts.tellSorts(out, "doubts about rows that were taken", func(s *complaintSort) bool { return !s.rejected })
	return doubts.close(out)
}
