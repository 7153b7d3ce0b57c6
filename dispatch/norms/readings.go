package norms

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Reading is a point that the law leaves open: the question, how it can be read, and the reading that the service takes
// until a city chooses another. What is chosen moves the deadlines of what is registered from then on.
type Reading struct {
	Code         string        `json:"code"`
	Clause       string        `json:"clause"` // which place of which act is open
	Question     Text          `json:"question"`
	Alternatives []Alternative `json:"alternatives"`
	Default      string        `json:"default"` // code of an alternative
}

// Alternative is one way to read an open point.
type Alternative struct {
	Code      string    `json:"code"`
	Condition Condition `json:"condition"` // that holds by this reading, so that its rows take the place of the plain ones; empty: the plain rows
	Text      Text      `json:"text"`
	Evidence  Text      `json:"evidence"` // who reads it so, and how sure that is
}

// Readings are the open points with what is chosen of each. They never change.
type Readings struct {
	readings []Reading
	chosen   map[string]string // alternative by reading; those not here are at their default
}

// ReadReadings reads a JSON array of readings. One bad row refuses them all, every reason told.
func ReadReadings(text io.Reader) (*Readings, error) {
	r := &Readings{}
	if err := decodeStrictly(text, &r.readings); err != nil {
		return nil, fmt.Errorf("readings: %w", err)
	}
	var bad []error
	for i, reading := range r.readings {
		bad = append(bad, reading.check())
		if slices.ContainsFunc(r.readings[:i], func(earlier Reading) bool { return earlier.Code == reading.Code }) {
			bad = append(bad, fmt.Errorf("reading %q: stands twice", reading.Code))
		}
	}
	if err := errors.Join(bad...); err != nil {
		return nil, err
	}
	return r, nil
}

func (r Reading) check() error {
	var bad []error
	refuse := func(wrong bool, format string, args ...any) {
		if wrong {
			bad = append(bad, fmt.Errorf("reading %q: "+format, append([]any{r.Code}, args...)...))
		}
	}
	refuse(!codeForm.MatchString(r.Code), "code is not latin words joined by hyphens")
	refuse(r.Clause == "" || !r.Question.whole(), "lacks its clause, or the question in both languages")
	refuse(len(r.Alternatives) < 2, "has %d alternatives, so nothing is open", len(r.Alternatives))
	for i, a := range r.Alternatives {
		refuse(!codeForm.MatchString(a.Code), "alternative %q: code is not latin words joined by hyphens", a.Code)
		refuse(!a.Text.whole() || !a.Evidence.whole(), "alternative %q: text or evidence lacks Russian or English", a.Code)
		refuse(slices.ContainsFunc(r.Alternatives[:i], func(b Alternative) bool { return b.Code == a.Code }), "alternative %q stands twice", a.Code)
		refuse(!slices.Contains(conditions, a.Condition), "alternative %q: condition %q is unknown", a.Code, a.Condition)
		refuse(slices.ContainsFunc(r.Alternatives[:i], func(b Alternative) bool { return b.Condition == a.Condition }), "alternative %q changes nothing beside another", a.Code)
	}
	_, known := r.alternative(r.Default)
	refuse(!known, "default %q is not among its alternatives", r.Default)
	return errors.Join(bad...)
}

func (r Reading) alternative(code string) (Alternative, bool) {
	return find(r.Alternatives, func(a Alternative) bool { return a.Code == code })
}

// Chosen is the reading in use of that code: the city's choice, else the default; false where the code is unknown.
func (r *Readings) Chosen(code string) (Alternative, bool) {
	reading, known := find(r.readings, func(reading Reading) bool { return reading.Code == code })
	if !known {
		return Alternative{}, false
	}
	if choice, made := r.chosen[code]; made {
		return reading.alternative(choice)
	}
	return reading.alternative(reading.Default)
}

// Conditions are those that hold by the chosen readings, where nothing is known of a house or a season.
func (r *Readings) Conditions() []Condition {
	var hold []Condition
	for _, reading := range r.readings {
		if chosen, _ := r.Chosen(reading.Code); chosen.Condition != "" {
			hold = append(hold, chosen.Condition)
		}
	}
	return hold
}

// With is the readings with the given choices, alternative by reading, over those made before. An unknown reading or
// alternative refuses them all.
func (r *Readings) With(choices map[string]string) (*Readings, error) {
	grown := &Readings{readings: r.readings, chosen: maps.Clone(r.chosen)}
	if grown.chosen == nil {
		grown.chosen = map[string]string{}
	}
	var bad []error
	for _, code := range slices.Sorted(maps.Keys(choices)) {
		reading, known := find(r.readings, func(reading Reading) bool { return reading.Code == code })
		if _, offered := reading.alternative(choices[code]); !known || !offered {
			bad = append(bad, &Refusal{Reason: unknownReading, Of: "reading", Row: code, Values: []any{choices[code]}})
		}
		grown.chosen[code] = choices[code]
	}
	if err := errors.Join(bad...); err != nil {
		return nil, err
	}
	return grown, nil
}

// All are every open point, in the order of the data; the slice is the caller's own.
func (r *Readings) All() []Reading { return slices.Clone(r.readings) }
