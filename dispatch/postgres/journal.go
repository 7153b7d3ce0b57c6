package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"dispatch05/dispatch"
)

func (s *Store) Journal(ctx context.Context, city string, request int64) ([]dispatch.Entry, error) {
	rows, err := s.pool.Query(ctx, `select seq, coalesce(order_id, 0), at, device_at, coalesce(account_id, 0), actor, role, kind, from_state, to_state, reason, detail
		from journal where city_id = $1 and request_id = $2 order by seq`, city, request)
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
