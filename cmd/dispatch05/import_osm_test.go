package main

import (
	"os"
	"strings"
	"testing"
)

// hamlet is an invented place: one house that the register has without a point, one that it has not.
const hamlet = `<osm version="0.6">
<node id="1" lon="50.000" lat="54.000"/><node id="2" lon="50.001" lat="54.000"><tag k="entrance" v="yes"/></node><node id="3" lon="50.001" lat="54.001"/>
<node id="4" lon="50.002" lat="54.002"><tag k="addr:street" v="улица Зелёная"/><tag k="addr:housenumber" v="4"/></node>
<way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/><tag k="building:levels" v="5"/><tag k="addr:street" v="улица Зелёная"/><tag k="addr:housenumber" v="2"/></way>
<way id="11"><nd ref="1"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="улица Зелёная"/></way></osm>`

func TestImportOSMMeetsTheRegister(t *testing.T) {
	home, pool := importingCity(t, "rechnoy", "Europe/Samara", "Речной")
	file := func(name, text string) string {
		path := t.TempDir() + "/" + name
		must(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	home.done(t, "", "import", "register", "--city", "rechnoy", file("r.csv", "house_uuid;house_full_address\nu-2;г. Речной, ул. Зелёная, д. 2\n"))
	map1 := file("c.osm", hamlet)
	out := home.done(t, "", "import", "osm", "--city", "rechnoy", map1)
	if !strings.Contains(out, "added 1, changed 0") || !strings.Contains(out, "met 1 known already under another source or id, 1 of another source's houses learned something") || !strings.Contains(out, "roads: 2 junctions, 2 directions to drive") {
		t.Errorf("the import says %s", out)
	}
	if got := ask[string](t, pool, `select source || ' ' || levels || ' ' || entrances || ' ' || placed from houses where source_id = 'u-2'`); got != "fias 5 1 footprint" {
		t.Errorf("the register's house: %s", got)
	}
	if got := ask[string](t, pool, `select string_agg(kind || ':' || name, ' ' order by kind) from features`); got != "footprint:fias/u-2 street:улица Зелёная" {
		t.Errorf("the shapes: %s", got)
	}
	if got := ask[string](t, pool, `select map_credit || ', ' || r.edges || ' directions' from cities c join roads r on r.city_id = c.id`); got != "© участники OpenStreetMap, 2 directions" {
		t.Errorf("credit and roads: %s", got)
	}
	if again := home.done(t, "", "import", "osm", "--city", "rechnoy", map1); !strings.Contains(again, "added 0, changed 0, revived 0, same 2, retired 0") || !strings.Contains(again, "met 0 known already under another source or id, 0 of another") {
		t.Errorf("the second run says %s", again)
	}
	bare := file("bare.osm", `<osm version="0.6"><node id="1" lon="50" lat="54"><tag k="addr:street" v="улица Зелёная"/><tag k="addr:housenumber" v="8"/></node></osm>`)
	if out := home.done(t, "", "import", "osm", "--city", "rechnoy", bare); !strings.Contains(out, "no street to drive on") || ask[int](t, pool, `select edges from roads`) != 2 {
		t.Errorf("a file without streets says %s", out)
	}
}

// TestImportOSMCutsTheCityOut by the boundary that it is told, and by the one of its map; nothing is written where there is none.
func TestImportOSMCutsTheCityOut(t *testing.T) {
	t.Parallel()
	home, pool := importingCity(t, "rechnoy", "Europe/Samara", "Речной")
	region := stored(t, "region.osm", []byte(hamlet))
	part := `{"type":"Feature","properties":{"kind":"boundary"},"geometry":{"type":"Polygon","coordinates":[[[50.0015,54.0015],[50.003,54.0015],[50.003,54.003],[50.0015,54.003],[50.0015,54.0015]]]}}`
	boundary := stored(t, "b.geojson", []byte(part))
	numbers := func() string {
		return ask[string](t, pool, `select coalesce(string_agg(number, ' ' order by number), '') from houses where retired_at is null`)
	}
	home.refused(t, "", "no such boundary", "import", "osm", "--city", "rechnoy", "--relation", "7", region)
	home.refused(t, "", "no polygon", "import", "osm", "--city", "rechnoy", "--boundary", stored(t, "p.geojson", []byte(`{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[50,54]}}`)), region)
	if out := home.done(t, "", "import", "osm", "--city", "rechnoy", region); numbers() != "2 4" || !strings.Contains(out, "no boundary of the city is known") {
		t.Errorf("whole: %s; %s", numbers(), out)
	}
	if out := home.done(t, "", "import", "osm", "--city", "rechnoy", "--boundary", boundary, region); numbers() != "4" || strings.Contains(out, "no boundary") {
		t.Errorf("told: %s; %s", numbers(), out)
	}
	home.done(t, "", "import", "osm", "--city", "rechnoy", "--whole", region)
	home.done(t, "", "import", "map", "--city", "rechnoy", boundary)
	if home.done(t, "", "import", "osm", "--city", "rechnoy", region); numbers() != "4" {
		t.Errorf("of the map: %s", numbers())
	}
}
