// Package rulebook keeps the rules of every city in memory: the shipped norms, faults and ladders with the
// city's own amendments laid over. A node learns of an amendment made by another one within a few seconds,
// when the timetable wakes Refresh; of its own at once.
//
// A Rulebook is safe for concurrent use. The rules that it hands out never change.
package rulebook
