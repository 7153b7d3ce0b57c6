package norms

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestClassifierIsWhole(t *testing.T) {
	used := map[string]bool{}
	for _, p := range StandardClassifier().Problems() {
		used[p.Category] = true
		if !strings.Contains(p.Source, "severity") {
			t.Errorf("%s: its source does not say where the severity comes from", p.Code)
		}
		if p.LifeRisk && (p.Severity != 1 || p.Script == nil) {
			t.Errorf("%s: risk to life without severity 1 and a script", p.Code)
		}
		if p.Severity == 1 && p.Script == nil {
			t.Errorf("%s: life or damage now, and the operator has nothing to say at once", p.Code)
		}
	}
	for _, c := range StandardClassifier().Categories() {
		if !used[c.Code] {
			t.Errorf("category %s has no problem", c.Code)
		}
	}
}

// Engineering faults and household wishes: enough of both, in the categories that screens show.
func TestClassifierIsLargeEnough(t *testing.T) {
	household, engineering := 0, 0
	for _, p := range StandardClassifier().Problems() {
		if slices.Contains([]string{"cleaning", "waste", "charges", "advice", "order"}, p.Category) {
			household++
		} else {
			engineering++
		}
	}
	if engineering < 120 || household < 30 {
		t.Errorf("%d engineering problems and %d household ones", engineering, household)
	}
}

// Gas, fire, danger of electricity and whatever lies in the city's mains are not the house's to mend alone:
// somebody is told, in time, and where life is at stake within minutes.
func TestDangersAndMainsAreHandedOver(t *testing.T) {
	for _, p := range StandardClassifier().Problems() {
		dangerous := p.LifeRisk && slices.Contains([]string{"electricity", "safety"}, p.Category)
		owed := p.Category == "gas" || dangerous || slices.Contains(p.Places, Mains)
		var terms []string
		for _, clock := range start(t, Facts{Registered: wall(t, "2026-11-23 12:00", time.UTC), Channel: System, Problem: p}) {
			if clock.Kind == Notify {
				terms = append(terms, clock.DueAt.Format("15:04"))
			}
		}
		if (len(terms) != 1 || len(p.HandTo) == 0) && owed {
			t.Errorf("%s: told to %v by %v", p.Code, p.HandTo, terms)
		}
		if p.LifeRisk && len(terms) > 0 && terms[0] != "12:05" {
			t.Errorf("%s: life is at stake, and the service is told by %s", p.Code, terms[0])
		}
		if p.Category == "gas" && !slices.Contains(p.HandTo, "104") {
			t.Errorf("%s: is not told to 104", p.Code)
		}
	}
	if fire := problem(t, "fire"); !slices.Equal(fire.HandTo, []string{"101", "112"}) {
		t.Errorf("fire is told to %v", fire.HandTo)
	}
}

func TestBoundariesAndRecipientsAreAllUsed(t *testing.T) {
	boundaries, recipients := map[string]bool{}, map[string]bool{}
	for _, p := range StandardClassifier().Problems() {
		boundaries[p.Boundary] = true
		for _, code := range p.HandTo {
			recipients[code] = true
		}
	}
	lists := StandardClassifier().Lists()
	if len(boundaries) != len(lists.Boundaries) || len(recipients) != len(lists.Recipients) {
		t.Errorf("boundaries %v, recipients %v", boundaries, recipients)
	}
	if b, ok := StandardClassifier().Boundary("first_shutoff"); !ok || !strings.Contains(b.Owners.Ru, "собственник") {
		t.Errorf("first_shutoff: %+v", b)
	}
	if r, ok := StandardClassifier().Recipient("104"); !ok || !strings.Contains(r.Title.Ru, "азовая") {
		t.Errorf("104: %+v", r)
	}
}

// Codes are stored in requests: those that were ever shipped stay.
func TestShippedCodesStay(t *testing.T) {
	for _, code := range strings.Fields(shippedCodes) {
		if _, ok := StandardClassifier().Problem(code); !ok {
			t.Errorf("%s is gone", code)
		}
	}
}

const shippedCodes = `
flood-from-above cold-riser-burst cold-pipe-leak tap-leak cold-none cold-none-house cold-pressure cold-dirty cellar-flooded cold-main-burst
power-none-house power-none-riser power-none-flat sparks wire-bare wire-down switchboard-fault voltage-wrong cooker-dead door-broken
door-locked entryphone window-broken railing-broken gas-smell gas-smell-yard gas-none gas-appliance heating-burst heating-leak radiator-cold
heating-none heating-none-house heating-overheat heating-entrance-cold heating-main-burst hot-riser-burst hot-pipe-leak towel-rail-leak
towel-rail-cold hot-none hot-none-house hot-lukewarm hot-pressure lift-stuck-person lift-shaft-open lift-dead lift-faulty light-entrance
light-yard light-street lamp-hanging roof-leak roof-ice roof-sheet-loose drainpipe attic-open fire fire-system sewer-blocked sewer-flooding
sewer-leak sewer-cellar sewer-smell sewer-yard plaster-falling bricks-loose balcony-danger collapse bathroom-floor flue-danger vent-none
flue-leak chute-blocked chute-flap manhole-open sinkhole tree-fallen path-icy playground-danger
`

func TestACitysProblems(t *testing.T) {
	own, changed := problem(t, "tap-leak"), problem(t, "roof-leak")
	own.Code, own.Words = "fountain-dry", []string{"фонтан на площади"}
	changed.Severity = 1
	grown, err := StandardClassifier().With([]Problem{own, changed}, StandardBook())
	if err != nil {
		t.Fatal(err)
	}
	if found := grown.Suggest("фонтан на площади", 1); len(found) != 1 || found[0].Code != "fountain-dry" {
		t.Errorf("found %v", found)
	}
	if p, _ := grown.Problem("roof-leak"); p.Severity != 1 || len(grown.Problems()) != len(StandardClassifier().Problems())+1 {
		t.Errorf("%+v among %d", p, len(grown.Problems()))
	}
	if p := problem(t, "roof-leak"); p.Severity != 2 {
		t.Error("the standard classifier changed")
	}
	for name, more := range map[string][]Problem{"twice": {own, own}, "unchecked": {{Code: "half"}}} {
		if _, err := StandardClassifier().With(more, StandardBook()); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestPlacesAndSkillsAreAllUsed(t *testing.T) {
	placed, skilled := map[Place]bool{}, map[Skill]bool{}
	for _, p := range StandardClassifier().Problems() {
		if p.Skill != "" {
			skilled[p.Skill] = true
		}
		for _, place := range p.Places {
			placed[place] = true
		}
	}
	if len(placed) != len(places) || len(skilled) != len(Skills) {
		t.Errorf("places %v, skills %v", placed, skilled)
	}
}

func TestClassifierRefuses(t *testing.T) {
	lists := StandardClassifier().Lists()
	for name, spoil := range map[string]func(*Problem){
		"no English title":          func(p *Problem) { p.Title.En = "" },
		"code with spaces":          func(p *Problem) { p.Code = "gas smell" },
		"unknown category":          func(p *Problem) { p.Category = "steam" },
		"no place":                  func(p *Problem) { p.Places = nil },
		"unknown place":             func(p *Problem) { p.Places = []Place{"moon"} },
		"no severity":               func(p *Problem) { p.Severity = 0 },
		"severity 5":                func(p *Problem) { p.Severity = 5 },
		"life risk of severity 2":   func(p *Problem) { p.Severity = 2 },
		"life risk without script":  func(p *Problem) { p.Script = nil },
		"script without source":     func(p *Problem) { p.Script = &Script{Text: p.Script.Text} },
		"script in one language":    func(p *Problem) { p.Script = &Script{Text: Text{Ru: "уходите"}, Source: "x"} },
		"no norm":                   func(p *Problem) { p.Norms = nil },
		"unknown norm":              func(p *Problem) { p.Norms = []string{"416-99"} },
		"norm of other systems":     func(p *Problem) { p.Norms = []string{"416-13-localise"} },
		"norm without deadline":     func(p *Problem) { p.Norms = []string{"170-pipes"} },
		"norm summed over a month":  func(p *Problem) { p.Norms = []string{"354-11-gas-month"} },
		"norm of appeals":           func(p *Problem) { p.Norms = []string{"416-36-appeal"} },
		"two norms of one kind":     func(p *Problem) { p.Norms = []string{"own-day", "own-week"} },
		"norm that all reports run": func(p *Problem) { p.Norms = []string{"416-13-inform"} },
		"a crew without a skill":    func(p *Problem) { p.Skill = "" },
		"nobody goes to a danger":   func(p *Problem) { p.Skill, p.CrewSize = "", 0 },
		"unknown skill":             func(p *Problem) { p.Skill = "magic" },
		"no boundary":               func(p *Problem) { p.Boundary = "" },
		"unknown boundary":          func(p *Problem) { p.Boundary = "moon" },
		"told to nobody":            func(p *Problem) { p.HandTo = nil },
		"told to somebody unknown":  func(p *Problem) { p.HandTo = []string{"999"} },
		"told without a term":       func(p *Problem) { p.Norms = []string{"own-day"} },
		"no question":               func(p *Problem) { p.Questions = nil },
		"nobody in the crew":        func(p *Problem) { p.CrewSize = 0 },
		"nobody responsible":        func(p *Problem) { p.Responsible = "" },
		"five questions":            func(p *Problem) { p.Questions = slices.Repeat(p.Questions[:1], 5) },
		"question in one language":  func(p *Problem) { p.Questions = []Text{{Ru: "Где?"}} },
		"no words":                  func(p *Problem) { p.Words = nil },
		"no source":                 func(p *Problem) { p.Source = "" },
	} {
		p := problem(t, "gas-smell")
		if _, err := NewClassifier(lists, []Problem{p}, StandardBook()); err != nil {
			t.Fatal(err)
		}
		spoil(&p)
		if _, err := NewClassifier(lists, []Problem{p}, StandardBook()); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	twice := []Problem{problem(t, "gas-smell"), problem(t, "gas-smell")}
	if _, err := NewClassifier(lists, twice, StandardBook()); err == nil {
		t.Error("a problem that stands twice was taken")
	}
	for name, spoil := range map[string]func(*Lists){
		"category twice":            func(l *Lists) { l.Categories = append(l.Categories, l.Categories[0]) },
		"boundary twice":            func(l *Lists) { l.Boundaries = append(l.Boundaries, l.Boundaries[0]) },
		"recipient twice":           func(l *Lists) { l.Recipients = append(l.Recipients, l.Recipients[0]) },
		"category without icon":     func(l *Lists) { l.Categories[0].Icon = "" },
		"boundary without owners":   func(l *Lists) { l.Boundaries[0].Owners.En = "" },
		"boundary without source":   func(l *Lists) { l.Boundaries[0].Source = "" },
		"recipient without a title": func(l *Lists) { l.Recipients[0].Title.Ru = " " },
		"code with a hyphen":        func(l *Lists) { l.Boundaries[0].Code = "first-shutoff" },
	} {
		spoilt := StandardClassifier().Lists()
		spoil(&spoilt)
		if _, err := NewClassifier(spoilt, nil, StandardBook()); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestReadClassifierIsStrict(t *testing.T) {
	good := func() fstest.MapFS {
		return fstest.MapFS{
			"boundaries.json":      {Data: []byte(`[]`)},
			"recipients.json":      {Data: []byte(`[]`)},
			"categories.json":      {Data: []byte(`[{"code":"lift","title":{"ru":"Лифт","en":"Lift"},"icon":"lift","colour":"purple"}]`)},
			"faults/lift.json":     {Data: []byte(`[]`)},
			"faults/unrelated.txt": {Data: []byte(`not read`)},
		}
	}
	if _, err := ReadClassifier(good(), StandardBook()); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(fstest.MapFS){
		"a field that nobody reads": func(f fstest.MapFS) { f["faults/lift.json"].Data = []byte(`[{"urgency":1}]`) },
		"text after the end":        func(f fstest.MapFS) { f["faults/lift.json"].Data = []byte(`[] []`) },
		"not JSON":                  func(f fstest.MapFS) { f["categories.json"].Data = []byte(`code: lift`) },
		"no boundaries":             func(f fstest.MapFS) { delete(f, "boundaries.json") },
		"no recipients":             func(f fstest.MapFS) { delete(f, "recipients.json") },
		"a category without faults": func(f fstest.MapFS) { delete(f, "faults/lift.json") },
		"a category without icon": func(f fstest.MapFS) {
			f["categories.json"].Data = []byte(`[{"code":"lift","title":{"ru":"Лифт","en":"Lift"}}]`)
		},
	} {
		folder := good()
		spoil(folder)
		if _, err := ReadClassifier(folder, StandardBook()); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestLookUpsOfUnknownCodes(t *testing.T) {
	if _, ok := StandardClassifier().Problem("nothing"); ok {
		t.Error("a problem that is not there was found")
	}
	if c, ok := StandardClassifier().Category("gas"); !ok || c.Title.Ru != "Газ" {
		t.Errorf("gas: %+v, %t", c, ok)
	}
	if _, ok := StandardClassifier().Category("nothing"); ok {
		t.Error("a category that is not there was found")
	}
}
