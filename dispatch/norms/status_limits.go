package norms

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// Since is the moment from which the time in a state is counted.
type Since string

const (
	Entered  Since = "entered"  // the order came into the state
	LastNews Since = "news"     // the crew's last word in this state: a step, a note, a photograph
	Promised Since = "promised" // the moment until which the work was put off, or to which it was planned
)

var sinces = []Since{Entered, LastNews, Promised}

// StatusLimit says how long a work order may stand in a state before people are warned, and before they are alarmed.
type StatusLimit struct {
	Code         string `json:"code"`
	State        string `json:"state"` // of a work order: "sent", "en_route"
	Since        Since  `json:"since"`
	Title        Text   `json:"title"` // what people read beside the clock
	WarnSeconds  int    `json:"warnSeconds"`
	AlertSeconds int    `json:"alertSeconds"`
}

// Grade is how far a time in state has gone.
type Grade string

const (
	Calm  Grade = "calm"
	Warn  Grade = "warn"
	Alert Grade = "alert"
)

// Grade is where a time since the limit's moment stands; the limit itself is reached, not passed over.
func (l StatusLimit) Grade(passed time.Duration) Grade {
	switch {
	case passed >= time.Duration(l.AlertSeconds)*time.Second:
		return Alert
	case passed >= time.Duration(l.WarnSeconds)*time.Second:
		return Warn
	default:
		return Calm
	}
}

// StatusLimits are the limits of a city. They never change.
type StatusLimits struct{ limits []StatusLimit }

// ReadStatusLimits reads a JSON array of limits. One bad row refuses them all, every reason told.
func ReadStatusLimits(text io.Reader) (StatusLimits, error) {
	var limits []StatusLimit
	if err := decodeStrictly(text, &limits); err != nil {
		return StatusLimits{}, fmt.Errorf("status limits: %w", err)
	}
	return StatusLimits{}.With(limits)
}

// With is the limits with the given ones in place of those of the same code, or beside the others.
func (s StatusLimits) With(limits []StatusLimit) (StatusLimits, error) {
	grown := slices.Clone(s.limits)
	var bad []error
	for i, limit := range limits {
		bad = append(bad, limit.Check())
		same := func(other StatusLimit) bool { return other.Code == limit.Code }
		if slices.ContainsFunc(limits[:i], same) {
			bad = append(bad, &Refusal{Reason: standsTwice, Of: "status limit", Row: limit.Code})
		}
		if at := slices.IndexFunc(grown, same); at >= 0 {
			grown[at] = limit
		} else {
			grown = append(grown, limit)
		}
	}
	if err := errors.Join(bad...); err != nil {
		return StatusLimits{}, err
	}
	return StatusLimits{grown}, nil
}

// maxLimitSeconds keeps a slip of the keyboard from switching a limit off.
const maxLimitSeconds = 7 * 24 * 3600

// Check returns every reason why the limit cannot be used, joined; nil if none.
func (l StatusLimit) Check() error {
	bad := refusals{of: "status limit", row: l.Code}
	bad.refuse(!codeForm.MatchString(l.Code), badCode)
	bad.refuse(!listCode.MatchString(l.State), badState, l.State)
	bad.refuse(!slices.Contains(sinces, l.Since), unknownSince, l.Since)
	bad.refuse(!l.Title.whole(), noTitle)
	bad.refuse(l.WarnSeconds < 0, warnsTooEarly)
	bad.refuse(l.AlertSeconds <= l.WarnSeconds || l.AlertSeconds > maxLimitSeconds, alertNotAfter, l.AlertSeconds, l.WarnSeconds)
	return bad.err()
}

// Of are the limits of a state, in the order of the data.
func (s StatusLimits) Of(state string) []StatusLimit {
	return slices.DeleteFunc(slices.Clone(s.limits), func(l StatusLimit) bool { return l.State != state })
}

// All are every limit; the slice is the caller's own.
func (s StatusLimits) All() []StatusLimit { return slices.Clone(s.limits) }
