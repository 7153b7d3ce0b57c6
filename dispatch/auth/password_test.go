package auth

import (
	"errors"
	"strings"
	"testing"
	"time"

	"dispatch05/dispatch"
)

func TestCheckPassword(t *testing.T) {
	for password, good := range map[string]bool{
		"семь красных трамваев": true,
		"correct horse":           true,
		"коротко":                 false,
		"":                        false,
		"ааааааааааааа":           false,
		"dispatcher2026":          false, // the login with a number
		"мой dispatcher и ключи":  true,
		strings.Repeat("я1", 101): false,
		"\xff\xfe\xfd567890123":   false,
	} {
		err := CheckPassword("dispatcher", password)
		if good != (err == nil) {
			t.Errorf("%q: %v", password, err)
		}
		if err != nil && !errors.Is(err, &dispatch.Error{Code: "weak_password"}) {
			t.Errorf("%q is refused with %v", password, err)
		}
	}
}

func TestPaceDoublesUpToItsLongest(t *testing.T) {
	p := pace{free: 3, longest: 10 * time.Second}
	for failed, want := range map[int]time.Duration{0: 0, 2: 0, 3: time.Second, 4: 2 * time.Second, 6: 8 * time.Second, 7: 10 * time.Second, 500: 10 * time.Second} {
		if got := p.wait(failed); got != want {
			t.Errorf("after %d failures %v, not %v", failed, got, want)
		}
	}
}

// The fences of a role are part of the account: a foreman without an organisation would see the city.
func TestAccountCheck(t *testing.T) {
	whole := Account{City: "reka", Login: "ivanov", Name: "Иванов", Role: dispatch.Operator}
	for name, c := range map[string]struct {
		change func(*Account)
		code   string
	}{
		"whole":                       {func(*Account) {}, ""},
		"login in Cyrillic":           {func(a *Account) { a.Login = "иванов" }, "bad_login"},
		"no name":                     {func(a *Account) { a.Name = " " }, "name_missing"},
		"unknown role":                {func(a *Account) { a.Role = "king" }, "unknown_role"},
		"the program's own role":      {func(a *Account) { a.Role = dispatch.System }, "unknown_role"},
		"crew without a crew":         {func(a *Account) { a.Role = dispatch.CrewMember }, "crew_missing"},
		"operator with a crew":        {func(a *Account) { a.Crew = 1 }, "crew_missing"},
		"foreman of no organisation":  {func(a *Account) { a.Role = dispatch.Foreman }, "organisation_missing"},
		"foreman of an organisation":  {func(a *Account) { a.Role, a.Organisation = dispatch.Foreman, 1 }, ""},
		"engineer of no organisation": {func(a *Account) { a.Role = dispatch.ChiefEngineer }, "organisation_missing"},
	} {
		account := whole
		c.change(&account)
		err := account.check()
		var told *dispatch.Error
		if errors.As(err, &told); (err == nil) != (c.code == "") || told != nil && told.Code != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}
