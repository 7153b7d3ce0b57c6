package dispatch

import (
	"encoding/json"
	"strconv"
	"time"

	"dispatch05/dispatch/norms"
)

// ruleKey names a rule of a city.
type ruleKey struct {
	subject Subject
	code    string
}

// ruleHistory follows amendments in their order, and knows the row of each rule that counts at that point.
type ruleHistory struct {
	shipped *Rules
	laid    map[ruleKey][]Amendment // not taken back so far
}

func newRuleHistory() *ruleHistory {
	return &ruleHistory{shipped: StandardRules(), laid: map[ruleKey][]Amendment{}}
}

// turn goes over one amendment, and gives the row of its rule before it and after it; nil: there was, or is, none.
func (h *ruleHistory) turn(a Amendment) (before, after json.RawMessage) {
	key := ruleKey{a.Subject, a.Code}
	before = h.row(key, a.At)
	if a.Withdraws == 0 {
		h.laid[key] = append(h.laid[key], a)
		return before, a.Body
	}
	var kept []Amendment
	for _, one := range h.laid[key] {
		if one.ID != a.Withdraws {
			kept = append(kept, one)
		}
	}
	h.laid[key] = kept
	return before, h.row(key, a.At)
}

func (h *ruleHistory) row(key ruleKey, at time.Time) json.RawMessage {
	if laid := h.laid[key]; len(laid) > 0 {
		return laid[len(laid)-1].Body
	}
	row, known := h.shipped.row(key, at)
	if !known {
		return nil
	}
	text, err := json.Marshal(row)
	if err != nil {
		return nil // never: rows are read from JSON
	}
	return text
}

// row is the row of a rule as an amendment would say it.
func (r *Rules) row(key ruleKey, at time.Time) (any, bool) {
	switch key.subject {
	case SubjectNorm:
		row, known := r.Book.Lookup(key.code, at)
		return row, known
	case SubjectProblem:
		problem, known := r.Classifier.Problem(key.code)
		return problem, known
	case SubjectLadder:
		return among(append(r.Ladders.All(), r.StateLadder), func(l norms.Ladder) bool { return l.Code == key.code })
	case SubjectStatusLimit:
		return among(r.StatusLimits.All(), func(l norms.StatusLimit) bool { return l.Code == key.code })
	case SubjectReading:
		chosen, known := r.Readings.Chosen(key.code)
		return chosen.Code, known
	case SubjectCalendar:
		return among(r.Calendar.Years(), func(y norms.Year) bool { return strconv.Itoa(y.Year) == key.code })
	case SubjectChannel:
		return r.Channels, true
	}
	return nil, false
}

func among[T any](rows []T, wanted func(T) bool) (any, bool) {
	for _, row := range rows {
		if wanted(row) {
			return row, true
		}
	}
	return nil, false
}
