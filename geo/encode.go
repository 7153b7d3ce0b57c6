package geo

import (
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
)

// tileLayer is a layer cut to one tile, its geometry in whole tile units.
type tileLayer struct {
	name     string
	features []Feature
}

// encodeByOrb writes layers as an uncompressed Mapbox vector tile, version 2.
func encodeByOrb(layers []tileLayer) ([]byte, error) {
	out := make(mvt.Layers, len(layers))
	for i, layer := range layers {
		out[i] = &mvt.Layer{Name: layer.name, Version: 2, Extent: tileExtent}
		for _, feature := range layer.features {
			out[i].Features = append(out[i].Features, encoded(feature))
		}
	}
	return mvt.Marshal(out)
}

func encoded(feature Feature) *geojson.Feature {
	f := geojson.NewFeature(feature.Geometry)
	f.Properties = feature.Properties
	if feature.ID != 0 {
		f.ID = feature.ID
	}
	return f
}
