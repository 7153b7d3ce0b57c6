package postgres_test

import (
	"io"
	"log/slog"
	"testing"

	"dispatch05/dispatch"
	"dispatch05/dispatch/atlas"
	"dispatch05/geo/register"
)

// TestAChoiceTeachesTheNextLookUp: one person's choice is offered, a second one's that agrees makes it the
// answer, a third one's that differs takes that back; a name that the city keeps answers at once.
func TestAChoiceTeachesTheNextLookUp(t *testing.T) {
	w := newTown(t)
	a := got(atlas.Open(t.Context(), w.store, slog.New(slog.NewTextHandler(io.Discard, nil))))(t)
	t.Cleanup(a.Close)
	w.Sure = a.Sure
	const said = "у старой мельницы, кв. 5, тел. 89001234567"
	look := func() register.Resolution {
		must(t, a.Refresh(t.Context()))
		return a.Index(city).Resolve("у старой мельницы кв 17")
	}
	choose := func(name string, actor dispatch.Actor, house int64) {
		report := w.call(name)
		report.House, report.AddressText = house, said
		if _, _, err := w.Register(t.Context(), actor, report); err != nil {
			t.Fatal(err)
		}
	}
	if r := look(); r.Answer != nil || len(r.Candidates) != 0 {
		t.Fatalf("known before anybody chose: %+v", r)
	}
	choose("first", w.operator, w.house)
	choose("again", w.operator, w.house)
	if r := look(); r.Answer != nil || len(r.Candidates) == 0 || r.Candidates[0].House.ID != w.house || r.Candidates[0].Why != register.WhyChosenBefore {
		t.Errorf("one person's choice: answer %v, candidates %+v", r.Answer, r.Candidates)
	}
	choose("second", w.dispatcher, w.house)
	if r := look(); r.Answer == nil || r.Answer.ID != w.house {
		t.Errorf("two people agree: %+v", r)
	}
	choose("third", w.senior, w.unserved)
	if r := look(); r.Answer != nil || len(r.Candidates) < 2 || r.Candidates[0].House.ID != w.house {
		t.Errorf("a third disagrees: answer %v, candidates %+v", r.Answer, r.Candidates)
	}
	must(t, w.store.PutSpoken(t.Context(), city, register.Said("Старая мельница"), "Лесная ул., 1", w.time()))
	must(t, w.store.PutSpoken(t.Context(), city, register.Said("Старая мельница"), "Лесная ул., 2", w.time()))
	must(t, a.Refresh(t.Context()))
	if r := a.Index(city).Resolve("старая мельница"); r.Answer == nil || r.Answer.ID != w.unserved {
		t.Errorf("the city's own name: %+v", r)
	}
}

// TestOnlyTheDesksDoubtfulChoicesAreLearned: not a resident's, and not what the register is sure of.
func TestOnlyTheDesksDoubtfulChoicesAreLearned(t *testing.T) {
	w := newTown(t)
	w.Sure = func(_, text string) bool { return text == "Лесная 1" }
	sure, resident := w.call("sure"), w.call("resident")
	sure.House, sure.AddressText = w.house, "Лесная 1"
	resident.House, resident.AddressText, resident.Channel = w.house, "у мельницы", dispatch.Portal
	take := func(actor dispatch.Actor, report dispatch.Report) {
		if _, _, err := w.Register(t.Context(), actor, report); err != nil {
			t.Fatal(err)
		}
	}
	take(w.operator, sure)
	take(w.resident, resident)
	if spoken := got(w.store.Spoken(t.Context(), city))(t); len(spoken.Chosen) != 0 {
		t.Errorf("learned %+v", spoken.Chosen)
	}
	placed := w.register(func() dispatch.Report {
		r := w.call("later")
		r.House, r.AddressText = 0, "за мельницей"
		return r
	}())
	got(w.Put(t.Context(), w.operator, placed.Request.ID, w.house, nil, placed.Request.Version))(t)
	if spoken := got(w.store.Spoken(t.Context(), city))(t); len(spoken.Chosen) != 1 || spoken.Chosen[0].Said != register.Said("за мельницей") {
		t.Errorf("put on the map: %+v", spoken.Chosen)
	}
}
