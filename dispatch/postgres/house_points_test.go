package postgres_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/geo/register"
)

// placeOf is where a house stands and by which source.
func (w *town) placeOf(house int64) (placed string, lon float64) {
	w.t.Helper()
	h := got(w.store.House(w.t.Context(), city, house, w.time()))(w.t)
	if h.Place.Point == nil {
		return h.Place.Placed, 0
	}
	return h.Place.Placed, h.Place.Point.Lon()
}

// TestPointsByTrust: a pin goes before an outline, an outline before a register, whatever comes when; each stays known beneath.
func TestPointsByTrust(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	run := func(source string, placed register.Precision, lon float64) {
		t.Helper()
		h := saidHouse(source, "", "Верная", "1", orb.Point{lon, 55})
		if h.Precision = placed; placed == register.PrecisionNone {
			h.Point = orb.Point{}
		}
		got(w.store.ImportHouses(ctx, city, source, houses(h), w.time()))(t)
	}
	run("reformagkh", register.PrecisionRegister, 73.30)
	var house int64
	must(t, w.pool.QueryRow(ctx, `select id from houses where street = 'Верная'`).Scan(&house))
	want := func(when, placed string, lon float64) {
		t.Helper()
		if p, at := w.placeOf(house); p != placed || at != lon {
			t.Errorf("%s: %s at %v, want %s at %v", when, p, at, placed, lon)
		}
	}
	want("the register alone", "register", 73.30)
	run("osm", register.PrecisionFootprint, 73.31)
	want("its outline comes", "footprint", 73.31)
	run("reformagkh", register.PrecisionRegister, 73.305)
	want("the register is read again", "footprint", 73.31)
	got(w.store.PinHouse(ctx, city, house, &orb.Point{73.32, 55}, "Иванова", w.time()))(t)
	want("a person puts it right", "pin", 73.32)
	if again := got(w.store.PinHouse(ctx, city, house, &orb.Point{73.32, 55}, "Иванова", w.time()))(t); again || w.count(`select count(*) from house_points`) != 1 {
		t.Error("said twice, it is kept twice")
	}
	run("osm", register.PrecisionFootprint, 73.315)
	want("the outline is read again", "pin", 73.32)
	if pin := got(w.store.HousePin(ctx, city, house))(t); pin == nil || pin.By != "Иванова" || !pin.At.Equal(w.time()) {
		t.Errorf("the pin is %+v", pin)
	}
	got(w.store.PinHouse(ctx, city, house, nil, "Петров", w.time()))(t)
	want("the pin is taken away", "footprint", 73.315)
	if n := w.count(`select count(*) from house_points where ended_by = 'Петров'`); n != 1 {
		t.Errorf("%d pins are kept as history", n)
	}
	if again := got(w.store.PinHouse(ctx, city, house, nil, "Петров", w.time()))(t); again {
		t.Error("there was no pin to take away")
	}
	run("osm", register.PrecisionNone, 0)
	want("the outline has lost its place, the register has one", "register", 73.305)
	run("reformagkh", register.PrecisionNone, 0)
	if p, at := w.placeOf(house); p == "none" || p == "approximate" || at == 0 {
		t.Errorf("no file has a point any more: %s at %v, want the last one", p, at)
	}
	if _, err := w.store.PinHouse(ctx, city, 999999, &orb.Point{73.3, 55}, "Иванова", w.time()); err == nil {
		t.Error("a house that is not there is pinned")
	}
}

// TestHouseIsLearned from three visits; a register's point stays unless it lies in another part of the city.
func TestHouseIsLearned(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	got(w.store.ImportHouses(ctx, city, "reformagkh", houses(saidHouse("near", "", "Верная", "1", orb.Point{73.4001, 55}), saidHouse("far", "", "Верная", "3", orb.Point{73.5, 55}),
		saidHouse("none", "", "Глухая", "1", orb.Point{})), w.time()))(t)
	ids := map[string]int64{}
	for _, source := range []string{"near", "far", "none"} {
		var id int64
		must(t, w.pool.QueryRow(ctx, `select id from houses where source_id = $1`, source).Scan(&id))
		ids[source] = id
	}
	calls := 0
	visit := func(house int64) {
		t.Helper()
		calls++
		report := w.call(fmt.Sprint("visit ", calls))
		report.House = house
		c := w.steps(w.send(w.register(report)), dispatch.OrderAccepted, dispatch.OrderEnRoute, dispatch.OrderOnSite)
		for i := range 5 {
			w.pass(time.Minute)
			taken := got(w.Locate(ctx, w.tablet, w.crew, orb.Point{73.4 + float64(i)*0.00005, 55}, 12, w.time()))(t)
			poor := got(w.Locate(ctx, w.tablet, w.crew, orb.Point{73.9, 55}, 300, w.time().Add(time.Second)))(t)
			if !taken || !poor {
				t.Error("a position is not taken")
			}
		}
		w.steps(c, dispatch.OrderDone)
	}
	learn := func() int { t.Helper(); return got(w.store.LearnPoints(ctx, w.time()))(t) }
	for range 2 {
		for _, house := range ids {
			visit(house)
		}
	}
	if moved := learn(); moved != 0 {
		t.Errorf("two visits moved %d houses", moved)
	}
	for _, house := range ids {
		visit(house)
	}
	if moved := learn(); moved != 2 {
		t.Errorf("three visits moved %d houses, want those far off and without a point", moved)
	}
	for source, want := range map[string]string{"near": "register", "far": "learned", "none": "learned"} {
		if placed, lon := w.placeOf(ids[source]); placed != want || want == "learned" && (lon < 73.4 || lon > 73.401) {
			t.Errorf("%s: %s at %v, want %s", source, placed, lon, want)
		}
	}
	if n := w.count(`select count(*) from house_visits where lons is not null`); n != 0 {
		t.Errorf("readings of %d visits are kept", n)
	}
	if moved := learn(); moved != 0 {
		t.Errorf("learned again: %d", moved)
	}
	if p := got(w.store.PlaceHouses(ctx, city))(t); p.Learned != 2 {
		t.Errorf("places: %+v", p)
	}
}

// TestPinOfAHouseIsTold in the journal of each open request of it, which screens follow; who may not send crews moves no house.
func TestPinOfAHouseIsTold(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	open, closed := w.register(w.call("open")), w.fixed("closed")
	at := orb.Point{73.41, 55.02}
	if err := w.PinHouse(ctx, w.operator, w.house, &at); !errors.Is(err, dispatch.ErrForbidden) {
		t.Errorf("an operator: %v", err)
	}
	if err := w.PinHouse(ctx, w.dispatcher, w.house, &orb.Point{37.6, 55.7}); err == nil {
		t.Error("a house of the city stands in the capital")
	}
	must(t, w.PinHouse(ctx, w.dispatcher, w.house, &at))
	card := got(w.Card(ctx, w.dispatcher, open.Request.ID))(t)
	if card.Placed != "pin" || card.Point == nil || *card.Point != at || card.HousePin == nil || card.HousePin.By != w.dispatcher.Name {
		t.Errorf("the card says %s %v %v", card.Placed, card.Point, card.HousePin)
	}
	if last := card.Journal[len(card.Journal)-1]; last.TextRu != "Место дома уточнено на карте" || last.Actor != w.dispatcher.Name {
		t.Errorf("the journal ends with %+v", last)
	}
	if n := w.count(`select count(*) from journal where kind = 'place' and request_id = $1`, closed.Request.ID); n != 0 && !w.fresh(closed).Request.State.Open() {
		t.Error("a closed request is written to")
	}
	must(t, w.PinHouse(ctx, w.dispatcher, w.house, nil))
	if card := got(w.Card(ctx, w.dispatcher, open.Request.ID))(t); card.Placed == "pin" || card.HousePin != nil || card.Journal[len(card.Journal)-1].TextRu != "Место дома возвращено к прежнему" {
		t.Errorf("taken away: %s, %+v", card.Placed, card.Journal[len(card.Journal)-1])
	}
}
