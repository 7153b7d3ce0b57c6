package postgres

import (
	"context"
	"time"
	_ "time/tzdata" // a fresh machine may lack the zones

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"dispatch05/dispatch"
)

const caseColumns = `
	q.id, q.year, q.number, q.link, q.version, q.edited, q.state, q.channel, coalesce(q.main_id, 0), q.problem, q.category, q.severity,
	coalesce(q.house_id, 0), q.address_text, q.lon, q.lat, coalesce(q.organisation_id, 0), coalesce(q.service_id, 0), q.served_by_default,
	q.entrance, q.floor, q.flat, q.text, q.caller_name, q.phone, q.received_at, q.registered_at, q.damaged_at,
	q.planned_at, q.done_at, q.closed_at, q.disposition, q.returned, q.parked,
	coalesce(h.address, ''), coalesce(h.settlement, ''), h.lon, h.lat, coalesce(h.placed, 'none'), coalesce(h.radius_m, 0),
	coalesce(h.levels, 0), coalesce(h.entrances, 0), coalesce(h.flats, 0), coalesce(h.year, 0),
	coalesce(m.name, ''), coalesce(m.phone, ''), coalesce(s.name, ''), coalesce(s.phone, '')`

const caseTables = `
	requests q
	left join houses h on h.city_id = q.city_id and h.id = q.house_id
	left join organisations m on m.city_id = q.city_id and m.id = q.organisation_id
	left join organisations s on s.city_id = q.city_id and s.id = q.service_id`

// loadCases reads whole cases: those whose ids a condition on requests q selects, in its order.
func (s *Store) loadCases(ctx context.Context, db querier, city, condition string, args ...any) ([]dispatch.Case, error) {
	zone, err := s.Zone(ctx, city)
	if err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, `select `+caseColumns+` from `+caseTables+` where q.city_id = $1 and `+condition, append([]any{city}, args...)...)
	if err != nil {
		return nil, err
	}
	cases, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (dispatch.Case, error) { return scanCase(row, city, zone) })
	if err != nil || len(cases) == 0 {
		return cases, err
	}
	return cases, fillCases(ctx, db, city, cases)
}

func scanCase(row pgx.CollectableRow, city string, zone *time.Location) (dispatch.Case, error) {
	c := dispatch.Case{Zone: zone}
	q, p := &c.Request, &c.Place
	q.City = city
	var lon, lat, houseLon, houseLat *float64
	var managed, served dispatch.Party
	err := row.Scan(&q.ID, &q.Year, &q.Number, &q.Link, &q.Version, &q.Edited, &q.State, &q.Channel, &q.Main, &q.Problem, &q.Category, &q.Severity,
		&q.House, &q.AddressText, &lon, &lat, &q.Organisation, &q.Service, &q.ServedByDefault,
		&q.Entrance, &q.Floor, &q.Flat, &q.Text, &q.CallerName, &q.Phone, &q.ReceivedAt, &q.RegisteredAt, &q.DamagedAt,
		&q.PlannedAt, &q.DoneAt, &q.ClosedAt, &q.Disposition, &q.Returned, &q.Parked,
		&p.Address, &p.Settlement, &houseLon, &houseLat, &p.Placed, &p.RadiusMeters, &p.Levels, &p.Entrances, &p.Flats, &p.Year,
		&managed.Name, &managed.Phone, &served.Name, &served.Phone)
	q.Pin, p.Point = point(lon, lat), point(houseLon, houseLat)
	if managed.ID = q.Organisation; managed.ID != 0 {
		c.Managed = &managed
	}
	if served.ID = q.Service; served.ID != 0 {
		c.Served = &served
	}
	return c, err
}

func point(lon, lat *float64) *orb.Point {
	if lon == nil || lat == nil {
		return nil
	}
	return &orb.Point{*lon, *lat}
}

// fillCases adds orders, clocks and followers, in one round trip.
func fillCases(ctx context.Context, db querier, city string, cases []dispatch.Case) error {
	ids, index := make([]int64, len(cases)), make(map[int64]*dispatch.Case, len(cases))
	for i := range cases {
		ids[i], index[cases[i].Request.ID] = cases[i].Request.ID, &cases[i]
	}
	batch := &pgx.Batch{}
	batch.Queue(`select o.id, o.request_id, o.version, o.round, o.state, o.since, coalesce(o.crew_id, 0), coalesce(c.name, ''), coalesce(c.tablet, false),
			o.organisation_id, g.name, g.kind, coalesce(c.skills, '{}'), o.handed_to, o.handed_phone, o.their_number, o.note, o.reason, o.reason_code, o.planned_at, o.times
		from work_orders o
		left join crews c on c.city_id = o.city_id and c.id = o.crew_id
		join organisations g on g.city_id = o.city_id and g.id = o.organisation_id
		where o.city_id = $1 and o.request_id = any($2) order by o.id`, city, ids).Query(func(rows pgx.Rows) error {
		var o dispatch.WorkOrder
		_, err := pgx.ForEachRow(rows, []any{&o.ID, &o.Request, &o.Version, &o.Round, &o.State, &o.Since, &o.Crew, &o.CrewName, &o.Tablet,
			&o.Organisation, &o.OrgName, &o.OrgKind, &o.Skills, &o.HandedTo, &o.HandedPhone, &o.TheirNumber, &o.Note, &o.Reason, &o.ReasonCode, &o.PlannedAt, &o.Times}, func() error {
			c := index[o.Request]
			c.Orders = append(c.Orders, o)
			o.Times, o.PlannedAt, o.Skills = nil, nil, nil
			return nil
		})
		return err
	})
	batch.Queue(`select `+clockColumns+` from clocks k where k.city_id = $1 and k.request_id = any($2)
		and (k.order_id is null or k.met_at is null) order by k.due_at, k.id`, city, ids).Query(func(rows pgx.Rows) error {
		clocks, err := pgx.CollectRows(rows, scanClock)
		for _, k := range clocks {
			index[k.Request].Clocks = append(index[k.Request].Clocks, k)
		}
		return err
	})
	batch.Queue(`select main_id, id, state, link, version from requests where city_id = $1 and main_id = any($2) and state <> 'duplicate' order by id`, city, ids).Query(func(rows pgx.Rows) error {
		var main int64
		var f dispatch.Follower
		_, err := pgx.ForEachRow(rows, []any{&main, &f.ID, &f.State, &f.Link, &f.Version}, func() error {
			index[main].Followers = append(index[main].Followers, f)
			return nil
		})
		return err
	})
	return db.SendBatch(ctx, batch).Close()
}

const clockColumns = `k.id, k.request_id, k.kind, k.round, k.norm, k.clause, k.edition, k.verified, k.started_at, k.due_at, k.met_at, k.void_at, k.next_level, k.next_at, coalesce(k.order_id, 0), k.paused_at`

func scanClock(row pgx.CollectableRow) (dispatch.Clock, error) {
	var k dispatch.Clock
	err := row.Scan(&k.ID, &k.Request, &k.Kind, &k.Round, &k.Norm, &k.Clause, &k.Edition, &k.Verified, &k.StartedAt, &k.DueAt,
		&k.MetAt, &k.VoidAt, &k.NextLevel, &k.NextAt, &k.Order, &k.PausedAt)
	return k, err
}

// one gives the only case, or ErrNotFound.
func one(cases []dispatch.Case, err error) (dispatch.Case, error) {
	if err != nil {
		return dispatch.Case{}, err
	}
	if len(cases) == 0 {
		return dispatch.Case{}, dispatch.ErrNotFound
	}
	return cases[0], nil
}

func (s *Store) Case(ctx context.Context, city string, id int64) (dispatch.Case, error) {
	return one(s.loadCases(ctx, s.pool, city, `q.id = $2`, id))
}

func (s *Store) Cases(ctx context.Context, city string, ids []int64) ([]dispatch.Case, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return s.loadCases(ctx, s.pool, city, `q.id = any($2) order by q.id`, ids)
}

func (s *Store) CaseByLink(ctx context.Context, link string) (dispatch.Case, error) {
	var city string
	var id int64
	err := s.pool.QueryRow(ctx, `select city_id, id from requests where link = $1`, link).Scan(&city, &id)
	if err != nil {
		return dispatch.Case{}, mapped(err)
	}
	return s.Case(ctx, city, id)
}

func (s *Store) CaseOfOrder(ctx context.Context, city string, order int64) (dispatch.Case, error) {
	return one(s.loadCases(ctx, s.pool, city, `q.id = (select request_id from work_orders where city_id = $1 and id = $2)`, order))
}

func (s *Store) OpenOfHouse(ctx context.Context, city string, house int64) ([]dispatch.Case, error) {
	return s.loadCases(ctx, s.pool, city, `q.house_id = $2 and q.state not in ('closed', 'rejected', 'duplicate', 'redirected') order by q.id desc limit 50`, house)
}

func (s *Store) CasesOfCrew(ctx context.Context, city string, crew int64) ([]dispatch.Case, error) {
	return s.loadCases(ctx, s.pool, city, `q.id in (select request_id from work_orders where city_id = $1 and crew_id = $2
		and state not in ('verified', 'refused', 'recalled', 'reserved')) and q.state <> 'closed' order by q.severity, q.id`, crew)
}

// boardKeeps is how long an ended request stays on the board's lists.
const boardKeeps = 30 * time.Minute

func (s *Store) OnBoard(ctx context.Context, city string, organisation int64, now time.Time) ([]dispatch.Case, error) {
	return s.loadCases(ctx, s.pool, city, `(q.state not in ('closed', 'rejected', 'duplicate', 'redirected') or q.closed_at > $2)
		and ($3 = 0 or `+ofOrganisation+`) order by q.id`, now.Add(-boardKeeps), organisation)
}

// ofOrganisation fences requests q to an organisation $3: its houses, its contracts, its orders.
const ofOrganisation = `q.organisation_id = $3 or q.service_id = $3
	or exists (select from work_orders o where o.city_id = q.city_id and o.request_id = q.id and o.organisation_id = $3)`

func (s *Store) RecentByPhone(ctx context.Context, city, phone string, since time.Time) (n int, err error) {
	err = s.pool.QueryRow(ctx, `select count(*) from requests where city_id = $1 and phone = $2 and phone <> '' and registered_at > $3`, city, phone, since).Scan(&n)
	return n, err
}
