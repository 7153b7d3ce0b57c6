package osm

import (
	"strconv"
	"strings"

	"github.com/paulmach/osm"

	"dispatch05/geo"

	"dispatch05/geo/register"
)

// Kinds of shape, as the map names them.
const (
	KindBoundary  = "boundary"
	KindWater     = "water"
	KindGreen     = "green"
	KindRails     = "rails"
	KindStreet    = "street"
	KindFootprint = "footprint"
	KindDistrict  = "district" // its class is a geo.DistrictKind
)

// drawnAs tells by key and value what the map draws; of a street also its weight.
// Source: wiki.openstreetmap.org/wiki/Map_features.
var drawnAs = map[string]map[string][2]string{
	"natural":  {"water": {KindWater}, "wood": {KindGreen}, "scrub": {KindGreen}},
	"waterway": {"riverbank": {KindWater}, "dock": {KindWater}},
	"landuse":  {"reservoir": {KindWater}, "basin": {KindWater}, "forest": {KindGreen}, "grass": {KindGreen}, "recreation_ground": {KindGreen}, "cemetery": {KindGreen}},
	"leisure":  {"park": {KindGreen}, "garden": {KindGreen}},
	"railway":  {"rail": {KindRails}, "tram": {KindRails}, "light_rail": {KindRails}, "narrow_gauge": {KindRails}},
	"highway": {
		"motorway": {KindStreet, "highway"}, "motorway_link": {KindStreet, "highway"}, "trunk": {KindStreet, "highway"}, "trunk_link": {KindStreet, "highway"},
		"primary": {KindStreet, "avenue"}, "primary_link": {KindStreet, "avenue"},
		"secondary": {KindStreet, "main"}, "secondary_link": {KindStreet, "main"}, "tertiary": {KindStreet, "main"}, "tertiary_link": {KindStreet, "main"},
		"residential": {KindStreet, "minor"}, "unclassified": {KindStreet, "minor"}, "living_street": {KindStreet, "minor"},
		"service": {KindStreet, "lane"}, "pedestrian": {KindStreet, "lane"}, "track": {KindStreet, "lane"},
	},
}

func drawn(tags osm.Tags) (kind, class string) {
	for _, tag := range tags {
		if found := drawnAs[tag.Key][tag.Value]; found[0] != "" {
			return found[0], found[1]
		}
	}
	return "", ""
}

// districtOf tells a district of a city by its boundary's tags: admin_level 9 is a managing area in Russia
// (wiki.openstreetmap.org/wiki/RU:Tag:boundary=administrative).
func districtOf(tags osm.Tags) (kind, class string) {
	if tags.Find("boundary") == "administrative" && tags.Find("admin_level") == "9" && tags.Find("name") != "" {
		return KindDistrict, string(geo.ManagingArea)
	}
	return "", ""
}

func addressed(tags osm.Tags) bool { return tags.HasTag("addr:housenumber") }

// trade says that an address node is a shop or an office inside a house, and no house.
func trade(tags osm.Tags) bool {
	for _, key := range []string{"shop", "amenity", "office", "craft", "tourism", "healthcare", "leisure", "addr:flats"} {
		if tags.HasTag(key) {
			return true
		}
	}
	return false
}

// address writes the tags of an address as registers do.
func address(tags osm.Tags) string {
	var parts []string
	if city := tags.Find("addr:city"); city != "" {
		parts = append(parts, "г. "+city)
	}
	if place := tags.Find("addr:place"); place != "" {
		parts = append(parts, place)
	}
	if street := tags.Find("addr:street"); street != "" {
		parts = append(parts, street)
	}
	number, _, _ := strings.Cut(tags.Find("addr:housenumber"), ";") // the other numbers are other streets' mostly
	return strings.Join(append(parts, "д. "+register.MappedNumber(strings.TrimSpace(number))), ", ")
}

// count reads a whole number of a tag; 0 for unknown.
func count(tags osm.Tags, key string, most int) int {
	n, err := strconv.ParseFloat(tags.Find(key), 64)
	if err != nil || n < 1 || n > float64(most) {
		return 0
	}
	return int(n)
}

func samePlace(a, b string) bool {
	plain := func(s string) string {
		s = strings.ReplaceAll(strings.ToLower(s), "ё", "е")
		for _, word := range []string{"городской округ", "город"} {
			s = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s), word))
		}
		return s
	}
	return plain(a) == plain(b)
}
