package dispatch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"dispatch05/dispatch/norms"
)

// Rules are what a city goes by at a moment: the shipped norms, faults and ladder, with the city's own
// amendments laid over them. Rules never change: an amendment makes new ones.
type Rules struct {
	Version    int64 // grows with each amendment of the city; 0: as shipped
	Book       *norms.Book
	Classifier *norms.Classifier
	Ladder     []norms.Level // who is told of an overdue term
	// StateLadder is who is told of an order that stands still.
	StateLadder []norms.Level
	Working     norms.Working
	// StateLimits are how long an order may stand in a state before the desk is told.
	StateLimits map[OrderState]time.Duration
	// Refused are amendments that the shipped rules of this version do not bear any more: they are out of
	// force until somebody mends them.
	Refused []RefusedAmendment
}

// RefusedAmendment is an amendment that cannot be laid over the rules, and why.
type RefusedAmendment struct {
	Amendment
	Reason string
}

var standardRules = sync.OnceValue(func() *Rules {
	return &Rules{Book: norms.StandardBook(), Classifier: norms.StandardClassifier(), Ladder: norms.StandardLadder(), StateLadder: norms.StandardStateLadder(), Working: norms.StandardWorking(),
		StateLimits: map[OrderState]time.Duration{OrderSent: time.Minute, OrderDelivered: 5 * time.Minute, OrderAccepted: 5 * time.Minute, OrderOnSite: 30 * time.Minute}}
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
			grown.Refused = append(grown.Refused, RefusedAmendment{a, err.Error()})
		}
	}
	return &grown
}

// lay puts one amendment over the rules, or says why it cannot be.
func (r *Rules) lay(a Amendment) error {
	lay, known := layers[a.Subject]
	if !known {
		return fmt.Errorf("unknown subject %q", a.Subject)
	}
	return lay(r, a)
}

// layers say how an amendment of each subject is read, checked by the loader of the shipped data, and laid.
var layers = map[Subject]func(*Rules, Amendment) error{
	SubjectNorm:    layNorm,
	SubjectProblem: layProblem,
}

func layNorm(r *Rules, a Amendment) error {
	row, err := bodyOf[norms.Row](a)
	if err != nil {
		return err
	}
	if row.Code != a.Code {
		return fmt.Errorf("the row is of %q, the amendment of %q", row.Code, a.Code)
	}
	book, err := r.Book.With([]norms.Row{row})
	if err != nil {
		return err
	}
	r.Book = book
	return nil
}

func layProblem(r *Rules, a Amendment) error {
	problem, err := bodyOf[norms.Problem](a)
	if err != nil {
		return err
	}
	if problem.Code != a.Code {
		return fmt.Errorf("the row is of %q, the amendment of %q", problem.Code, a.Code)
	}
	classifier, err := r.Classifier.With(problem, r.Book)
	if err != nil {
		return err
	}
	r.Classifier = classifier
	return nil
}

// bodyOf reads an amendment's body as strictly as the shipped data is read.
func bodyOf[T any](a Amendment) (value T, err error) {
	decoder := json.NewDecoder(bytes.NewReader(a.Body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&value); err != nil {
		return value, fmt.Errorf("%s %s: %w", a.Subject, a.Code, err)
	}
	return value, nil
}

// problemOf is the fault that a case is about, by the city's classifier of today.
func (d *Desk) problemOf(c Case) norms.Problem {
	problem, _ := d.Rules(c.Request.City).Classifier.Problem(c.Request.Problem)
	return problem
}

// ackHolds is how long an acknowledgement holds the ladder without action.
const ackHolds = 20

// ackMinutes is how long an acknowledgement of a case's escalation holds the ladder without action.
func (r *Rules) ackMinutes(Case) int { return ackHolds }

// workingTerm is the service's own term for a fault of a severity; false: it has none.
func (r *Rules) workingTerm(severity int) (time.Duration, bool) {
	term, known := r.Working.Terms[severity]
	return term, known
}

// stateLimit is how long an order may stand in its state; false: as long as it takes. One that is worked by
// voice is not delivered by any tablet: it waits for its acceptance.
func (r *Rules) stateLimit(o WorkOrder) (time.Duration, bool) {
	state := o.State
	if state == OrderSent && o.ByVoice() {
		state = OrderDelivered
	}
	limit, known := r.StateLimits[state]
	return limit, known
}

// ladderOf is who is told of a clock that has run out.
func (r *Rules) ladderOf(c Clock) []norms.Level {
	if c.Kind == StateClock {
		return r.StateLadder
	}
	return r.Ladder
}
