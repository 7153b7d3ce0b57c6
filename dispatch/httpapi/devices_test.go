package httpapi_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"dispatch05/dispatch"
)

// tablet is a browser with a device's cookie beside the session's.
type tablet struct {
	*browser
	device *http.Cookie
}

func (b *tablet) call(method, path string, body any) reply {
	b.w.t.Helper()
	held := b.with("X", "")
	held.header.Del("X")
	if b.device != nil {
		held.header.Set("Cookie", b.device.Name+"="+b.device.Value)
	}
	return held.call(method, path, body)
}

// worker adds a person who may work in a crew, and says who they are.
func (w *town) worker(city, name string, crew int64) (id int64) {
	w.t.Helper()
	must(w.t, w.pool.QueryRow(w.t.Context(), `insert into people (city_id, name, organisation_id, role, crew_id) select $1, $2, organisation_id, 'crew', id from crews
		where city_id = $1 and id = $3 returning id`, city, name, crew).Scan(&id))
	return id
}

type invitation struct{ Code string }

type tabletState struct {
	Crew   string
	People []struct {
		ID     int64
		HasPIN bool `json:"has_pin"`
	}
	On []string
}

// state is what the service tells the tablet of itself.
func (b *tablet) state() (is string, of tabletState) {
	b.w.t.Helper()
	got := read[struct {
		Is     string
		Tablet tabletState
	}](b.w.t, b.call("GET", "/api/v1/tablet", nil), http.StatusOK)
	return got.Is, got.Tablet
}

// enrolled is a tablet of the first crew, enrolled by a code that its foreman asked for.
func (w *town) enrolled() *tablet {
	w.t.Helper()
	foreman := w.enter(home, "foreman")
	code := read[invitation](w.t, foreman.call("POST", "/api/v1/devices/invitations", map[string]any{"crew_id": w.places[home].crew}), http.StatusCreated).Code
	b := &tablet{browser: w.nobody()}
	answer := b.call("POST", "/api/v1/tablet", map[string]any{"code": code[:4] + "-" + code[4:], "name": "Планшет 7"})
	if answer.status != http.StatusCreated {
		w.t.Fatalf("not enrolled: %d %s", answer.status, answer.body)
	}
	b.device = answer.cookies[0]
	if again := w.nobody().call("POST", "/api/v1/tablet", map[string]any{"code": code}); again.status != http.StatusForbidden {
		w.t.Errorf("a code opens a second tablet: %d", again.status)
	}
	return b
}

// TestATabletIsEnrolledAndPeopleLogOn: by a code, then by PIN; the journal names the person, and the roster
// sees who is on.
func TestATabletIsEnrolledAndPeopleLogOn(t *testing.T) {
	w := newTown(t)
	ivan, petr := w.worker(home, "Иван Гаврилов", w.places[home].crew), w.worker(home, "Пётр Зимин", w.places[home].crew)
	foreman := w.enter(home, "foreman")
	for person, pin := range map[int64]string{ivan: "4831", petr: "907215"} {
		if got := foreman.call("POST", fmt.Sprintf("/api/v1/people/%d/pin", person), map[string]any{"pin": pin}); got.status != http.StatusOK {
			t.Fatalf("PIN: %d %s", got.status, got.body)
		}
	}
	for _, weak := range []string{"1111", "1234", "9876", "12", "12345a"} {
		if got := foreman.call("POST", fmt.Sprintf("/api/v1/people/%d/pin", ivan), map[string]any{"pin": weak}); got.status != http.StatusUnprocessableEntity && got.status != http.StatusBadRequest {
			t.Errorf("PIN %s: %d", weak, got.status)
		}
	}
	b := w.enrolled()
	if is, got := b.state(); is != "enrolled" || len(got.People) != 3 || !got.People[0].HasPIN || got.Crew != "Бригада 1" {
		t.Errorf("the tablet is %s and knows %+v", is, got)
	}
	if is, _ := (&tablet{browser: w.nobody()}).state(); is != "none" {
		t.Errorf("any browser is %s", is)
	}
	if got := b.call("POST", "/api/v1/tablet/log-on", map[string]any{"person_id": ivan, "pin": "0000"}); got.status != http.StatusForbidden {
		t.Errorf("a wrong PIN: %d", got.status)
	}
	on := b.call("POST", "/api/v1/tablet/log-on", map[string]any{"person_id": ivan, "pin": "4831"})
	if on.status != http.StatusOK {
		t.Fatalf("log-on: %d %s", on.status, on.body)
	}
	b.cookie = on.cookies[0]
	read[me](t, b.call("POST", "/api/v1/tablet/log-on", map[string]any{"person_id": petr, "pin": "907215"}), http.StatusOK)
	m := w.matter(home)
	read[dispatch.OrderCard](t, b.call("POST", fmt.Sprintf("/api/v1/orders/%d/steps", m.order), map[string]any{"to": "en_route"}), http.StatusOK)
	var who string
	must(t, w.pool.QueryRow(t.Context(), `select actor from journal where request_id = $1 and to_state = 'en_route'`, m.request).Scan(&who))
	if who != "Иван Гаврилов (Имя crew)" {
		t.Errorf("the journal names %q", who)
	}
	devices := read[[]tabletState](t, foreman.call("GET", "/api/v1/devices", nil), http.StatusOK)
	if len(devices) != 1 || len(devices[0].On) != 2 {
		t.Errorf("the roster sees %+v", devices)
	}
	b.call("DELETE", "/api/v1/session", nil)
	if _, got := b.state(); len(got.On) != 0 {
		t.Errorf("signed out, %v are still on", got.On)
	}
}

// TestATabletIsWipedFromAfar: its session ends, it is told to forget, and says when it has.
func TestATabletIsWipedFromAfar(t *testing.T) {
	w := newTown(t)
	ivan := w.worker(home, "Иван Гаврилов", w.places[home].crew)
	must(t, w.guard.SetPIN(t.Context(), home, ivan, "4831"))
	b := w.enrolled()
	b.cookie = b.call("POST", "/api/v1/tablet/log-on", map[string]any{"person_id": ivan, "pin": "4831"}).cookies[0]
	var over []string
	w.guard.Over = func(session string) { over = append(over, session) }
	foreman := w.enter(home, "foreman")
	devices := read[[]struct{ ID int64 }](t, foreman.call("GET", "/api/v1/devices", nil), http.StatusOK)
	if got := w.enter(home, "foreman2").call("POST", fmt.Sprintf("/api/v1/devices/%d/wipe", devices[0].ID), nil); got.status != http.StatusNotFound {
		t.Errorf("a foreign foreman wipes: %d", got.status)
	}
	if got := foreman.call("POST", fmt.Sprintf("/api/v1/devices/%d/wipe", devices[0].ID), nil); got.status != http.StatusOK {
		t.Fatalf("wipe: %d %s", got.status, got.body)
	}
	if len(over) != 1 {
		t.Errorf("%d sockets are closed", len(over))
	}
	if got := b.call("GET", "/api/v1/session", nil); got.status != http.StatusUnauthorized {
		t.Errorf("wiped, its session is answered %d", got.status)
	}
	if is, _ := b.state(); is != "wiped" {
		t.Errorf("wiped, it is told that it is %s", is)
	}
	if got := b.call("POST", "/api/v1/tablet/log-on", map[string]any{"person_id": ivan, "pin": "4831"}); got.status != http.StatusForbidden {
		t.Errorf("wiped, it logs on: %d", got.status)
	}
	if got := b.call("DELETE", "/api/v1/tablet", nil); got.status != http.StatusNoContent {
		t.Errorf("the tablet cannot say that it has forgotten: %d %s", got.status, got.body)
	}
	seen := read[[]struct {
		WipeSeenAt *time.Time `json:"wipe_seen_at"`
	}](t, foreman.call("GET", "/api/v1/devices", nil), http.StatusOK)
	if seen[0].WipeSeenAt == nil {
		t.Error("nobody learns that the tablet is clean")
	}
}

// TestGuessesAtATabletAreSlowedDown, of codes and of PINs; a code runs out.
func TestGuessesAtATabletAreSlowedDown(t *testing.T) {
	w := newTown(t)
	ivan := w.worker(home, "Иван Гаврилов", w.places[home].crew)
	must(t, w.guard.SetPIN(t.Context(), home, ivan, "4831"))
	b := w.enrolled()
	slowed := func(guess func() reply) bool {
		for range 12 {
			if guess().status == http.StatusTooManyRequests {
				return true
			}
		}
		return false
	}
	if !slowed(func() reply {
		return b.call("POST", "/api/v1/tablet/log-on", map[string]any{"person_id": ivan, "pin": "0001"})
	}) {
		t.Error("PINs are guessed at full speed")
	}
	if !slowed(func() reply { return w.nobody().call("POST", "/api/v1/tablet", map[string]any{"code": "00000000"}) }) {
		t.Error("codes are guessed at full speed")
	}
	w.pass(2 * time.Hour)
	code := read[invitation](t, w.enter(home, "foreman").call("POST", "/api/v1/devices/invitations", map[string]any{"crew_id": w.places[home].crew}), http.StatusCreated).Code
	w.pass(16 * time.Minute)
	if got := w.nobody().call("POST", "/api/v1/tablet", map[string]any{"code": code}); got.status != http.StatusForbidden {
		t.Errorf("an old code is answered %d", got.status)
	}
}
