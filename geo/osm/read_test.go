package osm_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"dispatch05/geo/osm"
	"dispatch05/geo/register"
)

// village is an invented place: a house with two entrances, a house with a yard, an address point, a street, a pond.
const village = `<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">
<node id="1" lon="50.000" lat="54.000"/><node id="2" lon="50.001" lat="54.000"><tag k="entrance" v="yes"/></node>
<node id="3" lon="50.001" lat="54.001"><tag k="entrance" v="staircase"/></node><node id="4" lon="50.000" lat="54.001"/>
<node id="5" lon="50.0004" lat="54.0004"/><node id="6" lon="50.0006" lat="54.0004"/><node id="7" lon="50.0006" lat="54.0006"/>
<node id="8" lon="50.003" lat="54.003"><tag k="addr:street" v="Зелёная улица"/><tag k="addr:housenumber" v="5"/></node>
<node id="9" lon="50.003" lat="54.003"><tag k="addr:street" v="Зелёная улица"/><tag k="addr:housenumber" v="5"/><tag k="shop" v="yes"/></node>
<way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/><tag k="building" v="yes"/><tag k="building:levels" v="9"/>
 <tag k="addr:street" v="Зелёная улица"/><tag k="addr:housenumber" v="1 с2"/></way>
<way id="11"><nd ref="1"/><nd ref="2"/><nd ref="3"/></way><way id="12"><nd ref="1"/><nd ref="4"/><nd ref="3"/></way>
<way id="13"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="5"/></way>
<way id="14"><nd ref="1"/><nd ref="3"/><tag k="highway" v="primary"/><tag k="name" v="Зелёная улица"/><tag k="bridge" v="yes"/></way>
<way id="15"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="5"/><tag k="natural" v="water"/></way>
<way id="16"><nd ref="5"/><nd ref="99"/><nd ref="7"/><nd ref="5"/><tag k="natural" v="water"/></way>
<relation id="20"><member type="way" ref="11" role="outer"/><member type="way" ref="12" role="outer"/><member type="way" ref="13" role="inner"/>
 <tag k="type" v="multipolygon"/><tag k="building" v="yes"/><tag k="addr:street" v="Зелёная улица"/><tag k="addr:housenumber" v="3"/></relation>
</osm>`

func read(text []byte) (*osm.Extract, error) {
	return osm.Read(context.Background(), bytes.NewReader(text), "Речной")
}

func TestReadsHousesAndShapes(t *testing.T) {
	for _, packed := range []bool{false, true} {
		text := []byte(village)
		if packed {
			var out bytes.Buffer
			w := gzip.NewWriter(&out)
			_, _ = w.Write(text)
			_ = w.Close()
			text = out.Bytes()
		}
		extract, err := read(text)
		if err != nil {
			t.Fatal(err)
		}
		houses, _, err := register.Import(nil, extract.Rows, register.FileOptions{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]register.House{}
		for _, h := range houses {
			found[h.Number] = h
		}
		if h := found["1 стр. 2"]; h.Levels != 9 || h.Entrances != 2 || h.SourceID != "way/10" || !h.Placed() || h.Street != "Зелёная" {
			t.Errorf("the house: %+v", h)
		}
		if len(houses) != 3 || found["5"].SourceID != "node/8" || len(extract.Outlines["relation/20"]) != 2 {
			t.Errorf("%d houses, %+v, outline %v", len(houses), found, extract.Outlines["relation/20"])
		}
		if len(extract.Shapes) != 2 || !extract.Shapes[0].Bridge || extract.Shapes[0].Class != "avenue" || len(extract.Refused) != 1 {
			t.Errorf("shapes %+v, refused %+v", extract.Shapes, extract.Refused)
		}
	}
}

// block is one block of a PBF; stated is the size it claims to unpack to.
func block(kind string, body []byte, stated int) []byte {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, _ = w.Write(body)
	_ = w.Close()
	blob := protowire.AppendVarint(protowire.AppendTag(nil, 2, protowire.VarintType), uint64(stated))
	blob = protowire.AppendBytes(protowire.AppendTag(blob, 3, protowire.BytesType), packed.Bytes())
	header := protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), kind)
	header = protowire.AppendVarint(protowire.AppendTag(header, 3, protowire.VarintType), uint64(len(blob)))
	out := binary.BigEndian.AppendUint32(nil, uint32(len(header)))
	return append(append(out, header...), blob...)
}

// pbf holds one address node: lon 50, lat 54.
func pbf() []byte { return file(body(1, 2, 3, 4, 0)) }

func file(body []byte) []byte {
	return append(block("OSMHeader", []byte{}, 0), block("OSMData", body, len(body))...)
}

// body is a block of one node and one way; tags are the node's, as places of strings.
func body(tags ...uint64) []byte {
	var table, node, way, body []byte
	for _, s := range []string{"", "addr:street", "Зелёная улица", "addr:housenumber", "7"} {
		table = inside(table, 1, []byte(s))
	}
	node = packed(node, 1, protowire.EncodeZigZag(8))
	node = packed(node, 8, protowire.EncodeZigZag(540_000_000))
	node = packed(node, 9, protowire.EncodeZigZag(500_000_000))
	node = packed(node, 10, tags...)
	way = protowire.AppendVarint(protowire.AppendTag(way, 1, protowire.VarintType), 9)
	way = packed(packed(packed(way, 2, 1), 3, 2), 8, protowire.EncodeZigZag(8))
	body = inside(body, 1, table)
	body = inside(body, 2, inside(nil, 2, node))
	return inside(body, 2, inside(nil, 3, way))
}

func packed(to []byte, id protowire.Number, values ...uint64) []byte {
	var list []byte
	for _, v := range values {
		list = protowire.AppendVarint(list, v)
	}
	return inside(to, id, list)
}

func inside(to []byte, id protowire.Number, part []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(to, id, protowire.BytesType), part)
}

// group is a block without strings and one object of a kind.
func group(kind protowire.Number, object []byte) []byte {
	return file(inside(nil, 2, inside(nil, kind, object)))
}

func TestReadsPBF(t *testing.T) {
	extract, err := read(pbf())
	if err != nil {
		t.Fatal(err)
	}
	houses, _, err := register.Import(nil, extract.Rows, register.FileOptions{}, nil)
	if err != nil || len(houses) != 1 || houses[0].Number != "7" || houses[0].Point != [2]float64{50, 54} {
		t.Errorf("%+v, %v", houses, err)
	}
}

func TestRefusesBrokenFiles(t *testing.T) {
	whole := pbf()
	for name, c := range map[string]struct {
		text []byte
		want error
	}{
		"empty":                   {nil, osm.ErrEmpty},
		"a table":                 {[]byte("HOUSE_ID,ADDRESS\n1,x\n"), osm.ErrFormat},
		"cut xml":                 {[]byte(village[:len(village)/2]), osm.ErrBroken},
		"cut pbf":                 {whole[:len(whole)-5], osm.ErrBroken},
		"cut gzip":                {[]byte("\x1f\x8b\x08"), osm.ErrBroken},
		"bomb":                    {append(block("OSMHeader", nil, 0), block("OSMData", make([]byte, 1<<20), 100)...), osm.ErrLimit},
		"stated huge":             {append(block("OSMHeader", nil, 0), block("OSMData", nil, 1<<30)...), osm.ErrLimit},
		"no such tag":             {file(body(1, 2, 3, 99, 0)), osm.ErrBroken},
		"no such user":            {group(2, inside(nil, 5, packed(nil, 5, protowire.EncodeZigZag(-1)))), osm.ErrBroken},
		"plain nodes":             {group(1, packed(nil, 1, 2)), osm.ErrBroken},
		"a part that is none":     {file(inside(nil, 2, protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), 88))), osm.ErrBroken},
		"a group by a number":     {file(protowire.AppendFixed64(protowire.AppendTag(body(), 2, protowire.Fixed64Type), 7)), osm.ErrBroken},
		"an id in words":          {group(3, inside(nil, 1, []byte("way"))), osm.ErrBroken},
		"strings that are none":   {file(append(inside(nil, 1, protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), 5)), inside(nil, 2, inside(nil, 3, packed(packed(nil, 2, 0), 3, 0)))...)), osm.ErrBroken},
		"no such key":             {group(3, packed(packed(nil, 2, 0), 3, 0)), osm.ErrBroken},
		"more places than nodes":  {group(3, packed(packed(nil, 8, 0), 9, 0, 0)), osm.ErrBroken},
		"nodes twice":             {group(3, packed(packed(nil, 8, 0), 8, 0, 0)), osm.ErrBroken},
		"more roles than members": {group(4, packed(packed(nil, 10, 1), 8, 0, 0)), osm.ErrBroken},
		"endless value":           {[]byte(`<osm><node id="1"><tag k="` + strings.Repeat("x", 20<<20)), osm.ErrLimit},
	} {
		if _, err := read(c.text); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// TestTrapsAreSharedCode: what registers' points are tried for, a map's are too.
func TestTrapsAreSharedCode(t *testing.T) {
	var text strings.Builder
	n := 0
	at := func(lon, lat float64, more string) {
		n++
		fmt.Fprintf(&text, `<node id="%d" lon="%f" lat="%f"><tag k="addr:street" v="улица Лесная"/><tag k="addr:housenumber" v="%d"/>%s</node>`, n, lon, lat, n, more)
	}
	for i := range 20 {
		at(73.3+float64(i)*0.0005, 55, "")
	}
	at(55.001, 73.31, "")
	at(37.6176, 55.7536, "")
	at(73.31, 55.5, "")
	at(73.31, 55.0001, `<tag k="addr:city" v="Дальний"/>`)
	for range 6 {
		at(73.32, 55.02, "")
	}
	extract, err := read([]byte(`<osm version="0.6">` + text.String() + `</osm>`))
	if err != nil {
		t.Fatal(err)
	}
	_, report, err := register.Import(nil, extract.Rows, register.FileOptions{City: "Речной"}, nil)
	counts := report.Counts
	if err != nil || counts[register.FindingSwapped] != 1 || counts[register.FindingDefaultPoint] != 1 || counts[register.FindingFarPoint] != 1 ||
		counts[register.FindingSharedPoint] != 6 || counts[register.FindingOtherCity] != 1 {
		t.Errorf("%v, %v", counts, err)
	}
}

func FuzzReadXML(f *testing.F) {
	f.Add([]byte(village))
	f.Add([]byte(county))
	f.Add([]byte(`<osm><way id="1"><nd ref="1"/></way></osm>`))
	f.Fuzz(func(t *testing.T, text []byte) {
		extract, err := read(append([]byte("<osm>"), text...))
		if (extract == nil) == (err == nil) {
			t.Errorf("neither an extract nor an error, or both: %v", err)
		}
		part, err := osm.ReadCity(t.Context(), bytes.NewReader(append([]byte("<osm>"), text...)), osm.Options{City: "Речной"})
		if (part == nil) == (err == nil) || part != nil && extract != nil && len(part.Outlines) > len(extract.Outlines) {
			t.Errorf("a part that is more than the whole, or neither a part nor an error: %v", err)
		}
	})
}

// FuzzReadPBF puts any content into a sound block: the decoder must not be reached by what would end the program.
func FuzzReadPBF(f *testing.F) {
	f.Add(body(1, 2, 3, 4, 0))
	f.Add(body(1, 2, 3, 99, 0))
	f.Add(inside(protowire.AppendFixed64(protowire.AppendTag(body(), 2, protowire.Fixed64Type), 0x0b0f011a0802421b), 2, nil))
	f.Add(inside(nil, 2, inside(nil, 4, packed(packed(packed(nil, 8, 0), 9, 2), 10, 1))))
	f.Fuzz(func(t *testing.T, content []byte) {
		extract, err := read(file(content))
		if (extract == nil) == (err == nil) {
			t.Errorf("neither an extract nor an error, or both: %v", err)
		}
	})
}
