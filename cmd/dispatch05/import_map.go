package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"dispatch05/dispatch/atlas"
	"dispatch05/dispatch/postgres"
	"dispatch05/geo"
	"dispatch05/geo/register"
)

type importMapCommand struct {
	importFlags
	Kind   string `help:"What the shapes are when they do not say it by a property \"kind\": boundary, water, green, rails, street, barrier, crossing or district."`
	Credit string `help:"Whom the licence of the shapes wants named on the map, such as '© участники OpenStreetMap'."`
	Class  string `help:"Of what class they are when they do not say it by a property \"class\": of districts area, tos or balance."`
}

// mapKinds are the kinds of shape that a file may bring, and what each is made of.
var mapKinds = map[atlas.Kind][]string{
	atlas.Boundary: {"Polygon", "MultiPolygon"}, atlas.Water: {"Polygon", "MultiPolygon"}, atlas.Green: {"Polygon", "MultiPolygon"},
	atlas.Rails: {"LineString", "MultiLineString"}, atlas.Street: {"LineString", "MultiLineString"},
	atlas.District: {"Polygon", "MultiPolygon"},
	atlas.Barrier:  {"LineString", "MultiLineString", "Polygon", "MultiPolygon"}, atlas.Crossing: {"LineString", "MultiLineString"},
}

// maxMapBytes bounds a map file; a city's streets and water are far below it.
const maxMapBytes = 256 << 20

// Run takes the shapes of a GeoJSON FeatureCollection (RFC 7946) in place of those of the same kinds.
// Properties: kind, name, class (of a street: highway, avenue, main, minor, lane; of a crossing: bridge,
// level, overpass, tunnel; of a district: area, tos, balance), bridge.
func (c *importMapCommand) Run(ctx context.Context, std *streams) error {
	return c.into(ctx, std, func(file *os.File, store *postgres.Store, _ time.Time) error {
		shapes, err := readMap(file)
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		doubts, err := newComplaints(c.Report)
		if err != nil {
			return err
		}
		city, err := store.City(ctx, c.City)
		if err != nil {
			return err
		}
		var about orb.Bound
		if city.Bounds != [4]float64{} {
			about = orb.Bound{Min: orb.Point{city.Bounds[0], city.Bounds[1]}, Max: orb.Point{city.Bounds[2], city.Bounds[3]}}.Pad(aboutCity)
		}
		features, kinds := c.sort(shapes, about, doubts)
		if len(features) == 0 {
			return errors.Join(fmt.Errorf("%s holds no usable shape", c.File), doubts.tellTaken(std.out, 0, "shape", "shapes"))
		}
		if err := store.ReplaceFeatures(ctx, c.City, kinds, features); err != nil {
			return err
		}
		if c.Credit != "" {
			if err := store.CreditMap(ctx, c.City, c.Credit); err != nil {
				return err
			}
		}
		if err := store.FrameCity(ctx, c.City, frameOf(features)); err != nil {
			return err
		}
		return doubts.tellTaken(std.out, len(features), "shape", "shapes")
	})
}

func readMap(file io.Reader) ([]*geojson.Feature, error) {
	plain, err := register.Decoded(file)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(plain, maxMapBytes+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxMapBytes {
		return nil, fmt.Errorf("larger than %d MB", maxMapBytes>>20)
	}
	if collection, err := geojson.UnmarshalFeatureCollection(text); err == nil {
		return collection.Features, nil
	}
	feature, err := geojson.UnmarshalFeature(text)
	if err != nil {
		return nil, fmt.Errorf("neither a GeoJSON FeatureCollection nor a Feature: %w", err)
	}
	return []*geojson.Feature{feature}, nil
}

// sort keeps the shapes that can be used and tells of the others; about is where the city is, empty where nobody knows.
func (c *importMapCommand) sort(shapes []*geojson.Feature, about orb.Bound, doubts *complaints) (features []atlas.Feature, kinds []atlas.Kind) {
	for i, shape := range shapes {
		kind := atlas.Kind(shape.Properties.MustString("kind", c.Kind))
		name := shape.Properties.MustString("name", "")
		class := shape.Properties.MustString("class", c.Class)
		problem := unusable(kind, shape.Geometry)
		if problem.en == "" && about != (orb.Bound{}) && !about.Intersects(shape.Geometry.Bound()) {
			problem = fault{"far from the city (are latitude and longitude swapped?)", "далеко от города (не переставлены ли широта и долгота?)"}
		}
		if problem.en == "" && kind == atlas.District {
			problem = unusableDistrict(name, geo.DistrictKind(class))
		}
		if problem.en != "" {
			doubts.add(i+1, name, "shape", true, problem)
			continue
		}
		bridge, _ := shape.Properties["bridge"].(bool)
		features = append(features, atlas.Feature{Kind: kind, Name: name, Class: class, Bridge: bridge, Shape: shape.Geometry})
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return features, kinds
}

// frameOf is the boundary's bounds, else those of all shapes.
func frameOf(features []atlas.Feature) orb.Bound {
	all, border := features[0].Shape.Bound(), orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}}
	for _, f := range features {
		all = all.Union(f.Shape.Bound())
		if f.Kind == atlas.Boundary {
			border = border.Union(f.Shape.Bound())
		}
	}
	if border.IsEmpty() {
		return all
	}
	return border
}

func unusable(kind atlas.Kind, shape orb.Geometry) fault {
	made, known := mapKinds[kind]
	switch {
	case !known:
		return fault{fmt.Sprintf("unknown kind %q", kind), fmt.Sprintf("неизвестный вид «%s»", kind)}
	case shape == nil:
		return fault{"no geometry", "нет геометрии"}
	case !slices.Contains(made, shape.GeoJSONType()):
		return fault{fmt.Sprintf("a %s is made of %s, not of %s", kind, strings.Join(made, " or "), shape.GeoJSONType()),
			fmt.Sprintf("для %s нужно %s, а не %s", kind, strings.Join(made, " или "), shape.GeoJSONType())}
	}
	bound := shape.Bound()
	if bound.IsEmpty() || bound.Min[0] < -180 || bound.Max[0] > 180 || bound.Min[1] < -90 || bound.Max[1] > 90 {
		return fault{"coordinates are not lon, lat on Earth", "координаты — не долгота и широта на Земле"}
	}
	if !closedRings(shape) {
		return fault{"a ring does not close", "контур не замкнут"}
	}
	return fault{}
}

// closedRings says whether the rings of an area close (RFC 7946, 3.1.6); lines have none.
func closedRings(shape orb.Geometry) bool {
	var areas orb.MultiPolygon
	switch s := shape.(type) {
	case orb.Polygon:
		areas = orb.MultiPolygon{s}
	case orb.MultiPolygon:
		areas = s
	}
	for _, area := range areas {
		for _, ring := range area {
			if len(ring) < 4 || !ring.Closed() {
				return false
			}
		}
	}
	return true
}

func unusableDistrict(name string, kind geo.DistrictKind) fault {
	switch {
	case name == "":
		return fault{"a district without a name", "район без названия"}
	case !slices.Contains([]geo.DistrictKind{geo.ManagingArea, geo.SelfRule, geo.BalanceZone}, kind):
		return fault{fmt.Sprintf("unknown class %q of a district: area, tos or balance", kind), fmt.Sprintf("неизвестный класс района «%s»: area (район), tos (ТОС) или balance (балансовая граница)", kind)}
	}
	return fault{}
}
