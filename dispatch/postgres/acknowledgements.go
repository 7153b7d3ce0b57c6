package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

// Acknowledge silences an escalation once, and holds the ladder of its clock.
func (s *Store) Acknowledge(ctx context.Context, city string, id, account int64, minutes int, change dispatch.Change) (moved []dispatch.Position, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `update escalations set acknowledged_at = $3, acknowledged_by = $4, ack_minutes = $5::integer, ack_until = $3::timestamptz + $5::integer * interval '1 minute'
			where city_id = $1 and id = $2 and acknowledged_at is null`, city, id, change.Now, null(account), minutes)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		// Before its clocks, as every change of a request.
		if _, err := tx.Exec(ctx, `select from requests where city_id = $1 and id = $2 for no key update`, city, change.Ref); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, holdLadder, city, id); err != nil {
			return err
		}
		if err := settleEscalation(ctx, tx, city, id, account, change.Now); err != nil {
			return err
		}
		moved, err = saveChange(ctx, tx, change, id)
		return err
	})
	return moved, err
}

// holdLadder keeps the next level of an escalation's clock until the acknowledgement is looked at.
const holdLadder = `update clocks k set next_at = greatest(k.next_at, e.ack_until) from escalations e
	where e.city_id = $1 and e.id = $2 and k.city_id = e.city_id and k.id = e.clock_id and k.next_at is not null`

// Lapsed claims acknowledgements whose time is over. Of a clock that has ended nothing is held any more.
func (s *Store) Lapsed(ctx context.Context, now time.Time, limit int, until func(dispatch.Held) *time.Time) (looked, lapsed int, moved []dispatch.CityPositions, err error) {
	if due, err := s.anyDue(ctx, `select min(ack_until) from escalations where ack_until is not null`, now); err != nil || !due {
		return 0, 0, nil, err
	}
	err = s.writing(ctx, func(tx pgx.Tx) error {
		claimed, err := claimHeld(ctx, tx, now, limit)
		if err != nil {
			return err
		}
		for _, city := range claimed.cities {
			looked += len(claimed.ids[city])
			gone, positions, err := s.lookAtHeld(ctx, tx, city, claimed, now, until)
			if err != nil {
				return fmt.Errorf("acknowledgements of %s: %w", city, err)
			}
			lapsed += gone
			moved = append(moved, dispatch.CityPositions{City: city, Positions: positions})
		}
		return nil
	})
	if err != nil {
		return 0, 0, nil, err
	}
	return looked, lapsed, moved, nil
}

// heldIDs are the claimed escalations of each city; over are those of them whose clock or request has ended.
type heldIDs struct {
	cities []string // in one order on every node
	ids    map[string][]int64
	over   map[int64]bool
}

func claimHeld(ctx context.Context, tx pgx.Tx, now time.Time, limit int) (heldIDs, error) {
	held := heldIDs{ids: map[string][]int64{}, over: map[int64]bool{}}
	rows, err := tx.Query(ctx, `select e.city_id, e.id, k.met_at is not null or k.void_at is not null or q.state in ('closed', 'rejected', 'duplicate', 'redirected')
		from escalations e join requests q on q.city_id = e.city_id and q.id = e.request_id join clocks k on k.city_id = e.city_id and k.id = e.clock_id
		where e.ack_until <= $1 order by e.city_id, e.id limit $2 for no key update of q, e skip locked`, now, limit)
	if err != nil {
		return held, err
	}
	var city string
	var id int64
	var over bool
	_, err = pgx.ForEachRow(rows, []any{&city, &id, &over}, func() error {
		if len(held.ids[city]) == 0 {
			held.cities = append(held.cities, city)
		}
		held.ids[city] = append(held.ids[city], id)
		held.over[id] = over
		return nil
	})
	return held, err
}

// lookAtHeld decides on the claimed acknowledgements of a city, and says how many ran out.
func (s *Store) lookAtHeld(ctx context.Context, tx pgx.Tx, city string, claimed heldIDs, now time.Time, until func(dispatch.Held) *time.Time) (lapsed int, moved []dispatch.Position, err error) {
	escalations, err := s.loadEscalations(ctx, tx, city, `e.id = any($2) order by e.id`, claimed.ids[city])
	if err != nil {
		return 0, nil, err
	}
	batch := &pgx.Batch{}
	var gone []dispatch.Escalation
	for _, e := range escalations {
		if claimed.over[e.ID] {
			batch.Queue(`update escalations set ack_until = null where city_id = $1 and id = $2`, city, e.ID)
			continue
		}
		lines, err := journalSince(ctx, tx, city, e.Request, *e.AcknowledgedAt)
		if err != nil {
			return 0, nil, err
		}
		held := dispatch.Held{Escalation: e, Since: lines}
		if on := until(held); on != nil {
			batch.Queue(`update escalations set ack_until = $3 where city_id = $1 and id = $2`, city, e.ID, on)
			batch.Queue(holdLadder, city, e.ID)
			continue
		}
		gone = append(gone, e)
		queueLapse(batch, city, held, now)
	}
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return 0, nil, err
	}
	events, err := s.eventsOf(ctx, tx, city, gone)
	if err != nil {
		return 0, nil, err
	}
	moved, err = tell(ctx, tx, city, events, now)
	return len(gone), moved, err
}

func queueLapse(batch *pgx.Batch, city string, held dispatch.Held, now time.Time) {
	batch.Queue(`update escalations set acknowledged_at = null, acknowledged_by = null, ack_until = null, lapsed = lapsed + 1 where city_id = $1 and id = $2`, city, held.ID)
	batch.Queue(`update requests set version = version + 1 where city_id = $1 and id = $2`, city, held.Request)
	queueJournal(batch, city, held.Request, []dispatch.Entry{held.Lapse(now)})
}

// eventsOf tells the screens of escalations and their requests.
func (s *Store) eventsOf(ctx context.Context, tx pgx.Tx, city string, escalations []dispatch.Escalation) ([]dispatch.Event, error) {
	of := map[int64][]int64{}
	var requests []int64
	for _, e := range escalations {
		of[e.Request] = append(of[e.Request], e.ID)
		requests = append(requests, e.Request)
	}
	cases, err := s.loadCases(ctx, tx, city, `q.id = any($2)`, requests)
	var events []dispatch.Event
	for _, c := range cases {
		for _, id := range of[c.Request.ID] {
			events = append(events, dispatch.EscalationEvents(c, id)...)
		}
	}
	return events, err
}

// NearestDeadline looks at the heads of two indexes.
func (s *Store) NearestDeadline(ctx context.Context, after, upTo time.Time) (time.Time, error) {
	var nearest *time.Time
	err := s.pool.QueryRow(ctx, `select least((select min(next_at) from clocks where next_at > $1 and next_at <= $2),
		(select min(ack_until) from escalations where ack_until > $1 and ack_until <= $2))`, after, upTo).Scan(&nearest)
	if err != nil || nearest == nil {
		return time.Time{}, err
	}
	return *nearest, nil
}
