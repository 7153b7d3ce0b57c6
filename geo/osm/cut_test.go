package osm_test

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"google.golang.org/protobuf/encoding/protowire"

	"dispatch05/geo/osm"
	"dispatch05/geo/register"
)

// county is an invented region: the village's boundary, a house and a street in it, others far from it, a wood round all.
const county = `<osm version="0.6">
<node id="1" lon="50" lat="54"/><node id="2" lon="50.01" lat="54"/><node id="3" lon="50.01" lat="54.01"/><node id="4" lon="50" lat="54.01"/>
<node id="5" lon="50.005" lat="54.005"><tag k="addr:street" v="Зелёная улица"/><tag k="addr:housenumber" v="5"/></node>
<node id="6" lon="50.505" lat="54.005"><tag k="addr:street" v="Зелёная улица"/><tag k="addr:housenumber" v="7"/></node>
<node id="7" lon="50.5" lat="54.5"/><node id="8" lon="50.51" lat="54.5"/><node id="9" lon="50.51" lat="54.51"/>
<node id="10" lon="40" lat="50"/><node id="11" lon="60" lat="50"/><node id="12" lon="60" lat="58"/><node id="13" lon="40" lat="58"/>
<way id="20"><nd ref="1"/><nd ref="2"/><nd ref="3"/></way><way id="21"><nd ref="3"/><nd ref="4"/><nd ref="1"/></way>
<way id="22"><nd ref="7"/><nd ref="8"/><nd ref="9"/><nd ref="7"/><tag k="building" v="yes"/><tag k="addr:street" v="Дальняя улица"/><tag k="addr:housenumber" v="1"/></way>
<way id="23"><nd ref="7"/><nd ref="8"/><tag k="highway" v="residential"/></way>
<way id="24"><nd ref="5"/><nd ref="7"/><tag k="highway" v="primary"/></way>
<way id="25"><nd ref="10"/><nd ref="11"/><nd ref="12"/><nd ref="13"/><nd ref="10"/><tag k="landuse" v="forest"/></way>
<node id="14" lon="50.02" lat="54"/><node id="15" lon="50.02" lat="54.01"/><way id="26"><nd ref="2"/><nd ref="14"/><nd ref="15"/><nd ref="3"/><nd ref="2"/></way>
<way id="27"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/></way>
<relation id="32"><member type="way" ref="27" role="outer"/><tag k="type" v="boundary"/><tag k="boundary" v="administrative"/><tag k="admin_level" v="9"/><tag k="name" v="Береговой район"/></relation>
<relation id="33"><member type="way" ref="26" role="outer"/><tag k="type" v="boundary"/><tag k="boundary" v="administrative"/><tag k="admin_level" v="9"/><tag k="name" v="Соседний район"/></relation>
<relation id="30"><member type="way" ref="20" role="outer"/><member type="way" ref="21" role="outer"/><tag k="type" v="boundary"/><tag k="boundary" v="administrative"/><tag k="name" v="Речной"/></relation>
<relation id="31"><member type="way" ref="99" role="outer"/><tag k="type" v="boundary"/><tag k="boundary" v="administrative"/><tag k="name" v="Неполный"/></relation>
</osm>`

func TestCutsACityOut(t *testing.T) {
	about := orb.MultiPolygon{{{{50, 54}, {50.01, 54}, {50.01, 54.01}, {50, 54.01}, {50, 54}}}}
	for name, c := range map[string]struct {
		options osm.Options
		houses  string
		shapes  string
		cut     bool
		want    error
	}{
		"by its name":     {osm.Options{City: "Речной"}, "5", "boundary district street", true, nil},
		"by its relation": {osm.Options{Relation: 30}, "5", "boundary district street", true, nil},
		"by a boundary":   {osm.Options{City: "Другой", Boundary: about}, "5", "district street", true, nil},
		"no such name":    {osm.Options{City: "Другой"}, "1 5 7", "district district green street street", false, nil},
		"whole":           {osm.Options{City: "Речной", Boundary: about, Whole: true}, "1 5 7", "boundary district district green street street", false, nil},
		"no relation":     {osm.Options{City: "Речной", Relation: 7}, "", "", false, osm.ErrNoBoundary},
		"half a relation": {osm.Options{Relation: 31}, "", "", false, osm.ErrNoBoundary},
		"an empty one":    {osm.Options{Boundary: orb.MultiPolygon{{}, {{}}}}, "1 5 7", "district district green street street", false, nil},
	} {
		extract, err := osm.ReadCity(t.Context(), strings.NewReader(county), c.options)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil {
			continue
		}
		houses, _, err := register.Import(nil, extract.Rows, register.FileOptions{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var numbers, kinds []string
		for _, h := range houses {
			numbers = append(numbers, h.Number)
		}
		for _, s := range extract.Shapes {
			kinds = append(kinds, s.Kind)
		}
		slices.Sort(numbers)
		slices.Sort(kinds)
		if strings.Join(numbers, " ") != c.houses || strings.Join(kinds, " ") != c.shapes || (len(extract.Cut) > 0) != c.cut {
			t.Errorf("%s: houses %v, shapes %v, cut %v", name, numbers, kinds, extract.Cut)
		}
	}
}

// region is a PBF of so many buildings, four nodes each, in rows of 500 that are 40 m apart: each has a number on a street.
func region(buildings int) []byte {
	out := bytes.NewBuffer(block("OSMHeader", nil, 0))
	const each = 2000 // buildings a block
	for from := 0; from < buildings; from += each {
		n := min(each, buildings-from)
		strings := inside(nil, 1, nil)
		word := func(s string) { strings = inside(strings, 1, []byte(s)) }
		word("building")
		word("yes")
		word("addr:street")
		word("addr:housenumber")
		for i := range n {
			word(fmt.Sprintf("улица Номер %d", (from+i)/100))
			word(fmt.Sprint((from+i)%100 + 1))
		}
		var ids, lats, lons []uint64
		var ways []byte
		var lastID, lastLat, lastLon int64
		for i := range n {
			at := from + i
			lat, lon := int64(54_0000000+at/500*4000), int64(50_0000000+at%500*6000)
			for k, corner := range [][2]int64{{0, 0}, {0, 2000}, {1500, 2000}, {1500, 0}} {
				id := int64(at*4 + k + 1)
				ids, lats, lons = append(ids, protowire.EncodeZigZag(id-lastID)), append(lats, protowire.EncodeZigZag(lat+corner[0]-lastLat)), append(lons, protowire.EncodeZigZag(lon+corner[1]-lastLon))
				lastID, lastLat, lastLon = id, lat+corner[0], lon+corner[1]
			}
			way := protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), uint64(at+1))
			way = packed(way, 2, 1, 3, 4)
			way = packed(way, 3, 2, uint64(5+2*i), uint64(6+2*i))
			first := int64(at*4 + 1)
			way = packed(way, 8, protowire.EncodeZigZag(first), 2, 2, 2, protowire.EncodeZigZag(-3))
			ways = inside(ways, 3, way)
		}
		dense := packed(packed(packed(nil, 1, ids...), 8, lats...), 9, lons...)
		body := inside(nil, 1, strings)
		body = inside(body, 2, inside(nil, 2, dense))
		body = inside(body, 2, ways)
		out.Write(block("OSMData", body, len(body)))
	}
	return out.Bytes()
}

func TestReadsAGeneratedRegion(t *testing.T) {
	extract, err := read(region(4500))
	if err != nil {
		t.Fatal(err)
	}
	houses, _, err := register.Import(nil, extract.Rows, register.FileOptions{}, nil)
	if err != nil || len(houses) != 4500 || len(extract.Outlines) != 4500 || houses[4499].Number != "100" {
		t.Errorf("%d houses, %v", len(houses), err)
	}
}

// BenchmarkReadCity reads a region of 1.2 million nodes whole, and a city of a tenth of it: time, and the most memory held.
func BenchmarkReadCity(b *testing.B) {
	file := region(300_000)
	tenth := orb.MultiPolygon{{{{50, 54}, {50.3, 54}, {50.3, 54.024}, {50, 54.024}, {50, 54}}}}
	for name, o := range map[string]osm.Options{"whole": {Whole: true}, "cut": {Boundary: tenth}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				var houses int
				peak := peakOf(func() {
					extract, err := osm.ReadCity(b.Context(), bytes.NewReader(file), o)
					if err != nil {
						b.Fatal(err)
					}
					houses = len(extract.Outlines)
				})
				b.ReportMetric(float64(peak)/(1<<20), "MB-peak")
				b.ReportMetric(float64(houses), "houses")
				b.ReportMetric(float64(len(file))/(1<<20), "MB-file")
			}
		})
	}
}

// peakOf is the most heap that a deed held, beyond what was held before.
func peakOf(do func()) uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	before, peak := stats.HeapAlloc, uint64(0)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
				runtime.ReadMemStats(&stats)
				peak = max(peak, stats.HeapAlloc-min(before, stats.HeapAlloc))
			}
		}
	}()
	do()
	close(done)
	<-ended
	return peak
}
