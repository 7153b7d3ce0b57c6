package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

// Organisation is a company, a supplier, a service or the city itself.
type Organisation = dispatch.Organisation

// Organisations of a city by name, those that have ended last.
func (s *Store) Organisations(ctx context.Context, city string) ([]Organisation, error) {
	rows, err := s.pool.Query(ctx, `select id, name, kind, phone, version, own, retired_at from organisations where city_id = $1
		order by retired_at is not null, name`, city)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Organisation])
}

// Organisation is one of the city's living ones, by its id.
func (s *Store) Organisation(ctx context.Context, city string, id int64) (p dispatch.Party, err error) {
	err = s.pool.QueryRow(ctx, `select id, name, phone from organisations where city_id = $1 and id = $2 and retired_at is null`, city, id).Scan(&p.ID, &p.Name, &p.Phone)
	if errors.Is(err, pgx.ErrNoRows) {
		return p, dispatch.ErrUnknownOrganisation
	}
	return p, err
}

// OwnService is the city's own emergency service.
func (s *Store) OwnService(ctx context.Context, city string) (p dispatch.Party, err error) {
	err = s.pool.QueryRow(ctx, `select id, name, phone from organisations where city_id = $1 and own`, city).Scan(&p.ID, &p.Name, &p.Phone)
	return p, mapped(err)
}

// PutOrganisation adds an organisation or updates the one of that name; an empty phone keeps the old one.
func (s *Store) PutOrganisation(ctx context.Context, city string, o Organisation) (id int64, err error) {
	err = s.pool.QueryRow(ctx, `insert into organisations as o (city_id, name, kind, phone) values ($1, $2, $3, $4)
		on conflict (city_id, name) do update set kind = excluded.kind, phone = coalesce(nullif(excluded.phone, ''), o.phone), version = o.version + 1, retired_at = null returning id`,
		city, o.Name, o.Kind, o.Phone).Scan(&id)
	return id, mapped(err)
}

// OrganisationNamed finds an organisation by its name, whatever the case.
func (s *Store) OrganisationNamed(ctx context.Context, city, name string) (o Organisation, err error) {
	err = s.pool.QueryRow(ctx, `select id, name, kind, phone from organisations where city_id = $1 and lower(name) = lower($2) order by id limit 1`, city, name).
		Scan(&o.ID, &o.Name, &o.Kind, &o.Phone)
	return o, mapped(err)
}

// Contract says who is the emergency service of a house, or of all houses of an organisation.
type Contract = dispatch.Contract

// PutContracts adds contracts or updates those of the same subject and first day, in one commit.
func (s *Store) PutContracts(ctx context.Context, city string, contracts []Contract) error {
	return s.writing(ctx, func(tx pgx.Tx) error {
		batch := &pgx.Batch{}
		for _, c := range contracts {
			conflict := `(city_id, organisation_id, valid_from) where organisation_id is not null`
			if c.House != 0 {
				conflict = `(city_id, house_id, valid_from) where house_id is not null`
			}
			batch.Queue(`insert into contracts as c (city_id, organisation_id, house_id, service_id, valid_from, valid_to) values ($1, $2, $3, $4, $5, $6)
				on conflict `+conflict+` do update set service_id = excluded.service_id, valid_to = excluded.valid_to, version = c.version + 1`,
				city, null(c.Organisation), null(c.House), c.Service, c.From, c.To)
		}
		return tx.SendBatch(ctx, batch).Close()
	})
}
