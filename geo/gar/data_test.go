package gar_test

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dispatch05/geo/gar"
	"dispatch05/geo/register"
)

// TestARealRegisterIsMet: the houses of a real register, written as the state register writes them, are those houses: by
// their addresses alone.
func TestARealRegisterIsMet(t *testing.T) {
	folder := os.Getenv("DISPATCH05_DATA")
	if folder == "" {
		t.Skip("no real register: DISPATCH05_DATA is not set")
	}
	for _, city := range []struct {
		name, file string
		format     register.Format
		least      float64
	}{{"Ульяновск", "ulyanovsk/register.csv", register.ReadPlain, 0.999}, {"Омск", "omsk/houses.csv", register.ReadExport, 0.999}, {"Владивосток", "vladivostok/houses.csv", register.ReadExport, 0.999}} {
		t.Run(city.name, func(t *testing.T) {
			file, err := os.Open(filepath.Join(folder, city.file))
			if err != nil {
				t.Skip(err)
			}
			defer file.Close()
			houses, _, err := register.Import(file, city.format, register.FileOptions{City: city.name}, nil)
			if err != nil {
				t.Fatal(err)
			}
			found, err := gar.Read(t.Context(), filesOf(asGAR(city.name, houses)), gar.Options{Name: city.name})
			if err != nil {
				t.Fatal(err)
			}
			fresh, report, err := register.Import(nil, found.Rows, register.FileOptions{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			known := make([]register.Known, len(houses))
			for i, h := range houses {
				h.ID, h.FIAS, h.Doubles = int64(i+1), "", nil
				known[i] = register.Known{House: h}
			}
			same, met, told := register.Same(register.SourceGAR, fresh, known, nil, false), 0, 0
			for i, id := range same {
				var number int64
				_, _ = fmt.Sscanf(fresh[i].SourceID[len(fresh[i].SourceID)-12:], "%d", &number)
				if id == number {
					met++
				} else if told++; told <= 12 {
					t.Logf("%q is met as house %d, not as %q", fresh[i].Shown(), id, houses[number-1].Shown())
				}
			}
			share := float64(met) / float64(len(houses))
			t.Logf("%d of %d met (%.4f), %v", met, len(houses), share, report.Counts)
			if share < city.least {
				t.Errorf("%.4f are met, want %.4f", share, city.least)
			}
		})
	}
}

// garTypes are the state register's short forms where they are not the canonical ones.
var garTypes = map[string]string{"проезд": "пр-д", "аллея": "ал", "спуск": "с-к", "линия": "линия", "дорога": "дор"}

// asGAR writes houses as the state register's files; house n has n in its OBJECTGUID.
func asGAR(city string, houses []register.House) map[string]string {
	var objects, items, list strings.Builder
	ids := map[string]int{}
	object := func(parent, level int, kind, name string) int {
		key := fmt.Sprint(parent, level, kind, name)
		if ids[key] == 0 {
			ids[key] = len(ids) + 10
			fmt.Fprintf(&objects, `<OBJECT OBJECTID="%d" OBJECTGUID="10000000-0000-4000-8000-%012d" NAME="%s" TYPENAME="%s" LEVEL="%d" ISACTUAL="1" ISACTIVE="1" />`, ids[key], ids[key], html.EscapeString(name), html.EscapeString(kind), level)
			fmt.Fprintf(&items, `<ITEM OBJECTID="%d" PARENTOBJID="%d" ISACTIVE="1" />`, ids[key], parent)
		}
		return ids[key]
	}
	root := object(1, 5, "г", city)
	kinds := map[string]int{"": 2, "влд": 1, "двлд": 3, "г-ж": 4, "зд": 5, "стр": 7, "соор": 8, "к": 10}
	for i, h := range houses {
		parent := root
		for part := range strings.SplitSeq(h.Settlement, ", ") {
			if words := strings.Fields(part); len(words) > 1 && part != "" {
				kind, name := words[0], strings.Join(words[1:], " ")
				if last := words[len(words)-1]; len([]rune(last)) <= 3 && len([]rune(kind)) > 3 {
					kind, name = last, strings.Join(words[:len(words)-1], " ")
				}
				parent = object(parent, 6, strings.Trim(kind, "."), name)
			} else if part != "" {
				parent = object(parent, 7, "", part)
			}
		}
		if h.Street != "" {
			kind := h.StreetType
			if short, other := garTypes[kind]; other {
				kind = short
			}
			parent = object(parent, 8, kind, h.Street)
		}
		n := register.ParseNumber(h.Number)
		number, added := register.Number{Base: n.Base, Letter: n.Letter, Fraction: n.Fraction, Through: n.Through, Also: n.Also}.String(), ""
		place := 0
		for k, part := range []string{n.Corpus, n.Building, n.Structure, n.Litera} {
			if part != "" && place < 2 {
				place++
				added += fmt.Sprintf(` ADDNUM%d="%s" ADDTYPE%d="%d"`, place, html.EscapeString(part), place, k+1)
			}
		}
		kind, known := kinds[n.Kind]
		if !known {
			kind = 2
		}
		fmt.Fprintf(&list, `<HOUSE OBJECTID="%d" OBJECTGUID="00000000-0000-4000-8000-%012d" HOUSENUM="%s"%s HOUSETYPE="%d" ISACTUAL="1" ISACTIVE="1" />`, 10_000_000+i, i+1, html.EscapeString(number), added, kind)
		fmt.Fprintf(&items, `<ITEM OBJECTID="%d" PARENTOBJID="%d" ISACTIVE="1" />`, 10_000_000+i, parent)
	}
	return map[string]string{"55/AS_ADDR_OBJ_1.XML": "<ADDRESSOBJECTS>" + objects.String() + "</ADDRESSOBJECTS>", "55/AS_ADM_HIERARCHY_1.XML": "<ITEMS>" + items.String() + "</ITEMS>",
		"55/AS_HOUSES_1.XML": "<HOUSES>" + list.String() + "</HOUSES>"}
}
