package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

// SetNotice gives a notice that is not over a state. When the last notice of an escalation's level has failed, nobody
// was told of it: the journal says so in the same commit, and the next level is due.
func (s *Store) SetNotice(ctx context.Context, city string, notice int64, state dispatch.NoticeState, now time.Time) error {
	var ended *time.Time
	if state.Over() {
		ended = &now
	}
	return s.writing(ctx, func(tx pgx.Tx) error {
		level, err := lockLevel(ctx, tx, city, notice, state)
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `update notices set state = $3, ended_at = $4 where city_id = $1 and id = $2 and ended_at is null`, city, notice, state, ended)
		if err != nil || tag.RowsAffected() == 0 || level == 0 {
			return err
		}
		return s.untold(ctx, tx, city, level, now)
	})
}

// lockLevel locks the escalation of a notice that fails, before the notice: of two that fail at one moment the second
// sees what became of the first. 0: it is of no escalation, or does not fail.
func lockLevel(ctx context.Context, tx pgx.Tx, city string, notice int64, state dispatch.NoticeState) (level int64, err error) {
	if state != dispatch.NoticeFailed {
		return 0, nil
	}
	err = tx.QueryRow(ctx, `select e.id from notices n join escalations e on e.city_id = n.city_id and e.id = n.escalation_id
		where n.city_id = $1 and n.id = $2 for no key update of e`, city, notice).Scan(&level)
	if errors.Is(err, pgx.ErrNoRows) {
		err = nil
	}
	return level, err
}

// untold marks a level of which nobody could be told, once, writes it into the journal and makes the next level due,
// unless a later one was told already or somebody holds the ladder.
func (s *Store) untold(ctx context.Context, tx pgx.Tx, city string, level int64, now time.Time) error {
	tag, err := tx.Exec(ctx, `update escalations e set untold_at = $3 from clocks k, requests q
		where e.city_id = $1 and e.id = $2 and e.untold_at is null and e.acknowledged_at is null
			and k.city_id = e.city_id and k.id = e.clock_id and k.met_at is null and k.void_at is null
			and q.city_id = e.city_id and q.id = e.request_id and q.state not in ('closed', 'rejected', 'duplicate', 'redirected')
			and not exists (select from notices n where n.city_id = e.city_id and n.escalation_id = e.id and n.state <> 'failed')`, city, level, now)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	levels, err := s.loadEscalations(ctx, tx, city, `e.id = $2`, level)
	if err != nil {
		return err
	}
	batch := &pgx.Batch{}
	for _, e := range levels {
		batch.Queue(`update requests set version = version + 1 where city_id = $1 and id = $2`, city, e.Request)
		queueJournal(batch, city, e.Request, []dispatch.Entry{e.Untold(now)})
		batch.Queue(`update clocks k set next_at = $4 where k.city_id = $1 and k.id = $2 and k.next_at > $4
			and not exists (select from escalations e where e.city_id = k.city_id and e.clock_id = k.id and (e.level > $3 or e.ack_until is not null))`, city, e.Clock.ID, e.Level, now)
	}
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return err
	}
	events, err := s.eventsOf(ctx, tx, city, levels)
	if err != nil {
		return err
	}
	_, err = tell(ctx, tx, city, events, now) // the sweep of the next level announces; where there is none, the poll sees it
	return err
}
