package postgres

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

const (
	gatherAtMost = 128              // registrations of one commit
	gatherWithin = 15 * time.Second // that a commit may take, whichever of its callers has gone
)

// errUnwritten is told to those whose commit broke off before their turn: with their key they may ask again.
var errUnwritten = errors.New("the registration was not written")

// intake gathers a city's registrations: those that come while some are being committed are committed together. The
// number's row lets only one commit of a city through anyway, so that under load each costs a part of one, and a lone
// one waits for nobody.
type intake struct {
	turn    chan struct{} // held by whoever commits
	mu      sync.Mutex
	waiting []*arrival
}

// arrival is a registration, and what became of it once done is closed.
type arrival struct {
	dispatch.Registration
	ctx      context.Context
	id       int64
	number   int
	replayed bool
	moved    []dispatch.Position
	err      error
	done     chan struct{}
}

// Register writes request, clocks, journal, key and outbox in one commit, alone or together with others of its city. The
// number's row stays locked until then, so that a registration that fails leaves no gap. What it joins moves on by a
// version: whoever changes that request at this moment decides anew, with the new one in its train. One that cannot be
// written fails by itself. moved is told to one of those who were committed together.
func (s *Store) Register(ctx context.Context, r dispatch.Registration) (id int64, replayed bool, moved []dispatch.Position, err error) {
	kept, _ := s.intakes.LoadOrStore(r.Case.Request.City, &intake{turn: make(chan struct{}, 1)})
	in, a := kept.(*intake), &arrival{Registration: r, ctx: ctx, done: make(chan struct{})}
	in.mu.Lock()
	in.waiting = append(in.waiting, a)
	in.mu.Unlock()
	for {
		select {
		case <-a.done:
			return a.id, a.replayed, a.moved, a.err
		case <-ctx.Done():
			return 0, false, nil, ctx.Err() // it may be committed all the same: the caller asks again with its key
		case in.turn <- struct{}{}:
			s.commitGroup(ctx, in)
		}
	}
}

// commitGroup writes those who wait, and gives the turn back.
func (s *Store) commitGroup(ctx context.Context, in *intake) {
	defer func() { <-in.turn }()
	group := in.take()
	if len(group) == 0 {
		return
	}
	for _, a := range group {
		a.err = errUnwritten
	}
	defer settle(group...) // nobody waits for ever, whatever becomes of this
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), gatherWithin)
	defer cancel()
	if err := s.registerAll(ctx, group); err == nil {
		for _, a := range group {
			a.err = nil
		}
		return
	}
	for _, a := range group { // one of them cannot be written: each by itself, so that it alone fails
		a.err = s.registerAll(ctx, []*arrival{a})
		if errors.Is(a.err, errUsedKey) {
			a.replayed = true
			a.id, _, a.err = s.CommandDone(ctx, a.Case.Request.City, a.Command)
		}
		settle(a)
	}
}

// take gives those who wait, of one year, and leaves out whoever has gone.
func (in *intake) take() (group []*arrival) {
	in.mu.Lock()
	defer in.mu.Unlock()
	left := in.waiting[:0:0]
	for _, a := range in.waiting {
		switch {
		case a.ctx.Err() != nil:
		case len(group) == gatherAtMost || len(group) > 0 && group[0].Case.Request.Year != a.Case.Request.Year:
			left = append(left, a)
		default:
			group = append(group, a)
		}
	}
	in.waiting = left
	return group
}

// settle lets those go who still wait.
func settle(group ...*arrival) {
	for _, a := range group {
		select {
		case <-a.done:
		default:
			close(a.done)
		}
	}
}

// registerAll writes registrations of one city and year in one commit, all or none of them: errUsedKey when a twin of one
// was first, dispatch.ErrStale when what one joins has been edited.
func (s *Store) registerAll(ctx context.Context, group []*arrival) error {
	var moved []dispatch.Position
	err := s.writing(ctx, func(tx pgx.Tx) (err error) {
		if err := number(ctx, tx, group); err != nil {
			return err
		}
		if err := writeRequests(ctx, tx, group); err != nil {
			return err
		}
		city, last := group[0].Case.Request.City, group[0].Now
		var notices []dispatch.Notice
		var events []dispatch.Event
		for _, a := range group {
			notices = append(notices, a.notices()...)
			events = append(append(events, ofRequest(a.Events, a.id)...), a.Others...)
			if a.Now.After(last) {
				last = a.Now
			}
		}
		if err := writeNotices(ctx, tx, city, notices, last); err != nil {
			return err
		}
		moved, err = tell(ctx, tx, city, events, last)
		return err
	})
	if err != nil {
		return err
	}
	teller := max(0, slices.IndexFunc(group, func(a *arrival) bool { return a.ctx.Err() == nil }))
	group[teller].moved = moved
	return nil
}

// number gives each registration its id and its number, remembers its key, and locks what it joins.
func number(ctx context.Context, tx pgx.Tx, group []*arrival) error {
	q, n := group[0].Case.Request, len(group)
	batch := &pgx.Batch{}
	fresh := 0
	batch.Queue(`
		with ids as materialized (select nextval(pg_get_serial_sequence('requests', 'id')) as id, n from generate_series(1, $2::int) n),
		named as (insert into commands (city_id, scope, key, kind, ref, at)
			select $1, c.scope, c.key, c.kind, ids.id, c.at
			from unnest($3::text[], $4::text[], $5::text[], $6::timestamptz[]) with ordinality as c (scope, key, kind, at, n) join ids using (n)
			where c.key <> '' order by c.scope, c.key
			on conflict do nothing returning ref)
		select ids.id, exists (select from named where named.ref = ids.id) from ids order by n`,
		q.City, n, column(group, func(a *arrival) string { return a.Command.Scope }), column(group, func(a *arrival) string { return a.Command.Key }),
		column(group, func(a *arrival) string { return a.Command.Kind }), column(group, func(a *arrival) time.Time { return a.Now })).Query(func(rows pgx.Rows) error {
		var id int64
		var named bool
		_, err := pgx.ForEachRow(rows, []any{&id, &named}, func() error {
			a := group[fresh]
			if !named && a.Command.Key != "" {
				return errUsedKey
			}
			a.id = id
			fresh++
			return nil
		})
		return err
	})
	joins := slices.DeleteFunc(slices.Clone(group), func(a *arrival) bool { return a.Main == nil })
	slices.SortFunc(joins, func(a, b *arrival) int { return cmp.Compare(a.Main.Request.ID, b.Main.Request.ID) })
	for _, a := range joins {
		main := a.Main.Request
		batch.Queue(`update requests set version = version + 1 where city_id = $1 and id = $2 and edited = $3 returning id`, main.City, main.ID, main.Edited).QueryRow(func(row pgx.Row) error {
			var id int64
			err := row.Scan(&id)
			if errors.Is(err, pgx.ErrNoRows) {
				err = dispatch.ErrStale
			}
			return err
		})
	}
	batch.Queue(`insert into request_numbers (city_id, year, last) values ($1, $2, $3)
		on conflict (city_id, year) do update set last = request_numbers.last + excluded.last returning last`, q.City, q.Year, n).QueryRow(func(row pgx.Row) error {
		var last int
		err := row.Scan(&last)
		for i, a := range group {
			a.number = last - n + 1 + i
		}
		return err
	})
	return tx.SendBatch(ctx, batch).Close()
}

// writeRequests writes the rows of numbered registrations, a statement a table.
func writeRequests(ctx context.Context, tx pgx.Tx, group []*arrival) error {
	batch := &pgx.Batch{}
	queueRequests(batch, group)
	if err := queueNewJournal(batch, group); err != nil {
		return err
	}
	queueNewClocks(batch, group)
	return tx.SendBatch(ctx, batch).Close()
}

func queueRequests(batch *pgx.Batch, group []*arrival) {
	text := func(of func(q *dispatch.Request) string) []string {
		return column(group, func(a *arrival) string { return of(&a.Case.Request) })
	}
	ref := func(of func(q *dispatch.Request) int64) []*int64 {
		return column(group, func(a *arrival) *int64 { return null(of(&a.Case.Request)) })
	}
	at := func(of func(q *dispatch.Request) time.Time) []time.Time {
		return column(group, func(a *arrival) time.Time { return of(&a.Case.Request) })
	}
	type request = dispatch.Request
	batch.Queue(`
		insert into requests (city_id, year, id, number, link, state, channel, main_id, problem, category, severity, house_id, address_text, lon, lat,
			organisation_id, service_id, entrance, floor, flat, text, caller_name, phone, received_at, registered_at, damaged_at, planned_at, parked, served_by_default)
		overriding system value
		select $1, $2, r.* from unnest($3::bigint[], $4::int[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[], $10::text[], $11::int[], $12::bigint[], $13::text[],
			$14::float8[], $15::float8[], $16::bigint[], $17::bigint[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::timestamptz[],
			$25::timestamptz[], $26::timestamptz[], $27::timestamptz[], $28::text[], $29::boolean[]) r`,
		group[0].Case.Request.City, group[0].Case.Request.Year, column(group, func(a *arrival) int64 { return a.id }), column(group, func(a *arrival) int { return a.number }),
		text(func(q *request) string { return q.Link }), text(func(q *request) string { return string(q.State) }), text(func(q *request) string { return string(q.Channel) }),
		ref(func(q *request) int64 { return q.Main }), text(func(q *request) string { return q.Problem }), text(func(q *request) string { return string(q.Category) }),
		column(group, func(a *arrival) int { return a.Case.Request.Severity }), ref(func(q *request) int64 { return q.House }), text(func(q *request) string { return q.AddressText }),
		column(group, func(a *arrival) *float64 { lon, _ := lonLat(a.Case.Request.Pin); return lon }),
		column(group, func(a *arrival) *float64 { _, lat := lonLat(a.Case.Request.Pin); return lat }),
		ref(func(q *request) int64 { return q.Organisation }), ref(func(q *request) int64 { return q.Service }),
		text(func(q *request) string { return q.Entrance }), text(func(q *request) string { return q.Floor }), text(func(q *request) string { return q.Flat }),
		text(func(q *request) string { return q.Text }), text(func(q *request) string { return q.CallerName }), text(func(q *request) string { return q.Phone }),
		at(func(q *request) time.Time { return q.ReceivedAt }), at(func(q *request) time.Time { return q.RegisteredAt }), at(func(q *request) time.Time { return q.DamagedAt }),
		column(group, func(a *arrival) *time.Time { return a.Case.Request.PlannedAt }), text(func(q *request) string { return q.Parked }),
		column(group, func(a *arrival) bool { return a.Case.Request.ServedByDefault }))
}

// queueNewJournal begins the journals: of a new request nothing is there to count on from.
func queueNewJournal(batch *pgx.Batch, group []*arrival) error {
	type line struct {
		dispatch.Entry
		request int64
		seq     int
		detail  string
	}
	var lines []line
	for _, a := range group {
		for i, e := range a.Entries {
			detail, err := json.Marshal(e.Detail)
			if err != nil {
				return err
			}
			lines = append(lines, line{e, a.id, i + 1, string(detail)})
		}
	}
	text := func(of func(line) string) []string { return column(lines, of) }
	batch.Queue(`
		insert into journal (city_id, request_id, seq, at, device_at, account_id, actor, role, kind, from_state, to_state, reason, detail)
		select $1, * from unnest($2::bigint[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::jsonb[])`,
		group[0].Case.Request.City, column(lines, func(l line) int64 { return l.request }), column(lines, func(l line) int { return l.seq }),
		column(lines, func(l line) time.Time { return l.At }), column(lines, func(l line) *time.Time { return l.DeviceAt }), column(lines, func(l line) *int64 { return null(l.Account) }),
		text(func(l line) string { return l.Actor }), text(func(l line) string { return string(l.Role) }), text(func(l line) string { return l.Kind }),
		text(func(l line) string { return l.From }), text(func(l line) string { return l.To }), text(func(l line) string { return l.Reason }), text(func(l line) string { return l.detail }))
	return nil
}

func queueNewClocks(batch *pgx.Batch, group []*arrival) {
	type clock struct {
		dispatch.Clock
		request int64
	}
	var clocks []clock
	for _, a := range group {
		for _, k := range a.Case.Clocks {
			clocks = append(clocks, clock{k, a.id})
		}
	}
	text := func(of func(clock) string) []string { return column(clocks, of) }
	at := func(of func(clock) *time.Time) []*time.Time { return column(clocks, of) }
	batch.Queue(`
		insert into clocks (city_id, request_id, kind, round, norm, clause, edition, verified, started_at, due_at, met_at, void_at, next_level, next_at, paused_at)
		select $1, * from unnest($2::bigint[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::boolean[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[],
			$12::timestamptz[], $13::int[], $14::timestamptz[], $15::timestamptz[])`,
		group[0].Case.Request.City, column(clocks, func(k clock) int64 { return k.request }), text(func(k clock) string { return string(k.Kind) }),
		column(clocks, func(k clock) int { return k.Round }), text(func(k clock) string { return k.Norm }), text(func(k clock) string { return k.Clause }),
		text(func(k clock) string { return k.Edition }), column(clocks, func(k clock) bool { return k.Verified }), column(clocks, func(k clock) time.Time { return k.StartedAt }),
		column(clocks, func(k clock) time.Time { return k.DueAt }), at(func(k clock) *time.Time { return k.MetAt }), at(func(k clock) *time.Time { return k.VoidAt }),
		column(clocks, func(k clock) int { return k.NextLevel }), at(func(k clock) *time.Time { return k.NextAt }), at(func(k clock) *time.Time { return k.PausedAt }))
}

// column is one field of all rows, as unnest takes it.
func column[R, T any](rows []R, of func(R) T) []T {
	values := make([]T, len(rows))
	for i, r := range rows {
		values[i] = of(r)
	}
	return values
}

// notices words what is told of a request that has just been given its number.
func (a *arrival) notices() []dispatch.Notice {
	if a.Notices == nil {
		return nil
	}
	q := a.Case.Request
	q.ID, q.Number = a.id, a.number
	return a.Notices(q)
}

// ofRequest fills in the id of a request that was just made.
func ofRequest(events []dispatch.Event, id int64) []dispatch.Event {
	filled := make([]dispatch.Event, len(events))
	for i, e := range events {
		if e.Kind == "request" {
			e.Ref = id
		}
		filled[i] = e
	}
	return filled
}
