package reports

import (
	"cmp"
	"slices"
	"time"

	"dispatch05/dispatch"
)

type levelKey struct {
	level int
	role  string
}

type levelTally struct {
	Escalations
	answered times
}

// addEscalations takes the levels told in the period. An acknowledgement, or the word that no message got through,
// belongs to the telling of its clock and level that came before it.
func (t *Tally) addEscalations(m Matter, c course) {
	for i, e := range c.entries {
		if e.Kind != "escalation" || !t.ask.within(e.At) {
			continue
		}
		of := t.level(e.Detail)
		if e.Detail.Passed {
			of.Passed.add(m.ref())
			continue
		}
		of.Told.add(m.ref())
		switch at, untold := answer(e, c.entries[i+1:]); {
		case at != nil:
			of.Acknowledged.add(m.ref())
			of.answered.add(at.Sub(e.At))
		case untold:
			of.Untold.add(m.ref())
		default:
			of.Silent.add(m.ref())
		}
	}
}

// answer finds when a telling was acknowledged; nil: it was not, the same level was told anew first, or the
// acknowledgement ran out because nothing was done. untold: every message of it failed.
func answer(told dispatch.Entry, later []dispatch.Entry) (at *time.Time, untold bool) {
	for _, e := range later {
		if e.Detail.Clock != told.Detail.Clock || e.Detail.Clause != told.Detail.Clause || e.Detail.Level != told.Detail.Level {
			continue
		}
		switch e.Kind {
		case "acknowledged":
			at = &e.At
		case "lapsed":
			at = nil
		case "untold":
			untold = true
		case "escalation":
			return at, untold
		}
	}
	return at, untold
}

func (t *Tally) level(d dispatch.Detail) *levelTally {
	key := levelKey{d.Level, d.Role}
	if t.escalations[key] == nil {
		t.escalations[key] = &levelTally{Escalations{Level: d.Level, Role: d.Role}, times{}}
	}
	return t.escalations[key]
}

func (t *Tally) levels() []Escalations {
	lines := []Escalations{}
	for _, of := range t.escalations {
		line := of.Escalations
		line.Answered = of.answered.spread()
		lines = append(lines, line)
	}
	slices.SortFunc(lines, func(a, b Escalations) int { return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Role, b.Role)) })
	return lines
}
