package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch/atlas"
	"dispatch05/dispatch/postgres"
	"dispatch05/geo/osm"
	"dispatch05/geo/register"
)

type importOSMCommand struct{ importFlags }

// Run takes a city's houses and shapes out of an OpenStreetMap file. A house that the register has already
// is that house: it gets the outline, and what it did not know; others become houses of source "osm".
// Nothing is written of a file that cannot be read to its end.
func (c *importOSMCommand) Run(ctx context.Context, std *streams) error {
	return c.into(ctx, std, func(file *os.File, store *postgres.Store, now time.Time) error {
		city, err := store.City(ctx, c.City)
		if err != nil {
			return err
		}
		name := city.Name
		if name == city.ID {
			name = "" // the city was given no name of its own: rows cannot be told apart by it
		}
		extract, err := osm.Read(ctx, file, name)
		if err != nil {
			return fmt.Errorf("%s: %w; nothing was written", c.File, err)
		}
		doubts, err := newComplaints(c.Report)
		if err != nil {
			return err
		}
		houses, report, err := register.Import(nil, extract.Rows, register.FileOptions{City: name, Report: func(found register.Finding) {
			doubts.add(found.Line, found.SourceID, string(found.Kind), found.Rejected, fault{found.Detail, found.Russian})
		}}, nil)
		if err != nil {
			return fmt.Errorf("%s: %w; nothing was written", c.File, err)
		}
		known, err := store.Houses(ctx, c.City)
		if err != nil {
			return err
		}
		fresh, met := meet(houses, known, name)
		done, err := store.ImportHouses(ctx, c.City, register.SourceOSM, withoutErrors(fresh), now)
		if err != nil {
			return err
		}
		filled, err := store.FillHouses(ctx, c.City, met)
		if err != nil {
			return err
		}
		features, kinds := shapesOf(extract, slices.Concat(fresh, met))
		if err := store.ReplaceFeatures(ctx, c.City, kinds, features); err != nil {
			return err
		}
		if err := keepRoads(ctx, store, c.City, extract, now, std.out); err != nil {
			return err
		}
		if err := tellHouses(std.out, report, done, doubts); err != nil {
			return err
		}
		fmt.Fprintf(std.out, "%d houses are of the register already, %d of them learned something\n%d shapes taken, %d objects without a shape\n",
			len(met), filled, len(features), len(extract.Refused))
		return nil
	})
}

// meet parts houses into those new to the register and those that it has from another source: the latter
// come with the register's own id and source, and with what the file knows of them.
func meet(houses, known []register.House, city string) (fresh, met []register.House) {
	known = slices.DeleteFunc(known, func(h register.House) bool { return h.Source == register.SourceOSM })
	index := register.NewIndex(known, register.Options{City: city})
	for _, h := range houses {
		same := index.Resolve(h.Address).Answer
		if same == nil || same.Number != h.Number || same.Settlement != h.Settlement {
			fresh = append(fresh, h)
			continue
		}

		h.ID, h.Source, h.SourceID, h.Doubles = same.ID, same.Source, same.SourceID, append([]string{h.SourceID}, h.Doubles...)
		met = append(met, h)
	}
	return fresh, met
}

// shapesOf are the shapes of a file, an outline under the name of its house.
func shapesOf(extract *osm.Extract, stored []register.House) (features []atlas.Feature, kinds []atlas.Kind) {
	add := func(f atlas.Feature) {
		features = append(features, f)
		if !slices.Contains(kinds, f.Kind) {
			kinds = append(kinds, f.Kind)
		}
	}
	for _, s := range extract.Shapes {
		add(atlas.Feature{Kind: atlas.Kind(s.Kind), Name: s.Name, Class: s.Class, Bridge: s.Bridge, Shape: s.Geometry})
	}
	for _, h := range stored {
		for _, id := range append([]string{h.SourceID}, h.Doubles...) {
			if outline, known := extract.Outlines[id]; known {
				add(atlas.Feature{Kind: atlas.Footprint, Name: atlas.FootprintOf(h), Shape: orb.Geometry(outline)})
				break
			}
		}
	}
	return features, kinds
}
