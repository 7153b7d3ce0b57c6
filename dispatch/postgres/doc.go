// Package postgres holds all SQL of the service: it implements the ports of dispatch, auth, feed and the
// imports over one pgx pool, a file per aggregate.
//
// A transaction never leaves this package, holds no network call, and ends by taking its places in the
// outbox: topics are locked in the order of their names, after all other rows, so that commits neither
// deadlock nor overtake one another within a topic. No rule of the trade stands here; where a rule is
// needed inside a transaction (Overdue) it comes in as a pure function.
//
// A Store is safe for concurrent use.
package postgres
