package register

import (
	"slices"
	"strconv"
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
	doubtful bool   // behind an institution's number: "д/с 24, 26" may be two of them
	corpora  int    // "54б - 5 корп.": all of so many
	from, to int    // tokens
}

// numberList reads the numbers that follow a street.
type numberList struct {
	*walker
	at, end int
	formal  bool   // goes on behind any remark to the next street
	side    parity // said before the first number, or of the whole street
	owned   int    // token behind an institution's number
	plates  []plate
}

// list reads the numbers from token from on, not beyond end; it stops at the first word that cannot belong to them.
// side is a parity that was said before.
func (w *walker) list(from, end int, side parity) numberList {
	l := numberList{walker: w, at: from, end: end, formal: w.opensFormally(from), side: side}
	for l.at < l.end && l.step() {
	}
	return l
}

// numbers are the plates of a list and where it ends.
func (w *walker) numbers(from, end int) ([]plate, int) {
	l := w.list(from, end, parityUnsaid)
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
	if p.ranged {
		p.parity, l.side = l.side, parityUnsaid
	}
	p.doubtful = !p.ranged && n.plain() && l.behindInstitution(first)
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
	if word < len(w.tokens) && w.tokens[word].is("-") && w.tokens[word].glued {
		word++
	}
	if word+1 < len(w.tokens) && countEndingOf[w.tokens[word].text] && class(w.tokens[word+1].text) == classGroup { // "9-ти этажный"
		word++
	}
	if word+1 < len(w.tokens) && w.tokens[word].text == "ч" && w.tokens[word].dotted && w.tokens[word+1].text == "д" {
		return word + 1 // "30 ч.д."
	}
	if word >= len(w.tokens) || w.tokens[word].kind != wordToken || w.mentionAt(word) != nil || w.remarked(last, word) {
		return i
	}
	return w.owner(i, word)
}

// remarked: "1-25 - ч/д": a dash with blanks around it begins a remark.
func (w *walker) remarked(number, word int) bool {
	a, b := w.tokens[number], w.tokens[word]
	return word == number+1 && !a.ordinal && b.start-a.end > 1 && dashed(w.text, a, b)
}

// owner is word when it owns the numbers before it, else i.
func (w *walker) owner(i, word int) int {
	text := w.tokens[word].text
	numberBehind := word+1 < len(w.tokens) && w.tokens[word+1].kind == numberToken
	switch m := meaningOf(text).mark; {
	case (m != markNone || text == "п") && numberBehind && !w.tokens[word+1].ordinal: // "7 подъезд 1"
		return i
	case class(text) == classGroup, class(text) == classQuarter && !numberBehind, m == markFlat && !w.tokens[word].glued:
		return word
	case slices.Contains(meaningOf(text).streetTypes, lanes): // "Мира 1 пер."
		return word
	}
	return i
}

func follows(a, b string) bool {
	x, errA := strconv.Atoi(a)
	y, errB := strconv.Atoi(b)
	return errA == nil && errB == nil && y == x+1
}

// token is the token at i, or a sign that fits nothing beyond the end.
func (l *numberList) token(i int) token {
	if i < 0 || i >= l.end || l.silent[i] {
		return token{kind: signToken}
	}
	return l.tokens[i]
}

// word takes a word inside a list, or says that the list ends here.
func (l *numberList) word() bool {
	t := l.tokens[l.at]
	next := l.token(l.at + 1)
	last := len(l.plates) - 1
	switch c := class(t.text); {
	case (c == classEven || c == classOdd) && l.sideAhead():
		l.side = parityOf(l.tokens[l.at : l.at+1])
	case c == classEven || c == classOdd:
		l.setParity(parityOf(l.tokens[l.at : l.at+1]))
	case t.text == "ч" && (t.dotted || next.text == "и"):
		l.setParity(parityBoth)
	case t.means().mark == markCorpus && next.kind == numberToken && last >= 0:
		l.detachedCorpora()
		return true
	case t.means().mark == markHouse && t.kind == wordToken && !t.glued, slipLetterOf[t.text], conjunctionOf[t.text]:
	case t.text == "от" && next.kind == numberToken:
	case t.letter() && singleLetter(t.text) && last >= 0 && l.listedLetter():
		p := plate{number: Number{Base: l.plates[last].number.Base, Letter: t.text}, from: l.at, to: l.at + 1}
		l.plates = append(l.plates, p)
	case t.means().mark == markFlat:
		l.skipRooms()
		return true
	case t.means().mark == markEntrance || t.means().mark == markFloor, (t.text == "п" || t.text == "э") && next.kind == numberToken && last >= 0:
		l.skipOwned()
		return true
	case c == classInstitution || c == classQuarter:
		l.skipOwned()
		if c == classInstitution {
			l.owned = l.at
		}
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

// sideAhead: a parity behind a comma, with numbers right behind it, is theirs: "четные 44-50, нечетные 1-7".
func (l *numberList) sideAhead() bool {
	if before := l.token(l.at - 1); len(l.plates) > 0 && !before.is(",") {
		return false
	}
	for i := l.at + 1; i < l.end; i++ {
		t := l.token(i)
		if t.kind == numberToken {
			return true
		}
		if t.kind != wordToken || class(t.text) != classPass && t.means().mark != markHouse && !rangeOpeningOf[t.text] {
			return false
		}
	}
	return false
}

// behindInstitution: the number at i may be another institution's, as in "д/с 24, 26": it counts on behind a comma.
func (l *numberList) behindInstitution(i int) bool {
	return l.owned > 0 && i == l.owned+1 && l.tokens[l.owned].is(",") && rising(l.tokens[l.owned-1].text, l.tokens[i].text)
}

// skipRemark passes over a remark inside a formal list, up to the next comma.
func (l *numberList) skipRemark() {
	for l.at < l.end && !l.tokens[l.at].is(",") {
		l.at++
	}
}

// opensName reports an initial or a settlement's mark before a word.
func (l *numberList) opensName(i int) bool {
	next := l.token(i + 1)
	return next.kind == wordToken && !next.letter()
}

// listedLetter: the б of "110 а, б", the а and б of "13, а, б": a letter alone between commas.
func (l *numberList) listedLetter() bool {
	if !l.token(l.at-1).is(",") || l.plates[len(l.plates)-1].ranged {
		return false
	}
	return l.ends(l.at+1) || l.tokens[l.at].dotted && l.plates[len(l.plates)-1].number.Letter != ""
}

// skipRooms passes over the numbers of flats and rooms: up to a comma behind which a house stands.
func (l *numberList) skipRooms() {
	rooms, last := l.tokens[l.at], ""
	for l.at++; l.at < l.end; l.at++ {
		switch t := l.token(l.at); {
		case t.kind == numberToken:
			last = t.text
		case t.is(",") && !l.token(l.at+1).glued && !l.ownsOn(rooms, last, l.at+1):
			return
		}
	}
}

// ownsOn: the number at i, behind a comma, goes on with the flats or entrances before it and not with the houses:
// "Мира 22 кв. 1, 3, 5". Where it could be both ("Мира 22 кв. 5, 24") it is a house, but behind a plural.
func (l *numberList) ownsOn(owner token, last string, i int) bool {
	next, behind := l.token(i), l.token(i+1)
	switch {
	case next.kind != numberToken || !rising(last, next.text) || behind.is("/") || behind.letter() && behind.glued:
		return false
	case follows(last, next.text):
		return owner.means().mark != markFlat || !l.formal
	case l.formal:
		return false
	case len(l.plates) > 0 && !rising(l.plates[len(l.plates)-1].number.Base, next.text):
		return true
	}
	return pluralOf[owner.text] && (owner.means().mark == markFlat || small(next.text, mostEntrances))
}

// mostEntrances bounds what may be an entrance or a floor of a list.
const mostEntrances = 16

// skipOwned passes over the numbers of an entrance, an institution or quarters.
func (l *numberList) skipOwned() {
	owner := l.tokens[l.at]
	quarters := class(owner.text) == classQuarter
	counting := owner.means().mark != markNone
	last := ""
	l.at++
	for first := true; l.at < l.end; first = false {
		at := l.at
		if counting && !first && l.token(at).is(",") && l.ownsOn(owner, last, at+1) {
			at++ // "под. 3, 4"
		}
		if counting && (first && rangeOpeningOf[l.token(at).text] || !first && untilOf[l.token(at).text]) && l.token(at+1).kind == numberToken {
			at++ // "подъезды с 1 по 4"
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
