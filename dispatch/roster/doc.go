// Package roster says who holds a post when: people, posts, rotations with their hand-overs, those who stand
// in for others, and what is wrong with the plan before the shift begins.
//
// All of it is computed from the plan, for any moment, past or to come; nothing of it is stored, and no wall
// clock is read. A hand-over keeps the wall time of the city's zone over clock changes (see moment). Working
// days and holidays come from a Calendar; a year that it does not know is told and never assumed.
//
// The package knows no database, no request and no clock of the law. A Roster is a value: it does not change
// after it is loaded, and any number of goroutines may read it.
package roster
