package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/reports"
	"dispatch05/dispatch/reports/sheet"
	"dispatch05/dispatch/rulebook"
)

// reportCommand writes a report of a period, or the journal of requests, as a workbook.
type reportCommand struct {
	databaseFlags
	City         string `required:""`
	From         string `required:"" help:"First day, 2026-11-01, or a moment of the city's clock, 2026-11-01T08:00."`
	To           string `required:"" help:"Last day, included, or the moment at which the period ends."`
	Organisation string `help:"Of one organisation, by its name; without: the city."`
	Journal      bool   `help:"The journal of requests (Rules 416) instead of the figures."`
	Names        bool   `help:"With --journal: name the callers. The file then holds personal data."`
	English      bool   `help:"In English."`
	Out          string `required:"" help:"The XLSX file to write."`
}

func (c *reportCommand) Run(ctx context.Context, std *streams) error {
	db, err := c.join(ctx, toolLog(std))
	if err != nil {
		return err
	}
	defer db.close(context.WithoutCancel(ctx))
	city, err := db.store.City(ctx, c.City)
	if err != nil {
		return fmt.Errorf("there is no city %q", c.City)
	}
	words, err := c.words(ctx, db, city, std)
	if err != nil {
		return err
	}
	ask, err := c.ask(ctx, db, words.Zone)
	if err != nil {
		return err
	}
	now, err := serverTime(ctx, db.store, std)
	if err != nil {
		return err
	}
	archive := &reports.Archive{Source: db.store, Now: func() time.Time { return now }}
	if err := c.write(ctx, archive, ask, words, city); err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%s: %s to %s, as of %s\n", c.Out, words.At(ask.From), words.At(ask.To), words.At(earlier(now, ask.To)))
	return nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func (c *reportCommand) words(ctx context.Context, db *database, city dispatch.City, std *streams) (reports.Words, error) {
	zone, err := time.LoadLocation(city.Zone)
	if err != nil {
		return reports.Words{}, err
	}
	rules, err := rulebook.Open(ctx, db.store, toolLog(std))
	if err != nil {
		return reports.Words{}, err
	}
	return reports.Words{English: c.English, Names: c.Names, Zone: zone, Rules: rules.Of(city.ID)}, nil
}

func (c *reportCommand) ask(ctx context.Context, db *database, zone *time.Location) (reports.Ask, error) {
	ask := reports.Ask{City: c.City, Scope: reports.City}
	var err error
	if ask.From, err = momentOf(c.From, zone, 0); err != nil {
		return ask, err
	}
	if ask.To, err = momentOf(c.To, zone, 1); err != nil || c.Organisation == "" {
		return ask, err
	}
	ask.Scope = reports.Organisation
	known, err := db.store.Organisations(ctx, c.City)
	for _, o := range known {
		if o.Name == c.Organisation {
			ask.Organisation = o.ID
			return ask, nil
		}
	}
	return ask, cmp.Or(err, fmt.Errorf("%s has no organisation %q", c.City, c.Organisation))
}

// momentOf reads a moment of the city's clock, or a day: the midnight at which it begins, or so many days later.
func momentOf(text string, zone *time.Location, days int) (time.Time, error) {
	if day, err := time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return day.AddDate(0, 0, days).UTC(), nil
	}
	at, err := time.ParseInLocation("2006-01-02T15:04", text, zone)
	if err != nil {
		return at, fmt.Errorf("%q is neither a day (2026-11-01) nor a moment (2026-11-01T08:00)", text)
	}
	return at.UTC(), nil
}

// write makes the file whole, or leaves what stood there. Only its owner reads it.
func (c *reportCommand) write(ctx context.Context, archive *reports.Archive, ask reports.Ask, words reports.Words, city dispatch.City) (err error) {
	file, err := os.CreateTemp(filepath.Dir(c.Out), ".report-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	write := sheet.WriteReport
	if c.Journal {
		write = sheet.WriteJournal
	}
	err = write(ctx, file, archive, dispatch.SystemActor(city.ID, "dispatch05 report"), ask, words, city.Name)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), c.Out)
}
