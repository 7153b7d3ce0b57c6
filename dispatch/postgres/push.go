package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
	"dispatch05/dispatch/notify"
)

// subscriptions are the browsers of an account, of a person's account, or of a crew's accounts.
func (s *Store) subscriptions(ctx context.Context, city string, to dispatch.Recipient) ([]notify.Subscription, error) {
	rows, err := s.pool.Query(ctx, `select p.endpoint, p.p256dh, p.auth from push_subscriptions p
		join accounts a on a.city_id = p.city_id and a.id = p.account_id and a.disabled_at is null
		where p.city_id = $1 and (a.id = $2 or $3 <> 0 and a.crew_id = $3
			or a.id = (select account_id from people h where h.city_id = $1 and h.id = $4 and h.retired_at is null)) order by p.id desc`, city, to.Account, to.Crew, to.Person)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[notify.Subscription])
}

// Subscribe keeps a browser for an account; a browser belongs to whoever signed in last.
func (s *Store) Subscribe(ctx context.Context, city string, account int64, sub notify.Subscription, now time.Time) error {
	_, err := s.pool.Exec(ctx, `insert into push_subscriptions (city_id, account_id, endpoint, p256dh, auth, at) values ($1, $2, $3, $4, $5, $6)
		on conflict (endpoint) do update set city_id = excluded.city_id, account_id = excluded.account_id, p256dh = excluded.p256dh, auth = excluded.auth, at = excluded.at`,
		city, account, sub.Endpoint, sub.P256dh, sub.Auth, now)
	return err
}

// Unsubscribe forgets a browser: its carrier says that it is gone, or its user does.
func (s *Store) Unsubscribe(ctx context.Context, endpoint string) error {
	_, err := s.pool.Exec(ctx, `delete from push_subscriptions where endpoint = $1`, endpoint)
	return err
}

// PushKeys are the service's own key pair; make gives one where there is none yet.
func (s *Store) PushKeys(ctx context.Context, make func() (private, public string, err error)) (private, public string, err error) {
	read := func() error {
		return s.pool.QueryRow(ctx, `select private_key, public_key from push_keys`).Scan(&private, &public)
	}
	if err = mapped(read()); err == nil || err != error(dispatch.ErrNotFound) {
		return private, public, err
	}
	if private, public, err = make(); err != nil {
		return "", "", err
	}
	if _, err = s.pool.Exec(ctx, `insert into push_keys (public_key, private_key) values ($1, $2) on conflict do nothing`, public, private); err != nil {
		return "", "", err
	}
	return private, public, read() // another node may have been first
}
