package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"dispatch05/dispatch/postgres"
	"dispatch05/geo/register"
)

// cityHouseCommand tells which source said what of a house when.
type cityHouseCommand struct {
	spokenFlags
	Address string `arg:"" help:"The house by its address, or by its number in the database."`
}

func (c *cityHouseCommand) Run(ctx context.Context, std *streams) error {
	return c.within(ctx, std, func(store *postgres.Store) error {
		id, err := c.house(ctx, store)
		if err != nil {
			return err
		}
		records, err := store.HouseRecords(ctx, c.City, id)
		if err != nil {
			return err
		}
		zone, err := store.Zone(ctx, c.City)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "source\tid\tsince\tuntil\tsays\tfile")
		for _, r := range records {
			until := "now"
			if r.Until != nil {
				until = r.Until.In(zone).Format(time.DateTime)
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", r.Source, r.SourceID, r.Since.In(zone).Format(time.DateTime), until, saysOf(r.House), r.File)
		}
		return table.Flush()
	})
}

// house finds the house that is meant; a retired one only by its number.
func (c *cityHouseCommand) house(ctx context.Context, store *postgres.Store) (int64, error) {
	var id int64
	if n, err := fmt.Sscanf(c.Address+"\n", "%d\n", &id); err == nil && n == 1 {
		return id, nil
	}
	houses, err := store.Houses(ctx, c.City)
	if err != nil {
		return 0, err
	}
	found := register.NewIndex(houses, register.Options{}).Resolve(c.Address)
	if found.Answer == nil {
		return 0, fmt.Errorf("%s (%s)", found.Reason.English, found.Reason.Russian)
	}
	return found.Answer.ID, nil
}

// saysOf is what a source says of a house, in one line.
func saysOf(h register.House) string {
	words := []string{h.Address}
	if h.Placed() {
		words = append(words, fmt.Sprintf("%.6f %.6f", h.Point.Lat(), h.Point.Lon()))
	}
	for _, count := range []struct {
		name string
		n    int
	}{{"year", h.Year}, {"levels", h.Levels}, {"entrances", h.Entrances}, {"flats", h.Flats}} {
		if count.n > 0 {
			words = append(words, fmt.Sprintf("%s %d", count.name, count.n))
		}
	}
	if h.Organisation != "" {
		words = append(words, h.Organisation)
	}
	if h.FIAS != "" && h.FIAS != h.SourceID {
		words = append(words, "FIAS "+h.FIAS)
	}
	for _, name := range slices.Sorted(maps.Keys(h.Detail)) {
		words = append(words, name+" "+h.Detail[name])
	}
	return strings.Join(words, "; ")
}

// cityImportsCommand lists what was imported when, and what broke off.
type cityImportsCommand struct {
	spokenFlags
	Last int `default:"20" help:"How many."`
}

func (c *cityImportsCommand) Run(ctx context.Context, std *streams) error {
	return c.within(ctx, std, func(store *postgres.Store) error {
		runs, err := store.ImportRuns(ctx, c.City, c.Last)
		if err != nil {
			return err
		}
		zone, err := store.Zone(ctx, c.City)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "began\tsource\tfile\tsize\toutcome")
		for _, r := range runs {
			outcome := "broke off: the same command goes on with it"
			if o := r.Outcome; r.FinishedAt != nil {
				outcome = fmt.Sprintf("added %d, met %d, changed %d, revived %d, same %d, retired %d", o.Added, o.Met, o.Changed, o.Revived, o.Same, o.Retired)
			}
			if r.Resumed > 0 {
				outcome += fmt.Sprintf(" (gone on with %s)", quantity(r.Resumed, "time", "times"))
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", r.StartedAt.In(zone).Format(time.DateTime), r.Source, r.File, megabytes(r.Bytes), outcome)
		}
		return table.Flush()
	})
}
