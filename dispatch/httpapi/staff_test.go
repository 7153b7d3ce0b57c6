package httpapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"dispatch05/dispatch"
)

// staffTown is a town with what staff may be kept of: its own service, a foreign one, and who has which login.
type staffTown struct {
	*town
	own    int64
	logins map[string]int64
}

func newStaffTown(t *testing.T) staffTown {
	w := staffTown{town: newTown(t), logins: map[string]int64{}}
	admin := w.enter(home, "admin")
	for _, o := range read[[]dispatch.Organisation](t, admin.call("GET", "/api/v1/organisations", nil), http.StatusOK) {
		if o.Own {
			w.own = o.ID
		}
	}
	for _, a := range read[[]account](t, admin.call("GET", "/api/v1/accounts", nil), http.StatusOK) {
		w.logins[a.Login] = a.ID
	}
	return w
}

// person is one as entered, with a login unless that is "".
func (w staffTown) person(name string, organisation int64, role, login string) map[string]any {
	fields := map[string]any{"name": name, "organisation_id": organisation, "role": role}
	if login != "" {
		fields["account_id"] = w.logins[login]
	}
	return fields
}

// TestWhoKeepsWhom: everybody's staff is an administrator's; a senior dispatcher keeps that of 05 itself, a foreman that
// of their organisation, each up to their own role and no login of anybody above.
func TestWhoKeepsWhom(t *testing.T) {
	w := newStaffTown(t)
	here := w.places[home]
	for n, row := range []struct {
		who          string
		organisation int64
		role, login  string
		code         string // of the refusal; "": they may
	}{
		{"admin", here.other, "admin", "", ""},
		{"admin", here.service, "committee", "committee", ""},
		{"senior", w.own, "crew", "", ""},
		{"senior", w.own, "senior", "", ""},
		{"senior", w.own, "dispatcher", "dispatcher", ""},
		{"senior", w.own, "committee", "", "role_above"},
		{"senior", w.own, "admin", "", "role_above"},
		{"senior", w.own, "dispatcher", "admin", "account_above"},
		{"senior", here.service, "crew", "", "foreign_staff"},
		{"foreman", here.service, "crew", "crew", ""},
		{"foreman", here.service, "foreman", "", ""},
		{"foreman", here.service, "senior", "", "role_above"},
		{"foreman", here.service, "admin", "", "role_above"},
		{"foreman", here.service, "crew", "admin", "account_above"},
		{"foreman", here.service, "crew", "crew2", "account_above"},
		{"foreman", here.other, "crew", "", "not_found"},
		{"dispatcher", w.own, "crew", "", "forbidden"},
		{"dispatcher", here.service, "admin", "admin", "forbidden"},
		{"operator", w.own, "operator", "", "forbidden"},
		{"chief-engineer", here.management, "crew", "", "forbidden"},
		{"committee", w.own, "crew", "", "forbidden"},
		{"crew", here.service, "crew", "", "forbidden"},
	} {
		got := w.enter(home, row.who).call("POST", "/api/v1/people", w.person(fmt.Sprint("Сотрудник ", n), row.organisation, row.role, row.login))
		if row.code == "" && got.status != http.StatusCreated {
			t.Errorf("%s keeps a %s with the login %q: %d %s", row.who, row.role, row.login, got.status, got.body)
		}
		if row.code != "" {
			if refusal := read[problem](t, got, got.status); refusal.Code != row.code || refusal.Detail == "" {
				t.Errorf("%s keeps a %s with the login %q: %d %s, want %s", row.who, row.role, row.login, got.status, got.body, row.code)
			}
		}
	}
}

// TestWhoChangesWhom: neither the contacts of somebody above, nor their role, nor where they are from; nor do they end.
func TestWhoChangesWhom(t *testing.T) {
	w := newStaffTown(t)
	admin, here := w.enter(home, "admin"), w.places[home]
	boss := read[dispatch.PersonRow](t, admin.call("POST", "/api/v1/people", w.person("Начальник", w.own, "dispatcher", "admin")), http.StatusCreated)
	head := read[dispatch.PersonRow](t, admin.call("POST", "/api/v1/people", w.person("Комитет", w.own, "committee", "")), http.StatusCreated)
	own := read[dispatch.PersonRow](t, admin.call("POST", "/api/v1/people", w.person("Свой", w.own, "operator", "")), http.StatusCreated)
	senior := w.enter(home, "senior")
	change := func(p dispatch.PersonRow, more map[string]any) reply {
		fields := map[string]any{"version": p.Version, "name": p.Name, "organisation_id": p.OrganisationID, "role": p.Role, "account_id": p.AccountID, "why": "проба"}
		for field, value := range more {
			fields[field] = value
		}
		return senior.call("PUT", fmt.Sprintf("/api/v1/people/%d", p.ID), fields)
	}
	for code, got := range map[string]reply{
		"account_above": change(boss, map[string]any{"telegram": "123456"}),
		"role_above":    change(head, map[string]any{"role": "operator"}),
		"foreign_staff": change(own, map[string]any{"organisation_id": here.other}),
	} {
		if refusal := read[problem](t, got, http.StatusForbidden); refusal.Code != code {
			t.Errorf("want %s: %s", code, got.body)
		}
	}
	for _, p := range []dispatch.PersonRow{boss, head} {
		if got := senior.call("POST", fmt.Sprintf("/api/v1/people/%d/retire", p.ID), map[string]any{"why": "проба"}); got.status != http.StatusForbidden {
			t.Errorf("%s is retired: %d %s", p.Name, got.status, got.body)
		}
	}
	if got := change(own, map[string]any{"telegram": "123456"}); got.status != http.StatusOK {
		t.Errorf("their own: %d %s", got.status, got.body)
	}
	people := read[[]dispatch.PersonRow](t, admin.call("GET", "/api/v1/people", nil), http.StatusOK)
	if i := slices.IndexFunc(people, func(p dispatch.PersonRow) bool { return p.ID == boss.ID }); people[i].Telegram != "" {
		t.Error("the contacts of somebody above were changed")
	}
}

// TestWhoKeepsCrews: as people are kept.
func TestWhoKeepsCrews(t *testing.T) {
	w := newStaffTown(t)
	here := w.places[home]
	for n, row := range []struct {
		who          string
		organisation int64
		status       int
	}{
		{"admin", here.other, http.StatusCreated},
		{"senior", w.own, http.StatusCreated},
		{"senior", here.service, http.StatusForbidden},
		{"foreman", here.service, http.StatusCreated},
		{"foreman", here.other, http.StatusNotFound},
		{"dispatcher", w.own, http.StatusForbidden},
		{"dispatcher", here.service, http.StatusForbidden},
	} {
		if got := w.enter(home, row.who).call("POST", "/api/v1/crews", crewFields(fmt.Sprint("Новая ", n), row.organisation)); got.status != row.status {
			t.Errorf("%s adds a crew of %d: %d %s", row.who, row.organisation, got.status, got.body)
		}
	}
	for _, who := range []string{"dispatcher", "senior"} {
		if got := w.enter(home, who).call("POST", fmt.Sprintf("/api/v1/crews/%d/retire", here.crew), map[string]any{"why": "проба"}); got.status != http.StatusForbidden {
			t.Errorf("%s ends a foreign crew: %d %s", who, got.status, got.body)
		}
	}
}
