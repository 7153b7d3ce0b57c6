package postgres_test

import (
	"testing"
	"time"

	"dispatch05/dispatch"
)

// TestFaultFromCallToReturn is the main story: a call, a crew, the work, the check, and the resident who
// says that it still leaks.
func TestFaultFromCallToReturn(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	c := w.register(w.call("a"))
	if c.Request.Label() != "26-1" || c.Request.Phone != "+79136000001" || c.Served == nil || c.Served.ID != w.service {
		t.Fatalf("registered %+v, served by %+v", c.Request, c.Served)
	}
	wantState(t, c, dispatch.Registered)

	c = w.send(c)
	wantState(t, c, dispatch.Accepted)
	at := got(w.store.TopicAt(ctx, city, dispatch.CrewTopic(w.crew)))(t)
	must(t, w.Delivered(ctx, w.tablet, at.Offset-1))
	if c = w.fresh(c); c.Orders[0].State != dispatch.OrderSent {
		t.Fatal("delivered before the tablet held it")
	}
	must(t, w.Delivered(ctx, w.tablet, at.Offset))
	if c = w.fresh(c); c.Orders[0].State != dispatch.OrderDelivered {
		t.Fatalf("order is %s after the tablet's acknowledgement", c.Orders[0].State)
	}

	c = w.steps(c, dispatch.OrderEnRoute, dispatch.OrderOnSite, dispatch.OrderLocalised)
	wantState(t, c, dispatch.InWork)
	w.pass(time.Hour)
	c = w.steps(c, dispatch.OrderDone)
	wantState(t, c, dispatch.Done)

	c = got(w.StepRequest(ctx, w.dispatcher, c.Request.ID, dispatch.RequestStep{To: "closed", Disposition: "fixed", Version: c.Request.Version}))(t)
	wantState(t, c, dispatch.Closed)
	if c.Orders[0].State != dispatch.OrderVerified {
		t.Errorf("order is %s after closing", c.Orders[0].State)
	}
	before := c
	w.pass(71 * time.Hour)
	c = got(w.ReturnByResident(ctx, c.Request.Link, "снова течёт", 72*time.Hour, nil))(t)
	wantState(t, c, dispatch.Returned)
	if len(c.Orders) != 2 || c.Orders[1].State != dispatch.OrderReserved || c.Orders[1].Crew != w.crew || c.Orders[1].Round != 1 {
		t.Errorf("orders after the return: %+v", c.Orders)
	}
	if old := c.Orders[0]; old.State != dispatch.OrderVerified || !old.Since.Equal(before.Orders[0].Since) || len(old.Times) != len(before.Orders[0].Times) {
		t.Errorf("the first order was touched: %+v", old)
	}
	got(w.SetShift(ctx, w.dispatcher, w.crew, true))(t)
	c = w.send(c)
	wantState(t, c, dispatch.Accepted)
	if len(c.Orders) != 2 {
		t.Error("sending the reserved order made another")
	}
}
