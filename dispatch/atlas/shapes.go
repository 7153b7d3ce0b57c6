package atlas

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"dispatch05/geo"
	"dispatch05/geo/register"
)

// shapesOf sorts a city's features and houses into the layers of its map.
func shapesOf(houses []register.House, features []Feature) geo.CityShapes {
	var shapes geo.CityShapes
	footprints := map[string]orb.Polygon{}
	for _, f := range features {
		switch f.Kind {
		case Boundary:
			shapes.Boundary = append(shapes.Boundary, polygons(f.Shape)...)
		case Water:
			shapes.Water = append(shapes.Water, geo.WaterShape{Name: f.Name, Area: polygons(f.Shape)})
		case Green:
			shapes.Green = append(shapes.Green, polygons(f.Shape)...)
		case Rails:
			shapes.Rails = append(shapes.Rails, lines(f.Shape)...)
		case Street:
			for _, line := range lines(f.Shape) {
				shapes.Streets = append(shapes.Streets, geo.StreetShape{Name: f.Name, Class: geo.StreetClass(f.Class), Bridge: f.Bridge, Line: line})
			}
		case Footprint:
			if outline := polygons(f.Shape); len(outline) > 0 {
				footprints[f.Name] = outline[0]
			}
		}
	}
	shapes.Districts = DistrictsOf(features)
	if len(shapes.Streets) == 0 {
		shapes.Named = streetsNamed(houses)
	}
	for _, h := range houses {
		if h.Placed() {
			shapes.Houses = append(shapes.Houses, geo.HouseShape{ID: h.ID, Number: h.Number, Levels: h.Levels, Point: h.Point, Guessed: h.Precision == register.PrecisionApproximate, Footprint: footprints[FootprintOf(h)]})
		}
	}
	return shapes
}

// DistrictsOf are the districts among a city's features.
func DistrictsOf(features []Feature) (districts []geo.District) {
	for _, f := range features {
		if f.Kind == District {
			districts = append(districts, geo.District{Name: f.Name, Kind: geo.DistrictKind(f.Class), Area: polygons(f.Shape)})
		}
	}
	return districts
}

// streetsNamed puts the name of each street in the middle of its houses, for a city whose streets nobody has drawn: at
// the house that is nearest to the middle, since a street that bends has none of its own there.
func streetsNamed(houses []register.House) (named []geo.NamedPlace) {
	streets, order := map[string][]*register.House{}, []string{}
	for i := range houses {
		if h := &houses[i]; h.Placed() && h.Street != "" {
			key := h.StreetKey()
			if streets[key] == nil {
				order = append(order, key)
			}
			streets[key] = append(streets[key], h)
		}
	}
	for _, key := range order {
		var middle orb.Point
		for _, h := range streets[key] {
			middle[0] += h.Point[0] / float64(len(streets[key]))
			middle[1] += h.Point[1] / float64(len(streets[key]))
		}
		nearest := slices.MinFunc(streets[key], func(a, b *register.House) int {
			return cmp.Compare(geo.DistanceMeters(a.Point, middle), geo.DistanceMeters(b.Point, middle))
		})
		named = append(named, geo.NamedPlace{Name: nearest.StreetShown(), Point: nearest.Point})
	}
	return named
}

// FootprintOf names the footprint of a house.
func FootprintOf(h register.House) string { return h.Source + "/" + h.SourceID }

func barriersOf(features []Feature) *geo.Barriers {
	var barriers []geo.Barrier
	var crossings []geo.Crossing
	for _, f := range features {
		switch f.Kind {
		case Barrier:
			barriers = append(barriers, geo.Barrier{Name: f.Name, Shape: f.Shape})
		case Crossing:
			for _, line := range lines(f.Shape) {
				crossings = append(crossings, geo.Crossing{Name: f.Name, Kind: geo.CrossingKind(f.Class), Line: line})
			}
		}
	}
	return geo.NewBarriers(barriers, crossings)
}

func polygons(shape orb.Geometry) orb.MultiPolygon {
	switch shape := shape.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{shape}
	case orb.MultiPolygon:
		return shape
	default:
		return nil
	}
}

func lines(shape orb.Geometry) orb.MultiLineString {
	switch shape := shape.(type) {
	case orb.LineString:
		return orb.MultiLineString{shape}
	case orb.MultiLineString:
		return shape
	default:
		return nil
	}
}
