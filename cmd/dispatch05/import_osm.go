package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/paulmach/orb"

	"dispatch05/dispatch/atlas"
	"dispatch05/geo/osm"
	"dispatch05/geo/register"
)

type importOSMCommand struct {
	housesFlags
	Boundary string `type:"existingfile" xor:"part" help:"The city's boundary, GeoJSON: what lies outside of it is left out. Default: the boundary of the city's map, else the one in the file by the city's name."`
	Relation int64  `xor:"part" help:"The boundary by its relation's id in the file."`
	Whole    bool   `xor:"part" help:"Take the whole file: it is of this city alone."`
}

// Run takes a city's houses and shapes out of an OpenStreetMap file. A house that the register has already
// is that house: it gets the outline, and what it did not know; others become houses of source "osm".
// Nothing is written of a file that cannot be read to its end.
func (c *importOSMCommand) Run(ctx context.Context, std *streams) error {
	how := reading{source: register.SourceOSM, files: []string{c.File}, passes: 5, mapped: true, read: c.read, asked: fmt.Sprint(c.Relation, c.Whole)}
	if c.Boundary != "" {
		how.content = func(sum io.Writer) (int64, error) {
			if _, err := filesContent(sum, []string{c.Boundary}); err != nil {
				return 0, err
			}
			return filesContent(sum, how.files)
		}
	}
	return c.importHouses(ctx, std, how)
}

func (c *importOSMCommand) read(ctx context.Context, r *houseReader) (f found, err error) {
	file, err := os.Open(c.File)
	if err != nil {
		return f, err
	}
	defer file.Close()
	part := osm.Options{City: r.city, Boundary: r.boundary, Relation: c.Relation, Whole: c.Whole}
	if c.Boundary != "" {
		if part.Boundary, err = boundaryFile(c.Boundary); err != nil {
			return f, err
		}
	}
	extract, err := osm.ReadCity(ctx, r.progress.of(file), part)
	if err != nil {
		return f, err
	}
	if len(extract.Cut) > 0 {
		r.options.Boundary = extract.Cut
	}
	if f, err = r.take(ctx, nil, extract.Rows); err != nil {
		return f, err
	}
	f.Credit = osm.Credit
	f.Outlines = standing(extract.Outlines, f.Houses)
	for _, s := range extract.Shapes {
		kind := atlas.Kind(s.Kind)
		f.Features = append(f.Features, atlas.Feature{Kind: kind, Name: s.Name, Class: s.Class, Bridge: s.Bridge, Shape: s.Geometry})
		if !slices.Contains(f.Kinds, kind) {
			f.Kinds = append(f.Kinds, kind)
		}
	}
	var told []string
	f.Roads, told = roadsOf(extract)
	f.Notes = append(f.Notes, told...)
	f.Notes = append(f.Notes, fmt.Sprintf("%d shapes taken, %d objects without a shape", len(f.Features)+len(f.Outlines), len(extract.Refused)))
	if len(extract.Cut) == 0 && !c.Whole {
		f.Notes = append(f.Notes, "the whole file was taken: no boundary of the city is known (--boundary, --relation), --whole says that none is needed")
	}
	return f, nil
}

// boundaryFile reads the polygons of a GeoJSON file.
func boundaryFile(path string) (boundary orb.MultiPolygon, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	shapes, err := readMap(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, shape := range shapes {
		switch g := shape.Geometry.(type) {
		case orb.Polygon:
			boundary = append(boundary, g)
		case orb.MultiPolygon:
			boundary = append(boundary, g...)
		}
	}
	if len(boundary) == 0 || boundary.Bound().IsEmpty() {
		return nil, fmt.Errorf("%s: no polygon in it", path)
	}
	return boundary, nil
}
