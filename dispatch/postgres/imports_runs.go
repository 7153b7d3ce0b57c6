package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
	"dispatch05/geo/register"
)

// ImportRun is one reading of a file into a city.
type ImportRun struct {
	ID          int64
	Source      string
	File        string // its name, without folders
	Fingerprint string // of its bytes and of what was asked of it
	Bytes       int64
	StartedAt   time.Time
	FinishedAt  *time.Time // nil while it is not finished
	Resumed     int        // how often it was gone on with
	Outcome     Imported
}

// StartImport begins an import, or goes on with the one of the very same file that broke off. What another file of that
// source left behind is given up: it wrote nothing.
func (s *Store) StartImport(ctx context.Context, city string, run ImportRun, now time.Time) (ImportRun, error) {
	err := s.writing(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `delete from imports where city_id = $1 and source = $2 and finished_at is null and fingerprint <> $3`, city, run.Source, run.Fingerprint); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `insert into imports (city_id, source, file, fingerprint, bytes, started_at) values ($1, $2, $3, $4, $5, $6)
			on conflict (city_id, source) where finished_at is null do update set resumed = imports.resumed + 1 returning id, started_at, resumed`,
			city, run.Source, run.File, run.Fingerprint, run.Bytes, now).Scan(&run.ID, &run.StartedAt, &run.Resumed)
	})
	return run, err
}

// SavePart keeps what an import has read so far under a name of its reader's.
func (s *Store) SavePart(ctx context.Context, city string, run int64, part string, body []byte) error {
	_, err := s.pool.Exec(ctx, `insert into import_parts (city_id, import_id, part, body) values ($1, $2, $3, $4)
		on conflict (city_id, import_id, part) do update set body = excluded.body`, city, run, part, body)
	return mapped(err)
}

// Part is what SavePart kept; nil for nothing.
func (s *Store) Part(ctx context.Context, city string, run int64, part string) (body []byte, err error) {
	err = s.pool.QueryRow(ctx, `select body from import_parts where city_id = $1 and import_id = $2 and part = $3`, city, run, part).Scan(&body)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return body, mapped(err)
}

// finish ends the import's own row with the commit of what it wrote.
func (w *importing) finish(ctx context.Context) error {
	if w.in.Run == 0 {
		return nil
	}
	if _, err := w.tx.Exec(ctx, `delete from import_parts where city_id = $1 and import_id = $2`, w.city, w.in.Run); err != nil {
		return err
	}
	_, err := w.tx.Exec(ctx, `update imports set finished_at = $3, outcome = $4 where city_id = $1 and id = $2`, w.city, w.in.Run, w.now, *w.done)
	return err
}

// ImportRuns are a city's imports, the latest first.
func (s *Store) ImportRuns(ctx context.Context, city string, most int) ([]ImportRun, error) {
	rows, err := s.pool.Query(ctx, `select id, source, file, fingerprint, bytes, started_at, finished_at, resumed, outcome from imports where city_id = $1 order by id desc limit $2`, city, most)
	if err != nil {
		return nil, mapped(err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r ImportRun, err error) {
		err = row.Scan(&r.ID, &r.Source, &r.File, &r.Fingerprint, &r.Bytes, &r.StartedAt, &r.FinishedAt, &r.Resumed, &r.Outcome)
		return r, err
	})
}

// HouseRecord is what one source said of a house over a time.
type HouseRecord struct {
	register.House            // of the source: its id there, its address, its point
	File           string     // that it was read from, "" from before imports were kept
	Since          time.Time  //
	Until          *time.Time // nil while the source says so still
}

// HouseRecords tell which source said what of a house when, the oldest first.
func (s *Store) HouseRecords(ctx context.Context, city string, house int64) ([]HouseRecord, error) {
	rows, err := s.pool.Query(ctx, `select r.source, r.source_id, r.doubles, r.address, r.settlement, r.street_type, r.street, r.number, r.lon, r.lat, r.placed,
			r.year, r.levels, r.entrances, r.flats, r.emergency, r.organisation, r.fias, r.detail, coalesce(i.file, ''), r.since, r.until
		from house_records r left join imports i on i.city_id = r.city_id and i.id = r.import_id
		where r.city_id = $1 and r.house_id = $2 order by r.since, r.id`, city, house)
	if err != nil {
		return nil, mapped(err)
	}
	records, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r HouseRecord, err error) {
		var lon, lat *float64
		err = row.Scan(&r.Source, &r.SourceID, &r.Doubles, &r.Address, &r.Settlement, &r.StreetType, &r.Street, &r.Number, &lon, &lat, &r.Precision,
			&r.Year, &r.Levels, &r.Entrances, &r.Flats, &r.Emergency, &r.Organisation, &r.FIAS, &r.Detail, &r.File, &r.Since, &r.Until)
		if p := point(lon, lat); p != nil {
			r.Point = *p
		}
		return r, err
	})
	if err == nil && len(records) == 0 {
		return nil, dispatch.ErrNotFound
	}
	return records, err
}
