package norms

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Working is the service's own term for a whole job, beside the law's: how long by severity, and which
// reasons of a suspension stop it. The law's terms stop for nobody.
type Working struct {
	Terms   map[int]time.Duration // by severity, from registration or return
	Reasons []PauseReason         // in the order in which a crew is offered them
}

// PauseReason is a ready reason of a suspension.
type PauseReason struct {
	Code   string `json:"code"`   // "no_access": what an order keeps; the words may change, it never does
	Title  Text   `json:"title"`  // the Russian words are what the journal says
	Pauses bool   `json:"pauses"` // the working term stands still meanwhile
}

// Reason finds a ready reason by its code.
func (w Working) Reason(code string) (PauseReason, bool) {
	return find(w.Reasons, func(r PauseReason) bool { return r.Code == code })
}

// Said finds the ready reason that somebody has put into words, in either language.
func (w Working) Said(words string) (PauseReason, bool) {
	words = strings.TrimSpace(words)
	return find(w.Reasons, func(r PauseReason) bool {
		return strings.EqualFold(r.Title.Ru, words) || strings.EqualFold(r.Title.En, words)
	})
}

// Pauses says whether a suspension stops the working term: by the code of its reason, or, for what was written before
// reasons had codes, by its words. A reason in somebody's own words does not.
func (w Working) Pauses(code, words string) bool {
	if code != "" {
		r, _ := w.Reason(code)
		return r.Pauses
	}
	r, _ := w.Said(words)
	return r.Pauses
}

// ReadWorking reads the service's own terms: one for each severity from 1 to 4, a graver one no longer than
// the next.
func ReadWorking(text io.Reader) (Working, error) {
	var written struct {
		Terms []struct {
			Severity int `json:"severity"`
			Hours    int `json:"hours"`
		} `json:"terms"`
		Reasons []PauseReason `json:"reasons"`
	}
	decoder := json.NewDecoder(text)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&written); err != nil {
		return Working{}, fmt.Errorf("working terms: %w", err)
	}
	w := Working{Terms: map[int]time.Duration{}, Reasons: written.Reasons}
	for i, term := range written.Terms {
		if term.Severity != i+1 || term.Hours < 1 || term.Hours > maxAmount || (i > 0 && term.Hours < written.Terms[i-1].Hours) {
			return Working{}, fmt.Errorf("working terms: severity %d, %d h stands out of order", term.Severity, term.Hours)
		}
		w.Terms[term.Severity] = time.Duration(term.Hours) * time.Hour
	}
	if len(w.Terms) != 4 || len(w.Reasons) == 0 {
		return Working{}, errors.New("working terms: a term for each of four severities and reasons are needed")
	}
	for i, r := range w.Reasons {
		if !r.Title.whole() {
			return Working{}, fmt.Errorf("working terms: reason %q lacks a language", r.Title.Ru)
		}
		if at := slices.IndexFunc(w.Reasons, func(o PauseReason) bool { return o.Code == r.Code }); at != i || !listCode.MatchString(r.Code) {
			return Working{}, fmt.Errorf("working terms: the code %q of a reason stands twice or is none", r.Code)
		}
	}
	return w, nil
}
