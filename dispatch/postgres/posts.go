package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"dispatch05/dispatch"
	"dispatch05/dispatch/roster"
)

func queuePosts(batch *pgx.Batch, city string, posts map[int64]*roster.Post) {
	batch.Queue(`select id, version, name, role, coalesce(organisation_id, 0), coalesce(crew_id, 0), territory, coalesce(supervisor_id, 0), on_call, days, opens, closes, retired_at
		from posts where city_id = $1`, city).Query(func(rows pgx.Rows) error {
		for rows.Next() {
			var p roster.Post
			var territory []byte
			if err := rows.Scan(&p.ID, &p.Version, &p.Name, &p.Role, &p.Organisation, &p.Crew, &territory, &p.Supervisor, &p.OnCall, &p.Days,
				&p.Window.Open, &p.Window.Close, &p.RetiredAt); err != nil {
				return err
			}
			var err error
			if p.Territory, err = territoryFrom(territory); err != nil {
				return fmt.Errorf("post %d: %w", p.ID, err)
			}
			posts[p.ID] = &p
		}
		return rows.Err()
	})
}

// territoryFrom reads GeoJSON as it is kept; nothing is no territory.
func territoryFrom(text []byte) (orb.MultiPolygon, error) {
	if text == nil {
		return nil, nil
	}
	shape, err := geojson.UnmarshalGeometry(text)
	if err != nil {
		return nil, err
	}
	return dispatch.Territory(shape)
}

func territoryText(area orb.MultiPolygon) (*string, error) {
	if area == nil {
		return nil, nil
	}
	text, err := json.Marshal(geojson.NewGeometry(area))
	kept := string(text)
	return &kept, err
}

// PutPost adds a post or changes one; its rotations are SetRotations'.
func (s *Store) PutPost(ctx context.Context, city string, p roster.Post, line dispatch.RosterLine) (id int64, err error) {
	territory, err := territoryText(p.Territory)
	if err != nil {
		return 0, err
	}
	fields := []any{city, p.ID, p.Version, p.Name, p.Role, null(p.Organisation), null(p.Crew), territory, null(p.Supervisor), p.OnCall, p.Days,
		int(p.Window.Open), int(p.Window.Close), p.RetiredAt}
	return s.put(ctx, city, line, p.ID == 0, `insert into posts (city_id, name, role, organisation_id, crew_id, territory, supervisor_id, on_call, days, opens, closes, retired_at)
		select $1, $4, $5, $6, $7, $8::jsonb, $9, $10, $11, $12, $13, $14::timestamptz where $2::bigint = 0 and $3::bigint >= 0 returning id`,
		`update posts set version = version + 1, name = $4, role = $5, organisation_id = $6, crew_id = $7, territory = $8::jsonb, supervisor_id = $9, on_call = $10, days = $11,
		opens = $12, closes = $13, retired_at = $14 where city_id = $1 and id = $2 and version = $3 returning id`, fields...)
}

// touchPost moves a post's version on: whoever plans on an older one looks again. version 0: whatever it is.
func touchPost(ctx context.Context, tx pgx.Tx, city string, id, version int64) error {
	tag, err := tx.Exec(ctx, `update posts set version = version + 1 where city_id = $1 and id = $2 and ($3 = 0 or version = $3)`, city, id, version)
	if err == nil && tag.RowsAffected() == 0 {
		return dispatch.ErrStale
	}
	return err
}
