package norms

import (
	"slices"
	"strings"
	"testing"
)

func TestEveryOpenPointHasItsReading(t *testing.T) {
	want := map[string]string{
		"incomplete-hour": "exact", "single-limit": "month-only", "three-degree-steps": "floor-from-tolerance", "below-forty": "cold-tariff",
		"degree-fraction": "exact", "rounding": "half-up", "fee-base": "month-fee", "fifty-percent-fine": "wrong-charge-only",
		"hot-water-tolerance": "breach-from-norm", "room-norm": "18-20",
	}
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
	once, err := StandardReadings().With(map[string]string{"room-norm": "20-22", "rounding": "floor"})
	if err != nil {
		t.Fatal(err)
	}
	twice, err := once.With(map[string]string{"rounding": "half-even"})
	if err != nil {
		t.Fatal(err)
	}
	room, _ := twice.Chosen("room-norm")
	rounding, _ := twice.Chosen("rounding")
	hour, _ := twice.Chosen("incomplete-hour")
	if room.Values["room"] != 20 || room.Values["corner"] != 22 || rounding.Code != "half-even" || hour.Code != "exact" {
		t.Errorf("room %v, rounding %s, hour %s", room.Values, rounding.Code, hour.Code)
	}
	if kept, _ := once.Chosen("rounding"); kept.Code != "floor" {
		t.Error("an earlier choice changed")
	}
	if kept, _ := StandardReadings().Chosen("room-norm"); kept.Values["room"] != 18 {
		t.Error("the standard readings changed")
	}
	for name, choices := range map[string]map[string]string{
		"unknown reading": {"moon": "full"}, "unknown alternative": {"rounding": "up"}, "no alternative": {"rounding": ""},
		"one good, one bad": {"rounding": "floor", "room-norm": "25"},
	} {
		if _, err := StandardReadings().With(choices); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestReadReadingsRefuses(t *testing.T) {
	const words = `"text":{"ru":"а","en":"a"},"evidence":{"ru":"б","en":"b"},"values":{"room":1}`
	const one = `{"code":"hour","clause":"п. 1","question":{"ru":"как?","en":"how?"},"alternatives":[{"code":"up",` + words + `},{"code":"down",` + words + `}],"default":"up"}`
	if _, err := ReadReadings(strings.NewReader("[" + one + "]")); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"no clause":                {`"п. 1"`, `""`},
		"question in one language": {`"en":"how?"`, `"en":""`},
		"no evidence":              {`"ru":"б"`, `"ru":" "`},
		"text in one language":     {`"en":"a"`, `"en":""`},
		"default of none":          {`"default":"up"`, `"default":"sideways"`},
		"nothing is open":          {`,{"code":"down",` + words + `}`, ``},
		"alternative twice":        {`"code":"down"`, `"code":"up"`},
		"other values":             {`{"room":1}}]`, `{"corner":1}}]`},
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
