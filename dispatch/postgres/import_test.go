package postgres_test

import (
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/dispatch/postgres"
	"dispatch05/geo/register"
)

func house(source, address string, lon float64) register.House {
	return register.House{SourceID: source, Address: address, Street: address, Number: source, Point: orb.Point{lon, 55}, Precision: "register", Organisation: "Новая УК"}
}

// TestImportOfHousesOverTheYears: the same file twice, a changed one, a house gone and come back, a pin that a
// person put down, and a file that breaks in the middle.
func TestImportOfHousesOverTheYears(t *testing.T) {
	w := newTown(t)
	run := func(list ...register.House) postgres.Imported {
		t.Helper()
		return got(w.store.ImportHouses(t.Context(), city, "years", houses(list...), w.time()))(t)
	}
	version := func() int64 { return got(w.store.RegisterVersion(t.Context(), city))(t) }
	a, b, c := house("1", "А", 73.1), house("2", "Б", 73.2), house("3", "В", 73.3)
	if did := run(a, b, c); did != (postgres.Imported{Added: 3}) {
		t.Errorf("first run: %+v", did)
	}
	before := version()
	if did := run(a, b, c); did != (postgres.Imported{Same: 3}) || version() != before {
		t.Errorf("the same file again: %+v, register %d -> %d", did, before, version())
	}
	var second int64
	must(t, w.pool.QueryRow(t.Context(), `select id from houses where source = 'years' and source_id = '2'`).Scan(&second))
	pinned := got(w.store.PinHouse(t.Context(), city, second, &orb.Point{74, 55}, "Иванова", w.time()))(t)
	if before = version(); !pinned {
		t.Error("the pin is not taken")
	}
	b.Point, b.Flats, c.Point = orb.Point{70, 55}, 12, orb.Point{73.4, 55}
	if did := run(b, c); did != (postgres.Imported{Changed: 2, Retired: 1}) || version() == before {
		t.Errorf("changed, and one gone: %+v", did)
	}
	var lon float64
	must(t, w.pool.QueryRow(t.Context(), `select lon from houses where source = 'years' and source_id = '2' and placed = 'pin' and flats = 12`).Scan(&lon))
	if lon != 74 {
		t.Errorf("the pin was moved to %v", lon)
	}
	if did := run(a, b, c); did != (postgres.Imported{Same: 2, Revived: 1}) {
		t.Errorf("come back: %+v", did)
	}
	broken := errors.New("row 2 is no row")
	var stream iter.Seq2[register.House, error] = func(yield func(register.House, error) bool) {
		if yield(house("9", "Г", 73.9), nil) {
			yield(register.House{}, broken)
		}
	}
	if _, err := w.store.ImportHouses(t.Context(), city, "years", stream, w.time()); err == nil {
		t.Error("a broken file was imported")
	}
	if n := w.count(`select count(*) from houses where source = 'years' and retired_at is null`); n != 3 {
		t.Errorf("%d houses after the broken file, want the 3 of before", n)
	}
	if n := w.count(`select count(*) from houses where source = 'test' and retired_at is null`); n != 2 {
		t.Errorf("an import of one source left %d houses of another, want 2", n)
	}
}

// TestWhoServesAHouse: its own contract before its organisation's, that before the city's own service; by the
// city's own day.
func TestWhoServesAHouse(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	other := got(w.store.PutOrganisation(ctx, city, postgres.Organisation{Name: "Вторая", Kind: "service"}))(t)
	own := got(w.store.OwnService(ctx, city))(t)
	day := func(d int) time.Time { return time.Date(2026, 12, d, 0, 0, 0, 0, time.UTC) }
	last := day(20)
	must(t, w.store.PutContracts(ctx, city, []postgres.Contract{{House: w.house, Service: other, From: day(10), To: &last}}))
	for _, at := range []struct {
		name  string
		house int64
		now   time.Time
		want  int64
	}{
		{"organisation's contract", w.house, day(9), w.service},
		{"still the day before in the city", w.house, day(9).Add(17*time.Hour + 59*time.Minute), w.service},
		{"the house's own, from the city's midnight", w.house, day(9).Add(18 * time.Hour), other},
		{"its last day", w.house, day(20).Add(17 * time.Hour), other},
		{"it has run out", w.house, day(20).Add(18 * time.Hour), w.service},
		{"no contract at all", w.unserved, day(12), own.ID},
		{"before any contract", w.house, day(9).AddDate(-3, 0, 0), own.ID},
	} {
		h := got(w.store.House(ctx, city, at.house, at.now))(t)
		if h.Served.ID != at.want || h.ByDefault != (at.want == own.ID) {
			t.Errorf("%s: served by %s (default %v)", at.name, h.Served.Name, h.ByDefault)
		}
	}
	if _, err := w.store.House(ctx, city, 999999, w.time()); !errors.Is(err, &dispatch.Error{Code: "unknown_house"}) {
		t.Errorf("a house that is not there: %v", err)
	}
}

// TestTimesAreReadAsUTC whatever the zone of the machine: the wire says so.
func TestTimesAreReadAsUTC(t *testing.T) {
	old := time.Local
	t.Cleanup(func() { time.Local = old })
	time.Local = time.FixedZone("elsewhere", 7*3600)
	w := newTown(t)
	c := w.fixed("a")
	for _, at := range []time.Time{c.Request.RegisteredAt, *c.Request.DoneAt, c.Clocks[0].DueAt, c.Orders[0].Since, c.Orders[0].Times[dispatch.OrderDone], w.journal(c)[0].At} {
		if at.Location() != time.UTC {
			t.Errorf("%s is not in UTC", at)
		}
	}
}
