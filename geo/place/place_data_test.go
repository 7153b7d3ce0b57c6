package place

import (
	"cmp"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dispatch05/geo"
	"dispatch05/geo/register"
)

// hide takes the points of about 30 % of the known houses away.
type hide func(houses []House, random *rand.Rand) []House

// hideAnywhere takes each house by itself.
func hideAnywhere(houses []House, random *rand.Rand) []House {
	out := slices.Clone(houses)
	for i := range out {
		if random.Float64() < 0.3 {
			out[i].Known = false
		}
	}
	return out
}

// hideStretches takes one stretch of the houses of each street in the order of
// their numbers.
func hideStretches(houses []House, random *rand.Rand) []House {
	out := slices.Clone(houses)
	_, streets := lay(houses)
	for _, s := range streets {
		n := len(s.known)
		length := int(0.3*float64(n) + random.Float64())
		if length == 0 || length >= n {
			continue
		}
		from := random.IntN(n - length + 1)
		for _, h := range s.known[from : from+length] {
			out[h.index].Known = false
		}
	}
	return out
}

// figures are what one hiding shows.
type figures struct {
	median, ninety, covered, radius float64
	hidden, guessed                 int
}

func try(houses []House, by hide, seed uint64) figures {
	hidden := by(houses, rand.New(rand.NewPCG(seed, 0)))
	var f figures
	var off, radii []float64
	held := 0
	for i, g := range Guesses(hidden) {
		if hidden[i].Known || !houses[i].Known {
			continue
		}
		f.hidden++
		if !g.Made() {
			continue
		}
		d := geo.DistanceMeters(g.Point, houses[i].Point)
		off, radii = append(off, d), append(radii, g.RadiusMeters)
		if d <= g.RadiusMeters {
			held++
		}
	}
	f.guessed = len(off)
	f.median, f.ninety, f.radius = quantile(off, 0.5), quantile(off, 0.9), quantile(radii, 0.5)
	f.covered = float64(held) / float64(len(off))
	return f
}

// realCity gives the houses of a register, and its rows: an export repeats every tenth house under another id.
func realCity(t *testing.T, name, file string) (houses, rows []House) {
	root := cmp.Or(os.Getenv("DISPATCH05_DATA"), filepath.Join("..", "..", "..", "shared", "data"))
	reader, err := os.Open(filepath.Join(root, file))
	if err != nil {
		t.Skipf("no register of %s here (set DISPATCH05_DATA): %v", name, err)
	}
	defer reader.Close()
	found, _, err := register.Import(reader, register.ReadExport, register.FileOptions{City: name}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var repeated []register.House
	for _, h := range found {
		for range 1 + len(h.Doubles) {
			repeated = append(repeated, h)
		}
	}
	return FromRegister(found), FromRegister(repeated)
}

// seeds are one by default, for each takes seconds; HIDE_SEEDS=1,2,3,4 names others.
func seeds(t *testing.T) (all []uint64) {
	for _, word := range strings.Split(cmp.Or(os.Getenv("HIDE_SEEDS"), "2"), ",") {
		seed, err := strconv.ParseUint(word, 10, 64)
		if err != nil {
			t.Fatalf("HIDE_SEEDS: %v", err)
		}
		all = append(all, seed)
	}
	return all
}

// TestHiddenHousesOfRealCities hides points of real registers and asks for them.
// The constants of kriging.go were chosen on seed 1 of Омск; the other seeds
// and Владивосток show that they were not made to measure. The bounds are what
// is reached with a little room; straight lines between the nearest houses of the
// same side give 74 and 238 m anywhere, 95 and 435 m in stretches.
func TestHiddenHousesOfRealCities(t *testing.T) {
	for _, city := range []struct {
		name, file string
		goals      bool
	}{{"Омск", "omsk/houses.csv", true}, {"Владивосток", "vladivostok/houses.csv", false}} {
		t.Run(city.name, func(t *testing.T) {
			houses, rows := realCity(t, city.name, city.file)
			for _, way := range []struct {
				name           string
				by             hide
				median, ninety float64
			}{{"anywhere", hideAnywhere, 65, 220}, {"stretches", hideStretches, 90, 390}} {
				for _, seed := range seeds(t) {
					if os.Getenv("HIDE_SEEDS") != "" {
						f := try(rows, way.by, seed)
						t.Logf("%s, seed %d, rows of the file with their repetitions: median %.0f m, 90 %% within %.0f m, radius holds %.1f %%", way.name, seed, f.median, f.ninety, 100*f.covered)
					}
					f := try(houses, way.by, seed)
					t.Logf("%s, seed %d: %d hidden, %d guessed, median %.0f m, 90 %% within %.0f m, radius holds %.1f %%, its median %.0f m",
						way.name, seed, f.hidden, f.guessed, f.median, f.ninety, 100*f.covered, f.radius)
					if city.goals && (f.median > way.median || f.ninety > way.ninety) {
						t.Errorf("median %.0f m, 90 %% %.0f m, want %.0f and %.0f", f.median, f.ninety, way.median, way.ninety)
					}
					if f.covered < 0.87 || f.covered > 0.94 {
						t.Errorf("the radius holds %.1f %%, want 87 to 94", 100*f.covered)
					}
				}
			}
		})
	}
}
