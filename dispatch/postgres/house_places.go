package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"dispatch05/geo/place"
	"dispatch05/geo/register"
)

// Places counts the living houses of a city by where their points come from.
type Places struct {
	Register, Footprint, Pin, Learned, Approximate, None int64
	Moved                                                int64   // approximate points that this run set, moved or took away
	RadiusMeters                                         float64 // median of the approximate houses' radii, 0 without any
}

// PlaceHouses puts every house without a known point where the known houses of its street tell, as
// approximate, and takes away guesses that have lost their ground. Known points are never touched.
func (s *Store) PlaceHouses(ctx context.Context, city string) (p Places, err error) {
	if _, err := s.Zone(ctx, city); err != nil {
		return p, err
	}
	err = s.writing(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `set local statement_timeout = 0`); err != nil {
			return err
		}
		if p.Moved, err = placeHouses(ctx, tx, city); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `select count(*) filter (where placed = 'register'), count(*) filter (where placed = 'footprint'), count(*) filter (where placed = 'pin'), count(*) filter (where placed = 'learned'),
				count(*) filter (where placed = 'approximate'), count(*) filter (where placed = 'none'),
				coalesce(percentile_cont(0.5) within group (order by radius_m) filter (where placed = 'approximate'), 0)
			from houses where city_id = $1 and retired_at is null`, city).Scan(&p.Register, &p.Footprint, &p.Pin, &p.Learned, &p.Approximate, &p.None, &p.RadiusMeters)
	})
	return p, err
}

// placeHouses answers how many points it changed; houses that stand right already are not written.
func placeHouses(ctx context.Context, tx pgx.Tx, city string) (int64, error) {
	rows, err := tx.Query(ctx, `select id, settlement, street_type, street, number, lon, lat, placed from houses
		where city_id = $1 and retired_at is null order by id`, city)
	if err != nil {
		return 0, err
	}
	houses, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (h register.House, err error) {
		var lon, lat *float64
		err = row.Scan(&h.ID, &h.Settlement, &h.StreetType, &h.Street, &h.Number, &lon, &lat, &h.Precision)
		if p := point(lon, lat); p != nil {
			h.Point = *p
		}
		return h, err
	})
	if err != nil {
		return 0, err
	}
	var ids []int64
	var lons, lats, radii []*float64
	for i, guess := range place.Guesses(place.FromRegister(houses)) {
		if placed := houses[i].Precision; placed != register.PrecisionNone && placed != register.PrecisionApproximate {
			continue
		}
		ids = append(ids, houses[i].ID)
		if !guess.Made() {
			lons, lats, radii = append(lons, nil), append(lats, nil), append(radii, nil)
			continue
		}
		at := [3]float64{guess.Point.Lon(), guess.Point.Lat(), guess.RadiusMeters}
		lons, lats, radii = append(lons, &at[0]), append(lats, &at[1]), append(radii, &at[2])
	}
	done, err := tx.Exec(ctx, `update houses h set lon = g.lon, lat = g.lat, radius_m = g.radius, placed = case when g.lon is null then 'none' else 'approximate' end
		from unnest($2::bigint[], $3::double precision[], $4::double precision[], $5::real[]) as g (id, lon, lat, radius)
		where h.city_id = $1 and h.id = g.id and (h.lon, h.lat, h.radius_m) is distinct from (g.lon, g.lat, g.radius)`, city, ids, lons, lats, radii)
	if err != nil || done.RowsAffected() == 0 {
		return 0, err
	}
	_, err = tx.Exec(ctx, `update cities set register = register + 1 where id = $1`, city) // every node indexes anew
	return done.RowsAffected(), err
}
