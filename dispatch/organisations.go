package dispatch

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dispatch05/dispatch/norms"
)

// organisationKinds are what an organisation may be to the city's houses.
var organisationKinds = []string{"management", "supplier", "service", "city"}

var (
	errOwnService = &Error{Kind: Conflict, Code: "own_service", Ru: "Это сама служба 05: без неё городу некому отвечать", En: "This is 05 itself: without it nobody would answer in the city"}
	// ErrOrganisationBusy is answered when an organisation on which something stands is to end.
	ErrOrganisationBusy = &Error{Kind: Conflict, Code: "organisation_busy", Ru: "За организацией ещё числятся бригады, сотрудники, учётные записи или наряды",
		En: "Crews, people, accounts or orders still stand on the organisation"}
)

// OrganisationHolds is what stands on an organisation: it ends when the first four are none.
type OrganisationHolds struct {
	Crews     int       `json:"crews"`
	People    int       `json:"people"`
	Accounts  int       `json:"accounts"`
	Orders    int       `json:"orders"`  // open ones
	Managed   int       `json:"managed"` // houses that it manages by the register: they stay with it
	Answering Answering `json:"answering"`
}

// Answering is what a change does to who answers for houses.
type Answering struct {
	Houses    int `json:"houses"`     // whose emergency service becomes another
	ByDefault int `json:"by_default"` // of them: left without a contract, so that 05 itself answers
	Open      int `json:"open"`       // open requests there; they stay with the service of their registration
}

func (h OrganisationHolds) busy() bool { return h.Crews+h.People+h.Accounts+h.Orders > 0 }

// today is the city's own day.
func (d *Desk) today(ctx context.Context, city string) (norms.Date, error) {
	zone, err := d.Store.Zone(ctx, city)
	if err != nil {
		return "", err
	}
	return norms.DateOf(d.Now().In(zone)), nil
}

// PutOrganisation adds an organisation (ID 0) or changes one; a changed one needs the version that was looked at.
func (d *Desk) PutOrganisation(ctx context.Context, actor Actor, o Organisation, why string) (Organisation, error) {
	if err := firstOf(actor.check(MayContract), fits("why", why, maxShort)); err != nil {
		return Organisation{}, err
	}
	was, err := d.fieldsOfOrganisation(ctx, actor, o.ID)
	if err != nil {
		return Organisation{}, err
	}
	if o, err = checkedOrganisation(o); err != nil {
		return Organisation{}, err
	}
	line := d.rosterLine(actor, "organisation", o.ID, why, map[string]any{"name": o.Name}).Changed(was, o.fields())
	id, err := d.Store.ChangeOrganisation(ctx, actor.City, o, line)
	if err != nil {
		return Organisation{}, err
	}
	return d.livingOrganisation(ctx, actor, id)
}

// OrganisationHolds tells what stands on an organisation, and what its end would change for houses.
func (d *Desk) OrganisationHolds(ctx context.Context, actor Actor, id int64) (OrganisationHolds, error) {
	if err := actor.check(MayContract); err != nil {
		return OrganisationHolds{}, err
	}
	if _, err := d.livingOrganisation(ctx, actor, id); err != nil {
		return OrganisationHolds{}, err
	}
	holds, err := d.Store.OrganisationHolds(ctx, actor.City, id)
	if err != nil {
		return OrganisationHolds{}, err
	}
	today, err := d.today(ctx, actor.City)
	if err != nil {
		return OrganisationHolds{}, err
	}
	holds.Answering, err = d.Store.TryEndOrganisation(ctx, actor.City, id, today)
	return holds, err
}

// RetireOrganisation ends an organisation on which nothing stands; its contracts as an emergency service end with it,
// and from now on 05 answers for those houses, or who another contract names.
func (d *Desk) RetireOrganisation(ctx context.Context, actor Actor, id int64, why string) error {
	if err := actor.check(MayContract); err != nil {
		return err
	}
	o, err := d.livingOrganisation(ctx, actor, id)
	if err != nil {
		return err
	}
	line := d.rosterLine(actor, "organisation_retired", id, why, map[string]any{"name": o.Name})
	if err := line.Reasoned(); err != nil {
		return err
	}
	if o.Own {
		return errOwnService
	}
	holds, err := d.Store.OrganisationHolds(ctx, actor.City, id)
	if err != nil {
		return err
	}
	if holds.busy() {
		return holds.refusal()
	}
	today, err := d.today(ctx, actor.City)
	if err != nil {
		return err
	}
	return d.Store.EndOrganisation(ctx, actor.City, id, today, line)
}

// ReturnOrganisation takes an organisation that had ended back into work. The contracts that ended with it stay ended.
func (d *Desk) ReturnOrganisation(ctx context.Context, actor Actor, id int64, why string) (Organisation, error) {
	if err := actor.check(MayContract); err != nil {
		return Organisation{}, err
	}
	all, err := d.Store.Organisations(ctx, actor.City)
	if err != nil {
		return Organisation{}, err
	}
	i := slices.IndexFunc(all, func(o Organisation) bool { return o.ID == id })
	if i < 0 {
		return Organisation{}, ErrNotFound
	}
	line := d.rosterLine(actor, "organisation_returned", id, why, map[string]any{"name": all[i].Name})
	if err := line.Reasoned(); err != nil || all[i].RetiredAt == nil {
		return all[i], err
	}
	if err := d.Store.ReturnOrganisation(ctx, actor.City, all[i], line); err != nil {
		return Organisation{}, err
	}
	return d.livingOrganisation(ctx, actor, id)
}

func (h OrganisationHolds) refusal() error {
	busy := *ErrOrganisationBusy
	busy.Ru = fmt.Sprintf("За организацией ещё числится: бригад — %d, сотрудников — %d, учётных записей — %d, незакрытых нарядов — %d", h.Crews, h.People, h.Accounts, h.Orders)
	busy.En = fmt.Sprintf("Still standing on the organisation: %d crews, %d people, %d accounts, %d open orders", h.Crews, h.People, h.Accounts, h.Orders)
	return &busy
}

// fieldsOfOrganisation are those of a living one; nil of a new one (ID 0).
func (d *Desk) fieldsOfOrganisation(ctx context.Context, actor Actor, id int64) (Fields, error) {
	if id == 0 {
		return nil, nil
	}
	old, err := d.livingOrganisation(ctx, actor, id)
	return old.fields(), err
}

// livingOrganisation loads one that has not ended.
func (d *Desk) livingOrganisation(ctx context.Context, actor Actor, id int64) (Organisation, error) {
	all, err := d.Store.Organisations(ctx, actor.City)
	if err != nil {
		return Organisation{}, err
	}
	i := slices.IndexFunc(all, func(o Organisation) bool { return o.ID == id && o.RetiredAt == nil })
	if i < 0 {
		return Organisation{}, ErrNotFound
	}
	return all[i], nil
}

// checkedOrganisation is an organisation as it is kept.
func checkedOrganisation(o Organisation) (Organisation, error) {
	o.Name = strings.TrimSpace(o.Name)
	if o.Name == "" {
		return o, invalid("name", "no_name", "Укажите название", "Give the name")
	}
	if !slices.Contains(organisationKinds, o.Kind) {
		return o, invalid("kind", "unknown_kind", "Такого вида организаций нет", "There is no such kind of organisation")
	}
	var err error
	if o.Phone, err = storedPhone(o.Phone); err != nil {
		return o, err
	}
	return o, CheckName("name", o.Name)
}
