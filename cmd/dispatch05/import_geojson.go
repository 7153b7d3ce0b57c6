package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"dispatch05/geo/geojson"
	"dispatch05/geo/register"
)

type importGeoJSONCommand struct {
	housesFlags
	Source string `default:"geojson" help:"Whose houses these are, a word: files of one source take each other's place."`
}

var sourceWord = regexp.MustCompile(`^[a-z][a-z0-9-]{1,30}$`)

// otherSources are those of other kinds of file.
var otherSources = []string{register.SourceExport, register.SourcePlain, register.SourceOSM, register.SourceGAR, "demo"}

// Run takes houses of GeoJSON, points or outlines. Those of other cities are refused where the city's boundary is known.
func (c *importGeoJSONCommand) Run(ctx context.Context, std *streams) error {
	if !sourceWord.MatchString(c.Source) || slices.Contains(otherSources, c.Source) {
		return fmt.Errorf("--source %q: a word of small latin letters, digits and -, and none of %v", c.Source, otherSources)
	}
	return c.importHouses(ctx, std, reading{source: c.Source, files: []string{c.File}, passes: 1, mapped: true, read: func(ctx context.Context, r *houseReader) (f found, err error) {
		file, err := os.Open(c.File)
		if err != nil {
			return f, err
		}
		defer file.Close()
		houses := geojson.Houses{Source: c.Source}
		r.options.Cut = true
		if f, err = r.take(ctx, r.progress.of(file), houses.Rows); err == nil {
			f.Outlines = standing(houses.Outlines, f.Houses)
		}
		return f, err
	}})
}

// outlineMeters is how far beyond its outline a house may stand: the middle of a house round a yard lies in it.
const outlineMeters = 150

// standing are the outlines of houses that stand where they are drawn: a point that was put right or taken away tells that its
// outline lies wrong too.
func standing(outlines map[string]orb.Polygon, houses []register.House) map[string]orb.Polygon {
	good := map[string]orb.Polygon{}
	for i := range houses {
		h := &houses[i]
		for _, id := range append([]string{h.SourceID}, h.Doubles...) {
			outline, there := outlines[id]
			if there && h.Placed() && geo.BoundPad(outline.Bound(), outlineMeters).Contains(h.Point) {
				good[id] = outline
			}
		}
	}
	return good
}
