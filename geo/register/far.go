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
	look := farLook{x: x, q: q, own: x.lex.near}
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
		if n := &l.x.names[id]; n.house >= 0 || !carrying.has(n.street) {
			continue
		}
		f := l.weigh(int32(id), floor)
		if f.score <= floor {
			continue
		}
		at, _ := slices.BinarySearchFunc(fits, f, func(a, b fit) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.name, b.name)) })
		if fits = slices.Insert(fits, at, f); len(fits) > 2*mostFar {
			fits = fits[:2*mostFar]
			floor = fits[len(fits)-1].score // names come in their order: of equals the first stays
		}
	}
	return fits
}

// farLook is one reading held against all names.
type farLook struct {
	x     *Index
	q     *query
	own   *deletes // the words of the lexicon, or their skeletons
	words []farWord
}

// farWord is a written word, and how near each of the own words comes to it in the way in which it is best cut out
// of the text.
type farWord struct {
	tokens tokenSet
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
		l.words = append(l.words, farWord{tokens: 1 << i, length: letters, near: l.near(t.text)})
	}
}

// near is how near each of the own words comes to a written one: as it stands, and without a mark or the city's name
// that it lost the blank to.
func (l *farLook) near(text string) []float32 {
	near := make([]float32, len(l.own.words))
	l.hold(text, near)
	letters := []rune(text)
	for cut := 1; cut < len(letters)-2; cut++ {
		if head := string(letters[:cut]); gluedMarkOf[head] || slices.Contains(l.x.city, head) {
			l.hold(string(letters[cut:]), near)
		}
		if tail := string(letters[len(letters)-cut:]); gluedMarkOf[tail] || numeralIs(tail) {
			l.hold(string(letters[:len(letters)-cut]), near)
		}
	}
	return near
}

// hold raises near to the qualities of one cut.
func (l *farLook) hold(text string, near []float32) {
	if l.q.slip == slipLatin {
		text = skeletonOf(text)
	}
	m := l.own.measure([]rune(text))
	l.own.all(m, farSlips, func(word int32, slips int) {
		near[word] = max(near[word], farQuality(m.shape, l.own.shapes[word], slips))
	})
}

func numeralIs(word string) bool {
	_, known := numeralOf[word]
	return known
}

// weigh is how near a whole name comes, whatever its words are. A name whose words alone leave it below the floor is
// not weighed further: nothing raises a score.
func (l *farLook) weigh(id int32, floor float32) fit {
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
	if got*farFactor*roundingSlack <= total*floor {
		return f
	}
	matched := f.used
	f.score = got / total * l.x.numbersFactor(l.q, n, &f.used) * l.settlement(n, &f.used)
	f.score *= l.x.typeFactor(l.q, n, f.used) * l.leftover(matched, f.used)
	f.score *= farFactor
	return f
}

// roundingSlack is more than what rounding may add to a score.
const roundingSlack = 1.0001

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
	if l.q.slip == slipLatin {
		word = l.x.lex.bonesOf[word]
	}
	at, best := -1, float32(0)
	for i := range l.words {
		if w := &l.words[i]; w.tokens&used == 0 && w.near[word] > best {
			at, best = i, w.near[word]
		}
	}
	return at, best
}

// farSlips is how far a word may be: half of the letters of the longer one.
func farSlips(written, own shape) int { return int(max(written.length, own.length)+1) / 2 }

// farQuality is the share of letters that two words have in common, a slip taking one.
func farQuality(written, own shape, slips int) float32 {
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
			if t.kind != numberToken || q.outside.has(i) {
				continue
			}
			if n, err := strconv.Atoi(t.text); err == nil {
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
