package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
	"dispatch05/dispatch/notify"
)

var _ notify.Store = (*Store)(nil)

const toldColumns = `n.id, n.kind, coalesce(n.request_id, 0), coalesce(n.order_id, 0), coalesce(n.escalation_id, 0), coalesce(n.account_id, 0), coalesce(n.person_id, 0),
	coalesce(n.crew_id, 0), n.recipient, n.urgent, n.subject, n.text, n.link, n.term, n.means, n.ack_seconds, n.token, n.state, n.at, n.ended_at`

func scanTold(row pgx.CollectableRow, t *dispatch.Told, more ...any) error {
	var seconds int
	var means []string
	err := row.Scan(append([]any{&t.ID, &t.Kind, &t.Request, &t.Order, &t.Escalation, &t.To.Account, &t.To.Person, &t.To.Crew, &t.To.Name, &t.Urgent, &t.Subject,
		&t.Text, &t.Link, &t.Term, &means, &seconds, &t.Token, &t.State, &t.At, &t.EndedAt}, more...)...)
	t.AckWithin = time.Duration(seconds) * time.Second
	for _, m := range means {
		t.Means = append(t.Means, dispatch.Means(m))
	}
	return err
}

// Told reads a notice with its attempts and how what it is about stands now.
func (s *Store) Told(ctx context.Context, city string, id int64) (t dispatch.Told, m dispatch.Matter, err error) {
	t.City = city
	rows, err := s.pool.Query(ctx, `select `+toldColumns+`, coalesce(q.state, ''), q.planned_at, coalesce(o.state, ''), e.acknowledged_at is not null,
			k.met_at is null and k.void_at is null
		from notices n
		left join requests q on q.city_id = n.city_id and q.id = n.request_id
		left join work_orders o on o.city_id = n.city_id and o.id = n.order_id
		left join escalations e on e.city_id = n.city_id and e.id = n.escalation_id
		left join clocks k on k.city_id = e.city_id and k.id = e.clock_id
		where n.city_id = $1 and n.id = $2`, city, id)
	if err != nil {
		return t, m, err
	}
	_, err = pgx.CollectExactlyOneRow(rows, func(row pgx.CollectableRow) (struct{}, error) {
		return struct{}{}, scanTold(row, &t, &m.Request, &m.PlannedAt, &m.Order, &m.Taken, &m.Running)
	})
	if err != nil {
		return t, m, mapped(err)
	}
	attempts, err := s.attempts(ctx, city, []int64{id})
	t.Attempts = attempts[id]
	return t, m, err
}

// attempts reads those of several notices, by notice, in the order in which they were made.
func (s *Store) attempts(ctx context.Context, city string, notices []int64) (map[int64][]dispatch.Attempt, error) {
	rows, err := s.pool.Query(ctx, `select notice_id, means, state, tries, at, sent_at, towards, reference, why from notice_attempts
		where city_id = $1 and notice_id = any($2) order by notice_id, coalesce(sent_at, at), at`, city, notices)
	if err != nil {
		return nil, err
	}
	found := map[int64][]dispatch.Attempt{}
	var notice int64
	var a dispatch.Attempt
	_, err = pgx.ForEachRow(rows, []any{&notice, &a.Means, &a.State, &a.Tries, &a.At, &a.SentAt, &a.Towards, &a.Reference, &a.Why}, func() error {
		found[notice] = append(found[notice], a)
		return nil
	})
	return found, err
}

// PutAttempt writes an attempt unless its notice is over: somebody has answered while it was being sent. A try is
// begun by one job only: of two that want the same one, the second gets false.
func (s *Store) PutAttempt(ctx context.Context, city string, notice int64, a dispatch.Attempt) (bool, error) {
	tag, err := s.pool.Exec(ctx, `insert into notice_attempts (city_id, notice_id, means, state, tries, at, sent_at, towards, reference, why)
		select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 from notices where city_id = $1 and id = $2 and ended_at is null for share
		on conflict (city_id, notice_id, means) do update set state = excluded.state, tries = excluded.tries, at = excluded.at, sent_at = excluded.sent_at,
			towards = excluded.towards, reference = excluded.reference, why = excluded.why
		where excluded.state <> 'queued' or excluded.why <> '' or notice_attempts.tries < excluded.tries`,
		city, notice, a.Means, a.State, a.Tries, a.At, a.SentAt, a.Towards, a.Reference, a.Why)
	return err == nil && tag.RowsAffected() > 0, err
}

// Contact is where a recipient can be reached now: what a person has by the plan of duty, a crew's telephone, or
// that of whoever reported the request.
func (s *Store) Contact(ctx context.Context, city string, to dispatch.Recipient, request int64) (c notify.Contact, err error) {
	switch {
	case to.Account != 0 || to.Person != 0:
		err = s.pool.QueryRow(ctx, `select coalesce(max(phone), ''), coalesce(max(email), ''), coalesce(max(telegram), '') from people
			where city_id = $1 and retired_at is null and (id = $2 or $2 = 0 and account_id = $3)`, city, to.Person, to.Account).Scan(&c.Phone, &c.Mail, &c.Telegram)
	case to.Crew != 0:
		err = s.pool.QueryRow(ctx, `select phone from crews where city_id = $1 and id = $2`, city, to.Crew).Scan(&c.Phone)
	case request != 0:
		err = s.pool.QueryRow(ctx, `select phone from requests where city_id = $1 and id = $2`, city, request).Scan(&c.Phone)
	}
	if err != nil {
		return c, mapped(err)
	}
	c.Subscriptions, err = s.subscriptions(ctx, city, to)
	return c, err
}
