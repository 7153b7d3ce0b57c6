package main

import (
	"context"
	"fmt"
)

// cityPlaceCommand reckons the approximate points anew. An import does it by itself; this is for pins put
// down since.
type cityPlaceCommand struct {
	databaseFlags
	City string `required:"" help:"The city's short name."`
}

func (c *cityPlaceCommand) Run(ctx context.Context, std *streams) error {
	db, err := c.join(ctx, toolLog(std))
	if err != nil {
		return err
	}
	defer db.close(context.WithoutCancel(ctx))
	p, err := db.store.PlaceHouses(ctx, c.City)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%s: %d houses by registers, %d by their outlines, %d by pins, %d by crews' visits, %d approximate, %d without a point\n", c.City, p.Register, p.Footprint, p.Pin, p.Learned, p.Approximate, p.None)
	if p.Approximate > 0 {
		fmt.Fprintf(std.out, "approximate points stand within %.0f m (median) nine times of ten; %d set, moved or taken away now\n", p.RadiusMeters, p.Moved)
	}
	return nil
}
