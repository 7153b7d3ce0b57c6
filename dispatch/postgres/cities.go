package postgres

import (
	"context"
	"encoding/json"
	"regexp"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"dispatch05/dispatch"
	"dispatch05/dispatch/atlas"
	"dispatch05/geo/basemap"
)

const cityColumns = `id, name, zone, demo, phone, lon, lat, west, south, east, north, return_hours, map_credit, basemap, basemap_place`

func scanCity(row pgx.CollectableRow) (c dispatch.City, err error) {
	var place *string
	err = row.Scan(&c.ID, &c.Name, &c.Zone, &c.Demo, &c.Phone, &c.Centre[0], &c.Centre[1], &c.Bounds[0], &c.Bounds[1], &c.Bounds[2], &c.Bounds[3], &c.ReturnHours,
		&c.MapCredit, &c.Basemap, &place)
	if c.Basemap != nil && place != nil {
		c.Basemap.Place = *place
	}
	return c, err
}

// Cities are all cities of the database, by name.
func (s *Store) Cities(ctx context.Context) ([]dispatch.City, error) {
	rows, err := s.pool.Query(ctx, `select `+cityColumns+` from cities order by name`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanCity)
}

func (s *Store) City(ctx context.Context, city string) (dispatch.City, error) {
	rows, err := s.pool.Query(ctx, `select `+cityColumns+` from cities where id = $1`, city)
	if err != nil {
		return dispatch.City{}, err
	}
	c, err := pgx.CollectExactlyOneRow(rows, scanCity)
	return c, mapped(err)
}

func (s *Store) Zone(ctx context.Context, city string) (*time.Location, error) {
	if zone, known := s.zones.Load(city); known {
		return zone.(*time.Location), nil
	}
	var name string
	if err := s.pool.QueryRow(ctx, `select zone from cities where id = $1`, city).Scan(&name); err != nil {
		return nil, mapped(err)
	}
	zone, err := time.LoadLocation(name)
	if err == nil {
		s.zones.Store(city, zone)
	}
	return zone, err
}

// cityForm is that of a city's id, as the schema checks it.
var cityForm = regexp.MustCompile(`^[a-z][a-z0-9-]{1,30}$`)

// AddCity makes a city without houses, with its own emergency service. Its zone must be one that the
// program knows. Errors: bad_city_id, unknown_zone, city_exists.
func (s *Store) AddCity(ctx context.Context, c dispatch.City, own dispatch.Party, now time.Time) error {
	if !cityForm.MatchString(c.ID) {
		return &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_city_id", Field: "id",
			Ru: "Короткое имя города — 2–31 знак: строчные латинские буквы, цифры и дефис, первая буква: omsk",
			En: "A city's short name is 2 to 31 small latin letters, digits and -, a letter first: omsk"}
	}
	if _, err := time.LoadLocation(c.Zone); err != nil || c.Zone == "" || c.Zone == "Local" {
		return &dispatch.Error{Kind: dispatch.Invalid, Code: "unknown_zone", Field: "zone", Ru: "Неизвестный часовой пояс: " + c.Zone, En: "Unknown time zone: " + c.Zone}
	}
	return s.writing(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `insert into cities (id, name, zone, demo, phone, lon, lat, west, south, east, north, return_hours, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			c.ID, c.Name, c.Zone, c.Demo, c.Phone, c.Centre[0], c.Centre[1], c.Bounds[0], c.Bounds[1], c.Bounds[2], c.Bounds[3], c.ReturnHours, now)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `insert into organisations (city_id, name, kind, phone, own) values ($1, $2, 'service', $3, true)`, c.ID, own.Name, own.Phone)
		return err
	})
}

// ReplaceFeatures puts the shapes of the given kinds in place of those that the city has.
func (s *Store) ReplaceFeatures(ctx context.Context, city string, kinds []atlas.Kind, features []atlas.Feature) error {
	return s.writing(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `update cities set register = register + 1 where id = $1`, city); err != nil {
			return err
		}
		return replaceFeatures(ctx, tx, city, "", kinds, features)
	})
}

// replaceFeatures keeps with each shape the source that it is from.
func replaceFeatures(ctx context.Context, tx pgx.Tx, city, source string, kinds []atlas.Kind, features []atlas.Feature) error {
	if _, err := tx.Exec(ctx, `delete from features where city_id = $1 and kind = any($2)`, city, kinds); err != nil {
		return err
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"features"}, []string{"city_id", "kind", "name", "class", "bridge", "source", "shape"},
		pgx.CopyFromSlice(len(features), func(i int) ([]any, error) {
			f := features[i]
			shape, err := json.Marshal(geojson.NewGeometry(f.Shape))
			return []any{city, string(f.Kind), f.Name, f.Class, f.Bridge, source, shape}, err
		}))
	return err
}

// Boundary is the city's, lon/lat; empty where the map has none.
func (s *Store) Boundary(ctx context.Context, city string) (boundary orb.MultiPolygon, err error) {
	rows, err := s.pool.Query(ctx, `select shape from features where city_id = $1 and kind = 'boundary' order by id`, city)
	if err != nil {
		return nil, err
	}
	var shape []byte
	_, err = pgx.ForEachRow(rows, []any{&shape}, func() error {
		geometry, err := geojson.UnmarshalGeometry(shape)
		if err != nil {
			return err
		}
		switch g := geometry.Geometry().(type) {
		case orb.Polygon:
			boundary = append(boundary, g)
		case orb.MultiPolygon:
			boundary = append(boundary, g...)
		}
		return nil
	})
	return boundary, err
}

// Features are the shapes of a city's map.
func (s *Store) Features(ctx context.Context, city string) ([]atlas.Feature, error) {
	rows, err := s.pool.Query(ctx, `select kind, name, class, bridge, shape from features where city_id = $1 order by id`, city)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (f atlas.Feature, err error) {
		var shape []byte
		if err := row.Scan(&f.Kind, &f.Name, &f.Class, &f.Bridge, &shape); err != nil {
			return f, err
		}
		geometry, err := geojson.UnmarshalGeometry(shape)
		if err != nil {
			return f, err
		}
		f.Shape = geometry.Geometry()
		return f, nil
	})
}

// SetReturnHours sets how long after "done" a resident of the city may return a request.
func (s *Store) SetReturnHours(ctx context.Context, city string, hours int) error {
	changed, err := s.pool.Exec(ctx, `update cities set return_hours = $2 where id = $1`, city, hours)
	if err == nil && changed.RowsAffected() == 0 {
		return dispatch.ErrNotFound
	}
	return err
}

// MountBasemap puts a basemap beneath a city's own map; nil takes it away.
func (s *Store) MountBasemap(ctx context.Context, city string, mount *basemap.Mount) error {
	var place *string
	if mount != nil {
		place = &mount.Place
	}
	changed, err := s.pool.Exec(ctx, `update cities set basemap = $2, basemap_place = $3 where id = $1`, city, mount, place)
	if err == nil && changed.RowsAffected() == 0 {
		return dispatch.ErrNotFound
	}
	return err
}

// CreditMap says whom the licence of a city's map wants named.
func (s *Store) CreditMap(ctx context.Context, city, credit string) error {
	return s.writing(ctx, func(tx pgx.Tx) error { return creditMap(ctx, tx, city, credit) })
}

func creditMap(ctx context.Context, tx pgx.Tx, city, credit string) error {
	_, err := tx.Exec(ctx, `update cities set map_credit = $2 where id = $1`, city, credit)
	return err
}

// FrameCity sets the part of the earth that a city's map opens at, unless its houses have set it already.
func (s *Store) FrameCity(ctx context.Context, city string, frame orb.Bound) error {
	centre := frame.Center()
	_, err := s.pool.Exec(ctx, `update cities set lon = $2, lat = $3, west = $4, south = $5, east = $6, north = $7
		where id = $1 and west = 0 and east = 0`, city, centre[0], centre[1], frame.Min[0], frame.Min[1], frame.Max[0], frame.Max[1])
	return err
}
