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
	if !strings.Contains(out, "added 1, changed 0") || !strings.Contains(out, "1 houses are of the register already, 1 of them learned something") || !strings.Contains(out, "roads: 2 junctions, 2 directions to drive") {
		t.Errorf("the import says %s", out)
	}
	if got := ask[string](t, pool, `select source || ' ' || levels || ' ' || entrances || ' ' || placed from houses where source_id = 'u-2'`); got != "fias 5 1 register" {
		t.Errorf("the register's house: %s", got)
	}
	if got := ask[string](t, pool, `select string_agg(kind || ':' || name, ' ' order by kind) from features`); got != "footprint:fias/u-2 street:улица Зелёная" {
		t.Errorf("the shapes: %s", got)
	}
	if got := ask[string](t, pool, `select roads.source || ' ' || edges || ' ' || cities.roads from roads join cities on cities.id = city_id`); got != "osm 2 1" {
		t.Errorf("the roads: %s", got)
	}
	if again := home.done(t, "", "import", "osm", "--city", "rechnoy", map1); !strings.Contains(again, "added 0, changed 0, revived 0, same 1, retired 0") || !strings.Contains(again, "0 of them learned") {
		t.Errorf("the second run says %s", again)
	}
	bare := file("bare.osm", `<osm version="0.6"><node id="1" lon="50" lat="54"><tag k="addr:street" v="улица Зелёная"/><tag k="addr:housenumber" v="8"/></node></osm>`)
	if out := home.done(t, "", "import", "osm", "--city", "rechnoy", bare); !strings.Contains(out, "no street to drive on") || ask[int](t, pool, `select edges from roads`) != 2 {
		t.Errorf("a file without streets says %s", out)
	}
}
