package norms

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// Ladder is a policy of escalation: for whose clocks it is, and whom to tell when. An empty list, or organisation 0, is any.
type Ladder struct {
	Code         string   `json:"code"`
	Title        Text     `json:"title"`
	Organisation int64    `json:"organisation,omitempty"` // that answers for the house; 0: any
	Severities   []int    `json:"severities,omitempty"`
	Categories   []string `json:"categories,omitempty"`
	Problems     []string `json:"problems,omitempty"`
	AckMinutes   int      `json:"ackMinutes"` // so long an acknowledgement without a deed holds the ladder
	Levels       []Level  `json:"levels"`
}

// Level is one step of an escalation: whom to tell, how long after the deadline.
type Level struct {
	Number       int    `json:"-"`     // its place on the ladder, from 0
	Role         string `json:"role"`  // "foreman", "senior", "chief_engineer", "committee"
	Title        Text   `json:"title"` // the role as people call it
	AfterMinutes int    `json:"afterMinutes"`
}

// After is the time since the missed deadline.
func (l Level) After() time.Duration { return time.Duration(l.AfterMinutes) * time.Minute }

// Ladders are the policies of a city. One of them is plain: it binds any organisation and problem. They never change.
type Ladders struct{ ladders []Ladder }

// ReadLadders reads a JSON array of ladders.
func ReadLadders(text io.Reader, classifier *Classifier) (Ladders, error) {
	var ladders []Ladder
	if err := decodeStrictly(text, &ladders); err != nil {
		return Ladders{}, fmt.Errorf("ladders: %w", err)
	}
	return Ladders{}.With(ladders, classifier)
}

// With is the policies with the given ones in place of those of the same code, or beside the others.
func (l Ladders) With(ladders []Ladder, classifier *Classifier) (Ladders, error) {
	grown := slices.Clone(l.ladders)
	var bad []error
	for i, ladder := range ladders {
		bad = append(bad, ladder.Check(classifier))
		same := func(other Ladder) bool { return other.Code == ladder.Code }
		if slices.ContainsFunc(ladders[:i], same) {
			bad = append(bad, &Refusal{Reason: standsTwice, Of: "ladder", Row: ladder.Code})
		}
		grown = append(slices.DeleteFunc(grown, same), ladder.numbered())
	}
	if !slices.ContainsFunc(grown, Ladder.plain) {
		bad = append(bad, &Refusal{Reason: noPlainLadder, Of: "ladders"})
	}
	if err := errors.Join(bad...); err != nil {
		return Ladders{}, err
	}
	return Ladders{grown}, nil
}

// For is the ladder that a problem's clocks climb in an organisation's house. The most specific one that binds them
// wins: one that names the problem, before one that names its category, its severity, the organisation, before the
// plain one. Ladders that name equally much: first the one that also names the next, last the one entered later.
func (l Ladders) For(organisation int64, problem Problem) Ladder {
	var best Ladder
	for _, ladder := range l.ladders {
		if ladder.binds(organisation, problem) && (best.Code == "" || cmp.Compare(ladder.weight(), best.weight()) >= 0) {
			best = ladder
		}
	}
	return best.numbered()
}

// All are every ladder, in order of entry; the slice is the caller's own.
func (l Ladders) All() []Ladder { return slices.Clone(l.ladders) }

func (l Ladder) binds(organisation int64, problem Problem) bool {
	return (l.Organisation == 0 || l.Organisation == organisation) &&
		(len(l.Severities) == 0 || slices.Contains(l.Severities, problem.Severity)) &&
		(len(l.Categories) == 0 || slices.Contains(l.Categories, problem.Category)) &&
		(len(l.Problems) == 0 || slices.Contains(l.Problems, problem.Code))
}

// weight orders ladders by what they name: each outweighs all the lesser ones together.
func (l Ladder) weight() int {
	weight := 0
	for i, named := range []bool{l.Organisation != 0, len(l.Severities) > 0, len(l.Categories) > 0, len(l.Problems) > 0} {
		if named {
			weight |= 1 << i
		}
	}
	return weight
}

func (l Ladder) plain() bool { return l.weight() == 0 }

// numbered is the ladder with levels of its own, numbered from 0.
func (l Ladder) numbered() Ladder {
	l.Levels = slices.Clone(l.Levels)
	for i := range l.Levels {
		l.Levels[i].Number = i
	}
	return l
}

// maxAckMinutes keeps an acknowledgement from silencing a ladder for longer than a shift.
const maxAckMinutes = 12 * 60

// Check returns every reason why the ladder cannot be used with the classifier, joined; nil if none.
func (l Ladder) Check(classifier *Classifier) error {
	bad := refusals{of: "ladder", row: l.Code}
	bad.refuse(!codeForm.MatchString(l.Code), badCode)
	bad.refuse(!l.Title.whole(), noTitle)
	bad.refuse(l.Organisation < 0, unknownOrganisation, l.Organisation)
	bad.refuse(l.AckMinutes < 1 || l.AckMinutes > maxAckMinutes, badAckMinutes, l.AckMinutes, maxAckMinutes)
	bad.refuse(!within(l.Severities, []int{1, 2, 3, 4}), badSeverities, l.Severities)
	for _, code := range l.Categories {
		_, known := classifier.Category(code)
		bad.refuse(!known, unknownCategory, code)
	}
	for _, code := range l.Problems {
		_, known := classifier.Problem(code)
		bad.refuse(!known, unknownProblem, code)
	}
	bad.refuse(len(l.Levels) == 0, noLevel)
	for i, level := range l.Levels {
		bad.refuse(level.Role == "" || !level.Title.whole(), levelOfNobody, i+1)
		bad.refuse(level.AfterMinutes < 0, levelTooEarly, i+1)
		if i > 0 {
			before := l.Levels[i-1].AfterMinutes
			bad.refuse(level.AfterMinutes <= before, levelNotLater, i+1, level.Role, level.AfterMinutes, before)
		}
	}
	return bad.err()
}
