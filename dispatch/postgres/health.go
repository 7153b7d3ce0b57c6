package postgres

import (
	"context"
	"time"

	"dispatch05/dispatch"
)

// Health counts what a city needs in order to work.
type Health struct {
	Houses, Unplaced int
	Crews            int
	Mute             []string              // crews without a telephone, by name
	Dispatchers      int                   // accounts that can dispatch
	Holders          map[dispatch.Role]int // accounts that can be told; of foremen those of the city's own service only
	RoadEdges        int                   // of the road graph; 0: there is none
	RoadsAsOf        *time.Time            // the newest edit in its source, nil where that is not known
}

// Health of a city, for the doctor command.
func (s *Store) Health(ctx context.Context, city string) (h Health, err error) {
	h.Holders = map[dispatch.Role]int{}
	err = s.pool.QueryRow(ctx, `select
		(select count(*) from houses where city_id = $1 and retired_at is null),
		(select count(*) from houses where city_id = $1 and retired_at is null and placed = 'none'),
		(select count(*) from crews where city_id = $1 and retired_at is null),
		(select coalesce(array_agg(name order by name), '{}') from crews where city_id = $1 and retired_at is null and phone = ''),
		(select count(*) from accounts where city_id = $1 and disabled_at is null and role in ('dispatcher', 'senior')),
		coalesce((select edges from roads where city_id = $1), 0), (select as_of from roads where city_id = $1)`, city).
		Scan(&h.Houses, &h.Unplaced, &h.Crews, &h.Mute, &h.Dispatchers, &h.RoadEdges, &h.RoadsAsOf)
	if err != nil {
		return h, err
	}
	rows, err := s.pool.Query(ctx, `select a.role, count(*) from accounts a left join organisations o on o.city_id = a.city_id and o.id = a.organisation_id
		where a.city_id = $1 and a.disabled_at is null and (a.role <> 'foreman' or o.own) group by a.role`, city)
	if err != nil {
		return h, err
	}
	defer rows.Close()
	for rows.Next() {
		var role dispatch.Role
		var holders int
		if err := rows.Scan(&role, &holders); err != nil {
			return h, err
		}
		h.Holders[role] = holders
	}
	return h, rows.Err()
}
