package norms

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Text is what people read, in the two languages of the service.
type Text struct {
	Ru string `json:"ru"`
	En string `json:"en"`
}

func (t Text) whole() bool { return strings.TrimSpace(t.Ru) != "" && strings.TrimSpace(t.En) != "" }

// Place is where the fault is, seen by the caller.
type Place string

const (
	Flat     Place = "flat"
	Entrance Place = "entrance" // stairs, hall, lift: common property inside
	Yard     Place = "yard"
	Cellar   Place = "cellar"
	Roof     Place = "roof" // and attic
	Mains    Place = "mains"
)

var places = []Place{Flat, Entrance, Yard, Cellar, Roof, Mains}

// Skill is what a crew must be able to do.
type Skill string

const (
	Plumbing Skill = "plumbing"
	Heating  Skill = "heating"
	Sewer    Skill = "sewer"
	Electric Skill = "electric"
	Gas      Skill = "gas"
	Lift     Skill = "lift"
	Roofing  Skill = "roof"
	General  Skill = "general"
)

// Skills are all that there are.
var Skills = []Skill{Plumbing, Heating, Sewer, Electric, Gas, Lift, Roofing, General}

// Side is who must mend it by default; the house's contract may say otherwise.
type Side string

const (
	Organisation Side = "organisation" // the managing organisation of the house
	Supplier     Side = "supplier"     // the resource supplier
	City         Side = "city"
)

var sides = []Side{Organisation, Supplier, City}

// Problem is one fault, or one wish, of the classifier.
type Problem struct {
	Code        string   `json:"code"` // stable latin slug; Open311 service_code
	Title       Text     `json:"title"`
	Category    string   `json:"category"`
	Places      []Place  `json:"places"`
	Severity    int      `json:"severity"` // 1 life or damage now, 2 supply lost, 3 comfort or slow damage, 4 can wait; the project's own scale
	LifeRisk    bool     `json:"lifeRisk"` // someone may die: severity 1 and a script are demanded
	Norms       []string `json:"norms"`    // codes of the rows it starts, beside answer and inform
	Skill       Skill    `json:"skill"`    // empty: nobody goes, it is answered from the desk or an office
	CrewSize    int      `json:"crewSize"` // at least so many people; 0 with an empty skill
	Responsible Side     `json:"responsible"`
	Boundary    string   `json:"boundary"`         // code of the balance boundary that decides whose it is
	HandTo      []string `json:"handTo,omitempty"` // codes of the services that are told; then a norm of kind notify runs
	Questions   []Text   `json:"questions"`        // to ask the caller, one to four
	Script      *Script  `json:"script,omitempty"`
	Words       []string `json:"words"`  // how residents say it, for the search
	Source      string   `json:"source"` // where the row's norms and severity come from
}

// Script is what the operator says at once where life is at stake.
type Script struct {
	Text   Text   `json:"text"`
	Source string `json:"source"`
}

// Check returns every reason why the problem cannot be used with the book and the lists, joined; nil if none.
func (p Problem) Check(book *Book, lists Lists) error {
	return errors.Join(p.checkWords(), p.checkWork(lists), p.checkNorms(book), p.checkHandover(book, lists))
}

// refusals gathers what is wrong with a problem.
type refusals struct {
	code string
	bad  []error
}

func (r *refusals) refuse(wrong bool, format string, args ...any) {
	if wrong {
		r.bad = append(r.bad, fmt.Errorf("problem %q: "+format, append([]any{r.code}, args...)...))
	}
}

// checkWords holds what people read and say.
func (p Problem) checkWords() error {
	r := refusals{code: p.Code}
	r.refuse(!codeForm.MatchString(p.Code), "code is not latin words joined by hyphens")
	r.refuse(!p.Title.whole(), "title lacks Russian or English")
	r.refuse(len(p.Questions) < 1 || len(p.Questions) > 4, "has %d questions, not one to four", len(p.Questions))
	r.refuse(slices.ContainsFunc(p.Questions, func(q Text) bool { return !q.whole() }), "a question lacks Russian or English")
	r.refuse(len(p.Words) == 0, "has no search words")
	r.refuse(p.Source == "", "has no source")
	r.refuse(p.LifeRisk && p.Severity != 1, "is a risk to life, but its severity is %d", p.Severity)
	r.refuse(p.LifeRisk && p.Script == nil, "is a risk to life, but has no safety script")
	r.refuse(p.Script != nil && (!p.Script.Text.whole() || p.Script.Source == ""), "its script lacks a language or its source")
	return errors.Join(r.bad...)
}

// checkWork holds where it is, how grave, and who mends it.
func (p Problem) checkWork(lists Lists) error {
	r := refusals{code: p.Code}
	r.refuse(!slices.ContainsFunc(lists.Categories, func(c Category) bool { return c.Code == p.Category }), "category %q is unknown", p.Category)
	r.refuse(!slices.ContainsFunc(lists.Boundaries, func(b Boundary) bool { return b.Code == p.Boundary }), "boundary %q is unknown", p.Boundary)
	r.refuse(len(p.Places) == 0 || !within(p.Places, places), "places %v are not among %v", p.Places, places)
	r.refuse(p.Severity < 1 || p.Severity > 4, "severity %d is not within 1..4", p.Severity)
	r.refuse(!slices.Contains(sides, p.Responsible), "responsible side %q is unknown", p.Responsible)
	if p.Skill == "" {
		r.refuse(p.CrewSize != 0 || p.Severity < 3, "needs no skill, but a crew of %d, or is of severity %d", p.CrewSize, p.Severity)
	} else {
		r.refuse(!slices.Contains(Skills, p.Skill), "skill %q is unknown", p.Skill)
		r.refuse(p.CrewSize < 1 || p.CrewSize > 6, "crew size %d is not within 1..6", p.CrewSize)
	}
	return errors.Join(r.bad...)
}

// checkHandover holds that a problem which is handed over has a clock for telling the service, and the other way round.
func (p Problem) checkHandover(book *Book, lists Lists) error {
	r := refusals{code: p.Code}
	for _, code := range p.HandTo {
		r.refuse(!slices.ContainsFunc(lists.Recipients, func(known Recipient) bool { return known.Code == code }), "is handed to %q, which is unknown", code)
	}
	notifies := slices.ContainsFunc(p.Norms, func(code string) bool {
		return slices.ContainsFunc(book.editions[code], func(row Row) bool { return row.Kind == Notify })
	})
	r.refuse(notifies && len(p.HandTo) == 0, "starts a term of telling a service, but names none")
	r.refuse(!notifies && len(p.HandTo) > 0, "is handed to %v, but no norm of kind notify runs", p.HandTo)
	return errors.Join(r.bad...)
}

func within[T comparable](some, all []T) bool {
	return !slices.ContainsFunc(some, func(one T) bool { return !slices.Contains(all, one) })
}

// checkNorms holds that each row exists, binds this category, gives a deadline from a
// moment that a report knows, and stands alone in its kind but for the rows with a condition.
func (p Problem) checkNorms(book *Book) error {
	var bad []error
	if len(p.Norms) == 0 {
		bad = append(bad, fmt.Errorf("problem %q: starts no norm", p.Code))
	}
	plain := map[Kind]string{}
	for _, code := range p.Norms {
		editions := book.editions[code]
		if len(editions) == 0 {
			bad = append(bad, fmt.Errorf("problem %q: norm %q is not in the book", p.Code, code))
		}
		for _, row := range editions {
			if other, twice := plain[row.Kind]; row.Condition == "" && twice && other != code {
				bad = append(bad, fmt.Errorf("problem %q: norms %q and %q are both of kind %s", p.Code, other, code, row.Kind))
			} else if row.Condition == "" {
				plain[row.Kind] = code
			}
			if len(row.Applies) > 0 && !slices.Contains(row.Applies, p.Category) {
				bad = append(bad, fmt.Errorf("problem %q: norm %q does not bind %s", p.Code, code, p.Category))
			}
			if !row.startsByFault() {
				bad = append(bad, fmt.Errorf("problem %q: norm %q is no clock of a fault", p.Code, code))
			}
		}
	}
	return errors.Join(bad...)
}

func (r Row) startsByFault() bool {
	return slices.Contains([]Kind{Localise, Clear, Release, Eliminate, Restore, OwnTerm, Check, Reply, Notify}, r.Kind) &&
		slices.Contains([]Event{Registration, Detection, Signal, Damage, Interruption, Appeal}, r.Start) &&
		!slices.Contains(numberless, r.Unit) && r.Unit != People
}
