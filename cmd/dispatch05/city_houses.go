package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"dispatch05/dispatch/atlas"
	"dispatch05/dispatch/postgres"
	"dispatch05/geo/register"
)

// cityHousesCommand lists a city's living houses: for a notice to a quarter, an inspector's list, a look at what a pin means.
type cityHousesCommand struct {
	spokenFlags
	District string  `xor:"where" help:"Those of a district of the city's map, by its name: 'ТОС «Восход»'."`
	Area     string  `xor:"where" type:"existingfile" help:"Those within the polygons of a GeoJSON file."`
	Near     string  `xor:"where" placeholder:"LAT,LON" help:"Those near a point, nearest first."`
	Meters   float64 `default:"150" help:"With --near: how far they may be."`
}

// mostNear bounds what --near lists.
const mostNear = 1000

func (c *cityHousesCommand) Run(ctx context.Context, std *streams) error {
	return c.within(ctx, std, func(store *postgres.Store) error {
		houses, err := store.Houses(ctx, c.City)
		if err != nil {
			return err
		}
		found, err := c.wanted(ctx, store, register.NewIndex(houses, register.Options{}))
		if err != nil {
			return err
		}
		out := csv.NewWriter(std.out)
		_ = out.Write([]string{"house_id", "address", "lat", "lon", "placed", "radius_m", "meters"})
		for _, f := range found {
			row := []string{strconv.FormatInt(f.House.ID, 10), f.House.Address, "", "", string(f.House.Precision), "", ""}
			if f.House.Placed() {
				row[2], row[3] = fmt.Sprintf("%.6f", f.House.Point.Lat()), fmt.Sprintf("%.6f", f.House.Point.Lon())
			}
			if f.House.Precision == register.PrecisionApproximate {
				row[5] = fmt.Sprintf("%.0f", f.House.RadiusMeters)
			}
			if c.Near != "" {
				row[6] = fmt.Sprintf("%.0f", f.Meters)
			}
			_ = out.Write(row) // Flush tells
		}
		out.Flush()
		return out.Error()
	})
}

func (c *cityHousesCommand) wanted(ctx context.Context, store *postgres.Store, index *register.Index) (found []register.NearHouse, err error) {
	if c.Near != "" {
		at, err := latLon(c.Near)
		if err != nil {
			return nil, err
		}
		return index.Near(at, mostNear, c.Meters), nil
	}
	var houses []*register.House
	if c.District == "" && c.Area == "" {
		for i := range index.Houses() {
			houses = append(houses, index.House(i))
		}
	} else {
		area, err := c.area(ctx, store)
		if err != nil {
			return nil, err
		}
		houses = index.Inside(area)
	}
	for _, h := range houses {
		found = append(found, register.NearHouse{House: h})
	}
	return found, nil
}

// area is what --district or --area means.
func (c *cityHousesCommand) area(ctx context.Context, store *postgres.Store) (orb.MultiPolygon, error) {
	if c.Area != "" {
		return boundaryFile(c.Area)
	}
	features, err := store.Features(ctx, c.City)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, district := range atlas.DistrictsOf(features) {
		if district.Name == c.District {
			return district.Area, nil
		}
		names = append(names, district.Name)
	}
	slices.Sort(names)
	return nil, fmt.Errorf("the city's map has no district %q; it has %s", c.District, strings.Join(names, ", "))
}

// latLon reads a point as people write it.
func latLon(text string) (orb.Point, error) {
	lat, lon, two := strings.Cut(text, ",")
	y, yErr := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	x, xErr := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	if !two || yErr != nil || xErr != nil || !(y >= -90 && y <= 90) || !(x >= -180 && x <= 180) { // NaN is no place either
		return orb.Point{}, fmt.Errorf("%q is no latitude and longitude, such as 54.99,73.37", text)
	}
	return orb.Point{x, y}, nil
}
