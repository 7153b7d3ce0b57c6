package notify_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"dispatch05/dispatch"
	"dispatch05/dispatch/notify"
	"dispatch05/dispatch/postgres"
	"dispatch05/dispatch/postgres/postgrestest"
)

const city = "reka"

// town is a city with one person, whose contacts the test gives, and a carrier over the settings of the test.
type town struct {
	t      testing.TB
	url    string
	pool   *pgxpool.Pool
	store  *postgres.Store
	log    *safeBuffer
	person int64
	phone  string
}

func newTown(t testing.TB) *town {
	t.Helper()
	if test, ok := t.(*testing.T); ok {
		test.Parallel() // these stories wait more than they work
	}
	w := &town{t: t, url: postgrestest.URL(t), log: &safeBuffer{}, phone: "+79136000001"}
	w.join()
	must(t, w.store.AddCity(t.Context(), dispatch.City{ID: city, Name: "Река", Zone: "Asia/Omsk", ReturnHours: 72}, dispatch.Party{Name: "Служба 05"}, time.Now()))
	must(t, w.pool.QueryRow(t.Context(), `insert into people (city_id, name, organisation_id, role, phone, email, telegram)
		select $1, 'Мастеров М. М.', id, 'foreman', $2, 'master@example.ru', '7000123' from organisations where city_id = $1 returning id`, city, w.phone).Scan(&w.person))
	return w
}

// join opens the town's database.
func (w *town) join() {
	w.t.Helper()
	var err error
	w.pool, err = postgres.Open(w.t.Context(), w.url, 12)
	must(w.t, err)
	w.t.Cleanup(w.pool.Close)
	w.store = postgres.NewStore(w.pool)
}

// carry starts a carrier; it stops with the test.
func (w *town) carry(settings notify.Settings) {
	w.t.Helper()
	set, err := notify.Open(settings, w.store.Unsubscribe)
	must(w.t, err)
	w.start(w.config(set))
}

func (w *town) start(config notify.Config) {
	w.t.Helper()
	carrier, err := notify.Start(w.t.Context(), config)
	must(w.t, err)
	w.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		carrier.Stop(ctx)
	})
}

func (w *town) config(set notify.Set) notify.Config {
	return notify.Config{Pool: w.pool, Store: w.store, Set: func(string) notify.Set { return set }, Now: func() time.Time { return time.Now().UTC() },
		Log: slog.New(slog.NewTextHandler(w.log, nil)), Within: 2 * time.Second, Rescue: 4 * time.Second, Backoff: func(int) time.Duration { return 20 * time.Millisecond }}
}

// tell writes a notice to the person and gives its id.
func (w *town) tell(n dispatch.Notice) int64 {
	w.t.Helper()
	n.Kind, n.To, n.Subject = dispatch.TrialNotice, dispatch.Recipient{Person: w.person, Name: "Мастеров М. М."}, "Просрочка"
	if n.Text == "" {
		n.Text = `Лесная ул., 1: "течёт" \ 100%`
	}
	must(w.t, w.store.Notify(w.t.Context(), city, []dispatch.Notice{n}, time.Now().UTC()))
	var id int64
	must(w.t, w.pool.QueryRow(w.t.Context(), `select id from notices where key = $1`, n.Key()).Scan(&id))
	return id
}

// until waits for a notice to be as wanted.
func (w *town) until(id int64, what string, holds func(dispatch.Told) bool) dispatch.Told {
	w.t.Helper()
	end := time.Now().Add(time.Minute) // a killed node leads the jobs for a quarter of it
	for {
		t, err := w.store.Notice(w.t.Context(), city, id)
		must(w.t, err)
		if holds(t) {
			return t
		}
		if time.Now().After(end) {
			w.t.Fatalf("never %s: %s, %+v", what, t.State, t.Attempts)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (w *town) ended(id int64, as dispatch.NoticeState) dispatch.Told {
	w.t.Helper()
	return w.until(id, string(as), func(t dispatch.Told) bool { return t.State == as })
}

// wantAttempt checks one means of a notice.
func wantAttempt(t testing.TB, told dispatch.Told, means dispatch.Means, state dispatch.AttemptState, why string, tries int) {
	t.Helper()
	a, _ := told.Attempt(means)
	if a.State != state || a.Why != why || a.Tries != tries {
		t.Errorf("%s is %q because %q after %d tries, want %q because %q after %d", means, a.State, a.Why, a.Tries, state, why, tries)
	}
}

// call is what a server was asked.
type call struct {
	path, body string
	header     http.Header
}

// server answers with one script after another; the last one stays.
type server struct {
	*httptest.Server
	mu    sync.Mutex
	calls []call
}

type script func(w http.ResponseWriter, r *http.Request)

func answer(status int, body string) script {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func serve(t testing.TB, scripts ...script) *server {
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		s.mu.Lock()
		s.calls = append(s.calls, call{r.URL.RequestURI(), string(body), r.Header.Clone()})
		next := scripts[min(len(s.calls), len(scripts))-1]
		s.mu.Unlock()
		next(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) heard() []call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]call{}, s.calls...)
}

// safeBuffer is a log that is read while it is written.
type safeBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
