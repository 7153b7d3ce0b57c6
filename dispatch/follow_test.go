package dispatch

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)

var (
	desk  = Actor{City: "reka", Account: 1, Name: "Диспетчер", Role: Dispatcher}
	crew7 = Actor{City: "reka", Account: 2, Name: "Бригада 7", Role: CrewMember, Organisation: 3, Crew: 7}
)

// caseWith is a case of round 0 whose orders stand at states.
func caseWith(state RequestState, orders ...OrderState) Case {
	c := Case{Request: Request{City: "reka", ID: 1, Version: 1, Edited: 1, State: state}, Zone: time.UTC}
	for i, o := range orders {
		c.Orders = append(c.Orders, WorkOrder{ID: int64(i + 1), Request: 1, Version: 1, State: o, Crew: int64(i + 7), Tablet: true, Organisation: 3, Since: noon,
			Times: map[OrderState]time.Time{o: noon}})
	}
	return c
}

// TestRequestFollowsItsOrders lists what a request is by what its orders are, of this round alone.
func TestRequestFollowsItsOrders(t *testing.T) {
	for _, row := range []struct {
		state  RequestState
		orders string
		want   RequestState
	}{
		{Registered, "", Registered},
		{Registered, "reserved", Registered},
		{Registered, "sent", Accepted},
		{Registered, "delivered", Accepted},
		{Accepted, "accepted", InWork},
		{Accepted, "en_route", InWork},
		{InWork, "on_site", InWork},
		{InWork, "suspended", InWork},
		{InWork, "localised", InWork},
		{InWork, "done", Done},
		{Done, "verified", Done},
		{Accepted, "done", Done},
		{Registered, "done", Done},
		{Returned, "done", Done},
		{InWork, "refused", Registered},
		{InWork, "recalled", Registered},
		{Accepted, "recalled reserved", Accepted},
		{InWork, "refused sent", Accepted},
		{InWork, "done sent", InWork},
		{InWork, "done reserved", InWork},
		{InWork, "done on_site", InWork},
		{InWork, "done recalled", Done},
		{InWork, "done refused", Done},
		{InWork, "on_site sent reserved", InWork},
		{Closed, "verified", Closed},
		{Confirmed, "done", Confirmed},
		{Rejected, "recalled", Rejected},
		{Redirected, "recalled done", Redirected},
	} {
		var orders []OrderState
		for _, o := range strings.Fields(row.orders) {
			orders = append(orders, OrderState(o))
		}
		c := caseWith(row.state, orders...)
		if got := c.stateByOrders(); got != row.want {
			t.Errorf("%s with orders [%s] becomes %s, want %s", row.state, row.orders, got, row.want)
		}
		c.Request.Returned = 1
		old := row.state
		if old == Accepted || old == InWork {
			old = Returned // nobody of this round is on it
		}
		if got := c.stateByOrders(); got != old {
			t.Errorf("%s with [%s] of an earlier round becomes %s, want %s", row.state, row.orders, got, old)
		}
	}
}

// TestEveryPairOfOrdersHasAnAllowedWay: from whatever two orders a request can hold, each step that the order's
// machine allows is also allowed by the request's.
func TestEveryPairOfOrdersHasAnAllowedWay(t *testing.T) {
	states := []OrderState{OrderVerified, OrderRefused, OrderRecalled}
	for from := range orderSteps {
		states = append(states, from)
	}
	for _, one := range states {
		for _, other := range states {
			c := caseWith(Registered, one, other)
			c.Request.State = c.stateByOrders()
			for _, to := range orderSteps[one] {
				r := revise(c, desk, noon)
				if err := r.stepOrder(1, Step{To: to, Reason: "x"}); err != nil {
					t.Errorf("%s with [%s %s]: the first one to %s: %v", c.Request.State, one, other, to, err)
				}
			}
		}
	}
}

// TestOneTapImpliesWhatItSkips: "en route" accepts.
func TestOneTapImpliesWhatItSkips(t *testing.T) {
	r := revise(caseWith(Accepted, OrderDelivered), crew7, noon.Add(time.Minute))
	if err := r.stepOrder(1, Step{To: OrderEnRoute}); err != nil {
		t.Fatal(err)
	}
	if at := r.After.Orders[0].Times[OrderAccepted]; !at.Equal(noon.Add(time.Minute)) {
		t.Errorf("accepted at %v", at)
	}
	if len(r.Before.Orders[0].Times) != 1 {
		t.Error("the loaded case was written to")
	}
}

// TestWhoMakesWhichStep of an order.
func TestWhoMakesWhichStep(t *testing.T) {
	for _, row := range []struct {
		actor Actor
		state OrderState
		want  string
	}{
		{crew7, OrderDelivered, "[accepted en_route refused]"},
		{crew7, OrderOnSite, "[localised done suspended refused]"},
		{crew7, OrderDone, "[]"},
		{crew7, OrderReserved, "[]"},
		{Actor{Role: CrewMember, Crew: 8}, OrderOnSite, "[]"},
		{desk, OrderReserved, "[sent recalled]"},
		{desk, OrderSent, "[accepted en_route refused recalled]"},
		{desk, OrderDone, "[verified]"},
		{Actor{Role: Operator}, OrderSent, "[]"},
		{Actor{Role: Foreman, Organisation: 3}, OrderSent, "[]"},
	} {
		o := caseWith(Accepted, row.state).Orders[0]
		if got := fmt.Sprint(o.stepsFor(row.actor)); got != row.want {
			t.Errorf("%s at %s may %s, want %s", row.actor.Role, row.state, got, row.want)
		}
	}
	for _, to := range []OrderState{OrderRecalled, OrderVerified, OrderSent} {
		r := revise(caseWith(Accepted, OrderSent), crew7, noon)
		if err := r.stepOrder(1, Step{To: to, Reason: "x"}); err == nil {
			t.Errorf("a crew took its order to %s", to)
		}
	}
}

// TestWhatTheDeskMayDecide, offered and done alike.
func TestWhatTheDeskMayDecide(t *testing.T) {
	for _, row := range []struct {
		name string
		c    Case
		want string
	}{
		{"registered", caseWith(Registered), "[accepted rejected duplicate redirected]"},
		{"held for a look", parked(caseWith(Registered)), "[released rejected duplicate redirected]"},
		{"in work", caseWith(InWork, OrderOnSite), "[redirected]"},
		{"done", caseWith(Done, OrderDone), "[closed returned]"},
		{"confirmed", caseWith(Confirmed, OrderDone), "[closed returned]"},
		{"closed", caseWith(Closed, OrderVerified), "[returned]"},
		{"rejected", caseWith(Rejected), "[registered]"},
		{"joined", joined(caseWith(Registered)), "[rejected redirected]"},
		{"joined and done", joined(caseWith(Done)), "[closed]"},
	} {
		offered := row.c.stepsFor(desk)
		if fmt.Sprint(offered) != row.want {
			t.Errorf("%s: offered %v, want %s", row.name, offered, row.want)
		}
		for _, to := range []string{"registered", "accepted", "in_work", "done", "confirmed", "returned", "closed", "rejected", "duplicate", "redirected", "released", "nonsense"} {
			err := revise(row.c, desk, noon).decide(RequestStep{To: to, Reason: "x", Disposition: "fixed", Main: 9}, Detail{})
			if (err == nil) != slices.Contains(offered, to) {
				t.Errorf("%s: to %s: %v, offered %v", row.name, to, err, offered)
			}
		}
		if steps := row.c.stepsFor(Actor{City: "reka", Role: Operator}); len(steps) != 0 {
			t.Errorf("%s: an operator is offered %v", row.name, steps)
		}
	}
}

func parked(c Case) Case { c.Request.Parked = "phone_burst"; return c }
func joined(c Case) Case { c.Request.Main = 9; return c }
