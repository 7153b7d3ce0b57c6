package postgres_test

import (
	"context"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/dispatch/postgres"
	"dispatch05/dispatch/postgres/postgrestest"
	"dispatch05/dispatch/rulebook"
	"dispatch05/geo"
	"dispatch05/geo/register"
)

const city = "reka"

// town is a city in a database of the test's own: two organisations, an emergency service, two houses, a
// crew with a tablet and one without, people, and a clock that the test sets by hand.
type town struct {
	*dispatch.Desk
	t     testing.TB
	store *postgres.Store
	pool  *pgxpool.Pool

	mu  sync.Mutex
	now time.Time

	management, service  int64
	house, unserved      int64
	crew, voice          int64
	operator, dispatcher dispatch.Actor
	second, senior       dispatch.Actor
	tablet, resident     dispatch.Actor
}

func newTown(t testing.TB) *town {
	t.Helper()
	return newTownAt(t, postgrestest.URL(t))
}

// newTownAt builds the town in a migrated database.
func newTownAt(t testing.TB, url string) *town {
	t.Helper()
	pool, err := postgres.Open(t.Context(), url, 24)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	town := &town{t: t, store: postgres.NewStore(pool), pool: pool, now: time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	rules := got(rulebook.Open(t.Context(), town.store, log))(t)
	town.Desk = &dispatch.Desk{Store: town.store, Rules: rules.Of, Amended: rules.Refresh, Ways: func(string) dispatch.Ways { return dispatch.Ways{} }, Districts: func(string) *geo.Districts { return nil }, Now: town.time, Log: log}
	town.build(city)
	return town
}

func (w *town) time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// pass lets time go by.
func (w *town) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *town) build(id string) {
	t, ctx := w.t, w.t.Context()
	t.Helper()
	must(t, w.store.AddCity(ctx, dispatch.City{ID: id, Name: "Река", Zone: "Asia/Omsk", Phone: "05", ReturnHours: 72}, dispatch.Party{Name: "Служба 05", Phone: "05"}, w.time()))
	w.management = got(w.store.PutOrganisation(ctx, id, postgres.Organisation{Name: "Дом и двор", Kind: "management", Phone: "+73812000001"}))(t)
	w.service = got(w.store.PutOrganisation(ctx, id, postgres.Organisation{Name: "Аварийная", Kind: "service", Phone: "+73812000002"}))(t)
	got(w.store.ImportHouses(ctx, id, "test", houses(
		register.House{SourceID: "1", Address: "Лесная ул., 1", StreetType: "улица", Street: "Лесная", Number: "1", Point: orb.Point{73.40, 55.00}, Precision: "register", Organisation: "Дом и двор", Flats: 60},
		register.House{SourceID: "2", Address: "Лесная ул., 2", StreetType: "улица", Street: "Лесная", Number: "2", Point: orb.Point{73.41, 55.01}, Precision: "register"}), w.time()))(t)
	w.house, w.unserved = w.houseID(id, "1"), w.houseID(id, "2")
	must(t, w.store.PutContracts(ctx, id, []postgres.Contract{{Organisation: w.management, Service: w.service, From: w.time().AddDate(-1, 0, 0)}}))
	w.crew = got(w.store.PutCrew(ctx, dispatch.Crew{City: id, Name: "Бригада 1", Organisation: w.service, Skills: []string{"plumbing"}, People: 2, Tablet: true, Point: &orb.Point{73.42, 55.00}}))(t)
	w.voice = got(w.store.PutCrew(ctx, dispatch.Crew{City: id, Name: "Бригада 2", Organisation: w.service, Skills: []string{"plumbing"}, People: 2}))(t)
	w.operator = w.person(id, "oper", dispatch.Operator, 0, 0)
	w.dispatcher = w.person(id, "disp", dispatch.Dispatcher, 0, 0)
	w.second = w.person(id, "disp2", dispatch.Dispatcher, 0, 0)
	w.senior = w.person(id, "senior", dispatch.Senior, 0, 0)
	w.tablet = w.person(id, "crew1", dispatch.CrewMember, w.service, w.crew)
	w.resident = dispatch.Actor{City: id, Name: "Житель", Role: dispatch.Resident}
	for _, crew := range []int64{w.crew, w.voice} {
		got(w.SetShift(ctx, w.dispatcher, crew, true))(t)
	}
}

func (w *town) houseID(id, source string) (house int64) {
	w.t.Helper()
	must(w.t, w.pool.QueryRow(w.t.Context(), `select id from houses where city_id = $1 and source_id = $2`, id, source).Scan(&house))
	return house
}

// person adds an account without a usable password: these stories do not sign in.
func (w *town) person(id, login string, role dispatch.Role, organisation, crew int64) dispatch.Actor {
	w.t.Helper()
	a := dispatch.Actor{City: id, Name: login, Role: role, Organisation: organisation, Crew: crew}
	must(w.t, w.pool.QueryRow(w.t.Context(), `insert into accounts (city_id, login, name, role, organisation_id, crew_id, password_hash, created_at)
		values ($1, $2, $2, $3, nullif($4, 0), nullif($5, 0), '', $6) returning id`, id, login, role, organisation, crew, w.time()).Scan(&a.Account))
	return a
}

// call is a report by telephone of a leak at the served house.
func (w *town) call(key string) dispatch.Report {
	return dispatch.Report{Channel: dispatch.Telephone, House: w.house, Problem: leak, Flat: "12", Text: "течёт", CallerName: "Иван", Phone: "8 913 600-00-01",
		Key: dispatch.Command{Scope: "test", Key: key, Kind: "register"}}
}

// leak is a fault that a plumber answers, with a term to localise and one to eliminate.
const leak = "cold-riser-burst"

func (w *town) register(report dispatch.Report) dispatch.Case {
	w.t.Helper()
	c, _, err := w.Register(w.t.Context(), w.operator, report)
	must(w.t, err)
	return c
}

// send gives a request to the crew with the tablet.
func (w *town) send(c dispatch.Case) dispatch.Case {
	w.t.Helper()
	return got(w.Assign(w.t.Context(), w.dispatcher, c.Request.ID, dispatch.Assignment{Crew: w.crew}, nil))(w.t)
}

// steps takes the case's last order through states, as its crew.
func (w *town) steps(c dispatch.Case, states ...dispatch.OrderState) dispatch.Case {
	w.t.Helper()
	for _, to := range states {
		order := c.Orders[len(c.Orders)-1]
		c = got(w.StepOrder(w.t.Context(), w.tablet, order.ID, dispatch.Step{To: to, Reason: "нет доступа", Note: "сделано"}, nil))(w.t)
	}
	return c
}

// fixed is a request whose crew has reported it done.
func (w *town) fixed(key string) dispatch.Case {
	w.t.Helper()
	return w.steps(w.send(w.register(w.call(key))), dispatch.OrderEnRoute, dispatch.OrderOnSite, dispatch.OrderLocalised, dispatch.OrderDone)
}

func (w *town) journal(c dispatch.Case) []dispatch.Entry {
	w.t.Helper()
	return got(w.store.Journal(w.t.Context(), c.Request.City, c.Request.ID))(w.t)
}

func (w *town) fresh(c dispatch.Case) dispatch.Case {
	w.t.Helper()
	return got(w.store.Case(w.t.Context(), c.Request.City, c.Request.ID))(w.t)
}

func (w *town) count(query string, args ...any) (n int) {
	w.t.Helper()
	must(w.t, w.pool.QueryRow(context.Background(), query, args...).Scan(&n))
	return n
}

// until waits for what another process or goroutine does.
func (w *town) until(what string, holds func() bool) {
	w.t.Helper()
	for end := time.Now().Add(20 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatal("never: " + what)
		}
	}
}

func houses(list ...register.House) iter.Seq2[register.House, error] {
	return func(yield func(register.House, error) bool) {
		for _, h := range list {
			if !yield(h, nil) {
				return
			}
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// got gives a value, or ends the test with the error that came instead.
func got[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		must(t, err)
		return v
	}
}

func wantState(t testing.TB, c dispatch.Case, want dispatch.RequestState) {
	t.Helper()
	if c.Request.State != want {
		t.Errorf("request is %s, want %s", c.Request.State, want)
	}
}

func wantCode(t testing.TB, err error, code string) {
	t.Helper()
	refusal, ok := err.(*dispatch.Error)
	if !ok || refusal.Code != code {
		t.Errorf("answered %v, want %s", err, code)
	}
}

// key names the n-th command of a kind.
func key(name string, n int) string { return fmt.Sprintf("%s-%d", name, n) }
