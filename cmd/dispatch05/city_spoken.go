package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"text/tabwriter"

	"dispatch05/dispatch/postgres"
	"dispatch05/geo/register"
)

// spokenCommand keeps the names that a city's people say of its places.
type spokenCommand struct {
	Add    spokenAddCommand    `cmd:"" help:"Add a name, or give it another meaning."`
	List   spokenListCommand   `cmd:"" help:"List the names, and the houses that people chose for what they heard."`
	Import spokenImportCommand `cmd:"" help:"Add the names of a file: said;address or street, a line each."`
}

type spokenFlags struct {
	databaseFlags
	City string `required:""`
}

// within opens the database and checks that there is such a city.
func (f spokenFlags) within(ctx context.Context, std *streams, do func(*postgres.Store) error) error {
	db, err := f.join(ctx, toolLog(std))
	if err != nil {
		return err
	}
	defer db.close(context.WithoutCancel(ctx))
	if _, err := db.store.City(ctx, f.City); err != nil {
		return fmt.Errorf("there is no city %q", f.City)
	}
	return do(db.store)
}

type spokenAddCommand struct {
	spokenFlags
	Said   string `arg:"" help:"What people say."`
	Target string `arg:"" help:"The address or street of the register that they mean."`
}

func (c *spokenAddCommand) Run(ctx context.Context, std *streams) error {
	return c.within(ctx, std, func(store *postgres.Store) error {
		return c.put(ctx, std, store, [][2]string{{c.Said, c.Target}})
	})
}

// put writes names whose targets the city's register knows; the others are told and fail the command.
func (f spokenFlags) put(ctx context.Context, std *streams, store *postgres.Store, names [][2]string) error {
	houses, err := store.Houses(ctx, f.City)
	if err != nil {
		return err
	}
	city, err := store.City(ctx, f.City)
	if err != nil {
		return err
	}
	wanted := map[string]string{}
	for _, name := range names {
		said := register.Said(name[0])
		if said == "" || name[1] == "" {
			return fmt.Errorf("%q: a name and what it means are needed", name[0])
		}
		wanted[said] = name[1]
	}
	unknown := register.NewIndex(houses, register.Options{City: city.Name, Spoken: wanted}).UnknownSpoken()
	now, err := serverTime(ctx, store, std)
	if err != nil {
		return err
	}
	for _, said := range slices.Sorted(maps.Keys(wanted)) {
		if slices.Contains(unknown, said) {
			fmt.Fprintf(std.out, "%s: the register has no %q\n", said, wanted[said])
			continue
		}
		if err := store.PutSpoken(ctx, f.City, said, wanted[said], now); err != nil {
			return err
		}
	}
	fmt.Fprintf(std.out, "%d of %d names kept\n", len(wanted)-len(unknown), len(wanted))
	if len(unknown) > 0 {
		return fmt.Errorf("%d names mean nothing that the register has", len(unknown))
	}
	return nil
}

type spokenListCommand struct{ spokenFlags }

func (c *spokenListCommand) Run(ctx context.Context, std *streams) error {
	return c.within(ctx, std, func(store *postgres.Store) error {
		spoken, err := store.Spoken(ctx, c.City)
		if err != nil {
			return err
		}
		houses, err := store.Houses(ctx, c.City)
		if err != nil {
			return err
		}
		shown := map[int64]string{}
		for _, h := range houses {
			shown[h.ID] = h.Shown()
		}
		table := tabwriter.NewWriter(std.out, 0, 4, 2, ' ', 0)
		for _, said := range slices.Sorted(maps.Keys(spoken.Names)) {
			fmt.Fprintf(table, "%s\t%s\tkept\n", said, spoken.Names[said])
		}
		for _, chosen := range spoken.Chosen {
			fmt.Fprintf(table, "%s\t%s\tchosen by %d\n", chosen.Said, shown[chosen.House], chosen.People)
		}
		return table.Flush()
	})
}

type spokenImportCommand struct {
	spokenFlags
	File string `arg:"" type:"existingfile"`
}

func (c *spokenImportCommand) Run(ctx context.Context, std *streams) error {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	in := csv.NewReader(file)
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = ';', 2, true
	var names [][2]string
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		names = append(names, [2]string{record[0], record[1]})
	}
	return c.within(ctx, std, func(store *postgres.Store) error { return c.put(ctx, std, store, names) })
}
