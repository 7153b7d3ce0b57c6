package demo

import (
	"github.com/paulmach/orb"

	"dispatch05/geo"
)

// Shapes are what the city's map is drawn from. idOf gives the number under
// which a house is stored, by its SourceID.
func (c *City) Shapes(idOf func(sourceID string) int64) geo.CityShapes {
	shapes := geo.CityShapes{
		Boundary: orb.MultiPolygon{c.Boundary},
		Green:    c.Green, Rails: c.Rails,
	}
	for _, water := range c.Water {
		shapes.Water = append(shapes.Water, geo.WaterShape{Area: orb.MultiPolygon{water}})
	}
	for _, s := range c.Streets {
		shapes.Streets = append(shapes.Streets, geo.StreetShape{
			Name: s.Shown(), Class: s.Class, Bridge: s.Bridge, Line: s.Line,
		})
	}
	for i, h := range c.Houses {
		shapes.Houses = append(shapes.Houses, geo.HouseShape{
			ID: idOf(h.SourceID), Number: h.Number, Levels: h.Levels, Point: h.Point, Footprint: c.Footprints[i],
		})
	}
	return shapes
}
