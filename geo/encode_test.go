package geo_test

import (
	"fmt"
	"maps"
	"math/rand/v2"

	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/project"
	"pgregory.net/rapid"

	"dispatch05/geo"
)

// TestTileIsReadAsItWasDrawn: whatever whole tile units are drawn, a reader of the format finds the same shapes, ids and properties.
func TestTileIsReadAsItWasDrawn(t *testing.T) {
	tile := maptile.New(40000, 20000, 16)
	rapid.Check(t, func(rt *rapid.T) {
		var layer geo.Layer
		var want []*geojson.Feature
		for id := range rapid.IntRange(1, 12).Draw(rt, "features") {
			g := drawnShape(rt)
			properties := geojson.Properties{}
			for n := range rapid.IntRange(0, 3).Draw(rt, "properties") {
				properties[fmt.Sprint("p", n)] = rapid.SampledFrom([]any{"Зелёная", "", true, false, 3.5, -2.25}).Draw(rt, "value")
			}
			layer.Features = append(layer.Features, geo.Feature{ID: uint64(id + 1), Geometry: onEarth(tile, g), Properties: properties})
			f := geojson.NewFeature(g)
			f.ID, f.Properties = float64(id+1), properties
			want = append(want, f)
		}
		layer.Name = "shapes"
		data, _, err := geo.NewMap(layer).Tile(16, int(tile.X), int(tile.Y))
		if err != nil {
			rt.Fatal(err)
		}
		layers, err := mvt.Unmarshal(data)
		if err != nil || len(layers) != 1 || layers[0].Name != "shapes" || layers[0].Version != 2 || layers[0].Extent != 4096 {
			rt.Fatalf("%v, %+v", err, layers)
		}
		for i, f := range layers[0].Features {
			if i >= len(want) || f.ID != want[i].ID || !orb.Equal(f.Geometry, want[i].Geometry) || !maps.Equal(f.Properties, want[i].Properties) {
				rt.Fatalf("feature %d is read as %v %v %v, want %+v", i, f.ID, f.Geometry, f.Properties, want[min(i, len(want)-1)])
			}
		}
		if len(layers[0].Features) != len(want) {
			rt.Fatalf("%d features, want %d", len(layers[0].Features), len(want))
		}
	})
}

// drawnShape is a shape in whole tile units that may be drawn as it is.
func drawnShape(rt *rapid.T) orb.Geometry {
	unit := func(name string) float64 { return float64(rapid.IntRange(10, 3900).Draw(rt, name)) }
	at := orb.Point{unit("x"), unit("y")}
	switch rapid.IntRange(0, 2).Draw(rt, "kind") {
	case 0:
		return at
	case 1:
		line := orb.LineString{at}
		for range rapid.IntRange(1, 6).Draw(rt, "points") {
			line = append(line, orb.Point{line[len(line)-1][0] + float64(rapid.IntRange(1, 20).Draw(rt, "dx")), unit("to")})
		}
		return line
	default:
		w, h := float64(rapid.IntRange(8, 150).Draw(rt, "w")), float64(rapid.IntRange(8, 150).Draw(rt, "h"))
		return orb.Polygon{{at, {at[0] + w, at[1]}, {at[0] + w, at[1] + h}, {at[0], at[1] + h}, at}}
	}
}

// onEarth is where tile units lie, a quarter inside of the unit so that no rounding turns it.
func onEarth(tile maptile.Tile, g orb.Geometry) orb.Geometry {
	by := -0.25 // lines are snapped to the nearest unit, points to the one that they lie in; orb takes the middle of a unit
	if _, point := g.(orb.Point); point {
		by = 0.25
	}
	g = project.Geometry(orb.Clone(g), func(p orb.Point) orb.Point { return orb.Point{p[0] + by, p[1] + by} })
	layer := &mvt.Layer{Extent: 4096, Features: []*geojson.Feature{geojson.NewFeature(g)}}
	layer.ProjectToWGS84(tile)
	return layer.Features[0].Geometry
}

// crowdedTile is a tile at zoom 14 with 2,000 points and 1,000 footprints, the load of the benchmark.
func crowdedTile() (maptile.Tile, []geo.Layer) {
	tile, random := maptile.At(orb.Point{73.4, 55}, 14), rand.New(rand.NewPCG(5, 14))
	bound := tile.Bound()
	spot := func() orb.Point {
		return orb.Point{bound.Min[0] + random.Float64()*0.98*(bound.Max[0]-bound.Min[0]), bound.Min[1] + random.Float64()*0.98*(bound.Max[1]-bound.Min[1])}
	}
	points, shapes := geo.Layer{Name: geo.LayerHouses}, geo.Layer{Name: geo.LayerBuildings}
	for i := range 2000 {
		points.Features = append(points.Features, geo.Feature{ID: uint64(i + 1), Geometry: spot(), Properties: map[string]any{"number": fmt.Sprint(random.IntN(200) + 1)}})
	}
	for i := range 1000 {
		p := spot()
		w, h := 0.0002+random.Float64()*0.0006, 0.0001+random.Float64()*0.0002
		shapes.Features = append(shapes.Features, geo.Feature{ID: uint64(i + 1), Properties: map[string]any{"levels": random.IntN(16) + 1},
			Geometry: orb.Polygon{{p, {p[0] + w, p[1]}, {p[0] + w, p[1] + h}, {p[0] + w/2, p[1] + h}, {p[0] + w/2, p[1] + h/2}, {p[0], p[1] + h/2}, p}}})
	}
	return tile, []geo.Layer{shapes, points}
}
