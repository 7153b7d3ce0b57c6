package postgres_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dispatch05/dispatch"
	"dispatch05/dispatch/postgres"
	"dispatch05/dispatch/postgres/postgrestest"
)

const (
	intakeRepeats = 5
	intakeLasts   = 1500 * time.Millisecond
	intakeWarms   = 300 * time.Millisecond
)

// The peers' statements. All write what a registration writes: number, request, key, clocks, journal, the topics' offsets
// and the outbox.
const (
	peerNumber  = `insert into request_numbers (city_id, year, last) values ($1, $2, 1) on conflict (city_id, year) do update set last = request_numbers.last + 1 returning last`
	peerRequest = `insert into requests (city_id, year, number, link, state, channel, problem, category, severity, house_id, organisation_id, service_id, flat, text, caller_name, phone,
			received_at, registered_at, damaged_at, served_by_default)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) returning id`
	peerCommand = `insert into commands (city_id, scope, key, kind, ref, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`
	peerClock   = `insert into clocks (city_id, request_id, kind, norm, clause, edition, verified, started_at, due_at, met_at, next_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
	peerLine    = `insert into journal (city_id, request_id, seq, at, account_id, actor, role, kind, from_state, to_state, detail) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
	peerTopic   = `insert into topics (city_id, name, epoch, last_offset) values ($1, $2, 'peer', 1) on conflict (city_id, name) do update set last_offset = topics.last_offset + 1 returning last_offset`
	peerOutbox  = `insert into outbox (city_id, topic, pos, kind, ref, at) values ($1, $2, $3, $4, $5, $6)`

	// the same in one statement; $21 on: the key, then clocks, lines and events as columns
	peerWhole = `with number as (insert into request_numbers (city_id, year, last) values ($1, $2, 1) on conflict (city_id, year) do update set last = request_numbers.last + 1 returning last),
		q as (insert into requests (city_id, year, number, link, state, channel, problem, category, severity, house_id, organisation_id, service_id, flat, text, caller_name, phone,
				received_at, registered_at, damaged_at, served_by_default)
			select $1, $2, last, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20 from number where $3::int is null returning id),
		c as (insert into commands (city_id, scope, key, kind, ref, at) select $1, $21, $22, $23, id, $18 from q),
		k as (insert into clocks (city_id, request_id, kind, norm, clause, edition, verified, started_at, due_at, met_at, next_at)
			select $1, q.id, u.* from q, unnest($24::text[], $25::text[], $26::text[], $27::text[], $28::boolean[], $29::timestamptz[], $30::timestamptz[], $31::timestamptz[], $32::timestamptz[]) u),
		j as (insert into journal (city_id, request_id, seq, at, account_id, actor, role, kind, from_state, to_state, detail)
			select $1, q.id, u.n, $18, u.account, u.actor, u.role, u.kind, u.was, u.is, u.detail from q,
				unnest($33::bigint[], $34::text[], $35::text[], $36::text[], $37::text[], $38::text[], $39::jsonb[]) with ordinality u (account, actor, role, kind, was, "is", detail, n)),
		e as (select * from unnest($40::text[], $41::text[]) e (topic, kind)),
		t as (insert into topics (city_id, name, epoch, last_offset) select $1, topic, 'peer', count(*) from e group by topic order by topic
			on conflict (city_id, name) do update set last_offset = topics.last_offset + excluded.last_offset returning name, last_offset)
		insert into outbox (city_id, topic, pos, kind, ref, at) select $1, e.topic, t.last_offset, e.kind, q.id, $18 from q, e join t on t.name = e.topic`
)

// intakeBench is a town on a server that is as durable as the real one, and one registration as the desk prepares it.
type intakeBench struct {
	pool     *pgxpool.Pool
	store    *postgres.Store
	template dispatch.Registration
	next     atomic.Int64
}

// intakeSide is one way to write a registration, with its repeats.
type intakeSide struct {
	name            string
	write           func(ctx context.Context, r dispatch.Registration) error
	rates, p50, p99 []float64 // a second; milliseconds
}

// BenchmarkIntakeBesidePeers writes registrations, each with all its rows and its key, by one, 32 and 128 callers: the
// store, statement by statement in a transaction, a batch of statements in one round trip, and one statement of common
// table expressions; in turns, every commit synchronous. `make bench BENCH=IntakeBesidePeers`.
func BenchmarkIntakeBesidePeers(b *testing.B) {
	for _, callers := range []int{1, 32, 128} {
		b.Run(strconv.Itoa(callers), func(b *testing.B) {
			i := newIntakeBench(b, callers)
			sides := []*intakeSide{
				{name: "store", write: i.ours},
				{name: "statement by statement", write: i.statements},
				{name: "batch in one round trip", write: i.batch},
				{name: "one statement", write: i.whole},
			}
			for b.Loop() {
				for range intakeRepeats {
					for _, side := range sides {
						i.measure(b, side, callers)
					}
				}
			}
			tellIntake(b, callers, sides)
		})
	}
}

func newIntakeBench(b *testing.B, callers int) *intakeBench {
	server, own := postgrestest.Dedicated(b)
	own.Close()
	w := newTownAt(b, server.URL("dispatch05"))
	kept := &registrationKeeper{Store: w.store}
	w.Desk.Store = kept
	w.register(w.call("template"))
	pool := got(postgres.Open(b.Context(), server.URL("dispatch05"), int32(min(callers, 48))))(b)
	b.Cleanup(pool.Close)
	i := &intakeBench{pool: pool, store: postgres.NewStore(pool), template: kept.last}
	i.template.Notices = nil // the peers write none
	return i
}

// registrationKeeper keeps what the desk hands to the store.
type registrationKeeper struct {
	*postgres.Store
	last dispatch.Registration
}

func (k *registrationKeeper) Register(ctx context.Context, r dispatch.Registration) (int64, bool, []dispatch.Position, error) {
	k.last = r
	return k.Store.Register(ctx, r)
}

// fresh is a registration with a link and a key of its own.
func (i *intakeBench) fresh() dispatch.Registration {
	n, r := i.next.Add(1), i.template
	r.Case.Request.Link = fmt.Sprintf("%026d", n)
	r.Command.Key = strconv.FormatInt(n, 10)
	return r
}

func (i *intakeBench) measure(b *testing.B, side *intakeSide, callers int) {
	i.run(b, side, callers, intakeWarms)
	took, lasted := i.run(b, side, callers, intakeLasts)
	slices.Sort(took)
	side.rates = append(side.rates, float64(len(took))/lasted.Seconds())
	side.p50, side.p99 = append(side.p50, milliseconds(took[len(took)/2])), append(side.p99, milliseconds(took[len(took)*99/100]))
}

// run lets callers write for a while, each as soon as its last one is committed.
func (i *intakeBench) run(b *testing.B, side *intakeSide, callers int, lasts time.Duration) (took []time.Duration, lasted time.Duration) {
	b.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	began := time.Now()
	for range callers {
		all.Go(func() {
			var own []time.Duration
			for time.Since(began) < lasts {
				at := time.Now()
				if err := side.write(b.Context(), i.fresh()); err != nil {
					b.Errorf("%s: %v", side.name, err)
					return
				}
				own = append(own, time.Since(at))
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, own...)
		})
	}
	all.Wait()
	if len(took) == 0 {
		b.FailNow()
	}
	return took, time.Since(began)
}

func (i *intakeBench) ours(ctx context.Context, r dispatch.Registration) error {
	_, _, _, err := i.store.Register(ctx, r)
	return err
}

// requestOf are the arguments of a request from $1 on.
func requestOf(r dispatch.Registration, number any) []any {
	q := r.Case.Request
	return []any{q.City, q.Year, number, q.Link, q.State, q.Channel, q.Problem, q.Category, q.Severity, q.House, reference(q.Organisation), q.Service, q.Flat, q.Text, q.CallerName, q.Phone,
		q.ReceivedAt, q.RegisteredAt, q.DamagedAt, q.ServedByDefault}
}

func reference(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

func (i *intakeBench) statements(ctx context.Context, r dispatch.Registration) error {
	return pgx.BeginFunc(ctx, i.pool, func(tx pgx.Tx) error {
		q := r.Case.Request
		var number int
		var id int64
		if err := tx.QueryRow(ctx, peerNumber, q.City, q.Year).Scan(&number); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, peerRequest, requestOf(r, number)...).Scan(&id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, peerCommand, q.City, r.Command.Scope, r.Command.Key, r.Command.Kind, id, r.Now); err != nil {
			return err
		}
		for _, k := range r.Case.Clocks {
			if _, err := tx.Exec(ctx, peerClock, q.City, id, k.Kind, k.Norm, k.Clause, k.Edition, k.Verified, k.StartedAt, k.DueAt, k.MetAt, k.NextAt); err != nil {
				return err
			}
		}
		for n, e := range r.Entries {
			if _, err := tx.Exec(ctx, peerLine, q.City, id, n+1, e.At, reference(e.Account), e.Actor, e.Role, e.Kind, e.From, e.To, e.Detail); err != nil {
				return err
			}
		}
		for _, e := range inTopicOrder(r.Events) {
			var at int64
			if err := tx.QueryRow(ctx, peerTopic, q.City, e.Topic).Scan(&at); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, peerOutbox, q.City, e.Topic, at, e.Kind, id, r.Now); err != nil {
				return err
			}
		}
		return nil
	})
}

// inTopicOrder lets all writers lock the topics' rows in one order.
func inTopicOrder(events []dispatch.Event) []dispatch.Event {
	sorted := slices.Clone(events)
	slices.SortStableFunc(sorted, func(a, b dispatch.Event) int { return strings.Compare(a.Topic, b.Topic) })
	return sorted
}

// batch sends all statements in one round trip: ids and numbers are taken from what the statements before have made.
func (i *intakeBench) batch(ctx context.Context, r dispatch.Registration) error {
	const id = `currval(pg_get_serial_sequence('requests', 'id'))`
	q, batch := r.Case.Request, &pgx.Batch{}
	batch.Queue(peerNumber, q.City, q.Year)
	batch.Queue(`insert into requests (city_id, year, number, link, state, channel, problem, category, severity, house_id, organisation_id, service_id, flat, text, caller_name, phone,
			received_at, registered_at, damaged_at, served_by_default)
		select $1, $2, last, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20 from request_numbers where city_id = $1 and year = $2 and $3::int is null`, requestOf(r, nil)...)
	batch.Queue(`insert into commands (city_id, scope, key, kind, ref, at) values ($1, $2, $3, $4, `+id+`, $5) on conflict do nothing`, q.City, r.Command.Scope, r.Command.Key, r.Command.Kind, r.Now)
	for _, k := range r.Case.Clocks {
		batch.Queue(`insert into clocks (city_id, request_id, kind, norm, clause, edition, verified, started_at, due_at, met_at, next_at) values ($1, `+id+`, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			q.City, k.Kind, k.Norm, k.Clause, k.Edition, k.Verified, k.StartedAt, k.DueAt, k.MetAt, k.NextAt)
	}
	for n, e := range r.Entries {
		batch.Queue(`insert into journal (city_id, request_id, seq, at, account_id, actor, role, kind, from_state, to_state, detail) values ($1, `+id+`, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			q.City, n+1, e.At, reference(e.Account), e.Actor, e.Role, e.Kind, e.From, e.To, e.Detail)
	}
	for _, e := range inTopicOrder(r.Events) {
		batch.Queue(`with t as (`+peerTopic+`) insert into outbox (city_id, topic, pos, kind, ref, at) select $1, $2, last_offset, $3, `+id+`, $4 from t`, q.City, e.Topic, e.Kind, r.Now)
	}
	return i.pool.SendBatch(ctx, batch).Close()
}

func (i *intakeBench) whole(ctx context.Context, r dispatch.Registration) error {
	args := append(requestOf(r, nil), r.Command.Scope, r.Command.Key, r.Command.Kind)
	args = append(args, clockColumns(r.Case.Clocks)...)
	args = append(args, lineColumns(r.Entries)...)
	var topics, kinds []string
	for _, e := range inTopicOrder(r.Events) {
		topics, kinds = append(topics, e.Topic), append(kinds, e.Kind)
	}
	_, err := i.pool.Exec(ctx, peerWhole, append(args, topics, kinds)...)
	return err
}

func clockColumns(clocks []dispatch.Clock) []any {
	var kinds, rows, clauses, editions []string
	var verified []bool
	var started, due []time.Time
	var met, next []*time.Time
	for _, k := range clocks {
		kinds, rows, clauses, editions = append(kinds, string(k.Kind)), append(rows, k.Norm), append(clauses, k.Clause), append(editions, k.Edition)
		verified, started, due, met, next = append(verified, k.Verified), append(started, k.StartedAt), append(due, k.DueAt), append(met, k.MetAt), append(next, k.NextAt)
	}
	return []any{kinds, rows, clauses, editions, verified, started, due, met, next}
}

func lineColumns(entries []dispatch.Entry) []any {
	var accounts []*int64
	var actors, roles, kinds, from, to, details []string
	for _, e := range entries {
		detail, _ := json.Marshal(e.Detail)
		accounts, actors, roles = append(accounts, reference(e.Account)), append(actors, e.Actor), append(roles, string(e.Role))
		kinds, from, to, details = append(kinds, e.Kind), append(from, e.From), append(to, e.To), append(details, string(detail))
	}
	return []any{accounts, actors, roles, kinds, from, to, details}
}

func tellIntake(b *testing.B, callers int, sides []*intakeSide) {
	folder := filepath.Join("..", "..", ".build", "bench")
	must(b, os.MkdirAll(folder, 0o755))
	file := got(os.OpenFile(filepath.Join(folder, "intake.jsonl"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644))(b)
	defer file.Close()
	ours := sides[0]
	for _, s := range sides {
		b.Logf("%3d callers  %-24s %7.0f/s (%.0f-%.0f), p50 %.2f ms, p99 %.2f ms (%.2f-%.2f); ours: %.2f times its rate, %.2f of its p50, %.2f of its p99", callers, s.name,
			median(s.rates), slices.Min(s.rates), slices.Max(s.rates), median(s.p50), median(s.p99), slices.Min(s.p99), slices.Max(s.p99),
			median(ours.rates)/median(s.rates), median(ours.p50)/median(s.p50), median(ours.p99)/median(s.p99))
		must(b, json.NewEncoder(file).Encode(map[string]any{"at": time.Now().UTC(), "callers": callers, "what": s.name, "rates": s.rates, "p50Millis": s.p50, "p99Millis": s.p99}))
	}
	b.ReportMetric(median(ours.rates)/median(sides[1].rates), "times-statements")
	b.ReportMetric(median(ours.rates)/median(sides[3].rates), "times-one-statement")
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
