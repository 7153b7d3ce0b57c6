package httpapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
	"dispatch05/dispatch/httpapi"
	"dispatch05/dispatch/postgres"
	"dispatch05/dispatch/postgres/postgrestest"
	"dispatch05/dispatch/reports"
	"dispatch05/dispatch/roster"
	"dispatch05/dispatch/rulebook"
	"dispatch05/geo"
	"dispatch05/geo/register"
)

const (
	home, abroad = "reka", "bereg"
	password     = "семь красных трамваев"
	leak         = "cold-riser-burst" // a fault that a plumber answers
)

// town is two cities in a database of the test's own, behind the real door.
type town struct {
	t     testing.TB
	store *postgres.Store
	pool  *pgxpool.Pool
	desk  *dispatch.Desk
	guard *auth.Guard
	door  *httptest.Server
	log   *bytes.Buffer

	mu  sync.Mutex
	now time.Time

	places map[string]*city
}

// city is what stands in one of the two.
type city struct {
	id                         string
	management, service, other int64 // organisations; other has no part in anything
	house, lone                int64
	crew, second               int64 // crews of service and of other
	worker, vehicle, post      int64 // of service and its crew
	account                    int64 // of the operator
	contract                   int64 // of management with service
}

var hash = sync.OnceValue(func() string { h, _ := auth.HashPassword(password); return h })

func newTown(t testing.TB, change ...func(*httpapi.Config)) *town {
	t.Helper()
	pool, err := postgres.Open(t.Context(), postgrestest.URL(t), 8)
	must(t, err)
	t.Cleanup(pool.Close)
	w := &town{t: t, store: postgres.NewStore(pool), pool: pool, now: time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC), places: map[string]*city{}, log: &bytes.Buffer{}}
	log := slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	rules, err := rulebook.Open(t.Context(), w.store, log)
	must(t, err)
	w.desk = &dispatch.Desk{Store: w.store, Rules: rules.Of, Amended: rules.Refresh,
		Ways: func(string) dispatch.Ways { return dispatch.Ways{} }, Districts: func(string) *geo.Districts { return nil }, Now: w.time, Log: log}
	w.guard = auth.NewGuard(w.store, w.time, log)
	w.build(home)
	w.build(abroad)
	w.open(log, change...)
	return w
}

func (w *town) open(log *slog.Logger, change ...func(*httpapi.Config)) {
	indexes, readers := map[string]*register.Index{}, map[string]*register.CommentReader{}
	for _, id := range []string{home, abroad} {
		houses, err := w.store.Houses(w.t.Context(), id)
		must(w.t, err)
		indexes[id] = register.NewIndex(houses, register.Options{})
		readers[id] = register.NewCommentReader(indexes[id])
	}
	drawn := geo.NewCityMap(geo.CityShapes{Houses: []geo.HouseShape{{ID: 1, Number: "1", Point: orb.Point{73.40, 55.00}}}})
	config := httpapi.Config{Desk: w.desk, Guard: w.guard, Directory: w.store, Reports: &reports.Archive{Source: w.store, Now: w.time}, Ready: w.store.Ready, Uploads: w.store, Log: log,
		Register: func(id string) *register.Index { return indexes[id] },
		Comments: func(id string) *register.CommentReader { return readers[id] },
		Map: func(id string) *geo.Map {
			if id == home {
				return drawn
			}
			return nil
		},
		Socket: func(rw http.ResponseWriter, _ *http.Request, who auth.Visitor) {
			fmt.Fprintf(rw, "%s %d %s %s", who.Account.Role, who.Account.ID, who.City, who.Link)
		},
	}
	for _, c := range change {
		c(&config)
	}
	handler, err := httpapi.New(config)
	must(w.t, err)
	w.door = httptest.NewServer(handler)
	w.t.Cleanup(w.door.Close)
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

func (w *town) build(id string) {
	t, ctx, c := w.t, w.t.Context(), &city{id: id}
	t.Helper()
	w.places[id] = c
	must(t, w.store.AddCity(ctx, dispatch.City{ID: id, Name: "Город " + id, Zone: "Asia/Omsk", Demo: true, Phone: "05", ReturnHours: 72,
		Bounds: [4]float64{73, 54, 74, 56}}, dispatch.Party{Name: "Служба 05", Phone: "05"}, w.time()))
	c.management = w.organisation(id, "Дом и двор", "management")
	c.service = w.organisation(id, "Аварийная", "service")
	c.other = w.organisation(id, "Чужая", "service")
	_, err := w.store.ImportHouses(ctx, id, "test", houses(
		register.House{SourceID: "1", Address: "ул. Лесная, 1", StreetType: "ул", Street: "Лесная", Number: "1", Point: orb.Point{73.40, 55.00}, Precision: "register", Organisation: "Дом и двор"},
		register.House{SourceID: "2", Address: "ул. Лесная, 2", StreetType: "ул", Street: "Лесная", Number: "2", Point: orb.Point{73.41, 55.01}, Precision: "register"}), w.time())
	must(t, err)
	must(t, w.pool.QueryRow(ctx, `select min(id), max(id) from houses where city_id = $1`, id).Scan(&c.house, &c.lone))
	must(t, w.store.PutContracts(ctx, id, []postgres.Contract{{Organisation: c.management, Service: c.service, From: w.time().AddDate(-1, 0, 0)}}))
	c.crew, c.second = w.crewOf(id, "Бригада 1", c.service), w.crewOf(id, "Бригада 2", c.other)
	for role, fence := range map[dispatch.Role][2]int64{dispatch.Operator: {}, dispatch.Dispatcher: {}, dispatch.Senior: {}, dispatch.Committee: {}, dispatch.Administrator: {},
		dispatch.CrewMember: {0, c.crew}, dispatch.Foreman: {c.service}, dispatch.ChiefEngineer: {c.management}} {
		w.person(id, string(role), role, fence[0], fence[1])
	}
	w.plan(id, c)
	w.person(id, "foreman2", dispatch.Foreman, c.other, 0)
	w.person(id, "crew2", dispatch.CrewMember, 0, c.second)
	must(t, w.pool.QueryRow(ctx, `select id from accounts where city_id = $1 and login = 'operator'`, id).Scan(&c.account))
	must(t, w.pool.QueryRow(ctx, `select id from contracts where city_id = $1`, id).Scan(&c.contract))
}

// plan gives the crew of the service a worker, a car and a post without a rotation.
func (w *town) plan(id string, c *city) {
	w.t.Helper()
	ctx, system := w.t.Context(), dispatch.Actor{City: id, Name: "тест", Role: dispatch.System}
	person, err := w.desk.PutPerson(ctx, system, roster.Person{Name: "Работник", Organisation: c.service, Role: "crew", Crew: c.crew, Phone: "+7 000 005-50-01"}, "")
	must(w.t, err)
	vehicle, err := w.desk.PutVehicle(ctx, system, dispatch.Vehicle{Name: "ГАЗель", Organisation: c.service}, "")
	must(w.t, err)
	post, err := w.desk.PutPost(ctx, dispatch.Actor{City: id, Name: "тест", Role: dispatch.Administrator}, roster.Post{Name: "Бригада 1", Role: "crew", Crew: c.crew}, "")
	must(w.t, err)
	c.worker, c.vehicle, c.post = person.ID, vehicle.ID, post.ID
}

func (w *town) organisation(city, name, kind string) int64 {
	w.t.Helper()
	id, err := w.store.PutOrganisation(w.t.Context(), city, postgres.Organisation{Name: name, Kind: kind})
	must(w.t, err)
	return id
}

func (w *town) crewOf(city, name string, organisation int64) int64 {
	w.t.Helper()
	id, err := w.store.PutCrew(w.t.Context(), dispatch.Crew{City: city, Name: name, Organisation: organisation, Skills: []string{"plumbing"}, People: 2, Tablet: true})
	must(w.t, err)
	_, err = w.desk.SetShift(w.t.Context(), dispatch.Actor{City: city, Name: "тест", Role: dispatch.System}, id, true)
	must(w.t, err)
	return id
}

// person adds an account whose login is its role; the password is hashed once for all.
func (w *town) person(city, login string, role dispatch.Role, organisation, crew int64) {
	w.t.Helper()
	login = strings.ReplaceAll(login, "_", "-")
	_, err := w.store.AddAccount(w.t.Context(), auth.Account{City: city, Login: login, Name: "Имя " + login, Role: role, Organisation: organisation, Crew: crew, PasswordHash: hash()}, w.time())
	must(w.t, err)
}

func houses(all ...register.House) iter.Seq2[register.House, error] {
	return func(yield func(register.House, error) bool) {
		for _, h := range all {
			if !yield(h, nil) {
				return
			}
		}
	}
}

// browser is somebody calling: signed in, or nobody.
type browser struct {
	w      *town
	cookie *http.Cookie
	header http.Header
}

func (w *town) nobody() *browser { return &browser{w: w, header: http.Header{}} }

// enter signs somebody in.
func (w *town) enter(city, login string) *browser {
	w.t.Helper()
	b := w.nobody()
	answer := b.call("POST", "/api/v1/session", map[string]any{"city": city, "login": login, "password": password})
	if answer.status != http.StatusOK || len(answer.cookies) == 0 {
		w.t.Fatalf("%s of %s did not sign in: %d %s", login, city, answer.status, answer.body)
	}
	b.cookie = answer.cookies[0]
	return b
}

func (b *browser) with(name, value string) *browser {
	header := b.header.Clone()
	header.Set(name, value)
	return &browser{b.w, b.cookie, header}
}

type reply struct {
	status  int
	body    string
	header  http.Header
	cookies []*http.Cookie
}

// call sends JSON; a string or bytes are sent as they are.
func (b *browser) call(method, path string, body any) reply {
	b.w.t.Helper()
	request, err := http.NewRequestWithContext(b.w.t.Context(), method, b.w.door.URL+path, sent(body))
	must(b.w.t, err)
	request.Header = b.header.Clone()
	if body != nil && request.Header.Get("Content-Type") == "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if b.cookie != nil {
		request.AddCookie(b.cookie)
	}
	answer, err := http.DefaultClient.Do(request)
	must(b.w.t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(b.w.t, err)
	return reply{answer.StatusCode, string(text), answer.Header, answer.Cookies()}
}

func sent(body any) io.Reader {
	switch body := body.(type) {
	case nil:
		return nil
	case string:
		return strings.NewReader(body)
	case []byte:
		return bytes.NewReader(body)
	default:
		text, _ := json.Marshal(body)
		return bytes.NewReader(text)
	}
}

// read takes an answer apart; the status must be the wanted one.
func read[T any](t testing.TB, r reply, status int) (out T) {
	t.Helper()
	if r.status != status {
		t.Fatalf("status %d instead of %d: %s", r.status, status, r.body)
	}
	must(t, json.Unmarshal([]byte(r.body), &out))
	return out
}

type problem struct {
	Title, Detail, Code string
	Status              int
	Errors              []struct{ Field, Code, Message string }
	Current             map[string]any
}

// report is one that a resident sends about the house with a contract.
func (w *town) report() map[string]any {
	return map[string]any{"house_id": w.places[home].house, "problem": leak, "flat": "12", "text": "течёт с потолка", "phone": "8 913 600-00-01", "caller_name": "Иван"}
}

// traces counts what the database holds of the trade.
func (w *town) traces() (counts string) {
	w.t.Helper()
	must(w.t, w.pool.QueryRow(w.t.Context(), `select concat_ws(' ', (select count(*) from requests), (select count(*) from journal), (select count(*) from work_orders),
		(select count(*) from photos), (select count(*) from commands), (select count(*) from outbox), (select count(*) from clocks))`).Scan(&counts))
	return counts
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
