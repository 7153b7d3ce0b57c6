package reports

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"dispatch05/dispatch"
)

// Tally makes a report of matters that are added one by one, in the order of their ids. It keeps figures, not
// matters.
type Tally struct {
	report      Report
	clauses     map[clauseKey]*clauseTally
	reasons     map[reasonKey]*Reason
	works       map[workKey]*ReturnsOfUs
	states      map[stateKey]*stateTally
	escalations map[levelKey]*levelTally
	ask         Ask
}

// NewTally begins a report.
func NewTally(ask Ask) *Tally {
	return &Tally{ask: ask, report: Report{City: ask.City, Scope: ask.Scope, From: ask.From, To: ask.To, AsOf: ask.AsOf, Repeats: []Repeat{}},
		clauses: map[clauseKey]*clauseTally{}, reasons: map[reasonKey]*Reason{}, works: map[workKey]*ReturnsOfUs{},
		states: map[stateKey]*stateTally{}, escalations: map[levelKey]*levelTally{}}
}

// Add takes a matter into the figures, as far as it is known at the report's moment and the organisation's.
func (t *Tally) Add(m Matter) {
	c := m.course(t.ask)
	if c.state == "" || !m.concerns(c, t.ask.Organisation) {
		return
	}
	t.count(m, c)
	for _, term := range m.terms(c) {
		t.addTerm(m.Request, term)
	}
	for _, e := range c.entries {
		if t.ask.within(e.At) {
			t.addReason(m, e)
		}
	}
	t.addWorks(m, c)
	t.addStates(m, c)
	t.addEscalations(m, c)
}

// count takes the request itself. A repeat is one that the period registered.
func (t *Tally) count(m Matter, c course) {
	r, ref := &t.report, m.ref()
	came := t.ask.within(m.Request.RegisteredAt)
	if came {
		r.Registered.add(ref)
	}
	switch {
	case c.state.Open():
		r.Open.add(ref)
	case !t.ask.within(c.since):
	case c.withdrawn():
		r.Withdrawn.add(ref)
	default:
		r.Closed.add(ref)
	}
	if !came || m.Earlier == nil || c.withdrawn() || c.joined {
		return
	}
	if r.Repeated++; len(r.Repeats) < mostRepeats {
		r.Repeats = append(r.Repeats, Repeat{Ref: ref, Address: m.Place.Address, Problem: m.Request.Problem, Earlier: *m.Earlier})
	}
}

type clauseKey struct{ norm, kind, clause, edition string }

type clauseTally struct {
	clause           Clause
	late             times
	faults, channels map[string]int
}

func (t *Tally) addTerm(r dispatch.Request, term Term) {
	k := term.Clock
	key := clauseKey{k.Norm, string(k.Kind), k.Clause, k.Edition}
	of, known := t.clauses[key]
	if !known {
		of = &clauseTally{Clause{Norm: k.Norm, Kind: string(k.Kind), Text: k.Clause, Edition: k.Edition, Verified: k.Verified}, times{}, map[string]int{}, map[string]int{}}
		t.clauses[key] = of
	}
	of.clause.figure(term.Standing).add(term.Ref)
	of.faults[r.Problem]++
	of.channels[string(r.Channel)]++
	if term.By > 0 {
		of.late.add(term.By)
	}
}

func (c *Clause) figure(s Standing) *Figure {
	return map[Standing]*Figure{OnTime: &c.OnTime, Late: &c.Late, Overdue: &c.Overdue, Running: &c.Running}[s]
}

// mostFaults is how many faults a line of terms names.
const mostFaults = 5

// mostFrequent are the codes counted, the most frequent first.
func mostFrequent(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}

type reasonKey struct{ what, reason string }

// mostReasons bounds what people's own words can make of the report; the rest stand together, unnamed.
const mostReasons = 300

// addReason takes what an entry says of why. A resident's words stay on the card.
func (t *Tally) addReason(m Matter, e dispatch.Entry) {
	what, reason := e.To, strings.TrimSpace(e.Reason)
	switch {
	case e.Kind == "order" && slices.Contains([]string{"suspended", "refused", "recalled"}, what):
	case isReturn(e), e.Kind == "state" && (what == "rejected" || what == "redirected"):
	case e.Kind == "state" && what == "closed":
		reason = e.Detail.Disposition
	default:
		return
	}
	if e.Role == dispatch.Resident || e.Detail.Main != "" { // a joined request only goes along
		reason = ""
	}
	key := reasonKey{what, strings.ToLower(reason)}
	if t.reasons[key] == nil && len(t.reasons) >= mostReasons {
		key, reason = reasonKey{what, ""}, ""
	}
	if t.reasons[key] == nil {
		t.reasons[key] = &Reason{What: what, Reason: reason}
	}
	t.reasons[key].add(m.ref())
}

// Report is what was added, the worst of each first.
func (t *Tally) Report() Report {
	r := t.report
	r.Clauses = []Clause{}
	for _, of := range t.clauses {
		c := of.clause
		c.Honest = Rate{c.OnTime.Count, c.OnTime.Count + c.Late.Count + c.Overdue.Count}
		faults := mostFrequent(of.faults)
		c.Lateness, c.Problems, c.Channels = of.late.spread(), faults[:min(len(faults), mostFaults)], mostFrequent(of.channels)
		r.Honest.Part, r.Honest.Of = r.Honest.Part+c.Honest.Part, r.Honest.Of+c.Honest.Of
		r.Clauses = append(r.Clauses, c)
	}
	slices.SortFunc(r.Clauses, func(a, b Clause) int {
		return cmp.Or(cmp.Compare(b.Late.Count+b.Overdue.Count, a.Late.Count+a.Overdue.Count), cmp.Compare(a.Norm, b.Norm), cmp.Compare(a.Edition, b.Edition))
	})
	r.Reasons = []Reason{}
	for _, reason := range t.reasons {
		r.Reasons = append(r.Reasons, *reason)
	}
	slices.SortFunc(r.Reasons, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(a.What, b.What), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason))
	})
	r.Returned, r.States, r.Escalations = t.returns(), t.stateTimes(), t.levels()
	return r.whole()
}
