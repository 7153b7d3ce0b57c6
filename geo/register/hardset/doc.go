// Package hardset makes the hard set of written addresses on which a resolver is judged: houses of a
// register, each written with two or three noises drawn evenly, and beside them houses, streets and towns
// that the register does not hold.
//
// It owns its own reading of the register file, its own transliterations, keyboard, number words and
// street types: it shares no table with the resolver and imports nothing of it, so that a word which the
// resolver has forgotten is not forgotten here too.
//
// A Set is the same for the same register, seed and count. Nothing here is safe for concurrent use.
package hardset
