package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"dispatch05/dispatch"
)

const crewQuery = `
	select c.id, c.version, c.name, c.organisation_id, g.name, c.skills, c.people, c.phone, c.tablet, c.lon, c.lat, c.placed_at, c.tablet_heard_at, c.tablet_waits_since, s.until,
		count(o.id) filter (where o.state <> 'reserved'), count(o.id) filter (where o.state = 'reserved')
	from crews c
	join organisations g on g.city_id = c.city_id and g.id = c.organisation_id
	left join shifts s on s.city_id = c.city_id and s.crew_id = c.id and s.ended_at is null
	left join work_orders o on o.city_id = c.city_id and o.crew_id = c.id and o.state not in ('verified', 'refused', 'recalled', 'done')
	where c.city_id = $1 and c.retired_at is null and ($2 = 0 or c.id = $2)
	group by c.city_id, c.id, g.name, s.until order by c.name`

func (s *Store) loadCrews(ctx context.Context, city string, id int64) ([]dispatch.Crew, error) {
	rows, err := s.pool.Query(ctx, crewQuery, city, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (dispatch.Crew, error) {
		c := dispatch.Crew{City: city}
		var lon, lat *float64
		err := row.Scan(&c.ID, &c.Version, &c.Name, &c.Organisation, &c.OrgName, &c.Skills, &c.People, &c.Phone, &c.Tablet, &lon, &lat,
			&c.PointAt, &c.TabletHeard, &c.TabletWaits, &c.ShiftUntil, &c.Orders, &c.Reserved)
		c.Point = point(lon, lat)
		return c, err
	})
}

func (s *Store) Crews(ctx context.Context, city string) ([]dispatch.Crew, error) {
	return s.loadCrews(ctx, city, 0)
}

func (s *Store) Crew(ctx context.Context, city string, id int64) (dispatch.Crew, error) {
	if id == 0 {
		return dispatch.Crew{}, dispatch.ErrNotFound
	}
	crews, err := s.loadCrews(ctx, city, id)
	if err != nil {
		return dispatch.Crew{}, err
	}
	if len(crews) == 0 {
		return dispatch.Crew{}, dispatch.ErrNotFound
	}
	return crews[0], nil
}

// PutCrew adds a crew or updates the one of that name; its base is where it stands until it reports.
func (s *Store) PutCrew(ctx context.Context, c dispatch.Crew) (id int64, err error) {
	lon, lat := lonLat(c.Point)
	err = s.pool.QueryRow(ctx, `insert into crews as c (city_id, name, organisation_id, skills, people, phone, tablet, lon, lat) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict (city_id, name) do update set organisation_id = excluded.organisation_id, skills = excluded.skills, people = excluded.people, phone = excluded.phone,
			tablet = excluded.tablet, lon = case when c.placed_at is null then excluded.lon else c.lon end, lat = case when c.placed_at is null then excluded.lat else c.lat end,
			version = c.version + 1, retired_at = null
		returning id`, c.City, c.Name, c.Organisation, c.Skills, c.People, c.Phone, c.Tablet, lon, lat).Scan(&id)
	return id, mapped(err)
}

// StartShift ends a shift that ran out and opens a new one.
func (s *Store) StartShift(ctx context.Context, city string, crew int64, now, until time.Time, events []dispatch.Event) (moved []dispatch.Position, err error) {
	return s.turnShift(ctx, city, crew, now, events, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `insert into shifts (city_id, crew_id, started_at, until) values ($1, $2, $3, $4)`, city, crew, now, until)
		return err
	})
}

func (s *Store) EndShift(ctx context.Context, city string, crew int64, now time.Time, events []dispatch.Event) ([]dispatch.Position, error) {
	return s.turnShift(ctx, city, crew, now, events, func(pgx.Tx) error { return nil })
}

func (s *Store) turnShift(ctx context.Context, city string, crew int64, now time.Time, events []dispatch.Event, then func(pgx.Tx) error) (moved []dispatch.Position, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `update crews set version = version + 1 where city_id = $1 and id = $2`, city, crew); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update shifts set ended_at = least($3, until) where city_id = $1 and crew_id = $2 and ended_at is null`, city, crew, now); err != nil {
			return err
		}
		if err := then(tx); err != nil {
			return err
		}
		moved, err = tell(ctx, tx, city, events, now)
		return err
	})
	return moved, err
}

// HearTablet keeps when a tablet was last heard. Like a position it is state, not history.
func (s *Store) HearTablet(ctx context.Context, city string, heard dispatch.TabletHeard) error {
	_, err := s.pool.Exec(ctx, `update crews set tablet_heard_at = $3, tablet_waits_since = $4 where city_id = $1 and id = $2`,
		city, heard.CrewID, heard.HeardAt, heard.WaitsSince)
	return err
}

// MoveCrew keeps a newer position. Positions are state, not history: no journal, no outbox.
func (s *Store) MoveCrew(ctx context.Context, city string, crew int64, at time.Time, p orb.Point) error {
	_, err := s.pool.Exec(ctx, `update crews set lon = $3, lat = $4, placed_at = $5 where city_id = $1 and id = $2 and (placed_at is null or placed_at < $5)`,
		city, crew, p.Lon(), p.Lat(), at)
	return err
}

func (s *Store) Undelivered(ctx context.Context, city string, crew int64, upTo int64) ([]int64, error) {
	// What was told at or after the sending, and, where the log has been trimmed of it, how far it is trimmed.
	rows, err := s.pool.Query(ctx, `select o.request_id from work_orders o
		join topics t on t.city_id = o.city_id and t.name = $3
		left join lateral (select min(pos) as pos from outbox b
			where b.city_id = o.city_id and b.topic = $3 and b.kind = 'request' and b.ref = o.request_id and b.at >= o.since) told on true
		where o.city_id = $1 and o.crew_id = $2 and o.state = 'sent'
			and coalesce(told.pos, (select min(pos) - 1 from outbox b where b.city_id = $1 and b.topic = $3), t.last_offset) <= $4
		order by 1`, city, crew, dispatch.CrewTopic(crew), upTo)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}
