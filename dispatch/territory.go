package dispatch

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// errBadTerritory refuses what is no area of the earth.
var errBadTerritory = invalid("territory", "bad_territory", "Участок — это Polygon или MultiPolygon GeoJSON из точек [долгота, широта]",
	"A territory is a GeoJSON Polygon or MultiPolygon of [lon, lat] points")

// Territory reads a GeoJSON area as a post keeps it; no shape is no territory.
func Territory(shape *geojson.Geometry) (orb.MultiPolygon, error) {
	if shape == nil {
		return nil, nil
	}
	var area orb.MultiPolygon
	switch shape := shape.Geometry().(type) {
	case orb.Polygon:
		area = orb.MultiPolygon{shape}
	case orb.MultiPolygon:
		area = shape
	}
	if len(area) == 0 {
		return nil, errBadTerritory
	}
	for _, polygon := range area {
		if len(polygon) == 0 || len(polygon[0]) < 4 {
			return nil, errBadTerritory
		}
	}
	if b := area.Bound(); !onEarth(b.Min) || !onEarth(b.Max) {
		return nil, errBadTerritory
	}
	return area, nil
}
