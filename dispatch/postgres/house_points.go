package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"dispatch05/dispatch"
)

// bestPoints is the one order of trust among the points that are known of a house ($1 city; the houses stand in "these"):
//
//  1. a person's pin: somebody looked;
//  2. the building's outline: it is the building;
//  3. what crews' visits say, where a register's point lies farther from it than crews ever park (crewsPark): 0.3 % of a
//     register's points stand in another part of the city;
//  4. a register's point, of the source first that the house is from;
//  5. what crews' visits say, where nothing else does;
//  6. what a source said last and says no more: a missing point takes none away.
//
// A guess along the street is no point that is known: placeHouses makes it where all of these are silent.
const bestPoints = `
	said as (select r.house_id, r.lon, r.lat, r.placed, r.until, row_number() over (partition by r.house_id
			order by r.until desc nulls first, r.placed <> 'footprint', (r.source = h.source and r.source_id = h.source_id) desc, (r.source = h.source) desc, r.id) as rank
		from these t join house_records r on r.city_id = $1 and r.house_id = t.house_id and r.lon is not null join houses h on h.city_id = $1 and h.id = t.house_id),
	visited as (select p.house_id, p.lon, p.lat, exists (select from said s where s.house_id = p.house_id and s.rank = 1 and s.until is null
			and 111195 * sqrt((s.lat - p.lat) ^ 2 + ((s.lon - p.lon) * cosd(p.lat)) ^ 2) > $2 + p.spread_m) as far
		from these t join house_points p on p.city_id = $1 and p.house_id = t.house_id and p.kind = 'learned' and p.until is null),
	candidates as (
		select p.house_id, p.lon, p.lat, 'pin' as placed, 1 as trust from these t join house_points p on p.city_id = $1 and p.house_id = t.house_id and p.kind = 'pin' and p.until is null
		union all select house_id, lon, lat, placed, case when until is not null then 6 when placed = 'footprint' then 2 else 4 end from said where rank = 1
		union all select house_id, lon, lat, 'learned', case when far then 3 else 5 end from visited),
	best as (select distinct on (house_id) house_id, lon, lat, placed from candidates order by house_id, trust)`

// crewsPark is how far from a house, in metres, a crew's car stands at most: the far side of a large yard.
const crewsPark = 200

// settlePoints gives houses their best point and answers which moved. these selects their house_id, and may use $1, the city.
// A house whose pin or visits are gone and of which nothing else is known has none, until placeHouses guesses one.
func settlePoints(ctx context.Context, tx pgx.Tx, city, these string, args ...any) ([]int64, error) {
	rows, err := tx.Query(ctx, `with these as (`+these+`), `+bestPoints+`
		update houses h set lon = b.lon, lat = b.lat, placed = coalesce(b.placed, 'none'), radius_m = null
		from these t left join best b on b.house_id = t.house_id
		where h.city_id = $1 and h.id = t.house_id and (b.house_id is not null or h.placed in ('pin', 'learned')) and (h.lon, h.lat, h.placed) is distinct from (b.lon, b.lat, coalesce(b.placed, 'none'))
		returning h.id`, append([]any{city, float64(crewsPark)}, args...)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// PinHouse puts a house where a person says it stands, in place of an earlier pin; nil takes the pin away, and the house
// goes back to the next best point. It says whether anything changed.
func (s *Store) PinHouse(ctx context.Context, city string, house int64, pin *orb.Point, by string, now time.Time) (changed bool, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		var there bool
		if err := tx.QueryRow(ctx, `select true from houses where city_id = $1 and id = $2 for update`, city, house).Scan(&there); err != nil {
			return mapped(err)
		}
		if pin != nil { // said twice is said once
			if err := tx.QueryRow(ctx, `select exists (select from house_points where city_id = $1 and house_id = $2 and kind = 'pin' and until is null and lon = $3 and lat = $4 and by_name = $5)`,
				city, house, pin.Lon(), pin.Lat(), by).Scan(&there); err != nil || there {
				return err
			}
		}
		ended, err := tx.Exec(ctx, `update house_points set until = $3, ended_by = $4 where city_id = $1 and house_id = $2 and kind = 'pin' and until is null`, city, house, now, by)
		if err != nil {
			return err
		}
		if changed = pin != nil || ended.RowsAffected() > 0; !changed {
			return nil
		}
		if pin != nil {
			if _, err := tx.Exec(ctx, `insert into house_points (city_id, house_id, kind, lon, lat, by_name, at) values ($1, $2, 'pin', $3, $4, $5, $6)`, city, house, pin.Lon(), pin.Lat(), by, now); err != nil {
				return err
			}
		}
		if _, err := settlePoints(ctx, tx, city, `select $3::bigint as house_id`, house); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update cities set register = register + 1 where id = $1`, city)
		return err
	})
	return changed, err
}

// HousePin is the pin of a house with who put it down; nil without one.
func (s *Store) HousePin(ctx context.Context, city string, house int64) (*dispatch.HousePin, error) {
	rows, err := s.pool.Query(ctx, `select by_name, at from house_points where city_id = $1 and house_id = $2 and kind = 'pin' and until is null`, city, house)
	if err != nil {
		return nil, err
	}
	pins, err := pgx.CollectRows(rows, pgx.RowToStructByPos[dispatch.HousePin])
	if err != nil || len(pins) == 0 {
		return nil, err
	}
	return &pins[0], nil
}
