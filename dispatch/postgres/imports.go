package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"dispatch05/dispatch/atlas"
	"dispatch05/geo/register"
)

// Import is what one file says of a city.
type Import struct {
	Source string // as House.Source names it
	Houses iter.Seq2[register.House, error]
	// Mapped: volunteers wrote the addresses, so they are read as a caller's.
	Mapped bool
	// Outlines are the buildings' polygons by House.SourceID, lon/lat; those of the same houses and of this source go.
	Outlines map[string]orb.Polygon
	// Features take the place of the city's shapes of these kinds.
	Features []atlas.Feature
	Kinds    []atlas.Kind
	// Credit is whom the licence of the shapes wants named on the map; "" leaves what stands.
	Credit string
	// Roads take the place of the city's road graph; nil leaves it.
	Roads *NewRoads
	// Run is the import's own row, of StartImport; 0 for none. It is finished in the same commit.
	Run int64
	// Shrinks takes a file that names less than half of the houses that the source named before: ErrShrinks without it, since
	// such a file is mostly a part of one.
	Shrinks bool
	// Step hears what the commit is at; nil for nobody.
	Step func(step string)
}

// ErrShrinks is told of a file that names less than half of what its source named before.
var ErrShrinks = errors.New("the file names less than half of the houses that its source named before")

// fewHouses are too few to tell a part of a file from a small one.
const fewHouses = 20

// Imported counts what an import of houses did.
type Imported struct {
	Added   int64 // houses that no source knew
	Met     int64 // houses known from another source that this one names now too
	Changed int64 // houses of which this source says something else than before
	Revived int64 // retired houses that are named again
	Same    int64
	Retired int64 // houses that no source names any longer
	Left    int64 // houses that this source no longer names and another still does
	Learned int64 // houses first told by another source that know more or else by this one
	Guessed int64 // approximate points set, moved or taken away, of all the city's houses
}

// ImportHouses is Import of houses alone, by a program that knows them all.
func (s *Store) ImportHouses(ctx context.Context, city, source string, houses iter.Seq2[register.House, error], now time.Time) (Imported, error) {
	return s.Import(ctx, city, Import{Source: source, Houses: houses, Shrinks: true}, now)
}

// Import makes what a source says of a city what the file says, in one commit. A house that another source told of already
// stays that house (register.Same) and learns what it did not know; what the source says no longer is kept as history, and a
// house that no source names is retired, never deleted. Only this source's word is changed. A missing point takes none away,
// a pin put down by a person outlives all of them, and a house without any is placed by its street. It is safe to run
// twice. An error of the stream writes nothing.
func (s *Store) Import(ctx context.Context, city string, in Import, now time.Time) (done Imported, err error) {
	houses, err := collected(in.Houses)
	if err != nil {
		return done, err
	}
	err = s.writing(ctx, func(tx pgx.Tx) error {
		w := importing{tx: tx, city: city, in: in, houses: houses, now: now, done: &done}
		for _, write := range []struct { // everything that an import's commit holds, in order
			step string
			do   func(context.Context) error
		}{
			{"waiting for another import", w.begin},
			{"finding the houses that are known", w.match},
			{"bringing the file's houses", w.stage},
			{"keeping what the source says", w.records},
			{"making houses of it", w.merge},
			{"moving what hangs on houses that were two", w.move},
			{"placing them", w.points},
			{"outlines", w.outlines},
			{"shapes of the map", w.shapes},
			{"roads", w.roads},
			{"placing those without a point by their streets", w.guesses},
			{"telling the nodes", w.frame},
			{"ending the import", w.finish},
		} {
			if in.Step != nil {
				in.Step(write.step)
			}
			if err := write.do(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	return done, err
}

func collected(houses iter.Seq2[register.House, error]) (list []register.House, err error) {
	if houses == nil {
		return nil, nil
	}
	for h, err := range houses {
		if err != nil {
			return nil, err
		}
		if list = append(list, h); len(list) > register.MaxHouses {
			return nil, fmt.Errorf("%w: %d", register.ErrTooMany, register.MaxHouses)
		}
	}
	return list, nil
}

// importing is one import's commit on its way.
type importing struct {
	tx     pgx.Tx
	city   string
	in     Import
	houses []register.House
	same   []int64 // the known house of each, 0 for none
	now    time.Time
	done   *Imported
}

// begin lets one import at a time into a city, for as long as it takes. Its tables are fresh, so Postgres knows of no row in
// them yet and would go through one for each row of another: whole tables are joined here, by hashing.
func (w *importing) begin(ctx context.Context) error {
	if _, err := w.tx.Exec(ctx, `set local statement_timeout = 0; set local enable_nestloop = off`); err != nil {
		return err
	}
	_, err := w.tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended('import ' || $1, 0))`, w.city)
	return err
}

// match finds which known house each of the file's is.
func (w *importing) match(ctx context.Context) error {
	if len(w.houses) == 0 {
		return nil
	}
	rows, err := w.tx.Query(ctx, `select id, source, source_id, fias, doubles, settlement, street_type, street, number, address, lon, lat, placed, retired_at is not null
		from houses where city_id = $1 order by id`, w.city)
	if err != nil {
		return err
	}
	known, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (h register.Known, err error) {
		var lon, lat *float64
		err = row.Scan(&h.ID, &h.Source, &h.SourceID, &h.FIAS, &h.Doubles, &h.Settlement, &h.StreetType, &h.Street, &h.Number, &h.Address, &lon, &lat, &h.Precision, &h.Retired)
		if p := point(lon, lat); p != nil {
			h.Point = *p
		}
		return h, err
	})
	if err != nil {
		return err
	}
	recorded := map[string]int64{}
	rows, err = w.tx.Query(ctx, `select distinct on (source_id) source_id, house_id from house_records where city_id = $1 and source = $2 order by source_id, id desc`, w.city, w.in.Source)
	if err != nil {
		return err
	}
	var id string
	var house int64
	if _, err := pgx.ForEachRow(rows, []any{&id, &house}, func() error { recorded[id] = house; return nil }); err != nil {
		return err
	}
	w.same = register.Same(w.in.Source, w.houses, known, recorded, w.in.Mapped)
	return nil
}

// stage brings the file's houses to the database, each with the known house that it is.
func (w *importing) stage(ctx context.Context) error {
	if _, err := w.tx.Exec(ctx, `create temp table staged (source_id text primary key, house_id bigint, state text, doubles text[], address text, settlement text, street_type text, street text, number text,
		lon double precision, lat double precision, placed text, year int, levels int, entrances int, flats int, emergency boolean, organisation text, fias text, detail jsonb) on commit drop;
		create temp table touched (house_id bigint primary key) on commit drop;
		create temp table learned (house_id bigint primary key) on commit drop`); err != nil {
		return err
	}
	_, err := w.tx.CopyFrom(ctx, pgx.Identifier{"staged"}, []string{"source_id", "house_id", "doubles", "address", "settlement", "street_type", "street", "number", "lon", "lat", "placed",
		"year", "levels", "entrances", "flats", "emergency", "organisation", "fias", "detail"}, pgx.CopyFromSlice(len(w.houses), func(i int) ([]any, error) {
		h := &w.houses[i]
		var lon, lat *float64
		placed := register.PrecisionNone
		if h.Placed() {
			lon, lat, placed = &h.Point[0], &h.Point[1], h.Precision
		}
		var known *int64
		if w.same[i] != 0 {
			known = &w.same[i]
		}
		detail := h.Detail
		if detail == nil {
			detail = map[string]string{}
		}
		return []any{h.SourceID, known, append([]string{}, h.Doubles...), h.Address, h.Settlement, h.StreetType, h.Street, h.Number, lon, lat, string(placed),
			h.Year, h.Levels, h.Entrances, h.Flats, h.Emergency, h.Organisation, h.FIAS, detail}, nil
	}))
	if err == nil {
		_, err = w.tx.Exec(ctx, `analyze staged`)
	}
	return err
}

// shapes puts the map's shapes in place of those of their kinds.
func (w *importing) shapes(ctx context.Context) error {
	if len(w.in.Kinds) == 0 {
		return nil
	}
	if w.in.Credit != "" {
		if err := creditMap(ctx, w.tx, w.city, w.in.Credit); err != nil {
			return err
		}
	}
	return replaceFeatures(ctx, w.tx, w.city, w.in.Source, w.in.Kinds, w.in.Features)
}

// roads puts the file's road graph in place of the city's.
func (w *importing) roads(ctx context.Context) error {
	if w.in.Roads == nil {
		return nil
	}
	return replaceRoads(ctx, w.tx, w.city, w.in.Source, *w.in.Roads, w.now)
}

// outlines names each by the house that it became.
func (w *importing) outlines(ctx context.Context) error {
	if len(w.in.Outlines) == 0 {
		return nil
	}
	rows, err := w.tx.Query(ctx, `select s.source_id, s.doubles, h.source, h.source_id from staged s join houses h on h.city_id = $1 and h.id = s.house_id order by h.id, s.source_id`, w.city)
	if err != nil {
		return err
	}
	var record string
	var doubles []string
	var house register.House
	var features []atlas.Feature
	var names []string
	named := map[string]bool{}
	_, err = pgx.ForEachRow(rows, []any{&record, &doubles, &house.Source, &house.SourceID}, func() error {
		name := atlas.FootprintOf(house)
		for _, id := range append([]string{record}, doubles...) {
			if outline, known := w.in.Outlines[id]; known && !named[name] {
				named[name] = true
				names = append(names, name)
				features = append(features, atlas.Feature{Kind: atlas.Footprint, Name: name, Shape: outline})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if _, err := w.tx.Exec(ctx, `delete from features where city_id = $1 and kind = $2 and (source = $3 or name = any($4))`, w.city, string(atlas.Footprint), w.in.Source, names); err != nil {
		return err
	}
	return replaceFeatures(ctx, w.tx, w.city, w.in.Source, nil, features)
}

// guesses places the houses that no source places.
func (w *importing) guesses(ctx context.Context) (err error) {
	w.done.Guessed, err = placeHouses(ctx, w.tx, w.city)
	return err
}

// changed reports whether what the city's houses are has changed at all.
func (w *importing) changed() bool {
	d := w.done
	return d.Added+d.Met+d.Changed+d.Revived+d.Retired+d.Left+d.Learned > 0 || len(w.in.Kinds)+len(w.in.Outlines) > 0
}

// frame tells every node to index anew, and how large the city is.
func (w *importing) frame(ctx context.Context) error {
	if !w.changed() {
		return nil
	}
	_, err := w.tx.Exec(ctx, `with seen as (select avg(lon) lon, avg(lat) lat, percentile_cont(0.01) within group (order by lon) w, percentile_cont(0.99) within group (order by lon) e,
			percentile_cont(0.01) within group (order by lat) s, percentile_cont(0.99) within group (order by lat) n from houses where city_id = $1 and retired_at is null and lon is not null)
		update cities set register = register + 1, lon = coalesce(seen.lon, cities.lon), lat = coalesce(seen.lat, cities.lat), west = coalesce(seen.w - 0.02, west), east = coalesce(seen.e + 0.02, east),
			south = coalesce(seen.s - 0.01, south), north = coalesce(seen.n + 0.01, north) from seen where id = $1 and not demo`, w.city)
	if err == nil {
		_, err = w.tx.Exec(ctx, `update cities set register = register + 1 where id = $1 and demo`, w.city)
	}
	return err
}
