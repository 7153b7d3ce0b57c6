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
// Where to change what: a number or an edition in data/norms.csv (a row per code
// and edition), a fault in data/faults/<category>.json, a category, its icon and
// colour in data/categories.json, the ladders in data/ladders.json, by which means people are told in
// data/channels.json. The loaders
// refuse a row without source, norm, skill or severity, a risk to life without a
// safety script, and a norm that does not bind the fault's system.
//
// How moments are read: Row.Due on units, windows and clock changes; Start on
// which moment and which edition; Book.Lookup on whose midnight begins an edition.
//
// The package reads no wall clock, no network and no files but the embedded
// ones; it knows no request, no crew and no person. Pausing, meeting and
// escalating a clock belong to package dispatch.
//
// Book and Classifier never change after they are built: any number of
// goroutines may read them.
package norms
