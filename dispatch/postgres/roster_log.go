package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

// put adds or changes one row of the plan with its line, in one commit; both statements take the same arguments.
// A row that has moved on is ErrStale.
func (s *Store) put(ctx context.Context, city string, line dispatch.RosterLine, fresh bool, insert, update string, args ...any) (id int64, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		id, err = putIn(ctx, tx, city, line, fresh, insert, update, args...)
		return err
	})
	return id, err
}

// putIn is put inside of a transaction.
func putIn(ctx context.Context, tx pgx.Tx, city string, line dispatch.RosterLine, fresh bool, insert, update string, args ...any) (id int64, err error) {
	statement := update
	if fresh {
		statement = insert
	}
	err = tx.QueryRow(ctx, statement, args...).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, dispatch.ErrStale
	}
	if err != nil {
		return 0, err
	}
	line.Ref = id
	return id, writeRosterLine(ctx, tx, city, line)
}

func writeRosterLine(ctx context.Context, tx pgx.Tx, city string, line dispatch.RosterLine) error {
	_, err := tx.Exec(ctx, `insert into roster_log (city_id, at, account_id, actor, role, kind, ref, why, detail) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		city, line.At, null(line.Account), line.Actor, line.Role, line.Kind, line.Ref, line.Why, line.Detail)
	return err
}

// RosterLog are the latest changes of the plan, newest first.
func (s *Store) RosterLog(ctx context.Context, city string, limit int) ([]dispatch.RosterLine, error) {
	rows, err := s.pool.Query(ctx, `select id, at, coalesce(account_id, 0), actor, role, kind, ref, why, detail from roster_log where city_id = $1 order by id desc limit $2`, city, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[dispatch.RosterLine])
}
