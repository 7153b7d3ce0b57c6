package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

// covered are the houses that a change may touch (one, those of an organisation, or with neither all), and the days on
// which it is looked who answers for them.
type covered struct {
	house, organisation int64
	days                []string
}

// houseDay is a house on a day.
type houseDay struct {
	house int64
	day   string
}

var errTriedOnly = errors.New("tried only")

// tried makes a change, looks who answers then, takes it back, and compares.
func (s *Store) tried(ctx context.Context, city string, houses covered, change func(pgx.Tx) error) (a dispatch.Answering, err error) {
	var before, after map[houseDay]int64
	err = s.writing(ctx, func(tx pgx.Tx) error {
		if before, err = answering(ctx, tx, city, houses); err != nil {
			return err
		}
		if err := change(tx); err != nil {
			return err
		}
		if after, err = answering(ctx, tx, city, houses); err != nil {
			return err
		}
		if a, err = compared(ctx, tx, city, before, after); err != nil {
			return err
		}
		return errTriedOnly
	})
	if errors.Is(err, errTriedOnly) {
		err = nil
	}
	return a, err
}

// answering are the services by contract of houses; 0 stands for none, so that 05 answers by default.
func answering(ctx context.Context, tx pgx.Tx, city string, houses covered) (map[houseDay]int64, error) {
	rows, err := tx.Query(ctx, `select h.id, d.day::text, coalesce(k.service_id, 0) from houses h cross join (select distinct unnest($4::date[]) as day) d
		left join lateral (select service_id from contracts c where c.city_id = h.city_id and (c.house_id = h.id or c.organisation_id = h.organisation_id)
			and c.valid_from <= d.day and (c.valid_to is null or c.valid_to >= d.day) order by c.house_id is null, c.valid_from desc limit 1) k on true
		where h.city_id = $1 and h.retired_at is null and ($2 = 0 or h.id = $2) and ($3 = 0 or h.organisation_id = $3)`,
		city, houses.house, houses.organisation, houses.days)
	if err != nil {
		return nil, err
	}
	found := map[houseDay]int64{}
	var at houseDay
	var service int64
	_, err = pgx.ForEachRow(rows, []any{&at.house, &at.day, &service}, func() error {
		found[at] = service
		return nil
	})
	return found, err
}

func compared(ctx context.Context, tx pgx.Tx, city string, before, after map[houseDay]int64) (a dispatch.Answering, err error) {
	changed, byDefault := map[int64]bool{}, map[int64]bool{}
	var houses []int64
	for at, service := range after {
		if service == before[at] {
			continue
		}
		if !changed[at.house] {
			changed[at.house] = true
			houses = append(houses, at.house)
		}
		if service == 0 {
			byDefault[at.house] = true
		}
	}
	a.Houses, a.ByDefault = len(changed), len(byDefault)
	err = tx.QueryRow(ctx, `select count(*) from requests where city_id = $1 and house_id = any($2) and state not in ('closed', 'rejected', 'duplicate', 'redirected')`,
		city, houses).Scan(&a.Open)
	return a, err
}
