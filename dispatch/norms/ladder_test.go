package norms

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestStandardLadder(t *testing.T) {
	want := []struct {
		role  string
		after time.Duration
	}{{"foreman", 0}, {"senior", 10 * time.Minute}, {"chief_engineer", 30 * time.Minute}, {"committee", time.Hour}}
	levels := StandardLadder()
	if len(levels) != len(want) {
		t.Fatalf("%d levels", len(levels))
	}
	for i, level := range levels {
		if level.Number != i || level.Role != want[i].role || level.After() != want[i].after {
			t.Errorf("level %d: %+v", i, level)
		}
	}
	levels[0].Role = "spoilt"
	if StandardLadder()[0].Role != "foreman" {
		t.Error("a caller can spoil the ladder")
	}
}

func TestStandardLaddersByGravity(t *testing.T) {
	for code, want := range map[string]string{"gas-smell": "life-at-stake", "flood-from-above": "life-at-stake", "cold-none": "plain", "tap-leak": "can-wait"} {
		if got := StandardLadders().For(7, problem(t, code)); got.Code != want {
			t.Errorf("%s climbs %s, want %s", code, got.Code, want)
		}
	}
	grave, plain, light := StandardLadders().For(0, problem(t, "fire")), StandardLadders().For(0, problem(t, "cold-none")), StandardLadders().For(0, problem(t, "graffiti"))
	for i := 1; i < 3; i++ {
		if !(grave.Levels[i].After() < plain.Levels[i].After() && plain.Levels[i].After() < light.Levels[i].After()) {
			t.Errorf("level %d is not told sooner where life is at stake", i)
		}
	}
}

func ladder(code string, change func(*Ladder)) Ladder {
	l := Ladder{Code: code, Title: Text{"а", "a"}, AckMinutes: 10, Levels: []Level{{Role: "senior", Title: Text{"а", "a"}}}}
	change(&l)
	return l
}

func TestTheMostSpecificLadderWins(t *testing.T) {
	const mine, others = 7, 8
	gas := problem(t, "gas-smell")
	named := []struct {
		code   string
		change func(*Ladder)
	}{
		{"organisation", func(l *Ladder) { l.Organisation = mine }},
		{"severity", func(l *Ladder) { l.Severities = []int{1, 2} }},
		{"severity-organisation", func(l *Ladder) { l.Severities, l.Organisation = []int{1}, mine }},
		{"category", func(l *Ladder) { l.Categories = []string{"gas"} }},
		{"category-severity", func(l *Ladder) { l.Categories, l.Severities = []string{"gas"}, []int{1} }},
		{"problem", func(l *Ladder) { l.Problems = []string{"gas-smell", "fire"} }},
		{"problem-organisation", func(l *Ladder) { l.Problems, l.Organisation = []string{"gas-smell"}, mine }},
	}
	plain := ladder("plain", func(*Ladder) {})
	for end := range named {
		var all []Ladder
		for i := range end + 1 { // the strongest may stand anywhere
			all = slices.Insert(all, i/2, ladder(named[i].code, named[i].change))
		}
		ladders, err := Ladders{}.With(append(all, plain), StandardClassifier())
		if err != nil {
			t.Fatal(err)
		}
		if got := ladders.For(mine, gas).Code; got != named[end].code {
			t.Errorf("of the first %d: %s, want %s", end+1, got, named[end].code)
		}
		if got := ladders.For(others, problem(t, "graffiti")).Code; got != "plain" {
			t.Errorf("what no ladder names climbs %s", got)
		}
	}
}

// Whatever the ladders are: the chosen one binds, none that binds names more, and the order of others does not matter.
func TestLaddersChooseByProperties(t *testing.T) {
	problems := StandardClassifier().Problems()
	rapid.Check(t, func(r *rapid.T) {
		ladders := []Ladder{ladder("plain", func(*Ladder) {})}
		for i := range rapid.IntRange(0, 8).Draw(r, "ladders") {
			ladders = append(ladders, ladder(fmt.Sprint("l-", i), func(l *Ladder) {
				l.Organisation = rapid.Int64Range(0, 2).Draw(r, "organisation")
				l.Severities = rapid.SliceOfNDistinct(rapid.IntRange(1, 4), 0, 2, rapid.ID).Draw(r, "severities")
				if p := rapid.SampledFrom(problems).Draw(r, "of"); rapid.Bool().Draw(r, "by category") {
					l.Categories = []string{p.Category}
				} else if rapid.Bool().Draw(r, "by problem") {
					l.Problems = []string{p.Code}
				}
			}))
		}
		built, err := Ladders{}.With(ladders, StandardClassifier())
		if err != nil {
			r.Fatal(err)
		}
		organisation, p := rapid.Int64Range(1, 2).Draw(r, "asked organisation"), rapid.SampledFrom(problems).Draw(r, "asked problem")
		got := built.For(organisation, p)
		if !got.binds(organisation, p) {
			r.Fatalf("%+v does not bind %s", got, p.Code)
		}
		for i, other := range ladders {
			if !other.binds(organisation, p) {
				continue
			}
			at := slices.IndexFunc(ladders, func(l Ladder) bool { return l.Code == got.Code })
			if names(other) > names(got) || names(other) == names(got) && i > at {
				r.Fatalf("%+v was chosen before %+v", got, other)
			}
		}
	})
}

// names writes what a ladder names, so that texts order as ladders do: problem, category, severity, organisation.
func names(l Ladder) string {
	var text strings.Builder
	for _, named := range []bool{len(l.Problems) > 0, len(l.Categories) > 0, len(l.Severities) > 0, l.Organisation != 0} {
		text.WriteString(map[bool]string{true: "1", false: "0"}[named])
	}
	return text.String()
}

func TestACitysLadders(t *testing.T) {
	slow := ladder("plain", func(l *Ladder) { l.AckMinutes = 99 })
	own, err := StandardLadders().With([]Ladder{slow, ladder("water", func(l *Ladder) { l.Categories = []string{"cold_water"} })}, StandardClassifier())
	if err != nil {
		t.Fatal(err)
	}
	if got := own.For(0, problem(t, "cold-none")).Code; got != "water" {
		t.Errorf("cold water climbs %s", got)
	}
	if got := own.For(0, problem(t, "hot-none")); got.AckMinutes != 99 {
		t.Errorf("the plain ladder was not replaced: %+v", got)
	}
	if len(own.All()) != len(StandardLadders().All())+1 || StandardLadders().For(0, Problem{}).AckMinutes == 99 {
		t.Error("the shipped ladders changed, or the new one was not replaced but added")
	}
}

func TestLaddersRefuse(t *testing.T) {
	for name, spoil := range map[string]func(*Ladder){
		"no title":            func(l *Ladder) { l.Title.En = "" },
		"code with spaces":    func(l *Ladder) { l.Code = "my ladder" },
		"unknown severity":    func(l *Ladder) { l.Severities = []int{5} },
		"unknown category":    func(l *Ladder) { l.Categories = []string{"steam"} },
		"unknown problem":     func(l *Ladder) { l.Problems = []string{"boredom"} },
		"no organisation":     func(l *Ladder) { l.Organisation = -1 },
		"no hold":             func(l *Ladder) { l.AckMinutes = 0 },
		"holds over a shift":  func(l *Ladder) { l.AckMinutes = 721 },
		"no level":            func(l *Ladder) { l.Levels = nil },
		"a level of nobody":   func(l *Ladder) { l.Levels[0].Role = "" },
		"a level untitled":    func(l *Ladder) { l.Levels[0].Title = Text{} },
		"before the deadline": func(l *Ladder) { l.Levels[0].AfterMinutes = -1 },
		"two at once":         func(l *Ladder) { l.Levels = append(l.Levels, l.Levels[0]) },
	} {
		if _, err := StandardLadders().With([]Ladder{ladder("mine", spoil)}, StandardClassifier()); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	twice := ladder("mine", func(*Ladder) {})
	if _, err := StandardLadders().With([]Ladder{twice, twice}, StandardClassifier()); err == nil {
		t.Error("a ladder that stands twice was taken")
	}
	if _, err := (Ladders{}).With([]Ladder{ladder("mine", func(l *Ladder) { l.Organisation = 3 })}, StandardClassifier()); err == nil {
		t.Error("ladders without a plain one were taken")
	}
	for name, text := range map[string]string{"not JSON": "foreman", "unknown field": `[{"who":"me"}]`, "text after the end": `[] []`, "none": `[]`} {
		if _, err := ReadLadders(strings.NewReader(text), StandardClassifier()); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestLaddersAreWrittenAsTheyAreRead(t *testing.T) {
	text, err := json.Marshal(StandardLadders().All())
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadLadders(strings.NewReader(string(text)), StandardClassifier())
	if err != nil || !reflect.DeepEqual(again, StandardLadders()) {
		t.Errorf("%v, %v", again, err)
	}
}
