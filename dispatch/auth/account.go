package auth

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"dispatch05/dispatch"
)

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,40}$`)

// AddAccount makes an account with a password. Its PasswordHash is computed here.
func (g *Guard) AddAccount(ctx context.Context, account Account, password string) (int64, error) {
	account.Login = strings.ToLower(strings.TrimSpace(account.Login))
	if err := account.check(); err != nil {
		return 0, err
	}
	hash, err := newHash(account.Login, password)
	if err != nil {
		return 0, err
	}
	account.PasswordHash = hash
	return g.store.AddAccount(ctx, account, g.now())
}

// ChangePassword sets a password and ends the account's sessions.
func (g *Guard) ChangePassword(ctx context.Context, city, login, password string) error {
	hash, err := newHash(login, password)
	if err != nil {
		return err
	}
	return g.store.ChangePassword(ctx, city, login, hash)
}

// Disable ends an account and its sessions; what it did stays in the journals.
func (g *Guard) Disable(ctx context.Context, city, login string) error {
	return g.store.DisableAccount(ctx, city, login, g.now())
}

// Accounts lists a city's accounts by login.
func (g *Guard) Accounts(ctx context.Context, city string) ([]Account, error) {
	return g.store.Accounts(ctx, city)
}

func newHash(login, password string) (string, error) {
	if err := CheckPassword(login, password); err != nil {
		return "", err
	}
	return HashPassword(password)
}

// check refuses what cannot be an account; the fences of a role are part of it.
func (a Account) check() error {
	switch {
	case !loginForm.MatchString(a.Login):
		return wrong("login", "bad_login", "Логин — латиница, цифры, точка, дефис; от 2 знаков", "A login is latin letters, digits, dot, hyphen; two at least")
	case strings.TrimSpace(a.Name) == "":
		return wrong("name", "name_missing", "Укажите имя", "Say the name")
	case !slices.Contains(dispatch.Roles, a.Role):
		return wrong("role", "unknown_role", "Такой роли нет", "There is no such role")
	case (a.Role == dispatch.CrewMember) != (a.Crew != 0):
		return wrong("crew_id", "crew_missing", "Бригада указывается для роли crew, и только для неё", "A crew is named for the role crew, and for no other")
	case (a.Role == dispatch.Foreman || a.Role == dispatch.ChiefEngineer) && a.Organisation == 0:
		return wrong("organisation_id", "organisation_missing", "Для этой роли нужна организация", "This role needs an organisation")
	}
	return dispatch.CheckName("name", a.Name)
}

func wrong(field, code, ru, en string) error {
	return &dispatch.Error{Kind: dispatch.Invalid, Code: code, Field: field, Ru: ru, En: en}
}
