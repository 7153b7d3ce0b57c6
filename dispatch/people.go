package dispatch

import (
	"cmp"
	"context"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"dispatch05/dispatch/roster"
)

// PersonRow is a person on the list of people.
type PersonRow struct {
	ID             int64      `json:"id"`
	Version        int64      `json:"version"`
	Name           string     `json:"name"`
	OrganisationID int64      `json:"organisation_id"`
	Role           Role       `json:"role"`
	CrewID         *int64     `json:"crew_id"`
	Phone          string     `json:"phone"`
	Email          string     `json:"email"`
	Telegram       string     `json:"telegram"`
	AccountID      *int64     `json:"account_id"`
	Channels       []string   `json:"channels"` // means that the city has and that reach them; none: nothing does
	RetiredAt      *time.Time `json:"retired_at"`
}

func (d Duty) rowOfPerson(p roster.Person, now time.Time) PersonRow {
	h := Holder{Person: p, Account: d.living(p.Account, now), Tablet: d.tablet(p.Crew, now)}
	return PersonRow{ID: p.ID, Version: p.Version, Name: p.Name, OrganisationID: p.Organisation, Role: Role(p.Role), CrewID: known(p.Crew),
		Phone: p.Phone, Email: p.Email, Telegram: p.Telegram, AccountID: known(p.Account), Channels: d.channels(h, Role(p.Role)), RetiredAt: p.RetiredAt}
}

// People are the people whom the actor sees, by name, those who have left at the end.
func (d *Desk) People(ctx context.Context, actor Actor) ([]PersonRow, error) {
	if err := actor.check(MayWatch); err != nil {
		return nil, err
	}
	duty, err := d.duty(ctx, actor.City, d.Now())
	if err != nil {
		return nil, err
	}
	rows := []PersonRow{}
	for _, p := range duty.Roster.People {
		if actor.looksInto(p.Organisation) {
			rows = append(rows, duty.rowOfPerson(p, d.Now()))
		}
	}
	slices.SortFunc(rows, func(a, b PersonRow) int {
		return cmp.Or(left(a)-left(b), strings.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return rows, nil
}

func left(p PersonRow) int {
	if p.RetiredAt != nil {
		return 1
	}
	return 0
}

// PutPerson adds a person (ID 0) or changes one; a changed one needs the version that was looked at. Of
// namesakes in one organisation the second is refused (name_taken).
func (d *Desk) PutPerson(ctx context.Context, actor Actor, p roster.Person, why string) (PersonRow, error) {
	if err := firstOf(d.mayStaff(ctx, actor, p.Organisation), fits("why", why, maxShort)); err != nil {
		return PersonRow{}, err
	}
	p, err := checkedPerson(p)
	if err != nil {
		return PersonRow{}, err
	}
	old, duty, err := d.personBefore(ctx, actor, p)
	if err != nil || old == p {
		return duty.rowOfPerson(old, d.Now()), err
	}
	if err := firstOf(d.mayStaff(ctx, actor, old.Organisation), actor.mayKeep(duty, old, p)); err != nil {
		return PersonRow{}, err
	}
	var was Fields
	if p.ID != 0 {
		was = fieldsOfPerson(old)
	}
	line := d.rosterLine(actor, "person", p.ID, why, map[string]any{"name": p.Name}).Changed(was, fieldsOfPerson(p))
	id, err := d.Store.PutPerson(ctx, actor.City, p, line)
	if err != nil {
		return PersonRow{}, err
	}
	p, duty, err = d.personOf(ctx, actor, id)
	return duty.rowOfPerson(p, d.Now()), err
}

// personBefore is a person as they are, before a change; of a new one as they will be, under no id.
func (d *Desk) personBefore(ctx context.Context, actor Actor, p roster.Person) (roster.Person, Duty, error) {
	if p.ID != 0 {
		return d.personOf(ctx, actor, p.ID)
	}
	duty, err := d.duty(ctx, actor.City, d.Now())
	p.ID = -1
	return p, duty, err
}

// RetirePerson takes a person off every duty from now on; what they had stays known.
func (d *Desk) RetirePerson(ctx context.Context, actor Actor, id int64, why string) (PersonRow, error) {
	p, duty, err := d.personOf(ctx, actor, id)
	if err != nil {
		return PersonRow{}, err
	}
	if err := firstOf(d.mayStaff(ctx, actor, p.Organisation), actor.mayKeep(duty, p), fits("why", why, maxShort)); err != nil {
		return PersonRow{}, err
	}
	if p.RetiredAt == nil {
		now := d.Now()
		p.RetiredAt = &now
		if _, err := d.Store.PutPerson(ctx, actor.City, p, d.rosterLine(actor, "person_retired", id, why, map[string]any{"name": p.Name})); err != nil {
			return PersonRow{}, err
		}
		p, duty, err = d.personOf(ctx, actor, id)
	}
	return duty.rowOfPerson(p, d.Now()), err
}

// personOf loads a person within the actor's fence, with the plan that they belong to.
func (d *Desk) personOf(ctx context.Context, actor Actor, id int64) (roster.Person, Duty, error) {
	duty, err := d.duty(ctx, actor.City, d.Now())
	if err != nil {
		return roster.Person{}, duty, err
	}
	p, known := duty.Roster.People[id]
	if !known || !actor.looksInto(p.Organisation) {
		return roster.Person{}, duty, ErrNotFound
	}
	return p, duty, nil
}

var chatID = regexp.MustCompile(`^-?[0-9]{1,20}$`)

// checkedPerson is a person as they are kept: contacts that can work, in their stored form.
func checkedPerson(p roster.Person) (roster.Person, error) {
	p.Name, p.Email, p.Telegram = strings.TrimSpace(p.Name), strings.TrimSpace(p.Email), strings.TrimSpace(p.Telegram)
	if p.Name == "" {
		return p, invalid("name", "no_name", "Укажите имя", "Give the name")
	}
	if err := CheckName("name", p.Name); err != nil {
		return p, err
	}
	if !slices.Contains(Roles, Role(p.Role)) {
		return p, invalid("role", "unknown_role", "Такой роли нет", "There is no such role")
	}
	if Role(p.Role) != CrewMember && p.Crew != 0 {
		return p, invalid("crew_id", "crew_of_another_role", "Бригада бывает только у работника бригады", "Only a crew's worker has a crew")
	}
	phone, err := storedPhone(p.Phone)
	if err != nil {
		return p, err
	}
	p.Phone = phone
	if address, err := mail.ParseAddress(p.Email); p.Email != "" && (err != nil || address.Address != p.Email) {
		return p, invalid("email", "bad_email", "Проверьте адрес почты", "Check the e-mail address")
	}
	if p.Telegram != "" && !chatID.MatchString(p.Telegram) {
		return p, invalid("telegram", "bad_telegram", "Нужен номер чата Telegram, например 123456789", "The Telegram chat's number is needed, such as 123456789")
	}
	return p, nil
}
