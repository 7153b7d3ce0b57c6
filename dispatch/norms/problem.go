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

func (p Problem) refusals() *refusals { return &refusals{of: "problem", row: p.Code} }

// checkWords holds what people read and say.
func (p Problem) checkWords() error {
	r := p.refusals()
	r.refuse(!codeForm.MatchString(p.Code), badCode)
	r.refuse(!p.Title.whole(), noTitle)
	r.refuse(len(p.Questions) < 1 || len(p.Questions) > 4, badQuestions, len(p.Questions))
	r.refuse(slices.ContainsFunc(p.Questions, func(q Text) bool { return !q.whole() }), halfQuestion)
	r.refuse(len(p.Words) == 0, noWords)
	r.refuse(p.Source == "", noSource)
	r.refuse(p.LifeRisk && p.Severity != 1, lifeRiskMild, p.Severity)
	r.refuse(p.LifeRisk && p.Script == nil, lifeRiskSilent)
	r.refuse(p.Script != nil && (!p.Script.Text.whole() || p.Script.Source == ""), halfScript)
	return r.err()
}

// checkWork holds where it is, how grave, and who mends it.
func (p Problem) checkWork(lists Lists) error {
	r := p.refusals()
	r.refuse(!slices.ContainsFunc(lists.Categories, func(c Category) bool { return c.Code == p.Category }), unknownCategory, p.Category)
	r.refuse(!slices.ContainsFunc(lists.Boundaries, func(b Boundary) bool { return b.Code == p.Boundary }), unknownBoundary, p.Boundary)
	r.refuse(len(p.Places) == 0 || !within(p.Places, places), unknownPlaces, p.Places, places)
	r.refuse(p.Severity < 1 || p.Severity > 4, badSeverity, p.Severity)
	r.refuse(!slices.Contains(sides, p.Responsible), unknownSide, p.Responsible)
	if p.Skill == "" {
		r.refuse(p.CrewSize != 0 || p.Severity < 3, crewWithoutSkill, p.CrewSize, p.Severity)
	} else {
		r.refuse(!slices.Contains(Skills, p.Skill), unknownSkill, p.Skill)
		r.refuse(p.CrewSize < 1 || p.CrewSize > 6, badCrewSize, p.CrewSize)
	}
	return r.err()
}

// checkHandover holds that a problem which is handed over has a clock for telling the service, and the other way round.
func (p Problem) checkHandover(book *Book, lists Lists) error {
	r := p.refusals()
	for _, code := range p.HandTo {
		r.refuse(!slices.ContainsFunc(lists.Recipients, func(known Recipient) bool { return known.Code == code }), unknownRecipient, code)
	}
	notifies := slices.ContainsFunc(p.Norms, func(code string) bool {
		return slices.ContainsFunc(book.editions[code], func(row Row) bool { return row.Kind == Notify })
	})
	r.refuse(notifies && len(p.HandTo) == 0, tellsNobody)
	r.refuse(!notifies && len(p.HandTo) > 0, tellsWithoutTerm, p.HandTo)
	return r.err()
}

func within[T comparable](some, all []T) bool {
	return !slices.ContainsFunc(some, func(one T) bool { return !slices.Contains(all, one) })
}

// checkNorms holds that each row exists, binds this category, gives a deadline from a
// moment that a report knows, and stands alone in its kind but for the rows with a condition.
func (p Problem) checkNorms(book *Book) error {
	r := p.refusals()
	r.refuse(len(p.Norms) == 0, noNorm)
	plain := map[Kind]Row{}
	for _, code := range p.Norms {
		editions := book.editions[code]
		r.refuse(len(editions) == 0, unknownNorm, code)
		for _, row := range editions {
			if other, taken := plain[row.Kind]; row.Condition == "" && taken && other.Code != code {
				r.refuse(true, normsOfOneKind, other.Code, other.place(), code, row.place(), row.Kind)
			} else if row.Condition == "" {
				plain[row.Kind] = row
			}
			r.refuse(len(row.Applies) > 0 && !slices.Contains(row.Applies, p.Category), normOfAnotherThing, code, row.place(), p.Category)
			r.refuse(!row.startsByFault(), normIsNoClock, code, row.place())
		}
	}
	return r.err()
}

// place is where a norm is written down, with its number where a clause has several.
func (r Row) place() string { return fmt.Sprintf("%s, %s (%s)", r.Act, r.Clause, r.Code) }

func (r Row) startsByFault() bool {
	return slices.Contains([]Kind{Localise, Clear, Release, Eliminate, Restore, OwnTerm, Check, Reply, Notify}, r.Kind) &&
		slices.Contains([]Event{Registration, Detection, Signal, Damage, Interruption, Appeal}, r.Start) &&
		!slices.Contains(numberless, r.Unit) && r.Unit != People
}
