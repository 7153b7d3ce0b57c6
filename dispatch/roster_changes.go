package dispatch

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"

	"dispatch05/dispatch/roster"
)

// Fields are what the journal of changes tells of a row, each by its name in the API.
type Fields map[string]any

// Contact is a field of which the journal tells only whether it is there: it is no business of whoever reads the journal.
type Contact string

// Changed adds to a line what a change made of a row, field by field as before and after. What stayed is left out; was is
// nil of a new row.
func (l RosterLine) Changed(was, now Fields) RosterLine {
	changes := map[string][2]any{}
	for field, after := range now {
		if before, had := was[field]; had && !reflect.DeepEqual(before, after) || !had && !empty(after) {
			changes[field] = [2]any{told(before), told(after)}
		}
	}
	if len(changes) > 0 {
		l.Detail["changes"] = changes
	}
	return l
}

func empty(value any) bool {
	v := reflect.ValueOf(value)
	return !v.IsValid() || v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0
}

func told(value any) any {
	if contact, is := value.(Contact); is {
		return contact != ""
	}
	return value
}

// ChangedFields are the fields that the journal of changes may name, but for those of accounts.
func ChangedFields() []string {
	names := map[string]bool{"rotations": true}
	for _, fields := range []Fields{Organisation{}.fields(), Crew{}.fields(), Vehicle{}.fields(), ContractRow{}.fields(), fieldsOfPerson(roster.Person{}), fieldsOfPost(roster.Post{})} {
		for name := range fields {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func (o Organisation) fields() Fields {
	return Fields{"name": o.Name, "kind": o.Kind, "phone": o.Phone}
}

func (c Crew) fields() Fields {
	return Fields{"name": c.Name, "organisation_id": c.Organisation, "skills": c.Skills, "people": c.People, "phone": Contact(c.Phone), "tablet": c.Tablet}
}

func (v Vehicle) fields() Fields {
	return Fields{"name": v.Name, "plate": v.Plate, "organisation_id": v.Organisation}
}

func (c ContractRow) fields() Fields {
	return Fields{"service_id": c.Service.ID, "from": string(c.From), "to": string(c.To), "document": c.Document}
}

func (t TermsOfContract) fields() Fields {
	return Fields{"service_id": t.Service, "from": t.From, "to": t.To, "document": strings.TrimSpace(t.Document)}
}

func fieldsOfPerson(p roster.Person) Fields {
	return Fields{"name": p.Name, "role": p.Role, "organisation_id": p.Organisation, "crew_id": p.Crew, "account_id": p.Account,
		"phone": Contact(p.Phone), "email": Contact(p.Email), "telegram": Contact(p.Telegram)}
}

func fieldsOfPost(p roster.Post) Fields {
	return Fields{"name": p.Name, "role": p.Role, "organisation_id": p.Organisation, "crew_id": p.Crew, "supervisor_id": p.Supervisor,
		"on_call": p.OnCall, "days": string(p.Days), "window": p.Window.String(), "territory": p.Territory != nil}
}

// RosterNames are what the rows of a city are called, those that have ended too, by the field that points at them and its id.
type RosterNames map[string]map[int64]string

// named puts names in the place of ids in the changes of lines: an id tells nobody anything.
func named(lines []RosterLine, names RosterNames) {
	for _, line := range lines {
		changes, _ := line.Detail["changes"].(map[string]any)
		for field, change := range changes {
			sides, _ := change.([]any)
			for i, side := range sides {
				switch {
				case field == "rotations":
					sides[i] = withNamesOfTurns(side, names["person_id"])
				case strings.HasSuffix(field, "_id"):
					sides[i] = nameOf(side, names[field])
				}
			}
		}
	}
}

// nameOf is the name of an id as JSON gives it; "": none.
func nameOf(id any, names map[int64]string) string {
	number, _ := id.(float64)
	return names[int64(number)]
}

func withNamesOfTurns(rotations any, people map[int64]string) any {
	list, _ := rotations.([]any)
	for _, one := range list {
		rotation, _ := one.(map[string]any)
		turns, _ := rotation["turns"].([]any)
		for _, turn := range turns {
			ids, _ := turn.([]any)
			for i, id := range ids {
				ids[i] = nameOf(id, people)
			}
		}
	}
	return list
}

// RosterLog are the latest changes of the plan, newest first, with each changed field before and after. It names people of
// every organisation, so that only those who plan for the whole city read it.
func (d *Desk) RosterLog(ctx context.Context, actor Actor) ([]RosterLine, error) {
	if !actor.Role.May(MayRoster) || actor.Fenced() {
		return nil, ErrForbidden
	}
	lines, err := d.Store.RosterLog(ctx, actor.City, rosterLines)
	if err != nil {
		return nil, err
	}
	names, err := d.Store.RosterNames(ctx, actor.City)
	named(lines, names)
	return append([]RosterLine{}, lines...), err
}
