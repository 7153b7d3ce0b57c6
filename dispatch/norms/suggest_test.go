package norms

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestSuggest(t *testing.T) {
	for query, first := range map[string]string{
		"батареи холодные":               "radiator-cold",
		"холодная батарея":               "radiator-cold",
		"топит":                          "flood-from-above",
		"топят соседи сверху":            "flood-from-above",
		"воняет газом":                   "gas-smell",
		"ГАЗОМ ПАХНЕТ":                   "gas-smell",
		"у меня воняет газом":            "gas-smell",
		"запах газа на улице":            "gas-smell-yard",
		"застряли в лифте":               "lift-stuck-person",
		"лифт не работает":               "lift-dead",
		"нет горячей воды":               "hot-none",
		"нет горячей воды во всём доме":  "hot-none-house",
		"нет горячей воды во всем доме":  "hot-none-house",
		"нет холодной воды":              "cold-none",
		"еле тёплая вода":                "hot-lukewarm",
		"нет света в подъезде":           "power-none-riser",
		"нет света в квартире":           "power-none-flat",
		"искрит щиток":                   "sparks",
		"течёт крыша":                    "roof-leak",
		"сосуль":                         "roof-ice",
		"забился унитаз":                 "sewer-blocked",
		"мусоропровод забит":             "chute-blocked",
		"открытый люк":                   "manhole-open",
		"темно в подъезде":               "light-entrance",
		"домоф":                          "entryphone",
		"прорвало трубу":                 "cold-riser-burst",
		"прорвало батарею":               "heating-burst",
		"прорыв теплотрассы":             "heating-main-burst",
		"вода в подвале":                 "cellar-flooded",
		"пожар":                          "fire",
		"угарный газ":                    "flue-danger",
		"stuck lift":                     "lift-stuck-person",
		"smell of gas":                   "gas-smell",
		"radiators cold":                 "radiator-cold",
		"lift-dead":                      "lift-dead",
		"подъезд не отапливается":        "heating-entrance-cold",
		"не открывается дверь в подъезд": "door-locked",
	} {
		got := StandardClassifier().Suggest(query, 5)
		if len(got) == 0 || got[0].Code != first {
			var codes []string
			for _, p := range got {
				codes = append(codes, p.Code)
			}
			t.Errorf("%q: %v, want %s first", query, codes, first)
		}
	}
}

// What people say finds its problem among the first three.
func TestSuggestUnderstandsResidents(t *testing.T) {
	text, err := os.Open("testdata/said.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer text.Close()
	reader := csv.NewReader(text)
	reader.Comment = '#'
	said, err := reader.ReadAll()
	if err != nil || len(said) < 151 {
		t.Fatalf("%d phrases, %v", len(said), err)
	}
	first := 0
	for _, row := range said[1:] {
		problem(t, row[1])
		var codes []string
		for _, p := range StandardClassifier().Suggest(row[0], 3) {
			codes = append(codes, p.Code)
		}
		if !slices.Contains(codes, row[1]) {
			t.Errorf("%q: %v, want %s", row[0], codes, row[1])
		} else if codes[0] == row[1] {
			first++
		}
	}
	t.Logf("%d of %d phrases find their problem first", first, len(said)-1)
}

func TestSlipsOfTheKeyboard(t *testing.T) {
	for _, c := range []struct {
		a, b string
		most int
		want int
	}{
		{"газ", "газ", 2, 0}, {"лифт", "лефт", 2, 1}, {"труба", "руба", 2, 1}, {"свет", "совет", 2, 1}, {"батарея", "батаряе", 2, 1}, {"розетка", "росетко", 2, 2},
		{"крыша", "кырша", 2, 1}, {"абв", "где", 2, 3}, {"а", "абвгд", 2, 3}, {"", "аб", 2, 2}, {"абвгд", "бвгдж", 1, 2},
	} {
		for _, pair := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			if got := slips([]rune(pair[0]), []rune(pair[1]), c.most); got != c.want {
				t.Errorf("%q and %q, at most %d: %d, want %d", pair[0], pair[1], c.most, got, c.want)
			}
		}
	}
}

func TestSuggestWhileTyping(t *testing.T) {
	const phrase = "воняет газом"
	for end := range phrase {
		if end < len("вон") {
			continue
		}
		typed := phrase[:end]
		if len(StandardClassifier().Suggest(typed, 5)) == 0 {
			t.Errorf("nothing while %q is typed", typed)
		}
	}
}

func TestSuggestNothing(t *testing.T) {
	for _, query := range []string{"", "   ", "?!", "ыъыъ", "у", strings.Repeat("щ", 10000)} {
		if got := StandardClassifier().Suggest(query, 5); query != "у" && len(got) != 0 {
			t.Errorf("%.10q: %d problems", query, len(got))
		}
	}
	for limit, want := range map[int]int{-1: 0, 0: 0, 1: 1, 3: 3} {
		if got := len(StandardClassifier().Suggest("нет", limit)); got != want {
			t.Errorf("limit %d: %d problems", limit, got)
		}
	}
}

func FuzzSuggest(f *testing.F) {
	for _, query := range []string{"батареи холодные", "", "ё", "a\xffb", "०१", "нет  воды!"} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if got := StandardClassifier().Suggest(query, 7); len(got) > 7 {
			t.Errorf("%q: %d problems", query, len(got))
		}
	})
}

func BenchmarkSuggest(b *testing.B) {
	for b.Loop() {
		StandardClassifier().Suggest("нет горячей воды в доме", 8)
	}
}
