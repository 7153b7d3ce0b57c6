package postgres

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

const contractQuery = `
	with managed as materialized (select organisation_id, count(*) as houses from houses where city_id = $1 and retired_at is null and organisation_id is not null group by 1)
	select c.id, c.version, coalesce(g.id, 0), coalesce(g.name, ''), coalesce(g.phone, ''), c.house_id, coalesce(h.address, ''),
		case when c.house_id is not null then 1 else coalesce(n.houses, 0) end, s.id, s.name, s.phone,
		c.valid_from::text, coalesce(c.valid_to::text, ''), c.document,
		case when c.valid_from > $2::date then 'later' when c.valid_to < $2::date then 'ended' else 'now' end
	from contracts c
	join organisations s on s.city_id = c.city_id and s.id = c.service_id
	left join organisations g on g.city_id = c.city_id and g.id = c.organisation_id
	left join houses h on h.city_id = c.city_id and h.id = c.house_id
	left join managed n on n.organisation_id = c.organisation_id
	where c.city_id = $1 and ($3 = 0 or c.id = $3)
	order by coalesce(g.name, h.address), c.valid_from desc, c.id`

func (s *Store) loadContracts(ctx context.Context, city string, id int64, today norms.Date) ([]dispatch.ContractRow, error) {
	rows, err := s.pool.Query(ctx, contractQuery, city, today, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c dispatch.ContractRow, err error) {
		var g dispatch.Party
		err = row.Scan(&c.ID, &c.Version, &g.ID, &g.Name, &g.Phone, &c.HouseID, &c.Address, &c.Houses, &c.Service.ID, &c.Service.Name, &c.Service.Phone,
			&c.From, &c.To, &c.Document, &c.State)
		if g.ID != 0 {
			c.Organisation = &g
		}
		return c, err
	})
}

// Contracts of a city by whose houses they are about, the latest first.
func (s *Store) Contracts(ctx context.Context, city string, today norms.Date) ([]dispatch.ContractRow, error) {
	return s.loadContracts(ctx, city, 0, today)
}

func (s *Store) Contract(ctx context.Context, city string, id int64, today norms.Date) (dispatch.ContractRow, error) {
	if id == 0 {
		return dispatch.ContractRow{}, dispatch.ErrNotFound
	}
	found, err := s.loadContracts(ctx, city, id, today)
	if err == nil && len(found) == 0 {
		err = dispatch.ErrNotFound
	}
	if err != nil {
		return dispatch.ContractRow{}, err
	}
	return found[0], nil
}

// ChangeContract adds a contract or changes one. Contracts of one subject are written one after another, so that two at
// once cannot overlap.
func (s *Store) ChangeContract(ctx context.Context, city string, c dispatch.Contract, line dispatch.RosterLine) (id int64, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		id, err = putContract(ctx, tx, city, c, line)
		return err
	})
	return id, err
}

func putContract(ctx context.Context, tx pgx.Tx, city string, c dispatch.Contract, line dispatch.RosterLine) (int64, error) {
	subject := `select from organisations where city_id = $1 and id = $2 for no key update`
	if c.House != 0 {
		subject = `select from houses where city_id = $1 and id = $2 for no key update`
	}
	if _, err := tx.Exec(ctx, subject, city, c.Organisation+c.House); err != nil {
		return 0, err
	}
	if err := refuseOverlap(ctx, tx, city, c); err != nil {
		return 0, err
	}
	return putIn(ctx, tx, city, line, c.ID == 0, `insert into contracts (city_id, organisation_id, house_id, service_id, valid_from, valid_to, document)
		select $1, $4, $5, $6, $7::date, $8::date, $9 where $2::bigint = 0 and $3::bigint >= 0 returning id`,
		`update contracts set version = version + 1, service_id = $6, valid_from = $7, valid_to = $8, document = $9
		where city_id = $1 and id = $2 and version = $3 and organisation_id is not distinct from $4 and house_id is not distinct from $5 returning id`,
		city, c.ID, c.Version, null(c.Organisation), null(c.House), c.Service, c.From, c.To, c.Document)
}

func refuseOverlap(ctx context.Context, tx pgx.Tx, city string, c dispatch.Contract) error {
	var service, from, to string
	err := tx.QueryRow(ctx, `select s.name, to_char(c.valid_from, 'DD.MM.YYYY'), coalesce(to_char(c.valid_to, 'DD.MM.YYYY'), '')
		from contracts c join organisations s on s.city_id = c.city_id and s.id = c.service_id
		where c.city_id = $1 and c.id <> $2 and c.organisation_id is not distinct from $3 and c.house_id is not distinct from $4
			and c.valid_from <= coalesce($6::date, 'infinity') and coalesce(c.valid_to, 'infinity') >= $5::date
		order by c.valid_from limit 1`, city, c.ID, null(c.Organisation), null(c.House), c.From, c.To).Scan(&service, &from, &to)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return dispatch.Overlap(service, from, to)
}

// TryContract looks on today and on the days on which the contract begins and ends, as it is and as it would be.
func (s *Store) TryContract(ctx context.Context, city string, c dispatch.Contract, today norms.Date) (dispatch.Answering, error) {
	days := []string{string(today), c.From.Format(time.DateOnly)}
	if c.To != nil {
		days = append(days, c.To.AddDate(0, 0, 1).Format(time.DateOnly))
	}
	if c.ID != 0 {
		old, err := s.Contract(ctx, city, c.ID, today)
		if err != nil {
			return dispatch.Answering{}, err
		}
		days = append(days, string(old.From))
		if last, err := time.Parse(time.DateOnly, string(old.To)); err == nil {
			days = append(days, last.AddDate(0, 0, 1).Format(time.DateOnly))
		}
	}
	days = slices.DeleteFunc(days, func(day string) bool { return day < string(today) })
	return s.tried(ctx, city, covered{c.House, c.Organisation, days}, func(tx pgx.Tx) error {
		_, err := putContract(ctx, tx, city, c, dispatch.RosterLine{Detail: map[string]any{}})
		return err
	})
}
