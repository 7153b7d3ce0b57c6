package register

import (
	"strings"
	"unicode/utf8"
)

// Slips of the hand before the first letter is even right: the keyboard stands
// on the wrong layout, or the text is written in Latin letters.

const (
	latinKeys    = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./"
	cyrillicKeys = "ёйцукенгшщзхъфывапролджэячсмитьбю."
)

var (
	keyOf       = pairs(latinKeys, cyrillicKeys)
	lookAlikeOf = pairs("aceopxyktmhbiіοαρε", "асеорхуктмнвииоаре")
	// of some letters only the capitals look Cyrillic
	latinAlikeOf = pairs("aceopxyk"+"ABCEHKMOPTXY", "асеорхук"+"авсенкмортху")
	// keys with shift held that give a letter or a sign on the Russian layout
	shiftedKeys = pairs("{}:\"<>~?&#@|", "хъжэбюё,?№\"/")
)

// foldMixed lowers a word with Cyrillic letters and replaces the Latin look-alikes inside it.
func foldMixed(word string) string {
	var room [64]byte
	letters := room[:0]
	for _, r := range word {
		r = lower(r)
		if c, ok := lookAlikeOf.of(r); ok {
			r = c
		}
		letters = utf8.AppendRune(letters, r)
	}
	return string(letters)
}

// foldLatin reads a Latin word as Cyrillic when every letter is a look-alike
// ("43A", "CHT"); otherwise the word stays Latin for the slips to try.
func foldLatin(word, lower string) string {
	var room [32]rune
	letters := room[:0]
	for _, r := range word {
		c, ok := latinAlikeOf.of(r)
		if !ok {
			return lower
		}
		letters = append(letters, c)
	}
	return string(letters)
}

func hasLatin(text string) bool {
	for i := range len(text) {
		if c := text[i] | 0x20; c >= 'a' && c <= 'z' {
			return true
		}
	}
	return false
}

// retyped is the text as the same keys give it on the Russian layout. Who typed the comma (shift and /) or
// the dot (/) on the Russian layout too has left a ? or a / behind letters; then each , and . is a letter.
// Otherwise signs between digits, and a comma or dot before a blank, stay signs.
func retyped(text string) string {
	var room [128]rune
	lower := appendRunes(room[:0], strings.ToLower(text))
	signs := keyedSigns(lower)
	var space [128]rune
	out := append(space[:0], lower...)
	for i, r := range lower {
		if quotesLetter(lower, i) {
			continue
		}
		if shifted, ok := shiftedKeys.of(r); ok {
			out[i] = shifted
			continue
		}
		c, ok := keyOf.of(r)
		switch {
		case !ok:
		case signOf(r) == "", insideWord(lower, i):
			out[i] = c
		case r == '/' && signs && !digitBeside(lower, i) && !(i > 0 && lower[i-1] == ' '), signs && (r == ',' || r == '.'):
			out[i] = c
		}
	}
	return string(out)
}

// keyedSigns reports the traces of commas and dots typed as on the Russian layout.
func keyedSigns(text []rune) bool {
	for i, r := range text {
		blank := i+1 == len(text) || text[i+1] == ' ' || r == '/' && text[i+1] >= '0' && text[i+1] <= '9'
		if i > 0 && (r == '?' && blank || r == '/' && text[i-1] >= 'a' && text[i-1] <= 'z' && blank) {
			return true
		}
	}
	return false
}

// quotesLetter reports a quotation mark around a single letter, the house's, that was put right already: 23 "f".
func quotesLetter(text []rune, i int) bool {
	quote := func(j int) bool { return j >= 0 && j < len(text) && text[j] == '"' }
	return quote(i) && (quote(i+2) || quote(i-2))
}

func digitBeside(text []rune, i int) bool {
	digit := func(j int) bool { return j >= 0 && j < len(text) && text[j] >= '0' && text[j] <= '9' }
	return digit(i-1) && digit(i+1)
}

// insideWord reports whether a sign stands where only a letter can: more of the
// word follows, or a letter precedes ж (;), or б (,) closes a house number.
func insideWord(text []rune, i int) bool {
	letter := func(j int) bool { return j >= 0 && j < len(text) && text[j] >= 'a' && text[j] <= 'z' }
	next := i + 1
	for next < len(text) && strings.ContainsRune(",;.'[]", text[next]) {
		next++
	}
	if text[i] == '/' {
		return false
	}
	if letter(next) || letter(i-1) && text[i] == ';' {
		return true
	}
	digit := i > 0 && text[i-1] >= '0' && text[i-1] <= '9'
	if digit && text[i] == ';' {
		return true
	}
	return digit && text[i] == ',' && (i+1 == len(text) || text[i+1] == '/' || text[i+1] == ',')
}
