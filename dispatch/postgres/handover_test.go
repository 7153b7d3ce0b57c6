package postgres_test

import (
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/postgres"
)

// crewOf adds a crew on shift without a tablet.
func (w *town) crewOf(organisation int64, name, skill string) int64 {
	w.t.Helper()
	crew := got(w.store.PutCrew(w.t.Context(), dispatch.Crew{City: city, Name: name, Organisation: organisation, Skills: []string{skill}, People: 3}))(w.t)
	got(w.SetShift(w.t.Context(), w.dispatcher, crew, true))(w.t)
	return crew
}

// TestTheServiceItselfWorksAlready: a gas leak has to be told to the gas service within minutes. Its own crew that
// accepts the order is that; another organisation's, or a supplier's of something else, is not.
func TestTheServiceItselfWorksAlready(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	gas := got(w.store.PutOrganisation(ctx, city, postgres.Organisation{Name: "Горгаз", Kind: "supplier", Phone: "104"}))(t)
	water := got(w.store.PutOrganisation(ctx, city, postgres.Organisation{Name: "Водоканал", Kind: "supplier", Phone: "+73812000004"}))(t)
	for _, row := range []struct {
		name  string
		crew  int64
		steps []dispatch.OrderState
		met   bool
	}{
		{"the gas service is on the way to accept", w.crewOf(gas, "Газ 1", "gas"), nil, false},
		{"the gas service has accepted", w.crewOf(gas, "Газ 2", "gas"), []dispatch.OrderState{dispatch.OrderAccepted}, true},
		{"the gas service is on the way", w.crewOf(gas, "Газ 3", "gas"), []dispatch.OrderState{dispatch.OrderEnRoute}, true},
		{"the gas service has refused", w.crewOf(gas, "Газ 4", "gas"), []dispatch.OrderState{dispatch.OrderRefused}, false},
		{"the water supplier has accepted", w.crewOf(water, "Вода", "plumbing"), []dispatch.OrderState{dispatch.OrderAccepted}, false},
		{"our own gas crew has accepted", w.crewOf(w.service, "Свои", "gas"), []dispatch.OrderState{dispatch.OrderAccepted}, false},
	} {
		report := w.call(row.name)
		report.Problem = "gas-smell"
		c := w.register(report)
		c = got(w.Assign(ctx, w.dispatcher, c.Request.ID, dispatch.Assignment{Crew: row.crew}, nil))(t)
		w.pass(time.Minute)
		for _, to := range row.steps {
			c = got(w.StepOrder(ctx, w.dispatcher, c.Orders[0].ID, dispatch.Step{To: to, Reason: "нет"}, nil))(t)
		}
		if notify := clockOf(t, w.fresh(c), norms.Notify); (notify.MetAt != nil) != row.met {
			t.Errorf("%s: the term to tell it is met: %v", row.name, notify.MetAt)
		}
	}
}
