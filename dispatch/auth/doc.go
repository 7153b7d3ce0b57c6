// Package auth knows who is calling: accounts and their passwords, sessions, the slowing down of
// guesses, and the one-time tickets that open a socket.
//
// It owns no permission: what a role may do stands in dispatch (actor.go). It never keeps a password, a
// session's secret or a ticket as such: the store holds hashes. The Actor of a call is read from the
// account each time, so a change of role or an account that is disabled acts at once.
//
// A Guard is safe for concurrent use.
package auth
