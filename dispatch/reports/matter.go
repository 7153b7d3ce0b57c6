package reports

import (
	"slices"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

// Matter is a request with all that reports are computed from.
type Matter struct {
	dispatch.Case
	Journal []dispatch.Entry // in its order
	Earlier *Ref             // of the last 30 days: the same fault of the same house, reported done before this one came

	read *course // of its journal, once read
}

// RepeatWithin is how soon the same fault of the same house is a repeat.
const RepeatWithin = 30 * 24 * time.Hour

// Ref names a request to people and to the screens.
type Ref struct {
	ID     int64  `json:"id"`
	Number string `json:"number"`
}

func (m Matter) ref() Ref { return Ref{m.Request.ID, m.Request.Label()} }

// course is what the journal tells of a request at a moment.
type course struct {
	ask     Ask
	entries []dispatch.Entry // known by the moment
	state   dispatch.RequestState
	since   time.Time
	rounds  []time.Time // when it was given back for the first time, the second, ...
	joined  bool        // to another one when it came
	parted  bool
}

// course reads the journal up to the report's moment.
func (m Matter) course(ask Ask) course {
	if m.read != nil && m.read.ask == ask {
		return *m.read
	}
	c := course{ask: ask, entries: m.Journal}
	later := func(e dispatch.Entry) bool { return !ask.known(e.At) }
	if slices.ContainsFunc(m.Journal, later) {
		c.entries = slices.DeleteFunc(slices.Clone(m.Journal), later)
	}
	for _, e := range c.entries {
		c.take(m, e)
	}
	return c
}

func (c *course) take(m Matter, e dispatch.Entry) {
	switch e.Kind {
	case "registered", "state", "joined":
		if e.Kind == "joined" && e.At.Equal(m.Request.RegisteredAt) {
			c.joined = true
		}
		if isReturn(e) {
			c.rounds = append(c.rounds, e.At)
		}
		if to := dispatch.RequestState(e.To); to != "" && to != c.state {
			c.state, c.since = to, e.At
		}
	case "parted":
		c.parted = true
	}
}

// isReturn says whether finished work was given back; a request that lost its crew goes to "returned" too, but
// nobody had said that it was done.
func isReturn(e dispatch.Entry) bool {
	return e.Kind == "state" && e.To == string(dispatch.Returned) && slices.Contains([]string{string(dispatch.Done), string(dispatch.Confirmed), string(dispatch.Closed)}, e.From)
}

// began says whether a clock ran by the moment. Clocks of a later round, and those of a joined request that was
// parted later, carry the law's start, which lies before they were begun.
func (c course) began(k dispatch.Clock) bool {
	if k.Round > len(c.rounds) {
		return false
	}
	own := k.Kind == norms.Answer || k.Kind == norms.Inform
	return c.ask.known(k.StartedAt) && (own || !c.joined || c.parted)
}

// withdrawn says whether nobody owes the request's terms: it was refused, repeated another one or was another's.
func (c course) withdrawn() bool { return !c.state.Open() && c.state != dispatch.Closed }

// concerns says whether an organisation had a part in the request at the moment; 0 is the city.
func (m Matter) concerns(c course, organisation int64) bool {
	if organisation == 0 || m.Request.Organisation == organisation || m.Request.Service == organisation {
		return true
	}
	return slices.ContainsFunc(c.entries, func(e dispatch.Entry) bool {
		o, found := m.Order(e.Order)
		return found && o.Organisation == organisation
	})
}
