package geojson

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	geojson "github.com/paulmach/orb/geojson"

	"dispatch05/geo"
	"dispatch05/geo/register"
)

// names are what properties are called, in small letters and without blanks, dots and underscores: by OpenStreetMap, in
// English, and as offices call their columns.
var names = map[string][]string{
	"address":      {"addr:full", "адрес", "полныйадрес", "адресдома", "address", "fulladdress"},
	"city":         {"addr:city", "город", "city"},
	"settlement":   {"addr:place", "addr:suburb", "населенныйпункт", "поселок", "микрорайон", "settlement", "place"},
	"street":       {"addr:street", "улица", "наименованиеулицы", "street", "streetname"},
	"number":       {"addr:housenumber", "дом", "номердома", "№дома", "номер", "housenumber", "house", "number"},
	"corpus":       {"корпус"},
	"building":     {"строение"},
	"litera":       {"литера", "литер"},
	"levels":       {"building:levels", "этажность", "этажей", "этажи", "числоэтажей", "количествоэтажей", "levels", "floors", "storeys"},
	"entrances":    {"подъездов", "подъезды", "числоподъездов", "количествоподъездов", "entrances"},
	"flats":        {"building:flats", "квартир", "квартиры", "числоквартир", "количествоквартир", "flats", "apartments"},
	"year":         {"start_date", "startdate", "год", "годпостройки", "year", "builtyear", "yearbuilt"},
	"organisation": {"ук", "управляющаякомпания", "управляющаяорганизация", "organisation", "managementcompany"},
	"emergency":    {"аварийный", "аварийность"},
	"fias":         {"fias", "fiasid", "фиас", "кодфиас", "кодфиасдома", "гар", "кодгар", "houseguid", "objectguid", "housefiasid"},
	"id":           {"@id", "id", "osmid", "fullid", "идентификатор"},
}

// meant finds which of names a property is.
var meant = func() map[string]string {
	of := map[string]string{}
	for what, list := range names {
		for _, name := range list {
			of[plainName(name)] = what
		}
	}
	return of
}()

func plainName(name string) string {
	name = strings.ReplaceAll(strings.ToLower(name), "ё", "е")
	return strings.NewReplacer(" ", "", "_", "", ".", "", "-", "").Replace(name)
}

// properties are a feature's, by what they mean, as text.
type properties map[string]string

func propertiesOf(feature *geojson.Feature) properties {
	p := properties{}
	for name, value := range feature.Properties {
		what := meant[plainName(name)]
		if text := strings.TrimSpace(textOf(value)); what != "" && text != "" && (p[what] == "" || text < p[what]) { // of two names for one thing always the same
			p[what] = text
		}
	}
	if id := strings.TrimSpace(textOf(feature.ID)); id != "" {
		p["id"] = id
	}
	return p
}

// textOf writes a text, a number or a yes; "" for what is none of them.
func textOf(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		if v {
			return "да"
		}
	}
	return ""
}

// address writes it as registers do.
func (p properties) address() string {
	if p["address"] != "" && p["number"] == "" {
		return p["address"]
	}
	var parts []string
	add := func(before, what string) {
		if p[what] != "" {
			parts = append(parts, before+p[what])
		}
	}
	add("г. ", "city")
	add("", "settlement")
	add("", "street")
	number, _, _ := strings.Cut(p["number"], ";") // the other numbers are other streets' mostly
	if number == "" {
		return ""
	}
	number = "д. " + register.MappedNumber(strings.TrimSpace(number))
	for _, part := range [][2]string{{" к. ", "corpus"}, {" стр. ", "building"}, {" лит. ", "litera"}} {
		if p[part[1]] != "" {
			number += part[0] + p[part[1]]
		}
	}
	return strings.Join(append(parts, number), ", ")
}

// count is a whole number; 0 for unknown.
func (p properties) count(what string, least, most int) int {
	n, err := strconv.ParseFloat(strings.ReplaceAll(p[what], " ", ""), 64)
	if err != nil || n < float64(least) || n > float64(most) {
		return 0
	}
	return int(n)
}

// id is the feature's own, else the state register's, else one made of the address, which stays the same from file to file.
func (p properties) id(address string) string {
	if p["id"] != "" {
		return p["id"]
	}
	if fias := register.FIASOf(p["fias"]); fias != "" {
		return fias
	}
	sum := sha256.Sum256([]byte(strings.ToLower(address)))
	return "address/" + hex.EncodeToString(sum[:12])
}

func (f *features) refuse(kind register.FindingKind, english, russian string) {
	f.options.Report(register.Finding{Line: f.number, Kind: kind, Rejected: true, Detail: english, Russian: russian})
}

// feature hands a feature out as a house, or tells why it is none.
func (f *features) feature(text []byte) error {
	f.number++
	var feature geojson.Feature
	if err := json.Unmarshal(text, &feature); err != nil {
		f.refuse(register.FindingMalformed, "no GeoJSON feature: "+clip(string(text)), "это не объект GeoJSON: "+clip(string(text)))
		return nil
	}
	p := propertiesOf(&feature)
	address := p.address()
	if address == "" {
		f.refuse(register.FindingNoAddress, "no address: neither a house number nor a whole address among the properties", "нет адреса: среди свойств нет ни номера дома, ни полного адреса")
		return nil
	}
	h := register.House{Source: f.houses.Source, SourceID: p.id(address), FIAS: register.FIASOf(p["fias"]), Precision: register.PrecisionNone,
		Year: p.count("year", 1500, 2100), Levels: p.count("levels", 1, 150), Entrances: p.count("entrances", 1, 200), Flats: p.count("flats", 1, 20000),
		Organisation: p["organisation"], Emergency: strings.EqualFold(p["emergency"], "да") || strings.EqualFold(p["emergency"], "yes")}
	outline := f.place(&h, feature.Geometry)
	row, ok := f.options.Addressed(f.number, h, address)
	if !ok {
		return nil
	}
	if outline != nil {
		f.houses.Outlines[h.SourceID] = outline
	}
	if !f.yield(row, nil) {
		f.stopped = true
		return errStopped
	}
	return nil
}

// place gives the house its point, and its outline where it has one.
func (f *features) place(h *register.House, shape orb.Geometry) orb.Polygon {
	doubt := func(kind register.FindingKind, english, russian string) {
		f.options.Report(register.Finding{Line: f.number, SourceID: clip(h.SourceID), Kind: kind, Detail: english, Russian: russian})
	}
	if several, ok := shape.(orb.MultiPoint); ok && len(several) == 1 {
		shape = several[0]
	}
	var outline orb.Polygon
	switch s := shape.(type) {
	case nil:
		doubt(register.FindingNoPoint, "no geometry", "нет геометрии")
		return nil
	case orb.Point:
		h.Point, h.Precision = s, register.PrecisionRegister
	case orb.Polygon:
		outline = s
	case orb.MultiPolygon:
		outline = geo.Largest(s)
	default:
		doubt(register.FindingBadPoint, "a house is a point or a polygon, not a "+shape.GeoJSONType(), "дом — это точка или полигон, а не "+shape.GeoJSONType())
		return nil
	}
	if shape.GeoJSONType() != "Point" {
		if len(outline) == 0 || len(outline[0]) < 4 {
			doubt(register.FindingBadPoint, "the outline does not close", "контур не замкнут")
			return nil
		}
		h.Point, h.Precision = geo.InteriorPoint(outline), register.PrecisionFootprint
	}
	x, y := math.Abs(h.Point[0]), math.Abs(h.Point[1])
	if !(x <= 180 && y <= 180 && min(x, y) <= 90) || h.Point == (orb.Point{}) {
		doubt(register.FindingBadPoint, fmt.Sprintf("not a place: %g %g", h.Point[1], h.Point[0]), fmt.Sprintf("неверные координаты: %g %g", h.Point[1], h.Point[0]))
		h.Precision = register.PrecisionNone
		return nil
	}
	return outline
}

// clip cuts a text to what a report can show.
func clip(text string) string {
	if runes := []rune(text); len(runes) > 120 {
		return string(runes[:120]) + "…"
	}
	return text
}
