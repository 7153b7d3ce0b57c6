package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
	"dispatch05/geo/register"
)

// House reads what the desk needs to know of a house: also of a retired one, since old requests name it. A
// contract counts by the city's own day.
func (s *Store) House(ctx context.Context, city string, id int64, now time.Time) (dispatch.House, error) {
	zone, err := s.Zone(ctx, city)
	if err != nil {
		return dispatch.House{}, err
	}
	h := dispatch.House{ID: id}
	var lon, lat *float64
	var managed struct {
		id          *int64
		name, phone *string
	}
	err = s.pool.QueryRow(ctx, `select h.address, h.settlement, h.lon, h.lat, h.placed, coalesce(h.radius_m, 0), h.levels, h.entrances, h.flats, h.year,
			m.id, m.name, m.phone, s.id, s.name, s.phone, k.service_id is null
		from houses h
		left join organisations m on m.city_id = h.city_id and m.id = h.organisation_id
		left join lateral (select service_id from contracts c where c.city_id = h.city_id
			and (c.house_id = h.id or c.organisation_id = h.organisation_id)
			and c.valid_from <= $3::date and (c.valid_to is null or c.valid_to >= $3::date)
			order by c.house_id is null, c.valid_from desc limit 1) k on true
		join organisations s on s.city_id = h.city_id and (s.id = k.service_id or (k.service_id is null and s.own))
		where h.city_id = $1 and h.id = $2`, city, id, now.In(zone).Format(time.DateOnly)).Scan(&h.Place.Address, &h.Place.Settlement, &lon, &lat, &h.Place.Placed, &h.Place.RadiusMeters,
		&h.Place.Levels, &h.Place.Entrances, &h.Place.Flats, &h.Place.Year,
		&managed.id, &managed.name, &managed.phone, &h.Served.ID, &h.Served.Name, &h.Served.Phone, &h.ByDefault)
	if err != nil {
		if mapped(err) == error(dispatch.ErrNotFound) {
			return h, constraintErrors["requests_city_id_house_id_fkey"]
		}
		return h, err
	}
	h.Place.Point = point(lon, lat)
	if managed.id != nil {
		h.Managed = &dispatch.Party{ID: *managed.id, Name: *managed.name, Phone: *managed.phone}
	}
	return h, nil
}

// Houses streams the living houses of a city for the index in memory.
func (s *Store) Houses(ctx context.Context, city string) ([]register.House, error) {
	rows, err := s.pool.Query(ctx, `select h.id, h.source, h.source_id, h.doubles, h.address, h.settlement, h.street_type, h.street, h.number, h.lon, h.lat, h.placed, coalesce(h.radius_m, 0),
			h.year, h.levels, h.entrances, h.flats, h.emergency, h.fias, coalesce(m.name, '')
		from houses h left join organisations m on m.city_id = h.city_id and m.id = h.organisation_id
		where h.city_id = $1 and h.retired_at is null order by h.id`, city)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (h register.House, err error) {
		var lon, lat *float64
		err = row.Scan(&h.ID, &h.Source, &h.SourceID, &h.Doubles, &h.Address, &h.Settlement, &h.StreetType, &h.Street, &h.Number, &lon, &lat, &h.Precision, &h.RadiusMeters,
			&h.Year, &h.Levels, &h.Entrances, &h.Flats, &h.Emergency, &h.FIAS, &h.Organisation)
		if p := point(lon, lat); p != nil {
			h.Point = *p
		}
		return h, err
	})
}

// RegisterVersion grows with each change of a city's houses.
func (s *Store) RegisterVersion(ctx context.Context, city string) (version int64, err error) {
	err = s.pool.QueryRow(ctx, `select register from cities where id = $1`, city).Scan(&version)
	return version, mapped(err)
}

// RegisterVersions are those of all cities, for the nodes that keep their indexes up to date.
func (s *Store) RegisterVersions(ctx context.Context) (map[string]int64, error) {
	return s.versions(ctx, `select id, register from cities`)
}
