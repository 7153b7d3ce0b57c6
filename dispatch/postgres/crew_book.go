package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

const (
	addCrew = `insert into crews as c (city_id, name, organisation_id, skills, people, phone, tablet, lon, lat)
		select $1, $4, $5, $6::text[], $7, $8, $9, $10::float8, $11::float8 where $2::bigint = 0 and $3::bigint >= 0
		on conflict (city_id, name) do update set skills = excluded.skills, people = excluded.people, phone = excluded.phone, tablet = excluded.tablet,
			lon = excluded.lon, lat = excluded.lat, placed_at = null, version = c.version + 1, retired_at = null
			where c.retired_at is not null and c.organisation_id = excluded.organisation_id
		returning id`
	changeCrew = `update crews set version = version + 1, name = $4, organisation_id = $5, skills = $6, people = $7, phone = $8, tablet = $9,
		lon = case when placed_at is null then coalesce($10, lon) else lon end, lat = case when placed_at is null then coalesce($11, lat) else lat end
		where city_id = $1 and id = $2 and version = $3 and retired_at is null returning id`
)

// ChangeCrew adds a crew or changes one. One that had ended begins anew under its name, so that its past stays its own.
func (s *Store) ChangeCrew(ctx context.Context, city string, c dispatch.Crew, line dispatch.RosterLine, events func(int64) []dispatch.Event) (id int64, moved []dispatch.Position, err error) {
	lon, lat := lonLat(c.Point)
	err = s.writing(ctx, func(tx pgx.Tx) error {
		id, err = putIn(ctx, tx, city, line, c.ID == 0, addCrew, changeCrew,
			city, c.ID, c.Version, c.Name, c.Organisation, c.Skills, c.People, c.Phone, c.Tablet, lon, lat)
		if c.ID == 0 && errors.Is(err, dispatch.ErrStale) {
			return dispatch.ErrCrewNamed
		}
		if err != nil {
			return err
		}
		moved, err = tell(ctx, tx, city, events(id), line.At)
		return err
	})
	return id, moved, err
}

// EndCrew takes along what stands on a crew. The lock waits for an assignment that is being written, which refers to the crew.
func (s *Store) EndCrew(ctx context.Context, city string, id int64, line dispatch.RosterLine, events []dispatch.Event) (moved []dispatch.Position, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select from crews where city_id = $1 and id = $2 for update`, city, id); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `update crews c set retired_at = $3, version = version + 1 where city_id = $1 and id = $2 and retired_at is null
			and not exists (select from work_orders o where o.city_id = $1 and o.crew_id = $2 and o.state not in ('verified', 'refused', 'recalled', 'done'))`, city, id, line.At)
		if err == nil && tag.RowsAffected() == 0 {
			err = dispatch.ErrCrewBusy
		}
		if err != nil {
			return err
		}
		batch := &pgx.Batch{}
		batch.Queue(`update shifts set ended_at = least($3, until) where city_id = $1 and crew_id = $2 and ended_at is null`, city, id, line.At)
		batch.Queue(`delete from sessions n using accounts a where a.city_id = $1 and a.crew_id = $2 and n.city_id = a.city_id and n.account_id = a.id`, city, id)
		batch.Queue(`update accounts set disabled_at = $3, version = version + 1 where city_id = $1 and crew_id = $2 and disabled_at is null`, city, id, line.At)
		batch.Queue(`update posts set retired_at = $3, version = version + 1 where city_id = $1 and crew_id = $2 and retired_at is null`, city, id, line.At)
		batch.Queue(`update people set crew_id = null, version = version + 1 where city_id = $1 and crew_id = $2 and retired_at is null`, city, id)
		if err := tx.SendBatch(ctx, batch).Close(); err != nil {
			return err
		}
		if err := writeRosterLine(ctx, tx, city, line); err != nil {
			return err
		}
		moved, err = tell(ctx, tx, city, events, line.At)
		return err
	})
	return moved, err
}
