package postgres_test

import (
	"fmt"
	"testing"

	"github.com/paulmach/orb"

	"dispatch05/dispatch/postgres"
	"dispatch05/geo/register"
)

// saidHouse is a house as a source names it.
func saidHouse(id, fias, street, number string, at orb.Point) register.House {
	h := register.House{SourceID: id, FIAS: fias, StreetType: "ул", Street: street, Number: number, Address: "ул. " + street + ", " + number, Precision: register.PrecisionNone}
	if at != (orb.Point{}) {
		h.Point, h.Precision = at, register.PrecisionRegister
	}
	return h
}

// TestSourcesTellOfOneHouse: three sources name one house, each keeps its own word with its time, none wipes what another
// knows, and it retires with the last of them.
func TestSourcesTellOfOneHouse(t *testing.T) {
	w := newTown(t)
	run := func(source string, list ...register.House) postgres.Imported {
		t.Helper()
		done := got(w.store.Import(t.Context(), city, postgres.Import{Source: source, Mapped: source == register.SourceOSM, Houses: houses(list...)}, w.time()))(t)
		done.Guessed = 0
		return done
	}
	look := func() string {
		t.Helper()
		var all string
		must(t, w.pool.QueryRow(t.Context(), `select coalesce(string_agg(concat_ws(' ', source, source_id, fias, address, levels, flats, placed, coalesce(lon, 0), retired_at is null), '; ' order by id), '')
			from houses where source in ('years', 'gar', 'osm', 'reformagkh')`).Scan(&all))
		return all
	}
	at := orb.Point{73.31, 55}
	export := saidHouse("8349331", "", "Сводная", "10", orb.Point{})
	export.Flats = 70
	if did := run("reformagkh", export); did != (postgres.Imported{Added: 1}) {
		t.Errorf("the first: %+v", did)
	}
	mapped := saidHouse("way/1", "", "Сводная", "10", at)
	mapped.Levels = 9
	if did := run("osm", mapped); did != (postgres.Imported{Met: 1, Learned: 1}) {
		t.Errorf("the map: %+v", did)
	}
	guid := "ec1709ec-7951-4fcb-af6d-5136ded6918c"
	if did := run("gar", saidHouse(guid, guid, "Сводная", "10", orb.Point{})); did != (postgres.Imported{Met: 1, Learned: 1}) {
		t.Errorf("the state register: %+v", did)
	}
	want := "reformagkh 8349331 " + guid + " ул. Сводная, 10 9 70 register 73.31 t"
	if look() != want {
		t.Errorf("together: %s", look())
	}
	if did := run("reformagkh", export); did != (postgres.Imported{Same: 1}) || look() != want {
		t.Errorf("a register without points and levels came again: %+v, %s", did, look())
	}
	if did := run("gar", saidHouse(guid, guid, "Новая", "12а", orb.Point{})); did.Changed != 1 || look() != want {
		t.Errorf("another address by the state register, the first source's stands: %+v, %s", did, look())
	}
	if did := run("reformagkh", saidHouse("1", "", "Иная", "1", orb.Point{})); did.Left != 1 || did.Retired != 0 || did.Added != 1 {
		t.Errorf("the first source no longer names it: %+v", did)
	}
	if look() != "reformagkh 8349331 "+guid+" ул. Сводная, 10 9 0 register 73.31 t; reformagkh 1  ул. Иная, 1 0 0 none 0 t" {
		t.Errorf("what is left: %s", look())
	}
	if did := run("osm", saidHouse("way/2", "", "Далёкая", "2", orb.Point{})); did.Left != 1 {
		t.Errorf("the map no longer has it: %+v", did)
	}
	if did := run("gar", saidHouse(guid[:35]+"d", "", "Далёкая", "3", orb.Point{})); did.Retired != 1 || did.Added != 1 {
		t.Errorf("nobody names it: %+v", did)
	}
	if did := run("gar", saidHouse(guid, guid, "Новая", "12а", orb.Point{})); did.Revived != 1 || did.Retired != 1 {
		t.Errorf("named again: %+v", did)
	}
	var house int64
	must(t, w.pool.QueryRow(t.Context(), `select id from houses where source_id = '8349331' and retired_at is null and address = 'ул. Новая, 12а'`).Scan(&house))
	var words string
	for _, r := range got(w.store.HouseRecords(t.Context(), city, house))(t) {
		words += fmt.Sprintf("%s %s %v; ", r.Source, r.Address, r.Until == nil)
	}
	if words != "reformagkh ул. Сводная, 10 false; osm ул. Сводная, 10 false; gar ул. Сводная, 10 false; gar ул. Новая, 12а false; gar ул. Новая, 12а true; " {
		t.Errorf("its history: %s", words)
	}
	if n := w.count(`select count(*) from houses where retired_at is not null and source in ('gar', 'osm', 'reformagkh')`); n != 1 {
		t.Errorf("%d houses are retired, want the one that the state register named in between", n)
	}
}

// TestTheStateRegistersIdDecides: a source that learns the id of a house that another source told of moves to that house.
func TestTheStateRegistersIdDecides(t *testing.T) {
	w := newTown(t)
	guid := "12637a6f-0c1e-4887-b490-8194cb267ff6"
	run := func(source string, h register.House) postgres.Imported {
		t.Helper()
		return got(w.store.ImportHouses(t.Context(), city, source, houses(h), w.time()))(t)
	}
	run("gar", saidHouse(guid, guid, "Правая", "1", orb.Point{}))
	run("reformagkh", saidHouse("77", "", "Левая", "1", orb.Point{}))
	if did := run("reformagkh", saidHouse("77", guid, "Левая", "1", orb.Point{})); did.Changed != 1 || did.Retired != 1 || did.Added != 0 {
		t.Errorf("moved: %+v", did)
	}
	if n := w.count(`select count(*) from house_records r join houses h on h.id = r.house_id where r.until is null and r.source in ('gar', 'reformagkh') and h.source = 'gar' and h.retired_at is null`); n != 2 {
		t.Errorf("%d records tell of the state register's house, want 2", n)
	}
}

// TestHousesThatWereTwo: a source whose house turns out to be an elder source's hands over what hangs on it.
func TestHousesThatWereTwo(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	run := func(source string, h register.House) postgres.Imported {
		t.Helper()
		return got(w.store.ImportHouses(ctx, city, source, houses(h), w.time()))(t)
	}
	of := func(source string) (id int64) {
		t.Helper()
		must(t, w.pool.QueryRow(ctx, `select id from houses where source = $1`, source).Scan(&id))
		return id
	}
	run("fias", saidHouse("f", "", "Единая", "1", orb.Point{}))
	run("reformagkh", saidHouse("r", "", "Ошибочная", "1", orb.Point{73.3, 55}))
	elder, younger := of("fias"), of("reformagkh")
	service := got(w.store.PutOrganisation(ctx, city, postgres.Organisation{Name: "Третья", Kind: "service"}))(t)
	must(t, w.store.PutContracts(ctx, city, []postgres.Contract{{House: younger, Service: service, From: w.time()}}))
	got(w.store.PinHouse(ctx, city, younger, &orb.Point{73.35, 55}, "Иванова", w.time()))(t)
	if did := run("reformagkh", saidHouse("r", "", "Единая", "1", orb.Point{73.3, 55})); did.Retired != 1 || did.Changed != 1 || did.Added != 0 {
		t.Errorf("its street was put right: %+v", did)
	}
	if h := got(w.store.House(ctx, city, elder, w.time()))(t); h.Served.ID != service || h.Place.Placed != "pin" || h.Place.Point.Lon() != 73.35 {
		t.Errorf("the elder house has %+v, %+v", h.Served, h.Place)
	}
	if n := w.count(`select count(*) from houses where source in ('fias', 'reformagkh') and retired_at is null`); n != 1 {
		t.Errorf("%d living houses, want one", n)
	}
}

// TestAnImportThatBrokeOff is gone on with by the same file only, and leaves nothing of its reading behind.
func TestAnImportThatBrokeOff(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	start := func(print string) postgres.ImportRun {
		t.Helper()
		return got(w.store.StartImport(ctx, city, postgres.ImportRun{Source: "gar", File: "gar.zip", Fingerprint: print, Bytes: 7}, w.time()))(t)
	}
	first := start("a")
	must(t, w.store.SavePart(ctx, city, first.ID, "houses", []byte("half")))
	must(t, w.store.SavePart(ctx, city, first.ID, "houses", []byte("more")))
	if again := start("a"); again.ID != first.ID || again.Resumed != 1 || string(got(w.store.Part(ctx, city, again.ID, "houses"))(t)) != "more" {
		t.Errorf("the same file: %+v", again)
	}
	second := start("b")
	if second.ID == first.ID || second.Resumed != 0 || w.count(`select count(*) from import_parts`) != 0 {
		t.Errorf("another file: %+v", second)
	}
	must(t, w.store.SavePart(ctx, city, second.ID, "houses", []byte("all")))
	done := got(w.store.Import(ctx, city, postgres.Import{Source: "gar", Run: second.ID, Houses: houses(saidHouse("g", "", "Сводная", "1", orb.Point{}))}, w.time()))(t)
	runs := got(w.store.ImportRuns(ctx, city, 10))(t)
	if w.count(`select count(*) from import_parts`) != 0 || len(runs) != 1 || runs[0].FinishedAt == nil || runs[0].Outcome != done || done.Added != 1 {
		t.Errorf("finished: %+v", runs)
	}
	if body := got(w.store.Part(ctx, city, second.ID, "houses"))(t); body != nil {
		t.Errorf("left over: %q", body)
	}
}
