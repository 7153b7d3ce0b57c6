package register

import (
	"slices"
	"unicode/utf8"
)

// The weights of the scorer. A score is a product: 1 is a name written in full
// with nothing left over.
const (
	missingNumber     = 0.6   // the query lacks the 2 of "2-й Советский"
	numberToCome      = 0.9   // the same while typing: it may still come
	strayOrdinal      = 0.6   // the query says 3-я, the street does not
	otherType         = 0.72  // пер. written, the street is a проспект
	otherTypeThanUl   = 0.86  // "ул." is what people say of anything
	strayType         = 0.95  // two types written, one of them the street's
	streetInside      = 0.6   // a street is written, the name is a settlement without streets
	unnamedType       = 0.992 // no type written: streets come before lanes
	unnamedSettlement = 0.985 // a village's street, the village not named
	excludedVillage   = 0.7   // a village's street, the city itself named
	strayNumber       = 0.68  // a number that is neither house nor flat nor part of the name
	leftoverFloor     = 0.3
)

// weigh holds one name against a query.
func (x *Index) weigh(q *query, id int32) fit {
	n := &x.names[id]
	f := fit{name: id}
	cover, main := x.coverWords(q, n.words, &f.used)
	if main == 0 {
		return f
	}
	matched := f.used
	if q.typing {
		cover = (cover + main) / 2
	}
	score := cover * x.numbersFactor(q, n, &f.used)
	score *= x.settlementFactor(q, n, &f.used)
	score *= x.typeFactor(q, n, f.used) * x.placeFactor(q, n, f.used)
	score *= x.leftoverFactor(q, matched, f.used)
	f.score = score * q.factor
	return f
}

// coverWords matches name words with query words, each query token at most once.
// It returns the matched share of the name and the best of its telling words.
func (x *Index) coverWords(q *query, words []nameWord, used *tokenSet) (cover, main float32) {
	var total, got float32
	for _, w := range words {
		total += w.weight
		at, quality := x.bestWord(q, w, *used)
		if at < 0 {
			continue
		}
		*used |= q.words[at].tokens
		got += w.weight * quality
		if w.weight >= 0.4 {
			main = max(main, quality)
		}
	}
	if total == 0 {
		return 0, 0
	}
	return got / total, main
}

func (x *Index) bestWord(q *query, w nameWord, used tokenSet) (int, float32) {
	at, best := -1, float32(0)
	for i := range q.words {
		qw := &q.words[i]
		if qw.tokens&used != 0 {
			continue
		}
		quality := qw.matches.quality(w.word, x.lex.words)
		if qw.minor && w.weight >= 1 && quality < 1 && (!q.typing || len(q.words) > 1) {
			continue
		}
		if quality > best {
			at, best = i, quality
		}
	}
	return at, best
}

// numbersFactor takes the numbers of the name ("40 лет", "2-й") from the query.
func (x *Index) numbersFactor(q *query, n *name, used *tokenSet) float32 {
	factor, missing := float32(1), float32(missingNumber)
	if q.typing {
		missing = numberToCome
	}
	for _, want := range n.numbers {
		at := q.nameNumber(want, *used)
		if at < 0 {
			factor *= missing
			continue
		}
		*used |= 1 << at
	}
	for i, t := range q.tokens {
		if t.kind == numberToken && t.ordinal && !used.has(i) && q.roles[i] == roleFree && !q.spokenNumber(i) {
			factor *= strayOrdinal
		}
	}
	return factor
}

// nameNumber finds a number that stands beside the name: an ordinal anywhere, a
// plain one only next to a word of the name.
func (q *query) nameNumber(want string, used tokenSet) int {
	found := -1
	for i, t := range q.tokens {
		if t.kind != numberToken || t.text != want || used.has(i) || q.roles[i] != roleFree {
			continue
		}
		if t.ordinal {
			return i
		}
		if found < 0 && (q.touches(i, used, 1) || q.touches(i, used, -1)) {
			found = i
		}
	}
	return found
}

// touches reports whether the next telling token in a direction is in used.
func (q *query) touches(i int, used tokenSet, step int) bool {
	for i += step; i >= 0 && i < len(q.tokens); i += step {
		switch {
		case used.has(i):
			return true
		case q.tokens[i].is(","), q.tokens[i].kind == numberToken:
			return false
		case q.roles[i] == roleFree:
			return false
		}
	}
	return false
}

// settlementFactor prefers the city proper unless the query names the village.
func (x *Index) settlementFactor(q *query, n *name, used *tokenSet) float32 {
	if len(n.settlements) == 0 {
		return 1
	}
	for _, w := range n.settlements {
		if at, quality := x.bestWord(q, w, *used); at >= 0 && quality > 0.65 {
			*used |= q.words[at].tokens
			return 1
		}
	}
	if x.namesCity(q) {
		return excludedVillage
	}
	return unnamedSettlement
}

// namesCity reports whether the query names the city itself.
func (x *Index) namesCity(q *query) bool {
	if len(x.city) == 0 {
		return false
	}
	for i := 0; i+len(x.city) <= len(q.tokens); i++ {
		if x.cityAt(q, i) {
			return true
		}
	}
	return false
}

func (x *Index) cityAt(q *query, i int) bool {
	if len(x.city) == 0 || i < 0 || i+len(x.city) > len(q.tokens) {
		return false
	}
	for j, w := range x.city {
		if q.tokens[i+j].text != w {
			return false
		}
	}
	return true
}

// typeFactor compares the street type that was written with the street's own.
func (x *Index) typeFactor(q *query, n *name, used tokenSet) float32 {
	kind := x.streets[n.street].kind
	whole := x.streets[n.street].whole
	written, same, generic, stray := false, false, false, false
	for i := range q.tokens {
		if q.roles[i] != roleType || used.has(i) {
			continue
		}
		written = true
		own := slices.Contains(q.tokens[i].means().streetTypes, kind)
		same, stray = same || own, stray || !own
		generic = generic || q.tokens[i].means().streetTypes[0] == "ул"
	}
	switch {
	case same && stray:
		return strayType
	case same:
		return 1
	case !written && (kind == "ул" || kind == ""):
		return 1
	case !written:
		return unnamedType
	case whole:
		return streetInside
	case generic || kind == "":
		return otherTypeThanUl
	}
	return otherType
}

// placeFactor tells a village from a station of the same name, and from a street
// of the city: "пос. Северный" is not "ул. Северная".
func (x *Index) placeFactor(q *query, n *name, used tokenSet) float32 {
	places := x.streets[n.street].places
	for i := range q.tokens {
		if q.roles[i] != roleSettlement || used.has(i) {
			continue
		}
		own := func(kind string) bool { return slices.Contains(places, kind) }
		if !slices.ContainsFunc(q.tokens[i].means().settlementTypes, own) {
			return strayType
		}
	}
	return 1
}

// leftoverFactor is the share of the query's telling words that the name explains.
func (x *Index) leftoverFactor(q *query, matched, used tokenSet) float32 {
	var explained, left float32
	for i, t := range q.tokens {
		if t.kind != wordToken {
			continue
		}
		weight := leftoverWeight(t)
		switch {
		case used.has(i):
			explained += max(weight, 0.3)
		case q.roles[i] != roleFree || x.ownCity(q, i) || q.numberPart(i):
		default:
			left += weight
		}
	}
	if explained == 0 {
		return 0
	}
	return leftoverFloor + (1-leftoverFloor)*explained/(explained+left)
}

func leftoverWeight(t token) float32 {
	switch n := utf8.RuneCountInString(t.text); {
	case t.means().soft:
		return 0.3
	case n >= 4:
		return 1
	case n >= 2:
		return 0.4
	}
	return 0.1
}

func (x *Index) ownCity(q *query, i int) bool {
	for back := range x.city {
		if x.cityAt(q, i-back) {
			return true
		}
	}
	return false
}

// numberPart: a mark such as "корп" behind the house number is no stray word.
func (q *query) numberPart(i int) bool {
	return q.tokens[i].means().mark != markNone || q.tokens[i].letter() && q.afterNumber(i)
}
