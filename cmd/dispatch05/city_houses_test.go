package main

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func TestCityHousesAreListedByWhereTheyStand(t *testing.T) {
	t.Parallel()
	home, _ := importingCity(t, "rechnoy", "Europe/Samara", "Речной")
	home.done(t, "", "import", "osm", "--city", "rechnoy", "--whole", stored(t, "c.osm", []byte(hamlet)))
	square := `{"type":"Feature","properties":{"name":"ТОС «Восход»"},"geometry":{"type":"Polygon","coordinates":[[[50.0015,54.0015],[50.003,54.0015],[50.003,54.003],[50.0015,54.003],[50.0015,54.0015]]]}}`
	area := stored(t, "tos.geojson", []byte(square))
	home.done(t, "", "import", "map", "--city", "rechnoy", "--kind", "district", "--class", "tos", area)
	const head, fourth = "house_id,address,lat,lon,placed,radius_m,meters\n", "1,\"ул. Зелёная, 4\",54.002000,50.002000,register,,"
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"of a district": {[]string{"--district", "ТОС «Восход»"}, head + fourth + "\n"},
		"of an area":    {[]string{"--area", area}, head + fourth + "\n"},
		"near a point":  {[]string{"--near", "54.0021,50.002"}, head + fourth + "11\n"},
		"nothing near":  {[]string{"--near", "54.5,50.5"}, head},
	} {
		if got := home.done(t, "", append([]string{"city", "houses", "--city", "rechnoy"}, c.args...)...); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	home.done(t, "", "import", "map", "--city", "rechnoy", "--kind", "district", "--class", "area", stored(t, "area.geojson", []byte(strings.ReplaceAll(square, "ТОС «Восход»", "Береговой район"))))
	home.refused(t, "", "no district \"Сад\"; it has Береговой район, ТОС «Восход»", "city", "houses", "--city", "rechnoy", "--district", "Сад")
	home.done(t, "", "import", "map", "--city", "rechnoy", "--kind", "district", "--class", "area", stored(t, "no.geojson", []byte(strings.ReplaceAll(square, "ТОС «Восход»", "Новый район"))))
	home.refused(t, "", "no district \"ТОС\"; it has Новый район, ТОС «Восход»", "city", "houses", "--city", "rechnoy", "--district", "ТОС")
	old, _ := charmap.Windows1251.NewEncoder().String(strings.ReplaceAll(square, "ТОС «Восход»", "Старый район"))
	home.done(t, "", "import", "map", "--city", "rechnoy", "--kind", "district", "--class", "balance", stored(t, "1251.geojson", []byte(old)))
	home.refused(t, "", "Старый район", "city", "houses", "--city", "rechnoy", "--district", "?")
	for _, wrong := range []string{strings.NewReplacer("[50.0015,54.0015]", "[54.0015,50.0015]", "[50.003,54.0015]", "[54.003,50.0015]", "[50.003,54.003]", "[54.003,50.003]", "[50.0015,54.003]", "[54.0015,50.003]").Replace(square),
		strings.Replace(square, ",[50.0015,54.0015]]]", "]]", 1)} {
		home.refused(t, "", "no usable shape", "import", "map", "--city", "rechnoy", "--kind", "district", "--class", "balance", stored(t, "w.geojson", []byte(wrong)))
	}
	home.refused(t, "", "no latitude and longitude", "city", "houses", "--city", "rechnoy", "--near", "NaN,50")
	home.refused(t, "", "holds no usable shape", "import", "map", "--city", "rechnoy", "--kind", "district", "--class", "tos", stored(t, "n.geojson", []byte(`{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[50,54],[51,54],[51,55],[50,54]]]}}`)))
}
