package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

func (s *Store) Training(ctx context.Context, city string) (t dispatch.Training, err error) {
	err = s.pool.QueryRow(ctx, `select running, pace, version from trainings where city_id = $1`, city).Scan(&t.Running, &t.Pace, &t.Version)
	return t, mapped(err)
}

func (s *Store) SetTraining(ctx context.Context, city string, running bool, pace int, event dispatch.Event, now time.Time) (t dispatch.Training, moved []dispatch.Position, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `insert into trainings as t (city_id, running, pace) values ($1, $2, $3)
			on conflict (city_id) do update set running = excluded.running, pace = excluded.pace, version = t.version + 1 returning running, pace, version`,
			city, running, pace).Scan(&t.Running, &t.Pace, &t.Version)
		if err != nil {
			return err
		}
		moved, err = tell(ctx, tx, city, []dispatch.Event{event}, now)
		return err
	})
	return t, moved, err
}
