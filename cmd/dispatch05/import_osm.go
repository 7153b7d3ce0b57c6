package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"dispatch05/dispatch/atlas"
	"dispatch05/geo/osm"
	"dispatch05/geo/register"
)

type importOSMCommand struct{ importFlags }

// Run takes a city's houses and shapes out of an OpenStreetMap file. A house that the register has already
// is that house: it gets the outline, and what it did not know; others become houses of source "osm".
// Nothing is written of a file that cannot be read to its end.
func (c *importOSMCommand) Run(ctx context.Context, std *streams) error {
	return c.importHouses(ctx, std, reading{source: register.SourceOSM, files: []string{c.File}, passes: 4, mapped: true, read: c.read})
}

func (c *importOSMCommand) read(ctx context.Context, r *houseReader) (f found, err error) {
	file, err := os.Open(c.File)
	if err != nil {
		return f, err
	}
	defer file.Close()
	extract, err := osm.Read(ctx, r.progress.of(file), r.city)
	if err != nil {
		return f, err
	}
	if f, err = r.take(nil, extract.Rows); err != nil {
		return f, err
	}
	f.Outlines = standing(extract.Outlines, f.Houses)
	for _, s := range extract.Shapes {
		kind := atlas.Kind(s.Kind)
		f.Features = append(f.Features, atlas.Feature{Kind: kind, Name: s.Name, Class: s.Class, Bridge: s.Bridge, Shape: s.Geometry})
		if !slices.Contains(f.Kinds, kind) {
			f.Kinds = append(f.Kinds, kind)
		}
	}
	f.Notes = append(f.Notes, fmt.Sprintf("%d shapes taken, %d objects without a shape", len(f.Features)+len(f.Outlines), len(extract.Refused)))
	return f, nil
}
