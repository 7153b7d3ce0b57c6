package postgres

import (
	"context"
	"iter"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

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
	rows, err := s.pool.Query(ctx, `select h.id, h.source, h.source_id, h.doubles, h.address, h.settlement, h.street_type, h.street, h.number, h.lon, h.lat, h.placed,
			h.year, h.levels, h.entrances, h.flats, h.emergency, coalesce(m.name, '')
		from houses h left join organisations m on m.city_id = h.city_id and m.id = h.organisation_id
		where h.city_id = $1 and h.retired_at is null order by h.id`, city)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (h register.House, err error) {
		var lon, lat *float64
		err = row.Scan(&h.ID, &h.Source, &h.SourceID, &h.Doubles, &h.Address, &h.Settlement, &h.StreetType, &h.Street, &h.Number, &lon, &lat, &h.Precision,
			&h.Year, &h.Levels, &h.Entrances, &h.Flats, &h.Emergency, &h.Organisation)
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

// Imported counts what an import of houses did.
type Imported struct {
	Added, Changed, Same, Retired, Revived int64
	Guessed                                int64 // approximate points set, moved or taken away, of all the city's houses
}

// ImportHouses makes the houses of a source what the file says, in one commit: new ones are added, known
// ones updated by their source's id, missing ones retired and never deleted. A pin put down by a person
// outlives the register's point, and a house without any is placed by its street. It is safe to run twice. An error of the stream writes nothing.
func (s *Store) ImportHouses(ctx context.Context, city, source string, houses iter.Seq2[register.House, error], now time.Time) (done Imported, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		if err := stageHouses(ctx, tx, city, source, houses); err != nil {
			return err
		}
		if err := mergeHouses(ctx, tx, city, source, now, &done); err != nil {
			return err
		}
		done.Guessed, err = placeHouses(ctx, tx, city)
		return err
	})
	return done, err
}

func stageHouses(ctx context.Context, tx pgx.Tx, city, source string, houses iter.Seq2[register.House, error]) error {
	if _, err := tx.Exec(ctx, `set local statement_timeout = 0`); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `create temp table staged (source_id text primary key, doubles text[], address text, settlement text, street_type text, street text, number text,
		lon double precision, lat double precision, placed text, year int, levels int, entrances int, flats int, emergency boolean, organisation text) on commit drop`); err != nil {
		return err
	}
	next, stop := iter.Pull2(houses)
	defer stop()
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"staged"}, []string{"source_id", "doubles", "address", "settlement", "street_type", "street", "number", "lon", "lat", "placed",
		"year", "levels", "entrances", "flats", "emergency", "organisation"}, pgx.CopyFromFunc(func() ([]any, error) {
		h, err, more := next()
		if !more || err != nil {
			return nil, err
		}
		var lon, lat *float64
		placed := register.PrecisionNone
		if h.Placed() {
			lon, lat, placed = &h.Point[0], &h.Point[1], h.Precision
		}
		return []any{h.SourceID, append([]string{}, h.Doubles...), h.Address, h.Settlement, h.StreetType, h.Street, h.Number, lon, lat, string(placed), h.Year, h.Levels, h.Entrances, h.Flats, h.Emergency, h.Organisation}, nil
	}))
	return err
}

func mergeHouses(ctx context.Context, tx pgx.Tx, city, source string, now time.Time, done *Imported) error {
	if _, err := tx.Exec(ctx, `insert into organisations (city_id, name, kind) select distinct $1, organisation, 'management' from staged where organisation <> ''
		on conflict (city_id, name) do nothing`, city); err != nil {
		return err
	}
	if err := tx.QueryRow(ctx, `with gone as (update houses h set retired_at = $3 where h.city_id = $1 and h.source = $2 and h.retired_at is null
		and not exists (select from staged s where s.source_id = h.source_id) returning 1) select count(*) from gone`, city, source, now).Scan(&done.Retired); err != nil {
		return err
	}
	if err := tx.QueryRow(ctx, mergeStaged, city, source, now).Scan(&done.Added, &done.Changed, &done.Revived, &done.Same); err != nil {
		return err
	}
	if done.Added+done.Changed+done.Retired+done.Revived == 0 {
		return nil // nothing to index anew
	}
	_, err := tx.Exec(ctx, `with seen as (select avg(lon) lon, avg(lat) lat, percentile_cont(0.01) within group (order by lon) w, percentile_cont(0.99) within group (order by lon) e,
			percentile_cont(0.01) within group (order by lat) s, percentile_cont(0.99) within group (order by lat) n from houses where city_id = $1 and retired_at is null and lon is not null)
		update cities set register = register + 1, lon = coalesce(seen.lon, cities.lon), lat = coalesce(seen.lat, cities.lat), west = coalesce(seen.w - 0.02, west), east = coalesce(seen.e + 0.02, east),
			south = coalesce(seen.s - 0.01, south), north = coalesce(seen.n + 0.01, north) from seen where id = $1 and not demo`, city)
	if err == nil {
		_, err = tx.Exec(ctx, `update cities set register = register + 1 where id = $1 and demo`, city)
	}
	return err
}

// stays says that a house keeps its point: a pin always, a guess as long as the file has nothing better.
const stays = `(h.placed = 'pin' or (h.placed = 'approximate' and excluded.placed = 'none'))`

// mergeStaged updates only rows that differ, so that a second run changes nothing.
const mergeStaged = `
	with fresh as (select s.*, o.id as organisation_id from staged s left join organisations o on o.city_id = $1 and o.name = s.organisation),
	before as (select h.id, h.source_id, h.retired_at from houses h where h.city_id = $1 and h.source = $2),
	written as (insert into houses as h (city_id, source, source_id, doubles, address, settlement, street_type, street, number, lon, lat, placed, year, levels, entrances, flats, emergency, organisation_id, imported_at)
		select $1, $2, source_id, doubles, address, settlement, street_type, street, number, lon, lat, placed, year, levels, entrances, flats, emergency, organisation_id, $3 from fresh
		on conflict (city_id, source, source_id) do update set doubles = excluded.doubles, address = excluded.address, settlement = excluded.settlement, street_type = excluded.street_type,
			street = excluded.street, number = excluded.number,
			lon = case when ` + stays + ` then h.lon else excluded.lon end, lat = case when ` + stays + ` then h.lat else excluded.lat end,
			placed = case when ` + stays + ` then h.placed else excluded.placed end, radius_m = case when ` + stays + ` then h.radius_m end,
			year = excluded.year, levels = excluded.levels, entrances = excluded.entrances, flats = excluded.flats, emergency = excluded.emergency,
			organisation_id = excluded.organisation_id, imported_at = excluded.imported_at, retired_at = null
		where (h.doubles, h.address, h.settlement, h.street_type, h.street, h.number, h.year, h.levels, h.entrances, h.flats, h.emergency, h.organisation_id)
			is distinct from (excluded.doubles, excluded.address, excluded.settlement, excluded.street_type, excluded.street, excluded.number, excluded.year, excluded.levels, excluded.entrances, excluded.flats, excluded.emergency, excluded.organisation_id)
			or h.retired_at is not null or (not ` + stays + ` and (h.lon, h.lat, h.placed) is distinct from (excluded.lon, excluded.lat, excluded.placed))
		returning source_id)
	select count(*) filter (where w.source_id is not null and b.id is null),
		count(*) filter (where w.source_id is not null and b.id is not null and b.retired_at is null),
		count(*) filter (where w.source_id is not null and b.retired_at is not null),
		count(*) filter (where w.source_id is null)
	from fresh f left join written w using (source_id) left join before b using (source_id)`

// FillHouses gives houses, by their ids, what they do not know: a point, levels, entrances, flats and the
// year. What a register or a person has told stays; a guess gives way. It counts the houses that learned something.
func (s *Store) FillHouses(ctx context.Context, city string, houses []register.House) (filled int64, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		batch := &pgx.Batch{}
		for _, h := range houses {
			var lon, lat *float64
			placed := register.PrecisionNone
			if h.Placed() {
				lon, lat, placed = &h.Point[0], &h.Point[1], h.Precision
			}
			batch.Queue(`update houses set lon = case when $3::float8 is not null and placed in ('none', 'approximate') then $3 else lon end,
					lat = case when $3::float8 is not null and placed in ('none', 'approximate') then $4::float8 else lat end,
					placed = case when $3::float8 is not null and placed in ('none', 'approximate') then $5 else placed end,
					radius_m = case when $3::float8 is null then radius_m end,
					levels = case levels when 0 then $6 else levels end, entrances = case entrances when 0 then $7 else entrances end,
					flats = case flats when 0 then $8 else flats end, year = case year when 0 then $9 else year end
				where city_id = $1 and id = $2 and (placed in ('none', 'approximate') and $3::float8 is not null or levels = 0 and $6 > 0 or entrances = 0 and $7 > 0 or flats = 0 and $8 > 0 or year = 0 and $9 > 0)`,
				city, h.ID, lon, lat, string(placed), h.Levels, h.Entrances, h.Flats, h.Year).Exec(func(tag pgconn.CommandTag) error {
				filled += tag.RowsAffected()
				return nil
			})
		}
		if err := tx.SendBatch(ctx, batch).Close(); err != nil || filled == 0 {
			return err
		}
		if _, err := placeHouses(ctx, tx, city); err != nil { // their neighbours stand by them
			return err
		}
		_, err := tx.Exec(ctx, `update cities set register = register + 1 where id = $1`, city)
		return err
	})
	return filled, err
}
