package main

import (
	"strings"
	"testing"
)

// TestImportGeoJSON: houses of another city are refused by the boundary, a house of a register gets point and outline, files of
// two sources stand beside one another, and a file without points takes none away.
func TestImportGeoJSON(t *testing.T) {
	t.Parallel()
	home, pool := importingCity(t, "rechnoy", "Europe/Samara", "Речной")
	boundary := `{"type":"Feature","properties":{"kind":"boundary"},"geometry":{"type":"Polygon","coordinates":[[[49.9,53.9],[50.1,53.9],[50.1,54.1],[49.9,54.1],[49.9,53.9]]]}}`
	home.done(t, "", "import", "map", "--city", "rechnoy", stored(t, "map.geojson", []byte(boundary)))
	register := stored(t, "r.csv", []byte("house_uuid;house_full_address\nec1709ec-7951-4fcb-af6d-5136ded6918c;г. Речной, ул. Зелёная, д. 2\n"))
	home.done(t, "", "import", "register", "--city", "rechnoy", register)
	house := func(number, shape string) string {
		return `{"type":"Feature","properties":{"addr:street":"Зелёная улица","addr:housenumber":"` + number + `"},"geometry":` + shape + `}` + "\n"
	}
	outline := `{"type":"Polygon","coordinates":[[[50,54],[50.001,54],[50.001,54.001],[50,54]]]}`
	houses := stored(t, "houses.geojsonl", []byte(house("2", outline)+house("4", `{"type":"Point","coordinates":[50.002,54.002]}`)+house("6", `{"type":"Point","coordinates":[51,54]}`)))
	done := take(t, home, "geojson", "rechnoy", houses)
	if done.rows != 3 || done.added != 1 || done.rejected != 1 || done.kinds["other_city"] != 1 {
		t.Errorf("%+v", done)
	}
	look := func() string {
		return ask[string](t, pool, `select string_agg(concat_ws(' ', source, number, placed, retired_at is null), ', ' order by id) || '; ' || (select string_agg(source || ' ' || name, ', ' order by id) from features where kind = 'footprint') from houses`)
	}
	want := "fias 2 footprint t, geojson 4 register t; geojson fias/ec1709ec-7951-4fcb-af6d-5136ded6918c"
	if look() != want {
		t.Errorf("the houses: %s", look())
	}
	home.done(t, "", "import", "register", "--city", "rechnoy", register)
	home.done(t, "", "import", "geojson", "--city", "rechnoy", "--source", "office", stored(t, "o.geojson", []byte(house("8", "null")+house("2", "null"))))
	if got := look(); got != strings.Replace(want, ";", ", office 8 approximate t;", 1) && got != strings.Replace(want, ";", ", office 8 none t;", 1) {
		t.Errorf("after files without points: %s", got)
	}
	if again := take(t, home, "geojson", "rechnoy", houses); again.same != 2 || again.added+again.changed+again.retired != 0 {
		t.Errorf("the same file again: %+v", again)
	}
	for _, source := range []string{"osm", "Мой", "x"} {
		home.refused(t, "", "--source", "import", "geojson", "--city", "rechnoy", "--source", source, houses)
	}
	home.refused(t, "", "nothing was written", "import", "geojson", "--city", "rechnoy", stored(t, "cut.geojson", []byte(`{"features":[`+house("2", outline))))
}
