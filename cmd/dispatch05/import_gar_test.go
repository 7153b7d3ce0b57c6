package main

import (
	"archive/zip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// garRegion is an invented region of one city with so many houses, a hundred a street, as files of the state register.
func garRegion(houses int) map[string]string {
	var objects, items, list strings.Builder
	guid := func(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }
	fmt.Fprintf(&objects, `<OBJECT OBJECTID="1" OBJECTGUID="%s" NAME="Приречье" TYPENAME="г" LEVEL="5" ISACTUAL="1" ISACTIVE="1" />`, guid(1))
	for street := range (houses + 99) / 100 {
		id := 10 + street
		fmt.Fprintf(&objects, `<OBJECT OBJECTID="%d" OBJECTGUID="%s" NAME="%s" TYPENAME="ул" LEVEL="8" ISACTUAL="1" ISACTIVE="1" />`, id, guid(id), streetName(street))
		fmt.Fprintf(&items, `<ITEM ID="%d" OBJECTID="%d" PARENTOBJID="1" CHANGEID="1" ISACTIVE="1" />`, id, id)
	}
	for n := range houses {
		id := 1_000_000 + n
		fmt.Fprintf(&items, `<ITEM ID="%d" OBJECTID="%d" PARENTOBJID="%d" CHANGEID="1" PREVID="0" NEXTID="0" UPDATEDATE="2020-01-01" STARTDATE="1900-01-01" ENDDATE="2079-06-06" ISACTIVE="1" PATH="1.%d.%d" />`, id, id, 10+n/100, 10+n/100, id)
		fmt.Fprintf(&list, `<HOUSE ID="%d" OBJECTID="%d" OBJECTGUID="%s" CHANGEID="1" HOUSENUM="%d" HOUSETYPE="2" OPERTYPEID="10" PREVID="0" NEXTID="0" UPDATEDATE="2020-01-01" STARTDATE="1900-01-01" ENDDATE="2079-06-06" ISACTUAL="1" ISACTIVE="1" />`, id, id, guid(id), n%100+1)
	}
	return map[string]string{
		"55/AS_ADDR_OBJ_20260101_a.XML":      "<ADDRESSOBJECTS>" + objects.String() + "</ADDRESSOBJECTS>",
		"55/AS_ADM_HIERARCHY_20260101_b.XML": "<ITEMS>" + items.String() + "</ITEMS>",
		"55/AS_HOUSES_20260101_c.XML":        "<HOUSES>" + list.String() + "</HOUSES>",
	}
}

// streetName is a name of its own for each street of a generated city.
func streetName(n int) string {
	return streets[n%len(streets)] + string([]rune("абвгдежзиклмн")[n/len(streets)%13]) + string([]rune("абвгдежзиклмн")[n/len(streets)/13%13]) + string([]rune("абвгдежзиклмн")[n/len(streets)/169%13])
}

// onDiskAt writes files of a region under a folder.
func onDiskAt(t testing.TB, folder string, texts map[string]string) string {
	t.Helper()
	for name, text := range texts {
		path := filepath.Join(folder, name)
		must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return folder
}

// archived packs files of a region as they are published.
func archived(t testing.TB, texts map[string]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "gar_xml.zip")
	out, err := os.Create(path)
	must(t, err)
	w := zip.NewWriter(out)
	for name, text := range texts {
		f, err := w.Create(name)
		must(t, err)
		_, err = f.Write([]byte(text))
		must(t, err)
	}
	must(t, w.Close())
	must(t, out.Close())
	return path
}

// TestImportGAR: the archive, the folder and single files are one and the same; a house of a register is met and keeps its
// point; a house gone from the state register stays while the other source names it.
func TestImportGAR(t *testing.T) {
	t.Parallel()
	home, pool := importingCity(t, "priechye", "Asia/Omsk", "Приречье")
	texts := garRegion(250)
	first := "ул. " + streetName(0) + ", д. 1"
	home.done(t, "", "import", "houses", "--city", "priechye", written(t, "houses.csv", exportColumns, [][]string{
		{"77", "обл. Приречная, г. Приречье, " + first, "55.0", "73.3", "1960", "5", "2", "40", "1000.00", "Многоквартирный дом", "УК Берег-1", "Нет"}}))
	zipFile := archived(t, texts)
	done := take(t, home, "gar", "priechye", zipFile)
	if done.rows != 250 || done.added != 249 || done.placed != 0 {
		t.Errorf("the archive: %+v", done)
	}
	if got := ask[string](t, pool, `select concat_ws(' ', source, source_id, fias, placed, lon) from houses where source_id = '77'`); got != "reformagkh 77 00000000-0000-4000-8000-000001000000 register 73.3" {
		t.Errorf("the house that another register had: %s", got)
	}
	folder := onDiskAt(t, t.TempDir(), texts)
	for _, files := range [][]string{{folder}, {folder + "/55/AS_HOUSES_20260101_c.XML", folder + "/55/AS_ADDR_OBJ_20260101_a.XML", folder + "/55/AS_ADM_HIERARCHY_20260101_b.XML"}} {
		if out := home.done(t, "", append([]string{"import", "gar", "--city", "priechye"}, files...)...); !strings.Contains(out, "added 0, changed 0, revived 0, same 250, retired 0") {
			t.Errorf("%v: %s", files, out)
		}
	}
	less := garRegion(250)
	less["55/AS_HOUSES_20260101_c.XML"] = strings.Replace(strings.Replace(less["55/AS_HOUSES_20260101_c.XML"], `ISACTIVE="1" /><HOUSE ID="1000001"`, `ISACTIVE="0" /><HOUSE ID="1000001"`, 1),
		`ISACTIVE="1" /><HOUSE ID="1000002"`, `ISACTIVE="0" /><HOUSE ID="1000002"`, 1)
	if out := home.done(t, "", "import", "gar", "--city", "priechye", archived(t, less)); !strings.Contains(out, "same 248, retired 1") || !strings.Contains(out, "1 no longer named here stay with another source") {
		t.Errorf("two houses less: %s", out)
	}
	part := archived(t, garRegion(90))
	home.refused(t, "", "less than half of the houses that its source named before: 160", "import", "gar", "--city", "priechye", part)
	if out := home.done(t, "", "import", "gar", "--city", "priechye", "--shrinks", part); !strings.Contains(out, "retired 160") {
		t.Errorf("a part of the register: %s", out)
	}
	if out := home.done(t, "", "city", "house", "--city", "priechye", first); !strings.Contains(out, "reformagkh") || !strings.Contains(out, "OBJECTID 1000000") || !strings.Contains(out, "gar_xml.zip") {
		t.Errorf("who said what: %s", out)
	}
	home.refused(t, "", "no such city", "import", "gar", "--city", "priechye", "--name", "Заречье", zipFile)
	home.refused(t, "", "nothing was written", "import", "gar", "--city", "priechye", archived(t, map[string]string{"55/AS_HOUSES_1.XML": "<HOUSES/>"}))
	home.refused(t, "", "neither an .xml file nor a ZIP", "import", "gar", "--city", "priechye", stored(t, "gar.zip", []byte("PK")))
	if out := home.done(t, "", "city", "imports", "--city", "priechye"); !strings.Contains(out, "same 88, retired 160") || !strings.Contains(out, "houses.csv") || !strings.Contains(out, "broke off") {
		t.Errorf("the imports: %s", out)
	}
}
