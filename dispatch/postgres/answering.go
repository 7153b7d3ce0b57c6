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

// answering are the services by contract of houses; 0 stands for none, so that 05 answers by default. Houses and contracts
// are read apart: as one join a whole city takes seconds until the database has counted its rows.
func answering(ctx context.Context, tx pgx.Tx, city string, houses covered) (map[houseDay]int64, error) {
	ofHouse, ofOrganisation, err := holding(ctx, tx, city, houses.days)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `select id, coalesce(organisation_id, 0) from houses where city_id = $1 and retired_at is null and ($2 = 0 or id = $2) and ($3 = 0 or organisation_id = $3)`,
		city, houses.house, houses.organisation)
	if err != nil {
		return nil, err
	}
	found := map[houseDay]int64{}
	var house, organisation int64
	_, err = pgx.ForEachRow(rows, []any{&house, &organisation}, func() error {
		for _, day := range houses.days {
			service, own := ofHouse[houseDay{house, day}]
			if !own {
				service = ofOrganisation[houseDay{organisation, day}]
			}
			found[houseDay{house, day}] = service
		}
		return nil
	})
	return found, err
}

// holding are the services by the contracts that hold on days: by house, and by organisation (in the place of the house).
func holding(ctx context.Context, tx pgx.Tx, city string, days []string) (ofHouse, ofOrganisation map[houseDay]int64, err error) {
	rows, err := tx.Query(ctx, `select coalesce(c.house_id, 0), coalesce(c.organisation_id, 0), d.day::text, c.service_id from contracts c
		join unnest($2::date[]) d(day) on c.valid_from <= d.day and (c.valid_to is null or c.valid_to >= d.day) where c.city_id = $1 order by c.valid_from`, city, days)
	if err != nil {
		return nil, nil, err
	}
	ofHouse, ofOrganisation = map[houseDay]int64{}, map[houseDay]int64{}
	var house, organisation, service int64
	var day string
	_, err = pgx.ForEachRow(rows, []any{&house, &organisation, &day, &service}, func() error {
		if house != 0 {
			ofHouse[houseDay{house, day}] = service
		} else {
			ofOrganisation[houseDay{organisation, day}] = service
		}
		return nil
	})
	return ofHouse, ofOrganisation, err
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
