package register

import (
	"cmp"
	"slices"
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
	slices.SortStableFunc(hits, func(a, b houseHit) int { return cmp.Compare(b.score, a.score) })
	return hits[:min(len(hits), maxCandidates)]
}

// farWords are the words of the lexicon far from a written one; of one in Latin letters by the skeleton.
func (x *Index) farWords(q *query, written string) []similarWord {
	if q.slip != slipLatin {
		letters := []rune(written)
		found := x.lex.similar(letters, farSlips(len(letters)), false)
		for i := range found {
			distance := slipsBetween(letters, x.lex.near.words[found[i].word], maxSlips)
			found[i].quality = farQuality(distance, len(letters))
		}
		return found
	}
	bones := []rune(skeletonOf(written))
	var found []similarWord
	for i, skeleton := range x.lex.bones.words {
		limit := farSlips(len(bones))
		if distance := slipsBetween(bones, skeleton, limit); distance <= limit {
			for _, word := range x.lex.ofBones[i] {
				found = append(found, similarWord{word, farQuality(distance, len(bones))})
			}
		}
	}
	return found
}

// farHits holds one name against the text although a word of it is far away.
func (x *Index) farHits(q *query, token int, id int32, similar similarWord) []houseHit {
	n := &x.names[id]
	if n.house >= 0 || x.worth(id, similar.word) < farWorth {
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
	return x.doorHits(&f, q.houseNumber(f.used))
}

const (
	farWorth  = 0.4 // share of the name that the word must be
	farFactor = 0.6
)

// farQuality tells one slip from two, also in the shortest words.
func farQuality(distance, letters int) float32 {
	return max(0.1, 1-float32(distance)/float32(letters+2))
}

func farSlips(letters int) int {
	if letters < 6 {
		return 2
	}
	return 3
}
