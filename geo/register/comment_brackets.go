package register

import (
	"slices"
	"strconv"
)

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
	case l.bracketedLetters(l.at+1, end):
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

// bracketedLetters takes "23 (а, б)": nothing but letters of the house before.
func (l *numberList) bracketedLetters(from, to int) bool {
	last := len(l.plates) - 1
	if last < 0 || l.plates[last].ranged || l.plates[last].number.Letter != "" {
		return false
	}
	house := l.plates[last]
	var lettered []plate
	for i := from; i < to; i++ {
		switch t := l.tokens[i]; {
		case t.letter() && singleLetter(t.text) && !t.dotted:
			each := house
			each.number.Letter, each.from, each.to = t.text, i, i+1
			lettered = append(lettered, each)
		case !t.is(","):
			return false
		}
	}
	if len(lettered) > 0 {
		l.plates = append(l.plates[:last], lettered...)
	}
	return len(lettered) > 0
}

// bracketedCorpora takes "54б (корп. 2,3,4,5)", "30 (1 корп.)", "6 (3 корпуса)".
func (l *numberList) bracketedCorpora(inside []token) {
	at := slices.IndexFunc(inside, func(t token) bool { return t.kind == wordToken && t.means().mark == markCorpus })
	if at < 0 || len(l.plates) == 0 || l.plates[len(l.plates)-1].ranged {
		return
	}
	house := l.plates[len(l.plates)-1]
	var values []string
	for i, t := range inside {
		if t.kind != numberToken {
			continue
		}
		if i > 1 && inside[i-1].is("-") && inside[i-2].kind == numberToken {
			values = append(values, between(inside[i-2].text, t.text)...)
		}
		values = append(values, t.text)
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

// between are the numbers inside of "1-5", the ends left out.
func between(first, last string) []string {
	from, errFrom := strconv.Atoi(first)
	to, errTo := strconv.Atoi(last)
	var values []string
	for n := from + 1; errFrom == nil && errTo == nil && n < min(to, from+30); n++ {
		values = append(values, strconv.Itoa(n))
	}
	return values
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

// setParity gives a parity to the last range; two parities said of one are both. Before the first number it is of what
// comes.
func (l *numberList) setParity(p parity) {
	if len(l.plates) == 0 && p != parityUnsaid {
		l.side = p
	}
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
