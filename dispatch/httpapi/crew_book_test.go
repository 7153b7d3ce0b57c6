package httpapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"dispatch05/dispatch"
)

func crewFields(name string, organisation int64) map[string]any {
	return map[string]any{"name": name, "organisation_id": organisation, "skills": []string{"gas", "plumbing"}, "people": 3, "phone": "8 (3812) 00-52-07", "tablet": true}
}

// A crew begins, changes, is sent, and cannot end before its order has; its shift, login, post and people go with it.
func TestCrewFromFirstToLast(t *testing.T) {
	w := newTown(t)
	m, place := w.matter(home), w.places[home]
	desk, crew := w.enter(home, "admin"), w.enter(home, "crew")
	made := read[dispatch.CrewRow](t, desk.call("POST", "/api/v1/crews", crewFields("Газовая", place.service)), http.StatusCreated)
	if made.ID == 0 || made.Phone != "+73812005207" || !slices.Equal(made.Skills, []string{"gas", "plumbing"}) || made.Organisation.Name != "Аварийная" {
		t.Errorf("made: %+v", made)
	}
	change := crewFields("Газовая 1", place.service)
	change["version"], change["base"] = made.Version, []float64{73.4, 55}
	path := fmt.Sprintf("/api/v1/crews/%d", made.ID)
	if changed := read[dispatch.CrewRow](t, desk.call("PUT", path, change), http.StatusOK); changed.Name != "Газовая 1" || changed.Point == nil || changed.PointAt != nil {
		t.Errorf("changed: %+v", changed)
	}
	if stale := read[problem](t, desk.call("PUT", path, change), http.StatusConflict); stale.Code != "stale_version" {
		t.Errorf("the old version: %+v", stale)
	}

	path = fmt.Sprintf("/api/v1/crews/%d", place.crew)
	holds := read[dispatch.CrewHolds](t, desk.call("GET", path+"/holds", nil), http.StatusOK)
	if len(holds.Orders) != 1 || holds.ShiftUntil == nil || len(holds.Logins) != 1 || len(holds.Posts) != 1 || len(holds.People) != 1 {
		t.Errorf("holds: %+v", holds)
	}
	end := map[string]any{"why": "расформирована"}
	if busy := read[problem](t, desk.call("POST", path+"/retire", end), http.StatusConflict); busy.Code != "crew_busy" || !strings.Contains(busy.Detail, holds.Orders[0]) {
		t.Errorf("with an order: %+v", busy)
	}
	read[any](t, w.enter(home, "dispatcher").call("POST", fmt.Sprintf("/api/v1/orders/%d/steps", m.order), map[string]any{"to": "recalled", "version": 1, "reason": "не нужна"}), http.StatusOK)
	if reasonless := read[problem](t, desk.call("POST", path+"/retire", map[string]any{}), http.StatusUnprocessableEntity); reasonless.Code != "no_reason" {
		t.Errorf("without a reason: %+v", reasonless)
	}
	read[any](t, desk.call("POST", path+"/retire", end), http.StatusOK)
	if got := crew.call("GET", "/api/v1/session", nil); got.status != http.StatusUnauthorized {
		t.Errorf("its login is answered %d", got.status)
	}
	left := read[[]dispatch.CrewRow](t, desk.call("GET", "/api/v1/crews", nil), http.StatusOK)
	people := read[[]dispatch.PersonRow](t, desk.call("GET", "/api/v1/people", nil), http.StatusOK)
	posts := read[[]dispatch.PostRow](t, desk.call("GET", "/api/v1/posts", nil), http.StatusOK)
	if len(left) != 2 || people[0].CrewID != nil || len(posts) != 0 {
		t.Errorf("left: %d crews, people %+v, posts %+v", len(left), people, posts)
	}
	lines := read[[]dispatch.RosterLine](t, desk.call("GET", "/api/v1/roster/log", nil), http.StatusOK)
	if lines[0].Kind != "crew_retired" || lines[0].Why != "расформирована" || lines[0].Ref != place.crew || lines[1].Kind != "crew" {
		t.Errorf("the log: %+v", lines[:2])
	}
}

// A crew that ended begins anew under its name, but not within another organisation; a foreman keeps to the own one.
func TestCrewOfTheSameName(t *testing.T) {
	w := newTown(t)
	desk, place := w.enter(home, "admin"), w.places[home]
	if taken := read[problem](t, desk.call("POST", "/api/v1/crews", crewFields("Бригада 1", place.service)), http.StatusConflict); taken.Code != "name_taken" {
		t.Errorf("a living crew's name: %+v", taken)
	}
	read[any](t, desk.call("POST", fmt.Sprintf("/api/v1/crews/%d/retire", place.crew), map[string]any{"why": "проба"}), http.StatusOK)
	if taken := read[problem](t, desk.call("POST", "/api/v1/crews", crewFields("Бригада 1", place.other)), http.StatusConflict); taken.Code != "name_taken" {
		t.Errorf("of another organisation: %+v", taken)
	}
	again := read[dispatch.CrewRow](t, w.enter(home, "foreman").call("POST", "/api/v1/crews", crewFields("Бригада 1", place.service)), http.StatusCreated)
	if again.ID != place.crew || again.OnShift {
		t.Errorf("again: %+v", again)
	}
	for _, organisation := range []int64{place.other, w.places[abroad].service} {
		if got := w.enter(home, "foreman").call("POST", "/api/v1/crews", crewFields("Чужая", organisation)); got.status != http.StatusNotFound {
			t.Errorf("a foreman's crew elsewhere: %d %s", got.status, got.body)
		}
	}
	if got := desk.call("POST", "/api/v1/crews", crewFields("Чужая", w.places[abroad].service)); got.status != http.StatusUnprocessableEntity {
		t.Errorf("an organisation of another city: %d %s", got.status, got.body)
	}
	fields := crewFields("Х", place.service)
	fields["skills"] = []string{"singing"}
	if refused := read[problem](t, desk.call("POST", "/api/v1/crews", fields), http.StatusUnprocessableEntity); refused.Code != "unknown_skill" || refused.Errors[0].Field != "skills" {
		t.Errorf("a skill that is none: %+v", refused)
	}
}
