package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"dispatch05/dispatch"
)

func (w *town) served(b *browser, house int64) string {
	w.t.Helper()
	return read[dispatch.HouseCard](w.t, b.call("GET", fmt.Sprintf("/api/v1/houses/%d", house), nil), http.StatusOK).Service.Name
}

// A new service takes a house over, what that would change is told first, and what overlaps is refused by name and days.
func TestContractFromFirstToLast(t *testing.T) {
	w := newTown(t)
	w.matter(home)
	senior, place := w.enter(home, "senior"), w.places[home]
	made := read[dispatch.Organisation](t, senior.call("POST", "/api/v1/organisations", map[string]any{"name": "Новая АДС", "kind": "service", "phone": "8 3812 00-52-07"}), http.StatusCreated)
	ofHouse := map[string]any{"house_id": place.house, "service_id": made.ID, "from": "2026-11-23", "document": "№ 7 от 20.11.2026"}
	would := read[dispatch.Answering](t, senior.call("POST", "/api/v1/contracts/trial", ofHouse), http.StatusOK)
	if would != (dispatch.Answering{Houses: 1, Open: 1}) || w.served(senior, place.house) != "Аварийная" {
		t.Errorf("would: %+v, serves: %s", would, w.served(senior, place.house))
	}
	signed := read[dispatch.ContractRow](t, senior.call("POST", "/api/v1/contracts", ofHouse), http.StatusCreated)
	if signed.State != "now" || signed.Address != "ул. Лесная, 1" || signed.Houses != 1 || signed.Document == "" || w.served(senior, place.house) != "Новая АДС" {
		t.Errorf("signed: %+v", signed)
	}
	ofHouse["from"] = "2027-01-01"
	overlaps := read[problem](t, senior.call("POST", "/api/v1/contracts", ofHouse), http.StatusConflict)
	if overlaps.Code != "contract_overlaps" || !strings.Contains(overlaps.Detail, "Новая АДС, с 23.11.2026 без срока") || overlaps.Errors[0].Field != "from" {
		t.Errorf("overlaps: %+v", overlaps)
	}

	path := fmt.Sprintf("/api/v1/contracts/%d", place.contract)
	end := map[string]any{"version": 1, "service_id": place.service, "from": "2025-11-23", "to": "2026-11-22"}
	would = read[dispatch.Answering](t, senior.call("POST", path+"/trial", end), http.StatusOK)
	if would != (dispatch.Answering{}) {
		t.Errorf("the only house of the organisation has a contract of its own: %+v", would)
	}
	end["to"], end["service_id"] = "", place.other
	if reasonless := read[problem](t, senior.call("PUT", path, end), http.StatusUnprocessableEntity); reasonless.Code != "no_reason" {
		t.Errorf("without a reason: %+v", reasonless)
	}
	own := fmt.Sprintf("/api/v1/contracts/%d", signed.ID)
	over := map[string]any{"version": 1, "service_id": made.ID, "from": "2026-11-20", "to": "2026-11-22", "why": "расторгнут"}
	if would = read[dispatch.Answering](t, senior.call("POST", own+"/trial", over), http.StatusOK); would.Houses != 1 || would.ByDefault != 0 {
		t.Errorf("its end: %+v", would)
	}
	if ended := read[dispatch.ContractRow](t, senior.call("PUT", own, over), http.StatusOK); ended.State != "ended" || w.served(senior, place.house) != "Аварийная" {
		t.Errorf("ended: %+v", ended)
	}
	lines := read[[]dispatch.RosterLine](t, senior.call("GET", "/api/v1/roster/log", nil), http.StatusOK)
	if lines[0].Kind != "contract_ended" || lines[0].Why != "расторгнут" || lines[1].Kind != "contract" || lines[2].Kind != "organisation" {
		t.Errorf("the log: %+v", lines[:3])
	}
}

// An organisation ends when nothing stands on it; its contracts end with it, and 05 answers.
func TestOrganisationFromFirstToLast(t *testing.T) {
	w := newTown(t)
	senior, place := w.enter(home, "senior"), w.places[home]
	path := fmt.Sprintf("/api/v1/organisations/%d", place.service)
	holds := read[dispatch.OrganisationHolds](t, senior.call("GET", path+"/holds", nil), http.StatusOK)
	if holds.Crews != 1 || holds.People != 1 || holds.Accounts != 1 || holds.Answering.Houses != 1 || holds.Answering.ByDefault != 1 {
		t.Errorf("holds: %+v", holds)
	}
	end := map[string]any{"why": "банкротство"}
	if busy := read[problem](t, senior.call("POST", path+"/retire", end), http.StatusConflict); busy.Code != "organisation_busy" || !strings.Contains(busy.Detail, "бригад — 1, сотрудников — 1") {
		t.Errorf("with a crew: %+v", busy)
	}
	read[any](t, w.enter(home, "admin").call("POST", fmt.Sprintf("/api/v1/crews/%d/retire", place.crew), end), http.StatusOK)
	read[any](t, w.enter(home, "admin").call("POST", fmt.Sprintf("/api/v1/people/%d/retire", place.worker), end), http.StatusOK)
	must(t, w.guard.Disable(t.Context(), home, "foreman"))
	read[any](t, senior.call("POST", path+"/retire", end), http.StatusOK)
	if name := w.served(senior, place.house); name != "Служба 05" {
		t.Errorf("%s answers", name)
	}
	all := read[[]dispatch.Organisation](t, senior.call("GET", "/api/v1/organisations", nil), http.StatusOK)
	if last := all[len(all)-1]; last.ID != place.service || last.RetiredAt == nil {
		t.Errorf("the last: %+v", last)
	}
	again := map[string]any{"organisation_id": place.management, "service_id": place.service, "from": "2026-12-01"}
	if refused := read[problem](t, senior.call("POST", "/api/v1/contracts", again), http.StatusUnprocessableEntity); refused.Code != "unknown_organisation" || refused.Errors[0].Field != "service_id" {
		t.Errorf("a contract with it: %+v", refused)
	}
	own := all[0]
	for _, o := range all {
		if o.Own {
			own = o
		}
	}
	if refused := read[problem](t, senior.call("POST", fmt.Sprintf("/api/v1/organisations/%d/retire", own.ID), end), http.StatusConflict); refused.Code != "own_service" {
		t.Errorf("05 itself: %+v", refused)
	}
}

func TestContractIsRefusedInWords(t *testing.T) {
	w := newTown(t)
	senior, place, foreign := w.enter(home, "senior"), w.places[home], w.places[abroad]
	for _, c := range []struct {
		code, field string
		body        map[string]any
	}{
		{"one_subject", "organisation_id", map[string]any{"service_id": place.service, "from": "2026-11-23"}},
		{"one_subject", "organisation_id", map[string]any{"service_id": place.service, "from": "2026-11-23", "house_id": place.house, "organisation_id": place.management}},
		{"no_service", "service_id", map[string]any{"service_id": 0, "from": "2026-11-23", "house_id": place.house}},
		{"bad_day", "from", map[string]any{"service_id": place.service, "from": "23.11.2026", "house_id": place.house}},
		{"bad_day", "to", map[string]any{"service_id": place.service, "from": "2026-11-23", "to": "2026-11-22", "house_id": place.house}},
		{"unknown_house", "house_id", map[string]any{"service_id": place.service, "from": "2026-11-23", "house_id": foreign.house}},
		{"unknown_organisation", "organisation_id", map[string]any{"service_id": place.service, "from": "2026-11-23", "organisation_id": foreign.management}},
		{"unknown_organisation", "service_id", map[string]any{"service_id": foreign.service, "from": "2026-11-23", "house_id": place.house}},
	} {
		for _, path := range []string{"/api/v1/contracts", "/api/v1/contracts/trial"} {
			got := senior.call("POST", path, c.body)
			if refusal := read[problem](t, got, http.StatusUnprocessableEntity); refusal.Code != c.code || len(refusal.Errors) != 1 || refusal.Errors[0].Field != c.field {
				t.Errorf("%s of %s: %s", c.code, c.field, got.body)
			}
		}
	}
}

// Of two contracts of one house at the same moment one is refused.
func TestContractsAtOnceDoNotOverlap(t *testing.T) {
	w := newTown(t)
	senior, place := w.enter(home, "senior"), w.places[home]
	var wait sync.WaitGroup
	statuses := make([]int, 6)
	for n := range statuses {
		wait.Go(func() {
			from := fmt.Sprintf("2026-12-0%d", n+1)
			statuses[n] = senior.call("POST", "/api/v1/contracts", map[string]any{"house_id": place.lone, "service_id": place.other, "from": from}).status
		})
	}
	wait.Wait()
	taken := 0
	for _, status := range statuses {
		if status == http.StatusCreated {
			taken++
		} else if status != http.StatusConflict {
			t.Errorf("answered %d", status)
		}
	}
	if taken != 1 {
		t.Errorf("%d taken: %v", taken, statuses)
	}
}

// Who is kept to an organisation sees the contracts of its houses and those that bind it.
func TestContractsWithinTheFence(t *testing.T) {
	w := newTown(t)
	for login, want := range map[string]int{"senior": 1, "foreman": 1, "chief-engineer": 1, "foreman2": 0} {
		if rows := read[[]dispatch.ContractRow](t, w.enter(home, login).call("GET", "/api/v1/contracts", nil), http.StatusOK); len(rows) != want {
			t.Errorf("%s sees %d contracts, not %d", login, len(rows), want)
		}
	}
}
