package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/postgres"
	"dispatch05/dispatch/roster"
)

type importPeopleCommand struct{ importFlags }

// Run takes people: those of a name that their organisation has are changed, the others are new. Nobody is taken off:
// who has left is retired by hand, since watches depend on it.
func (c *importPeopleCommand) Run(ctx context.Context, std *streams) error {
	return c.into(ctx, std, func(file *os.File, store *postgres.Store, now time.Time) error {
		rows, err := openTable(file, "name", "organisation", "role", "phone", "email", "telegram", "crew")
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		doubts, err := newComplaints(c.Report)
		if err != nil {
			return err
		}
		rows.torn = doubts.torn("person")
		desk, err := deskOf(ctx, std, store, func() time.Time { return now })
		if err != nil {
			return err
		}
		taker, err := newPeopleTaker(ctx, desk, c.City, doubts)
		if err != nil {
			return err
		}
		taken, err := taker.all(ctx, rows)
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		return doubts.tellTaken(std.out, taken, "person", "people")
	})
}

type peopleTaker struct {
	desk          *dispatch.Desk
	actor         dispatch.Actor
	doubts        *complaints
	organisations []dispatch.Organisation
	crews         []dispatch.Crew
	people        []dispatch.PersonRow
}

func newPeopleTaker(ctx context.Context, desk *dispatch.Desk, city string, doubts *complaints) (k *peopleTaker, err error) {
	k = &peopleTaker{desk: desk, actor: consoleActor(city), doubts: doubts}
	if k.organisations, err = desk.Store.Organisations(ctx, city); err != nil {
		return nil, err
	}
	if k.crews, err = desk.Store.Crews(ctx, city); err != nil {
		return nil, err
	}
	k.people, err = desk.People(ctx, k.actor)
	return k, err
}

// lined is something of a file with the line that it stands on.
type lined[T any] struct {
	value T
	line  int
	name  string
}

// all reads the file to its end before anything is written: a file that breaks off leaves no trace.
func (k *peopleTaker) all(ctx context.Context, rows *table) (taken int, err error) {
	var people []lined[roster.Person]
	if err := rows.each(func() error {
		name := named(rows.get("organisation"), rows.get("name"))
		person, problem := k.read(rows)
		if problem.en != "" {
			k.doubts.add(rows.line(), name, "person", true, problem)
			return nil
		}
		people = append(people, lined[roster.Person]{person, rows.line(), name})
		return nil
	}); err != nil {
		return 0, err
	}
	for _, p := range people {
		row, err := k.desk.PutPerson(ctx, k.actor, k.known(p.value), "импорт")
		if problem, refused := faultOf(err); refused {
			k.doubts.add(p.line, p.name, "person", true, problem)
			continue
		}
		if err != nil {
			return taken, err
		}
		k.people = append(slices.DeleteFunc(k.people, func(old dispatch.PersonRow) bool { return old.ID == row.ID }), row)
		taken++
	}
	return taken, nil
}

// known gives a person the id, version and login of the one of that name, if the organisation has one.
func (k *peopleTaker) known(p roster.Person) roster.Person {
	for _, old := range k.people {
		if old.OrganisationID == p.Organisation && old.Name == p.Name {
			p.ID, p.Version = old.ID, old.Version
			if old.AccountID != nil {
				p.Account = *old.AccountID
			}
		}
	}
	return p
}

// faultOf is a refusal of the trade as what is wrong with a row; other errors end the import.
func faultOf(err error) (fault, bool) {
	var refusal *dispatch.Error
	if !errors.As(err, &refusal) || refusal.Kind == dispatch.Unexpected {
		return fault{}, false
	}
	return fault{refusal.En, refusal.Ru}, true
}

// read gives a person, or the reason why the row is none.
func (k *peopleTaker) read(rows *table) (roster.Person, fault) {
	p := roster.Person{Name: rows.get("name"), Role: rows.get("role"), Phone: rows.get("phone"), Email: rows.get("email"), Telegram: rows.get("telegram")}
	if p.Role == "" {
		p.Role = string(dispatch.CrewMember)
	}
	var problem fault
	if p.Organisation, problem = k.organisation(rows.get("organisation")); problem.en != "" {
		return p, problem
	}
	p.Crew, problem = k.crew(rows.get("crew"))
	return p, problem
}

func (k *peopleTaker) organisation(name string) (int64, fault) {
	for _, o := range k.organisations {
		if strings.EqualFold(o.Name, name) {
			return o.ID, fault{}
		}
	}
	return 0, fault{fmt.Sprintf("organisation %q is not known", name), fmt.Sprintf("организация «%s» неизвестна", name)}
}

// crew is the crew of a name; none for an empty one.
func (k *peopleTaker) crew(name string) (int64, fault) {
	if name == "" {
		return 0, fault{}
	}
	for _, c := range k.crews {
		if strings.EqualFold(c.Name, name) {
			return c.ID, fault{}
		}
	}
	return 0, fault{fmt.Sprintf("crew %q is not known", name), fmt.Sprintf("бригада «%s» неизвестна", name)}
}
