package register

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// The worth of what a mention had to be bent by.
const (
	omittedWord    = 0.96 // "Либкнехта" for "Карла Либкнехта"
	omittedTitle   = 0.995
	foreignInitial = 0.7 // "М. Толстого" for "Льва Толстого"
	shortWord      = 0.97
	otherCase      = 0.98 // "по Минаевской"
	slippedWord    = 0.9
	wrongType      = 0.8
	wrongUl        = 0.92  // "ул." is said of anything
	avenueType     = 0.993 // no type written: streets come before avenues, these before lanes
	rareType       = 0.985
	mentionFloor   = 0.6
	sameMention    = 0.13 // candidates this close stay, the houses decide
)

// mentionFinder looks for the place whose anchor is one token.
type mentionFinder struct {
	*gazetteer
	tokens []token
	silent []bool
	at     int
}

// trial is an entry held against the tokens around its anchor.
type trial struct {
	candidateStreet
	from, to int // the name and its type
	first    int // the first ordinal before it
	matched  int // words of the name
	exact    bool
}

func (f *mentionFinder) find() (mention, bool) {
	t := f.tokens[f.at]
	if f.at > 0 && f.tokens[f.at-1].kind == numberToken && buildingOf[t.text] {
		return mention{}, false
	}
	if letterOfNumber(f.tokens, f.at) || t.glued && f.at > 0 && f.tokens[f.at-1].kind == numberToken && t.means().mark != markNone {
		return mention{}, false
	}
	var trials []trial
	unsaid := false
	for _, hit := range f.anchorHits(t) {
		for _, id := range f.anchors.postings[hit.word] {
			if tr, ok := f.try(&f.entries[id], hit.quality); ok {
				trials = append(trials, tr)
			} else {
				unsaid = unsaid || tr.typed
			}
		}
	}
	if len(trials) == 0 {
		return mention{}, false
	}
	m, ok := f.merge(trials)
	m.unsaid = unsaid && !slices.ContainsFunc(m.candidates, func(c candidateStreet) bool { return c.typed })
	return m, ok
}

// anchorHits are the anchors that a token may mean.
func (f *mentionFinder) anchorHits(t token) []similarWord {
	if id, ok := f.anchors.ids[t.text]; ok && (!t.letter() || len(t.text) == 0) {
		return []similarWord{{id, 1}}
	}
	if id, ok := f.anchors.ids[nominative(t.text)]; ok {
		return []similarWord{{id, otherCase}}
	}
	length := utf8.RuneCountInString(t.text)
	beside := f.typeBeside()
	if t.dotted && length >= 2 || beside && (t.dotted || t.letter()) {
		if len(t.means().streetTypes) > 0 || class(t.text) != classNone && !t.letter() || t.means().mark != markNone && !beside || resourceOf[t.text] != "" {
			return nil
		}
		from, to := f.anchors.beginning(t.text)
		if to > from && (beside || f.numberAhead(f.at+1)) {
			hits := make([]similarWord, 0, to-from)
			for w := from; w < to; w++ {
				hits = append(hits, similarWord{w, abbreviationQuality})
			}
			return hits
		}
	}
	if length < 5 || class(t.text) != classNone || len(t.means().streetTypes) > 0 || len(t.means().settlementTypes) > 0 || t.means().mark != markNone || resourceOf[t.text] != "" {
		return nil
	}
	edits := 1
	if length >= 10 {
		edits = 2
	}
	return closest(f.anchors.similar([]rune(t.text), edits, false))
}

// caseEndings are those of a street called by an adjective, and its name's own: "на Садовую", "по Садовой".
var caseEndings = []struct{ written, own string }{{"ую", "ая"}, {"ой", "ая"}, {"юю", "яя"}, {"ней", "няя"}}

// nominative is the name of a street that was called by it in another case.
func nominative(word string) string {
	for _, e := range caseEndings {
		if stem, ok := strings.CutSuffix(word, e.written); ok && len(stem) >= 6 {
			return stem + e.own
		}
	}
	return word
}

// closest keeps the words with the fewest slips.
func closest(words []similarWord) []similarWord {
	best := float32(0)
	for _, w := range words {
		best = max(best, w.quality)
	}
	return slices.DeleteFunc(words, func(w similarWord) bool { return w.quality < best })
}

func (f *mentionFinder) typeBeside() bool {
	left := f.at > 0 && f.isType(f.at-1)
	right := f.at+1 < len(f.tokens) && f.isType(f.at+1) && !f.tokens[f.at+1].letter()
	return left || right
}

func (f *mentionFinder) isType(i int) bool {
	if i < 0 || i >= len(f.tokens) {
		return false
	}
	t := f.tokens[i]
	return t.kind == wordToken && len(t.means().streetTypes) > 0 && !letterOfNumber(f.tokens, i)
}

// numberAhead reports a house number at token i, a comma or "д." allowed.
func (f *mentionFinder) numberAhead(i int) bool {
	for ; i < len(f.tokens); i++ {
		t := f.tokens[i]
		if t.kind == numberToken {
			return !f.silent[i]
		}
		if !t.is(",") && !t.is("-") && t.means().mark != markHouse {
			return false
		}
	}
	return false
}

// try holds an entry against the tokens around its anchor.
func (f *mentionFinder) try(e *entry, quality float32) (trial, bool) {
	tr := trial{from: f.at, to: f.at + 1, matched: 1, exact: quality == 1}
	tr.entry, tr.quality, tr.ordinal = e, quality, -1
	f.matchWords(&tr)
	if e.place != "" {
		return tr, tr.quality >= mentionFloor
	}
	f.matchDistrict(&tr)
	f.matchType(&tr)
	if f.foreignAnniversary(&tr) || !f.matchNumbers(&tr) {
		return tr, false
	}
	if (e.lot || f.tokens[f.at].letter()) && !tr.typed {
		return tr, false
	}
	return tr, tr.quality >= mentionFloor
}

// matchWords takes the further words of the name beside the anchor.
func (f *mentionFinder) matchWords(tr *trial) {
	e := tr.entry
	left := make([]bool, len(e.words))
	for i := range left {
		left[i] = i != e.anchor
	}
	for tr.from > 0 && f.takeWord(tr, tr.from-1, left) {
		tr.from--
		if tr.from > 0 && f.tokens[tr.from-1].is("-") {
			break
		}
	}
	for tr.to < len(f.tokens) && !f.tokens[tr.to].letter() && f.takeWord(tr, tr.to, left) {
		tr.to++
	}
	for i, open := range left {
		switch {
		case !open:
		case meaningOf(e.words[i]).soft:
			tr.quality *= omittedTitle
		default:
			tr.quality *= omittedWord
		}
	}
	if i := tr.from - 1; i >= 0 && f.strangeInitial(i) {
		tr.quality *= foreignInitial
	}
}

// matchDistrict takes "(Южный р-н)" behind the name.
func (f *mentionFinder) matchDistrict(tr *trial) {
	at := tr.to
	if at+3 >= len(f.tokens) || !f.tokens[at].is("(") || !f.tokens[at+2].means().district || !f.tokens[at+3].is(")") {
		return
	}
	tr.to += 4
	if tr.entry.district != f.tokens[at+1].text {
		tr.quality *= wrongType
	}
}

// foreignAnniversary reports "дня рождения" before a name that has no such words,
// initials between them.
func (f *mentionFinder) foreignAnniversary(tr *trial) bool {
	i := tr.from - 1
	for i >= 0 && f.tokens[i].letter() {
		i--
	}
	return i >= 0 && f.tokens[i].means().anniversary && !slices.Contains(tr.entry.words, f.tokens[i].text)
}

// strangeInitial reports a dotted letter that no word of the name explains.
func (f *mentionFinder) strangeInitial(i int) bool {
	t := f.tokens[i]
	return t.letter() && t.dotted && !letterOfNumber(f.tokens, i) && len(t.means().settlementTypes) == 0 && !t.means().city &&
		len(t.means().streetTypes) == 0 && !conjunctionOf[t.text] && t.means().mark == markNone
}

func (f *mentionFinder) takeWord(tr *trial, i int, left []bool) bool {
	t := f.tokens[i]
	if t.kind != wordToken || f.silent[i] || letterOfNumber(f.tokens, i) {
		return false
	}
	best, at := float32(0), -1
	for w, open := range left {
		if q := wordFit(t, tr.entry.words[w]); open && q > best {
			best, at = q, w
		}
	}
	if at < 0 {
		return false
	}
	left[at] = false
	tr.quality *= best
	tr.matched++
	return true
}

// wordFit is how well a written word stands for a word of a name, 0 for not.
func wordFit(t token, word string) float32 {
	length := utf8.RuneCountInString(t.text)
	switch {
	case t.text == word:
		return 1
	case strings.HasPrefix(word, t.text) && (t.dotted || length == 1 || length >= 3):
		return shortWord
	case len(t.means().streetTypes) > 0 && slices.Equal(t.means().streetTypes, meaningOf(word).streetTypes):
		return shortWord
	case length >= 3 && oneSlip([]rune(t.text), []rune(word)):
		return slippedWord
	}
	return 0
}

// oneSlip reports whether one letter too much, too few or wrong tells two words apart.
func oneSlip(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return slices.Equal(a[min(i+1, len(a)):], b[min(i+1, len(b)):])
	}
	return slices.Equal(a[i:], b[i+1:])
}

// matchType takes the type before the name, or behind it.
func (f *mentionFinder) matchType(tr *trial) {
	e := tr.entry
	left := tr.from - 1
	for left >= 0 && left > tr.from-8 && (f.tokens[left].kind == numberToken || f.tokens[left].is(",")) && tr.from-left < 7 && f.ordinalPlace(left, tr.from) {
		left--
	}
	switch {
	case left >= 0 && f.isType(left) && !(left < tr.from-1 && f.tokens[tr.from-1].is(",")):
		worth := tr.quality
		f.weighType(tr, f.tokens[left].text)
		tr.from = left
		if !tr.typed && f.isType(tr.to) && f.typeEnds(tr.to) { // "ул. Московское шоссе"
			tr.quality = worth
			f.weighType(tr, f.tokens[tr.to].text)
			tr.to++
		}
	case f.isType(tr.to) && f.typeEnds(tr.to):
		f.weighType(tr, f.tokens[tr.to].text)
		tr.to++
	case f.numberedLane(tr.to):
		f.weighType(tr, f.tokens[tr.to+1].text)
		tr.to += 2
	case e.kind == "пр-кт":
		tr.quality *= avenueType
	case e.kind != "ул" && e.kind != "":
		tr.quality *= rareType
	}
}

// numberedLane: "Мира 1-й пер.", and without the ending "Мира 1 пер." when no name
// follows that the lane could belong to.
func (f *mentionFinder) numberedLane(i int) bool {
	if i+1 >= len(f.tokens) || f.tokens[i].kind != numberToken || f.silent[i] || !f.isType(i+1) {
		return false
	}
	return f.tokens[i].ordinal || small(f.tokens[i].text, 20) && slices.Contains(f.tokens[i+1].means().streetTypes, lanes) && f.typeEnds(i+1)
}

// typeEnds: a type behind the name is its own unless another name follows it.
func (f *mentionFinder) typeEnds(i int) bool {
	if len(f.tokens[i].means().settlementTypes) > 0 {
		return false
	}
	if i+1 >= len(f.tokens) || f.tokens[i].glued && !f.tokens[i].letter() {
		return true
	}
	next := f.tokens[i+1]
	return next.kind != wordToken || next.means().mark != markNone || class(next.text) != classNone || next.text == "и" || next.letter()
}

func (f *mentionFinder) weighType(tr *trial, written string) {
	kinds := meaningOf(written).streetTypes
	tr.typed = slices.Contains(kinds, tr.entry.kind)
	switch {
	case tr.typed && kinds[0] != tr.entry.kind:
		tr.quality *= 0.99 // "пр." is rather a проспект
	case tr.typed:
	case slices.Contains(kinds, "ул"):
		tr.quality *= wrongUl
	default:
		tr.quality *= wrongType
	}
}
