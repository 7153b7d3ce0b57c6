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
	On        []string
	VehicleID *int64 `json:"vehicle_id"`
	Vehicles  []struct {
		ID      int64
		Name    string
		TakenBy string `json:"taken_by"`
	}
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

// A crew logs on to a car of its organisation; another tablet is told who has it, and a foreign car is none.
func TestACrewLogsOnToAVehicle(t *testing.T) {
	w := newTown(t)
	place := w.places[home]
	ivan := w.worker(home, "Иван Гаврилов", place.crew)
	must(t, w.guard.SetPIN(t.Context(), home, ivan, "4831"))
	system := dispatch.Actor{City: home, Name: "тест", Role: dispatch.System}
	foreign, err := w.desk.PutVehicle(t.Context(), system, dispatch.Vehicle{Name: "Чужая", Organisation: place.other}, "")
	must(t, err)
	spare, err := w.desk.PutVehicle(t.Context(), system, dispatch.Vehicle{Name: "Запасная", Plate: "О005СО55", Organisation: place.service}, "")
	must(t, err)
	b, second := w.enrolled(), w.enrolled()
	if _, got := b.state(); len(got.Vehicles) != 2 || got.Vehicles[0].Name != "ГАЗель" || got.VehicleID != nil {
		t.Errorf("to choose from: %+v", got)
	}
	on := func(at *tablet, vehicle int64) reply {
		return at.call("POST", "/api/v1/tablet/log-on", map[string]any{"person_id": ivan, "pin": "4831", "vehicle_id": vehicle})
	}
	if refused := read[problem](t, on(b, foreign.ID), http.StatusUnprocessableEntity); refused.Code != "unknown_vehicle" || refused.Errors[0].Field != "vehicle_id" {
		t.Errorf("a foreign car: %+v", refused)
	}
	if got := on(b, spare.ID); got.status != http.StatusOK {
		t.Fatalf("log-on: %d %s", got.status, got.body)
	}
	if _, got := b.state(); got.VehicleID == nil || *got.VehicleID != spare.ID || got.Vehicles[0].ID != spare.ID || got.Vehicles[0].TakenBy != "" {
		t.Errorf("at the tablet: %+v", got)
	}
	if _, got := second.state(); got.Vehicles[1].ID != spare.ID || got.Vehicles[1].TakenBy != "Бригада 1" {
		t.Errorf("at another: %+v", got.Vehicles)
	}
	devices := read[[]struct{ Vehicle string }](t, w.enter(home, "foreman").call("GET", "/api/v1/devices", nil), http.StatusOK)
	if devices[0].Vehicle+devices[1].Vehicle != "Запасная О005СО55" {
		t.Errorf("the office sees %+v", devices)
	}
	_, err = w.desk.RetireVehicle(t.Context(), system, spare.ID, "списана")
	must(t, err)
	if _, got := second.state(); len(got.Vehicles) != 1 {
		t.Errorf("a car out of use: %+v", got.Vehicles)
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
