package training

import (
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"dispatch05/dispatch/norms"
	"dispatch05/geo/register"
)

func standardWords(t *testing.T) *words {
	t.Helper()
	w, err := readWords(norms.StandardClassifier())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestCallersHaveMuchToSay: two dozen different reports and more in each category that people call about.
func TestCallersHaveMuchToSay(t *testing.T) {
	w := standardWords(t)
	said := map[string]map[string]bool{}
	dice := rand.New(rand.NewPCG(1, 2))
	for _, f := range w.faults {
		if said[f.problem.Category] == nil {
			said[f.problem.Category] = map[string]bool{}
		}
		for range 300 {
			said[f.problem.Category][w.text(dice, f)] = true
		}
	}
	for _, category := range []string{"cold_water", "hot_water", "heating", "sewer", "electricity", "lift", "entrance", "roof", "lighting"} {
		if len(said[category]) < 24 {
			t.Errorf("%s: only %d reports", category, len(said[category]))
		}
	}
	for _, scene := range opening {
		if _, known := w.fault(scene.problem); !known {
			t.Errorf("the opening scene has no words for %s", scene.problem)
		}
	}
}

func TestHeatingIsReportedWhileItHeats(t *testing.T) {
	w := standardWords(t)
	for month, wanted := range map[time.Month]bool{time.January: true, time.July: false} {
		dice, came := rand.New(rand.NewPCG(1, 2)), 0
		for range 2000 {
			if w.choose(dice, month).problem.Category == "heating" {
				came++
			}
		}
		if (came > 200) != wanted || !wanted && came > 0 {
			t.Errorf("%v: %d of 2000 reports are about heating", month, came)
		}
	}
}

// TestDoorsAreInTheHouse: flat, entrance and floor agree, and are within the house's data.
func TestDoorsAreInTheHouse(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for _, h := range []register.House{{Flats: 72, Entrances: 2, Levels: 9}, {Flats: 7, Entrances: 3, Levels: 2}, {Flats: 2}, {Flats: 143, Entrances: 4, Levels: 9}} {
		for range 200 {
			for _, top := range []bool{false, true} {
				door := doorOf(dice, h, top)
				entrance, floor, flat := atoi(t, door.entrance), atoi(t, door.floor), atoi(t, door.flat)
				if entrance < 1 || entrance > max(h.Entrances, 1) || floor < 1 || floor > max(h.Levels, h.Flats) || flat < 1 || flat > h.Flats {
					t.Fatalf("%+v: door %+v", h, door)
				}
			}
		}
	}
	if door := doorOf(dice, register.House{Flats: 72, Entrances: 2, Levels: 9}, true); door.floor != "9" {
		t.Errorf("a roof leaks on floor %s of 9", door.floor)
	}
}

func atoi(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
