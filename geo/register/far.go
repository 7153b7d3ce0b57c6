package register

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// far are the houses with a written number on the streets whose whole names come nearest to the text, further from it
// than an answer allows. They are shown to choose from and never are an answer. Of each street one house or its
// namesakes are given, best first, mostFar at most.
func (x *Index) far(q *query) []houseHit {
	if len(q.bases()) == 0 {
		return nil
	}
	s := q.space
	look := farLook{x: x, q: q, words: x.farWords(q, s)}
	fits := make([]fit, 0, mostLikely)
	for _, id := range x.likely(q, look.words, s) {
		if f := look.weigh(id); f.score > leastFar {
			fits = append(fits, f)
		}
	}
	slices.SortFunc(fits, func(a, b fit) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.name, b.name)) })
	var hits []houseHit
	for _, f := range x.oncePerStreet(fits[:min(len(fits), 2*mostFar)]) {
		if len(hits) < mostFar {
			hits = append(hits, x.farDoors(&f, q)...)
		}
	}
	return hits
}

// unrepaired is a text read as it was typed, for the words that were put right into wrong ones.
func (x *Index) unrepaired(text string, from slip, s *scratch) *query {
	switch text = bounded(text); from {
	case slipLayout:
		text = retyped(text)
	case slipLatin:
		text = cyrillised(text)
	}
	return s.query(text, from)
}

// farLook is one reading that is held against names.
type farLook struct {
	x     *Index
	q     *query
	words []farWord
}

// farWord is a written word in the ways in which it may be cut out of the text.
type farWord struct {
	tokens tokenSet
	cuts   []farCut
	length int // letters, 0 for two neighbours read as one word
}

// farCut is one way to cut a word out of the text.
type farCut struct {
	contour
	*measure
}

// farWords are the telling words of a text. Words from Latin letters are held against skeletons.
func (x *Index) farWords(q *query, s *scratch) []farWord {
	words := make([]farWord, 0, 2*len(q.tokens))
	s.measures = s.measures[:0]
	for i, t := range q.tokens {
		letters := utf8.RuneCountInString(t.text)
		if t.kind != wordToken || q.outside.has(i) || letters < 2 || letters > maxWordRunes || x.ownCity(q, i) {
			continue
		}
		if q.roles[i] != roleFree || t.means().known && x.lex.idOf(t.text) < 0 {
			continue
		}
		words = append(words, farWord{tokens: 1 << i, cuts: x.farCuts(q, t.text, s), length: letters})
	}
	for i := 0; i+1 < len(q.tokens); i++ {
		if a, b := q.tokens[i], q.tokens[i+1]; q.joinable(i) && q.joinable(i+1) && !x.ownCity(q, i) && !x.ownCity(q, i+1) {
			words = append(words, farWord{tokens: 3 << i, cuts: x.farCuts(q, a.text+b.text, s)})
		}
	}
	return words[:min(len(words), mostWords)]
}

// joinable reports a token that may be half of a word cut in two.
func (q *query) joinable(i int) bool {
	return q.tokens[i].kind == wordToken && !q.outside.has(i) && !q.tokens[i].dotted
}

// farCuts are a word as it stands and without a mark or the city's name that it lost the blank to.
func (x *Index) farCuts(q *query, text string, s *scratch) []farCut {
	cuts := []farCut{x.farCut(q, text, s)}
	for at := range text {
		head, tail := text[:at], text[at:]
		if at > 0 && lettersFrom(tail, leastTail) && (meaningOf(head).glued || slices.Contains(x.city, head) || x.longWord(head)) {
			cuts = append(cuts, x.farCut(q, tail, s))
		}
		if lettersFrom(head, leastTail) && (meaningOf(tail).glued || numeralIs(tail) || x.longWord(tail)) {
			cuts = append(cuts, x.farCut(q, head, s))
		}
	}
	return cuts
}

func (x *Index) farCut(q *query, part string, s *scratch) farCut {
	own := x.lex.near
	if q.slip == slipLatin {
		own, part = x.lex.bones, skeletonOf(part)
	}
	var room [maxWordRunes]rune
	letters := appendRunes(room[:0], part)
	return farCut{contourOf(letters), own.measure(letters, s)}
}

// longWord reports a word of the lexicon that is long enough to be recognised without a blank beside it.
func (x *Index) longWord(part string) bool {
	return lettersFrom(part, leastLong) && x.lex.idOf(part) >= 0
}

// lettersFrom reports whether a text has so many letters at least.
func lettersFrom(text string, least int) bool {
	for range text {
		if least--; least == 0 {
			return true
		}
	}
	return false
}

func appendRunes(to []rune, text string) []rune {
	for _, r := range text {
		to = append(to, r)
	}
	return to
}

// weigh is how near a whole name comes, whatever its words are.
func (l *farLook) weigh(id int32) fit {
	n := &l.x.names[id]
	f := fit{name: id}
	var total, got float32
	for _, w := range n.words {
		total += w.weight
		if at, quality := l.bestWord(w.word, f.used); at >= 0 {
			f.used |= l.words[at].tokens
			got += w.weight * quality
		}
	}
	numbers, told := l.numbers(n, &f.used)
	if told {
		total, got = total+farNumber, got+farNumber
	}
	settlement, place := l.settlement(n, &f.used)
	if place > 0 {
		total, got = total+farPlace, got+farPlace*place
	}
	if got == 0 {
		return f
	}
	f.score = got / total * numbers * settlement
	f.score *= l.x.typeFactor(l.q, n, f.used) * l.leftover(f.used)
	f.score *= farFactor
	return f
}

// numbers takes the numbers of the name from anywhere in the text: beside a name with slips its ending may be wrong too
// ("2-ч Квартальная"). told reports that all stand there.
func (l *farLook) numbers(n *name, used *tokenSet) (factor float32, told bool) {
	before := *used
	if factor = l.x.numbersFactor(l.q, n, used); factor == 1 || len(n.numbers) == 0 {
		return factor, len(n.numbers) > 0
	}
	taken := before
	for _, want := range n.numbers {
		at := slices.IndexFunc(l.q.tokens, func(t token) bool { return t.kind == numberToken && t.text == want })
		if at < 0 || (taken | l.q.outside).has(at) {
			return factor, false
		}
		taken |= 1 << at
	}
	*used = taken
	return farEnding, true
}

// settlement prefers the village that was written, and the city where none was; place is how near its name comes.
func (l *farLook) settlement(n *name, used *tokenSet) (factor, place float32) {
	written := slices.Contains(l.q.roles, roleSettlement)
	for _, w := range n.settlements {
		if at, quality := l.bestWord(w.word, *used); at >= 0 && quality > 0.55 {
			*used |= l.words[at].tokens
			return 1, quality
		}
	}
	if written != (len(n.settlements) > 0) {
		return farOutside, 0
	}
	return 1, 0
}

// leftover is the share of the letters written that the name explains.
func (l *farLook) leftover(used tokenSet) float32 {
	explained, left := 0, 0
	for i := range l.words {
		switch w := &l.words[i]; {
		case w.tokens&used != 0:
			explained += w.length
		default:
			left += w.length
		}
	}
	return leftoverFloor + (1-leftoverFloor)*float32(explained)/float32(max(1, explained+left))
}

func (l *farLook) bestWord(word int32, used tokenSet) (int, float32) {
	at, best := -1, float32(0)
	for i := range l.words {
		if l.words[i].tokens&used != 0 {
			continue
		}
		if quality := l.quality(i, word); quality > best {
			at, best = i, quality
		}
	}
	return at, best
}

// quality is how near a word of the lexicon comes to a written one.
func (l *farLook) quality(at int, word int32) float32 {
	own, best := l.x.lex.near, float32(0)
	if l.q.slip == slipLatin {
		own, word = l.x.lex.bones, l.x.lex.bonesOf[word]
	}
	for _, cut := range l.words[at].cuts {
		best = max(best, cut.quality(own.words[word], own.shapes[word]))
	}
	return best
}

// quality is the share of letters that two words have in common, a slip taking one: 1 for equal words and 0 for those
// that differ by more than half of their letters.
func (c farCut) quality(own spelt, shape shape) float32 {
	longer := int(max(c.length, shape.length))
	limit := (longer + 1) / 2
	if c.leastSlips(shape) > limit {
		return 0
	}
	slips := c.slips(own, limit)
	if slips > limit {
		return 0
	}
	quality := 1 - float32(slips)/float32(longer+1)
	if c.length > 0 && shape.length > 0 && c.first != shape.first {
		quality *= farFirst
	}
	return quality * quality
}

// farDoors are the houses with a written number on one street.
func (x *Index) farDoors(f *fit, q *query) []houseHit {
	plate := q.houseNumber(f.used)
	hits := x.doorHits(f, plate)
	if len(hits) == 0 {
		hits = x.likeDoors(f, plate.Number)
	}
	for i, t := range q.tokens {
		if t.kind != numberToken || len(hits) > 0 || (f.used | q.outside).has(i) {
			continue
		}
		d, _ := q.doorplateAt(i, f.used|q.outside, t.ordinal)
		hits = append(hits, x.doorHits(f, d)...)
	}
	return hits
}

// likeDoors are the houses whose numbers differ from a written one only behind the digits, those first that share most
// with it.
func (x *Index) likeDoors(f *fit, n Number) []houseHit {
	s := &x.streets[x.names[f.name].street]
	from, to := s.withBase(n.Base)
	var hits []houseHit
	written := []rune(n.loose())
	for _, d := range s.doors[from:to] {
		slips := slipsBetween(written, []rune(d.loose), maxWordRunes)
		if d.key == n.Base {
			slips = min(slips, 1) // the house without letter and parts is as likely as one with others
		}
		hits = append(hits, houseHit{house: d.house, score: f.score * likeDoor / float32(1+slips)})
	}
	slices.SortStableFunc(hits, func(a, b houseHit) int { return cmp.Compare(b.score, a.score) })
	return hits[:min(len(hits), mostLike)]
}

// bases are the numbers of the text that may be a house's.
func (q *query) bases() []int32 {
	if !q.counted {
		q.counted = true
		for i, t := range q.tokens {
			if t.kind != numberToken || q.outside.has(i) {
				continue
			}
			if n := valueOf(t.text); n != noNumber {
				q.numbers = append(q.numbers, n)
			}
		}
	}
	return q.numbers
}

const (
	mostFar    = 12 // streets, about
	mostWords  = 24 // no address has more, counting neighbours joined
	mostLike   = 3
	leastTail  = 3   // letters that are left of a word when a mark is cut off
	likeDoor   = 0.9 // 42 к. 3 where 42 к. 2 was written
	leastFar   = 0.05
	farFactor  = 0.6
	farFirst   = 0.9 // another first letter
	farEnding  = 0.8 // its number stands apart from it
	farNumber  = 0.4 // what the number of a name tells beside its words: the 9 of 9 Мая
	farPlace   = 0.4 // and its village
	farOutside = 0.7 // a village was written, the street is the city's, or the other way round
)
