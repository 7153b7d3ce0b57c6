package gar_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"dispatch05/geo/gar"
	"dispatch05/geo/register"
)

// riverside is an invented region of two cities, in the form that the tax service publishes.
var riverside = map[string]string{
	"55/AS_ADDR_OBJ_20260101_a.XML": `<?xml version="1.0" encoding="utf-8"?><ADDRESSOBJECTS>
<OBJECT ID="1" OBJECTID="10" OBJECTGUID="00000000-0000-4000-8000-000000000010" NAME="Приречная" TYPENAME="обл" LEVEL="1" ISACTUAL="1" ISACTIVE="1" />
<OBJECT ID="2" OBJECTID="20" OBJECTGUID="00000000-0000-4000-8000-000000000020" NAME="Приречье" TYPENAME="г" LEVEL="5" ISACTUAL="1" ISACTIVE="1" />
<OBJECT ID="3" OBJECTID="21" OBJECTGUID="00000000-0000-4000-8000-000000000021" NAME="Заречье" TYPENAME="г" LEVEL="5" ISACTUAL="1" ISACTIVE="1" />
<OBJECT ID="4" OBJECTID="30" OBJECTGUID="00000000-0000-4000-8000-000000000030" NAME="Старая" TYPENAME="ул" LEVEL="8" ISACTUAL="0" ISACTIVE="0" />
<OBJECT ID="5" OBJECTID="30" OBJECTGUID="00000000-0000-4000-8000-000000000030" NAME="Лесная" TYPENAME="ул" LEVEL="8" ISACTUAL="1" ISACTIVE="1" />
<OBJECT ID="6" OBJECTID="31" OBJECTGUID="00000000-0000-4000-8000-000000000031" NAME="Лесная" TYPENAME="ул" LEVEL="8" ISACTUAL="1" ISACTIVE="1" />
<OBJECT ID="7" OBJECTID="32" OBJECTGUID="00000000-0000-4000-8000-000000000032" NAME="Северный" TYPENAME="мкр" LEVEL="7" ISACTUAL="1" ISACTIVE="1" />
<OBJECT ID="8" OBJECTID="33" OBJECTGUID="00000000-0000-4000-8000-000000000033" NAME="Мира" TYPENAME="пр-кт" LEVEL="8" ISACTUAL="1" ISACTIVE="1" />
<OBJECT ID="9" OBJECTID="34" OBJECTGUID="00000000-0000-4000-8000-000000000034" NAME="Речной" TYPENAME="п" LEVEL="6" ISACTUAL="1" ISACTIVE="1" />
<OBJECT ID="10" OBJECTID="35" OBJECTGUID="00000000-0000-4000-8000-000000000035" NAME="8 Марта" TYPENAME="ул" LEVEL="8" ISACTUAL="1" ISACTIVE="1" />
</ADDRESSOBJECTS>`,
	"55/AS_ADM_HIERARCHY_20260101_b.XML": `<?xml version="1.0" encoding="utf-8"?><ITEMS>
<ITEM ID="1" OBJECTID="20" PARENTOBJID="10" ISACTIVE="1" PATH="10.20" /><ITEM ID="2" OBJECTID="21" PARENTOBJID="10" ISACTIVE="1" />
<ITEM ID="3" OBJECTID="100" PARENTOBJID="30" ISACTIVE="1" /><ITEM ID="4" OBJECTID="30" PARENTOBJID="20" ISACTIVE="1" PATH="10.20.30" />
<ITEM ID="5" OBJECTID="31" PARENTOBJID="21" ISACTIVE="1" /><ITEM ID="6" OBJECTID="101" PARENTOBJID="31" ISACTIVE="1" />
<ITEM ID="7" OBJECTID="32" PARENTOBJID="20" ISACTIVE="1" /><ITEM ID="8" OBJECTID="33" PARENTOBJID="32" ISACTIVE="1" />
<ITEM ID="9" OBJECTID="102" PARENTOBJID="33" ISACTIVE="1" /><ITEM ID="10" OBJECTID="34" PARENTOBJID="20" ISACTIVE="1" />
<ITEM ID="11" OBJECTID="35" PARENTOBJID="34" ISACTIVE="1" /><ITEM ID="12" OBJECTID="103" PARENTOBJID="35" ISACTIVE="1" />
<ITEM ID="13" OBJECTID="104" PARENTOBJID="30" ISACTIVE="1" /><ITEM ID="14" OBJECTID="105" PARENTOBJID="30" ISACTIVE="1" />
<ITEM ID="15" OBJECTID="106" PARENTOBJID="31" ISACTIVE="0" /><ITEM ID="16" OBJECTID="107" PARENTOBJID="20" ISACTIVE="1" />
<ITEM ID="17" OBJECTID="40" PARENTOBJID="41" ISACTIVE="1" /><ITEM ID="18" OBJECTID="108" PARENTOBJID="32" ISACTIVE="1" /></ITEMS>`,
	"55/AS_HOUSES_20260101_c.XML": "\ufeff" + `<?xml version="1.0" encoding="utf-8"?><HOUSES>
<HOUSE ID="1" OBJECTID="100" OBJECTGUID="00000000-0000-4000-8000-000000000100" HOUSENUM="1" HOUSETYPE="2" ISACTUAL="0" ISACTIVE="0" />
<HOUSE ID="2" OBJECTID="100" OBJECTGUID="00000000-0000-4000-8000-000000000100" HOUSENUM="1А" ADDNUM1="2" ADDTYPE1="1" ADDNUM2="3" ADDTYPE2="2" HOUSETYPE="2" ISACTUAL="1" ISACTIVE="1" />
<HOUSE ID="3" OBJECTID="101" OBJECTGUID="00000000-0000-4000-8000-000000000101" HOUSENUM="7" HOUSETYPE="2" ISACTUAL="1" ISACTIVE="1" />
<HOUSE ID="4" OBJECTID="102" OBJECTGUID="00000000-0000-4000-8000-000000000102" HOUSENUM="5/1" HOUSETYPE="1" ISACTUAL="1" ISACTIVE="1" />
<HOUSE ID="5" OBJECTID="103" OBJECTGUID="00000000-0000-4000-8000-000000000103" HOUSENUM="12" HOUSETYPE="2" ADDNUM1="Б" ADDTYPE1="4" ISACTUAL="1" ISACTIVE="1" />
<HOUSE ID="6" OBJECTID="104" OBJECTGUID="00000000-0000-4000-8000-000000000104" HOUSENUM="9" HOUSETYPE="7" ISACTUAL="1" ISACTIVE="1" />
<HOUSE ID="7" OBJECTID="105" OBJECTGUID="00000000-0000-4000-8000-000000000105" HOUSETYPE="2" ISACTUAL="1" ISACTIVE="1" />
<HOUSE ID="8" OBJECTID="107" OBJECTGUID="00000000-0000-4000-8000-000000000107" HOUSENUM="1" HOUSETYPE="2" ISACTUAL="1" ISACTIVE="1" />
<HOUSE ID="9" OBJECTID="108" OBJECTGUID="00000000-0000-4000-8000-000000000108" HOUSENUM="24" HOUSETYPE="2" ISACTUAL="1" ISACTIVE="1" /></HOUSES>`,
	"AS_ADDHOUSE_TYPES_20260101_d.XML": `<HOUSETYPES><HOUSETYPE ID="1" NAME="Корпус" SHORTNAME="к." ISACTIVE="true" /><HOUSETYPE ID="2" NAME="Строение" SHORTNAME="стр." ISACTIVE="true" /></HOUSETYPES>`,
	"55/AS_HOUSES_PARAMS_20260101_e.XML": `<PARAMS><PARAM ID="1" OBJECTID="100" CHANGEIDEND="0" TYPEID="5" VALUE="644000" /><PARAM ID="2" OBJECTID="100" CHANGEIDEND="7" TYPEID="5" VALUE="111111" />
<PARAM ID="3" OBJECTID="100" CHANGEIDEND="0" TYPEID="8" VALUE="55:36:000000:1" /><PARAM ID="4" OBJECTID="101" CHANGEIDEND="0" TYPEID="5" VALUE="644001" /></PARAMS>`,
	"55/AS_ADDR_OBJ_DIVISION_20260101_f.XML": `<ITEMS><ITEM ID="1" /></ITEMS>`,
}

// filesOf are files in memory, in any order.
func filesOf(texts map[string]string) []gar.File {
	var files []gar.File
	for name, text := range texts {
		files = append(files, gar.File{Name: name, Size: int64(len(text)), Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }})
	}
	return files
}

// changed is riverside with other texts; "" takes a file away.
func changed(by map[string]string) map[string]string {
	texts := maps.Clone(riverside)
	for name, text := range by {
		if texts[name] = text; text == "" {
			delete(texts, name)
		}
	}
	return texts
}

func TestReadsOneCity(t *testing.T) {
	city, err := gar.Read(t.Context(), filesOf(riverside), gar.Options{Name: "ПРИРЕЧЬЕ", Params: true})
	if err != nil {
		t.Fatal(err)
	}
	var findings []register.Finding
	houses, report, err := register.Import(nil, city.Rows, register.FileOptions{Report: func(f register.Finding) { findings = append(findings, f) }}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for _, h := range houses {
		shown = append(shown, h.SourceID[len(h.SourceID)-3:]+" "+h.Shown())
	}
	want := []string{"100 ул. Лесная, 1а к. 2 стр. 3", "102 мкр. Северный, пр-кт Мира, 5/1 (влд)", "103 пос. Речной, ул. 8 Марта, 12 лит. б", "104 ул. Лесная, 9 (стр)", "108 мкр. Северный, 24"}
	if !slices.Equal(shown, want) {
		t.Errorf("houses %q", shown)
	}
	if h := houses[0]; h.FIAS != "00000000-0000-4000-8000-000000000100" || h.FIAS != h.SourceID || h.Source != register.SourceGAR || h.Placed() ||
		h.Detail["OBJECTID"] != "100" || h.Detail["почтовый индекс"] != "644000" || h.Detail["кадастровый номер"] != "55:36:000000:1" {
		t.Errorf("the first: %+v", h)
	}
	if city.Old != 1 || city.Elsewhere != 1 || len(findings) != 2 || findings[0].Line != 7 || findings[1].Line != 8 || report.Counts[register.FindingUnparsed] != 2 {
		t.Errorf("%d old, %d elsewhere, %+v", city.Old, city.Elsewhere, findings)
	}
}

// TestOtherSourcesKnowTheseHouses: what the state register calls a house is what registers of houses call it.
func TestOtherSourcesKnowTheseHouses(t *testing.T) {
	city, err := gar.Read(t.Context(), filesOf(riverside), gar.Options{Name: "Приречье"})
	if err != nil {
		t.Fatal(err)
	}
	fresh, _, err := register.Import(nil, city.Rows, register.FileOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	text := "HOUSE_ID,ADDRESS\n1,\"обл. Приречная, г. Приречье, ул. Лесная, д. 1А, к. 2, стр. 3\"\n2,\"г. Приречье, мкр. Северный, пр-кт. Мира, д. 5/1\"\n3,\"г. Приречье, п. Речной, ул. 8 Марта, д. 12, лит. Б\"\n4,\"г. Приречье, мкр. Северный, д. 24\"\n"
	known, _, err := register.Import(strings.NewReader(text), register.ReadExport, register.FileOptions{City: "Приречье"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var list []register.Known
	for i, h := range known {
		h.ID = int64(i + 1)
		list = append(list, register.Known{House: h})
	}
	if got := register.Same(register.SourceGAR, fresh, list, nil, false); !slices.Equal(got, []int64{1, 2, 3, 0, 4}) {
		t.Errorf("%v of %+v", got, known)
	}
}

func TestChoosesACity(t *testing.T) {
	twin := strings.Replace(riverside["55/AS_ADDR_OBJ_20260101_a.XML"], "Заречье", "Приречье", 1)
	for name, c := range map[string]struct {
		texts   map[string]string
		options gar.Options
		want    error
		houses  int
	}{
		"by its id":           {nil, gar.Options{ID: "{00000000-0000-4000-8000-000000000021}"}, nil, 1},
		"none":                {nil, gar.Options{Name: "Нигде"}, gar.ErrNoCity, 0},
		"no name":             {nil, gar.Options{}, gar.ErrNoCity, 0},
		"no id":               {nil, gar.Options{ID: "21"}, gar.ErrNoCity, 0},
		"two of the name":     {map[string]string{"55/AS_ADDR_OBJ_20260101_a.XML": twin}, gar.Options{Name: "Приречье"}, gar.ErrSeveral, 0},
		"one of the two":      {map[string]string{"55/AS_ADDR_OBJ_20260101_a.XML": twin}, gar.Options{ID: "00000000-0000-4000-8000-000000000021", Name: "Приречье"}, nil, 1},
		"a village":           {nil, gar.Options{Name: "Речной"}, nil, 1},
		"municipal alone":     {map[string]string{"55/AS_ADM_HIERARCHY_20260101_b.XML": "", "55/AS_MUN_HIERARCHY_20260101_b.XML": riverside["55/AS_ADM_HIERARCHY_20260101_b.XML"]}, gar.Options{Name: "Заречье"}, nil, 1},
		"no hierarchy":        {map[string]string{"55/AS_ADM_HIERARCHY_20260101_b.XML": ""}, gar.Options{Name: "Заречье"}, gar.ErrFiles, 0},
		"no houses":           {map[string]string{"55/AS_HOUSES_20260101_c.XML": ""}, gar.Options{Name: "Заречье"}, gar.ErrFiles, 0},
		"two editions":        {map[string]string{"55/AS_HOUSES_20270101_c.XML": riverside["55/AS_HOUSES_20260101_c.XML"]}, gar.Options{Name: "Заречье"}, gar.ErrFiles, 0},
		"two regions":         {map[string]string{"54/AS_HOUSES_20260101_c.XML": "<HOUSES/>"}, gar.Options{Name: "Заречье"}, gar.ErrFiles, 0},
		"one of two regions":  {map[string]string{"54/AS_HOUSES_20260101_c.XML": "<HOUSES/>"}, gar.Options{Name: "Заречье", Region: "55"}, nil, 1},
		"params left at home": {map[string]string{"55/AS_HOUSES_PARAMS_20260101_e.XML": ""}, gar.Options{Name: "Заречье", Params: true}, gar.ErrFiles, 0},
	} {
		city, err := gar.Read(t.Context(), filesOf(changed(c.texts)), c.options)
		if !errors.Is(err, c.want) || err == nil && len(city.Houses) != c.houses {
			t.Errorf("%s: %v, %+v", name, err, city)
		}
	}
}

func TestReadsWhateverEncoding(t *testing.T) {
	old, err := charmap.Windows1251.NewEncoder().String(strings.Replace(riverside["55/AS_ADDR_OBJ_20260101_a.XML"], `"utf-8"`, `"windows-1251"`, 1))
	if err != nil {
		t.Fatal(err)
	}
	mislabelled := strings.Replace(riverside["55/AS_ADDR_OBJ_20260101_a.XML"], `"utf-8"`, `"windows-1251"`, 1)
	silent, _ := charmap.Windows1251.NewEncoder().String(strings.Replace(riverside["55/AS_ADDR_OBJ_20260101_a.XML"], `<?xml version="1.0" encoding="utf-8"?>`, "", 1))
	for name, text := range map[string]string{"windows-1251": old, "UTF-8 that says windows-1251": mislabelled, "windows-1251 that says nothing": silent} {
		city, err := gar.Read(t.Context(), filesOf(changed(map[string]string{"55/AS_ADDR_OBJ_20260101_a.XML": text})), gar.Options{Name: "Приречье"})
		if err != nil || city.Houses[0].Address != "г. Приречье, ул. Лесная, д. 1А к. 2 стр. 3" {
			t.Errorf("%s: %v %+v", name, err, city)
		}
	}
}

// TestHostileFiles end in an error that names the file; a broken house costs itself.
func TestHostileFiles(t *testing.T) {
	houses := riverside["55/AS_HOUSES_20260101_c.XML"]
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"cut":               {houses[:len(houses)/2], gar.ErrBroken},
		"cut between":       {houses[:strings.LastIndex(houses, "</HOUSES>")], gar.ErrBroken},
		"empty":             {" ", gar.ErrBroken},
		"endless line":      {"<HOUSES>" + strings.Repeat("x", 3<<20), gar.ErrLimit},
		"endless attribute": {`<HOUSES><HOUSE HOUSENUM="` + strings.Repeat("1", 3<<20), gar.ErrLimit},
		"endless name":      {"<HOUSES><" + strings.Repeat("A", 3<<20), gar.ErrLimit},
		"deep":              {strings.Repeat("<HOUSE>", 100), gar.ErrBroken},
		"no xml":            {"HOUSE_ID,ADDRESS\n", gar.ErrBroken},
		"entities":          {`<!DOCTYPE x [<!ENTITY a "aaaa">]><HOUSES><HOUSE HOUSENUM="&a;&a;"/></HOUSES>`, gar.ErrBroken},
		"bytes":             {strings.Repeat("\xff\x00", 1000), gar.ErrBroken},
		"turned":            {"</HOUSES>", gar.ErrBroken},
	} {
		_, err := gar.Read(t.Context(), filesOf(changed(map[string]string{"55/AS_HOUSES_20260101_c.XML": c.text})), gar.Options{Name: "Приречье"})
		if !errors.Is(err, c.want) || !strings.Contains(fmt.Sprint(err), "AS_HOUSES") {
			t.Errorf("%s: %v", name, err)
		}
	}
	stray := strings.Replace(strings.Replace(houses, `HOUSENUM="9"`, "HOUSENUM=\"9\x00\"", 1), `HOUSENUM="12"`, "HOUSENUM=\"1\xff2\"", 1)
	city, err := gar.Read(t.Context(), filesOf(changed(map[string]string{"55/AS_HOUSES_20260101_c.XML": stray})), gar.Options{Name: "Приречье"})
	if err != nil {
		t.Fatal(err)
	}
	good, report, err := register.Import(nil, city.Rows, register.FileOptions{}, nil)
	if err != nil || len(good) != 3 || report.Counts[register.FindingEncoding] != 2 {
		t.Errorf("stray bytes: %d houses, %v, %v", len(good), report.Counts, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	many := "<HOUSES>" + strings.Repeat("<HOUSE/>", 5000) + "</HOUSES>"
	if _, err := gar.Read(ctx, filesOf(changed(map[string]string{"55/AS_HOUSES_20260101_c.XML": many})), gar.Options{Name: "Приречье"}); !errors.Is(err, context.Canceled) {
		t.Errorf("a reading that nobody wants: %v", err)
	}
}

// zipped packs files; of a bomb the body is packed as zeros are.
func zipped(t *testing.T, texts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	w.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, 9) })
	for name, text := range texts {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestArchives(t *testing.T) {
	open := func(body []byte) ([]gar.File, error) {
		archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			return nil, err
		}
		return gar.Zipped(archive)
	}
	files, err := open(zipped(t, riverside))
	if err != nil || len(files) != 5 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	if city, err := gar.Read(t.Context(), files, gar.Options{Name: "Приречье"}); err != nil || len(city.Houses) != 7 {
		t.Errorf("%v %+v", err, city)
	}
	if _, err := open(zipped(t, map[string]string{"55/AS_HOUSES_1.XML": "<HOUSES>" + strings.Repeat(" ", 50<<20)})); !errors.Is(err, gar.ErrLimit) {
		t.Errorf("a bomb: %v", err)
	}
	whole := zipped(t, riverside)
	for at := range whole { // one damaged byte of packed text
		if at%97 != 0 || at > 1500 {
			continue
		}
		spoilt := bytes.Clone(whole)
		spoilt[at] ^= 0x5a
		files, err := open(spoilt)
		if err != nil {
			continue
		}
		if _, err := gar.Read(t.Context(), files, gar.Options{Name: "Приречье", Params: true}); err == nil {
			continue // a byte of a file that is not read, or of a header
		} else if !errors.Is(err, gar.ErrBroken) && !errors.Is(err, gar.ErrLimit) && !errors.Is(err, gar.ErrFiles) {
			t.Errorf("byte %d: %v", at, err)
		}
	}
}

// memory keeps parts as a run does, without packing them.
type memory map[string]any

func (m memory) Save(_ context.Context, part string, value any) error {
	m[part] = value
	return nil
}
func (m memory) Load(context.Context, string, any) (bool, error) { return false, nil }

// TestKeepsPartByPart: what was read is kept before the next file is begun.
func TestKeepsPartByPart(t *testing.T) {
	kept := memory{}
	_, err := gar.Read(t.Context(), filesOf(changed(map[string]string{"55/AS_HOUSES_20260101_c.XML": "<HOUSES>"})), gar.Options{Name: "Приречье", Kept: kept})
	if got := slices.Sorted(maps.Keys(kept)); !errors.Is(err, gar.ErrBroken) || !slices.Equal(got, []string{"objects", "places"}) {
		t.Errorf("%v: %v", got, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(riverside["55/AS_HOUSES_20260101_c.XML"]), byte(0))
	f.Add([]byte(riverside["55/AS_ADM_HIERARCHY_20260101_b.XML"]), byte(1))
	f.Add([]byte(riverside["55/AS_ADDR_OBJ_20260101_a.XML"]), byte(2))
	f.Add([]byte("\xff\xfe<\x00"), byte(0))
	f.Add([]byte(strings.ReplaceAll(riverside["55/AS_HOUSES_20260101_c.XML"], `OBJECTGUID="`, `OBJECTGUID="no`)), byte(0))
	names := []string{"55/AS_HOUSES_20260101_c.XML", "55/AS_ADM_HIERARCHY_20260101_b.XML", "55/AS_ADDR_OBJ_20260101_a.XML", "AS_ADDHOUSE_TYPES_20260101_d.XML", "55/AS_HOUSES_PARAMS_20260101_e.XML"}
	f.Fuzz(func(t *testing.T, text []byte, which byte) {
		city, err := gar.Read(t.Context(), filesOf(changed(map[string]string{names[int(which)%len(names)]: string(text)})), gar.Options{Name: "Приречье", Params: true})
		if (city == nil || err != nil) && err == nil {
			t.Fatal("neither a city nor an error")
		}
		if err != nil {
			return
		}
		houses, _, err := register.Import(nil, city.Rows, register.FileOptions{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range houses {
			if strings.ContainsRune(h.SourceID+h.Address, 0) || h.Number == "" || h.SourceID == "" {
				t.Fatalf("a house that is none: %+v", h)
			}
		}
	})
}
