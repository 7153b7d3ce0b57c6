package norms

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEveryOpenPointHasItsReading(t *testing.T) {
	want := map[string]string{"electricity-sources": "two", "room-temperature": "warm", "hot-water-main": "ring", "waste-temperature": "warm", "glass-season": "winter"}
	if all := StandardReadings().All(); len(all) != len(want) {
		t.Errorf("%d readings, want %d", len(all), len(want))
	}
	for code, alternative := range want {
		if got, ok := StandardReadings().Chosen(code); !ok || got.Code != alternative {
			t.Errorf("%s is read as %q, want %q", code, got.Code, alternative)
		}
	}
	if _, ok := StandardReadings().Chosen("nothing"); ok {
		t.Error("a reading that is not there was found")
	}
}

func TestReadingsWithChoices(t *testing.T) {
	once, err := StandardReadings().With(map[string]string{"glass-season": "summer", "room-temperature": "cool"})
	if err != nil {
		t.Fatal(err)
	}
	twice, err := once.With(map[string]string{"room-temperature": "cold"})
	if err != nil {
		t.Fatal(err)
	}
	if got := twice.Conditions(); !slices.Equal(got, []Condition{Room8To10, Summer}) {
		t.Errorf("conditions %v", got)
	}
	if got := once.Conditions(); !slices.Equal(got, []Condition{Room10To12, Summer}) {
		t.Errorf("an earlier choice changed: %v", got)
	}
	if got := StandardReadings().Conditions(); got != nil {
		t.Errorf("the standard readings changed: %v", got)
	}
	for name, choices := range map[string]map[string]string{
		"unknown reading": {"moon": "full"}, "unknown alternative": {"glass-season": "spring"}, "no alternative": {"glass-season": ""},
		"one good, one bad": {"glass-season": "summer", "room-temperature": "25"},
	} {
		if _, err := StandardReadings().With(choices); len(Refusals(err)) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A reading that no fault's clock follows would be a setting that does nothing.
func TestEachReadingMovesTheClockThatItNames(t *testing.T) {
	registered := time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)
	due := func(problem Problem, readings *Readings) (all []string) {
		clocks, err := Start(StandardBook(), Facts{Registered: registered, Channel: Telephone, Problem: problem, Conditions: readings.Conditions(), Calendar: StandardCalendar()})
		if err != nil {
			t.Fatal(err)
		}
		for _, clock := range clocks {
			all = append(all, clock.Norm+" "+clock.DueAt.String()+" "+clock.Act+", "+clock.Clause)
		}
		return all
	}
	for _, reading := range StandardReadings().All() {
		for _, alternative := range reading.Alternatives {
			if alternative.Code == reading.Default {
				continue
			}
			chosen, err := StandardReadings().With(map[string]string{reading.Code: alternative.Code})
			if err != nil {
				t.Fatal(err)
			}
			moved := 0
			for _, problem := range StandardClassifier().Problems() {
				before, after := due(problem, StandardReadings()), due(problem, chosen)
				for _, clock := range after {
					if slices.Contains(before, clock) {
						continue
					}
					moved++
					if !strings.HasSuffix(clock, " "+reading.Clause) {
						t.Errorf("%s of %s moves a clock of another place: %s", alternative.Code, reading.Code, clock)
					}
				}
			}
			if moved == 0 {
				t.Errorf("%s of %s moves no clock", alternative.Code, reading.Code)
			}
		}
	}
}

func TestReadReadingsRefuses(t *testing.T) {
	const words = `"text":{"ru":"а","en":"a"},"evidence":{"ru":"б","en":"b"}`
	const one = `{"code":"hour","clause":"п. 1","question":{"ru":"как?","en":"how?"},"alternatives":[{"code":"up","condition":"",` + words + `},{"code":"down","condition":"summer",` + words + `}],"default":"up"}`
	if _, err := ReadReadings(strings.NewReader("[" + one + "]")); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"no clause":                {`"п. 1"`, `""`},
		"question in one language": {`"en":"how?"`, `"en":""`},
		"no evidence":              {`"ru":"б"`, `"ru":" "`},
		"text in one language":     {`"en":"a"`, `"en":""`},
		"default of none":          {`"default":"up"`, `"default":"sideways"`},
		"nothing is open":          {`,{"code":"down","condition":"summer",` + words + `}`, ``},
		"alternative twice":        {`"code":"down"`, `"code":"up"`},
		"an unknown condition":     {`"summer"`, `"snow"`},
		"the same thing twice":     {`"summer"`, `""`},
		"code in Russian":          {`"hour"`, `"час"`},
		"a field nobody reads":     {`"default"`, `"who":"me","default"`},
		"the same twice":           {one, one + "," + one},
		"not an array":             {"[", ""},
	} {
		good := "[" + one + "]"
		broken := strings.Replace(good, change[0], change[1], 1)
		if broken == good {
			t.Fatalf("%s: changes nothing", name)
		}
		if _, err := ReadReadings(strings.NewReader(broken)); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	spoilt := StandardReadings().All()
	spoilt[0].Code = "spoilt"
	if slices.ContainsFunc(StandardReadings().All(), func(r Reading) bool { return r.Code == "spoilt" }) {
		t.Error("a caller can spoil the readings")
	}
}
