package training_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/training"
	"dispatch05/geo"
)

func tabletCrew() dispatch.Crew {
	return dispatch.Crew{Name: "АВР-1", Skills: allSkills(), People: 4, Tablet: true, Point: &orb.Point{48.40, 54.32}}
}

func voiceCrew() dispatch.Crew {
	return dispatch.Crew{Name: "АВР-2", Skills: allSkills(), People: 4, Point: &orb.Point{48.40, 54.32}}
}

func closed(c dispatch.Case) bool { return c.Request.State == dispatch.Closed }

func stands(state dispatch.OrderState) func(dispatch.Case) bool {
	return func(c dispatch.Case) bool {
		return len(c.Orders) > 0 && c.Orders[len(c.Orders)-1].State == state
	}
}

// TestFaultIsWorkedByItself: nobody is at the board; a report is sent, driven to, mended, told of and
// closed, and the journal says who did it.
func TestFaultIsWorkedByItself(t *testing.T) {
	for name, crew := range map[string]dispatch.Crew{"by tablet": tabletCrew(), "by radio": voiceCrew()} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t, true, crew)
			c := w.report("cold-pipe-leak")
			tr := w.train()
			w.round(tr)
			if !w.crew(0).OnShift(w.time()) {
				t.Fatal("the crew is not put on shift")
			}
			c = w.until(tr, c.Request.ID, 5*time.Minute, stands(dispatch.OrderEnRoute))
			if waited := c.Orders[0].Times[dispatch.OrderSent].Sub(c.Request.RegisteredAt); waited < 90*time.Second {
				t.Errorf("sent after %v: people at the board had no time", waited)
			}
			c = w.until(tr, c.Request.ID, 10*time.Minute, stands(dispatch.OrderOnSite))
			if crew := w.crew(0); geo.DistanceMeters(*crew.Point, *c.Place.Point) > 1 {
				t.Errorf("on site %v away from the house", geo.DistanceMeters(*crew.Point, *c.Place.Point))
			}
			drive := c.Orders[0].Times[dispatch.OrderOnSite].Sub(c.Orders[0].Times[dispatch.OrderEnRoute])
			if kmh := geo.DistanceMeters(*crew.Point, *c.Place.Point) / drive.Hours() / 1000; kmh < 20 || kmh > 30 {
				t.Errorf("drove at %.1f km/h", kmh)
			}
			c = w.until(tr, c.Request.ID, 2*time.Hour, closed)
			if c.Request.PlannedAt == nil || c.Request.Disposition == "" {
				t.Errorf("closed without a term told or a disposition: %+v", c.Request)
			}
			w.wantLabelled(c, name == "by radio")
		})
	}
}

// wantLabelled: everything after the registration is the training mode's, by voice where there is no tablet.
func (w *town) wantLabelled(c dispatch.Case, byVoice bool) {
	w.t.Helper()
	entries, err := w.store.Journal(w.t.Context(), city, c.Request.ID)
	must(w.t, err)
	for _, e := range entries {
		if e.Actor != training.Name && e.Actor != "Оператор" {
			w.t.Errorf("entry %s %s is by %q", e.Kind, e.To, e.Actor)
		}
		if e.Kind == "order" && e.To == string(dispatch.OrderOnSite) && e.Detail.ByVoice != byVoice {
			w.t.Errorf("on site by voice: %v", e.Detail.ByVoice)
		}
	}
}

func TestPauseStopsEverything(t *testing.T) {
	w := newTown(t, true, tabletCrew())
	c := w.report("cold-pipe-leak")
	tr := w.train()
	c = w.until(tr, c.Request.ID, 5*time.Minute, stands(dispatch.OrderEnRoute))
	w.set(false, 1)
	w.round(tr)
	before, cases := w.crew(0), len(w.all())
	for range 60 {
		w.pass(30 * time.Second)
		w.round(tr)
	}
	if after := w.crew(0); *after.Point != *before.Point || !after.PointAt.Equal(*before.PointAt) {
		t.Error("a crew moved while paused")
	}
	if again := w.fresh(c.Request.ID); again.Request.Version != c.Request.Version || len(w.all()) != cases {
		t.Error("a request changed, or one came, while paused")
	}
	w.set(true, 10)
	w.pass(time.Second)
	w.round(tr)
	after := w.crew(0)
	if leap := geo.DistanceMeters(*before.Point, *after.Point); leap == 0 || leap > 250 {
		t.Errorf("after the pause the crew went on by %.0f m at once", leap)
	}
}

func TestRealCityIsRefused(t *testing.T) {
	w := newTown(t, false, tabletCrew())
	if _, err := training.Start(t.Context(), w.config(nil)); !errors.Is(err, training.ErrRealCity) {
		t.Fatalf("a real city is trained in: %v", err)
	}
}

// TestCityThatBecomesRealIsLeft: the check stands at every tick, not at the start only.
func TestCityThatBecomesRealIsLeft(t *testing.T) {
	w := newTown(t, true, tabletCrew())
	ended := make(chan struct{})
	tick := make(chan time.Time)
	config := w.config(tick)
	lead := config.Lead
	config.Lead = func(ctx context.Context, name string, while func(context.Context)) error {
		defer close(ended)
		return lead(ctx, name, while)
	}
	trainer, err := training.Start(t.Context(), config)
	must(t, err)
	defer trainer.Stop()
	w.round(&trained{trainer, tick})
	cases := len(w.all())
	_, err = w.pool.Exec(t.Context(), `update cities set demo = false`)
	must(t, err)
	w.pass(time.Minute)
	select {
	case tick <- time.Time{}:
	case <-ended:
	}
	select {
	case <-ended:
	case <-t.Context().Done():
	}
	if len(w.all()) != cases {
		t.Error("something was reported in a real city")
	}
}

// TestRestartCarriesOn: a new process finds the crew half-way, and drives on from there.
func TestRestartCarriesOn(t *testing.T) {
	w := newTown(t, true, tabletCrew())
	c := w.report("cold-pipe-leak")
	first := w.train()
	c = w.until(first, c.Request.ID, 5*time.Minute, stands(dispatch.OrderEnRoute))
	for range 20 {
		w.pass(time.Second)
		w.round(first)
	}
	first.Stop()
	first.Stop()
	left := w.crew(0)
	w.pass(time.Hour)
	second := w.train()
	w.round(second)
	if leap := geo.DistanceMeters(*left.Point, *w.crew(0).Point); leap == 0 || leap > 50 {
		t.Errorf("the restart moved the crew by %.0f m", leap)
	}
	c = w.until(second, c.Request.ID, 2*time.Hour, closed)
	if len(c.Orders) != 1 {
		t.Errorf("the restart made another order: %+v", c.Orders)
	}
}

func TestPersonAtTheTabletIsLeftAlone(t *testing.T) {
	w := newTown(t, true, tabletCrew())
	w.atWork.Store(w.crews[0])
	c := w.report("cold-pipe-leak")
	tr := w.train()
	c = w.until(tr, c.Request.ID, 5*time.Minute, stands(dispatch.OrderSent))
	at := w.crew(0).PointAt
	for range 100 {
		w.pass(5 * time.Second)
		w.round(tr)
	}
	if c = w.fresh(c.Request.ID); c.Orders[0].State != dispatch.OrderSent {
		t.Errorf("the order became %s under the person's hands", c.Orders[0].State)
	}
	if now := w.crew(0).PointAt; (now == nil) != (at == nil) || now != nil && !now.Equal(*at) {
		t.Error("the crew was moved under the person's hands")
	}
	w.atWork.Store(0)
	w.until(tr, c.Request.ID, time.Minute, func(c dispatch.Case) bool { return c.Orders[0].State != dispatch.OrderSent })
}

// TestCrewSentHomeLeavesNothingBehind: somebody ends the shift of a crew at work; its order goes to another.
func TestCrewSentHomeLeavesNothingBehind(t *testing.T) {
	second := tabletCrew()
	second.Name = "АВР-2"
	w := newTown(t, true, tabletCrew(), second)
	c := w.report("cold-pipe-leak")
	tr := w.train()
	c = w.until(tr, c.Request.ID, 5*time.Minute, stands(dispatch.OrderEnRoute))
	_, err := w.SetShift(t.Context(), dispatch.SystemActor(city, "Пульт"), c.Orders[0].Crew, false)
	must(t, err)
	c = w.until(tr, c.Request.ID, 20*time.Minute, func(c dispatch.Case) bool { return len(c.Orders) == 2 })
	if c.Orders[0].State != dispatch.OrderRecalled || c.Orders[1].Crew == c.Orders[0].Crew {
		t.Errorf("orders after the crew went home: %+v", c.Orders)
	}
}

// TestShiftThatRunsOutIsRenewed: half a day later the crews are still there.
func TestShiftThatRunsOutIsRenewed(t *testing.T) {
	w := newTown(t, true, tabletCrew())
	tr := w.train()
	w.round(tr)
	w.set(true, 1)
	w.pass(13 * time.Hour)
	if w.crew(0).OnShift(w.time()) {
		t.Fatal("a shift lasts for ever")
	}
	w.round(tr)
	if !w.crew(0).OnShift(w.time()) {
		t.Error("the shift is not renewed")
	}
}

// TestNewcomerFindsALivingBoard: an empty demonstration city gets its opening scene in the first round.
func TestNewcomerFindsALivingBoard(t *testing.T) {
	var crews []dispatch.Crew
	for _, name := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"} {
		crew := tabletCrew()
		crew.Name = name
		crews = append(crews, crew)
	}
	w := newTown(t, true, crews...)
	tr := w.train()
	w.round(tr)
	requests, orders := map[dispatch.RequestState]int{}, map[dispatch.OrderState]int{}
	cases := w.all()
	for _, c := range cases {
		requests[c.Request.State]++
		for _, o := range c.Orders {
			orders[o.State]++
		}
		if c.Request.Phone != "" && c.Request.Phone[:5] != "+7000" {
			t.Errorf("a caller has a telephone that may be somebody's: %s", c.Request.Phone)
		}
	}
	if len(cases) < 15 || len(requests) < 5 || len(orders) < 7 {
		t.Errorf("%d requests in states %v, orders %v", len(cases), requests, orders)
	}
	if mode, err := w.store.Training(t.Context(), city); err != nil || !mode.Running || mode.Pace != 1 {
		t.Errorf("training is %+v (%v)", mode, err)
	}
}

// TestDayOfCalls: by day callers come at the believable rate, the desk keeps up, and stops being called
// when it drowns.
func TestDayOfCalls(t *testing.T) {
	w := newTown(t, true, tabletCrew())
	w.pass(11 * time.Hour) // nine in the morning
	tr := w.train()
	w.set(true, 1)
	w.round(tr)
	before := len(w.all())
	w.atWork.Store(w.crews[0])
	for range 1200 {
		w.pass(3 * time.Second)
		select {
		case tr.tick <- time.Time{}:
		case <-t.Context().Done():
			t.Fatal("nobody takes the tick")
		}
	}
	w.round(tr)
	came := len(w.all()) - before
	if came < 20 || came > 90 {
		t.Errorf("%d reports within an hour of the morning", came)
	}
	if open := w.openCases(); open > 62 {
		t.Errorf("%d requests are open: nobody should call any more", open)
	}
	w.wantVoices()
}

func (w *town) openCases() (n int) {
	for _, c := range w.all() {
		if c.Request.State.Open() {
			n++
		}
	}
	return n
}

// wantVoices: reports come by all three ways, answered in time, with words of their own.
func (w *town) wantVoices() {
	w.t.Helper()
	channels, texts := map[dispatch.Channel]int{}, map[string]int{}
	for _, c := range w.all() {
		channels[c.Request.Channel]++
		texts[c.Request.Text]++
		late := slices.ContainsFunc(c.Clocks, func(k dispatch.Clock) bool {
			return k.Kind == norms.Answer && k.MetAt != nil && k.MetAt.After(k.DueAt)
		})
		if late {
			w.t.Errorf("a report by %s was answered late", c.Request.Channel)
		}
	}
	if len(channels) != 3 || channels[dispatch.Telephone] < channels[dispatch.Open311] {
		w.t.Errorf("reports came by %v", channels)
	}
	if len(texts) < 12 {
		w.t.Errorf("only %d different texts", len(texts))
	}
}

// TestTwoNodesOneLeads: the rounds are made by one node, and by the other when that one has gone.
func TestTwoNodesOneLeads(t *testing.T) {
	w := newTown(t, true, tabletCrew())
	nodes := []*trained{w.train(), w.train()}
	var leader, other *trained
	select {
	case nodes[0].tick <- time.Time{}:
		leader, other = nodes[0], nodes[1]
	case nodes[1].tick <- time.Time{}:
		leader, other = nodes[1], nodes[0]
	}
	w.round(leader)
	select {
	case other.tick <- time.Time{}:
		t.Fatal("both nodes train")
	default:
	}
	leader.Stop()
	w.round(other)
}
