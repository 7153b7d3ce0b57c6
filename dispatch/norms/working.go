package norms

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	Title  Text `json:"title"`  // the Russian words are what the journal keeps
	Pauses bool `json:"pauses"` // the working term stands still meanwhile
}

// Pauses says whether a suspension for this reason, as the journal keeps it, stops the working term. A reason
// in somebody's own words does not.
func (w Working) Pauses(reason string) bool {
	for _, r := range w.Reasons {
		if r.Title.Ru == reason {
			return r.Pauses
		}
	}
	return false
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
	for _, r := range w.Reasons {
		if !r.Title.whole() {
			return Working{}, fmt.Errorf("working terms: reason %q lacks a language", r.Title.Ru)
		}
	}
	return w, nil
}
