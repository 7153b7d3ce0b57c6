// Package training runs the labelled training mode of a demonstration city: simulated crews, callers and
// a dispatcher on the real operations of the desk, so that the screens live before anybody works them.
//
// It owns what the simulated people decide and when. It writes nothing but through dispatch.Desk, in the
// journal under the name of Name; it never runs in a real city, never touches a crew whose tablet is open,
// and stands still while the board pauses it. Every decision follows from the database, the desk's time
// and the seed, so that a restart, or another node, carries on where the last one stopped; what a Trainer
// remembers only saves it work.
//
// A Trainer may be stopped from any goroutine; all else happens on the one that it started.
package training
