package dispatch

import (
	"context"

	"dispatch05/dispatch/roster"
)

var (
	errForeignStaff = &Error{Kind: Forbidden, Code: "foreign_staff", Field: "organisation_id",
		Ru: "Бригады и людей других организаций ведёт администратор", En: "Crews and people of other organisations are the administrator's"}
	errRoleAbove = &Error{Kind: Forbidden, Code: "role_above", Field: "role",
		Ru: "Роль выше своей даёт и меняет только администратор", En: "A role above the own one is given and changed by an administrator only"}
	errAccountAbove = &Error{Kind: Forbidden, Code: "account_above", Field: "account_id",
		Ru: "Эту учётную запись привязывает только администратор: она выше или другой организации", En: "Only an administrator binds this account: it stands above, or is another organisation's"}
)

// above orders all roles by what they may grant: nobody gives one above the own.
var above = map[Role]int{CrewMember: 0, Operator: 1, Foreman: 1, Dispatcher: 1, Senior: 2, ChiefEngineer: 3, Committee: 4, Administrator: 5}

// wide says whether an actor keeps the staff of every organisation, in every role.
func (a Actor) wide() bool { return a.Role == Administrator || a.Role == System }

// mayStaff holds whose crews and people an actor keeps: an administrator everybody's, a senior dispatcher those of 05
// itself, a foreman those of their own organisation.
func (d *Desk) mayStaff(ctx context.Context, actor Actor, organisations ...int64) error {
	if err := actor.check(MayStaff); err != nil || actor.wide() {
		return err
	}
	own := actor.Organisation
	if !actor.Fenced() {
		service, err := d.Store.OwnService(ctx, actor.City)
		if err != nil {
			return err
		}
		own = service.ID
	}
	for _, organisation := range organisations {
		if organisation != own && actor.Fenced() {
			return ErrNotFound
		}
		if organisation != own {
			return errForeignStaff
		}
	}
	return nil
}

// mayKeep refuses whoever may not make or change a person as they were or as they will be: of a role above the own one,
// or with the login of somebody who stands above, or of another organisation. Whoever may change such a person's
// contacts would read what is told to them.
func (a Actor) mayKeep(duty Duty, people ...roster.Person) error {
	if a.wide() {
		return nil
	}
	for _, p := range people {
		if above[Role(p.Role)] > above[a.Role] {
			return errRoleAbove
		}
		for _, s := range duty.Accounts {
			if s.Account == p.Account && (above[s.Role] > above[a.Role] || a.Fenced() && s.Organisation != a.Organisation) {
				return errAccountAbove
			}
		}
	}
	return nil
}
