package register

import (
	"slices"
	"strconv"
	"unicode"
)

// parity is which houses of a range are meant.
type parity uint8

const (
	parityUnsaid parity = iota
	parityEven
	parityOdd
	parityBoth
)

// plate is one thing in a list of numbers: a house, or a range of houses.
type plate struct {
	number   Number
	last     Number // of a range
	ranged   bool
	parity   parity
	except   bool   // named as not affected
	other    Number // tried when the register lacks number: the text can be read both ways
	corpora  int    // "54б - 5 корп.": all of so many
	from, to int    // tokens
}

// numberList reads the numbers that follow a street.
type numberList struct {
	*walker
	at, end int
	formal  bool // goes on behind any remark to the next street
	plates  []plate
}

// numbers reads a list from token from on, not beyond end, and returns where it
// stops: at the first word that cannot belong to it.
func (w *walker) numbers(from, end int) ([]plate, int) {
	l := numberList{walker: w, at: from, end: end, formal: w.opensFormally(from)}
	for l.at < l.end && l.step() {
	}
	return l.plates, l.at
}

// step takes one piece of the list.
func (l *numberList) step() bool {
	t := l.tokens[l.at]
	switch {
	case l.silent[l.at]:
		l.at++
	case t.kind == numberToken:
		l.number()
	case t.is("("):
		return l.bracket()
	case t.kind == signToken:
		l.at++
	default:
		return l.word()
	}
	return true
}

// number takes a house, a range, or a number that counts something else.
func (l *numberList) number() {
	if run := l.counted(l.at); run > l.at {
		l.at = run
		return
	}
	first := l.at
	n, next := l.plateAt(first)
	if n.Base == "" {
		l.at = next
		return
	}
	p := plate{number: n, from: first, to: next}
	l.at = next
	l.readRange(&p)
	l.plates = append(l.plates, p)
	l.readCorpora()
}

// counted is the end of numbers that a word behind them owns: "30 ч/д", "1, 2
// мкрн", "5 эт."; i itself when no word does.
func (w *walker) counted(i int) int {
	last := i
	for {
		next := last + 1
		if next < len(w.tokens) && (w.tokens[next].is(",") || w.tokens[next].is(".") || w.tokens[next].text == "и") {
			next++
		}
		if next >= len(w.tokens) || next == last+1 || w.tokens[next].kind != numberToken || !follows(w.tokens[last].text, w.tokens[next].text) {
			break
		}
		last = next
	}
	word := last + 1
	if word < len(w.tokens) && w.tokens[word].is("-") && w.tokens[word].glued && w.tokens[last].kind == numberToken {
		word++
	}
	if word >= len(w.tokens) || w.mentionAt(word) != nil || w.tokens[word].kind != wordToken || w.tokens[last].end < w.tokens[word].start && dashed(w.text, w.tokens[last], w.tokens[word]) && word == last+1 && !w.tokens[last].ordinal && !tight(w.tokens[last], w.tokens[word]) {
		return i
	}
	text := w.tokens[word].text
	numberBehind := word+1 < len(w.tokens) && w.tokens[word+1].kind == numberToken
	switch m := markOf[text]; {
	case m != markNone && numberBehind && !w.tokens[word+1].ordinal: // "7 подъезд 1"
		return i
	case class(text) == classGroup, class(text) == classQuarter && !numberBehind, m == markFlat && !w.tokens[word].glued:
		return word
	case slices.Contains(streetTypeOf[text], lanes): // "Мира 1 пер."
		return word
	}
	return i
}

// tight reports a gap of one byte, the hyphen of "5-эт.".
func tight(a, b token) bool { return b.start-a.end == 1 }

func follows(a, b string) bool {
	x, errA := strconv.Atoi(a)
	y, errB := strconv.Atoi(b)
	return errA == nil && errB == nil && y == x+1
}

// plateAt reads one house number. Its Base is empty when what is glued to the
// number shows that it is none ("254уч").
func (l *numberList) plateAt(i int) (Number, int) {
	n := Number{Base: l.tokens[i].text}
	at := i + 1
	at = l.readLetter(&n, at)
	at = l.readFraction(&n, at)
	if n.Letter == "" {
		at = l.readLetter(&n, at)
	}
	at = l.readParts(&n, at)
	if l.token(at).is("/") && l.token(at+1).kind == wordToken && l.token(at+1).glued && !l.token(at+1).letter() {
		l.miss(i, at+2) // "66/восточнее"
		return Number{}, at + 2
	}
	if at < l.end && l.strangeTail(at) {
		l.miss(i, at+1)
		return Number{}, at + 1
	}
	return n, at
}

// strangeTail reports a word glued to the number that makes it none: "254уч". A
// capital begins another word: "6Уль".
func (l *numberList) strangeTail(at int) bool {
	t := l.tokens[at]
	if t.kind != wordToken || t.letter() || !touching(l.tokens[at-1], t) || markOf[t.text] != markNone {
		return false
	}
	c, first := class(t.text), []rune(l.text[t.start:t.end])[0]
	return (c == classNone || c == classWork) && !unicode.IsUpper(first)
}

// token is the token at i, or a sign that fits nothing beyond the end.
func (l *numberList) token(i int) token {
	if i < 0 || i >= l.end || l.silent[i] {
		return token{kind: signToken}
	}
	return l.tokens[i]
}

func (l *numberList) readLetter(n *Number, at int) int {
	if n.Letter != "" {
		return at
	}
	skip := 0
	if sign := l.token(at); (sign.is("-") && sign.glued || sign.is("/")) && l.token(at+1).letter() {
		skip = 1
	}
	t := l.token(at + skip)
	if !t.letter() || !singleLetter(t.text) || slipLetterOf[t.text] {
		return at
	}
	next := l.token(at + skip + 1)
	if skip == 0 && !t.glued && (conjunctionOf[t.text] && !l.closes(at+1) || next.kind == wordToken || next.kind == numberToken || t.dotted && markOf[t.text] != markNone) {
		return at
	}
	if (opensPart(t) || t.text == "с") && next.kind == numberToken && (next.glued || !l.dotGap(t)) && skip == 0 {
		return at // 23к1, 23 к 1
	}
	if t.text == "с" && next.kind == wordToken {
		return at
	}
	n.Letter = t.text
	return at + skip + 1
}

// dotGap reports a letter whose dot parts it from the next number: "23а.23б".
func (l *numberList) dotGap(t token) bool { return t.dotted && t.glued && !opensPart(t) }

// closes reports a comma, a bracket or the end at i.
func (l *numberList) closes(i int) bool {
	return i >= l.end || l.tokens[i].is(",") || l.tokens[i].is(")")
}

func (l *numberList) readFraction(n *Number, at int) int {
	if !l.token(at).is("/") || l.token(at+1).kind != numberToken {
		return at
	}
	n.Fraction = l.tokens[at+1].text
	at += 2
	if t := l.token(at); t.letter() && t.glued && singleLetter(t.text) && !slipLetterOf[t.text] {
		n.Fraction += t.text
		at++
	}
	return at
}

// readParts takes "к. 2", "корп.2", "стр. 15", "ст. 2", "(2 корп.)" is a bracket.
func (l *numberList) readParts(n *Number, at int) int {
	for {
		start := at
		t := l.token(at)
		field := partOf(n, t)
		value := l.token(at + 1)
		if field == nil || *field != "" || value.kind != numberToken && !(value.letter() && value.glued) {
			return start
		}
		*field = value.text
		at += 2
		if t := l.token(at); value.kind == numberToken && t.letter() && t.glued && singleLetter(t.text) && !slipLetterOf[t.text] {
			*field += t.text
			at++
		}
	}
}

func partOf(n *Number, t token) *string {
	if t.kind != wordToken {
		return nil
	}
	switch markOf[t.text] {
	case markCorpus:
		return &n.Corpus
	case markBuilding:
		return &n.Building
	case markStructure:
		return &n.Structure
	case markLitera:
		return &n.Litera
	}
	if buildingOf[t.text] || t.text == "с" && t.glued {
		return &n.Building
	}
	return nil
}

// readRange takes "-57", "по 43" and "до 43" behind a number.
func (l *numberList) readRange(p *plate) {
	last := p.to
	for l.token(last).is("-") || l.token(last).is("=") {
		last++
	}
	if last >= l.end || l.token(last).kind != numberToken || !dashed(l.text, l.tokens[p.to-1], l.tokens[last]) {
		last = p.to
		word := l.token(last).text
		if opened := p.from > 0 && (l.tokens[p.from-1].text == "с" || l.tokens[p.from-1].text == "от" || l.tokens[p.from-1].dotted); !opened || word != "по" && word != "до" || l.token(last+1).kind != numberToken {
			return
		}
		last++
	}
	if l.counted(last) > last && !rising(p.number.Base, l.tokens[last].text) {
		l.at = l.counted(last)
		return
	}
	if t := l.token(last + 1); markOf[t.text] == markCorpus && t.kind == wordToken && l.token(last+2).kind != numberToken {
		p.corpora, _ = strconv.Atoi(l.tokens[last].text)
		l.at = last + 2
		return
	}
	n, next := l.plateAt(last)
	if n.Base == "" {
		l.at = next
		return
	}
	p.to, l.at = next, next
	if p.number.Corpus != "" && n.plain() && n.Letter == "" && rising(p.number.Corpus, n.Base) {
		l.spreadCorpora(*p, n.Base)
		p.number.Corpus = n.Base
		return
	}
	if !rising(p.number.Base, n.Base) {
		l.miss(last, next) // 72-3 is rather a house and its flat
		return
	}
	p.ranged, p.last = true, n
}

// spreadCorpora adds "9 к. 1-3" but for the last, which the caller adds.
func (l *numberList) spreadCorpora(p plate, last string) {
	from, _ := strconv.Atoi(p.number.Corpus)
	to, _ := strconv.Atoi(last)
	for c := from; c < min(to, from+30); c++ {
		each := p
		each.number.Corpus = strconv.Itoa(c)
		l.plates = append(l.plates, each)
	}
}

func rising(a, b string) bool {
	x, errA := strconv.Atoi(a)
	y, errB := strconv.Atoi(b)
	return errA == nil && errB == nil && x <= y
}

// readCorpora takes the further buildings of "143 корп. 2,3": numbers that count on.
func (l *numberList) readCorpora() {
	for {
		last := l.plates[len(l.plates)-1]
		part, field := last.number.Corpus, &last.number.Corpus
		if part == "" {
			part, field = last.number.Building, &last.number.Building
		}
		if part == "" || last.ranged || last.number.Corpus != "" && last.number.Building != "" {
			return
		}
		at := l.at
		for l.token(at).is(",") || l.token(at).is(".") || l.token(at).text == "и" {
			at++
		}
		t := l.token(at)
		if at == l.at || l.formal && !t.glued || t.kind != numberToken || !follows(part, t.text) || l.token(at+1).letter() && l.token(at+1).glued ||
			l.token(at+1).is("/") || l.token(at+1).is("-") || markOf[l.token(at+1).text] == markCorpus {
			return
		}
		*field, last.from, last.to = t.text, at, at+1
		if last.other.Corpus != "" {
			last.other.Corpus = t.text
		} else {
			last.other = Number{Base: t.text}
		}
		l.plates = append(l.plates, last)
		l.at = at + 1
	}
}

// word takes a word inside a list, or says that the list ends here.
func (l *numberList) word() bool {
	t := l.tokens[l.at]
	next := l.token(l.at + 1)
	last := len(l.plates) - 1
	switch c := class(t.text); {
	case c == classEven || c == classOdd:
		l.setParity(parityOf(l.tokens[l.at : l.at+1]))
	case t.text == "ч" && (t.dotted || next.text == "и"):
		l.setParity(parityBoth)
	case markOf[t.text] == markCorpus && next.kind == numberToken && last >= 0:
		l.detachedCorpora()
		return true
	case markOf[t.text] == markHouse && t.kind == wordToken && !t.glued, slipLetterOf[t.text], conjunctionOf[t.text]:
	case t.text == "от" && next.kind == numberToken:
	case t.letter() && singleLetter(t.text) && last >= 0 && l.listedLetter():
		p := plate{number: Number{Base: l.plates[last].number.Base, Letter: t.text}, from: l.at, to: l.at + 1}
		l.plates = append(l.plates, p)
	case markOf[t.text] == markFlat:
		l.skipRooms()
		return true
	case markOf[t.text] == markEntrance || markOf[t.text] == markFloor:
		l.skipOwned()
		return true
	case c == classInstitution || c == classQuarter:
		l.skipOwned()
		return true
	case c == classPass, c == classGroup, partOf(&Number{}, t) != nil, t.letter() && !l.opensName(l.at):
	case exceptOf[t.text] && next.kind == numberToken:
		l.at++
		l.exceptions()
		return true
	case l.formal:
		l.skipRemark()
		return true
	default:
		return false
	}
	l.at++
	return true
}

// skipRemark passes over a remark inside a formal list, up to the next comma.
func (l *numberList) skipRemark() {
	for l.at < l.end && !l.tokens[l.at].is(",") {
		l.at++
	}
}

// detachedCorpora takes "41, 41б, к. 1, 2, 3": behind a comma the buildings are
// those of the house, its letter or the number alone.
func (l *numberList) detachedCorpora() {
	house := l.plates[len(l.plates)-1]
	p := plate{number: house.number, from: l.at, to: l.at + 2}
	p.number.Corpus = l.tokens[l.at+1].text
	p.other = Number{Base: p.number.Base, Corpus: p.number.Corpus}
	l.at += 2
	l.plates = append(l.plates, p)
	l.readCorpora()
}

// opensName reports an initial or a settlement's mark before a word.
func (l *numberList) opensName(i int) bool {
	next := l.token(i + 1)
	return next.kind == wordToken && !next.letter()
}

// listedLetter: the б of "110 а, б": a letter alone between commas.
func (l *numberList) listedLetter() bool {
	before := l.token(l.at - 1)
	return l.plates[len(l.plates)-1].number.Letter != "" && before.is(",") && (l.closes(l.at+1) || l.tokens[l.at].dotted)
}

// skipRooms passes over the numbers of flats and rooms: up to a comma with a
// blank behind it, for "17оф.9,10, 21" goes on with 21.
func (l *numberList) skipRooms() {
	for l.at++; l.at < l.end; l.at++ {
		if l.token(l.at).is(",") && !l.token(l.at+1).glued {
			return
		}
	}
}

// skipOwned passes over the numbers of an entrance, an institution or quarters.
func (l *numberList) skipOwned() {
	quarters := class(l.tokens[l.at].text) == classQuarter
	counting := markOf[l.tokens[l.at].text] != markNone
	last := ""
	l.at++
	for first := true; l.at < l.end; first = false {
		at := l.at
		if next := l.token(at + 1); counting && !first && l.token(at).is(",") && next.kind == numberToken && follows(last, next.text) {
			at++ // "под. 3, 4"
		}
		for l.token(at).is("-") || (l.token(at).is(",") || l.token(at).text == "и") && !first && (quarters || l.token(at).glued && l.token(at+1).glued || l.token(at).text == "и") {
			at++
		}
		if l.token(at).kind != numberToken || first && l.closes(l.at) {
			return
		}
		l.at, last = at+1, l.tokens[at].text
		if t := l.token(l.at); t.letter() && t.glued {
			l.at++
		}
	}
}

// bracket reads or passes over what stands in brackets; false when a street
// stands there and the list ends.
func (l *numberList) bracket() bool {
	end := l.bracketEnd(l.at)
	inside := l.tokens[l.at+1 : end]
	if l.streetsIn(l.at, end) {
		l.at++
		return false
	}
	switch {
	case len(inside) == 0:
	case len(l.plates) == 0 && inside[0].kind == numberToken && l.counted(l.at+1) == l.at+1:
		l.at++ // "Мира (4, 6, 8)"
		return true
	case slices.ContainsFunc(inside, func(t token) bool { return exceptOf[t.text] || stayOf[t.text] }):
		l.setParity(parityOf(inside))
		l.except(l.at+1, end)
	case parityOf(inside) != parityUnsaid:
		l.setParity(parityOf(inside))
	default:
		l.bracketedCorpora(inside)
	}
	l.at = min(end+1, l.end)
	return true
}

// bracketEnd is the closing bracket; when none closes, the next comma or the end.
func (w *walker) bracketEnd(open int) int {
	depth := 0
	for i := open; i < len(w.tokens); i++ {
		switch {
		case w.tokens[i].is("("):
			depth++
		case w.tokens[i].is(")"):
			if depth--; depth == 0 {
				return i
			}
		}
	}
	for i := open + 1; i < len(w.tokens); i++ {
		if w.tokens[i].is(",") || w.mentionAt(i) != nil {
			return i
		}
	}
	return len(w.tokens)
}

// except reads the houses of a range that are said to have water.
func (l *numberList) except(from, to int) {
	for i := from; i < to; i++ {
		if l.tokens[i].kind == numberToken && !l.silent[i] {
			n, next := l.plateAt(i)
			if n.Base != "" {
				l.plates = append(l.plates, plate{number: n, except: true, from: i, to: next})
			}
			i = next - 1
		}
	}
}

// exceptions reads "кроме 15 и 17" behind a range.
func (l *numberList) exceptions() {
	from := l.at
	for l.at < l.end && (l.token(l.at).kind == numberToken || l.token(l.at).is(",") || l.token(l.at).text == "и" || letterOfNumber(l.tokens, l.at)) {
		l.at++
	}
	l.except(from, l.at)
}

// bracketedCorpora takes "54б (корп. 2,3,4,5)", "30 (1 корп.)", "6 (3 корпуса)".
func (l *numberList) bracketedCorpora(inside []token) {
	at := slices.IndexFunc(inside, func(t token) bool { return t.kind == wordToken && markOf[t.text] == markCorpus })
	if at < 0 || len(l.plates) == 0 || l.plates[len(l.plates)-1].ranged {
		return
	}
	house := l.plates[len(l.plates)-1]
	var values []string
	for _, t := range inside {
		if t.kind == numberToken {
			values = append(values, t.text)
		}
	}
	if len(values) == 1 && at > 0 && inside[at].text == "корпуса" {
		l.plates[len(l.plates)-1].corpora, _ = strconv.Atoi(values[0])
		return
	}
	if len(values) == 0 {
		return
	}
	l.plates = l.plates[:len(l.plates)-1]
	for _, value := range values {
		each := house
		each.number.Corpus = value
		l.plates = append(l.plates, each)
	}
}

// parityOf is what the parity words of some tokens say together.
func parityOf(tokens []token) parity {
	even, odd := false, false
	for i, t := range tokens {
		if t.kind != wordToken {
			continue
		}
		c := class(t.text)
		even = even || c == classEven || t.text == "ч" && i+1 < len(tokens)
		odd = odd || c == classOdd || t.text == "н" && len(tokens) > 1
	}
	switch {
	case even && odd:
		return parityBoth
	case even:
		return parityEven
	case odd:
		return parityOdd
	}
	return parityUnsaid
}

// setParity gives a parity to the last range; two parities said of one are both.
func (l *numberList) setParity(p parity) {
	for i := len(l.plates) - 1; i >= 0 && p != parityUnsaid; i-- {
		if !l.plates[i].ranged {
			continue
		}
		if was := l.plates[i].parity; was != parityUnsaid && was != p {
			if i < len(l.plates)-1 {
				return // said of the houses behind the range
			}
			p = parityBoth
		}
		l.plates[i].parity = p
		return
	}
}
