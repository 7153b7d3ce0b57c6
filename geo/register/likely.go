package register

import (
	"cmp"
	"math/bits"
	"slices"
)

const (
	mostLikely  = 48   // names that are measured letter by letter
	leastLikely = 0.25 // share of the letters and pairs that two words have in common
)

// likely are the names with a written number whose letters and pairs of letters come nearest to the words of a text,
// mostLikely at most: a quick look that spares measuring all names.
func (x *Index) likely(q *query, words []farWord) []int32 {
	s := x.scratch.Get().(*scratch)
	defer x.scratch.Put(s)
	shares, carrying := x.lex.shares(words, q.slip == slipLatin, s.shares), x.carrying(q.bases())
	found, floor := make([]likelyName, 0, mostLikely+1), float32(0)
	for id := range x.names {
		n := &x.names[id]
		if n.house >= 0 || !carrying.has(n.street) {
			continue
		}
		score := x.likeness(q, n, shares)
		if score < leastLikely || score <= floor {
			continue
		}
		at, _ := slices.BinarySearchFunc(found, score, func(a likelyName, score float32) int {
			return cmp.Or(cmp.Compare(score, a.score), -1) // of equals the first stays before
		})
		if found = slices.Insert(found, at, likelyName{int32(id), score}); len(found) > mostLikely {
			found = found[:mostLikely]
			floor = found[mostLikely-1].score
		}
	}
	names := make([]int32, len(found))
	for i, f := range found {
		names[i] = f.name
	}
	return names
}

type likelyName struct {
	name  int32
	score float32
}

// likeness is the mean of the shares of a name's words; its number and its village count as words of their own.
func (x *Index) likeness(q *query, n *name, shares []float32) float32 {
	var total, got float32
	for _, w := range n.words {
		total += w.weight
		got += w.weight * shares[w.word]
	}
	if len(n.numbers) > 0 && q.holds(n.numbers[0]) {
		total, got = total+farNumber, got+farNumber
	}
	for _, w := range n.settlements[:min(1, len(n.settlements))] {
		if shares[w.word] > 0.5 {
			total, got = total+farPlace, got+farPlace*shares[w.word]
		}
	}
	return got / total
}

// holds reports whether a number is written.
func (q *query) holds(number string) bool {
	for i := range q.tokens {
		if t := &q.tokens[i]; t.kind == numberToken && t.text == number {
			return true
		}
	}
	return false
}

// contour is a word as the sets of its letters and of its pairs of letters.
type contour struct {
	letters, pairs uint64
	size           int // of both
}

func contourOf(word []rune) contour {
	c := contour{letters: lettersOf(word), pairs: letterPairs(word)}
	c.size = bits.OnesCount64(c.letters) + bits.OnesCount64(c.pairs)
	return c
}

func lettersOf(word []rune) uint64 {
	var set uint64
	for _, r := range word {
		set |= 1 << (r & 63)
	}
	return set
}

// share is what two contours have in common, from 0 to 1.
func (o contour) share(other contour) float32 {
	common := bits.OnesCount64(o.letters&other.letters) + bits.OnesCount64(o.pairs&other.pairs)
	return 2 * float32(common) / float32(max(o.size+other.size, 1))
}

// shares are, for each word of the lexicon, the best share that a written word has in common with it.
// They are laid into room.
func (l *lexicon) shares(words []farWord, latin bool, room []float32) []float32 {
	var written []contour
	for _, w := range words {
		for _, cut := range w.cuts {
			written = append(written, cut.contour)
		}
	}
	contours := l.contours
	if latin {
		contours = l.bonesContours
	}
	if len(room) < len(contours) { // spoken names came later
		room = make([]float32, len(contours))
	}
	for i, own := range contours {
		best := float32(0)
		for _, w := range written {
			best = max(best, w.share(own))
		}
		room[i] = best
	}
	return room
}

// letterPairs is the set of neighbouring letters of a word, ends included, as bits.
func letterPairs(letters []rune) uint64 {
	var set uint64
	last := uint64('^')
	for _, r := range letters {
		set |= pairBit(last, uint64(r))
		last = uint64(r)
	}
	return set | pairBit(last, '$')
}

func pairBit(a, b uint64) uint64 { return 1 << ((a*31 + b) * 0x9E3779B97F4A7C15 >> 58) }
