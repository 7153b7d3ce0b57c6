package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch/auth"
)

func (s *Store) Session(ctx context.Context, name string, now time.Time) (found auth.Session, err error) {
	err = s.pool.QueryRow(ctx, `select token, city_id, account_id, data, expiry from sessions where token = $1 and expiry > $2`, name, now).
		Scan(&found.Name, &found.City, &found.Account, &found.Data, &found.Expires)
	return found, mapped(err)
}

func (s *Store) SaveSession(ctx context.Context, session auth.Session) error {
	_, err := s.pool.Exec(ctx, `insert into sessions (token, city_id, account_id, data, expiry, device_id) values ($1, $2, $3, $4, $5, $6)
		on conflict (token) do update set data = excluded.data, expiry = excluded.expiry`,
		session.Name, session.City, session.Account, session.Data, session.Expires, null(session.Device))
	return mapped(err)
}

func (s *Store) EndSession(ctx context.Context, name string) error {
	batch := &pgx.Batch{}
	batch.Queue(`delete from sessions where token = $1`, name)
	batch.Queue(`update log_ons set ended_at = clock_timestamp() where session = $1 and ended_at is null`, name)
	return s.pool.SendBatch(ctx, batch).Close()
}

func (s *Store) LiveSessions(ctx context.Context, names []string, now time.Time) ([]string, error) {
	rows, err := s.pool.Query(ctx, `select n.token from sessions n join accounts a on a.city_id = n.city_id and a.id = n.account_id
		where n.token = any($1) and n.expiry > $2 and a.disabled_at is null`, names, now)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

func (s *Store) SaveTicket(ctx context.Context, t auth.Ticket) error {
	_, err := s.pool.Exec(ctx, `insert into tickets (name, city_id, session, account_id, link, expires_at) values ($1, $2, $3, $4, $5, $6)`,
		t.Name, t.City, t.Session, null(t.Account), t.Link, t.Expires)
	return err
}

func (s *Store) TakeTicket(ctx context.Context, name string, now time.Time) (t auth.Ticket, err error) {
	err = s.pool.QueryRow(ctx, `with taken as (delete from tickets where name = $1 returning *)
		select name, city_id, session, coalesce(account_id, 0), link, expires_at from taken where expires_at > $2`, name, now).
		Scan(&t.Name, &t.City, &t.Session, &t.Account, &t.Link, &t.Expires)
	return t, mapped(err)
}

func (s *Store) Failures(ctx context.Context, subjects []string) ([]auth.Failures, error) {
	rows, err := s.pool.Query(ctx, `select subject, failed, last_at from sign_in_failures where subject = any($1)`, subjects)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[auth.Failures])
}

// AddFailure takes the rows in the order of their keys, so that two sign-ins never wait for each other.
func (s *Store) AddFailure(ctx context.Context, subjects []string, now, since time.Time) error {
	_, err := s.pool.Exec(ctx, `insert into sign_in_failures as f (subject, failed, last_at)
		select subject, 1, $2 from unnest($1::text[]) subject order by subject
		on conflict (subject) do update set last_at = excluded.last_at, failed = case when f.last_at < $3 then 1 else f.failed + 1 end`,
		subjects, now, since)
	return mapped(err)
}

func (s *Store) ForgetFailures(ctx context.Context, subjects []string) error {
	_, err := s.pool.Exec(ctx, `delete from sign_in_failures where subject = any($1)`, subjects)
	return mapped(err)
}

func (s *Store) SweepSignIns(ctx context.Context, now time.Time) error {
	batch := &pgx.Batch{}
	batch.Queue(`delete from sessions where expiry <= $1`, now)
	batch.Queue(`update log_ons o set ended_at = $1 where ended_at is null and not exists (select from sessions n where n.token = o.session and n.expiry > $1)`, now)
	batch.Queue(`delete from device_invitations where expires_at <= $1`, now)
	batch.Queue(`delete from tickets where expires_at <= $1`, now)
	batch.Queue(`delete from sign_in_failures where last_at < $1`, now.Add(-24*time.Hour))
	return s.pool.SendBatch(ctx, batch).Close()
}
