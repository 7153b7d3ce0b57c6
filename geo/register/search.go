package register

import (
	"cmp"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// maxTokens bounds an address: a bit of a token set stands for each.
const maxTokens = 60

// shortlist is how many names are weighed in full.
const shortlist = 48

// tokenSet is a set of token indexes.
type tokenSet uint64

func (s tokenSet) has(i int) bool { return s&(1<<i) != 0 }

// query is one reading of a text, ready to be held against names.
type query struct {
	reading
	words   []queryWord
	factor  float32 // below 1 when the text had to be retyped first
	slip    slip
	typing  bool
	rival   *query  // another way to read the text, that fits less
	numbers []int32 // see bases
	counted bool    // whether they are
	space   *scratch
	outside tokenSet // tokens that are neither name nor number: flat, phone, town, region
	// see houseNumber
	plate     doorplate
	plateOf   tokenSet
	plateRead bool
}

// queryWord is a written word, or two neighbours written apart by mistake.
type queryWord struct {
	tokens  tokenSet
	text    string
	matches wordMatches
	minor   bool // a type or a single letter: short for a given name at most
}

// fit is how well a name explains a query.
type fit struct {
	name  int32
	score float32
	used  tokenSet
}

// scratch is the working space of one look-up, kept for the next.
type scratch struct {
	queries []*query
	taken   int       // of the queries
	sums    []float32 // per name
	touched []int32
	// of the far look
	shares   []float32 // per word of the lexicon
	contours []contour
	measures []measure
	likely   podium
}

// search gives the names that fit best, best first, and the reading that they
// fit. Latin text is also tried as typed on the wrong layout and as
// transliterated; the two readings that hold the most known words are compared.
func (x *Index) search(text string, typing bool, s *scratch) ([]fit, *query) {
	var best []fit
	var q *query
	for _, r := range x.readings(bounded(text), typing) {
		r.text = x.meant(r, typing)
		other := x.query(r, typing, s)
		fits := x.fits(other)
		if q == nil || len(fits) > 0 && (len(best) == 0 || fits[0].score > best[0].score) {
			best, q, other = fits, other, q
		}
		if other != nil {
			q.rival = other
		}
		if len(best) > 0 && best[0].score > 0.9 {
			break
		}
	}
	return best, q
}

// slip says which mistake of the hand a reading undoes.
type slip uint8

const (
	slipNone slip = iota
	slipLayout
	slipLatin
)

// textReading is a text as it may have been meant.
type textReading struct {
	text     string // as typed, or for slipLayout as the same keys give it
	slip     slip
	evidence int
}

// readings are the ways to read a text, the likeliest first; meant puts their words right.
func (x *Index) readings(text string, typing bool) []textReading {
	if !hasLatin(text) {
		return []textReading{{text: text}}
	}
	keyed := retyped(text)
	readings := []textReading{
		{text, slipNone, x.spell.evidence(text)},
		{keyed, slipLayout, x.spell.evidence(keyed)},
		{text, slipLatin, x.spell.evidence(cyrillised(text))},
	}
	slices.SortStableFunc(readings, func(a, b textReading) int { return cmp.Compare(b.evidence, a.evidence) })
	if typing {
		return readings
	}
	if readings[0].evidence > readings[1].evidence+plainEvidence {
		return readings[:1]
	}
	return readings[:2]
}

// plainEvidence is a lead that leaves no doubt how a text is to be read.
const plainEvidence = 20

// meant is the text of a reading with the words put right that can be.
func (x *Index) meant(r textReading, typing bool) string {
	switch {
	case r.slip == slipLatin:
		return x.spell.romanised(r.text)
	case typing:
		return r.text
	}
	return x.spell.repaired(r.text, r.slip)
}

const slippedFactor = 0.98 // a text that had to be retyped first

func (x *Index) query(r textReading, typing bool, s *scratch) *query {
	q := s.query(r.text, r.slip)
	q.typing = typing
	if r.slip != slipNone {
		q.factor = slippedFactor
	}
	q.words = slices.Grow(q.words, q.wordTokens()+1)
	for i, t := range q.tokens {
		if t.kind != wordToken || q.roles[i] == roleExtra || q.roles[i] == roleRegion || q.roles[i] == roleHouse {
			continue
		}
		if t.letter() && (q.afterNumber(i) && (t.glued || !q.wordBehind(i)) || !t.dotted && !typing && !q.wordBehind(i)) {
			continue
		}
		matches := x.match(q, i)
		if matches.exact < 0 && x.ownCity(q, i) {
			continue // the city is no street's name
		}
		q.words = append(q.words, queryWord{1 << i, t.text, matches, q.minor(i)})
		if q.roles[i] == roleType {
			q.addTypeWords(x, i)
		}
	}
	q.addJoined(x)
	return q
}

// query reads a text in the space of a query of an earlier look-up.
func (s *scratch) query(text string, from slip) *query {
	if s.taken == len(s.queries) {
		s.queries = append(s.queries, &query{})
	}
	q := s.queries[s.taken]
	s.taken++
	*q = query{reading: q.reading, words: q.words[:0], numbers: q.numbers[:0], space: s, factor: 1, slip: from}
	q.take(text)
	q.bound()
	return q
}

// work gives the space of a look-up; done takes it back, and nothing of its queries may be held any longer.
func (x *Index) work() *scratch { return x.scratch.Get().(*scratch) }

func (x *Index) done(s *scratch) {
	s.taken = 0
	x.scratch.Put(s)
}

// bound cuts the tokens to what a set holds, and sets aside those that are neither name nor number.
func (q *query) bound() {
	if len(q.tokens) > maxTokens {
		q.tokens, q.roles = q.tokens[:maxTokens], q.roles[:maxTokens]
	}
	for i, role := range q.roles {
		if role == roleExtra || role == roleCity || role == roleRegion {
			q.outside |= 1 << i
		}
	}
}

// wordTokens is how many tokens are words.
func (q *query) wordTokens() int {
	count := 0
	for i := range q.tokens {
		if q.tokens[i].kind == wordToken {
			count++
		}
	}
	return count
}

// match looks one token up; a word that came from Latin letters also by its skeleton.
func (x *Index) match(q *query, i int) wordMatches {
	t := q.tokens[i]
	m := x.lex.match(t.text, q.abbreviated(i), q.typing)
	if q.slip == slipLatin && m.exact < 0 && !q.typing && !t.letter() {
		m.similar = x.lex.matchBones(t.text)
	}
	return m
}

// abbreviated reports a token that may stand for any word it begins: "Ак.",
// "К", and "наб" of "Набережная реки Свияги".
func (q *query) abbreviated(i int) bool {
	return q.tokens[i].dotted || q.tokens[i].letter() || q.roles[i] == roleType || q.roles[i] == roleSettlement
}

// minor reports a token that is short for a given name at most: the "С." of
// "С. Разина" is never the Садовая.
func (q *query) minor(i int) bool {
	return q.roles[i] == roleType || q.roles[i] == roleSettlement || q.tokens[i].letter()
}

func (q *query) wordBehind(i int) bool {
	return i+1 < len(q.tokens) && q.tokens[i+1].kind == wordToken && !q.tokens[i+1].letter()
}

// addTypeWords lets "13-я линия" find a street that has no other name.
func (q *query) addTypeWords(x *Index, i int) {
	for _, kind := range q.tokens[i].means().streetTypes {
		if id, ok := x.lex.ids[typeWord+kind]; ok {
			q.words = append(q.words, queryWord{1 << i, typeWord + kind, wordMatches{exact: id}, false})
		}
	}
}

// addJoined tries two unknown neighbours as one word: "мин аева".
func (q *query) addJoined(x *Index) {
	for i := 0; i+1 < len(q.tokens); i++ {
		a, b := q.tokens[i], q.tokens[i+1]
		if a.kind != wordToken || b.kind != wordToken || a.dotted || q.roles[i] == roleExtra || q.roles[i+1] == roleExtra {
			continue
		}
		if q.known(i) && q.known(i+1) || q.outside&(3<<i) != 0 || x.ownCity(q, i) || x.ownCity(q, i+1) {
			continue
		}
		text := a.text + b.text
		if utf8.RuneCountInString(text) < 4 {
			continue
		}
		if _, exact := x.lex.ids[text]; !exact && !q.typing && (a.means().known && !a.letter() || b.means().known && !b.letter()) {
			continue // a type or a mark is no half of a name
		}
		m := x.lex.match(text, false, q.typing)
		if m.exact >= 0 || m.from < m.to || len(m.similar) > 0 {
			q.words = append(q.words, queryWord{3 << i, text, m, false})
		}
	}
}

func (q *query) known(i int) bool {
	for _, w := range q.words {
		if w.tokens == 1<<i {
			return w.matches.exact >= 0
		}
	}
	return false
}

// fits weighs the names that share words with the query, best first.
func (x *Index) fits(q *query) []fit {
	s := q.space
	if len(s.sums) < len(x.names) { // spoken names came later
		s.sums = make([]float32, len(x.names))
	}
	names := x.shortlist(q, s)
	fits := make([]fit, 0, len(names))
	for _, n := range names {
		if f := x.weigh(q, n); f.score > 0.25 {
			fits = append(fits, f)
		}
	}
	slices.SortStableFunc(fits, func(a, b fit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(len(x.names[a.name].words), len(x.names[b.name].words)),
			cmp.Compare(a.name, b.name))
	})
	return x.oncePerStreet(fits)
}

// oncePerStreet keeps the best name of each street (or spoken house).
func (x *Index) oncePerStreet(fits []fit) []fit {
	out := fits[:0]
	for _, f := range fits {
		same := func(g fit) bool {
			a, b := &x.names[f.name], &x.names[g.name]
			return a.street == b.street && a.house == b.house
		}
		if !slices.ContainsFunc(out, same) {
			out = append(out, f)
		}
	}
	return out
}

// shortlist sums what each name's words are worth and keeps the best names.
func (x *Index) shortlist(q *query, s *scratch) []int32 {
	for i := range q.words {
		w := &q.words[i]
		if w.minor && (len(q.words) > 1 || q.roles[bits.TrailingZeros64(uint64(w.tokens))] != roleFree) {
			x.sumExact(w, s)
			continue
		}
		w.matches.each(x.lex.words, func(word int32, quality float32) {
			for _, n := range x.lex.postings[word] {
				if s.sums[n] == 0 {
					s.touched = append(s.touched, n)
				}
				s.sums[n] += quality * x.worth(n, word)
			}
		})
	}
	names := slices.Clone(s.touched)
	if len(names) > shortlist {
		slices.SortFunc(names, func(a, b int32) int {
			return cmp.Or(cmp.Compare(s.sums[b], s.sums[a]), cmp.Compare(a, b))
		})
		names = names[:shortlist]
	}
	for _, n := range s.touched {
		s.sums[n] = 0
	}
	s.touched = s.touched[:0]
	return names
}

// sumExact counts a minor word only where a name holds that very word.
func (x *Index) sumExact(w *queryWord, s *scratch) {
	if w.matches.exact < 0 {
		return
	}
	for _, n := range x.lex.postings[w.matches.exact] {
		if s.sums[n] == 0 {
			s.touched = append(s.touched, n)
		}
		s.sums[n] += x.worth(n, w.matches.exact)
	}
}

// worth is a word's share of its name.
func (x *Index) worth(n, word int32) float32 {
	var total, own float32
	for _, w := range x.names[n].words {
		total += w.weight
		if w.word == word {
			own = w.weight
		}
	}
	return own / total
}
