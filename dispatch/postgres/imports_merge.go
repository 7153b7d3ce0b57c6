package postgres

import (
	"context"
	"fmt"
)

// said are the columns that a record and a staged row share: what a source says of a house.
const said = `doubles, address, settlement, street_type, street, number, lon, lat, placed, year, levels, entrances, flats, emergency, organisation, fias, detail`

// saidBy is said of one table.
func saidBy(table string) string {
	return table + ".doubles, " + table + ".address, " + table + ".settlement, " + table + ".street_type, " + table + ".street, " + table + ".number, " + table + ".lon, " + table + ".lat, " +
		table + ".placed, " + table + ".year, " + table + ".levels, " + table + ".entrances, " + table + ".flats, " + table + ".emergency, " + table + ".organisation, " + table + ".fias, " + table + ".detail"
}

// records makes the source's living records what the file says: one that says something else is ended and a new one begins,
// one that the file lacks is ended. Houses that nobody knew are made. Records that say the same stay untouched.
func (w *importing) records(ctx context.Context) error {
	source := w.in.Source
	doing := []struct {
		sql  string
		args []any
		n    *int64
	}{
		{`insert into organisations (city_id, name, kind) select distinct $1, organisation, 'management' from staged where organisation <> ''
			on conflict (city_id, name) do nothing`, []any{w.city}, nil},
		{`update staged s set state = case
				when s.house_id is null then 'added'
				when r.id is not null and r.house_id = s.house_id and (` + saidBy("r") + `) is not distinct from (` + saidBy("s") + `) and h.retired_at is null then 'same'
				when h.retired_at is not null then 'revived'
				when r.id is not null or h.source = $2 and not exists (select from house_records o where o.city_id = $1 and o.source = $2 and o.source_id = s.source_id) then 'changed'
				else 'met' end
			from staged x
			left join house_records r on r.city_id = $1 and r.source = $2 and r.source_id = x.source_id and r.until is null
			left join houses h on h.city_id = $1 and h.id = x.house_id
			where x.source_id = s.source_id`, []any{w.city, source}, nil},
		{`with ended as (update house_records r set until = $3 where r.city_id = $1 and r.source = $2 and r.until is null
				and not exists (select from staged s where s.source_id = r.source_id and s.state = 'same') returning house_id)
			insert into touched select house_id from ended on conflict do nothing`, []any{w.city, source, w.now}, nil},
		{`with made as (insert into houses (city_id, source, source_id, address, imported_at) select $1, $2, source_id, address, $3 from staged where state = 'added' returning id, source_id)
			update staged s set house_id = made.id from made where made.source_id = s.source_id`, []any{w.city, source, w.now}, &w.done.Added},
		{`insert into house_records (city_id, house_id, source, source_id, import_id, since, ` + said + `)
			select $1, house_id, $2, source_id, nullif($4::bigint, 0), $3, ` + said + ` from staged where state <> 'same' order by source_id`, []any{w.city, source, w.now, w.in.Run}, nil},
		{`insert into touched select house_id from staged where state <> 'same' on conflict do nothing`, nil, nil},
		// houses of this source from before records were kept
		{`insert into touched select h.id from houses h where h.city_id = $1 and h.source = $2 and h.retired_at is null
			and not exists (select from house_records r where r.city_id = $1 and r.house_id = h.id and r.until is null) on conflict do nothing`, []any{w.city, source}, nil},
	}
	for _, do := range doing {
		tag, err := w.tx.Exec(ctx, do.sql, do.args...)
		if err != nil {
			return err
		}
		if do.n != nil {
			*do.n = tag.RowsAffected()
		}
	}
	return w.tx.QueryRow(ctx, `select count(*) filter (where state = 'met'), count(*) filter (where state = 'changed'), count(*) filter (where state = 'revived'),
		count(*) filter (where state = 'same') from staged`).Scan(&w.done.Met, &w.done.Changed, &w.done.Revived, &w.done.Same)
}

// speaking are the living records of the touched houses, whose word counts first: of the source that the house is from,
// then of those that told of it earlier.
const speaking = `speaking as (select r.*, row_number() over (partition by r.house_id order by (r.source = h.source and r.source_id = h.source_id) desc, (r.source = h.source) desc, r.id) as rank
	from touched t join house_records r on r.city_id = $1 and r.house_id = t.house_id and r.until is null join houses h on h.city_id = $1 and h.id = r.house_id)`

// merge makes each touched house what its living records say together: the address of the first, and of each count the first
// that is known. A house without a living record is retired.
func (w *importing) merge(ctx context.Context) error {
	if err := w.tx.QueryRow(ctx, `with gone as (update houses h set retired_at = $2 from touched t where h.city_id = $1 and h.id = t.house_id and h.retired_at is null
		and not exists (select from house_records r where r.city_id = $1 and r.house_id = h.id and r.until is null) returning 1) select count(*) from gone`, w.city, w.now).Scan(&w.done.Retired); err != nil {
		return err
	}
	if err := w.tx.QueryRow(ctx, `select count(*) from touched t join houses h on h.city_id = $1 and h.id = t.house_id where h.retired_at is null
		and not exists (select from staged s where s.house_id = t.house_id)`, w.city).Scan(&w.done.Left); err != nil {
		return err
	}
	if gone := w.done.Retired + w.done.Left; !w.in.Shrinks && (gone > fewHouses && gone > w.done.Same+w.done.Changed || gone > 0 && len(w.houses) == 0) {
		return fmt.Errorf("%w: %d of them are missing", ErrShrinks, gone)
	}
	_, err := w.tx.Exec(ctx, `with `+speaking+`,
		told as (select house_id, bool_or(emergency) as emergency,
				coalesce((array_agg(year order by rank) filter (where year > 0))[1], 0) as year,
				coalesce((array_agg(levels order by rank) filter (where levels > 0))[1], 0) as levels,
				coalesce((array_agg(entrances order by rank) filter (where entrances > 0))[1], 0) as entrances,
				coalesce((array_agg(flats order by rank) filter (where flats > 0))[1], 0) as flats,
				coalesce((array_agg(fias order by rank) filter (where fias <> ''))[1], '') as fias,
				(array_agg(organisation order by rank) filter (where organisation <> ''))[1] as organisation
			from speaking group by house_id),
		fresh as (select t.*, s.doubles, s.address, s.settlement, s.street_type, s.street, s.number, o.id as organisation_id
			from told t join speaking s on s.house_id = t.house_id and s.rank = 1 left join organisations o on o.city_id = $1 and o.name = t.organisation),
		written as (update houses h set doubles = f.doubles, address = f.address, settlement = f.settlement, street_type = f.street_type, street = f.street, number = f.number, year = f.year,
				levels = f.levels, entrances = f.entrances, flats = f.flats, emergency = f.emergency, fias = f.fias, organisation_id = f.organisation_id, imported_at = $2, retired_at = null
			from fresh f where h.city_id = $1 and h.id = f.house_id and (h.retired_at is not null or
				(h.doubles, h.address, h.settlement, h.street_type, h.street, h.number, h.year, h.levels, h.entrances, h.flats, h.emergency, h.fias, h.organisation_id) is distinct from
				(f.doubles, f.address, f.settlement, f.street_type, f.street, f.number, f.year, f.levels, f.entrances, f.flats, f.emergency, f.fias, f.organisation_id))
			returning h.id, h.source)
		insert into learned select id from written where source <> $3`, w.city, w.now, w.in.Source)
	return err
}

// points gives each touched house its best point.
func (w *importing) points(ctx context.Context) error {
	moved, err := settlePoints(ctx, w.tx, w.city, `select house_id from touched`)
	if err != nil {
		return err
	}
	if _, err := w.tx.Exec(ctx, `insert into learned select id from houses where city_id = $1 and id = any($2) and source <> $3 on conflict do nothing`, w.city, moved, w.in.Source); err != nil {
		return err
	}
	return w.tx.QueryRow(ctx, `select count(*) from learned`).Scan(&w.done.Learned)
}

// move hands what hangs on a house to the one that it turned out to be: its contracts, the names that people say of it, and
// the point that a person put down. Its requests stay what they were about.
func (w *importing) move(ctx context.Context) error {
	if _, err := w.tx.Exec(ctx, `create temp table moved on commit drop as
		select distinct on (new) old, new from (select distinct on (r.house_id) r.house_id as old, s.house_id as new from staged s
			join house_records r on r.city_id = $1 and r.source = $2 and r.source_id = s.source_id and r.until = $3 and r.house_id <> s.house_id
			join houses h on h.city_id = $1 and h.id = r.house_id and h.retired_at is not null order by r.house_id, s.house_id) one order by new, old`, w.city, w.in.Source, w.now); err != nil {
		return err
	}
	for _, sql := range []string{
		`update contracts c set house_id = m.new from moved m where c.city_id = $1 and c.house_id = m.old
			and not exists (select from contracts o where o.city_id = $1 and o.house_id = m.new and o.valid_from = c.valid_from)`,
		`update spoken_names n set house_id = m.new from moved m where n.city_id = $1 and n.house_id = m.old
			and not exists (select from spoken_names o where o.city_id = $1 and o.said = n.said and o.house_id = m.new and o.account_id is not distinct from n.account_id)`,
		`update house_points p set house_id = m.new from moved m where p.city_id = $1 and p.house_id = m.old and p.until is null
			and not exists (select from house_points o where o.city_id = $1 and o.house_id = m.new and o.kind = p.kind and o.until is null)`,
	} {
		if _, err := w.tx.Exec(ctx, sql, w.city); err != nil {
			return err
		}
	}
	return nil
}
