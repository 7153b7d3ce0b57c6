package geojson_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/charmap"

	"dispatch05/geo/geojson"
	"dispatch05/geo/register"
)

// village is an invented place: an address point of OpenStreetMap, a house round a yard, two parts of one house, a table of an
// office, a bench without an address, a street.
var village = []string{
	`{"type":"Feature","id":"node/8","geometry":{"type":"Point","coordinates":[50.003,54.003]},"properties":{"addr:street":"Зелёная улица","addr:housenumber":"5 с2","addr:city":"Речной","building:levels":"9"}}`,
	`{"type":"Feature","properties":{"@id":"way/10","addr:street":"Зелёная улица","addr:housenumber":"3"},"geometry":{"type":"Polygon","coordinates":[[[50,54],[50.001,54],[50.001,54.001],[50,54.001],[50,54]],[[50.0002,54.0002],[50.0008,54.0002],[50.0008,54.0008],[50.0002,54.0008],[50.0002,54.0002]]]}}`,
	`{"type":"Feature","properties":{"Адрес":"обл. Приречная, г. Речной, ул. Зелёная, д. 7, к. 1","Этажность":5,"Кол-во подъездов":4,"Подъездов":4,"Квартир":"1 254","Год постройки":1967,"Код ФИАС":"EC1709EC-7951-4FCB-AF6D-5136DED6918C","Управляющая компания":"УК Уют","Аварийный":true},"geometry":{"type":"MultiPolygon","coordinates":[[[[50.01,54],[50.0101,54],[50.0101,54.0001],[50.01,54]]],[[[50.02,54],[50.021,54],[50.021,54.001],[50.02,54]]]]}}`,
	`{"type":"Feature","properties":{"улица":"ул. Лесная","дом":12,"корпус":2},"geometry":null}`,
	`{"type":"Feature","properties":{"amenity":"bench"},"geometry":{"type":"Point","coordinates":[50,54]}}`,
	`{"type":"Feature","properties":{"addr:street":"Зелёная улица","addr:housenumber":"9"},"geometry":{"type":"LineString","coordinates":[[50,54],[50.1,54]]}}`,
}

func collection(features ...string) string {
	return `{"type":"FeatureCollection","name":"дома","features":[` + strings.Join(features, ",\n") + `],"bbox":[50,54,51,55]}`
}

type outcome struct {
	houses   []register.House
	findings []register.Finding
	outlines map[string]orb.Polygon
	err      error
}

func read(text string) (o outcome) {
	reader := geojson.Houses{Source: "geojson"}
	o.houses, _, o.err = register.Import(strings.NewReader(text), reader.Rows, register.FileOptions{City: "Речной", Report: func(f register.Finding) { o.findings = append(o.findings, f) }}, nil)
	o.outlines = reader.Outlines
	return o
}

// TestReadsEveryForm: the same houses of a collection, of lines, of lines with marks, and of an old encoding.
func TestReadsEveryForm(t *testing.T) {
	lines := strings.Join(village, "\n")
	old, err := charmap.Windows1251.NewEncoder().String(collection(village...))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"a collection": collection(village...), "with its mark": "\ufeff" + collection(village...), "lines": lines + "\n", "no last line's end": lines,
		"RFC 8142": "\x1e" + strings.Join(village, "\n\x1e") + "\n", "windows-1251": old,
		"objects":   strings.ReplaceAll(strings.Join(village, "\n"), `,"properties"`, ",\n\"properties\""),
		"type last": `{"features":[` + strings.Join(village, ",") + `],"type":"FeatureCollection"}`,
	} {
		got := read(text)
		var shown []string
		for _, h := range got.houses {
			shown = append(shown, fmt.Sprintf("%s %s %d %s", h.SourceID, h.Shown(), h.Levels, h.Precision))
		}
		if len(shown) == 5 {
			shown[3], shown[4] = shown[3][strings.Index(shown[3], " "):], shown[4][strings.Index(shown[4], " "):] // ids made of addresses
		}
		want := []string{"node/8 ул. Зелёная, 5 стр. 2 9 register", "way/10 ул. Зелёная, 3 0 footprint", "ec1709ec-7951-4fcb-af6d-5136ded6918c ул. Зелёная, 7 к. 1 5 footprint", " ул. Лесная, 12 к. 2 0 none", " ул. Зелёная, 9 0 none"}
		if got.err != nil || !slices.Equal(shown, want) {
			t.Fatalf("%s: %v, %q", name, got.err, shown)
		}
		h := got.houses[2]
		if h.Year != 1967 || h.Entrances != 4 || h.Flats != 1254 || h.Organisation != "УК Уют" || !h.Emergency || h.FIAS != h.SourceID || h.Point[0] < 50.02 {
			t.Errorf("%s: %+v", name, h)
		}
		if p := got.houses[1].Point; len(got.outlines) != 2 || len(got.outlines["way/10"]) != 2 || p[0] > 50.0002 && p[0] < 50.0008 && p[1] > 54.0002 && p[1] < 54.0008 {
			t.Errorf("%s: %d outlines, the house round a yard stands at %v", name, len(got.outlines), p)
		}
		var kinds []register.FindingKind
		for _, f := range got.findings {
			kinds = append(kinds, f.Kind)
			if f.Russian == "" || f.Detail == "" || f.Line == 0 {
				t.Errorf("%s: %+v", name, f)
			}
		}
		if !slices.Equal(kinds, []register.FindingKind{register.FindingNoPoint, register.FindingNoAddress, register.FindingBadPoint}) {
			t.Errorf("%s: %v", name, kinds)
		}
	}
}

// TestIdsStay: a house without an id of its own is the same house in the next file.
func TestIdsStay(t *testing.T) {
	a, b := read(collection(village[3], village[5])), read(collection(village[5], village[3]))
	if a.houses[0].SourceID != b.houses[1].SourceID || a.houses[0].SourceID == a.houses[1].SourceID {
		t.Errorf("%+v, %+v", a.houses, b.houses)
	}
}

// TestBrokenFeatures cost themselves, broken files end in an error.
func TestBrokenFeatures(t *testing.T) {
	good := village[0]
	house := func(number, shape string) string {
		return `{"type":"Feature","properties":{"addr:street":"ул. Лесная","addr:housenumber":"` + number + `"},"geometry":` + shape + `}`
	}
	point := `{"type":"Point","coordinates":[50,54]}`
	for name, c := range map[string]struct {
		text   string
		want   error
		kind   register.FindingKind // of the first finding, "" for none
		houses int
	}{
		"a broken line":         {good + "\n{\"type\":\n" + village[1], nil, register.FindingMalformed, 2},
		"an endless line":       {good + "\n" + strings.Repeat("x", 17<<20) + "\n" + village[1], nil, register.FindingMalformed, 2},
		"no feature":            {collection(good, `{"type":"Point"}`, `7`), nil, register.FindingMalformed, 1},
		"a zero byte":           {collection(good, house("5\x00", point)), nil, register.FindingEncoding, 1},
		"a written zero byte":   {collection(good, house(`5\u0000`, point)), nil, register.FindingEncoding, 1},
		"a byte that is none":   {collection(good, house("5\xff", point)), nil, register.FindingEncoding, 1},
		"another city":          {collection(good, strings.Replace(village[0], "Речной", "Дальний", 1)), nil, register.FindingOtherCity, 1},
		"nowhere":               {collection(good, house("7", `{"type":"Point","coordinates":[5000000,7000000]}`)), nil, register.FindingBadPoint, 2},
		"no coordinates":        {collection(good, house("7", `{"type":"Point","coordinates":[]}`)), nil, register.FindingBadPoint, 2},
		"a line for an outline": {collection(good, house("7", `{"type":"Polygon","coordinates":[[[50,54],[50,54]]]}`)), nil, register.FindingBadPoint, 2},
		"empty polygon":         {collection(good, house("7", `{"type":"MultiPolygon","coordinates":[]}`)), nil, register.FindingBadPoint, 2},
		"cut":                   {collection(village...)[:700], geojson.ErrBroken, "", 0},
		"a table":               {"HOUSE_ID,ADDRESS\n1,2\n", geojson.ErrFormat, "", 0},
		"empty":                 {"", geojson.ErrFormat, "", 0},
		"a list":                {"[1,2]", geojson.ErrFormat, "", 0},
		"another object":        {`{"type":"Topology"}`, geojson.ErrFormat, "", 0},
		"features are no list":  {`{"features":{}}`, geojson.ErrFormat, "", 0},
		"endless text":          {`{"features":[{"type":"` + strings.Repeat("x", 40<<20), geojson.ErrLimit, "", 0},
		"endless member":        {`{"name":"` + strings.Repeat("x", 40<<20), geojson.ErrLimit, "", 0},
		"deep":                  {`{"features":[` + strings.Repeat("[", 1<<20), geojson.ErrBroken, "", 0},
		"bytes":                 {strings.Repeat("\x00\xff", 5000), register.ErrEncoding, "", 0},
	} {
		got := read(c.text)
		kind := register.FindingKind("")
		if len(got.findings) > 0 {
			kind = got.findings[0].Kind
		}
		if !errors.Is(got.err, c.want) || c.want == nil && (len(got.houses) != c.houses || kind != c.kind) {
			t.Errorf("%s: %v, %d houses, %+v", name, got.err, len(got.houses), got.findings)
		}
	}
}

// TestTrapsAreSharedCode: what registers' points are tried for, outlines are too.
func TestTrapsAreSharedCode(t *testing.T) {
	var features []string
	at := func(number int, lon, lat float64) {
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"addr:street":"улица Лесная","addr:housenumber":"%d"},"geometry":{"type":"Point","coordinates":[%f,%f]}}`, number, lon, lat))
	}
	for n := range 20 {
		at(n+1, 73.3+float64(n)*0.0005, 55)
	}
	at(30, 55.001, 73.31)
	at(31, 37.6176, 55.7536)
	at(32, 73.31, 55.5)
	for n := range 6 {
		at(40+n, 73.32, 55.02)
	}
	got, counts := read(collection(features...)), map[register.FindingKind]int{}
	for _, f := range got.findings {
		counts[f.Kind]++
	}
	if counts[register.FindingSwapped] != 1 || counts[register.FindingDefaultPoint] != 1 || counts[register.FindingFarPoint] != 1 || counts[register.FindingSharedPoint] != 6 {
		t.Errorf("%v", counts)
	}
}

func FuzzHouses(f *testing.F) {
	f.Add(collection(village...))
	f.Add(strings.Join(village, "\n"))
	f.Add("\x1e" + village[2] + "\n")
	f.Add(`{"type":"Feature","properties":{"дом":1e300,"addr:street":"\u0000"},"geometry":{"type":"MultiPolygon","coordinates":[[[]]]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		got := read(text)
		if got.err != nil {
			return
		}
		for _, h := range got.houses {
			if strings.ContainsRune(h.SourceID+h.Address+h.Organisation, 0) || h.Number == "" || h.SourceID == "" {
				t.Fatalf("a house that is none: %+v", h)
			}
		}
	})
}
