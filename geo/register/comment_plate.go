package register

import (
	"strconv"
	"unicode"
)

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
		l.miss(i, at+2, ReasonNoSuchHouse) // "66/восточнее"
		return Number{}, at + 2
	}
	if at < l.end && l.strangeTail(at) {
		l.miss(i, at+1, ReasonNoSuchHouse)
		return Number{}, at + 1
	}
	return n, at
}

// strangeTail reports a word glued to the number that makes it none: "254уч". A
// capital begins another word: "6Уль".
func (l *numberList) strangeTail(at int) bool {
	t := l.tokens[at]
	if t.kind != wordToken || t.letter() || !touching(l.tokens[at-1], t) || t.means().mark != markNone {
		return false
	}
	c, first := class(t.text), []rune(l.text[t.start:t.end])[0]
	return (c == classNone || c == classWork) && !unicode.IsUpper(first)
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
	switch {
	case t.text == "с" && next.kind == wordToken: // "6с торца"
		return at
	case skip > 0:
	case (opensPart(t) || t.text == "с") && next.kind == numberToken && (next.glued || !l.dotGap(t)): // 23к1, 23 к 1
		return at
	case !t.glued && !t.dotted && !conjunctionOf[t.text] && t.means().mark == markNone && next.kind == wordToken && class(next.text) == classWork && l.mentionAt(at+skip+1) == nil: // "5 б замена"
	case !t.glued && (next.kind != signToken || conjunctionOf[t.text] && !l.ends(at+1) || t.dotted && t.means().mark != markNone): // "5 К. Маркса"
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

// ends reports that the list closes at i and no street follows: in "15 и Мира 28"
// the и is no letter of the house.
func (l *numberList) ends(i int) bool { return l.closes(i) && l.mentionAt(i) == nil }

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
		if field == nil || *field != "" || value.kind != numberToken && !(value.letter() && (value.glued || field == &n.Litera && singleLetter(value.text))) {
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
	switch t.means().mark {
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
	for l.token(last).is("-") || l.token(last).is("=") || l.token(last).is(".") {
		last++
	}
	if last >= l.end || l.token(last).kind != numberToken || !dashed(l.text, l.tokens[p.to-1], l.tokens[last]) {
		last = p.to
		if !untilOf[l.token(last).text] || !l.rangeOpened(p.from) {
			return
		}
		if last++; l.token(last).means().mark == markHouse {
			last++ // "с д. 75 по д. 83"
		}
		if l.token(last).kind != numberToken {
			return
		}
	}
	if l.counted(last) > last && !rising(p.number.Base, l.tokens[last].text) {
		l.at = l.counted(last)
		return
	}
	if t := l.token(last + 1); t.means().mark == markCorpus && t.kind == wordToken && l.token(last+2).kind != numberToken {
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
		l.miss(last, next, ReasonAmbiguous) // 72-3 is rather a house and its flat, 28-22 may be a range
		return
	}
	p.ranged, p.last = true, n
}

// rangeOpened reports "с" or "от" before the first number of a range.
func (l *numberList) rangeOpened(i int) bool {
	if i > 1 && l.tokens[i-1].means().mark == markHouse && !l.tokens[i-1].glued {
		i--
	}
	return i > 0 && (rangeOpeningOf[l.tokens[i-1].text] || l.tokens[i-1].dotted)
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
		t, next := l.token(at), l.token(at+1)
		if at == l.at || l.formal && !t.glued || t.kind != numberToken || !follows(part, t.text) {
			return
		}
		if next.letter() && next.glued || next.is("/") || next.is("-") || next.means().mark == markCorpus {
			return // a house of its own
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
