package dispatch

import (
	"reflect"
	"testing"
	"time"

	"dispatch05/dispatch/norms"
)

// finished is a request that a crew reported done an hour after it was registered at noon.
func finished() Case {
	c := caseWith(Done, OrderRefused, OrderDone)
	done := noon.Add(time.Hour)
	c.Request.DoneAt = &done
	c.Orders[1].Times[OrderOnSite] = noon
	met := done
	for i, k := range []struct {
		kind norms.Kind
		term time.Duration
	}{{norms.Answer, 5 * time.Minute}, {norms.Inform, 30 * time.Minute}, {norms.Localise, 30 * time.Minute}, {norms.Eliminate, 72 * time.Hour}} {
		c.Clocks = append(c.Clocks, Clock{ID: int64(i + 1), Request: 1, Kind: k.kind, Norm: "n", Clause: "c", Edition: "e", StartedAt: noon, DueAt: noon.Add(k.term), MetAt: &met, NextLevel: 1})
	}
	return c
}

// TestGiveBack: a new order reserved for who was there, the terms anew, and nothing of before touched.
func TestGiveBack(t *testing.T) {
	c := finished()
	now := noon.Add(50 * time.Hour)
	r := revise(c, desk, now)
	if err := r.giveBack("течёт"); err != nil {
		t.Fatal(err)
	}
	after := r.After
	if after.Request.State != Returned || after.Request.Returned != 1 || after.Request.DoneAt != nil {
		t.Errorf("request: %+v", after.Request)
	}
	if !reflect.DeepEqual(after.Orders[:2], c.Orders) || !reflect.DeepEqual(after.Clocks[:4], c.Clocks) || !reflect.DeepEqual(r.Before, c) {
		t.Error("something of the first round was touched")
	}
	if len(after.Orders) != 3 {
		t.Fatalf("%d orders", len(after.Orders))
	}
	if o := after.Orders[2]; o.ID != 0 || o.State != OrderReserved || o.Crew != c.Orders[1].Crew || o.Round != 1 || len(o.Times) != 1 {
		t.Errorf("the new order: %+v", o)
	}
	for _, k := range after.Clocks[4:] {
		started, due := now, now.Add(30*time.Minute)
		if k.Kind == norms.Eliminate {
			started, due = noon, noon.Add(72*time.Hour)
		}
		if k.Kind == norms.Answer || k.Round != 1 || k.MetAt != nil || k.NextLevel != 0 || !k.StartedAt.Equal(started) || !k.DueAt.Equal(due) || !k.NextAt.Equal(due) {
			t.Errorf("clock of the new round: %+v", k)
		}
	}
	if len(after.Clocks) != 7 {
		t.Errorf("%d clocks, want 4 and 3 new ones", len(after.Clocks))
	}
}

// TestOnlyFinishedWorkIsGivenBack.
func TestOnlyFinishedWorkIsGivenBack(t *testing.T) {
	for state := range requestSteps {
		want := state == Done || state == Confirmed || state == Closed
		if err := revise(caseWith(state), desk, noon).giveBack(""); (err == nil) != want {
			t.Errorf("%s given back: %v", state, err)
		}
	}
}

// TestReturnUntil: the window runs from done, from closed where that came later, and a word of thanks ends it not.
func TestReturnUntil(t *testing.T) {
	c := finished()
	if until := c.ReturnUntil(72 * time.Hour); until == nil || !until.Equal(noon.Add(73*time.Hour)) {
		t.Errorf("done: until %v", until)
	}
	r := revise(c, Actor{Role: Resident}, noon.Add(2*time.Hour))
	if err := r.move(Confirmed, "", Detail{}); err != nil {
		t.Fatal(err)
	}
	if until := r.After.ReturnUntil(72 * time.Hour); until == nil || !until.Equal(noon.Add(73*time.Hour)) {
		t.Errorf("confirmed: until %v", until)
	}
	r = revise(r.After, desk, noon.Add(20*time.Hour))
	if err := r.move(Closed, "", Detail{}); err != nil {
		t.Fatal(err)
	}
	if until := r.After.ReturnUntil(72 * time.Hour); until == nil || !until.Equal(noon.Add(92*time.Hour)) {
		t.Errorf("closed: until %v", until)
	}
	if until := caseWith(InWork, OrderOnSite).ReturnUntil(72 * time.Hour); until != nil {
		t.Errorf("in work: until %v", until)
	}
}

// TestRefusalTakenBackRunsTheTermsOn as if they had never stopped.
func TestRefusalTakenBackRunsTheTermsOn(t *testing.T) {
	c := caseWith(Registered)
	due := noon.Add(time.Hour)
	c.Clocks = []Clock{{ID: 1, Kind: norms.Eliminate, DueAt: due, NextAt: &due, NextLevel: 2}, {ID: 2, Kind: norms.Answer, DueAt: due, MetAt: &due}}
	r := revise(c, desk, noon)
	if err := r.move(Rejected, "x", Detail{}); err != nil {
		t.Fatal(err)
	}
	if k := r.After.Clocks[0]; k.VoidAt == nil || k.NextAt != nil || r.After.Clocks[1].VoidAt != nil {
		t.Errorf("after the refusal: %+v", r.After.Clocks)
	}
	back := revise(r.After, desk, noon.Add(5*time.Hour))
	if err := back.move(Registered, "", Detail{}); err != nil {
		t.Fatal(err)
	}
	if k := back.After.Clocks[0]; !k.Running() || !k.NextAt.Equal(due) || k.NextLevel != 2 {
		t.Errorf("taken back: %+v", k)
	}
}
