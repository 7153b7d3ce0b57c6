package basemap

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"
)

// Kind is how a screen gets at the tiles.
type Kind string

// Kinds of mounts.
const (
	Archive Kind = "archive" // a PMTiles file, read by ranges
	Address Kind = "address" // a template with {z}, {x} and {y}, fetched by the server
)

// Format is what the tiles are drawn from.
type Format string

// Formats of tiles: pictures, or vector tiles of a schema that the screens can draw.
const (
	Raster       Format = "raster"
	Protomaps    Format = "protomaps"    // docs.protomaps.com/basemaps/layers
	OpenMapTiles Format = "openmaptiles" // openmaptiles.org/schema
)

// Mount is a basemap as a city keeps it.
type Mount struct {
	Place   string `json:"-"` // path or template: a template may hold a key
	Kind    Kind   `json:"kind" enum:"archive,address"`
	Format  Format `json:"format" enum:"raster,protomaps,openmaptiles"`
	MinZoom int    `json:"min_zoom"`
	MaxZoom int    `json:"max_zoom"`
	Credit  string `json:"credit"`  // whom its licence wants named
	Version string `json:"version"` // another for each mounting: browsers keep tiles by their address
}

// Deepest is the zoom taken for an address, which does not tell its own.
const deepest = 19

// ErrElsewhere says that an archive holds no tile of the city.
var ErrElsewhere = errors.New("basemap: holds another part of the earth")

// Probe looks what a place holds, for a city at centre. Errors name what is wrong with the place.
func Probe(ctx context.Context, place string, centre orb.Point) (mount Mount, err error) {
	if strings.Contains(place, "://") {
		mount, err = probeAddress(ctx, place, centre)
	} else {
		mount, err = probeArchive(place, centre)
	}
	mount.Version = strings.ToLower(rand.Text()[:8])
	return mount, err
}

func probeAddress(ctx context.Context, place string, centre orb.Point) (Mount, error) {
	const look = 12
	at := maptile.At(centre, look)
	data, err := NewFetcher().Tile(ctx, place, look, int(at.X), int(at.Y))
	if err != nil {
		return Mount{}, err
	}
	mount := Mount{Place: place, Kind: Address, MaxZoom: deepest}
	if strings.HasPrefix(http.DetectContentType(data), "image/") {
		mount.Format = Raster
		return mount, nil
	}
	layers, err := mvt.Unmarshal(data)
	if err != nil || len(layers) == 0 {
		return Mount{}, fmt.Errorf("basemap: the tile over the city (%d/%d/%d) is neither a picture nor a vector tile", look, at.X, at.Y)
	}
	var names []string
	for _, layer := range layers {
		names = append(names, layer.Name)
	}
	mount.Format, err = schemaOf(names)
	mount.MaxZoom = 14 // as far as vector schemas go; the screens magnify
	return mount, err
}

// schemaOf tells the schema by the names of its layers.
func schemaOf(layers []string) (Format, error) {
	switch {
	case slices.Contains(layers, "roads"):
		return Protomaps, nil
	case slices.Contains(layers, "transportation"):
		return OpenMapTiles, nil
	}
	return "", fmt.Errorf("basemap: vector tiles of an unknown schema (layers %s): Protomaps and OpenMapTiles are drawn", strings.Join(layers, ", "))
}
