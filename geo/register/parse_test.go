package register

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	tests := []struct {
		text string
		want Parts
	}{
		{"обл. Речная, г. Демоград, ул. 10 лет Весны, д. 43, к. 1",
			Parts{City: "Демоград", StreetType: "ул", Street: "10 лет Весны", Number: Number{Base: "43", Corpus: "1"}}},
		{"Речная обл, Демоград г, Тихий Плёс с, Садовая 2-я ул, 7А (двлд.)",
			Parts{City: "Демоград", Settlement: "Тихий Плёс с", StreetType: "ул", Street: "Садовая 2-я", Number: Number{Base: "7", Letter: "а", Kind: "двлд"}}},
		{"край. Речной, г. Демоград, нп. Дальний Мыс, п. Бакен, д. 34",
			Parts{City: "Демоград", Settlement: "нп. Дальний Мыс, п. Бакен", Number: Number{Base: "34"}}},
		{"ул. Яблонева, д. 20, 2 подъезд 3 этаж кв 15 тел 8 900 123-45-67",
			Parts{StreetType: "ул", Street: "Яблонева", Number: Number{Base: "20"}, Entrance: "2", Floor: "3", Flat: "15"}},
		{"Яблонева девять квартира триста десять",
			Parts{Street: "Яблонева", Number: Number{Base: "9"}, Flat: "310"}},
		{"43а Яблонева", Parts{Street: "Яблонева", Number: Number{Base: "43", Letter: "а"}}},
		{"8 марта 5", Parts{Street: "8 марта", Number: Number{Base: "5"}}},
		{"ул. Береговая Набережная, 3/4", Parts{StreetType: "ул", Street: "Береговая Набережная", Number: Number{Base: "3", Fraction: "4"}}},
		{"Спуск Яблонева ул, 4", Parts{StreetType: "ул", Street: "Спуск Яблонева", Number: Number{Base: "4"}}},
		{"ул. Яблонева, д. 5, стр. жилой дом", Parts{StreetType: "ул", Street: "Яблонева", Number: Number{Base: "5"}, Rest: "стр. жилой дом"}},
		{"ул. Г.С.Яблонева, д. 1", Parts{StreetType: "ул", Street: "Г.С.Яблонева", Number: Number{Base: "1"}}},
		{"Проспект. 50-летия Моста, д. №6", Parts{StreetType: "пр-кт", Street: "50-летия Моста", Number: Number{Base: "6"}}},
		{"", Parts{}},
		{"здравствуйте", Parts{}},
	}
	for _, tt := range tests {
		if got := Parse(tt.text); got != tt.want {
			t.Errorf("Parse(%q)\n got %+v\nwant %+v", tt.text, got, tt.want)
		}
	}
}

// inventedNames are streets of no city in particular.
var inventedNames = []string{"Яблонева", "Тихий Плёс", "Карла Бакена", "Садовая 2-я", "10 лет Весны", "9 Марта", "Береговая"}

func TestFormattedPartsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`[1-9][0-9]{0,2}`)
		maybe := func(name string) string {
			return rapid.SampledFrom([]string{"", number.Draw(t, name)}).Draw(t, "with "+name)
		}
		want := Parts{
			City:       rapid.SampledFrom([]string{"", "Демоград"}).Draw(t, "city"),
			Settlement: rapid.SampledFrom([]string{"", "пос. Бакен", "Луговка с"}).Draw(t, "settlement"),
			StreetType: rapid.SampledFrom([]string{"ул", "пер", "пр-кт", "проезд", "б-р", "ш", "пл"}).Draw(t, "type"),
			Street:     rapid.SampledFrom(inventedNames).Draw(t, "street"),
			Number:     drawNumber(t),
			Entrance:   maybe("entrance"),
			Floor:      maybe("floor"),
			Flat:       maybe("flat"),
		}
		if got := Parse(want.String()); got != want {
			t.Fatalf("%q\n was read as %+v\n      want %+v", want.String(), got, want)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"ул. Яблонева, д. 5 к. 2, кв. 7", "5-я 6 7/8-9 (влд.) к.", "г. обл. р-н д.", "Д=100 \xff", "тел 8-900-1-2"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := Parse(text)
		if utf8.ValidString(text) && !utf8.ValidString(p.String()) {
			t.Fatalf("broken characters in %q", p.String())
		}
		for _, tok := range lex(text) {
			if tok.start < 0 || tok.end > len(text) || tok.start >= tok.end {
				t.Fatalf("token %+v lies outside the text", tok)
			}
		}
	})
}
