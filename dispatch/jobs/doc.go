// Package jobs is the timetable. Cron only wakes; state decides: a job works off what rows say is due, so
// that running late, twice, or on four nodes at once is harmless.
//
// A job is a name, a schedule and a function, a file per job. Start returns at once, Stop waits for what
// runs. Safe for concurrent use.
package jobs
