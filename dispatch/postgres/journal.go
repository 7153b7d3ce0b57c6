package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"dispatch05/dispatch"
)

func (s *Store) Journal(ctx context.Context, city string, request int64) ([]dispatch.Entry, error) {
	return journalWhere(ctx, s.pool, `request_id = $2`, city, request)
}

// journalSince are the lines after a moment.
func journalSince(ctx context.Context, db querier, city string, request int64, after time.Time) ([]dispatch.Entry, error) {
	return journalWhere(ctx, db, `request_id = $2 and at > $3`, city, request, after)
}

func journalWhere(ctx context.Context, db querier, condition string, args ...any) ([]dispatch.Entry, error) {
	rows, err := db.Query(ctx, `select seq, coalesce(order_id, 0), at, device_at, coalesce(account_id, 0), actor, role, kind, from_state, to_state, reason, detail
		from journal where city_id = $1 and `+condition+` order by seq`, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (e dispatch.Entry, err error) {
		return e, row.Scan(&e.Seq, &e.Order, &e.At, &e.DeviceAt, &e.Account, &e.Actor, &e.Role, &e.Kind, &e.From, &e.To, &e.Reason, &e.Detail)
	})
}

func lonLat(p *orb.Point) (lon, lat *float64) {
	if p == nil {
		return nil, nil
	}
	return &p[0], &p[1]
}
