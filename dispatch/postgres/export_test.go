package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

// ClaimDue claims due clocks as a sweep does and moves each on, without telling anybody: what benchmarks hold
// beside other schedulers' shapes.
func (s *Store) ClaimDue(ctx context.Context, now time.Time, limit int, next time.Time) (claimed int, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		claims, err := claimOverdue(ctx, tx, now, limit)
		if err != nil {
			return err
		}
		claimed = len(claims)
		all := make([]telling, len(claims))
		for i, c := range claims {
			all[i] = telling{clock: c.clock, told: dispatch.Escalated{NextLevel: c.clock.NextLevel + 1, NextAt: &next}}
		}
		batch := &pgx.Batch{}
		if claimed > 0 {
			queueMoves(batch, claims[0].city, all)
		}
		return tx.SendBatch(ctx, batch).Close()
	})
	return claimed, err
}

// Waiting counts the registrations that wait for the city's turn to commit.
func (s *Store) Waiting(city string) int {
	kept, found := s.intakes.Load(city)
	if !found {
		return 0
	}
	in := kept.(*intake)
	in.mu.Lock()
	defer in.mu.Unlock()
	return len(in.waiting)
}
