package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Names of the layers of a city map, as the screens' style refers to them.
const (
	LayerGreen     = "green"
	LayerWater     = "water"
	LayerBoundary  = "boundary"
	LayerRails     = "rails"
	LayerStreets   = "streets"
	LayerBuildings = "buildings" // footprints
	LayerHouses    = "houses"    // points with the number as their label
	LayerDistricts = "districts" // borders as lines, names as points
)

// StreetClass says how weighty a street is on the map.
type StreetClass string

// Classes of streets, the weightiest first.
const (
	Highway StreetClass = "highway" // leads out of the city
	Avenue  StreetClass = "avenue"
	Main    StreetClass = "main"
	Minor   StreetClass = "minor"
	Lane    StreetClass = "lane"
)

// StreetShape is a street, or a part of one, as the map draws it.
type StreetShape struct {
	Name   string // as shown, with its type: "улица Зелёная"
	Class  StreetClass
	Bridge bool
	Line   orb.LineString // lon, lat
}

// NamedPlace is a name that stands at a point.
type NamedPlace struct {
	Name  string
	Point orb.Point
}

// HouseShape is a house as the map draws it.
type HouseShape struct {
	ID        int64
	Number    string
	Levels    int // 0 = unknown
	Point     orb.Point
	Guessed   bool        // the point is approximate
	Footprint orb.Polygon // nil where unknown
}

// WaterShape is a river, or a part of one, a lake or a pond.
type WaterShape struct {
	Name string // "" = none
	Area orb.MultiPolygon
}

// CityShapes are all that a city's own map is drawn from, lon, lat.
type CityShapes struct {
	Boundary  orb.MultiPolygon
	Water     []WaterShape
	Green     orb.MultiPolygon
	Rails     orb.MultiLineString
	Streets   []StreetShape
	Named     []NamedPlace // streets whose course nobody told: only where they are
	Houses    []HouseShape
	Districts []District
}

// NewCityMap draws the shapes as the named layers, bottom first.
func NewCityMap(c CityShapes) *Map {
	return NewMap(
		polygonLayer(LayerGreen, c.Green),
		waterLayer(c.Water),
		boundaryLayer(c.Boundary),
		railLayer(c.Rails),
		streetLayer(c.Streets, c.Named),
		buildingLayer(c.Houses),
		houseLayer(c.Houses),
		districtLayer(c.Districts),
	)
}

func polygonLayer(name string, shapes orb.MultiPolygon) Layer {
	layer := Layer{Name: name}
	for _, polygon := range shapes {
		layer.Features = append(layer.Features, Feature{Geometry: polygon})
	}
	return layer
}

// waterLayer draws the waters, and a point for the name of each.
func waterLayer(waters []WaterShape) Layer {
	layer := Layer{Name: LayerWater}
	for _, water := range waters {
		for _, polygon := range water.Area {
			layer.Features = append(layer.Features, Feature{Geometry: polygon})
		}
		if water.Name != "" {
			layer.Features = append(layer.Features, Feature{Geometry: InteriorPoint(Largest(water.Area)), MinZoom: nameZoom(water.Area.Bound()), Properties: map[string]any{"name": water.Name}})
		}
	}
	return layer
}

// nameZoom is where an area is wide enough for its name: about a sixth of a tile.
func nameZoom(bound orb.Bound) int {
	wide := max(bound.Right()-bound.Left(), bound.Top()-bound.Bottom())
	return int(min(max(math.Ceil(math.Log2(360/6/wide)), 0), 15))
}

// boundaryLayer draws the border as lines: a filled city would hide what is below.
func boundaryLayer(boundary orb.MultiPolygon) Layer {
	layer := Layer{Name: LayerBoundary}
	for _, polygon := range boundary {
		for _, ring := range polygon {
			layer.Features = append(layer.Features, Feature{Geometry: orb.LineString(ring)})
		}
	}
	return layer
}

func railLayer(rails orb.MultiLineString) Layer {
	layer := Layer{Name: LayerRails}
	for _, line := range rails {
		layer.Features = append(layer.Features, Feature{Geometry: line})
	}
	return layer
}

// firstZoom is where a street of a class appears.
var firstZoom = map[StreetClass]int{Highway: 8, Avenue: 10, Main: 11, Minor: 12, Lane: 13}

func streetLayer(streets []StreetShape, named []NamedPlace) Layer {
	layer := Layer{Name: LayerStreets}
	for _, street := range streets {
		layer.Features = append(layer.Features, Feature{
			Geometry: street.Line,
			MinZoom:  firstZoom[street.Class],
			Properties: map[string]any{
				"name": street.Name, "class": string(street.Class), "bridge": street.Bridge,
			},
		})
	}
	for _, place := range named {
		layer.Features = append(layer.Features, Feature{Geometry: place.Point, MinZoom: firstZoom[Minor], Properties: map[string]any{"name": place.Name}})
	}
	return layer
}

func buildingLayer(houses []HouseShape) Layer {
	layer := Layer{Name: LayerBuildings}
	for _, house := range houses {
		if house.Footprint == nil {
			continue
		}
		layer.Features = append(layer.Features, Feature{
			ID: uint64(house.ID), Geometry: house.Footprint, MinZoom: 13,
			Properties: map[string]any{"levels": house.Levels},
		})
	}
	return layer
}

// dotZoom is where the dot of a house without an outline appears: all of them near by, and from farther off a part, so
// that a city of which nothing else is drawn shows its form and a tile stays small.
func dotZoom(id int64) int {
	switch {
	case id%16 == 0:
		return 10
	case id%4 == 0:
		return 12
	default:
		return 13
	}
}

func houseLayer(houses []HouseShape) Layer {
	layer := Layer{Name: LayerHouses}
	for _, house := range houses {
		from := 14 // the number; the outline is the layer of buildings'
		if house.Footprint == nil {
			from = dotZoom(house.ID)
		}
		layer.Features = append(layer.Features, Feature{
			ID: uint64(house.ID), Geometry: house.Point, MinZoom: from,
			Properties: map[string]any{"number": house.Number, "outlined": house.Footprint != nil, "guessed": house.Guessed},
		})
	}
	return layer
}

// districtLayer draws borders as lines, as boundaryLayer does, and one point for the name of each district.
func districtLayer(districts []District) Layer {
	layer := Layer{Name: LayerDistricts}
	for _, district := range districts {
		properties := map[string]any{"kind": string(district.Kind), "name": district.Name}
		for _, polygon := range district.Area {
			for _, ring := range polygon {
				layer.Features = append(layer.Features, Feature{Geometry: orb.LineString(ring), Properties: properties})
			}
		}
		layer.Features = append(layer.Features, Feature{Geometry: InteriorPoint(Largest(district.Area)), Properties: properties})
	}
	return layer
}
