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

// RosterNames are what organisations, crews, people, posts and accounts of a city are called, those that have ended too.
func (s *Store) RosterNames(ctx context.Context, city string) (dispatch.RosterNames, error) {
	rows, err := s.pool.Query(ctx, `select 'organisation_id', id, name from organisations where city_id = $1
		union all select 'service_id', id, name from organisations where city_id = $1
		union all select 'crew_id', id, name from crews where city_id = $1
		union all select 'person_id', id, name from people where city_id = $1
		union all select 'supervisor_id', id, name from posts where city_id = $1
		union all select 'account_id', id, login from accounts where city_id = $1`, city)
	if err != nil {
		return nil, err
	}
	names := dispatch.RosterNames{}
	var field, name string
	var id int64
	_, err = pgx.ForEachRow(rows, []any{&field, &id, &name}, func() error {
		if names[field] == nil {
			names[field] = map[int64]string{}
		}
		names[field][id] = name
		return nil
	})
	return names, err
}

// RosterLog are the latest changes of the plan, newest first. What many were written with at once is named by whom it is about.
func (s *Store) RosterLog(ctx context.Context, city string, limit int) ([]dispatch.RosterLine, error) {
	rows, err := s.pool.Query(ctx, `select l.id, l.at, coalesce(l.account_id, 0), l.actor, l.role, l.kind, l.ref, l.why,
			case when l.detail ?| array['name', 'post'] then l.detail else l.detail || jsonb_build_object('name', coalesce(p.name, v.name, o.name, '')) end
		from (select * from roster_log where city_id = $1 order by id desc limit $2) l
		left join people p on l.kind in ('person', 'person_retired') and p.city_id = l.city_id and p.id = l.ref
		left join vehicles v on l.kind in ('vehicle', 'vehicle_retired') and v.city_id = l.city_id and v.id = l.ref
		left join posts o on l.kind in ('post', 'post_retired', 'rotations', 'override', 'override_withdrawn', 'swap', 'note') and o.city_id = l.city_id and o.id = l.ref
		order by l.id desc`, city, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[dispatch.RosterLine])
}
