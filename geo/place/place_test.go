package place

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"dispatch05/geo"
	"dispatch05/geo/register"
)

// invented is a city of straight parallel streets, houses 20 m apart on a side,
// the sides 40 m from one another.
func invented(streets, numbers int) []House {
	plane := geo.NewPlane(orb.Point{73, 55})
	var houses []House
	for s := range streets {
		for n := 1; n <= numbers; n++ {
			side := 20.0
			if n%2 == 1 {
				side = -20
			}
			houses = append(houses, House{
				Street: fmt.Sprint("ул|", s), Number: register.ParseNumber(fmt.Sprint(n)),
				Point: plane.LonLat(orb.Point{float64(n) * 10, float64(s)*300 + side}), Known: true,
			})
		}
	}
	return houses
}

func TestStraightStreetsAreFoundAgain(t *testing.T) {
	houses := invented(10, 40)
	for i := range houses {
		houses[i].Known = i%7 != 3
	}
	for i, g := range Guesses(houses) {
		if g.Made() == houses[i].Known {
			t.Fatalf("house %d: known %v, guessed %v", i, houses[i].Known, g.Made())
		}
		if off := geo.DistanceMeters(g.Point, houses[i].Point); g.Made() && (off > 20 || off > g.RadiusMeters) {
			t.Errorf("%s, %s: %.0f m off, radius %.0f m", houses[i].Street, houses[i].Number, off, g.RadiusMeters)
		}
	}
}

func TestALongerGapHasAWiderRadius(t *testing.T) {
	houses := invented(10, 60)
	houses[9].Known = false
	for i := range 40 {
		houses[60+10+i].Known = false
	}
	g := Guesses(houses)
	if near, far := g[9].RadiusMeters, g[60+30].RadiusMeters; far <= near {
		t.Errorf("radius %.0f m amid known neighbours, %.0f m amid 40 unknown ones", near, far)
	}
}

func TestAStreetWithoutAKnownHouseIsNotGuessed(t *testing.T) {
	houses := append(invented(1, 10), House{Street: "ул|другая", Number: register.ParseNumber("3")})
	if g := Guesses(houses)[10]; g.Made() {
		t.Errorf("guessed %+v", g)
	}
}

func TestAnyRegisterGetsSoundGuesses(t *testing.T) {
	house := rapid.Custom(func(t *rapid.T) House {
		return House{
			Street: rapid.SampledFrom([]string{"а", "б", "в"}).Draw(t, "street"),
			Number: register.ParseNumber(rapid.SampledFrom([]string{"1", "2", "2а", "3 к. 1", "3 к. 2", "7/2", "40", "9999", "99999999", "", "0"}).Draw(t, "number")),
			Point: orb.Point{rapid.OneOf(rapid.Float64Range(72.9, 73.1), rapid.Just(math.NaN()), rapid.Float64Range(-180, 180)).Draw(t, "lon"),
				rapid.OneOf(rapid.Float64Range(54.9, 55.1), rapid.Just(math.Inf(1)), rapid.Float64Range(-89, 89)).Draw(t, "lat")},
			Known: rapid.Bool().Draw(t, "known"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		houses := rapid.SliceOfN(house, 0, 60).Draw(t, "houses")
		first := Guesses(houses)
		if again := Guesses(houses); !reflect.DeepEqual(first, again) {
			t.Fatalf("%v, then %v", first, again)
		}
		for i, g := range first {
			if !g.Made() {
				continue
			}
			if houses[i].Known {
				t.Fatalf("a known house was guessed: %+v", houses[i])
			}
			if !finite(g.Point) || math.IsInf(g.RadiusMeters, 0) || math.IsNaN(g.RadiusMeters) {
				t.Fatalf("%+v guessed as %+v", houses[i], g)
			}
		}
	})
}
