package register

import (
	"testing"

	"pgregory.net/rapid"
)

func TestParseNumber(t *testing.T) {
	tests := []struct{ text, want string }{
		{"43", "43"},
		{"д. 43а", "43а"},
		{"43 А", "43а"},
		{"43-а", "43а"},
		{"43/а", "43а"},
		{`43 "А"`, "43а"},
		{"43A", "43а"}, // Latin A
		{"007", "7"},
		{"2/45", "2/45"},
		{`2\45а`, "2/45а"},
		{"15.1", "15.1"},
		{"86-88", "86-88"},
		{"43 к. 1", "43 к. 1"},
		{"43к1", "43 к. 1"},
		{"43 корпус 1 строение 2", "43 к. 1 стр. 2"},
		{"43, к. А", "43 к. а"},
		{"43с1", "43 стр. 1"},
		{"43 (влд.)", "43 (влд)"},
		{"43 литера А1", "43 лит. а1"},
		{"4,6,8а", "4,6,8а"},
		{"соор. 5А", "соор. 5а"},
		{"Ленина", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := ParseNumber(tt.text).String(); got != tt.want {
			t.Errorf("ParseNumber(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestNumberKeysTellHousesApart(t *testing.T) {
	tests := []struct {
		a, b string
		same bool
	}{
		{"43а", "43 А", true},
		{"43а", "43 к. а", true},
		{"43", "43 (влд.)", true},
		{"43", "43а", false},
		{"43/2", "43 к. 2", false},
		{"43 к. 2", "43 стр. 2", false},
		{"15.1", "15/1", false},
	}
	for _, tt := range tests {
		if same := ParseNumber(tt.a).key() == ParseNumber(tt.b).key(); same != tt.same {
			t.Errorf("%q and %q: same house = %v, want %v", tt.a, tt.b, same, tt.same)
		}
	}
}

// houseLetters are the letters that houses carry.
var houseLetters = []string{"", "а", "б", "в", "г", "д", "е", "ж", "к"}

func drawNumber(t *rapid.T) Number {
	digits := rapid.StringMatching(`[1-9][0-9]{0,2}`)
	letter := rapid.SampledFrom(houseLetters)
	maybe := func(name string) string {
		return rapid.SampledFrom([]string{"", digits.Draw(t, name) + letter.Draw(t, name+" letter")}).Draw(t, "with "+name)
	}
	return Number{
		Base: digits.Draw(t, "base"), Letter: letter.Draw(t, "letter"), Fraction: maybe("fraction"), Corpus: maybe("corpus"),
		Building: maybe("building"), Litera: rapid.SampledFrom([]string{"", "а", "б1"}).Draw(t, "litera"),
		Kind: rapid.SampledFrom([]string{"", "влд", "двлд", "зд"}).Draw(t, "kind"),
	}
}

func TestNumberRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawNumber(t)
		if got := ParseNumber(want.String()); got != want {
			t.Fatalf("%q was read as %+v, want %+v", want.String(), got, want)
		}
	})
}
