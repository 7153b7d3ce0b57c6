package training_test

import (
	"iter"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/dispatch/postgres"
	"dispatch05/dispatch/postgres/postgrestest"
	"dispatch05/dispatch/training"
	"dispatch05/geo"
	"dispatch05/geo/register"
)

const city = "uchebny"

// town is a small city with crews, in a database of the test's own, whose time the test turns by hand.
type town struct {
	*dispatch.Desk
	t     testing.TB
	store *postgres.Store
	pool  *pgxpool.Pool

	mu  sync.Mutex
	now time.Time

	atWork atomic.Int64 // the crew whose tablet a person has open
	crews  []int64
	house  int64
}

func newTown(t testing.TB, demo bool, crews ...dispatch.Crew) *town {
	t.Helper()
	pool, err := postgres.Open(t.Context(), postgrestest.URL(t), 8)
	must(t, err)
	t.Cleanup(pool.Close)
	// Night in the city: the callers of the training mode sleep, so that a story has its own report only.
	w := &town{t: t, store: postgres.NewStore(pool), pool: pool, now: time.Date(2026, 11, 23, 22, 0, 0, 0, time.UTC)}
	w.Desk = &dispatch.Desk{Store: w.store, Rules: func(string) *dispatch.Rules { return dispatch.StandardRules() },
		Ways: func(string) dispatch.Ways { return dispatch.Ways{} }, Districts: func(string) *geo.Districts { return nil }, Now: w.time, Log: slog.New(slog.DiscardHandler)}
	must(t, w.store.AddCity(t.Context(), dispatch.City{ID: city, Name: "Учебный", Zone: "Europe/Samara", Demo: demo, ReturnHours: 72}, dispatch.Party{Name: "05"}, w.time()))
	_, err = w.store.ImportHouses(t.Context(), city, "demo", street(), w.time())
	must(t, err)
	houses, err := w.store.Houses(t.Context(), city)
	must(t, err)
	w.house = houses[0].ID
	own, err := w.store.OwnService(t.Context(), city)
	must(t, err)
	for _, crew := range crews {
		crew.City, crew.Organisation = city, own.ID
		id, err := w.store.PutCrew(t.Context(), crew)
		must(t, err)
		w.crews = append(w.crews, id)
	}
	return w
}

// street is ten houses, 70 metres apart.
func street() iter.Seq2[register.House, error] {
	return func(yield func(register.House, error) bool) {
		for i := range 10 {
			number := string(rune('0' + i))
			h := register.House{SourceID: number, Address: "ул. Учебная, " + number, StreetType: "ул", Street: "Учебная", Number: number,
				Point: orb.Point{48.41 + float64(i)*0.001, 54.32}, Precision: register.PrecisionRegister, Levels: 9, Entrances: 2, Flats: 72}
			if !yield(h, nil) {
				return
			}
		}
	}
}

func allSkills() []string {
	return []string{"plumbing", "heating", "sewer", "electric", "gas", "lift", "roof", "general"}
}

func (w *town) time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *town) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// trained is a training mode whose rounds the test makes.
type trained struct {
	*training.Trainer
	tick chan time.Time
}

func (w *town) config(tick chan time.Time) training.Config {
	return training.Config{City: city, Desk: w.Desk, Houses: w.store.Houses, Lead: w.store.Lead, Seed: 7, Tick: tick, Log: slog.New(slog.DiscardHandler),
		Route:  func(from, to orb.Point) orb.LineString { return orb.LineString{from, {to[0], from[1]}, to} },
		AtWork: func(crew int64) bool { return crew == w.atWork.Load() }}
}

func (w *town) train() *trained {
	w.t.Helper()
	tick := make(chan time.Time)
	trainer, err := training.Start(w.t.Context(), w.config(tick))
	must(w.t, err)
	w.t.Cleanup(trainer.Stop)
	return &trained{trainer, tick}
}

// round makes a round and returns when it is over: the second tick is taken only after the first round.
func (w *town) round(tr *trained) {
	w.t.Helper()
	for range 2 {
		select {
		case tr.tick <- time.Time{}:
		case <-w.t.Context().Done():
			w.t.Fatal("nobody takes the tick")
		}
	}
}

// until lets seconds pass until a case is as wanted, and says what it went through.
func (w *town) until(tr *trained, id int64, most time.Duration, want func(dispatch.Case) bool) dispatch.Case {
	w.t.Helper()
	for end := w.time().Add(most); w.time().Before(end); {
		w.pass(time.Second)
		w.round(tr)
		if c := w.fresh(id); want(c) {
			return c
		}
	}
	c := w.fresh(id)
	w.t.Fatalf("after %v request is %s, orders %+v", most, c.Request.State, c.Orders)
	return c
}

func (w *town) fresh(id int64) dispatch.Case {
	w.t.Helper()
	c, err := w.store.Case(w.t.Context(), city, id)
	must(w.t, err)
	return c
}

func (w *town) crew(i int) dispatch.Crew {
	w.t.Helper()
	crew, err := w.store.Crew(w.t.Context(), city, w.crews[i])
	must(w.t, err)
	return crew
}

// report is a call by a person of the desk.
func (w *town) report(problem string) dispatch.Case {
	w.t.Helper()
	c, _, err := w.Register(w.t.Context(), dispatch.SystemActor(city, "Оператор"), dispatch.Report{Channel: dispatch.Telephone, House: w.house, Problem: problem,
		Flat: "1", Phone: "+7 000 000-00-01", Key: dispatch.Command{Scope: "test", Key: problem, Kind: "register"}})
	must(w.t, err)
	return c
}

// all are all requests of the city, newest first.
func (w *town) all() []dispatch.Case {
	w.t.Helper()
	cases, err := w.store.Search(w.t.Context(), city, dispatch.Wanted{Limit: 1000})
	must(w.t, err)
	return cases
}

func (w *town) set(running bool, pace int) {
	w.t.Helper()
	_, err := w.SetTraining(w.t.Context(), dispatch.SystemActor(city, "Пульт"), running, pace)
	must(w.t, err)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
