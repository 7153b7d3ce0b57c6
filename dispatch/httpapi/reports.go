package httpapi

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

// Place is where a report is, as far as the sender knows.
type Place struct {
	HouseID     *int64     `json:"house_id,omitempty" nullable:"true" doc:"From addresses; null when the register does not know the house"`
	AddressText string     `json:"address_text,omitempty" doc:"As it was said"`
	Point       *orb.Point `json:"point,omitempty" nullable:"true" doc:"A pin, where no house is known"`
	Entrance    string     `json:"entrance,omitempty"`
	Floor       string     `json:"floor,omitempty"`
	Flat        string     `json:"flat,omitempty"`
}

// Said is what a report tells, by whichever way it comes.
type Said struct {
	Place
	Problem    string `json:"problem" doc:"Code of the classifier"`
	Text       string `json:"text,omitempty"`
	Phone      string `json:"phone,omitempty"`
	CallerName string `json:"caller_name,omitempty"`
}

func (s Said) report(channel dispatch.Channel) dispatch.Report {
	report := dispatch.Report{Channel: channel, AddressText: s.AddressText, Pin: s.Point, Problem: s.Problem, Entrance: s.Entrance,
		Floor: s.Floor, Flat: s.Flat, Text: s.Text, CallerName: s.CallerName, Phone: s.Phone}
	if s.HouseID != nil {
		report.House = *s.HouseID
	}
	return report
}

type newReport struct {
	Said
	Website string `json:"website,omitempty" doc:"Leave it empty: people do not see this field"`
}

type reportInput struct {
	OfCity
	Keyed
	Body newReport
}

type registeredBody struct {
	Number       string     `json:"number" example:"26-1234"`
	Link         string     `json:"link" example:"/r/abcdefghijklmnopqrstuvwxyz"`
	Token        string     `json:"token"`
	RegisteredAt time.Time  `json:"registered_at"`
	InformDueAt  *time.Time `json:"inform_due_at" doc:"By when the sender will be told the term"`
	OpenHere     int        `json:"open_here" doc:"Other open requests of this house"`
}

func (a *api) reportRoutes() {
	op := operation(http.MethodPost, "/cities/{city}/reports", "report-fault", "residents", "Report a fault")
	op.DefaultStatus = http.StatusCreated
	public(a, op, a.takeReport)
}

func (a *api) takeReport(ctx context.Context, in *reportInput) (reply[registeredBody], error) {
	city, err := a.city(ctx, in.City)
	if err != nil {
		return reply[registeredBody]{}, err
	}
	report := in.Body.report(dispatch.Portal)
	report.Key = publicCommand("public/"+city.ID, report, in.Key)
	if in.Body.Website != "" {
		report.Suspicion = "filled_hidden_field"
	}
	c, replayed, err := a.registerPublic(ctx, city, report)
	if err != nil {
		return reply[registeredBody]{}, err
	}
	body, err := a.registered(ctx, c)
	return reply[registeredBody]{body: body, created: !replayed, replay: replayed}, err
}

// registerPublic takes a report from outside, within the limits of its address.
func (a *api) registerPublic(ctx context.Context, city dispatch.City, report dispatch.Report) (dispatch.Case, bool, error) {
	suspicion, err := a.intake.take(callerOf(ctx).subnet(), a.Desk.Now())
	if err != nil {
		return dispatch.Case{}, false, err
	}
	if report.Suspicion == "" {
		report.Suspicion = suspicion
	}
	return a.registerReport(ctx, city, residentOf(city), report)
}

func residentOf(city dispatch.City) dispatch.Actor {
	return dispatch.Actor{City: city.ID, Name: "Житель", Role: dispatch.Resident}
}

// registerReport registers, and says of a pin or a request to join that is not the city's what is wrong.
func (a *api) registerReport(ctx context.Context, city dispatch.City, actor dispatch.Actor, report dispatch.Report) (dispatch.Case, bool, error) {
	if err := inCity(city, report.Pin); err != nil {
		return dispatch.Case{}, false, err
	}
	leave, err := a.crush.enter(ctx, a.isEmergency(city.ID, report.Problem))
	if err != nil {
		return dispatch.Case{}, false, err
	}
	defer leave()
	c, replayed, err := a.Desk.Register(ctx, actor, report)
	if errors.Is(err, dispatch.ErrNotFound) {
		err = errUnknownRequest
	}
	return c, replayed, err
}

// isEmergency says whether life is at risk or damage goes on: severity 1 of the city's classifier.
func (a *api) isEmergency(city, problem string) bool {
	fault, known := a.Desk.Rules(city).Classifier.Problem(problem)
	return known && (fault.LifeRisk || fault.Severity == 1)
}

var (
	errUnknownHouse   = &dispatch.Error{Kind: dispatch.Invalid, Code: "unknown_house", Field: "house_id", Ru: "Такого дома нет в реестре города", En: "The city's register has no such house"}
	errUnknownRequest = &dispatch.Error{Kind: dispatch.Invalid, Code: "unknown_request", Field: "join", Ru: "Такой заявки нет", En: "There is no such request"}
	errPointOutside   = &dispatch.Error{Kind: dispatch.Invalid, Code: "point_outside", Field: "point", Ru: "Точка вне города", En: "The point is outside of the city"}
)

// outskirtsDegrees is how far beyond a city's bounds a pin may still be its matter.
const outskirtsDegrees = 0.5

// inCity refuses a pin that is nowhere near: most often its coordinates stand in the wrong order.
func inCity(city dispatch.City, pin *orb.Point) error {
	b := city.Bounds
	if pin == nil || b == [4]float64{} {
		return nil
	}
	bound := orb.Bound{Min: orb.Point{b[0], b[1]}, Max: orb.Point{b[2], b[3]}}.Pad(outskirtsDegrees)
	if !bound.Contains(*pin) {
		return errPointOutside
	}
	return nil
}

func (a *api) registered(ctx context.Context, c dispatch.Case) (registeredBody, error) {
	q := c.Request
	open, err := a.Desk.CountOpenHere(ctx, q.City, q.House)
	body := registeredBody{Number: q.Label(), Link: "/r/" + q.Link, Token: q.Link, RegisteredAt: q.RegisteredAt, OpenHere: max(open-1, 0)}
	for _, clock := range c.Clocks {
		if clock.Kind == norms.Inform && clock.Round == 0 {
			due := clock.DueAt
			body.InformDueAt = &due
		}
	}
	return body, err
}
