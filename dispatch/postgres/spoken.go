package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
	"dispatch05/geo/register"
)

// Learn remembers the house that a person chose for words that the register was not sure of.
func (s *Store) Learn(ctx context.Context, city, said string, house, account int64, now time.Time) error {
	return s.changeSpoken(ctx, city, `insert into spoken_names (city_id, said, house_id, account_id, at) values ($1, $2, $3, $4, $5)
		on conflict do nothing`, city, said, house, account, now)
}

// PutSpoken keeps a name that the city's people say, and the address or street that it means. A name that is
// kept already gets the new meaning.
func (s *Store) PutSpoken(ctx context.Context, city, said, target string, now time.Time) error {
	return s.changeSpoken(ctx, city, `with gone as (delete from spoken_names where city_id = $1 and said = $2 and target not in ('', $3))
		insert into spoken_names (city_id, said, target, at) values ($1, $2, $3, $4) on conflict do nothing`, city, said, target, now)
}

// changeSpoken tells the nodes that a city's spoken names have changed, if they have.
func (s *Store) changeSpoken(ctx context.Context, city, sql string, args ...any) error {
	return s.writing(ctx, func(tx pgx.Tx) error {
		done, err := tx.Exec(ctx, sql, args...)
		if err != nil || done.RowsAffected() == 0 {
			return err
		}
		_, err = tx.Exec(ctx, `update cities set spoken = spoken + 1 where id = $1`, city)
		return err
	})
}

// Spoken are a city's spoken names, those that it keeps and those that people chose.
func (s *Store) Spoken(ctx context.Context, city string) (dispatch.Spoken, error) {
	spoken := dispatch.Spoken{Names: map[string]string{}}
	rows, err := s.pool.Query(ctx, `select said, target, coalesce(house_id, 0), count(account_id) from spoken_names where city_id = $1
		group by said, target, house_id order by said, target, house_id`, city)
	if err != nil {
		return spoken, err
	}
	var said, target string
	var chosen register.Chosen
	_, err = pgx.ForEachRow(rows, []any{&said, &target, &chosen.House, &chosen.People}, func() error {
		if target != "" {
			spoken.Names[said] = target
			return nil
		}
		chosen.Said = said
		spoken.Chosen = append(spoken.Chosen, chosen)
		return nil
	})
	return spoken, err
}

// SpokenVersions grow with each change of a city's spoken names.
func (s *Store) SpokenVersions(ctx context.Context) (map[string]int64, error) {
	return s.versions(ctx, `select id, spoken from cities`)
}
