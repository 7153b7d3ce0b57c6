// Package dispatch is the trade: a resident's request, the work orders that answer it, the crews, the
// clocks that the law sets, the journal, and the operations of the desk on all of them.
//
// It owns the state machines (states.go, drawn in STATES.md), who may do what (actor.go) and the rules
// that decide; it never speaks SQL, HTTP or websocket. What it needs from outside stands here as small
// interfaces (ports.go), implemented by dispatch/postgres and dispatch/feed.
//
// An operation of the Desk reads: check the actor, load the Case, decide (a pure function from the case
// to a Change), save the change with its journal entries and events in one transaction, announce.
// A Desk is safe for concurrent use; Case and Change are values of one operation and are not shared.
package dispatch
