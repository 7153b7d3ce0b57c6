package register

import (
	"math/bits"
	"slices"
)

const (
	mostLikely  = 32   // names that are measured letter by letter
	leastLikely = 0.25 // share of the letters and pairs that two words have in common
)

// likely are the names with a written number whose letters and pairs of letters come nearest to the words of a text,
// mostLikely at most and in no order: a quick look that spares measuring all names.
func (x *Index) likely(q *query, words []farWord, s *scratch) []int32 {
	bases := q.bases()
	x.lex.share(words, q.slip == slipLatin, s)
	carrying, best := x.carrying(bases), &s.likely
	best.clear()
	for id := range x.names {
		n := &x.names[id]
		if n.house >= 0 || !carrying.has(n.street) {
			continue
		}
		if share := likeness(n, s.shares, slices.Contains(bases, n.number)); share > best.floor {
			best.add(likelyName{int32(id), share})
		}
	}
	names := make([]int32, len(best.names))
	for i, n := range best.names {
		names[i] = n.name
	}
	return names
}

// likeness is the mean of the shares of a name's words; its number, when it is written, and its village count as words of
// their own.
func likeness(n *name, shares []float32, written bool) float32 {
	total, got := n.weight, float32(0)
	for _, w := range n.words {
		got += w.weight * shares[w.word]
	}
	if written {
		total, got = total+farNumber, got+farNumber
	}
	if len(n.settlements) > 0 {
		if place := shares[n.settlements[0].word]; place > 0.5 {
			total, got = total+farPlace, got+farPlace*place
		}
	}
	return got / total
}

type likelyName struct {
	name  int32
	share float32
}

// below: of equals the one that was offered first stays.
func (a likelyName) below(b likelyName) bool {
	return a.share < b.share || a.share == b.share && a.name > b.name
}

// podium keeps the best mostLikely of the names that are added, as a heap with the least of them on top.
type podium struct {
	names []likelyName
	floor float32 // a name is better than this one to be kept
}

func (p *podium) clear() { p.names, p.floor = p.names[:0], leastLikely }

func (p *podium) add(n likelyName) {
	if len(p.names) < mostLikely {
		p.names = append(p.names, n)
		p.rise(len(p.names) - 1)
	} else {
		p.names[0] = n
		p.sink()
	}
	if len(p.names) == mostLikely {
		p.floor = p.names[0].share
	}
}

func (p *podium) rise(at int) {
	for above := (at - 1) / 2; at > 0 && p.names[at].below(p.names[above]); above = (at - 1) / 2 {
		p.names[at], p.names[above] = p.names[above], p.names[at]
		at = above
	}
}

func (p *podium) sink() {
	for at := 0; ; {
		least := 2*at + 1
		if least >= len(p.names) {
			return
		}
		if other := least + 1; other < len(p.names) && p.names[other].below(p.names[least]) {
			least = other
		}
		if !p.names[least].below(p.names[at]) {
			return
		}
		p.names[at], p.names[least] = p.names[least], p.names[at]
		at = least
	}
}

// contour is a word as the sets of its letters and of its pairs of letters.
type contour struct {
	letters, pairs uint64
	size           int // of both, 128 at most
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
func (o *contour) share(other *contour) float32 {
	common := bits.OnesCount64(o.letters&other.letters) + bits.OnesCount64(o.pairs&other.pairs)
	return float32(common) * shareOf[o.size+other.size]
}

// shareOf is the share that one sign in common makes, by the sizes of two contours together.
var shareOf = func() (shares [2*128 + 1]float32) {
	for size := range shares {
		shares[size] = 2 / float32(max(size, 1))
	}
	return shares
}()

// share notes in the space of a search, for each word of the lexicon, the best share that a written word has in common
// with it.
func (l *lexicon) share(words []farWord, latin bool, s *scratch) {
	s.contours = s.contours[:0]
	for _, w := range words {
		for _, cut := range w.cuts {
			s.contours = append(s.contours, cut.contour)
		}
	}
	contours := l.contours
	if latin {
		contours = l.bonesContours
	}
	if len(s.shares) < len(contours) { // spoken names came later
		s.shares = make([]float32, len(contours))
	}
	for i := range contours {
		best := float32(0)
		for j := range s.contours {
			best = max(best, s.contours[j].share(&contours[i]))
		}
		s.shares[i] = best
	}
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
