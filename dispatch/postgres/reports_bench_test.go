package postgres_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch/reports"
)

// BenchmarkReport computes the city's report over a year of 100,000 requests, as a committee asks for it once, and
// over one shift of the same year, as each dispatcher does.
func BenchmarkReport(b *testing.B) {
	w := newTown(b)
	w.yearOfWork(100_000)
	year := reports.Ask{City: city, Scope: reports.City, From: w.time().AddDate(-1, 0, 0), To: w.time()}
	shift := reports.Ask{City: city, Scope: reports.Shift, From: w.time().AddDate(0, -6, 0), To: w.time().AddDate(0, -6, 0).Add(12 * time.Hour)}
	for name, ask := range map[string]reports.Ask{"year": year, "shift": shift} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, peak := w.measured(ask)
				b.ReportMetric(float64(r.Registered.Count), "requests")
				b.ReportMetric(float64(peak)/(1<<20), "heap-MB")
			}
		})
	}
}

// measured computes a report and tells by how much the heap had grown while it was at its largest.
func (w *town) measured(ask reports.Ask) (r reports.Report, peak uint64) {
	w.t.Helper()
	runtime.GC()
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, n := heap(), 0
	archive := &reports.Archive{Source: w.store, Now: w.time}
	r = got(archive.Report(w.t.Context(), w.senior, ask, nil, func(reports.Matter) error {
		if n++; n%5000 == 0 {
			if grown := heap(); grown > before {
				peak = max(peak, grown-before)
			}
		}
		return nil
	}))(w.t)
	return r, peak
}

// yearOfWork writes a year of requests in some bulk statements: four terms, an order and ten lines of journal each.
// One in seven is late, one in two thousand is open.
func (w *town) yearOfWork(n int) {
	w.t.Helper()
	must(w.t, w.manyHouses(2000))
	began := w.time().AddDate(-1, 0, 0)
	step := fmt.Sprintf("%d seconds", int(w.time().Sub(began).Seconds())/n)
	for _, statement := range []string{
		`insert into requests (city_id, year, number, link, state, channel, problem, category, severity, house_id, address_text, organisation_id, service_id, received_at, registered_at, damaged_at, done_at, closed_at, disposition)
			select $1, 2026, 1000 + i, 'bench' || lpad(i::text, 21, 'x'), case when i % 2000 = 0 then 'in_work' else 'closed' end, 'telephone', '` + leak + `', 'cold_water', 1, h.id, '', h.organisation_id, $2, came, came, came,
				case when i % 2000 > 0 then came + interval '2 hours' end, case when i % 2000 > 0 then came + interval '3 hours' end, case when i % 2000 > 0 then 'fixed' else '' end
			from (select i, $4::timestamptz + i * $5::interval came from generate_series(1, $3) i) r
			join (select id, organisation_id, row_number() over (order by id) n, count(*) over () total from houses where city_id = $1) h on h.n = 1 + (i * 7919) % h.total`,
		`insert into work_orders (city_id, request_id, state, since, crew_id, organisation_id) select city_id, id, case when closed_at is null then 'en_route' else 'verified' end, coalesce(closed_at, registered_at), $2, $3 from requests where city_id = $1 and link like 'bench%'`,
		`insert into clocks (city_id, request_id, kind, norm, clause, edition, verified, started_at, due_at, met_at)
			select q.city_id, q.id, k.kind, '416-13-' || k.kind, 'ПП 416, п. 13', '20.06.2026', true, registered_at, registered_at + k.due::interval, case when done_at is not null then registered_at + case when number % 7 = 0 then '2 hours' else '20 minutes' end::interval end
			from requests q, (values ('answer', '5 minutes'), ('inform', '30 minutes'), ('localise', '30 minutes'), ('eliminate', '3 days')) k (kind, due) where q.city_id = $1 and link like 'bench%'`,
		`insert into journal (city_id, request_id, seq, order_id, at, actor, role, kind, from_state, to_state, reason, detail)
			select q.city_id, q.id, s.seq, case when s.kind = 'order' then o.id end, registered_at + s.after::interval, 'disp', 'dispatcher', s.kind, s.before, s.state, s.reason, s.detail::jsonb
			from requests q join work_orders o on o.city_id = q.city_id and o.request_id = q.id, (values
				(1, 'registered', '', 'registered', '', '0', '{"channel": "telephone"}'), (2, 'order', '', 'sent', '', '5 minutes', '{"crew": "Бригада 1", "organisation": "Аварийная"}'),
				(3, 'state', 'registered', 'accepted', '', '5 minutes', '{}'), (4, 'order', 'sent', 'en_route', '', '6 minutes', '{"crew": "Бригада 1", "organisation": "Аварийная"}'),
				(5, 'state', 'accepted', 'in_work', '', '6 minutes', '{}'), (6, 'order', 'en_route', 'on_site', '', '20 minutes', '{"crew": "Бригада 1", "organisation": "Аварийная"}'),
				(7, 'escalation', '', '', '', '31 minutes', '{"clock": "localise", "clause": "ПП 416, п. 13", "level": 1, "role": "senior"}'),
				(8, 'order', 'on_site', 'done', '', '2 hours', '{"crew": "Бригада 1", "organisation": "Аварийная", "note": "сделано"}'),
				(9, 'state', 'in_work', 'done', '', '2 hours', '{}'), (10, 'state', 'done', 'closed', '', '3 hours', '{"disposition": "fixed"}')) s (seq, kind, before, state, reason, after, detail)
			where q.city_id = $1 and link like 'bench%' and (done_at is not null or s.seq < 7)`,
	} {
		args := map[byte][]any{'r': {city, w.service, n, began, step}, 'w': {city, w.crew, w.service}, 'c': {city}, 'j': {city}}[statement[len("insert into ")]]
		must(w.t, pgx.BeginFunc(w.t.Context(), w.pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(w.t.Context(), `set local statement_timeout = '5min'`); err != nil {
				return err
			}
			_, err := tx.Exec(w.t.Context(), statement, args...)
			return err
		}))
	}
	_, err := w.pool.Exec(w.t.Context(), `analyze`)
	must(w.t, err)
}

func (w *town) manyHouses(n int) error {
	_, err := w.pool.Exec(w.t.Context(), `insert into houses (city_id, source, source_id, address, street_type, street, number, lon, lat, placed, organisation_id, imported_at)
		select $1, 'bench', i::text, 'Полевая ул., ' || i, 'улица', 'Полевая', i::text, 73.4, 55, 'register', $3, $4 from generate_series(1, $2) i`, city, n, w.management, w.time())
	return err
}
