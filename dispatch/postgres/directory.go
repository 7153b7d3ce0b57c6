package postgres

import (
	"context"

	"dispatch05/dispatch"
)

// CaseByNumber reads a case by the number that people say.
func (s *Store) CaseByNumber(ctx context.Context, city string, year, number int) (dispatch.Case, error) {
	return one(s.loadCases(ctx, s.pool, city, `q.year = $2 and q.number = $3`, year, number))
}

// PublishedCases are the requests of a period for the public list, newest first.
func (s *Store) PublishedCases(ctx context.Context, city string, p dispatch.Published) ([]dispatch.Case, error) {
	return s.loadCases(ctx, s.pool, city, `q.registered_at >= $2 and q.registered_at < $3
		and (cardinality($4::text[]) = 0 or q.problem = any($4))
		and ($5::boolean is null or $5 = (q.state not in ('closed', 'rejected', 'duplicate', 'redirected')))
		order by q.registered_at desc, q.id desc limit $6`, p.From, p.To, append([]string{}, p.Problems...), p.Open, p.Limit)
}
