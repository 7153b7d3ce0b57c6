package register

import (
	"cmp"
	"os"
	"path/filepath"
	"testing"
)

// TestRealRegistersResolveToThemselves reads the registers of three real cities
// where the machine has them: every address must find its own house.
func TestRealRegistersResolveToThemselves(t *testing.T) {
	root := cmp.Or(os.Getenv("DISPATCH05_DATA"), filepath.Join("..", "..", "..", "shared", "data"))
	cities := []struct {
		name, file string
		format     Format
		least      float64
	}{
		{"Омск", "omsk/houses.csv", ReadExport, 0.995},
		{"Владивосток", "vladivostok/houses.csv", ReadExport, 0.995},
		{"Ульяновск", "ulyanovsk/register.csv", ReadPlain, 0.995},
	}
	for _, city := range cities {
		t.Run(city.name, func(t *testing.T) {
			file, err := os.Open(filepath.Join(root, city.file))
			if err != nil {
				t.Skipf("no register of %s here (set DISPATCH05_DATA): %v", city.name, err)
			}
			defer file.Close()
			houses, report, err := Import(file, city.format, FileOptions{City: city.name}, nil)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d rows, %d houses, %d placed, findings %v", report.Rows, report.Houses, report.Placed, report.Counts)
			checkSelf(t, houses, city.name, city.least)
		})
	}
}

func checkSelf(t *testing.T, houses []House, city string, least float64) {
	x := NewIndex(houses, Options{City: city})
	missed, wrong := 0, 0
	for i := range houses {
		r := x.Resolve("г. " + city + ", " + houses[i].Address)
		if r.Answer == x.House(i) {
			continue
		}
		missed++
		if r.Answer != nil {
			wrong++
		}
		if missed <= 20 {
			t.Logf("%s: %s %v", houses[i].Address, r.Reason.Code, texts(r.Candidates))
		}
	}
	share := 1 - float64(missed)/float64(len(houses))
	t.Logf("%d of %d not found, %d of them wrong: %.4f", missed, len(houses), wrong, share)
	if share < least || wrong > len(houses)/1000 {
		t.Errorf("%.4f resolve to themselves, want %.4f; %d wrong", share, least, wrong)
	}
}
