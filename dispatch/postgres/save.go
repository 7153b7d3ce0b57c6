package postgres

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

// errUsedKey ends a transaction whose command was done meanwhile by a twin.
var errUsedKey = errors.New("the command's key is used")

func (s *Store) CommandDone(ctx context.Context, city string, key dispatch.Command) (ref int64, done bool, err error) {
	if key.Key == "" {
		return 0, false, nil
	}
	var kind string
	err = s.pool.QueryRow(ctx, `select kind, ref from commands where city_id = $1 and scope = $2 and key = $3`, city, key.Scope, key.Key).Scan(&kind, &ref)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return 0, false, nil
	case err == nil && kind != key.Kind:
		return 0, false, dispatch.ErrKeyReused
	default:
		return ref, err == nil, err
	}
}

// remember writes down a command's key; a twin that was first makes it errUsedKey.
func remember(ctx context.Context, tx pgx.Tx, city string, key *dispatch.Command, ref int64, now time.Time) error {
	if key == nil || key.Key == "" {
		return nil
	}
	tag, err := tx.Exec(ctx, `insert into commands (city_id, scope, key, kind, ref, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
		city, key.Scope, key.Key, key.Kind, ref, now)
	if err == nil && tag.RowsAffected() == 0 {
		return errUsedKey
	}
	return err
}

// Save writes a change in one commit.
func (s *Store) Save(ctx context.Context, change dispatch.Change) (moved []dispatch.Position, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		moved, err = saveChange(ctx, tx, change, change.Ref)
		return err
	})
	if errors.Is(err, errUsedKey) {
		_, _, err := s.CommandDone(ctx, change.City, *change.Command)
		return nil, err // the twin has done it, and the caller reads what it made; or it did another thing
	}
	return moved, err
}

func saveChange(ctx context.Context, tx pgx.Tx, change dispatch.Change, ref int64) ([]dispatch.Position, error) {
	opened := map[int64]int64{} // request -> the order that the change opened on it
	for _, r := range change.Cases {
		if err := saveRevision(ctx, tx, change.City, r, opened); err != nil {
			return nil, err
		}
	}
	if err := saveNotices(ctx, tx, change, opened); err != nil {
		return nil, err
	}
	if err := remember(ctx, tx, change.City, change.Command, ref, change.Now); err != nil {
		return nil, err
	}
	return tell(ctx, tx, change.City, change.Events, change.Now)
}

// saveRevision locks the request by its version: whoever comes second finds another one and decides anew.
func saveRevision(ctx context.Context, tx pgx.Tx, city string, r *dispatch.Revision, opened map[int64]int64) error {
	q := r.After.Request
	lon, lat := lonLat(q.Pin)
	tag, err := tx.Exec(ctx, `update requests set version = version + 1, state = $4, main_id = $5, house_id = $6, lon = $7, lat = $8,
			organisation_id = $9, service_id = $10, planned_at = $11, done_at = $12, closed_at = $13, disposition = $14, returned = $15, parked = $16, served_by_default = $17,
			edited = case when $18 then version + 1 else edited end
		where city_id = $1 and id = $2 and version = $3`,
		city, q.ID, r.Before.Request.Version, q.State, null(q.Main), null(q.House), lon, lat, null(q.Organisation), null(q.Service),
		q.PlannedAt, q.DoneAt, q.ClosedAt, q.Disposition, q.Returned, q.Parked, q.ServedByDefault, r.Edits())
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return dispatch.ErrStale
	}
	entries, err := insertOrders(ctx, tx, city, r, opened)
	if err != nil {
		return err
	}
	batch := &pgx.Batch{}
	queueOrders(batch, city, r)
	queueClocks(batch, city, q.ID, r.Before.Clocks, r.After.Clocks)
	queueJournal(batch, city, q.ID, entries)
	return tx.SendBatch(ctx, batch).Close()
}

// insertOrders writes the new orders, and gives the journal's lines about them their ids.
func insertOrders(ctx context.Context, tx pgx.Tx, city string, r *dispatch.Revision, opened map[int64]int64) ([]dispatch.Entry, error) {
	entries := slices.Clone(r.Entries)
	for _, o := range r.After.Orders {
		if o.ID != 0 {
			continue
		}
		err := tx.QueryRow(ctx, `insert into work_orders (city_id, request_id, round, state, since, crew_id, organisation_id, handed_to, handed_phone, their_number, note, planned_at, times)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id`,
			city, r.After.Request.ID, o.Round, o.State, o.Since, null(o.Crew), o.Organisation, o.HandedTo, o.HandedPhone, o.TheirNumber, o.Note, o.PlannedAt, o.Times).Scan(&o.ID)
		if err != nil {
			return nil, err
		}
		for i := range r.After.Clocks {
			if k := &r.After.Clocks[i]; k.Kind == dispatch.StateClock && k.Order == 0 {
				k.Order = o.ID
			}
		}
		if i := slices.IndexFunc(entries, func(e dispatch.Entry) bool { return e.Kind == "order" && e.Order == 0 }); i >= 0 {
			entries[i].Order = o.ID
		}
		opened[r.After.Request.ID] = o.ID
	}
	return entries, nil
}

func queueOrders(batch *pgx.Batch, city string, r *dispatch.Revision) {
	for _, o := range r.After.Orders {
		if before, known := r.Before.Order(o.ID); known && !reflect.DeepEqual(before, o) {
			batch.Queue(`update work_orders set version = version + 1, state = $3, since = $4, note = $5, reason = $6, planned_at = $7, times = $8,
					handed_to = $9, handed_phone = $10, their_number = $11, reason_code = $12 where city_id = $1 and id = $2`,
				city, o.ID, o.State, o.Since, o.Note, o.Reason, o.PlannedAt, o.Times, o.HandedTo, o.HandedPhone, o.TheirNumber, o.ReasonCode)
		}
	}
}

func queueClocks(batch *pgx.Batch, city string, request int64, before, after []dispatch.Clock) {
	known := map[int64]dispatch.Clock{}
	for _, k := range before {
		known[k.ID] = k
	}
	for _, k := range after {
		switch {
		case k.ID == 0:
			batch.Queue(`insert into clocks (city_id, request_id, kind, round, norm, clause, edition, verified, started_at, due_at, met_at, void_at, next_level, next_at, order_id, paused_at)
				values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
				city, request, k.Kind, k.Round, k.Norm, k.Clause, k.Edition, k.Verified, k.StartedAt, k.DueAt, k.MetAt, k.VoidAt, k.NextLevel, k.NextAt, null(k.Order), k.PausedAt)
		case !reflect.DeepEqual(known[k.ID], k):
			// Which level is next stays the sweep's own; a clock that runs again is looked at anew, from when it is due.
			batch.Queue(`update clocks set met_at = $3, void_at = $4, next_at = case when $5::timestamptz is null then null else $6::timestamptz end, due_at = $6, paused_at = $7
				where city_id = $1 and id = $2`, city, k.ID, k.MetAt, k.VoidAt, k.NextAt, k.DueAt, k.PausedAt)
		}
	}
}

// queueJournal numbers the entries after the last one. The request's row is locked, so nobody else does.
func queueJournal(batch *pgx.Batch, city string, request int64, entries []dispatch.Entry) {
	for _, e := range entries {
		batch.Queue(`insert into journal (city_id, request_id, seq, order_id, at, device_at, account_id, actor, role, kind, from_state, to_state, reason, detail)
			select $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 from journal where city_id = $1 and request_id = $2`,
			city, request, null(e.Order), e.At, e.DeviceAt, null(e.Account), e.Actor, e.Role, e.Kind, e.From, e.To, e.Reason, e.Detail)
	}
}
