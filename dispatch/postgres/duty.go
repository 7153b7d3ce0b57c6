package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
	"dispatch05/dispatch/roster"
)

// overridesBack is how far before a moment overrides are still read: rest is reckoned from the watches before it.
const overridesBack = 14 * 24 * time.Hour

// Duty reads a city's plan of duty and its accounts, for questions about a moment and what comes after it.
func (s *Store) Duty(ctx context.Context, city string, since time.Time) (dispatch.Duty, error) {
	return s.duty(ctx, s.pool, city, since)
}

// duty is Duty inside of a transaction, in one round trip.
func (s *Store) duty(ctx context.Context, db querier, city string, since time.Time) (dispatch.Duty, error) {
	zone, err := s.Zone(ctx, city)
	if err != nil {
		return dispatch.Duty{}, err
	}
	d := dispatch.Duty{Roster: roster.Roster{Zone: zone, People: map[int64]roster.Person{}}}
	if s.Calendar != nil {
		d.Roster.Calendar = s.Calendar(city)
	}
	posts := map[int64]*roster.Post{}
	batch := &pgx.Batch{}
	queueSeats(batch, city, &d)
	queuePeople(batch, city, d.Roster.People)
	queuePosts(batch, city, posts)
	queueRotations(batch, city, posts)
	queueOverrides(batch, city, since.Add(-overridesBack), posts)
	if err := db.SendBatch(ctx, batch).Close(); err != nil {
		return dispatch.Duty{}, err
	}
	for _, p := range posts {
		d.Roster.Posts = append(d.Roster.Posts, *p)
	}
	return d.InOrder(), nil
}

func queueSeats(batch *pgx.Batch, city string, d *dispatch.Duty) {
	batch.Queue(`select a.id, a.name, a.role, coalesce(a.organisation_id, c.organisation_id, 0), coalesce(a.crew_id, 0), a.created_at, a.disabled_at,
			exists(select from push_subscriptions s where s.city_id = a.city_id and s.account_id = a.id)
		from accounts a left join crews c on c.city_id = a.city_id and c.id = a.crew_id where a.city_id = $1`, city).
		Query(func(rows pgx.Rows) (err error) {
			d.Accounts, err = pgx.CollectRows(rows, pgx.RowToStructByPos[dispatch.Seat])
			return err
		})
}

func queueRotations(batch *pgx.Batch, city string, posts map[int64]*roster.Post) {
	batch.Queue(`select r.post_id, r.id, r.days, r.first_day::text, coalesce(r.last_day::text, ''), r.hand_over, r.hours, r.daily, m.turn, m.person_id
		from rotations r join rotation_members m on m.city_id = r.city_id and m.rotation_id = r.id
		where r.city_id = $1 order by r.post_id, r.first_day, r.id, m.turn, m.person_id`, city).Query(func(rows pgx.Rows) error {
		var r roster.Rotation
		var post, person int64
		var turn int
		_, err := pgx.ForEachRow(rows, []any{&post, &r.ID, &r.Days, &r.First, &r.Last, &r.HandOver, &r.Hours, &r.Daily, &turn, &person}, func() error {
			posts[post].Rotations = withMember(posts[post].Rotations, r, turn, person)
			return nil
		})
		return err
	})
}

// withMember puts a person into a turn of a rotation; the rows come rotation by rotation, turn by turn.
func withMember(all []roster.Rotation, r roster.Rotation, turn int, person int64) []roster.Rotation {
	if last := len(all) - 1; last < 0 || all[last].ID != r.ID {
		r.Turns = nil
		all = append(all, r)
	}
	current := &all[len(all)-1]
	if turn >= len(current.Turns) {
		current.Turns = append(current.Turns, nil)
	}
	turns := current.Turns
	turns[len(turns)-1] = append(turns[len(turns)-1], person)
	return all
}

func queueOverrides(batch *pgx.Batch, city string, since time.Time, posts map[int64]*roster.Post) {
	batch.Queue(`select o.post_id, o.id, o.starts_at, o.ends_at, coalesce(o.person_id, 0), coalesce(o.instead_id, 0), o.why, coalesce(a.name, ''), o.at
		from overrides o left join accounts a on a.city_id = o.city_id and a.id = o.account_id
		where o.city_id = $1 and o.withdrawn_at is null and o.ends_at > $2 order by o.post_id, o.id`, city, since).Query(func(rows pgx.Rows) error {
		var o roster.Override
		var post int64
		_, err := pgx.ForEachRow(rows, []any{&post, &o.ID, &o.Span.From, &o.Span.To, &o.Person, &o.Instead, &o.Why, &o.By, &o.At}, func() error {
			posts[post].Overrides = append(posts[post].Overrides, o)
			return nil
		})
		return err
	})
}

// SetRotations replaces the rotations of a post.
func (s *Store) SetRotations(ctx context.Context, city string, p roster.Post, line dispatch.RosterLine) error {
	return s.writing(ctx, func(tx pgx.Tx) error {
		if err := touchPost(ctx, tx, city, p.ID, p.Version); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `delete from rotations where city_id = $1 and post_id = $2`, city, p.ID); err != nil {
			return err
		}
		for _, r := range p.Rotations {
			if err := addRotation(ctx, tx, city, p.ID, r); err != nil {
				return err
			}
		}
		return writeRosterLine(ctx, tx, city, line)
	})
}

func addRotation(ctx context.Context, tx pgx.Tx, city string, post int64, r roster.Rotation) error {
	var id int64
	if err := tx.QueryRow(ctx, `insert into rotations (city_id, post_id, days, first_day, last_day, hand_over, hours, daily)
		values ($1, $2, $3, $4::text::date, nullif($5, '')::date, $6, $7, $8) returning id`,
		city, post, r.Days, r.First, r.Last, r.HandOver, r.Hours, r.Daily).Scan(&id); err != nil {
		return err
	}
	batch := &pgx.Batch{}
	for turn, people := range r.Turns {
		for _, person := range people {
			batch.Queue(`insert into rotation_members (city_id, rotation_id, turn, person_id) values ($1, $2, $3, $4) on conflict do nothing`, city, id, turn, person)
		}
	}
	return tx.SendBatch(ctx, batch).Close()
}

// AddOverrides writes stand-ins, all or none; the line is written once.
func (s *Store) AddOverrides(ctx context.Context, city string, overrides []dispatch.PostOverride, line dispatch.RosterLine) error {
	return s.writing(ctx, func(tx pgx.Tx) error {
		for _, o := range overrides {
			if err := touchPost(ctx, tx, city, o.Post, 0); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `insert into overrides (city_id, post_id, starts_at, ends_at, person_id, instead_id, why, account_id, at)
				values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, city, o.Post, o.Span.From, o.Span.To, null(o.Person), null(o.Instead), o.Why, null(line.Account), line.At); err != nil {
				return err
			}
		}
		return writeRosterLine(ctx, tx, city, line)
	})
}

// WithdrawOverride takes a stand-in back; its row stays.
func (s *Store) WithdrawOverride(ctx context.Context, city string, post, id int64, line dispatch.RosterLine) error {
	return s.writing(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `update overrides set withdrawn_at = $4 where city_id = $1 and post_id = $2 and id = $3 and withdrawn_at is null`, city, post, id, line.At)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return dispatch.ErrNotFound
		}
		if err := touchPost(ctx, tx, city, post, 0); err != nil {
			return err
		}
		return writeRosterLine(ctx, tx, city, line)
	})
}

// Notes are the latest hand-over notes of a post, newest first.
func (s *Store) Notes(ctx context.Context, city string, post int64, limit int) ([]dispatch.HandOverNote, error) {
	rows, err := s.pool.Query(ctx, `select id, at, author, text from hand_over_notes where city_id = $1 and post_id = $2 order by id desc limit $3`, city, post, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[dispatch.HandOverNote])
}

func (s *Store) AddNote(ctx context.Context, city string, post int64, text string, line dispatch.RosterLine) error {
	return s.writing(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `insert into hand_over_notes (city_id, post_id, at, account_id, author, text) values ($1, $2, $3, $4, $5, $6)`,
			city, post, line.At, null(line.Account), line.Actor, text); err != nil {
			return err
		}
		return writeRosterLine(ctx, tx, city, line)
	})
}
