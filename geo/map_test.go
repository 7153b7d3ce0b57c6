package geo_test

import (
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"

	"dispatch05/geo"
)

func smallCity() geo.CityShapes {
	block := func(west, south, size float64) orb.Polygon {
		return orb.Polygon{orb.Ring(line(orb.Point{west, south}, orb.Point{west + size, south},
			orb.Point{west + size, south + size}, orb.Point{west, south + size}, orb.Point{west, south}))}
	}
	return geo.CityShapes{
		Boundary: orb.MultiPolygon{block(-3000, -3000, 6000)},
		Water:    []geo.WaterShape{{Name: "Волга", Area: orb.MultiPolygon{block(-500, -4000, 8000)}}},
		Streets: []geo.StreetShape{
			{Name: "улица Зелёная", Class: geo.Lane, Line: line(orb.Point{-900, 0}, orb.Point{-600, 0})},
			{Name: "проспект Победы", Class: geo.Avenue, Line: line(orb.Point{-900, 10}, orb.Point{900, 10})},
		},
		Houses: []geo.HouseShape{
			{ID: 7, Number: "4а/2 к. 1", Levels: 9, Point: at(-700, 30), Footprint: block(-710, 20, 20)},
		},
	}
}

func decode(t *testing.T, m *geo.Map, tile maptile.Tile) map[string]*mvt.Layer {
	t.Helper()
	data, _, err := m.Tile(int(tile.Z), int(tile.X), int(tile.Y))
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.Unmarshal(data)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]*mvt.Layer{}
	for _, layer := range layers {
		if layer.Version != 2 {
			t.Errorf("layer %s has version %d, want 2", layer.Name, layer.Version)
		}
		layer.ProjectToWGS84(tile)
		byName[layer.Name] = layer
	}
	return byName
}

func TestTileHoldsTheHouseWithItsNumberAndPlace(t *testing.T) {
	m := geo.NewCityMap(smallCity())
	house := at(-700, 30)
	layers := decode(t, m, maptile.At(house, 16))
	houses := layers[geo.LayerHouses]
	if houses == nil || len(houses.Features) != 1 {
		t.Fatalf("houses layer = %+v", houses)
	}
	feature := houses.Features[0]
	if feature.Properties["number"] != "4а/2 к. 1" || feature.ID != float64(7) {
		t.Errorf("house = %v %v", feature.ID, feature.Properties)
	}
	if off := geo.DistanceMeters(feature.Geometry.(orb.Point), house); off > 0.3 {
		t.Errorf("the house stands %.2f m off", off)
	}
	building := layers[geo.LayerBuildings].Features[0]
	if centre, _ := planar.CentroidArea(building.Geometry); geo.DistanceMeters(centre, house) > 0.5 {
		t.Errorf("the footprint stands at %v", centre)
	}
	if name := layers[geo.LayerStreets].Features[0].Properties["name"]; name != "улица Зелёная" {
		t.Errorf("street = %v", name)
	}
}

func TestTileShowsWhatItsZoomCanCarry(t *testing.T) {
	m := geo.NewCityMap(smallCity())
	for _, c := range []struct {
		zoom           maptile.Zoom
		streets, house int
	}{{10, 1, 0}, {12, 1, 0}, {13, 2, 0}, {14, 2, 1}, {17, 2, 1}} {
		layers := decode(t, m, maptile.At(at(-700, 30), c.zoom))
		if got := features(layers[geo.LayerStreets]); got != c.streets {
			t.Errorf("zoom %d: %d streets, want %d", c.zoom, got, c.streets)
		}
		if got := features(layers[geo.LayerHouses]); got != c.house {
			t.Errorf("zoom %d: %d houses, want %d", c.zoom, got, c.house)
		}
	}
}

func features(layer *mvt.Layer) int {
	if layer == nil {
		return 0
	}
	return len(layer.Features)
}

// The shell of a polygon has a positive area by the surveyor's formula in the
// tile's own coordinates (specification 4.3.3.3).
func TestWaterIsClippedToTheTileAndWoundAsTheSpecificationAsks(t *testing.T) {
	m := geo.NewCityMap(smallCity())
	tile := maptile.At(at(0, 0), 15)
	data, _, err := m.Tile(15, int(tile.X), int(tile.Y))
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.Unmarshal(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, layer := range layers {
		if layer.Name != geo.LayerWater {
			continue
		}
		ring := layer.Features[0].Geometry.(orb.Polygon)[0]
		if bound := ring.Bound(); bound.Min[0] < -64 || bound.Max[0] > 4160 {
			t.Errorf("water reaches %v", bound)
		}
		if ring.Orientation() != orb.CCW {
			t.Error("the shell is wound the wrong way")
		}
		return
	}
	t.Error("no water in the middle of the river")
}

func TestTileAddresses(t *testing.T) {
	m := geo.NewCityMap(smallCity())
	for _, c := range []struct {
		name    string
		z, x, y int
		err     error
	}{
		{"the world", 0, 0, 0, nil},
		{"an ocean", 10, 0, 0, nil},
		{"too deep", 19, 0, 0, geo.ErrNoTile},
		{"east of the world", 1, 2, 0, geo.ErrNoTile},
		{"negative", 1, 0, -1, geo.ErrNoTile},
	} {
		if _, _, err := m.Tile(c.z, c.x, c.y); !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", c.name, err, c.err)
		}
		if _, err := m.ETag(c.z, c.x, c.y); !errors.Is(err, c.err) {
			t.Errorf("the tag of %s: %v, want %v", c.name, err, c.err)
		}
	}
	if data, _, _ := m.Tile(10, 0, 0); len(data) != 0 {
		t.Errorf("an ocean has %d bytes", len(data))
	}
}

func TestETagChangesWithWhatTheTileDraws(t *testing.T) {
	city := smallCity()
	here, away := maptile.At(at(-700, 30), 15), maptile.At(at(2900, 2900), 15)
	tag := func(tile maptile.Tile) string {
		m := geo.NewCityMap(city)
		told, err := m.ETag(15, int(tile.X), int(tile.Y))
		if err != nil {
			t.Fatal(err)
		}
		if _, cut, err := m.Tile(15, int(tile.X), int(tile.Y)); err != nil || cut != told || told == "" {
			t.Errorf("tile %v is cut as %s, told as %s: %v", tile, cut, told, err)
		}
		return told
	}
	before, elsewhere := tag(here), tag(away)
	if again := tag(here); again != before {
		t.Errorf("the same map has two tags, %s and %s", before, again)
	}
	city.Houses[0].Number = "4б"
	if tag(here) == before {
		t.Error("a changed number left its tile's tag as it was")
	}
	if tag(away) != elsewhere {
		t.Error("a changed number has touched a tile where it is not drawn")
	}
}

// A house near the border of two tiles is labelled once.
func TestHouseIsOnExactlyOneTile(t *testing.T) {
	tile := maptile.At(at(-700, 30), 16)
	border := tile.Bound().Max[0]
	city := geo.CityShapes{Houses: []geo.HouseShape{{ID: 1, Point: orb.Point{math.Nextafter(border, 0), tile.Center()[1]}}}}
	m := geo.NewCityMap(city)
	count := 0
	for dx := -1; dx <= 1; dx++ {
		neighbour := maptile.New(uint32(int(tile.X)+dx), tile.Y, tile.Z)
		count += features(decode(t, m, neighbour)[geo.LayerHouses])
	}
	if count != 1 {
		t.Errorf("the house is on %d tiles", count)
	}
}
