package postgres

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
	"dispatch05/dispatch/notify"
)

// writeNotices writes notices with the jobs that send them. What is there already by its key is not told again.
func writeNotices(ctx context.Context, tx pgx.Tx, city string, notices []dispatch.Notice, now time.Time) error {
	if len(notices) == 0 {
		return nil
	}
	batch := &pgx.Batch{}
	var jobs []notify.Job
	for _, n := range notices {
		batch.Queue(`insert into notices (city_id, key, kind, request_id, order_id, escalation_id, account_id, person_id, crew_id, recipient, urgent, subject, text, link,
				term, means, ack_seconds, token, at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) on conflict (city_id, key) do nothing returning id`,
			city, n.Key(), n.Kind, null(n.Request), null(n.Order), null(n.Escalation), null(n.To.Account), null(n.To.Person), null(n.To.Crew), n.To.Name,
			n.Urgent, n.Subject, n.Text, n.Link, n.Term, n.Means, int(n.AckWithin.Seconds()), newToken(), now).Query(func(rows pgx.Rows) error {
			ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
			for _, id := range ids {
				jobs = append(jobs, notify.Job{City: city, Notice: id})
			}
			return err
		})
	}
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return err
	}
	return notify.Enqueue(ctx, tx, jobs)
}

// Notify writes notices that belong to no other change: to those who come to an open level, a trial.
func (s *Store) Notify(ctx context.Context, city string, notices []dispatch.Notice, now time.Time) error {
	return s.writing(ctx, func(tx pgx.Tx) error { return writeNotices(ctx, tx, city, notices, now) })
}

// newToken is what a short link is known by: 80 random bits in 16 letters and digits.
func newToken() string { return strings.ToLower(rand.Text()[:16]) }

// saveNotices writes what a change tells, and settles what needs no more telling. opened has the ids of new orders.
func saveNotices(ctx context.Context, tx pgx.Tx, change dispatch.Change, opened map[int64]int64) error {
	notices := make([]dispatch.Notice, len(change.Notices))
	for i, n := range change.Notices {
		if n.Kind == dispatch.OrderNotice && n.Order == 0 {
			n.Order = opened[n.Request]
		}
		notices[i] = n
	}
	for _, s := range change.Settled {
		if err := settleOrder(ctx, tx, change.City, s, change.Now); err != nil {
			return err
		}
	}
	return writeNotices(ctx, tx, change.City, notices, change.Now)
}

func settleOrder(ctx context.Context, tx pgx.Tx, city string, s dispatch.Settled, now time.Time) error {
	state := dispatch.NoticeVoid
	if s.Answered {
		state = dispatch.NoticeAcknowledged
	}
	return endNotices(ctx, tx, city, state, now, `order_id = $4`, s.Order)
}

// endNotices ends those that still run; one that was answered is answered by the means of the screen.
func endNotices(ctx context.Context, tx pgx.Tx, city string, state dispatch.NoticeState, now time.Time, condition string, args ...any) error {
	_, err := tx.Exec(ctx, `with ended as (update notices set state = $2, ended_at = $3 where city_id = $1 and ended_at is null and `+condition+` returning id, means[1] as first)
		insert into notice_attempts (city_id, notice_id, means, state, at) select $1, id, first, 'acknowledged', $3 from ended where $2 = 'acknowledged'
		on conflict (city_id, notice_id, means) do update set state = 'acknowledged', at = $3`, append([]any{city, state, now}, args...)...)
	return err
}

// settleEscalation ends the pages of an escalation that somebody has taken: theirs is answered, the others are over.
func settleEscalation(ctx context.Context, tx pgx.Tx, city string, id, account int64, now time.Time) error {
	if err := endNotices(ctx, tx, city, dispatch.NoticeAcknowledged, now, `escalation_id = $4 and account_id = $5`, id, account); err != nil {
		return err
	}
	return endNotices(ctx, tx, city, dispatch.NoticeVoid, now, `escalation_id = $4`, id)
}
