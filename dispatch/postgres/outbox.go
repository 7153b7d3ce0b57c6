package postgres

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

// take gives each event the next offset of its topic and writes it to the log. It comes last in a
// transaction: the topics' rows, locked in the order of their names, are held only until the commit.
const takeOffsets = `
	with e as (select topic, kind, ref, n from unnest($2::text[], $3::text[], $4::bigint[]) with ordinality as e (topic, kind, ref, n)),
	t as (insert into topics (city_id, name, epoch, last_offset)
		select $1, topic, $5, count(*) from e group by topic order by topic
		on conflict (city_id, name) do update set last_offset = topics.last_offset + excluded.last_offset
		returning name, epoch, last_offset),
	written as (insert into outbox (city_id, topic, pos, kind, ref, at)
		select $1, e.topic, t.last_offset - count(*) over (partition by e.topic) + row_number() over (partition by e.topic order by e.n), e.kind, e.ref, $6
		from e join t on t.name = e.topic)
	select name, epoch, last_offset from t`

func tell(ctx context.Context, tx pgx.Tx, city string, events []dispatch.Event, now time.Time) ([]dispatch.Position, error) {
	if len(events) == 0 {
		return nil, nil
	}
	topics, kinds, refs := columnsOf(events)
	rows, err := tx.Query(ctx, takeOffsets, city, topics, kinds, refs, newEpoch(), now)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p dispatch.Position, err error) {
		return p, row.Scan(&p.Topic, &p.Epoch, &p.Offset)
	})
}

// columnsOf sorts events by topic, leaves out repeats, and turns them into columns.
func columnsOf(events []dispatch.Event) (topics, kinds []string, refs []int64) {
	sorted := slices.Clone(events)
	slices.SortStableFunc(sorted, func(a, b dispatch.Event) int { return strings.Compare(a.Topic, b.Topic) })
	seen := map[dispatch.Event]bool{}
	for _, e := range sorted {
		if !seen[e] {
			seen[e] = true
			topics, kinds, refs = append(topics, e.Topic), append(kinds, e.Kind), append(refs, e.Ref)
		}
	}
	return topics, kinds, refs
}

// newEpoch names a topic's log from its first row on.
func newEpoch() string { return strings.ToLower(rand.Text()[:8]) }

// TopicAt gives where a topic's log stands; the zero position for a topic that nothing was ever told on.
func (s *Store) TopicAt(ctx context.Context, city, topic string) (dispatch.Position, error) {
	p := dispatch.Position{Topic: topic}
	err := s.pool.QueryRow(ctx, `select epoch, last_offset from topics where city_id = $1 and name = $2`, city, topic).Scan(&p.Epoch, &p.Offset)
	if mapped(err) == error(dispatch.ErrNotFound) {
		return p, nil
	}
	return p, err
}

// TopicsAt gives where the logs of many topics of a city stand.
func (s *Store) TopicsAt(ctx context.Context, city string, topics []string) ([]dispatch.Position, error) {
	rows, err := s.pool.Query(ctx, `select name, epoch, last_offset from topics where city_id = $1 and name = any($2)`, city, topics)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p dispatch.Position, err error) {
		return p, row.Scan(&p.Topic, &p.Epoch, &p.Offset)
	})
}

// Log reads what a topic was told after an offset, at most limit entries. A first entry that does not follow on
// after says that the log was trimmed meanwhile.
func (s *Store) Log(ctx context.Context, city, topic string, after int64, limit int) ([]dispatch.LogEntry, error) {
	rows, err := s.pool.Query(ctx, `select pos, kind, ref from outbox where city_id = $1 and topic = $2 and pos > $3 order by pos limit $4`, city, topic, after, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[dispatch.LogEntry])
}

// TrimOutbox forgets what was told before a moment, and command keys with it. Offsets go on; a client
// that missed more is given a snapshot.
func (s *Store) TrimOutbox(ctx context.Context, before time.Time) (int64, error) {
	forgotten, err := s.pool.Exec(ctx, `delete from outbox where at < $1`, before)
	if err != nil {
		return 0, err
	}
	_, err = s.pool.Exec(ctx, `delete from commands where at < $1`, before.Add(-commandsKeep))
	return forgotten.RowsAffected(), err
}

// commandsKeep is how much longer than the log a command's key is known: a tablet may lie in a cellar
// over a weekend.
const commandsKeep = 30 * 24 * time.Hour
