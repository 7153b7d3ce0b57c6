package postgres_test

import (
	"fmt"
	"testing"

	"github.com/paulmach/orb"

	"dispatch05/dispatch/postgres"
	"dispatch05/geo/register"
)

// TestHousesWithoutAPointStandByTheirStreet: a guess is marked with its radius, comes again the same, yields to
// the register and to a pin, and goes when its ground goes.
func TestHousesWithoutAPointStandByTheirStreet(t *testing.T) {
	w := newTown(t)
	var street []register.House
	for n := 1; n <= 12; n++ {
		street = append(street, register.House{SourceID: fmt.Sprint("p", n), Address: fmt.Sprintf("ул. Прямая, %d", n), StreetType: "ул", Street: "Прямая",
			Number: fmt.Sprint(n), Point: orb.Point{73.1 + float64(n)*0.0002, 55}, Precision: register.PrecisionRegister})
	}
	street[5].Precision = register.PrecisionNone
	lonely := register.House{SourceID: "l", Address: "ул. Одинокая, 1", StreetType: "ул", Street: "Одинокая", Number: "1", Precision: register.PrecisionNone}
	run := func() postgres.Imported {
		t.Helper()
		return got(w.store.ImportHouses(t.Context(), city, "places", houses(append(street, lonely)...), w.time()))(t)
	}
	look := func() (placed string, lon, radius float64) {
		t.Helper()
		must(t, w.pool.QueryRow(t.Context(), `select placed, coalesce(lon, 0), coalesce(radius_m, 0) from houses where source = 'places' and source_id = 'p6'`).Scan(&placed, &lon, &radius))
		return placed, lon, radius
	}
	if did := run(); did.Added != 13 || did.Guessed != 1 {
		t.Errorf("import: %+v", did)
	}
	if placed, lon, radius := look(); placed != "approximate" || lon < 73.1008 || lon > 73.1016 || radius < 10 || radius > 500 {
		t.Errorf("p6 is %s at %v, radius %v m", placed, lon, radius)
	}
	if n := w.count(`select count(*) from houses where source_id = 'l' and placed = 'none'`); n != 1 {
		t.Error("a house of a street without a known house was placed")
	}
	if did := run(); did != (postgres.Imported{Same: 13}) {
		t.Errorf("the same file again: %+v", did)
	}
	if p := got(w.store.PlaceHouses(t.Context(), city))(t); p.Approximate != 1 || p.Moved != 0 || p.RadiusMeters < 10 || p.None < 1 || p.Register < 11 {
		t.Errorf("placed again: %+v", p)
	}
	street[5].Precision = register.PrecisionRegister
	run()
	if placed, lon, radius := look(); placed != "register" || lon != street[5].Point.Lon() || radius != 0 {
		t.Errorf("the register's point came: %s at %v, radius %v", placed, lon, radius)
	}
	street[5].Precision = register.PrecisionNone
	run()
	if _, err := w.pool.Exec(t.Context(), `update houses set placed = 'pin', lon = 73.2, radius_m = null where source = 'places' and source_id = 'p6'`); err != nil {
		t.Fatal(err)
	}
	got(w.store.PlaceHouses(t.Context(), city))(t)
	if placed, lon, _ := look(); placed != "pin" || lon != 73.2 {
		t.Errorf("the pin was moved: %s at %v", placed, lon)
	}
	if _, err := w.pool.Exec(t.Context(), `update houses set placed = 'none', lon = null, lat = null where source = 'places' and source_id <> 'p6';
		update houses set placed = 'approximate', radius_m = 50 where source = 'places' and source_id = 'p6'`); err != nil {
		t.Fatal(err)
	}
	if p := got(w.store.PlaceHouses(t.Context(), city))(t); p.Approximate != 0 || p.Moved != 1 {
		t.Errorf("a guess without ground stayed: %+v", p)
	}
}
