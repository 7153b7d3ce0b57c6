package register

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxTextBytes bounds what is read as one address; the rest is not looked at.
const maxTextBytes = 1024

type tokenKind uint8

const (
	wordToken tokenKind = iota
	numberToken
	signToken // one of , / - . ( ) =
)

// token is a piece of an address with its place in the text.
type token struct {
	text       string   // folded
	word       *meaning // what the vocabulary says of it, nil for a number or a sign
	start, end int      // bytes in the text
	glued      bool     // nothing stands between it and the token before
	dotted     bool     // a dot follows: an abbreviation
	ordinal    bool     // 1-й, вторая
	kind       tokenKind
}

// means is what the vocabulary says of the token, nothing for a number or a sign.
func (t token) means() *meaning {
	if t.word == nil {
		return &meaningless
	}
	return t.word
}

// spell gives a token its text.
func (t *token) spell(text string) { t.text, t.word = text, meaningOf(text) }

func (t token) is(sign string) bool { return t.kind == signToken && t.text == sign }

// letter reports whether the token is a single letter.
func (t token) letter() bool { return t.kind == wordToken && utf8.RuneCountInString(t.text) == 1 }

// lex cuts an address into tokens: joined abbreviations ("пр-кт") stay whole,
// ordinals and number words become numbers.
func lex(text string) []token { return lexInto(nil, text) }

// lexInto is lex into the room of other tokens.
func lexInto(room []token, text string) []token {
	tokens := cut(room, bounded(text))
	tokens = joinHyphens(tokens)
	tokens = readOrdinals(tokens)
	return readNumerals(tokens)
}

// bounded cuts a text to maxTextBytes without cutting a letter.
func bounded(text string) string {
	if len(text) <= maxTextBytes {
		return text
	}
	return text[:lastWhole([]byte(text[:maxTextBytes]))]
}

func cut(tokens []token, text string) []token {
	tokens = slices.Grow(tokens, len(text)/8+4)
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		end := at + size
		switch {
		case letter(r):
			end = runEnd(text, at, letter)
			if numberSign(text[at:end]) {
				break
			}
			t := token{kind: wordToken, start: at, end: end}
			t.spell(fold(text[at:end]))
			if t.means().fraction {
				t.kind, t.text, t.word = signToken, "/", nil
			}
			tokens = append(tokens, t)
		case r >= '0' && r <= '9':
			end = runEnd(text, at, func(r rune) bool { return r >= '0' && r <= '9' })
			end -= phoneBehind(text[at:end])
			tokens = append(tokens, token{kind: numberToken, text: trimZeros(text[at:end]), start: at, end: end})
		case r == '.' && len(tokens) > 0 && !digitsAround(text, at):
			tokens[len(tokens)-1].dotted = true
		default:
			if sign := signOf(r); sign != "" {
				tokens = append(tokens, token{kind: signToken, text: sign, start: at, end: end})
			}
		}
		at = end
	}
	for i := 1; i < len(tokens); i++ {
		tokens[i].glued = tokens[i].start == tokens[i-1].end
	}
	return tokens
}

// phoneBehind is how many digits at the end of a run are a mobile telephone number that lost its blank to the house.
func phoneBehind(digits string) int {
	const phone, house = 11, 3
	if len(digits) <= phone || len(digits) > phone+house {
		return 0
	}
	if number := digits[len(digits)-phone:]; strings.HasPrefix(number, "89") || strings.HasPrefix(number, "79") {
		return phone
	}
	return 0
}

// numberSign is the Latin N that registers write for №.
func numberSign(word string) bool { return word == "N" || word == "n" }

func signOf(r rune) string {
	switch r {
	case ',', ';', '\n', '\t':
		return ","
	case '/', '\\':
		return "/"
	case '-', '–', '—', '‑', '−':
		return "-"
	case '.':
		return "."
	case '(', ')', '=':
		return string(r)
	}
	return ""
}

func runEnd(text string, at int, in func(rune) bool) int {
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !in(r) {
			break
		}
		at += size
	}
	return at
}

func digitsAround(text string, at int) bool {
	isDigit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	return isDigit(at-1) && isDigit(at+1)
}

func trimZeros(digits string) string {
	if t := strings.TrimLeft(digits, "0"); t != "" {
		return t
	}
	return "0"
}

// fold lowers the case, writes ё as е, and puts Latin look-alikes right in a
// word that is otherwise Cyrillic or consists of look-alikes only.
func fold(word string) string {
	folded := word
	switch {
	case plainRussian(word):
	case ascii(word):
		return foldLatin(word, strings.ToLower(word))
	default:
		folded = foldMixed(word)
	}
	if alias := wordAliases[folded]; alias != "" {
		return alias
	}
	return folded
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// joinHyphens keeps "пр-кт" whole and drops the other hyphens between words and
// between a word and a number; 43-15 and 43-а keep theirs.
func joinHyphens(tokens []token) []token {
	out := tokens[:0]
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		inside := t.is("-") && len(out) > 0 && i+1 < len(tokens)
		if !inside || tokens[i+1].kind == signToken {
			out = append(out, t)
			continue
		}
		before, after := &out[len(out)-1], tokens[i+1]
		tight := t.glued && after.glued
		if joined := before.text + "-" + after.text; tight && hyphenatedOf[joined] {
			before.spell(joined)
			before.end, before.dotted = after.end, after.dotted
			i++
			continue
		}
		if before.kind == numberToken && tight || before.means().pipe && after.kind == numberToken {
			out = append(out, t)
		} else if before.kind == numberToken && after.kind == numberToken {
			out = append(out, token{kind: signToken, text: "-", start: t.start, end: t.end})
		}
	}
	return out
}

// readOrdinals turns 1-й, 2ая and 40-летия into numbers.
func readOrdinals(tokens []token) []token {
	out := tokens[:0]
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		out = append(out, t)
		if t.kind != numberToken || i+1 >= len(tokens) {
			continue
		}
		last := &out[len(out)-1]
		next := tokens[i+1]
		if next.is("-") && i+2 < len(tokens) && tokens[i+2].kind == wordToken {
			switch ending := tokens[i+2]; {
			case ending.means().ordinal:
				last.ordinal, last.end, last.dotted = true, ending.end, ending.dotted
				i += 2
			case !ending.letter():
				i++ // the hyphen of 40-летия
			}
		} else if next.kind == wordToken && next.glued && next.means().looseOrdinal {
			last.ordinal, last.end = true, next.end
			i++
		}
	}
	return out
}

// spelledNumber reports a number word, or one that holds a number.
func (t token) spelledNumber() bool {
	return t.kind == wordToken && (t.means().numeral.value > 0 || t.means().split != "")
}

// readNumerals joins number words to one number: "триста десять" is 310.
func readNumerals(tokens []token) []token {
	if !slices.ContainsFunc(tokens, token.spelledNumber) {
		return tokens
	}
	out := make([]token, 0, len(tokens))
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		if split := t.means().split; split != "" && t.kind == wordToken {
			out = append(out, splitToken(t, split)...)
			continue
		}
		n := t.means().numeral
		if t.kind != wordToken || n.value == 0 {
			out = append(out, t)
			continue
		}
		value, scale, end, ordinal := n.value, scaleOf(n.value), t.end, n.ordinal
		for i+1 < len(tokens) && !ordinal && tokens[i+1].kind == wordToken {
			next := tokens[i+1].means().numeral
			if next.value == 0 || scaleOf(next.value) >= scale || value%scale != 0 || scale == 1 {
				break
			}
			i++
			value, scale, end, ordinal = value+next.value, scaleOf(next.value), tokens[i].end, next.ordinal
		}
		if ordinal && i+1 < len(tokens) && tokens[i+1].means().mark == markHouse && !tokens[i+1].letter() {
			ordinal = false // "двадцать третий дом"
		}
		out = append(out, token{kind: numberToken, text: strconv.Itoa(value), start: t.start, end: end,
			glued: t.glued, ordinal: ordinal})
	}
	return out
}

func splitToken(t token, as string) []token {
	number, word, _ := strings.Cut(as, " ")
	return []token{
		{kind: numberToken, text: number, start: t.start, end: t.end},
		{kind: wordToken, text: word, word: meaningOf(word), start: t.start, end: t.end},
	}
}

// scaleOf is the rank of a number word: a smaller rank may follow it.
func scaleOf(value int) int {
	switch {
	case value >= 1000:
		return 1000
	case value >= 100:
		return 100
	case value >= 20:
		return 10
	}
	return 1
}
