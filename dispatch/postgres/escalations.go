package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

// Overdue claims due clocks with "for update skip locked": nodes that sweep at once share the work, and
// the key (clock, level) makes each level happen once whatever else goes wrong.
func (s *Store) Overdue(ctx context.Context, now time.Time, limit int, escalate func(dispatch.Due) dispatch.Escalated) (done int, moved []dispatch.CityPositions, err error) {
	if due, err := s.anyDue(ctx, `select min(next_at) from clocks where next_at is not null`, now); err != nil || !due {
		return 0, nil, err
	}
	err = s.writing(ctx, func(tx pgx.Tx) error {
		claimed, err := claimOverdue(ctx, tx, now, limit)
		if err != nil {
			return err
		}
		done = len(claimed)
		for _, city := range citiesOf(claimed) {
			positions, err := s.escalateCity(ctx, tx, city, claimed, now, escalate)
			if err != nil {
				return fmt.Errorf("escalate %s: %w", city, err)
			}
			moved = append(moved, dispatch.CityPositions{City: city, Positions: positions})
		}
		return nil
	})
	if err != nil {
		return 0, nil, err
	}
	return done, moved, nil
}

// anyDue looks at the head of an index, which is all that an empty tick costs; "exists" would be planned as a scan.
func (s *Store) anyDue(ctx context.Context, head string, now time.Time) (bool, error) {
	var nearest *time.Time
	err := s.pool.QueryRow(ctx, head).Scan(&nearest)
	return err == nil && nearest != nil && !nearest.After(now), err
}

type claim struct {
	city   string
	clock  dispatch.Clock
	untold bool // its latest level reached nobody
}

// claimOverdue locks the due clocks, the longest due first, and their requests. It waits for nobody: what another
// one holds is taken by the next sweep. Each step follows an index, however many clocks are open.
func claimOverdue(ctx context.Context, tx pgx.Tx, now time.Time, limit int) ([]claim, error) {
	rows, err := tx.Query(ctx, `
		with k as materialized (select * from clocks where next_at <= $1 order by next_at limit $2 for no key update skip locked)
		select k.city_id, coalesce((select e.untold_at is not null from escalations e where e.city_id = k.city_id and e.clock_id = k.id order by e.level desc limit 1), false),
			`+clockColumns+` from k cross join lateral
			(select from requests q where q.city_id = k.city_id and q.id = k.request_id for no key update skip locked) q
		order by k.next_at`, now, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c claim, err error) {
		k := &c.clock
		return c, row.Scan(&c.city, &c.untold, &k.ID, &k.Request, &k.Kind, &k.Round, &k.Norm, &k.Clause, &k.Edition, &k.Verified, &k.StartedAt, &k.DueAt,
			&k.MetAt, &k.VoidAt, &k.NextLevel, &k.NextAt, &k.Order, &k.PausedAt)
	})
}

func citiesOf(claims []claim) []string {
	var cities []string
	seen := map[string]bool{}
	for _, c := range claims {
		if !seen[c.city] {
			seen[c.city] = true
			cities = append(cities, c.city)
		}
	}
	slices.Sort(cities) // every sweep takes the topics of cities in one order
	return cities
}

func (s *Store) escalateCity(ctx context.Context, tx pgx.Tx, city string, claims []claim, now time.Time, escalate func(dispatch.Due) dispatch.Escalated) ([]dispatch.Position, error) {
	holders, err := s.holders(ctx, tx, city, now)
	if err != nil {
		return nil, err
	}
	held := func(role dispatch.Role, organisation int64) bool { return len(holders(role, organisation)) > 0 }
	var ids []int64
	for _, c := range claims {
		if c.city == city {
			ids = append(ids, c.clock.Request)
		}
	}
	cases, err := s.loadCases(ctx, tx, city, `q.id = any($2)`, ids)
	if err != nil {
		return nil, err
	}
	byID := map[int64]dispatch.Case{}
	for _, c := range cases {
		byID[c.Request.ID] = c
	}
	var all []telling
	for _, claimed := range claims {
		if claimed.city == city {
			c := byID[claimed.clock.Request]
			all = append(all, telling{c, claimed.clock, escalate(dispatch.Due{City: city, Problem: c.Request.Problem, Severity: c.Request.Severity, Clock: claimed.clock, Untold: claimed.untold, Parked: c.Request.Parked != "",
				Executor: c.Executor(), Organisation: c.Request.Organisation, Held: held})})
		}
	}
	events, err := writeEscalated(ctx, tx, city, all, holders, now)
	if err != nil {
		return nil, err
	}
	return tell(ctx, tx, city, events, now)
}

// seatHolders tells who holds a role within an organisation.
type seatHolders func(role dispatch.Role, organisation int64) []dispatch.Holder

// holders says who of the ladder can be told now: who is on duty where a rotation says so, else every living
// account of the role.
func (s *Store) holders(ctx context.Context, tx pgx.Tx, city string, now time.Time) (seatHolders, error) {
	duty, err := s.duty(ctx, tx, city, now)
	if err != nil {
		return nil, err
	}
	type seat struct {
		role         dispatch.Role
		organisation int64
	}
	known := map[seat][]dispatch.Holder{}
	return func(role dispatch.Role, organisation int64) []dispatch.Holder {
		at := seat{role, organisation}
		held, looked := known[at]
		if !looked {
			held = duty.Holders(role, organisation, now)
			known[at] = held
		}
		return held
	}, nil
}

// queueMoves says which level of each clock is next, and when.
func queueMoves(batch *pgx.Batch, city string, all []telling) {
	clocks, levels, at, told := make([]int64, len(all)), make([]int, len(all)), make([]*time.Time, len(all)), []int64{}
	for i, t := range all {
		clocks[i], levels[i], at[i] = t.clock.ID, t.told.NextLevel, t.told.NextAt
		if len(t.told.Told) > 0 {
			told = append(told, t.clock.Request)
		}
	}
	batch.Queue(`update clocks k set next_level = m.level, next_at = m.at from unnest($2::bigint[], $3::int[], $4::timestamptz[]) as m (id, level, at)
		where k.city_id = $1 and k.id = m.id`, city, clocks, levels, at)
	batch.Queue(`update requests set version = version + 1 where city_id = $1 and id = any($2)`, city, told)
}

// telling is what is to be written of one clock.
type telling struct {
	c     dispatch.Case
	clock dispatch.Clock
	told  dispatch.Escalated
}

// writeEscalated writes the levels told, then the journal, the clocks, the versions and who is paged, in a few
// round trips whatever their number.
func writeEscalated(ctx context.Context, tx pgx.Tx, city string, all []telling, holders seatHolders, now time.Time) ([]dispatch.Event, error) {
	levels, rest := &pgx.Batch{}, &pgx.Batch{}
	var events []dispatch.Event
	var notices []dispatch.Notice
	for _, t := range all {
		for _, e := range t.told.Told {
			levels.Queue(`insert into escalations (city_id, clock_id, level, request_id, role, organisation_id, at, passed)
				values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (city_id, clock_id, level) do nothing returning id`,
				city, t.clock.ID, e.Level, t.clock.Request, e.Role, null(e.Organisation), e.At, e.Passed).QueryRow(func(row pgx.Row) error {
				var id int64
				if err := row.Scan(&id); errors.Is(err, pgx.ErrNoRows) {
					return nil // told already
				} else if err != nil {
					return err
				}
				queueJournal(rest, city, t.clock.Request, []dispatch.Entry{e.Line()})
				events = append(events, dispatch.EscalationEvents(t.c, id)...)
				e.ID = id
				notices = append(notices, dispatch.EscalationNotices(t.c, e, holders(e.Role, e.Organisation), t.told.By)...)
				return nil
			})
		}
	}
	queueMoves(rest, city, all)
	if err := tx.SendBatch(ctx, levels).Close(); err != nil {
		return nil, err
	}
	if err := tx.SendBatch(ctx, rest).Close(); err != nil || len(notices) == 0 {
		return events, err
	}
	return events, writeNotices(ctx, tx, city, notices, now)
}

const escalationQuery = `
	select e.id, e.request_id, q.year, q.number, coalesce(h.address, q.address_text), e.level, e.role, coalesce(e.organisation_id, 0), e.at, e.passed, e.untold_at is not null,
		e.acknowledged_at, coalesce(a.name, ''), e.ack_minutes, e.lapsed, ` + clockColumns + `
	from escalations e
	join requests q on q.city_id = e.city_id and q.id = e.request_id
	join clocks k on k.city_id = e.city_id and k.id = e.clock_id
	left join houses h on h.city_id = q.city_id and h.id = q.house_id
	left join accounts a on a.city_id = e.city_id and a.id = e.acknowledged_by
	where e.city_id = $1 and `

func (s *Store) loadEscalations(ctx context.Context, db querier, city, condition string, args ...any) ([]dispatch.Escalation, error) {
	rows, err := db.Query(ctx, escalationQuery+condition, append([]any{city}, args...)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (e dispatch.Escalation, err error) {
		var year, number int
		k := &e.Clock
		e.City = city
		err = row.Scan(&e.ID, &e.Request, &year, &number, &e.Address, &e.Level, &e.Role, &e.Organisation, &e.At, &e.Passed, &e.Unreached, &e.AcknowledgedAt, &e.AcknowledgedBy, &e.AckMinutes, &e.Lapsed,
			&k.ID, &k.Request, &k.Kind, &k.Round, &k.Norm, &k.Clause, &k.Edition, &k.Verified, &k.StartedAt, &k.DueAt, &k.MetAt, &k.VoidAt, &k.NextLevel, &k.NextAt, &k.Order, &k.PausedAt)
		e.Number = dispatch.NumberLabel(year, number)
		return e, err
	})
}

func (s *Store) Escalation(ctx context.Context, city string, id int64) (dispatch.Escalation, error) {
	found, err := s.loadEscalations(ctx, s.pool, city, `e.id = $2`, id)
	if err != nil || len(found) == 0 {
		return dispatch.Escalation{}, firstOf(err, dispatch.ErrNotFound)
	}
	return found[0], nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Escalations reads some, for a delta.
func (s *Store) Escalations(ctx context.Context, city string, ids []int64) ([]dispatch.Escalation, error) {
	return s.loadEscalations(ctx, s.pool, city, `e.id = any($2) order by e.id`, ids)
}

// OpenEscalations are those that nobody has taken and whose clock still runs, newest last.
func (s *Store) OpenEscalations(ctx context.Context, city string, organisation int64) ([]dispatch.Escalation, error) {
	return s.loadEscalations(ctx, s.pool, city, `e.acknowledged_at is null and not e.passed and k.met_at is null and k.void_at is null
		and q.state not in ('closed', 'rejected', 'duplicate', 'redirected') and ($2 = 0 or e.organisation_id = $2) order by e.at, e.id limit 500`, organisation)
}

// OpenLevels follows the index of running clocks that were told: what has ended costs nothing, however much it is. It is
// planned each time: a plan kept from when nothing was open reads all for each.
func (s *Store) OpenLevels(ctx context.Context) ([]dispatch.OpenLevel, error) {
	rows, err := s.pool.Query(ctx, `
		select e.city_id, e.id, e.role, coalesce(e.organisation_id, 0), coalesce(n.accounts, '{}'), coalesce(n.people, '{}')
		from clocks k
		join requests q on q.city_id = k.city_id and q.id = k.request_id and q.state not in ('closed', 'rejected', 'duplicate', 'redirected')
		cross join lateral (select * from escalations e where e.city_id = k.city_id and e.clock_id = k.id offset 0) e -- else all open ones of a city are read for each clock
		cross join lateral (select array_agg(account_id) filter (where account_id is not null) accounts, array_agg(person_id) filter (where person_id is not null) people
			from notices n where n.city_id = e.city_id and n.escalation_id = e.id) n
		where k.next_level > 0 and k.met_at is null and k.void_at is null and k.paused_at is null and e.acknowledged_at is null and not e.passed`,
		pgx.QueryExecModeCacheDescribe)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[dispatch.OpenLevel])
}

// UnknownTerms are the open requests with a term that could not be computed and has not begun since, by city.
func (s *Store) UnknownTerms(ctx context.Context) ([]dispatch.UnknownTerms, error) {
	rows, err := s.pool.Query(ctx, `
		select j.city_id, array_agg(distinct j.request_id order by j.request_id) from journal j
		join requests q on q.city_id = j.city_id and q.id = j.request_id and q.state not in ('closed', 'rejected', 'duplicate', 'redirected')
		where j.kind = 'clock' and j.to_state = 'unknown' and not exists (select from journal b where b.city_id = j.city_id and b.request_id = j.request_id
			and b.kind = 'clock' and b.from_state = 'unknown' and b.detail->>'clause' = j.detail->>'clause' and b.detail->>'clock' = j.detail->>'clock')
		group by 1`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[dispatch.UnknownTerms])
}
