package norms

import (
	"errors"
	"slices"
	"time"
)

// Channel is the way by which a report came.
type Channel string

const (
	Telephone Channel = "telephone"
	Message   Channel = "message" // portal, Open311, mail: written, nobody waits on the line
	WalkIn    Channel = "walk_in"
	System    Channel = "system" // a sensor or another service: there is no applicant to inform
)

// Facts are all that clocks depend on.
type Facts struct {
	Registered  time.Time      // the journal entry; must be set
	Received    time.Time      // first ring, or arrival of the message; zero: as Registered
	Damaged     time.Time      // when the damage happened, as the caller says; zero: as Registered
	Interrupted time.Time      // when supply stopped; zero: as Damaged
	Channel     Channel        // how the report came
	Problem     Problem        // the row of the classifier
	Conditions  []Condition    // what is known of the house and the season; empty: the plain rows
	Zone        *time.Location // the city's; nil is UTC
	Calendar    *Calendar      // counts working days; nil: rows of them do not start
}

// Clock is one legal term that runs. It copies the norm's edition, so that a later edition never moves it.
type Clock struct {
	Kind      Kind
	Norm      string // Row.Code
	Act       string
	Clause    string
	Edition   string
	Status    Status
	StartedAt time.Time // UTC
	DueAt     time.Time // UTC; met at this very moment is still in time
}

// Start gives the clocks that a report starts, nearest deadline first, under the editions in
// force on the day of registration in the city: the duty begins there, however old the damage.
// Answer and inform start by channel, all others by the problem. A moment that lies after
// registration (a caller's slip) counts as registration.
//
// The error tells of the terms that could not start because the production calendar of their year is not
// loaded (LostTerms); the clocks given beside it run all the same.
func Start(book *Book, facts Facts) ([]Clock, error) {
	facts = facts.settled()
	var clocks []Clock
	var lost []error
	for _, row := range facts.choose(book.At(facts.Registered)) {
		started := facts.moment(row.Start)
		due, err := row.Due(started, facts.Zone, facts.Calendar)
		if err != nil {
			lost = append(lost, &LostTerm{row, err})
			continue
		}
		clocks = append(clocks, Clock{
			Kind: row.Kind, Norm: row.Code, Act: row.Act, Clause: row.Clause, Edition: row.Edition,
			Status: row.Status, StartedAt: started.UTC(), DueAt: due,
		})
	}
	slices.SortStableFunc(clocks, func(a, b Clock) int { return a.DueAt.Compare(b.DueAt) })
	return clocks, errors.Join(lost...)
}

func (f Facts) settled() Facts {
	if f.Zone == nil {
		f.Zone = time.UTC
	}
	f.Registered = f.Registered.In(f.Zone)
	f.Received = earlier(f.Received, f.Registered)
	f.Damaged = earlier(f.Damaged, f.Registered)
	if f.Interrupted.IsZero() {
		f.Interrupted = f.Damaged
	}
	f.Interrupted = earlier(f.Interrupted, f.Registered)
	return f
}

func earlier(said, registered time.Time) time.Time {
	if said.IsZero() || said.After(registered) {
		return registered
	}
	return said
}

// choose keeps the rows that this report starts; a row whose condition holds takes the place of the plain one of its kind.
func (f Facts) choose(rows []Row) []Row {
	var chosen []Row
	replaced := map[Kind]bool{}
	for _, row := range rows {
		if f.starts(row) && (row.Condition == "" || slices.Contains(f.Conditions, row.Condition)) {
			chosen = append(chosen, row)
			replaced[row.Kind] = replaced[row.Kind] || row.Condition != ""
		}
	}
	return slices.DeleteFunc(chosen, func(row Row) bool { return row.Condition == "" && replaced[row.Kind] })
}

func (f Facts) starts(row Row) bool {
	switch row.Kind {
	case Answer, Inform:
		return slices.Contains(row.Applies, string(f.Channel))
	default:
		return slices.Contains(f.Problem.Norms, row.Code)
	}
}

func (f Facts) moment(event Event) time.Time {
	switch event {
	case Ring, Arrival:
		return f.Received
	case Damage:
		return f.Damaged
	case Interruption:
		return f.Interrupted
	default:
		return f.Registered
	}
}
