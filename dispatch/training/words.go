package training

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dispatch05/dispatch/norms"
)

//go:embed data
var data embed.FS

// words are what simulated people report and say.
type words struct {
	faults []fault
	tails  map[string][]string // what a caller may add, by category
	people people
	notes  notes
}

// fault is a problem of the classifier as residents bring it.
type fault struct {
	Problem string   `json:"problem"`
	Weight  float64  `json:"weight"` // how often, against the others
	Season  season   `json:"season"`
	Wide    bool     `json:"wide"`   // strikes neighbours too
	Levels  int      `json:"levels"` // only in houses at least so high
	Top     bool     `json:"top"`    // on the top floor
	Said    []string `json:"said"`

	problem norms.Problem
}

type people struct {
	Women         []string `json:"women"`
	Men           []string `json:"men"`
	PatronymWomen []string `json:"patronyms_women"`
	PatronymMen   []string `json:"patronyms_men"`
}

// notes are what crews and callers give as reasons.
type notes struct {
	Done      map[norms.Skill][]string `json:"done"`
	Localised []string                 `json:"localised"`
	Suspended []string                 `json:"suspended"`
	Refused   []string                 `json:"refused"`
	Returned  []string                 `json:"returned"`
}

// readWords reads the embedded words and holds them against the classifier.
func readWords(classifier *norms.Classifier) (*words, error) {
	w := &words{}
	for name, into := range map[string]any{"faults": &w.faults, "tails": &w.tails, "people": &w.people, "notes": &w.notes} {
		text, err := data.ReadFile("data/" + name + ".json")
		if err != nil {
			return nil, err
		}
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(into); err != nil {
			return nil, fmt.Errorf("training words %s: %w", name, err)
		}
	}
	return w, w.check(classifier)
}

func (w *words) check(classifier *norms.Classifier) error {
	var bad []error
	for i := range w.faults {
		f := &w.faults[i]
		problem, known := classifier.Problem(f.Problem)
		f.problem = problem
		if !known || f.Weight <= 0 || len(f.Said) == 0 || len(w.tails[problem.Category]) == 0 || len(w.notes.Done[problem.Skill]) == 0 {
			bad = append(bad, fmt.Errorf("training words: fault %q is unknown, or lacks a weight or words", f.Problem))
		}
	}
	return errors.Join(bad...)
}

// fault is the one of a problem code.
func (w *words) fault(code string) (fault, bool) {
	for _, f := range w.faults {
		if f.Problem == code {
			return f, true
		}
	}
	return fault{}, false
}

// season is a part of the year in which a fault happens, or most happens.
type season string

const (
	heating season = "heating" // only while the city is heated
	winter  season = "winter"  // only while there may be ice
	warm    season = "warm"    // thrice as often while the mains are under repair
)

// share is how much of its weight a season's fault has in a month.
func (s season) share(month time.Month) float64 {
	heated := month >= time.October || month <= time.April
	frost := month >= time.November || month <= time.March
	switch {
	case s == heating && !heated, s == winter && !frost:
		return 0
	case s == warm && !heated:
		return 3
	default:
		return 1
	}
}
