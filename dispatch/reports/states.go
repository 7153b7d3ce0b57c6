package reports

import (
	"cmp"
	"slices"
	"time"

	"dispatch05/dispatch"
)

type stateKey struct{ of, state string }

type stateTally struct {
	left    times
	still   Figure
	longest time.Duration
}

// stay is where a request or an order stands, and since when.
type stay struct {
	of, state string
	since     time.Time
}

// addStates takes how long the request and its orders stood in each state in which somebody had to act.
func (t *Tally) addStates(m Matter, c course) {
	at := map[int64]stay{} // 0: the request itself
	for _, e := range c.entries {
		of := "request"
		if e.Kind == "order" {
			of = "order"
		} else if e.Kind != "registered" && e.Kind != "state" && e.Kind != "joined" {
			continue
		}
		if before := at[e.Order]; before.state != e.To {
			t.left(before, e.At)
			at[e.Order] = stay{of, e.To, e.At}
		}
	}
	for _, s := range at {
		if s.asks() {
			of := t.stateOf(s)
			of.still.add(m.ref())
			of.longest = max(of.longest, t.ask.AsOf.Sub(s.since))
		}
	}
}

func (t *Tally) left(s stay, at time.Time) {
	if s.asks() && t.ask.within(at) {
		t.stateOf(s).left.add(at.Sub(s.since))
	}
}

// asks says whether somebody has to act while it stands there. Work that is done asks for a look.
func (s stay) asks() bool {
	switch s.of {
	case "request":
		return dispatch.RequestState(s.state).Open()
	case "order":
		return dispatch.OrderState(s.state).Active() || s.state == string(dispatch.OrderDone)
	default:
		return false
	}
}

func (t *Tally) stateOf(s stay) *stateTally {
	key := stateKey{s.of, s.state}
	if t.states[key] == nil {
		t.states[key] = &stateTally{left: times{}}
	}
	return t.states[key]
}

// stateOrder is the way that requests and orders go.
var stateOrder = []stateKey{
	{"request", "registered"}, {"request", "accepted"}, {"request", "in_work"}, {"request", "done"}, {"request", "confirmed"}, {"request", "returned"},
	{"order", "reserved"}, {"order", "sent"}, {"order", "delivered"}, {"order", "accepted"}, {"order", "en_route"}, {"order", "on_site"},
	{"order", "suspended"}, {"order", "localised"}, {"order", "done"},
}

func (t *Tally) stateTimes() []StateTime {
	lines := []StateTime{}
	for key, of := range t.states {
		lines = append(lines, StateTime{Of: key.of, State: key.state, Left: of.left.spread(), Still: of.still, Longest: int64(of.longest / time.Second)})
	}
	slices.SortFunc(lines, func(a, b StateTime) int {
		return cmp.Compare(slices.Index(stateOrder, stateKey{a.Of, a.State}), slices.Index(stateOrder, stateKey{b.Of, b.State}))
	})
	return lines
}
