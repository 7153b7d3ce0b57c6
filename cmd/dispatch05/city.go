package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/postgres"
)

// cityCommand adds, changes and lists cities.
type cityCommand struct {
	Add     cityAddCommand     `cmd:"" help:"Add a city without houses."`
	List    cityListCommand    `cmd:"" help:"List the cities."`
	Change  cityChangeCommand  `cmd:"" help:"Change how long a resident may return a request."`
	Place   cityPlaceCommand   `cmd:"" help:"Place the houses without a point by the known houses of their streets, anew."`
	Basemap cityBasemapCommand `cmd:"" help:"Mount a map beneath the city's own: a .pmtiles file or a tile address."`
	House   cityHouseCommand   `cmd:"" help:"Tell which source said what of a house when."`
	Houses  cityHousesCommand  `cmd:"" help:"List houses as CSV: all, those of a district or an area, or those near a point."`
	Imports cityImportsCommand `cmd:"" help:"List the imports of houses, and those that broke off."`
	Spoken  spokenCommand      `cmd:"" help:"Names that a city's people say: 'Пентагон', 'у старого рынка'."`
}

type cityAddCommand struct {
	databaseFlags
	ID    string `arg:"" help:"Short name, such as omsk: 2 to 31 small latin letters, digits and -, a letter first."`
	Zone  string `required:"" help:"Time zone, such as Asia/Omsk."`
	Name  string `help:"Name as people write it, such as Омск. Default: the short name."`
	Phone string `default:"05" help:"Telephone of the city's emergency service."`
	Own   string `name:"service" help:"Name of the city's own emergency service. Default: Служба 05."`
	returnFlag
}

// returnFlag is how long a resident may say "not fixed".
type returnFlag struct {
	ReturnHours int `default:"72" help:"Hours after the work is reported done within which a resident may return a request: 1 to 720."`
}

// Validate is called by kong.
func (f returnFlag) Validate() error {
	if f.ReturnHours < 1 || f.ReturnHours > 720 {
		return errors.New("--return-hours is 1 to 720")
	}
	return nil
}

type cityChangeCommand struct {
	databaseFlags
	ID string `arg:"" help:"The city's short name."`
	returnFlag
}

func (c *cityChangeCommand) Run(ctx context.Context, std *streams) error {
	db, err := c.join(ctx, toolLog(std))
	if err != nil {
		return err
	}
	defer db.close(context.WithoutCancel(ctx))
	if err := db.store.SetReturnHours(ctx, c.ID, c.ReturnHours); err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%s: a request may be returned within %d hours\n", c.ID, c.ReturnHours)
	return nil
}

func (c *cityAddCommand) Run(ctx context.Context, std *streams) error {
	db, err := c.join(ctx, toolLog(std))
	if err != nil {
		return err
	}
	defer db.close(context.WithoutCancel(ctx))
	city := dispatch.City{ID: c.ID, Name: c.Name, Zone: c.Zone, Phone: c.Phone, ReturnHours: c.ReturnHours}
	if city.Name == "" {
		city.Name = c.ID
	}
	own := dispatch.Party{Name: c.Own, Phone: c.Phone}
	if own.Name == "" {
		own.Name = "Служба " + c.Phone
	}
	now, err := serverTime(ctx, db.store, std)
	if err != nil {
		return err
	}
	if err := db.store.AddCity(ctx, city, own, now); err != nil {
		return err
	}
	fmt.Fprintf(std.out, "city %s added (%s, %s)\nnext: dispatch05 user add --city %s --role admin LOGIN; dispatch05 import houses --city %s FILE\n", city.ID, city.Name, city.Zone, city.ID, city.ID)
	return nil
}

type cityListCommand struct{ databaseFlags }

func (c *cityListCommand) Run(ctx context.Context, std *streams) error {
	db, err := c.join(ctx, toolLog(std))
	if err != nil {
		return err
	}
	defer db.close(context.WithoutCancel(ctx))
	cities, err := db.store.Cities(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(std.out, 0, 4, 2, ' ', 0)
	for _, city := range cities {
		kind := ""
		if city.Demo {
			kind = "demonstration"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", city.ID, city.Name, city.Zone, kind)
	}
	return table.Flush()
}

// serverTime is the database's time, for a tool's one deed.
func serverTime(ctx context.Context, store *postgres.Store, std *streams) (time.Time, error) {
	clock, err := postgres.StartClock(ctx, store, toolLog(std))
	if err != nil {
		return time.Time{}, err
	}
	defer clock.Stop()
	return clock.Now(), nil
}
