// Package norms holds what the law and the service promise about time: legal
// norms as dated rows, the clocks that a fault report starts under them, the
// fault classifier that says which rows apply, and the escalation ladder.
//
// All numbers live in data/ and never in logic. A row carries its act, clause,
// edition, days in force and whether its text was verified; the same row shape
// takes editions that an administrator adds (Book.With), so that a change of
// the law needs no release. What is started keeps the edition it started under,
// because a Clock copies it.
//
// The package reads no wall clock, no network and no files but the embedded
// ones; it knows no request, no crew and no person. Pausing, meeting and
// escalating a clock belong to package dispatch.
//
// Book and Classifier never change after they are built: any number of
// goroutines may read them.
package norms
