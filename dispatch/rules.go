package dispatch

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"sync"
	"time"

	"dispatch05/dispatch/norms"
)

// Rules are what a city goes by at a moment: the shipped norms, faults, ladders and limits, with the city's own
// amendments laid over them. Rules never change: an amendment makes new ones.
type Rules struct {
	Version    int64 // grows with each amendment of the city; 0: as shipped
	Book       *norms.Book
	Classifier *norms.Classifier
	Ladders    norms.Ladders // who is told of an overdue term
	// StateLadder is who is told of an order that stands still.
	StateLadder  norms.Ladder
	StatusLimits norms.StatusLimits // how long an order may stand in a state before the desk is told
	Working      norms.Working
	Calendar     *norms.Calendar
	Readings     *norms.Readings
	Channels     norms.Channels // by which means people are told outside of the screens
	// Refused are amendments that the shipped rules of this version do not bear any more: they are out of
	// force until somebody mends them.
	Refused []RefusedAmendment
}

// RefusedAmendment is an amendment that cannot be laid over the rules, and why.
type RefusedAmendment struct {
	Amendment
	Reason error
}

var standardRules = sync.OnceValue(func() *Rules {
	return &Rules{Book: norms.StandardBook(), Classifier: norms.StandardClassifier(), Ladders: norms.StandardLadders(), StateLadder: norms.StandardStateLadder(),
		StatusLimits: norms.StandardStatusLimits(), Working: norms.StandardWorking(), Calendar: norms.StandardCalendar(), Readings: norms.StandardReadings(),
		Channels: norms.StandardChannels()}
})

// StandardRules are the rules as shipped.
func StandardRules() *Rules { return standardRules() }

// Amended are these rules with amendments laid over in their order. What cannot be laid is left out and told
// in Refused: one bad row must not take a whole city's rules away.
func (r *Rules) Amended(version int64, amendments []Amendment) *Rules {
	grown := *r
	grown.Version, grown.Refused = version, nil
	for _, a := range inForce(amendments) {
		if err := grown.lay(a); err != nil {
			grown.Refused = append(grown.Refused, RefusedAmendment{a, err})
		}
	}
	return &grown
}

// lay puts one amendment over the rules, or says why it cannot be.
func (r *Rules) lay(a Amendment) error {
	lay, known := layers[a.Subject]
	if !known {
		return a.refuses(unknownSubject, a.Subject)
	}
	return lay(r, a)
}

// layers say how an amendment of each subject is read, checked by the loader of the shipped data, and laid.
var layers = map[Subject]func(*Rules, Amendment) error{
	SubjectNorm: layer(func(row norms.Row) string { return row.Code }, func(r *Rules, row norms.Row) (err error) {
		r.Book, err = r.Book.With([]norms.Row{row})
		return err
	}),
	SubjectProblem: layer(func(p norms.Problem) string { return p.Code }, func(r *Rules, p norms.Problem) (err error) {
		r.Classifier, err = r.Classifier.With([]norms.Problem{p}, r.Book)
		return err
	}),
	SubjectLadder: layer(func(l norms.Ladder) string { return l.Code }, (*Rules).layLadder),
	SubjectStatusLimit: layer(func(l norms.StatusLimit) string { return l.Code }, func(r *Rules, l norms.StatusLimit) (err error) {
		r.StatusLimits, err = r.StatusLimits.With([]norms.StatusLimit{l})
		return err
	}),
	SubjectCalendar: layer(func(y norms.Year) string { return strconv.Itoa(y.Year) }, func(r *Rules, y norms.Year) (err error) {
		r.Calendar, err = r.Calendar.With([]norms.Year{y})
		return err
	}),
	SubjectChannel: layer(func(c norms.Channels) string { return c.Code }, func(r *Rules, c norms.Channels) error {
		r.Channels = c
		return c.Check()
	}),
	SubjectReading: func(r *Rules, a Amendment) error {
		chosen, err := bodyOf[string](a)
		if err != nil {
			return err
		}
		readings, err := r.Readings.With(map[string]string{a.Code: chosen})
		if err == nil {
			r.Readings = readings
		}
		return err
	},
}

// layLadder puts a ladder among the city's, or in the place of the one for orders that stand still: that one binds
// no report, and is for every order.
func (r *Rules) layLadder(l norms.Ladder) (err error) {
	for _, level := range l.Levels {
		if !slices.Contains(RolesTold(), Role(level.Role)) {
			return (Amendment{Subject: SubjectLadder, Code: l.Code}).refuses(toldToNobody, level.Role, RoleRu(level.Role))
		}
	}
	if l.Code != r.StateLadder.Code {
		r.Ladders, err = r.Ladders.With([]norms.Ladder{l}, r.Classifier)
		return err
	}
	only, err := norms.Ladders{}.With([]norms.Ladder{l}, r.Classifier)
	if err == nil {
		r.StateLadder = only.For(0, norms.Problem{})
	}
	return err
}

// layer reads a row, holds its code against the amendment's, and lays it; what cannot be laid leaves the rules
// as they are.
func layer[T any](codeOf func(T) string, lay func(*Rules, T) error) func(*Rules, Amendment) error {
	return func(r *Rules, a Amendment) error {
		row, err := bodyOf[T](a)
		if err != nil {
			return err
		}
		if codeOf(row) != a.Code {
			return a.refuses(otherCode, codeOf(row), a.Code)
		}
		grown := *r
		if err := lay(&grown, row); err != nil {
			return err
		}
		*r = grown
		return nil
	}
}

// bodyOf reads an amendment's body as strictly as the shipped data is read.
func bodyOf[T any](a Amendment) (value T, err error) {
	decoder := json.NewDecoder(bytes.NewReader(a.Body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&value); err != nil {
		return value, a.unread(err)
	}
	return value, nil
}

// problemOf is the fault that a case is about, by the city's classifier of today.
func (d *Desk) problemOf(c Case) norms.Problem {
	problem, _ := d.Rules(c.Request.City).Classifier.Problem(c.Request.Problem)
	return problem
}

// ladderOf is who is told of a clock of a case that has run out, and how long an acknowledgement of it holds.
func (r *Rules) ladderOf(kind norms.Kind, organisation int64, problem string) norms.Ladder {
	if kind == StateClock {
		return r.StateLadder
	}
	fault, _ := r.Classifier.Problem(problem)
	return r.Ladders.For(organisation, fault)
}

// workingTerm is the service's own term for a fault of a severity; false: it has none.
func (r *Rules) workingTerm(severity int) (time.Duration, bool) {
	term, known := r.Working.Terms[severity]
	return term, known
}

// stateLimit is since when and how long an order may stand in its state; false: as long as it takes. One that is
// worked by voice is not delivered by any tablet: it waits for its acceptance.
func (r *Rules) stateLimit(o WorkOrder) (since time.Time, limit time.Duration, limited bool) {
	state := o.State
	if state == OrderSent && o.ByVoice() {
		state = OrderDelivered
	}
	for _, l := range r.StatusLimits.Of(string(state)) {
		if l.Since != norms.Promised {
			return o.Since, time.Duration(l.WarnSeconds) * time.Second, true
		}
		if o.PlannedAt != nil {
			return *o.PlannedAt, time.Duration(l.WarnSeconds) * time.Second, true
		}
	}
	return time.Time{}, 0, false
}
