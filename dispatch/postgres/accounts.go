package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

var _ auth.Store = (*Store)(nil)

const accountQuery = `
	select a.city_id, a.id, a.login, a.name, a.role, coalesce(a.organisation_id, c.organisation_id, 0), coalesce(g.name, ''),
		coalesce(a.crew_id, 0), a.password_hash, a.disabled_at is not null, a.version, a.temporary
	from accounts a
	left join crews c on c.city_id = a.city_id and c.id = a.crew_id
	left join organisations g on g.city_id = a.city_id and g.id = coalesce(a.organisation_id, c.organisation_id)
	where a.city_id = $1`

func (s *Store) loadAccounts(ctx context.Context, city, condition string, args ...any) ([]auth.Account, error) {
	rows, err := s.pool.Query(ctx, accountQuery+condition, append([]any{city}, args...)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[auth.Account])
}

func (s *Store) oneAccount(ctx context.Context, city, condition string, arg any) (auth.Account, error) {
	found, err := s.loadAccounts(ctx, city, condition, arg)
	if err == nil && len(found) == 0 {
		err = dispatch.ErrNotFound
	}
	if err != nil {
		return auth.Account{}, err
	}
	return found[0], nil
}

// Account reads an account with the organisation that it, or its crew, belongs to.
func (s *Store) Account(ctx context.Context, city string, id int64) (auth.Account, error) {
	return s.oneAccount(ctx, city, ` and a.id = $2`, id)
}

func (s *Store) AccountByLogin(ctx context.Context, city, login string) (auth.Account, error) {
	return s.oneAccount(ctx, city, ` and a.login = $2`, login)
}

func (s *Store) Accounts(ctx context.Context, city string) ([]auth.Account, error) {
	return s.loadAccounts(ctx, city, ` order by a.login`)
}

func (s *Store) AddAccount(ctx context.Context, a auth.Account, now time.Time) (id int64, err error) {
	err = s.pool.QueryRow(ctx, `insert into accounts (city_id, login, name, role, organisation_id, crew_id, password_hash, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
		a.City, a.Login, a.Name, a.Role, null(a.Organisation), null(a.Crew), a.PasswordHash, now).Scan(&id)
	return id, mapped(err)
}

func (s *Store) ChangePassword(ctx context.Context, city, login, hash string) error {
	return s.changeAccount(ctx, `update accounts set password_hash = $3, temporary = false where city_id = $1 and login = $2 returning id`, city, login, hash)
}

func (s *Store) DisableAccount(ctx context.Context, city, login string, now time.Time) error {
	return s.changeAccount(ctx, `update accounts set disabled_at = coalesce(disabled_at, $3), version = version + 1 where city_id = $1 and login = $2 returning id`, city, login, now)
}

// changeAccount changes an account and ends its sessions in one commit.
func (s *Store) changeAccount(ctx context.Context, update, city, login string, value any) error {
	return s.writing(ctx, func(tx pgx.Tx) error {
		var id int64
		if err := tx.QueryRow(ctx, update, city, login, value).Scan(&id); err != nil {
			return err
		}
		_, err := endSessions(ctx, tx, city, id)
		return err
	})
}

// PutAccount adds an account, with a temporary password, or changes one; login and password of one that is there stay.
func (s *Store) PutAccount(ctx context.Context, a auth.Account, end bool, line dispatch.RosterLine) (id int64, ended []string, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		id, err = putIn(ctx, tx, a.City, line, a.ID == 0, `insert into accounts (city_id, name, role, organisation_id, crew_id, disabled_at, created_at, login, password_hash, temporary)
			select $1, $4, $5, $6, $7, case when $8 then $9::timestamptz end, $9::timestamptz, $10, $11, true where $2::bigint = 0 and $3::bigint >= 0 returning id`,
			`update accounts set version = version + 1, name = $4, role = $5, organisation_id = $6, crew_id = $7, disabled_at = case when $8 then coalesce(disabled_at, $9::timestamptz) end
			where city_id = $1 and id = $2 and version = $3 and $10::text is not null and $11::text is not null returning id`,
			a.City, a.ID, a.Version, a.Name, a.Role, null(a.Organisation), null(a.Crew), a.Disabled, line.At, a.Login, a.PasswordHash)
		if err == nil && end {
			ended, err = endSessions(ctx, tx, a.City, id)
		}
		return err
	})
	return id, ended, err
}

func (s *Store) GivePassword(ctx context.Context, city string, id int64, hash string, line dispatch.RosterLine) (ended []string, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `update accounts set password_hash = $3, temporary = true, version = version + 1 where city_id = $1 and id = $2`, city, id, hash)
		if err == nil && tag.RowsAffected() == 0 {
			err = dispatch.ErrNotFound
		}
		if err != nil {
			return err
		}
		if ended, err = endSessions(ctx, tx, city, id); err != nil {
			return err
		}
		return writeRosterLine(ctx, tx, city, line)
	})
	return ended, err
}

// endSessions ends what an account has open and gives the sessions' names.
func endSessions(ctx context.Context, tx pgx.Tx, city string, account int64) ([]string, error) {
	rows, err := tx.Query(ctx, `delete from sessions where city_id = $1 and account_id = $2 returning token`, city, account)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
