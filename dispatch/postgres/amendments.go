package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

// Amend adds an amendment, and tells the nodes that the city's rules have changed. The city's row is locked first, so that
// of two that were made after the same one the second is ErrStale.
func (s *Store) Amend(ctx context.Context, a dispatch.Amendment) (id int64, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `update cities set rules = rules + 1 where id = $1`, a.City); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, `insert into amendments (city_id, subject, code, body, withdraws, why, account_id, at) select $1, $2, $3, $4, $5, $6, $7, $8
			where $9::bigint is null or $9 = (select coalesce(max(id), 0) from amendments where city_id = $1 and subject = $2 and code = $3) returning id`,
			a.City, a.Subject, a.Code, a.Body, null(a.Withdraws), a.Why, a.Account, a.At, a.After).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return dispatch.ErrStale
		}
		return err
	})
	return id, err
}

// Amendments are all of a city, in the order in which they were made.
func (s *Store) Amendments(ctx context.Context, city string) ([]dispatch.Amendment, error) {
	rows, err := s.pool.Query(ctx, `select m.id, m.subject, m.code, m.body, coalesce(m.withdraws, 0), m.why, m.account_id, a.name, m.at
		from amendments m join accounts a on a.city_id = m.city_id and a.id = m.account_id where m.city_id = $1 order by m.id`, city)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (dispatch.Amendment, error) {
		a := dispatch.Amendment{City: city}
		return a, row.Scan(&a.ID, &a.Subject, &a.Code, &a.Body, &a.Withdraws, &a.Why, &a.Account, &a.By, &a.At)
	})
}

// RulesVersions grow with each amendment of a city.
func (s *Store) RulesVersions(ctx context.Context) (map[string]int64, error) {
	return s.versions(ctx, `select id, rules from cities`)
}

// versions reads a number for each city.
func (s *Store) versions(ctx context.Context, sql string) (map[string]int64, error) {
	rows, err := s.pool.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	versions := map[string]int64{}
	var city string
	var version int64
	_, err = pgx.ForEachRow(rows, []any{&city, &version}, func() error { versions[city] = version; return nil })
	return versions, err
}
