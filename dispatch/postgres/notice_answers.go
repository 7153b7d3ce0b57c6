package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
	"dispatch05/dispatch/notify"
)

// Notices are those of a request, oldest first, with what has become of them.
func (s *Store) Notices(ctx context.Context, city string, request int64) ([]dispatch.Told, error) {
	rows, err := s.pool.Query(ctx, `select `+toldColumns+` from notices n where n.city_id = $1 and n.request_id = $2 order by n.id`, city, request)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (dispatch.Told, error) {
		t := dispatch.Told{City: city}
		return t, scanTold(row, &t)
	})
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(all))
	for i, t := range all {
		ids[i] = t.ID
	}
	attempts, err := s.attempts(ctx, city, ids)
	for i := range all {
		all[i].Attempts = attempts[all[i].ID]
	}
	return all, err
}

// Notice reads one.
func (s *Store) Notice(ctx context.Context, city string, id int64) (dispatch.Told, error) {
	t, _, err := s.Told(ctx, city, id)
	return t, err
}

// NoticeByToken finds one by its short link.
func (s *Store) NoticeByToken(ctx context.Context, token string) (dispatch.Told, error) {
	var city string
	var id int64
	if err := s.pool.QueryRow(ctx, `select city_id, id from notices where token = $1`, token).Scan(&city, &id); err != nil {
		return dispatch.Told{}, mapped(err)
	}
	return s.Notice(ctx, city, id)
}

// AcknowledgeNotice writes that a notice was read, by the means that went out last; one that went unanswered before is
// answered late. It is harmless twice.
func (s *Store) AcknowledgeNotice(ctx context.Context, city string, id int64, now time.Time) error {
	return s.writing(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `update notices set state = 'acknowledged', ended_at = $3 where city_id = $1 and id = $2 and state not in ('acknowledged', 'void')`, city, id, now)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		_, err = tx.Exec(ctx, `update notice_attempts set state = 'acknowledged', at = $3 where city_id = $1 and notice_id = $2 and means =
			(select means from notice_attempts where city_id = $1 and notice_id = $2 and sent_at is not null order by sent_at desc limit 1)`, city, id, now)
		return err
	})
}

// Receipt keeps what a carrier says of a message by its own name for it. One that did not arrive wakes its notice, so
// that the next means is tried. ErrNotFound: no such message.
func (s *Store) Receipt(ctx context.Context, city string, means dispatch.Means, reference string, arrived bool, now time.Time) error {
	state, why := dispatch.AttemptDelivered, ""
	if !arrived {
		state, why = dispatch.AttemptFailed, "not_delivered"
	}
	return s.writing(ctx, func(tx pgx.Tx) error {
		var notice int64
		err := tx.QueryRow(ctx, `update notice_attempts set state = $4, why = $5, at = $6 where city_id = $1 and means = $2 and reference = $3 and $3 <> '' and state = 'sent'
			returning notice_id`, city, means, reference, state, why, now).Scan(&notice)
		if errors.Is(err, pgx.ErrNoRows) {
			return s.knownReference(ctx, tx, city, means, reference)
		}
		if err != nil || arrived {
			return err
		}
		if _, err := tx.Exec(ctx, `update notices set state = 'waiting', ended_at = null where city_id = $1 and id = $2 and state in ('sent', 'unanswered')`, city, notice); err != nil {
			return err
		}
		return notify.Enqueue(ctx, tx, []notify.Job{{City: city, Notice: notice}})
	})
}

// knownReference tells a repeat, which is fine, from a message that was never ours.
func (s *Store) knownReference(ctx context.Context, tx pgx.Tx, city string, means dispatch.Means, reference string) error {
	var known bool
	err := tx.QueryRow(ctx, `select exists (select from notice_attempts where city_id = $1 and means = $2 and reference = $3 and $3 <> '')`, city, means, reference).Scan(&known)
	if err == nil && !known {
		err = dispatch.ErrNotFound
	}
	return err
}
