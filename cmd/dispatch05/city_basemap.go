package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/paulmach/orb"

	"dispatch05/geo/basemap"
)

// cityBasemapCommand mounts a map that the city has got elsewhere beneath its own.
type cityBasemapCommand struct {
	databaseFlags
	City   string `required:"" help:"The city's short name."`
	Place  string `arg:"" optional:"" help:"A .pmtiles file (at the same path on every node), or an address such as https://tiles.example/{z}/{x}/{y}.png. Nothing: tells what is mounted."`
	Credit string `help:"Whom the map's licence wants named, such as '© OpenStreetMap'. An archive may tell it itself."`
	None   bool   `help:"Takes the basemap away: the city's own map alone."`
}

// Run looks at the place first: what cannot be drawn is refused, and nothing is changed.
func (c *cityBasemapCommand) Run(ctx context.Context, std *streams) error {
	db, err := c.join(ctx, toolLog(std))
	if err != nil {
		return err
	}
	defer db.close(context.WithoutCancel(ctx))
	city, err := db.store.City(ctx, c.City)
	if err != nil {
		return err
	}
	switch {
	case c.None:
		if err := db.store.MountBasemap(ctx, c.City, nil); err != nil {
			return err
		}
		fmt.Fprintf(std.out, "%s: no basemap, the city's own map alone\n", c.City)
		return nil
	case c.Place == "":
		tellBasemap(std, c.City, city.Basemap)
		return nil
	case city.Bounds == [4]float64{}:
		return errors.New("the city has no place on the earth yet: import its houses or its map first")
	}
	place := c.Place
	if !strings.Contains(place, "://") {
		if place, err = filepath.Abs(place); err != nil {
			return err
		}
	}
	mount, err := basemap.Probe(ctx, place, orb.Point(city.Centre))
	if err != nil {
		return fmt.Errorf("%w; nothing was changed", err)
	}
	if c.Credit != "" {
		mount.Credit = c.Credit
	}
	if err := db.store.MountBasemap(ctx, c.City, &mount); err != nil {
		return err
	}
	tellBasemap(std, c.City, &mount)
	return nil
}

func tellBasemap(std *streams, city string, mount *basemap.Mount) {
	if mount == nil {
		fmt.Fprintf(std.out, "%s: no basemap, the city's own map alone\n", city)
		return
	}
	fmt.Fprintf(std.out, "%s: %s (%s), zooms %d to %d, credit %q\n", city, mount.Kind, mount.Format, mount.MinZoom, mount.MaxZoom, mount.Credit)
}
