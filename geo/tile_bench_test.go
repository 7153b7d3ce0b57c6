package geo_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/simplify"

	"dispatch05/geo"
)

const (
	tileRepeats = 5
	tileLasts   = 500 * time.Millisecond
)

// tileSide is one way to make a tile, with its repeats.
type tileSide struct {
	name  string
	cut   func() ([]byte, error)
	rates []float64
	bytes int
}

// BenchmarkTileBesidePeers makes one tile of zoom 14 with 2,000 points and 1,000 footprints anew, again and again: the map,
// orb from a collection to bytes, orb's encoder alone on what was clipped before, and PostGIS where POSTGIS_URL names a
// database that has it; in turns, one core each. `make bench BENCH=TileBesidePeers`.
func BenchmarkTileBesidePeers(b *testing.B) {
	tile, layers := crowdedTile()
	m := geo.NewMap(layers...)
	prepared := clippedByOrb(tile, layers)
	sides := []*tileSide{
		{name: "map", cut: func() ([]byte, error) {
			data, _, err := m.Tile(int(tile.Z), int(tile.X), int(tile.Y))
			return data, err
		}},
		{name: "orb, clip to bytes", cut: func() ([]byte, error) { return mvt.Marshal(clippedByOrb(tile, layers)) }},
		{name: "orb, Marshal alone", cut: func() ([]byte, error) { return mvt.Marshal(prepared) }},
	}
	if url := os.Getenv("POSTGIS_URL"); url != "" {
		sides = append(sides, &tileSide{name: "ST_AsMVT", cut: postgis(b, url, tile, layers)})
	}
	for b.Loop() {
		for range tileRepeats {
			for _, s := range sides {
				s.run(b)
			}
		}
	}
	file := openFigures(b, "tile.jsonl")
	middle := func(v []float64) float64 { sorted := slices.Sorted(slices.Values(v)); return sorted[len(sorted)/2] }
	for _, s := range sides {
		b.Logf("%-20s %6.0f tiles/s (%.0f-%.0f), %d bytes; the map: %.1f times its rate", s.name, middle(s.rates), slices.Min(s.rates), slices.Max(s.rates), s.bytes, middle(sides[0].rates)/middle(s.rates))
		if err := json.NewEncoder(file).Encode(map[string]any{"at": time.Now().UTC(), "what": s.name, "rates": s.rates, "bytes": s.bytes}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(middle(sides[0].rates)/middle(sides[2].rates), "times-orb-Marshal")
}

func (s *tileSide) run(b *testing.B) {
	n, began := 0, time.Now()
	for ; time.Since(began) < tileLasts; n++ {
		data, err := s.cut()
		if err != nil || len(data) == 0 {
			b.Fatalf("%s: %d bytes, %v", s.name, len(data), err)
		}
		s.bytes = len(data)
	}
	s.rates = append(s.rates, float64(n)/time.Since(began).Seconds())
}

func openFigures(b *testing.B, name string) *os.File {
	folder := filepath.Join("..", ".build", "bench")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.Fatal(err)
	}
	file, err := os.OpenFile(filepath.Join(folder, name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { file.Close() })
	return file
}

// clippedByOrb prepares a tile as orb's documentation does.
func clippedByOrb(tile maptile.Tile, layers []geo.Layer) mvt.Layers {
	var out mvt.Layers
	for _, layer := range layers {
		collection := geojson.NewFeatureCollection()
		for _, f := range layer.Features {
			feature := geojson.NewFeature(orb.Clone(f.Geometry))
			feature.ID, feature.Properties = f.ID, f.Properties
			collection.Append(feature)
		}
		l := mvt.NewLayer(layer.Name, collection)
		l.Version = 2
		out = append(out, l)
	}
	out.ProjectToTile(tile)
	out.Clip(mvt.MapboxGLDefaultExtentBound)
	out.Simplify(simplify.DouglasPeucker(3))
	out.RemoveEmpty(3, 16)
	return out
}

// postgis fills temporary tables and cuts the tile from them.
func postgis(b *testing.B, url string, tile maptile.Tile, layers []geo.Layer) func() ([]byte, error) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { conn.Close(ctx) })
	must := func(sql string, args ...any) {
		b.Helper()
		if _, err := conn.Exec(ctx, sql, args...); err != nil {
			b.Fatal(err)
		}
	}
	must(`create extension if not exists postgis`)
	for i, table := range []string{"peer_buildings", "peer_houses"} {
		must(`create temporary table ` + table + ` (id bigint, at geometry(geometry, 3857), number text, levels int)`)
		for _, f := range layers[i].Features {
			must(`insert into `+table+` values ($1, st_transform(st_geomfromwkb($2, 4326), 3857), $3, $4)`, int64(f.ID), wkb.MustMarshal(f.Geometry), f.Properties["number"], f.Properties["levels"])
		}
		must(`create index on ` + table + ` using gist (at)`)
		must(`analyze ` + table)
	}
	const cut = `select (select st_asmvt(l, 'buildings', 4096, 'g', 'id') from (select id, levels, st_asmvtgeom(at, st_tileenvelope($1, $2, $3), 4096, 64, true) g from peer_buildings
			where at && st_tileenvelope($1, $2, $3)) l)
		|| (select st_asmvt(l, 'houses', 4096, 'g', 'id') from (select id, number, st_asmvtgeom(at, st_tileenvelope($1, $2, $3), 4096, 64, true) g from peer_houses
			where at && st_tileenvelope($1, $2, $3)) l)`
	return func() (data []byte, err error) {
		err = conn.QueryRow(ctx, cut, int(tile.Z), int(tile.X), int(tile.Y)).Scan(&data)
		return data, err
	}
}
