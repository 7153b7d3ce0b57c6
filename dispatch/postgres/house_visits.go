package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"dispatch05/geo"
	"dispatch05/geo/place"
)

const (
	readingsEvery = "20 seconds" // a visit takes no more readings than this
	mostReadings  = 90           // of one visit: half an hour of them
	visitEnds     = time.Hour    // after its last reading a visit is over, whatever its order says
	visitsCount   = 20           // the last ones of a house
	visitsKept    = 3 * 365 * 24 * time.Hour
	movesBy       = 15.0 // metres by which a learned point must move to be told anew
)

// NoteVisit keeps a good reading of a crew that is on site of exactly one order, whose house is known.
func (s *Store) NoteVisit(ctx context.Context, city string, crew int64, at time.Time, p orb.Point) error {
	_, err := s.pool.Exec(ctx, `insert into house_visits as v (city_id, order_id, house_id, lons, lats, last_at)
		select $1, min(o.id), min(q.house_id), array[$4::double precision], array[$5::double precision], $3
			from work_orders o join requests q on q.city_id = o.city_id and q.id = o.request_id
			where o.city_id = $1 and o.crew_id = $2 and o.state = 'on_site' and q.house_id is not null having count(*) = 1
		on conflict (city_id, order_id) do update set lons = v.lons || excluded.lons, lats = v.lats || excluded.lats, last_at = excluded.last_at
			where v.lons is not null and v.house_id = excluded.house_id and cardinality(v.lons) < $6 and excluded.last_at >= v.last_at + $7::interval`,
		city, crew, at, p.Lon(), p.Lat(), mostReadings, readingsEvery)
	return err
}

// LearnPoints makes of finished visits the one point where the crew stood, and of the visits of a house where it stands
// (geo/place). It answers how many houses moved. Running late, twice or on several nodes is harmless.
func (s *Store) LearnPoints(ctx context.Context, now time.Time) (moved int, err error) {
	cities, err := s.Cities(ctx)
	if err != nil {
		return 0, err
	}
	var failed []error
	for _, city := range cities {
		err := s.writing(ctx, func(tx pgx.Tx) error {
			learnt, err := learnCity(ctx, tx, city.ID, now)
			moved += learnt
			return err
		})
		failed = append(failed, err)
	}
	return moved, errors.Join(failed...)
}

func learnCity(ctx context.Context, tx pgx.Tx, city string, now time.Time) (moved int, err error) {
	houses, err := endVisits(ctx, tx, city, now)
	if err != nil || len(houses) == 0 {
		return 0, err
	}
	var taught []int64
	for _, house := range houses {
		changed, err := learnHouse(ctx, tx, city, house, now)
		if err != nil {
			return 0, err
		}
		if changed {
			taught = append(taught, house)
		}
	}
	settled, err := settlePoints(ctx, tx, city, `select unnest($3::bigint[]) as house_id`, taught)
	if err != nil || len(settled) == 0 {
		return 0, err
	}
	if _, err := placeHouses(ctx, tx, city); err != nil { // the neighbours' guesses stand on better ground
		return 0, err
	}
	_, err = tx.Exec(ctx, `update cities set register = register + 1 where id = $1`, city)
	return len(settled), err
}

// endVisits turns the readings of visits that are over into their middle, forgets visits that taught nothing or are old, and
// answers the houses that were visited.
func endVisits(ctx context.Context, tx pgx.Tx, city string, now time.Time) (houses []int64, err error) {
	if _, err := tx.Exec(ctx, `delete from house_visits where city_id = $1 and last_at < $2`, city, now.Add(-visitsKept)); err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `select v.order_id, v.house_id, v.lons, v.lats from house_visits v join work_orders o on o.city_id = v.city_id and o.id = v.order_id
		where v.city_id = $1 and v.lons is not null and (v.last_at < $2 or o.state <> 'on_site') order by v.order_id for update of v skip locked`, city, now.Add(-visitEnds))
	if err != nil {
		return nil, err
	}
	type visit struct {
		Order, House int64
		Lons, Lats   []float64
	}
	visits, err := pgx.CollectRows(rows, pgx.RowToStructByPos[visit])
	if err != nil {
		return nil, err
	}
	for _, v := range visits {
		readings := make([]orb.Point, len(v.Lons))
		for i := range v.Lons {
			readings[i] = orb.Point{v.Lons[i], v.Lats[i]}
		}
		at, stood := place.Visit(readings)
		if !stood {
			if _, err := tx.Exec(ctx, `delete from house_visits where city_id = $1 and order_id = $2`, city, v.Order); err != nil {
				return nil, err
			}
			continue
		}
		if _, err := tx.Exec(ctx, `update house_visits set lons = null, lats = null, lon = $3, lat = $4 where city_id = $1 and order_id = $2`, city, v.Order, at.Lon(), at.Lat()); err != nil {
			return nil, err
		}
		houses = append(houses, v.House)
	}
	return houses, nil
}

// learnHouse says where a house stands by its visits, unless it was said already or they do not agree.
func learnHouse(ctx context.Context, tx pgx.Tx, city string, house int64, now time.Time) (changed bool, err error) {
	rows, err := tx.Query(ctx, `select array[lon, lat] from house_visits where city_id = $1 and house_id = $2 and lon is not null order by last_at desc limit $3`, city, house, visitsCount)
	if err != nil {
		return false, err
	}
	visits, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p orb.Point, err error) {
		var at []float64
		if err := row.Scan(&at); err != nil {
			return p, err
		}
		return orb.Point{at[0], at[1]}, nil
	})
	if err != nil {
		return false, err
	}
	at, spread, ok := place.Visited(visits)
	if !ok {
		return false, nil
	}
	var lon, lat float64
	err = tx.QueryRow(ctx, `select lon, lat from house_points where city_id = $1 and house_id = $2 and kind = 'learned' and until is null`, city, house).Scan(&lon, &lat)
	switch {
	case err == nil && geo.DistanceMeters(orb.Point{lon, lat}, at) <= movesBy:
		return false, nil
	case err != nil && !errors.Is(err, pgx.ErrNoRows):
		return false, err
	}
	if _, err := tx.Exec(ctx, `update house_points set until = $3 where city_id = $1 and house_id = $2 and kind = 'learned' and until is null`, city, house, now); err != nil {
		return false, err
	}
	_, err = tx.Exec(ctx, `insert into house_points (city_id, house_id, kind, lon, lat, spread_m, visits, at) values ($1, $2, 'learned', $3, $4, $5, $6, $7)`, city, house, at.Lon(), at.Lat(), spread, len(visits), now)
	return err == nil, err
}
