package auth

import (
	"context"
	"crypto/rand"
	"strings"

	"dispatch05/dispatch"
)

// ErrOwnAccount is answered to an administrator who would shut themselves out, perhaps as the last one.
var ErrOwnAccount = &dispatch.Error{Kind: dispatch.Conflict, Code: "own_account",
	Ru: "Свою учётную запись так изменить нельзя: попросите другого администратора", En: "Your own account cannot be changed so: ask another administrator"}

// AccountsFor lists the accounts of the actor's city by login, for whoever may change them.
func (g *Guard) AccountsFor(ctx context.Context, actor dispatch.Actor) ([]Account, error) {
	if !actor.Role.May(dispatch.MayAdminister) {
		return nil, dispatch.ErrForbidden
	}
	return g.store.Accounts(ctx, actor.City)
}

// NewAccount makes an account with a temporary password, which is told this once: the first sign-in replaces it.
func (g *Guard) NewAccount(ctx context.Context, actor dispatch.Actor, account Account, why string) (made Account, password string, err error) {
	if !actor.Role.May(dispatch.MayAdminister) {
		return Account{}, "", dispatch.ErrForbidden
	}
	account.City, account.Login = actor.City, strings.ToLower(strings.TrimSpace(account.Login))
	if account, err = account.kept(); err != nil {
		return Account{}, "", err
	}
	line := g.line(actor, "account", account, why).Changed(nil, account.Fields())
	if err := line.Brief(); err != nil {
		return Account{}, "", err
	}
	password = temporaryPassword()
	if account.PasswordHash, err = HashPassword(password); err != nil {
		return Account{}, "", err
	}
	id, _, err := g.store.PutAccount(ctx, account, false, line)
	if err != nil {
		return Account{}, "", err
	}
	made, err = g.store.Account(ctx, actor.City, id)
	return made, password, err
}

// ChangeAccount changes an account's name, role, fence and whether it is disabled; it needs the version that was looked
// at. One that is disabled or gets another role or fence is signed out everywhere at once, and that needs a reason.
func (g *Guard) ChangeAccount(ctx context.Context, actor dispatch.Actor, change Account, why string) (Account, error) {
	old, err := g.accountFor(ctx, actor, change.ID)
	if err != nil {
		return Account{}, err
	}
	change.City, change.Login = old.City, old.Login
	if change, err = change.kept(); err != nil {
		return Account{}, err
	}
	end := change.Disabled && !old.Disabled || change.Role != old.Role || change.Crew != old.Crew || change.Organisation != old.fence()
	if end && old.ID == actor.Account {
		return Account{}, ErrOwnAccount
	}
	kind := "account"
	if change.Disabled && !old.Disabled {
		kind = "account_disabled"
	}
	line := g.line(actor, kind, change, why).Changed(old.Fields(), change.Fields())
	if end {
		err = line.Reasoned()
	} else {
		err = line.Brief()
	}
	if err != nil {
		return Account{}, err
	}
	_, ended, err := g.store.PutAccount(ctx, change, end, line)
	if err != nil {
		return Account{}, err
	}
	g.over(ended)
	return g.store.Account(ctx, actor.City, change.ID)
}

// ResetPassword gives an account a temporary password, told this once, and signs it out everywhere at once.
func (g *Guard) ResetPassword(ctx context.Context, actor dispatch.Actor, id int64, why string) (account Account, password string, err error) {
	if account, err = g.accountFor(ctx, actor, id); err != nil {
		return Account{}, "", err
	}
	line := g.line(actor, "password_reset", account, why)
	if err := line.Reasoned(); err != nil {
		return Account{}, "", err
	}
	password = temporaryPassword()
	hash, err := HashPassword(password)
	if err != nil {
		return Account{}, "", err
	}
	ended, err := g.store.GivePassword(ctx, actor.City, id, hash, line)
	if err != nil {
		return Account{}, "", err
	}
	g.over(ended)
	account, err = g.store.Account(ctx, actor.City, id)
	return account, password, err
}

func (g *Guard) accountFor(ctx context.Context, actor dispatch.Actor, id int64) (Account, error) {
	if !actor.Role.May(dispatch.MayAdminister) {
		return Account{}, dispatch.ErrForbidden
	}
	return g.store.Account(ctx, actor.City, id)
}

func (g *Guard) line(actor dispatch.Actor, kind string, a Account, why string) dispatch.RosterLine {
	return dispatch.NewRosterLine(actor, g.now(), kind, a.ID, why, map[string]any{"name": a.Name, "login": a.Login})
}

// Fields are what the journal of changes tells of an account.
func (a Account) Fields() dispatch.Fields {
	return dispatch.Fields{"login": a.Login, "name": a.Name, "role": string(a.Role), "organisation_id": a.fence(), "crew_id": a.Crew, "disabled": a.Disabled}
}

// over closes the sockets of sessions that have ended.
func (g *Guard) over(ended []string) {
	if g.Over == nil {
		return
	}
	for _, session := range ended {
		g.Over(session)
	}
}

// kept is an account as it is stored: with the fence of its role and no other.
func (a Account) kept() (Account, error) {
	a.Name, a.Organisation = strings.TrimSpace(a.Name), a.fence()
	if a.Role != dispatch.CrewMember {
		a.Crew = 0
	}
	return a, a.check()
}

// fence is the organisation that a role is kept to; a crew's goes with the crew.
func (a Account) fence() int64 {
	if a.Role == dispatch.Foreman || a.Role == dispatch.ChiefEngineer {
		return a.Organisation
	}
	return 0
}

// temporaryPassword is easy to read out: 80 random bits in four groups.
func temporaryPassword() string {
	text := strings.ToLower(rand.Text())
	return strings.Join([]string{text[:4], text[4:8], text[8:12], text[12:16]}, "-")
}
