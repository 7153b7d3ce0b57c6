package reports

import (
	"time"

	"dispatch05/dispatch/norms"
)

// Figure is a number and the requests behind it: the first hundred, oldest first.
type Figure struct {
	Count    int   `json:"count"`
	Requests []Ref `json:"requests"`
}

// mostRepeats is how many repeats a report names.
const mostRepeats = 500

// listed is how many requests stand behind a figure by name. A workbook holds them all.
const listed = 100

func (f *Figure) add(r Ref) {
	f.Count++
	if n := len(f.Requests); n < listed && (n == 0 || f.Requests[n-1] != r) {
		f.Requests = append(f.Requests, r)
	}
}

// Rate is a share told with what it is a share of.
type Rate struct {
	Part int `json:"part"`
	Of   int `json:"of"`
}

// Report is how the work went over a period, as of a moment.
type Report struct {
	City         string    `json:"city"`
	Scope        Scope     `json:"scope"`
	Organisation string    `json:"organisation"` // "" unless it is about one
	From         time.Time `json:"from"`
	To           time.Time `json:"to"`
	AsOf         time.Time `json:"as_of"`

	Registered Figure `json:"registered"`
	Closed     Figure `json:"closed"`
	Withdrawn  Figure `json:"withdrawn" doc:"Rejected, repeats, and other organisations' matters: nobody owes their terms"`
	Open       Figure `json:"open" doc:"At the moment of the report, whenever registered"`

	// Honest is terms closed on time / (closed + open overdue).
	Honest      Rate          `json:"honest"`
	Clauses     []Clause      `json:"clauses"`
	Reasons     []Reason      `json:"reasons"`
	Repeated    int           `json:"repeated" doc:"Registered in the period about a fault that was reported done within the 30 days before"`
	Repeats     []Repeat      `json:"repeats" doc:"The first 500 of them"`
	Returned    Returns       `json:"returned"`
	States      []StateTime   `json:"states"`
	Escalations []Escalations `json:"escalations"`
}

// Clause is what became of the terms of one norm in one edition.
type Clause struct {
	Norm     string `json:"norm"`
	Kind     string `json:"kind"`
	Text     string `json:"clause"`
	Edition  string `json:"edition"`
	Verified bool   `json:"verified"`
	// Problems tell terms apart that stand in one clause.
	Problems []string `json:"problems" doc:"Codes of the faults that it was about, the five most frequent"`
	Channels []string `json:"channels" doc:"By which ways those reports came, the most frequent first"`
	OnTime   Figure   `json:"on_time"`
	Late     Figure   `json:"late"`
	Overdue  Figure   `json:"overdue"`
	Running  Figure   `json:"running"`
	Honest   Rate     `json:"honest"`
	Lateness Spread   `json:"lateness" doc:"Of what was closed late, and of what is overdue so far"`
}

// ToldByChannel reports a term that is known by the ways its reports came: to answer the telephone, or a message.
func (c Clause) ToldByChannel() bool { return c.Kind == string(norms.Answer) && len(c.Channels) > 0 }

// Reason is why work stopped, was not done or ended as it did.
type Reason struct {
	What   string `json:"what" enum:"suspended,refused,recalled,returned,rejected,redirected,closed"`
	Reason string `json:"reason" doc:"As it was said; a disposition's code with closed; empty where a resident said it"`
	Figure
}

// Repeat is a fault that came back.
type Repeat struct {
	Ref
	Address string `json:"address"`
	Problem string `json:"problem"`
	Earlier Ref    `json:"earlier"`
}

// Returns is finished work that was given back.
type Returns struct {
	Rate  Rate          `json:"rate" doc:"Of works done in the period, and of earlier ones given back in it"`
	Works []ReturnsOfUs `json:"works"`
}

// ReturnsOfUs is the same of one crew, or of an organisation's people where it has none.
type ReturnsOfUs struct {
	Organisation string `json:"organisation"`
	Crew         string `json:"crew"`
	Done         Figure `json:"done"`
	Returned     Figure `json:"returned"`
	Rate         Rate   `json:"rate"`
}

// StateTime is how long requests or orders stood in a state.
type StateTime struct {
	Of    string `json:"of" enum:"request,order"`
	State string `json:"state"`
	Left  Spread `json:"left" doc:"Of what left the state in the period"`
	Still Figure `json:"still" doc:"In it at the moment of the report"`
	// Longest is of those that are still in it.
	Longest int64 `json:"longest_seconds"`
}

// Escalations is what a level of the ladder was told, and what it answered.
type Escalations struct {
	Level        int    `json:"level"`
	Role         string `json:"role"`
	Told         Figure `json:"told"`
	Acknowledged Figure `json:"acknowledged"`
	Silent       Figure `json:"silent" doc:"Told, and not acknowledged by the moment of the report"`
	Untold       Figure `json:"untold" doc:"Every message of it failed: nobody heard of it"`
	Passed       Figure `json:"passed" doc:"Nobody held the level"`
	Answered     Spread `json:"answered" doc:"From told to acknowledged"`
}

// whole makes empty lists of missing ones, for those who read it as JSON.
func (r Report) whole() Report {
	all := []*Figure{&r.Registered, &r.Closed, &r.Withdrawn, &r.Open}
	for i := range r.Clauses {
		c := &r.Clauses[i]
		all = append(all, &c.OnTime, &c.Late, &c.Overdue, &c.Running)
	}
	for i := range r.Returned.Works {
		w := &r.Returned.Works[i]
		all = append(all, &w.Done, &w.Returned)
	}
	for i := range r.States {
		all = append(all, &r.States[i].Still)
	}
	for i := range r.Escalations {
		e := &r.Escalations[i]
		all = append(all, &e.Told, &e.Acknowledged, &e.Silent, &e.Untold, &e.Passed)
	}
	for _, f := range all {
		if f.Requests == nil {
			f.Requests = []Ref{}
		}
	}
	return r
}
