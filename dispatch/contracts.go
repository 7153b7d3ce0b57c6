package dispatch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dispatch05/dispatch/norms"
)

// Contract says who is the emergency service of a house, or of all houses of an organisation, over days of the city's
// calendar, both included. One of a house goes before one of its organisation.
type Contract struct {
	ID, Version         int64
	Organisation, House int64 // one of them
	Service             int64
	From                time.Time
	To                  *time.Time // nil: until further notice
	Document            string     // number and date of the paper
}

// ContractRow is a contract on the list of contracts.
type ContractRow struct {
	ID           int64      `json:"id"`
	Version      int64      `json:"version"`
	Organisation *Party     `json:"organisation"` // null: of one house
	HouseID      *int64     `json:"house_id"`
	Address      string     `json:"address"`
	Houses       int        `json:"houses"` // how many the contract covers
	Service      Party      `json:"service"`
	From         norms.Date `json:"from"`
	To           norms.Date `json:"to"` // the last day; "": until further notice
	Document     string     `json:"document"`
	State        string     `json:"state" enum:"now,later,ended"`
}

// TermsOfContract are a contract as it is entered: days as 2026-01-31.
type TermsOfContract struct {
	ID, Version         int64
	Organisation, House int64
	Service             int64
	From, To            string
	Document            string
}

// Overlap is the refusal of a contract whose subject has another one in its time.
func Overlap(service, from, to string) error {
	ru, en := "с "+from+" без срока", "from "+from+" on"
	if to != "" {
		ru, en = "с "+from+" по "+to, "from "+from+" to "+to
	}
	return &Error{Kind: Conflict, Code: "contract_overlaps", Field: "from", Ru: fmt.Sprintf("В эти дни уже действует договор: %s, %s. Сначала завершите его", service, ru),
		En: fmt.Sprintf("A contract holds in these days: %s, %s. End it first", service, en)}
}

// Contracts are those that the actor sees: of the own organisation for those who are kept to one.
func (d *Desk) Contracts(ctx context.Context, actor Actor) ([]ContractRow, error) {
	if err := actor.check(MayWatch); err != nil {
		return nil, err
	}
	today, err := d.today(ctx, actor.City)
	if err != nil {
		return nil, err
	}
	all, err := d.Store.Contracts(ctx, actor.City, today)
	rows := []ContractRow{}
	for _, c := range all {
		if actor.looksInto(c.Service.ID) || c.Organisation != nil && actor.looksInto(c.Organisation.ID) {
			rows = append(rows, c)
		}
	}
	return rows, err
}

// PutContract adds a contract (ID 0) or changes one's service, days and document; a changed one needs the version that
// was looked at, and keeps its subject.
func (d *Desk) PutContract(ctx context.Context, actor Actor, terms TermsOfContract, why string) (ContractRow, error) {
	c, today, parties, err := d.agreed(ctx, actor, terms)
	if err != nil {
		return ContractRow{}, err
	}
	was, err := d.fieldsOfContract(ctx, actor, c.ID, today)
	if err != nil {
		return ContractRow{}, err
	}
	kind := "contract"
	if c.To != nil && norms.DateOf(*c.To) < today {
		kind = "contract_ended"
	}
	line := d.rosterLine(actor, kind, c.ID, why, map[string]any{"name": parties}).Changed(was, terms.fields())
	if c.ID != 0 {
		err = line.Reasoned()
	} else {
		err = line.Brief()
	}
	if err != nil {
		return ContractRow{}, err
	}
	id, err := d.Store.ChangeContract(ctx, actor.City, c, line)
	if err != nil {
		return ContractRow{}, err
	}
	return d.Store.Contract(ctx, actor.City, id, today)
}

// fieldsOfContract are those of a contract; nil of a new one (ID 0).
func (d *Desk) fieldsOfContract(ctx context.Context, actor Actor, id int64, today norms.Date) (Fields, error) {
	if id == 0 {
		return nil, nil
	}
	old, err := d.Store.Contract(ctx, actor.City, id, today)
	return old.fields(), err
}

// TryContract tells what a contract would change for houses, and writes nothing.
func (d *Desk) TryContract(ctx context.Context, actor Actor, terms TermsOfContract) (Answering, error) {
	c, today, _, err := d.agreed(ctx, actor, terms)
	if err != nil {
		return Answering{}, err
	}
	return d.Store.TryContract(ctx, actor.City, c, today)
}

// agreed are terms that can be a contract, by an actor who may make it, and who the parties are: "houses — service".
func (d *Desk) agreed(ctx context.Context, actor Actor, terms TermsOfContract) (c Contract, today norms.Date, parties string, err error) {
	if err := actor.check(MayContract); err != nil {
		return c, "", "", err
	}
	if today, err = d.today(ctx, actor.City); err != nil {
		return c, "", "", err
	}
	if terms.ID != 0 {
		old, err := d.Store.Contract(ctx, actor.City, terms.ID, today)
		if err != nil {
			return c, "", "", err
		}
		terms.Organisation, terms.House = 0, 0
		if old.Organisation != nil {
			terms.Organisation = old.Organisation.ID
		}
		if old.HouseID != nil {
			terms.House = *old.HouseID
		}
	}
	if c, err = terms.contract(); err != nil {
		return c, "", "", err
	}
	service, err := d.livingOrganisation(ctx, actor, c.Service)
	if err != nil {
		return c, "", "", unlessFound(err, invalid("service_id", "unknown_organisation", "Такой организации нет", "There is no such organisation"))
	}
	houses, err := d.subjectOf(ctx, actor, c)
	return c, today, houses + " — " + service.Name, err
}

// subjectOf names the houses of a contract: an address, or whose they are.
func (d *Desk) subjectOf(ctx context.Context, actor Actor, c Contract) (string, error) {
	if c.House != 0 {
		house, err := d.Store.House(ctx, actor.City, c.House, d.Now())
		return house.Place.Address, err
	}
	all, err := d.Store.Organisations(ctx, actor.City)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(all, func(o Organisation) bool { return o.ID == c.Organisation })
	if i < 0 || all[i].RetiredAt != nil && c.ID == 0 {
		return "", ErrUnknownOrganisation
	}
	return all[i].Name, nil
}

// unlessFound puts a refusal in the place of ErrNotFound.
func unlessFound(err error, refusal *Error) error {
	if errors.Is(err, ErrNotFound) {
		return refusal
	}
	return err
}

// contract reads the days and checks that one subject is named.
func (t TermsOfContract) contract() (Contract, error) {
	c := Contract{ID: t.ID, Version: t.Version, Organisation: t.Organisation, House: t.House, Service: t.Service, Document: strings.TrimSpace(t.Document)}
	if (c.Organisation == 0) == (c.House == 0) {
		return c, invalid("organisation_id", "one_subject", "Нужна организация или дом, что-то одно", "Name an organisation or a house, one of them")
	}
	if c.Service == 0 {
		return c, invalid("service_id", "no_service", "Укажите аварийную службу", "Name the emergency service")
	}
	from, err := time.Parse(time.DateOnly, t.From)
	if err != nil {
		return c, invalid("from", "bad_day", "Нужна дата вида 2026-01-31", "A day like 2026-01-31 is needed")
	}
	c.From = from
	if t.To != "" {
		to, err := time.Parse(time.DateOnly, t.To)
		if err != nil || to.Before(from) {
			return c, invalid("to", "bad_day", "Нужна дата не раньше начала", "A day not before the first is needed")
		}
		c.To = &to
	}
	return c, CheckName("document", c.Document)
}
