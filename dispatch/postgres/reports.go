package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
	"dispatch05/dispatch/reports"
)

// mattersAtOnce is how many requests of a report are in memory at a time.
const mattersAtOnce = 1000

// reported are the requests q of a report, by id after $2: those registered in $4..$5, and older ones that were
// not closed before it. Whether an organisation $3 had its part in them by then, the report itself looks up.
const reported = `q.id > $2 and ($3 = 0 or ` + ofOrganisation + `)
	and q.registered_at < $5 and (q.registered_at >= $4 or q.closed_at is null or q.closed_at >= $4)
	order by q.id limit $6`

// Matters streams what a report is computed from, all of it as of one moment of the database.
func (s *Store) Matters(ctx context.Context, ask reports.Ask, each func(reports.Matter) error) error {
	once := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	return mapped(pgx.BeginTxFunc(ctx, s.pool, once, func(tx pgx.Tx) error {
		after := int64(0)
		for {
			cases, err := s.loadCases(ctx, tx, ask.City, reported, after, ask.Organisation, ask.From, ask.To, mattersAtOnce)
			if err != nil {
				return err
			}
			if err := tellMatters(ctx, tx, ask, cases, each); err != nil || len(cases) < mattersAtOnce {
				return err
			}
			after = cases[len(cases)-1].Request.ID
		}
	}))
}

// tellMatters adds journal and earlier request to each case of a page, in one round trip, and hands them on.
func tellMatters(ctx context.Context, tx pgx.Tx, ask reports.Ask, cases []dispatch.Case, each func(reports.Matter) error) error {
	matters, index, ids := make([]reports.Matter, len(cases)), map[int64]*reports.Matter{}, make([]int64, len(cases))
	for i, c := range cases {
		matters[i] = reports.Matter{Case: c}
		index[c.Request.ID], ids[i] = &matters[i], c.Request.ID
	}
	batch := &pgx.Batch{}
	queueEntries(batch, ask, ids, index)
	queueEarlier(batch, ask, ids, index)
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return err
	}
	for _, m := range matters {
		if err := each(m); err != nil {
			return err
		}
	}
	return nil
}

func queueEntries(batch *pgx.Batch, ask reports.Ask, ids []int64, index map[int64]*reports.Matter) {
	batch.Queue(`select request_id, seq, coalesce(order_id, 0), at, actor, role, kind, from_state, to_state, reason, detail
		from journal where city_id = $1 and request_id = any($2) and at < $3 and at <= $4 and kind not in ('clock', 'released', 'place')
		order by request_id, seq`, ask.City, ids, ask.To, ask.AsOf).Query(func(rows pgx.Rows) error {
		var request int64
		var e dispatch.Entry
		_, err := pgx.ForEachRow(rows, []any{&request, &e.Seq, &e.Order, &e.At, &e.Actor, &e.Role, &e.Kind, &e.From, &e.To, &e.Reason, &e.Detail}, func() error {
			index[request].Journal = append(index[request].Journal, e)
			e.Detail = dispatch.Detail{}
			return nil
		})
		return err
	})
}

// queueEarlier finds for each request that the period registered the last one of the same house and fault within
// the time of a repeat, if that had been reported done before.
func queueEarlier(batch *pgx.Batch, ask reports.Ask, ids []int64, index map[int64]*reports.Matter) {
	batch.Queue(`select q.id, p.id, p.year, p.number
		from requests q cross join lateral (select e.id, e.year, e.number from requests e
			where e.city_id = q.city_id and e.house_id = q.house_id and e.problem = q.problem
				and e.registered_at >= q.registered_at - make_interval(secs => $4) and e.registered_at < q.registered_at
				and exists (select from journal j where j.city_id = e.city_id and j.request_id = e.id and j.kind = 'state' and j.to_state = 'done' and j.at < q.registered_at)
			order by e.registered_at desc, e.id desc limit 1) p
		where q.city_id = $1 and q.id = any($2) and q.registered_at >= $3 and q.house_id is not null`,
		ask.City, ids, ask.From, float64(reports.RepeatWithin/time.Second)).Query(func(rows pgx.Rows) error {
		var request int64
		var year, number int
		var earlier reports.Ref
		_, err := pgx.ForEachRow(rows, []any{&request, &earlier.ID, &year, &number}, func() error {
			found := reports.Ref{ID: earlier.ID, Number: dispatch.NumberLabel(year, number)}
			index[request].Earlier = &found
			return nil
		})
		return err
	})
}

var _ reports.Source = (*Store)(nil)
