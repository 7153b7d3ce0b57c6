package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
	"dispatch05/dispatch/roster"
)

func queuePeople(batch *pgx.Batch, city string, people map[int64]roster.Person) {
	batch.Queue(`select id, version, name, organisation_id, role, coalesce(crew_id, 0), phone, email, telegram, coalesce(account_id, 0),
		exists(select from push_subscriptions s where s.city_id = people.city_id and s.account_id = people.account_id), retired_at from people where city_id = $1`, city).Query(func(rows pgx.Rows) error {
		var p roster.Person
		_, err := pgx.ForEachRow(rows, []any{&p.ID, &p.Version, &p.Name, &p.Organisation, &p.Role, &p.Crew, &p.Phone, &p.Email, &p.Telegram, &p.Account, &p.Push, &p.RetiredAt}, func() error {
			people[p.ID] = p
			return nil
		})
		return err
	})
}

// Hire adds many people in one commit and gives their ids, in order; the line of each is the same but for its Ref.
func (s *Store) Hire(ctx context.Context, city string, people []roster.Person, line dispatch.RosterLine) ([]int64, error) {
	ids := make([]int64, len(people))
	err := s.writing(ctx, func(tx pgx.Tx) error {
		batch := &pgx.Batch{}
		for i, p := range people {
			batch.Queue(`with hired as (insert into people (city_id, name, organisation_id, role, crew_id, phone, email, telegram, account_id)
					values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id),
				logged as (insert into roster_log (city_id, at, account_id, actor, role, kind, ref, why, detail) select $1, $10, $11, $12, $13, 'person', id, $14, $15 from hired)
				select id from hired`, city, p.Name, p.Organisation, p.Role, null(p.Crew), p.Phone, p.Email, p.Telegram, null(p.Account),
				line.At, null(line.Account), line.Actor, line.Role, line.Why, line.Detail).QueryRow(func(row pgx.Row) error { return row.Scan(&ids[i]) })
		}
		return tx.SendBatch(ctx, batch).Close()
	})
	return ids, err
}

// PutPerson adds a person or changes one; the PIN is not its matter.
func (s *Store) PutPerson(ctx context.Context, city string, p roster.Person, line dispatch.RosterLine) (id int64, err error) {
	return s.put(ctx, city, line, p.ID == 0, `insert into people (city_id, name, organisation_id, role, crew_id, phone, email, telegram, account_id, retired_at)
		select $1, $4, $5, $6, $7, $8, $9, $10, $11, $12::timestamptz where $2::bigint = 0 and $3::bigint >= 0 returning id`,
		`update people set version = version + 1, name = $4, organisation_id = $5, role = $6, crew_id = $7, phone = $8, email = $9, telegram = $10, account_id = $11,
		retired_at = $12 where city_id = $1 and id = $2 and version = $3 returning id`,
		city, p.ID, p.Version, p.Name, p.Organisation, p.Role, null(p.Crew), p.Phone, p.Email, p.Telegram, null(p.Account), p.RetiredAt)
}
