package register

import (
	"cmp"
	"slices"
	"strconv"
	"unicode/utf8"
)

// far are the houses with a written number on the streets whose whole names come nearest to the text, further from it
// than an answer allows. They are shown to choose from and never are an answer. Of each street one house or its
// namesakes are given, best first, mostFar at most.
func (x *Index) far(q *query) []houseHit {
	look := farLook{x: x, q: q, own: x.lex.near, bounds: make([]float32, len(x.lex.words))}
	if q.slip == slipLatin {
		look.own = x.lex.bones
	}
	if look.readWords(); len(look.words) == 0 || len(q.bases()) == 0 {
		return nil
	}
	var hits []houseHit
	for _, f := range x.oncePerStreet(look.nearest()) {
		if len(hits) < mostFar {
			hits = append(hits, x.farDoors(&f, q)...)
		}
	}
	return hits
}

// nearest are the names of streets with a written number that come nearest, best first.
func (l *farLook) nearest() []fit {
	carrying := l.x.carrying(l.q.bases())
	fits, floor := make([]fit, 0, 2*mostFar+1), float32(leastFar)
	for id := range l.x.names {
		n := &l.x.names[id]
		if n.house >= 0 || !carrying.has(n.street) || l.bound(n) <= floor {
			continue
		}
		f := l.weigh(int32(id))
		if f.score <= floor {
			continue
		}
		at, _ := slices.BinarySearchFunc(fits, f, func(a, b fit) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.name, b.name)) })
		fits = slices.Insert(fits, at, f)
		if len(fits) > 2*mostFar {
			fits = fits[:2*mostFar]
			floor = fits[len(fits)-1].score // names come in their order: of equals the first stays
		}
	}
	return fits
}

// bound is what a name's score cannot exceed, by the letters that its words have in common with the written ones.
func (l *farLook) bound(n *name) float32 {
	var total, most float32
	for _, w := range n.words {
		total += w.weight
		most += w.weight * l.bestBound(w.word)
	}
	return most / total * farFactor * boundSlack
}

// boundSlack is above what rounding may take away from a bound.
const boundSlack = 1.0001

func (l *farLook) bestBound(word int32) float32 {
	if l.bounds[word] == 0 {
		own, best := l.place(word), float32(0)
		for i := range l.words {
			for _, cut := range l.words[i].cuts {
				best = max(best, farQuality(cut.shape, l.own.shapes[own], cut.shape.leastSlips(l.own.shapes[own])))
			}
		}
		l.bounds[word] = 1 + best
	}
	return l.bounds[word] - 1
}

// place is where a word of the lexicon stands among those that the text is held against.
func (l *farLook) place(word int32) int32 {
	if l.q.slip == slipLatin {
		return l.x.lex.bonesOf[word]
	}
	return word
}

// farLook is one reading held against all names, with what is already known of pairs of words.
type farLook struct {
	x      *Index
	q      *query
	words  []farWord
	own    *deletes  // the words of the lexicon, or their skeletons
	bounds []float32 // word of the lexicon -> most that its quality can be, +1; 0 not yet known
}

// farWord is a written word in the ways in which it may be cut out of the text, and how near the words of the lexicon
// come to it: 0 not yet known, else quality+1.
type farWord struct {
	tokens tokenSet
	cuts   []*measure
	length int
	near   []float32
}

// readWords finds the telling words of the text. Words from Latin letters are held against skeletons.
func (l *farLook) readWords() {
	x, q := l.x, l.q
	for i, t := range q.tokens {
		letters := utf8.RuneCountInString(t.text)
		if t.kind != wordToken || q.outside.has(i) || letters < 2 || letters > maxWordRunes || x.ownCity(q, i) {
			continue
		}
		if q.roles[i] != roleFree || vocabularyOf[t.text] && x.lex.idOf(t.text) < 0 {
			continue
		}
		l.words = append(l.words, farWord{tokens: 1 << i, cuts: l.cuts(t.text), length: letters, near: make([]float32, len(x.lex.words))})
	}
}

// cuts are a word as it stands and without a mark or the city's name that it lost the blank to.
func (l *farLook) cuts(text string) []*measure {
	folded := func(part string) *measure {
		if l.q.slip == slipLatin {
			part = skeletonOf(part)
		}
		return l.own.measure([]rune(part))
	}
	cuts := []*measure{folded(text)}
	letters := []rune(text)
	for cut := 1; cut < len(letters)-2; cut++ {
		if head := string(letters[:cut]); gluedMarkOf[head] || slices.Contains(l.x.city, head) {
			cuts = append(cuts, folded(string(letters[cut:])))
		}
		if tail := string(letters[len(letters)-cut:]); gluedMarkOf[tail] || numeralIs(tail) {
			cuts = append(cuts, folded(string(letters[:len(letters)-cut])))
		}
	}
	return cuts
}

func numeralIs(word string) bool {
	_, known := numeralOf[word]
	return known
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
	if got == 0 {
		return f
	}
	matched := f.used
	f.score = got / total * l.x.numbersFactor(l.q, n, &f.used) * l.settlement(n, &f.used)
	f.score *= l.x.typeFactor(l.q, n, f.used) * l.leftover(matched, f.used)
	f.score *= farFactor
	return f
}

// settlement prefers the village that was written, and the city where none was.
func (l *farLook) settlement(n *name, used *tokenSet) float32 {
	written := slices.Contains(l.q.roles, roleSettlement)
	for _, w := range n.settlements {
		if at, quality := l.bestWord(w.word, *used); at >= 0 && quality > 0.55 {
			*used |= l.words[at].tokens
			return 1
		}
	}
	if written != (len(n.settlements) > 0) {
		return farOutside
	}
	return 1
}

// leftover is the share of the letters written that the name explains.
func (l *farLook) leftover(matched, used tokenSet) float32 {
	explained, left := 0, 0
	for i := range l.words {
		switch w := &l.words[i]; {
		case w.tokens&matched != 0, w.tokens&used != 0:
			explained += w.length
		default:
			left += w.length
		}
	}
	return leftoverFloor + (1-leftoverFloor)*float32(explained)/float32(explained+left)
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

// quality is the share of letters that two words have in common, a slip taking one.
func (l *farLook) quality(at int, word int32) float32 {
	w := &l.words[at]
	if w.near[word] == 0 {
		own, best := l.place(word), float32(0)
		shape := l.own.shapes[own]
		for _, cut := range w.cuts {
			if farQuality(cut.shape, shape, cut.leastSlips(shape)) > best {
				best = max(best, farQuality(cut.shape, shape, cut.slips(l.own.words[own], farSlips(cut.shape, shape))))
			}
		}
		w.near[word] = 1 + best
	}
	return w.near[word] - 1
}

// farSlips is half of the letters of the longer word.
func farSlips(written, own shape) int { return int(max(written.length, own.length)+1) / 2 }

// farQuality is 1 for equal words and 0 for those that differ by more than half of their letters.
func farQuality(written, own shape, slips int) float32 {
	if slips > farSlips(written, own) {
		return 0
	}
	quality := 1 - float32(slips)/float32(max(written.length, own.length)+1)
	if written.length > 0 && own.length > 0 && written.first != own.first {
		quality *= farFirst
	}
	return quality * quality
}

// farDoors are the houses with a written number on one street.
func (x *Index) farDoors(f *fit, q *query) []houseHit {
	return x.doorHits(f, q.houseNumber(f.used))
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
	mostFar    = 12
	leastFar   = 0.05
	farFactor  = 0.6
	farFirst   = 0.9 // another first letter
	farOutside = 0.7 // a village was written, the street is the city's, or the other way round
)
