package dispatch

import (
	"fmt"
	"slices"
	"time"

	"dispatch05/dispatch/norms"
)

// Entry is one line of a request's journal: who did what when, from which state to which.
type Entry struct {
	Seq      int
	Order    int64 // 0: the request itself
	At       time.Time
	DeviceAt *time.Time // the tablet's own time, kept beside ours
	Account  int64
	Actor    string
	Role     Role
	Kind     string // registered, state, order, inform, place, released, joined, parted, clock, escalation, untold, acknowledged, lapsed, photo
	From, To string
	Reason   string
	Detail   Detail
}

// quiet says that an entry is no reason to look again before acting on what one saw a moment ago.
func (e Entry) quiet() bool {
	switch e.Kind {
	case "photo", "clock", "escalation", "untold", "acknowledged", "lapsed":
		return true
	default:
		return e.Kind == "order" && e.To == string(OrderDelivered)
	}
}

// Edits says whether a revision changes what somebody at the desk may be acting upon.
func (r *Revision) Edits() bool {
	return slices.ContainsFunc(r.Entries, func(e Entry) bool { return !e.quiet() })
}

// Detail is what an entry of its kind tells beside the states. Nothing personal of a caller goes here.
type Detail struct {
	Crew         string     `json:"crew,omitempty"`
	Organisation string     `json:"organisation,omitempty"`
	HandedTo     string     `json:"handed_to,omitempty"`
	HandedPhone  string     `json:"handed_phone,omitempty"`
	TheirNumber  string     `json:"their_number,omitempty"`
	Note         string     `json:"note,omitempty"`
	ByVoice      bool       `json:"by_voice,omitempty"`
	PlannedAt    *time.Time `json:"planned_at,omitempty"`
	Clause       string     `json:"clause,omitempty"`
	Clock        string     `json:"clock,omitempty"`
	Level        int        `json:"level,omitempty"`
	Role         string     `json:"role,omitempty"`
	Passed       bool       `json:"passed,omitempty"`
	Main         string     `json:"main,omitempty"`
	Disposition  string     `json:"disposition,omitempty"`
	Channel      string     `json:"channel,omitempty"`
	DueAt        *time.Time `json:"due_at,omitempty"`
}

// Event tells a topic's readers what to read anew. It carries no content, so that a replay shows each
// viewer the present state under the viewer's own rights, and nothing personal lies in the log.
type Event struct {
	Topic string // inside the city: board, organisation/7, crew/3, link/xyz
	Kind  string // request, crew, escalation, training
	Ref   int64
}

// Topics of a city's screens.
const BoardTopic = "board"

func OrganisationTopic(id int64) string { return fmt.Sprintf("organisation/%d", id) }
func CrewTopic(id int64) string         { return fmt.Sprintf("crew/%d", id) }
func LinkTopic(link string) string      { return "link/" + link }

// Command names a repeatable operation: the same scope and key are done once.
type Command struct {
	Scope, Key, Kind string
}

// Change is what one operation does to cases, saved as a whole or not at all: the store refuses it with
// ErrStale when any of the cases has moved on since it was loaded.
type Change struct {
	City    string
	Now     time.Time
	Cases   []*Revision
	Events  []Event
	Notices []Notice
	Settled []Settled
	Command *Command // remembered with the order or request it was about
	Ref     int64
}

// Revision is a case being changed: Before as it was loaded, After as it will be. Orders and clocks of
// After with ID 0 are new.
type Revision struct {
	Before, After Case
	Entries       []Entry

	actor Actor
	now   time.Time
}

func revise(c Case, actor Actor, now time.Time) *Revision {
	after := c
	after.Orders = slices.Clone(c.Orders)
	after.Clocks = slices.Clone(c.Clocks)
	return &Revision{Before: c, After: after, actor: actor, now: now}
}

// write adds a line to the journal in the actor's name.
func (r *Revision) write(e Entry) {
	e.At, e.Account, e.Actor, e.Role = r.now, r.actor.Account, r.actor.Name, r.actor.Role
	r.Entries = append(r.Entries, e)
}

// move takes the request to a state by an arrow of its machine, with a journal entry.
func (r *Revision) move(to RequestState, reason string, detail Detail) error {
	from := r.After.Request.State
	if !from.May(to) {
		return notAllowed("to", string(from), string(to))
	}
	r.After.Request.State = to
	switch to {
	case Done:
		r.After.Request.DoneAt = &r.now
	case Closed, Rejected, Duplicate, Redirected:
		r.After.Request.ClosedAt = &r.now
	case Confirmed: // done it stays, and may still be returned
	default:
		r.After.Request.DoneAt, r.After.Request.ClosedAt = nil, nil
	}
	r.write(Entry{Kind: "state", From: string(from), To: string(to), Reason: reason, Detail: detail})
	r.turnClocks(to)
	return nil
}

// turnClocks meets, stops or restarts the clocks that a new state of the request is about.
func (r *Revision) turnClocks(to RequestState) {
	switch to {
	case Done:
		// Inform too: the planned term is owed while there is a plan; now there is the deed, and the link tells it.
		r.meet(norms.Inform, norms.Localise, norms.Clear, norms.Release, norms.Eliminate, norms.Restore, norms.OwnTerm, norms.Check, norms.Reply, norms.Notify, WorkClock)
	case Rejected, Duplicate, Redirected:
		r.eachClock(func(c *Clock) {
			if c.Running() {
				c.VoidAt, c.NextAt = &r.now, nil
			}
		})
	case Closed:
		r.eachClock(func(c *Clock) { c.NextAt = nil }) // a term that was never met stays so; nobody is told any more
	case Registered:
		r.eachClock(func(c *Clock) {
			if c.VoidAt != nil {
				c.VoidAt, c.NextAt = nil, &c.DueAt // a refusal taken back: its clocks never stopped in law
			}
		})
	}
}

// meet ends the running clocks of the given kinds as met now.
func (r *Revision) meet(kinds ...norms.Kind) {
	r.eachClock(func(c *Clock) {
		if c.Running() && slices.Contains(kinds, c.Kind) {
			c.MetAt, c.NextAt = &r.now, nil
			r.write(Entry{Kind: "clock", To: "met", Detail: Detail{Clock: string(c.Kind), Clause: c.Clause, DueAt: &c.DueAt}})
		}
	})
}

func (r *Revision) eachClock(do func(*Clock)) {
	for i := range r.After.Clocks {
		do(&r.After.Clocks[i])
	}
}

// reviewed meets the answer clock of a message: a person of the desk has it in hand, or the simulated one
// of the training mode, the only actor of that role that takes reports and decides on them.
func (r *Revision) reviewed() {
	if (r.actor.Account != 0 && r.actor.Role.May(MayWatch)) || r.actor.Role == System {
		r.meet(norms.Answer)
	}
}

// changeOf gathers revisions into one change with the events that tell every screen concerned.
func changeOf(now time.Time, revisions ...*Revision) Change {
	change := Change{City: revisions[0].After.Request.City, Now: now, Cases: revisions, Ref: revisions[0].After.Request.ID}
	for _, r := range revisions {
		change.Events = append(change.Events, r.events()...)
	}
	return change
}

// events of a revision: the board, every organisation and crew that had or has a part, and the link.
func (r *Revision) events() []Event {
	var events []Event
	tell := func(topic, kind string, ref int64) {
		if e := (Event{topic, kind, ref}); !slices.Contains(events, e) {
			events = append(events, e)
		}
	}
	id := r.After.Request.ID
	tell(BoardTopic, "request", id)
	tell(LinkTopic(r.After.Request.Link), "request", id)
	for _, f := range r.After.Followers {
		tell(LinkTopic(f.Link), "request", f.ID) // their callers see the crews of the main one
	}
	for _, c := range []Case{r.Before, r.After} {
		for _, organisation := range c.organisations() {
			tell(OrganisationTopic(organisation), "request", id)
		}
		for _, o := range c.Orders {
			if o.Crew != 0 && (o.State.Active() || r.touched(o)) {
				tell(CrewTopic(o.Crew), "request", id)
				tell(BoardTopic, "crew", o.Crew)
				tell(OrganisationTopic(o.Organisation), "crew", o.Crew)
			}
		}
	}
	return events
}

// touched says whether an order is new or not as it was.
func (r *Revision) touched(o WorkOrder) bool {
	before, known := r.Before.Order(o.ID)
	after, _ := r.After.Order(o.ID)
	return !known || before.State != after.State
}

// organisations that have a part in the case.
func (c Case) organisations() []int64 {
	ids := []int64{c.Request.Organisation, c.Request.Service}
	for _, o := range c.Orders {
		ids = append(ids, o.Organisation)
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id int64) bool { return id == 0 })
}

func notAllowed(field, from, to string) *Error {
	return &Error{Kind: Conflict, Code: "transition_not_allowed", Field: field,
		Ru: fmt.Sprintf("Из состояния «%s» нельзя перейти в «%s»", StateRu(from), StateRu(to)),
		En: fmt.Sprintf("A step from %q to %q is not allowed", StateEn(from), StateEn(to))}
}

// orderNotAllowed is the same refusal for a step of an order.
func orderNotAllowed(from, to OrderState) *Error {
	refusal := notAllowed("to", string(from), string(to))
	refusal.Ru = fmt.Sprintf("Наряд из состояния «%s» нельзя перевести в «%s»", OrderStateRu(from), OrderStateRu(to))
	return refusal
}
