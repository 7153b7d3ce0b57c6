package register

import (
	"cmp"
	"math/bits"
	"slices"
	"sort"
	"strconv"
	"unicode/utf8"
)

// far are the houses with the written number on streets whose names are further from the text than an answer
// allows: three slips in a word, two in a short one. They are shown to choose from and never are an answer.
func (x *Index) far(q *query) []houseHit {
	var hits []houseHit
	for i, t := range q.tokens {
		letters := utf8.RuneCountInString(t.text)
		if t.kind != wordToken || q.roles[i] != roleFree || letters < 2 || letters > maxWordRunes || x.ownCity(q, i) || x.spell.knows(t.text) {
			continue
		}
		for _, similar := range x.farWords(q, t.text) {
			for _, n := range x.lex.postings[similar.word] {
				hits = append(hits, x.farHits(q, i, n, similar)...)
			}
		}
	}
	if len(hits) < enoughFar {
		hits = append(hits, x.alike(q)...)
	}
	slices.SortStableFunc(hits, func(a, b houseHit) int { return cmp.Compare(b.score, a.score) })
	return hits[:min(len(hits), maxCandidates)]
}

// alike are the houses with the written number on the streets that share most pairs of letters with a word.
func (x *Index) alike(q *query) []houseHit {
	var hits []houseHit
	for i, t := range q.tokens {
		if t.kind != wordToken || q.roles[i] != roleFree || len(t.text) < 4 || x.ownCity(q, i) || x.spell.knows(t.text) {
			continue
		}
		for _, similar := range x.lex.alike(skeletonOf(t.text)) {
			for _, n := range x.lex.postings[similar.word] {
				hits = append(hits, x.farHits(q, i, n, similar)...)
			}
		}
	}
	return hits
}

const (
	leastAlike  = 0.3 // share of the pairs of letters that two words have in common
	mostAlike   = 24
	alikeFactor = 0.6
)

// alike are the words whose skeletons share most pairs of letters with a skeleton, at most mostAlike.
func (l *lexicon) alike(skeleton string) []similarWord {
	written := letterPairs([]rune(skeleton))
	var found []similarWord
	for i, bones := range l.bones.words {
		own := l.pairs[i]
		common := bits.OnesCount64(written & own)
		share := 2 * float32(common) / float32(bits.OnesCount64(written)+bits.OnesCount64(own))
		if share < leastAlike || len(bones) > len(skeleton)+4 {
			continue
		}
		for _, word := range l.ofBones[i] {
			found = append(found, similarWord{word, alikeFactor * share})
		}
	}
	slices.SortFunc(found, func(a, b similarWord) int { return cmp.Compare(b.quality, a.quality) })
	return found[:min(len(found), mostAlike)]
}

// letterPairs is the set of neighbouring letters of a word, ends included, as bits.
func letterPairs(letters []rune) uint64 {
	var set uint64
	last := uint64('^')
	for _, r := range append(slices.Clone(letters), '$') {
		set |= 1 << ((last*31 + uint64(r)) * 0x9E3779B97F4A7C15 >> 58)
		last = uint64(r)
	}
	return set
}

// farWords are the words of the lexicon far from a written one; of one in Latin letters by the skeleton.
func (x *Index) farWords(q *query, written string) []similarWord {
	var found []similarWord
	if q.slip != slipLatin {
		letters := []rune(written)
		x.lex.near.all(letters, farSlips(len(letters)), func(word int32, distance int) {
			found = append(found, similarWord{word, farQuality(distance, len(letters))})
		})
		return found
	}
	bones := []rune(skeletonOf(written))
	x.lex.bones.all(bones, farSlips(len(bones)), func(skeleton int32, distance int) {
		for _, word := range x.lex.ofBones[skeleton] {
			found = append(found, similarWord{word, farQuality(distance, len(bones))})
		}
	})
	return found
}

// farHits holds one name against the text although a word of it is far away.
func (x *Index) farHits(q *query, token int, id int32, similar similarWord) []houseHit {
	n := &x.names[id]
	if n.house >= 0 || x.worth(id, similar.word) < farWorth || !x.carries(q, n) {
		return nil
	}
	f := fit{name: id, used: 1 << token, score: farFactor * similar.quality}
	for _, w := range n.words {
		if w.word == similar.word {
			continue
		}
		if at, quality := x.bestWord(q, w, f.used); at >= 0 && quality > 0.5 {
			f.used |= q.words[at].tokens
			continue
		}
		f.score *= 1 - w.weight/2
	}
	f.score *= x.numbersFactor(q, n, &f.used) * x.settlementFactor(q, n, &f.used) * x.typeFactor(q, n, f.used)
	if len(n.settlements) == 0 && slices.Contains(q.roles, roleSettlement) {
		f.score *= farOutside
	}
	return x.doorHits(&f, q.houseNumber(f.used))
}

// carries reports a street with a house on any number of the text.
func (x *Index) carries(q *query, n *name) bool {
	doors := x.streets[n.street].doors
	for _, base := range q.bases() {
		if at := sort.Search(len(doors), func(i int) bool { return doors[i].base >= base }); at < len(doors) && doors[at].base == base {
			return true
		}
	}
	return false
}

// bases are the numbers of the text that may be a house's.
func (q *query) bases() []int32 {
	if q.numbers == nil {
		q.numbers = []int32{}
		for i, t := range q.tokens {
			if n, err := strconv.Atoi(t.text); t.kind == numberToken && !q.outside.has(i) && err == nil {
				q.numbers = append(q.numbers, int32(min(n, 1<<30)))
			}
		}
	}
	return q.numbers
}

const (
	enoughFar  = 5
	farWorth   = 0.4 // share of the name that the word must be
	farFactor  = 0.6
	farOutside = 0.7 // a village was written, the street is the city's
)

// farQuality tells one slip from two, also in the shortest words.
func farQuality(distance, letters int) float32 {
	return max(0.1, 1-float32(distance)/float32(letters+2))
}

func farSlips(letters int) int {
	if letters < 5 {
		return 2
	}
	return 3
}
