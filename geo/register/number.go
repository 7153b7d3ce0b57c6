package register

import (
	"strconv"
	"strings"
)

// Number is a Russian house number taken apart: "4а/2 к. 1 стр. 3 лит. Б (влд)".
// Its letters are lower case Cyrillic.
type Number struct {
	Base      string // digits
	Letter    string
	Fraction  string // behind the slash: "2", "2а"; ".1" when the register writes 15.1
	Through   string // behind the hyphen: "88" of 86-88
	Corpus    string // корпус
	Building  string // строение
	Structure string // сооружение
	Litera    string // литера
	Kind      string // what stands there, not part of the number: "влд", "двлд", "зд", "г-ж"
	Also      string // further numbers of the same building, comma separated: "6,8а"
}

// Empty reports whether no number was read.
func (n Number) Empty() bool { return n.Base == "" && n.Structure == "" && n.Building == "" }

// String is the canonical form, which ParseNumber reads back.
func (n Number) String() string {
	var b strings.Builder
	b.WriteString(n.Base + n.Letter)
	switch {
	case strings.HasPrefix(n.Fraction, "."):
		b.WriteString(n.Fraction)
	case n.Fraction != "":
		b.WriteString("/" + n.Fraction)
	}
	if n.Through != "" {
		b.WriteString("-" + n.Through)
	}
	if n.Also != "" {
		b.WriteString("," + n.Also)
	}
	part := func(mark, value string) {
		if value != "" {
			b.WriteString(" " + mark + ". " + value)
		}
	}
	part("к", n.Corpus)
	part("стр", n.Building)
	part("соор", n.Structure)
	part("лит", n.Litera)
	if n.Kind != "" {
		b.WriteString(" (" + n.Kind + ")")
	}
	return strings.TrimSpace(b.String())
}

// key tells numbers apart. "5 к. а" and "5а" are one house: registers write both.
func (n Number) key() string {
	if n.Letter == "" && singleLetter(n.Corpus) {
		n.Letter, n.Corpus = n.Corpus, ""
	}
	if n.plain() {
		return n.Base + n.Letter
	}
	return strings.Join([]string{n.Base + n.Letter, n.Fraction, n.Through, n.Corpus, n.Building, n.Structure, n.Litera, n.Also}, "|")
}

// loose is the key that forgets how the parts were called: 43/2 and 43 к. 2.
func (n Number) loose() string {
	if n.plain() {
		return n.Base + joined(n.Letter)
	}
	return n.Base + joined(n.Letter) + joined(n.Also) + joined(strings.TrimPrefix(n.Fraction, ".")) + joined(n.Through) +
		joined(n.Corpus) + joined(n.Building) + joined(n.Structure) + joined(n.Litera)
}

// noNumber is the value of what is no number.
const noNumber = -1

// valueOf is what digits are worth, noNumber when they are none or too many.
func valueOf(digits string) int32 {
	value, err := strconv.Atoi(digits)
	if err != nil {
		return noNumber
	}
	return int32(min(value, 1<<30))
}

func (n Number) plain() bool {
	return n.Fraction == "" && n.Through == "" && n.Corpus == "" && n.Building == "" &&
		n.Structure == "" && n.Litera == "" && n.Also == ""
}

func joined(value string) string {
	if value == "" {
		return ""
	}
	return "|" + value
}

func singleLetter(s string) bool {
	r := []rune(s)
	return len(r) == 1 && r[0] >= 'а' && r[0] <= 'я'
}

// ParseNumber reads a house number alone, marks included. Empty when the text
// does not begin with one.
func ParseNumber(text string) Number {
	tokens := lex(text)
	number, _ := readNumber(tokens, 0, nil)
	return number
}

// numberReader walks over the tokens of one house number.
type numberReader struct {
	tokens  []token
	taken   []bool // tokens that belong to something else; may be nil
	used    tokenSet
	settled bool // what is not taken or used belongs to no name: a letter is the house's
	at      int
	n       Number
}

// readNumber reads the house number that begins at token i and returns the
// index of the first token behind it; the same i when there is none.
func readNumber(tokens []token, i int, taken []bool) (Number, int) {
	r := numberReader{tokens: tokens, taken: taken, at: i}
	return r.read()
}

// read is readNumber from r.at.
func (r *numberReader) read() (Number, int) {
	i := r.at
	for r.mark() == markHouse && r.follows(1).kind == numberToken {
		r.at++
	}
	if t := r.follows(0); t.kind == numberToken && !t.ordinal && t.text != "" {
		r.n.Base = t.text
		r.at++
		r.readLetter()
		r.readFraction()
		r.readThrough()
		r.readAlso()
	} else if m := r.mark(); m != markStructure && m != markBuilding && m != markHouse {
		return Number{}, i
	}
	for r.readPart() || r.readKind() {
	}
	if r.n.Empty() {
		return Number{}, i
	}
	return r.n, r.at
}

// follows is the token at a distance, or an empty sign when it is out of reach.
func (r *numberReader) follows(distance int) token {
	i := r.at + distance
	if i < 0 || i >= len(r.tokens) || (r.taken != nil && r.taken[i]) || r.used.has(i) {
		return token{kind: signToken}
	}
	return r.tokens[i]
}

func (r *numberReader) mark() mark {
	if t := r.follows(0); t.kind == wordToken {
		return t.means().mark
	}
	return markNone
}

// readLetter accepts 23а, 23 а, 23-а, 23/а and 23 "А".
func (r *numberReader) readLetter() {
	skip := 0
	if t := r.follows(0); (t.is("-") || t.is("/")) && r.follows(1).letter() {
		skip = 1
	}
	t := r.follows(skip)
	if !t.letter() || !singleLetter(t.text) {
		return
	}
	next := r.follows(skip + 1)
	if skip == 0 && !t.glued && (next.kind == wordToken && !r.ownLetter(t, next) || t.dotted) {
		return // "5 К. Маркса": an abbreviation, not a letter
	}
	if skip == 0 && t.text == "п" && !t.glued && next.kind == numberToken {
		return // "42 п 3": an entrance
	}
	if skip == 0 && t.dotted && t.means().city && next.kind == wordToken && !next.letter() {
		return // "29г. Демоград"
	}
	if skip == 0 && opensPart(t) && (next.kind == numberToken || (!t.glued || t.dotted) && next.letter()) {
		return // "23 к 1", "23к1"
	}
	r.n.Letter = t.text
	r.at += skip + 1
	if t.glued && next.glued && next.kind == numberToken {
		r.n.Corpus = next.text // 57а1
		r.at++
	}
}

// ownLetter reports a letter that stands apart and before a word, and still is the house's: "28 а пр-кт".
// One that may be a type or a preposition is so only before a type or a mark.
func (r *numberReader) ownLetter(t, next token) bool {
	return r.settled && (!t.means().doubtful || next.means().known && !next.letter())
}

// opensPart reports a letter that marks a part of the number: the к of "23к1".
func opensPart(t token) bool {
	switch t.means().mark {
	case markCorpus, markBuilding, markStructure, markLitera:
		return true
	}
	return t.text == "с" && t.glued
}

func (r *numberReader) readFraction() {
	sign, t := r.follows(0), r.follows(1)
	if t.kind != numberToken {
		return
	}
	switch {
	case sign.is("/"):
		r.at += 2
		r.n.Fraction = t.text + r.suffix()
	case sign.is(".") && sign.glued && t.glued:
		r.at += 2
		r.n.Fraction = "." + t.text
	}
}

// suffix is a letter glued to a number: the а of 2/45а.
func (r *numberReader) suffix() string {
	t := r.follows(0)
	if !t.letter() || !t.glued || !singleLetter(t.text) || r.follows(1).glued && r.follows(1).kind == numberToken {
		return ""
	}
	r.at++
	return t.text
}

func (r *numberReader) readThrough() {
	if !r.follows(0).is("-") || r.follows(1).kind != numberToken {
		return
	}
	r.n.Through = r.follows(1).text
	r.at += 2
	r.n.Through += r.suffix()
	if sign := r.follows(0); sign.is("/") && r.follows(1).kind == numberToken {
		r.n.Through += "/" + r.follows(1).text
		r.at += 2
	}
}

// readAlso accepts 4,6,8а: one building that carries several numbers. Only
// numbers glued to their comma count, so "5, 17" stays house and flat.
func (r *numberReader) readAlso() {
	for r.follows(0).is(",") && r.follows(0).glued && r.follows(1).kind == numberToken && r.follows(1).glued {
		number := r.follows(1).text
		r.at += 2
		number += r.suffix()
		r.n.Also = strings.TrimPrefix(r.n.Also+","+number, ",")
	}
}

// readPart accepts "к. 1", ", стр. 2а", "литера А", a comma before it allowed.
func (r *numberReader) readPart() bool {
	start := r.at
	if r.follows(0).is(",") {
		r.at++
	}
	field := r.partField()
	if field == nil || *field != "" {
		r.at = start
		return false
	}
	r.at++
	value := r.partValue(field == &r.n.Litera)
	if value == "" {
		r.at = start
		return false
	}
	*field = value
	return true
}

func (r *numberReader) partField() *string {
	switch r.mark() {
	case markCorpus:
		return &r.n.Corpus
	case markBuilding:
		return &r.n.Building
	case markStructure:
		return &r.n.Structure
	case markLitera:
		return &r.n.Litera
	}
	if t := r.follows(0); t.text == "с" && t.glued && r.follows(1).glued && r.follows(1).kind == numberToken {
		return &r.n.Building // 23с1
	}
	return nil
}

// partValue is a run of glued letters and digits: "1", "1а", "А18", "4/6"; of литеры also "А,Д1".
func (r *numberReader) partValue(listed bool) string {
	var b strings.Builder
	for {
		t := r.follows(0)
		if b.Len() > 0 && !t.glued {
			break
		}
		inside := t.kind == signToken && b.Len() > 0 && t.text != "(" && t.text != ")" && (listed || t.text != ",") && r.follows(1).glued && r.follows(1).kind != signToken
		short := t.letter() || (b.Len() > 0 && t.kind == wordToken && t.means().mark == markNone)
		if t.kind != numberToken && !short && !inside {
			break
		}
		b.WriteString(t.text)
		r.at++
	}
	return b.String()
}

// readKind accepts "(влд.)" behind the number, and without the brackets what can be nothing else.
func (r *numberReader) readKind() bool {
	if t := r.follows(0); r.n.Kind == "" && r.n.Base != "" && t.means().bareKind && t.kind == wordToken && r.follows(1).kind == signToken {
		r.n.Kind = t.text
		r.at++
		return true
	}
	if r.n.Kind != "" || !r.follows(0).is("(") || !r.follows(1).means().kind || !r.follows(2).is(")") {
		return false
	}
	r.n.Kind = r.follows(1).text
	r.at += 3
	return true
}
