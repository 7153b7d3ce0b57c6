package postgres_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/dispatch/atlas"
	"dispatch05/dispatch/postgres"
	"dispatch05/geo/register"
	"dispatch05/geo/roads"
)

// street is a road of two ends at a speed.
func street(t *testing.T, from, to orb.Point, kmh float64) *roads.Graph {
	t.Helper()
	g, _, err := roads.Build([]roads.Street{{Name: "ул. Лесная", Nodes: []int64{0, 1}, ThereKmh: kmh, BackKmh: kmh}},
		func(node int64) (orb.Point, bool) { return []orb.Point{from, to}[node], true }, nil)
	must(t, err)
	return g
}

// TestRoadsAreSwappedUnderARunningNode: a city gets roads, then others, then a row that is none; whoever asks meanwhile
// has the old ones or the new ones, and never half of them.
func TestRoadsAreSwappedUnderARunningNode(t *testing.T) {
	w := newTown(t)
	var said bytes.Buffer
	a := got(atlas.Open(t.Context(), w.store, slog.New(slog.NewTextHandler(&said, nil))))(t)
	t.Cleanup(a.Close)
	if a.Ways(city).Roads != nil {
		t.Fatal("roads before any were imported")
	}
	from, to := orb.Point{73.3, 55}, orb.Point{73.4, 55}
	slow, fast := street(t, from, to, 20), street(t, from, to, 40)
	sheet := a.Sheet(city)
	must(t, w.store.ReplaceRoads(t.Context(), city, register.SourceOSM, postgres.NewRoads{Graph: slow, AsOf: w.time().Add(-time.Hour)}, w.time()))
	must(t, a.Refresh(t.Context()))
	ways := a.Ways(city)
	if ways.Roads == nil || ways.Credit != "© OpenStreetMap" || a.Sheet(city).Index != sheet.Index || a.Sheet(city).Map != sheet.Map {
		t.Fatalf("roads %v, owed to %q; houses and map must not be read anew", ways.Roads, ways.Credit)
	}
	if n := w.count(`select count(*) from roads where nodes = 2 and edges = 2 and source = 'osm' and as_of < imported_at`); n != 1 {
		t.Error("the row does not say what it holds")
	}
	seconds := func() float64 { return a.Ways(city).Roads.Toward(to).From(from).Seconds }
	before := seconds()
	var readers sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					if s := seconds(); s != before && s*2 != before {
						t.Errorf("%v s in the middle of a swap", s)
						return
					}
				}
			}
		})
	}
	must(t, w.store.ReplaceRoads(t.Context(), city, "demo", postgres.NewRoads{Graph: fast}, w.time()))
	must(t, a.Refresh(t.Context()))
	close(stop)
	readers.Wait()
	if s := seconds(); s*2 != before || a.Ways(city).Credit != "" || w.count(`select count(*) from roads`) != 1 {
		t.Errorf("%v s after the swap, %v s before", s, before)
	}
	if _, err := w.pool.Exec(t.Context(), `update roads set graph = 'no graph'; update cities set roads = roads + 1`); err != nil {
		t.Fatal(err)
	}
	if _, err := w.store.Roads(t.Context(), city); !errors.Is(err, roads.ErrBroken) {
		t.Errorf("a broken row: %v", err)
	}
	must(t, a.Refresh(t.Context()))
	if a.Ways(city).Roads != nil || a.Ways(city).Barriers == nil || !strings.Contains(said.String(), "roads not read") {
		t.Errorf("a broken row must leave the barriers, and be told: %s", said.String())
	}
}

// TestTheWayIsForItsCrewAndTheDesk: who may read the way of an order, and what is said when something is not known.
func TestTheWayIsForItsCrewAndTheDesk(t *testing.T) {
	w := newTown(t)
	base := orb.Point{73.3, 55}
	w.Ways = func(string) dispatch.Ways {
		return dispatch.Ways{Roads: street(t, base, orb.Point{73.4, 55}, 40), Credit: "© OpenStreetMap"}
	}
	report := w.call("way")
	report.House, report.Pin, report.AddressText = 0, nil, "за мостом"
	c, _, err := w.Register(t.Context(), w.operator, report)
	must(t, err)
	c = got(w.Assign(t.Context(), w.dispatcher, c.Request.ID, dispatch.Assignment{Crew: w.crew}, nil))(t)
	order := c.Orders[0].ID
	if _, err := w.pool.Exec(t.Context(), `update crews set lon = null, lat = null where id = $1`, w.crew); err != nil {
		t.Fatal(err)
	}
	missing := func(want string) {
		t.Helper()
		if route := got(w.OrderRoute(t.Context(), w.tablet, order))(t); route.Missing == nil || route.Missing.Code != want || len(route.Line) != 0 || route.Minutes != nil {
			t.Errorf("%+v, want %s", route, want)
		}
	}
	missing("no_point")
	if _, err := w.pool.Exec(t.Context(), `update requests set lon = 73.39, lat = 55 where id = $1`, c.Request.ID); err != nil {
		t.Fatal(err)
	}
	missing("no_position")
	if _, err := w.Locate(t.Context(), w.tablet, w.crew, orb.Point{73.31, 55}, 8, w.time()); err != nil {
		t.Fatal(err)
	}
	for name, actor := range map[string]dispatch.Actor{"crew": w.tablet, "dispatcher": w.dispatcher} {
		route := got(w.OrderRoute(t.Context(), actor, order))(t)
		if route.Missing != nil || route.By != dispatch.ByRoads || *route.Minutes != 8 || len(route.Line) < 2 || len(route.Steps) != 1 || route.FromAt == nil || route.Credit == "" {
			t.Errorf("%s: %+v", name, route)
		}
	}
	other := w.tablet
	other.Crew = w.voice
	elsewhere := w.dispatcher
	elsewhere.City = "elsewhere"
	for name, c := range map[string]struct {
		actor dispatch.Actor
		want  error
	}{"another crew": {other, dispatch.ErrNotFound}, "another city": {elsewhere, dispatch.ErrNotFound}, "operator": {w.operator, dispatch.ErrForbidden}, "resident": {w.resident, dispatch.ErrForbidden}} {
		if _, err := w.OrderRoute(t.Context(), c.actor, order); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	got(w.StepOrder(t.Context(), w.dispatcher, order, dispatch.Step{To: dispatch.OrderRecalled, Reason: "ошибка"}, nil))(t)
	if _, err := w.OrderRoute(t.Context(), w.tablet, order); !errors.Is(err, dispatch.ErrNotFound) {
		t.Errorf("a recalled order is no business of the crew: %v", err)
	}
}
