package register

import (
	"math/bits"
	"slices"
)

// shape is what tells at once that two words are not near.
type shape struct {
	letters       uint64 // which it has, as bits
	length, first uint8
}

func shapeOf(word spelt) shape {
	o := shape{length: uint8(min(len(word), 255))}
	for _, letter := range word {
		o.letters |= 1 << (letter & 63)
	}
	if len(word) > 0 {
		o.first = word[0]
	}
	return o
}

// leastSlips is how many slips there are at least from one word to the other: each brings one letter at most
// that the other lacks.
func (o shape) leastSlips(other shape) int {
	longer := max(o.length, other.length) - min(o.length, other.length)
	return max(bits.OnesCount64(o.letters&^other.letters), bits.OnesCount64(other.letters&^o.letters), int(longer))
}

// measure counts the slips from one word to others, all places of the one at a time: a bit of each set is a
// place (H. Hyyrö 2003, after G. Myers; swaps of neighbours count as one).
type measure struct {
	shape
	places [rareLetter + 1]uint64 // letter -> where it stands
}

// maxMeasured is how many letters a measure can hold.
const maxMeasured = 64

func measureFrom(word spelt) measure {
	m := measure{shape: shapeOf(word)}
	for i, letter := range word[:min(len(word), maxMeasured)] {
		m.places[letter&rareLetter] |= 1 << i
	}
	return m
}

// slips is the number of letters inserted, dropped, replaced or swapped with their neighbour; above the
// limit it is any larger number.
func (m *measure) slips(other spelt, limit int) int {
	length := int(m.length)
	if length-len(other) > limit || len(other)-length > limit || length > maxMeasured || len(other) > maxWordRunes {
		return limit + 1
	}
	if length == 0 {
		return len(other)
	}
	// Of the places in the word a column of the table says where it is one more or one less than above (rose,
	// fell), and where it is as it was diagonally before (level).
	var fell, level, before uint64
	rose, slips, end := ^uint64(0), length, (m.length-1)&63
	for i, letter := range other {
		here := m.places[letter&rareLetter]
		swapped := (^level & here) << 1 & before
		level = ((here & rose) + rose) ^ rose | here | fell | swapped
		right, left := fell|^(level|rose), level&rose
		slips += int(right>>end&1) - int(left>>end&1)
		if slips-(len(other)-1-i) > limit { // each letter to come takes one away at most
			return limit + 1
		}
		right = right<<1 | 1
		rose, fell, before = left<<1|^(level|right), level&right, here
	}
	return slips
}

// slipsBetween is measure.slips for two words that are compared once.
func slipsBetween(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit || len(b) > maxWordRunes {
		return limit + 1
	}
	var rows [3][maxWordRunes + 1]uint8
	for j := range len(b) + 1 {
		rows[0][j] = uint8(j)
	}
	for i := 1; i <= len(a); i++ {
		row, above, twoAbove := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = uint8(i)
		least := row[0]
		for j := 1; j <= len(b); j++ {
			cost := uint8(1)
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(above[j-1]+cost, above[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, twoAbove[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if int(least) > limit && (i == len(a) || int(slices.Min(above[:len(b)+1])) >= limit) {
			return limit + 1
		}
	}
	return int(rows[len(a)%3][len(b)])
}
