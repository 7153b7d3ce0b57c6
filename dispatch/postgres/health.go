package postgres

import "context"

// Health counts what a city needs in order to work.
type Health struct {
	Houses, Unplaced    int
	Crews, Mute         int // Mute: nobody can be called
	Dispatchers, Ladder int // accounts that dispatch; that escalations are told to
}

// Health of a city, for the doctor command.
func (s *Store) Health(ctx context.Context, city string) (h Health, err error) {
	err = s.pool.QueryRow(ctx, `select
		(select count(*) from houses where city_id = $1 and retired_at is null),
		(select count(*) from houses where city_id = $1 and retired_at is null and placed = 'none'),
		(select count(*) from crews where city_id = $1 and retired_at is null),
		(select count(*) from crews where city_id = $1 and retired_at is null and phone = ''),
		(select count(*) from accounts where city_id = $1 and disabled_at is null and role in ('dispatcher', 'senior')),
		(select count(*) from accounts where city_id = $1 and disabled_at is null and role in ('foreman', 'senior', 'chief_engineer', 'committee'))`, city).
		Scan(&h.Houses, &h.Unplaced, &h.Crews, &h.Mute, &h.Dispatchers, &h.Ladder)
	return h, err
}
