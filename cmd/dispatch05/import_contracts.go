package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/postgres"
	"dispatch05/geo/register"
)

type importContractsCommand struct{ importFlags }

// Run takes contracts: who is the emergency service of an organisation's houses, or of one house.
func (c *importContractsCommand) Run(ctx context.Context, std *streams) error {
	return c.into(ctx, std, func(file *os.File, store *postgres.Store, now time.Time) error {
		rows, err := openTable(file, "organisation", "house", "service", "service_phone", "from", "to")
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		doubts, err := newComplaints(c.Report)
		if err != nil {
			return err
		}
		rows.torn = doubts.torn("contract")
		houses, err := store.Houses(ctx, c.City)
		if err != nil {
			return err
		}
		taker := contractTaker{store: store, city: c.City, index: register.NewIndex(houses, register.Options{}), doubts: doubts, today: now}
		contracts, err := taker.all(ctx, rows)
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		if err := store.PutContracts(ctx, c.City, contracts); err != nil {
			return err
		}
		return doubts.tellTaken(std.out, len(contracts), "contract", "contracts")
	})
}

type contractTaker struct {
	store  *postgres.Store
	city   string
	index  *register.Index
	doubts *complaints
	today  time.Time
}

// all reads the file to its end before any service is written: a file that breaks off leaves no trace.
func (k contractTaker) all(ctx context.Context, rows *table) ([]postgres.Contract, error) {
	var promised []promise
	if err := rows.each(func() error {
		contract, problem := k.read(ctx, rows)
		if problem.en != "" {
			k.doubts.add(rows.line(), named(rows.get("organisation"), rows.get("house")), "contract", true, problem)
			return nil
		}
		promised = append(promised, promise{contract, rows.get("service"), rows.get("service_phone")})
		return nil
	}); err != nil {
		return nil, err
	}
	contracts := make([]postgres.Contract, len(promised))
	for i, p := range promised {
		service, err := k.service(ctx, p.service, p.phone)
		if err != nil {
			return nil, err
		}
		contracts[i] = p.Contract
		contracts[i].Service = service
	}
	return contracts, nil
}

// promise is a contract and the name of the service that it is with.
type promise struct {
	postgres.Contract
	service, phone string
}

// read gives a contract, or the reason why the row is none.
func (k contractTaker) read(ctx context.Context, rows *table) (c postgres.Contract, problem fault) {
	if (rows.get("organisation") == "") == (rows.get("house") == "") {
		return c, fault{"name an organisation or a house, one of them", "нужна организация или дом, что-то одно"}
	}
	if rows.get("service") == "" {
		return c, fault{"service is empty", "не указана аварийная служба"}
	}
	if problem, refused := faultOf(dispatch.CheckName("service", rows.get("service"))); refused {
		return c, problem
	}
	if c.From, c.To, problem = k.days(rows); problem.en != "" {
		return c, problem
	}
	if rows.get("house") != "" {
		found := k.index.Resolve(rows.get("house"))
		if found.Answer == nil {
			return c, fault{fmt.Sprintf("house %q: %s", rows.get("house"), found.Reason.English), fmt.Sprintf("дом «%s»: %s", rows.get("house"), found.Reason.Russian)}
		}
		c.House = found.Answer.ID
		return c, fault{}
	}
	organisation, err := k.store.OrganisationNamed(ctx, k.city, rows.get("organisation"))
	if err != nil {
		return c, fault{fmt.Sprintf("organisation %q is not known", rows.get("organisation")), fmt.Sprintf("организация «%s» неизвестна", rows.get("organisation"))}
	}
	c.Organisation = organisation.ID
	return c, fault{}
}

// service finds or makes the emergency service; one that is known keeps its kind.
func (k contractTaker) service(ctx context.Context, name, phone string) (int64, error) {
	kind := "service"
	if known, err := k.store.OrganisationNamed(ctx, k.city, name); err == nil {
		name, kind = known.Name, known.Kind
	}
	return k.store.PutOrganisation(ctx, k.city, dispatch.Organisation{Name: name, Kind: kind, Phone: phone})
}

func (k contractTaker) days(rows *table) (from time.Time, to *time.Time, problem fault) {
	from = k.today.Truncate(24 * time.Hour)
	if written := rows.get("from"); written != "" {
		day, err := time.Parse(time.DateOnly, written)
		if err != nil {
			return from, nil, fault{fmt.Sprintf("from %q is not a day (2026-01-31)", written), fmt.Sprintf("начало «%s» — не дата вида 2026-01-31", written)}
		}
		from = day
	}
	if written := rows.get("to"); written != "" {
		day, err := time.Parse(time.DateOnly, written)
		if err != nil || day.Before(from) {
			return from, nil, fault{fmt.Sprintf("to %q is not a day after %s", written, from.Format(time.DateOnly)), fmt.Sprintf("конец «%s» — не дата после %s", written, from.Format(time.DateOnly))}
		}
		to = &day
	}
	return from, to, fault{}
}
