package httpapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"dispatch05/dispatch"
)

type account struct {
	ID, Version         int64
	Login, Name         string
	Role                string
	Disabled, Temporary bool
	OrganisationID      *int64 `json:"organisation_id"`
	CrewID              *int64 `json:"crew_id"`
}

type given struct {
	Account  account
	Password string
}

// signIn tries a password, and a new one in its place unless that is empty.
func (w *town) signIn(login, password, fresh string) reply {
	body := map[string]any{"city": home, "login": login, "password": password}
	if fresh != "" {
		body["new_password"] = fresh
	}
	return w.nobody().call("POST", "/api/v1/session", body)
}

// An account is made, its temporary password is replaced at the first sign-in, and it is shut out while it is at work.
func TestAccountFromFirstToLast(t *testing.T) {
	w := newTown(t)
	var over []string
	w.guard.Over = func(session string) { over = append(over, session) }
	admin, place := w.enter(home, "admin"), w.places[home]
	made := read[given](t, admin.call("POST", "/api/v1/accounts", map[string]any{"login": " Petrov ", "name": "Петров", "role": "foreman", "organisation_id": place.service}), http.StatusCreated)
	if made.Account.Login != "petrov" || !made.Account.Temporary || len(made.Password) < 16 || made.Account.OrganisationID == nil {
		t.Fatalf("made: %+v", made)
	}
	for fresh, code := range map[string]string{"": "password_temporary", "коротко": "weak_password", made.Password: "weak_password"} {
		if refused := read[problem](t, w.signIn("petrov", made.Password, fresh), w.signIn("petrov", made.Password, fresh).status); refused.Code != code {
			t.Errorf("new password %q: %+v", fresh, refused)
		}
	}
	if got := w.signIn("petrov", made.Password, password); got.status != http.StatusOK {
		t.Fatalf("the first sign-in: %d %s", got.status, got.body)
	}
	if got := w.signIn("petrov", made.Password, password); got.status != http.StatusUnauthorized {
		t.Errorf("the temporary password opens after it was replaced: %d", got.status)
	}
	foreman := w.enter(home, "petrov")
	path := fmt.Sprintf("/api/v1/accounts/%d", made.Account.ID)
	change := map[string]any{"version": made.Account.Version, "name": "Петров", "role": "foreman", "organisation_id": place.service, "disabled": true}
	if refused := read[problem](t, admin.call("PUT", path, change), http.StatusUnprocessableEntity); refused.Code != "no_reason" {
		t.Errorf("without a reason: %+v", refused)
	}
	change["why"] = "уволен"
	if shut := read[account](t, admin.call("PUT", path, change), http.StatusOK); !shut.Disabled {
		t.Errorf("shut out: %+v", shut)
	}
	if got := foreman.call("GET", "/api/v1/session", nil); got.status != http.StatusUnauthorized || len(over) != 2 {
		t.Errorf("his session is answered %d, sockets closed: %d", got.status, len(over))
	}
	if got := w.signIn("petrov", password, ""); got.status != http.StatusUnauthorized {
		t.Errorf("he signs in again: %d", got.status)
	}
	if stale := read[problem](t, admin.call("PUT", path, change), http.StatusConflict); stale.Code != "stale_version" {
		t.Errorf("the old version: %+v", stale)
	}
	lines := read[[]dispatch.RosterLine](t, admin.call("GET", "/api/v1/roster/log", nil), http.StatusOK)
	if lines[0].Kind != "account_disabled" || lines[0].Why != "уволен" || lines[1].Kind != "account" || lines[0].Actor != "Имя admin" || lines[0].Ref != made.Account.ID {
		t.Errorf("the log: %+v", lines[:2])
	}
	if text := admin.call("GET", "/api/v1/accounts", nil).body + fmt.Sprint(lines) + w.log.String(); strings.Contains(text, "argon2") || strings.Contains(text, made.Password) {
		t.Error("a secret is told")
	}
}

// Another role acts at once, and whoever has it signs in again; a name is no reason for that.
func TestAccountOfAnotherRole(t *testing.T) {
	w := newTown(t)
	admin := w.enter(home, "admin")
	operator := w.enter(home, "operator")
	all := read[[]account](t, admin.call("GET", "/api/v1/accounts", nil), http.StatusOK)
	of := all[slices.IndexFunc(all, func(a account) bool { return a.Login == "operator" })]
	path := fmt.Sprintf("/api/v1/accounts/%d", of.ID)
	renamed := read[account](t, admin.call("PUT", path, map[string]any{"version": of.Version, "name": "Другая", "role": "operator", "disabled": false}), http.StatusOK)
	if got := operator.call("GET", "/api/v1/session", nil); got.status != http.StatusOK || !strings.Contains(got.body, "Другая") {
		t.Errorf("renamed: %d %s", got.status, got.body)
	}
	read[account](t, admin.call("PUT", path, map[string]any{"version": renamed.Version, "name": "Другая", "role": "committee", "disabled": false, "why": "перевод"}), http.StatusOK)
	if got := operator.call("GET", "/api/v1/session", nil); got.status != http.StatusUnauthorized {
		t.Errorf("of another role: %d", got.status)
	}
	reset := read[given](t, admin.call("POST", path+"/password", map[string]any{"why": "забыла"}), http.StatusOK)
	if got := w.signIn("operator", password, ""); got.status != http.StatusUnauthorized {
		t.Errorf("the forgotten password: %d", got.status)
	}
	if got := w.signIn("operator", reset.Password, "семь синих трамваев"); got.status != http.StatusOK {
		t.Errorf("the given one: %d %s", got.status, got.body)
	}
}

func TestAccountIsRefusedInWords(t *testing.T) {
	w := newTown(t)
	admin, place := w.enter(home, "admin"), w.places[home]
	all := read[[]account](t, admin.call("GET", "/api/v1/accounts", nil), http.StatusOK)
	own := all[slices.IndexFunc(all, func(a account) bool { return a.Login == "admin" })]
	for code, c := range map[string]struct {
		field string
		body  map[string]any
	}{
		"login_taken":          {"login", map[string]any{"login": "senior", "name": "Х", "role": "senior"}},
		"bad_login":            {"login", map[string]any{"login": "Имя", "name": "Х", "role": "senior"}},
		"crew_missing":         {"crew_id", map[string]any{"login": "xx", "name": "Х", "role": "crew"}},
		"organisation_missing": {"organisation_id", map[string]any{"login": "xx", "name": "Х", "role": "foreman"}},
		"unknown_organisation": {"organisation_id", map[string]any{"login": "xx", "name": "Х", "role": "foreman", "organisation_id": place.service + 987654}},
		"unknown_crew":         {"crew_id", map[string]any{"login": "xx", "name": "Х", "role": "crew", "crew_id": place.crew + 987654}},
	} {
		got := admin.call("POST", "/api/v1/accounts", c.body)
		refusal := read[problem](t, got, got.status)
		if refusal.Code != code || len(refusal.Errors) != 1 || refusal.Errors[0].Field != c.field || got.status >= 500 {
			t.Errorf("%s: %d %s", code, got.status, got.body)
		}
	}
	got := admin.call("PUT", fmt.Sprintf("/api/v1/accounts/%d", own.ID), map[string]any{"version": own.Version, "name": "Х", "role": "senior", "disabled": false, "why": "проба"})
	if refusal := read[problem](t, got, http.StatusConflict); refusal.Code != "own_account" {
		t.Errorf("the own role: %+v", refusal)
	}
}
