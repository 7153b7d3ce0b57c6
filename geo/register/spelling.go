package register

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// spelling puts the words of a text right before the address is read: words that lost the blank between
// them ("улминаева", "двадцатьтри"), words of the vocabulary with a slip, and words in Latin letters. It
// knows the vocabulary and the words of one index and is immutable.
type spelling struct {
	lex   *lexicon
	known map[string]bool   // all words that need no repair
	bones map[string]string // skeleton -> word
	slips *deletes          // over the long words of the vocabulary
	long  []string          // as slips numbers them
	city  []string          // long words of the city's name
	pairs neighbours        // letters of the words of the index
}

const (
	leastLong       = 5 // letters of a word of the vocabulary that is recognised with a slip
	leastHalf       = 2 // letters of each half of a word that lost its blank
	leastNumeral    = 4 // letters of a number word glued to a name with slips
	leastBehindCity = 3 // letters of what stands glued to the city's name
	leastForShort   = 4 // letters of the name that a single letter stands glued to: "кротовкас"
)

func newSpelling(lex *lexicon, city []string) *spelling {
	s := &spelling{lex: lex, known: map[string]bool{}, bones: map[string]string{}}
	for w := range townWords {
		s.known[w] = true
		s.bones[skeletonOf(w)] = w
		s.addLong(w)
	}
	for _, w := range lex.words {
		s.known[w] = true
		s.bones[skeletonOf(w)] = w
		s.pairs.learn(w)
	}
	for _, w := range city {
		s.known[w] = true
		s.bones[skeletonOf(w)] = w
		s.addLong(w)
		if utf8.RuneCountInString(w) >= leastLong {
			s.city = append(s.city, w)
		}
	}
	for _, w := range vocabularyWords {
		s.known[w] = true
		s.bones[skeletonOf(w)] = w
		s.addLong(w)
	}
	s.slips = newDeletes(s.long)
	return s
}

func (s *spelling) addLong(w string) {
	if utf8.RuneCountInString(w) >= leastLong {
		s.long = append(s.long, w)
	}
}

// knows reports whether a folded word needs no repair.
func (s *spelling) knows(w string) bool { return s.known[w] }

// repaired is the text with the words put right that can be; what is right stays untouched. from says which
// slip the text has already been read from.
func (s *spelling) repaired(text string, from slip) string {
	numeral := false // the word before was a number
	return eachWord(text, letter, func(b *strings.Builder, at, end int) {
		word := text[at:end]
		behindNumber := numeral || digitBefore(text, at)
		w := fold(word)
		numeral = numeralIs(w)
		if letter, rest := letterThenMark(word, behindNumber); rest != "" && !s.knows(w) {
			b.WriteString(letter + " " + rest)
			return
		}
		if s.knows(w) || utf8.RuneCountInString(w) < 2 {
			b.WriteString(word)
			return
		}
		if left, right := afterHyphen(text, at, end); right != "" {
			b.WriteString(left + " " + right)
			return
		}
		if left, right := beforeHyphen(text, at, end); right != "" {
			b.WriteString(s.repair(left, false) + " " + right)
			return
		}
		if jubilee(text, at, w) {
			b.WriteString(jubileeWord)
			return
		}
		if from == slipLayout {
			if left, right, found := s.aroundComma(w); found {
				b.WriteString(left + ", " + right)
				return
			}
		}
		b.WriteString(s.repair(word, behindNumber))
	})
}

// letterThenMark cuts "аул" behind a number into the house's letter and what follows.
func letterThenMark(word string, behindNumber bool) (letter, rest string) {
	_, size := utf8.DecodeRuneInString(word)
	if mark := fold(word[size:]); !behindNumber || !meaningOf(mark).glued && !meaningOf(mark).kind && meaningOf(mark).mark == markNone {
		return "", ""
	}
	return word[:size], word[size:]
}

// digitBefore reports a digit right before a place, or a digit and a hyphen or a stroke: "16-Акв".
func digitBefore(text string, at int) bool {
	if at > 1 && (text[at-1] == '-' || text[at-1] == '/') {
		at--
	}
	return at > 0 && digit(text[at-1])
}

// letterThenName cuts the house's letter off a name with slips: "132апрокфьева".
func (s *spelling) letterThenName(w string) (letter, rest string) {
	letters := []rune(w)
	if len(letters) < leastForShort+1 || s.lex.nearest(letters, 1) <= 1 || s.lex.nearest(letters[1:], maxSlips) > maxSlips {
		return "", ""
	}
	return string(letters[:1]), string(letters[1:])
}

// jubileeWord stands behind the hyphen of 40-летия.
const jubileeWord = "летия"

// jubilee reports a word with slips where only "летия" can stand.
func jubilee(text string, at int, w string) bool {
	if at < 2 || text[at-1] != '-' || !digit(text[at-2]) {
		return false
	}
	letters := []rune(w)
	return len(letters) >= 4 && slipsBetween(letters, []rune(jubileeWord), maxSlips) <= maxSlips
}

// repair is one word put right, or as it was. Behind a digit it may open with the house's letter.
func (s *spelling) repair(word string, behindDigit bool) string {
	w := fold(word)
	if apart := camelApart(word); apart != "" && s.allKnown(apart) {
		return apart
	}
	if apart := s.apart(w, behindDigit, s.cyrillic, 2); apart != "" {
		return apart
	}
	if behindDigit {
		if letter, rest := s.letterThenName(w); rest != "" {
			return letter + " " + rest
		}
	}
	if apart := s.behindCity(w); apart != "" {
		return apart
	}
	if right := s.longWord(w); right != "" {
		return right
	}
	if apart := s.besideMark(w); apart != "" {
		return apart
	}
	return word
}

func (s *spelling) cyrillic(part string) (string, bool) { return part, s.knows(part) }

func (s *spelling) allKnown(text string) bool {
	for _, w := range strings.Fields(text) {
		if letters := fold(w); !s.knows(letters) && utf8.RuneCountInString(letters) > 1 {
			return false
		}
	}
	return true
}

// camelApart cuts "АлександраМатросова" at its capitals, "" when there are none inside.
func camelApart(word string) string {
	lower := false
	for at, r := range word {
		if lower && unicode.IsUpper(r) {
			return word[:at] + " " + word[at:]
		}
		lower = unicode.IsLower(r)
	}
	return ""
}

// apart cuts a word into parts that are all known, "" when it cannot. Of several cuts the one with the
// longest first part counts, so that "улица" is not "ул".
func (s *spelling) apart(w string, behindDigit bool, look func(string) (string, bool), depth int) string {
	letters := utf8.RuneCountInString(w)
	if letters > maxWordRunes {
		return "" // no word: cutting it everywhere would take long
	}
	for cut := letters - 1; cut > 0; cut-- {
		at := runeStart(w, cut)
		if !cuttable(cut, letters-cut, behindDigit) {
			continue
		}
		left, known := look(w[:at])
		if cut == 1 {
			left, known = w[:at], true
		}
		if !known {
			continue
		}
		if letters-cut == 1 {
			if numeralIs(left) && (letters > 5 || behindDigit || s.lex.nearest([]rune(w), maxSlips) > maxSlips) || meaningOf(w[at:]).glued && cut >= leastForShort {
				return left + " " + cyrillised(w[at:])
			}
			continue
		}
		if right, known := look(w[at:]); known {
			return left + " " + right
		}
		if depth > 1 && cut >= leastHalf {
			if right := s.apart(w[at:], false, look, depth-1); right != "" {
				return left + " " + right
			}
		}
	}
	return ""
}

// cuttable: two letters on each side; a lone one only as the mark behind a name, or as the letter of a house.
func cuttable(left, right int, behindDigit bool) bool {
	if left == 1 {
		return behindDigit && right >= leastHalf
	}
	return left >= leastHalf
}

func runeStart(w string, n int) int {
	at := 0
	for ; n > 0; n-- {
		_, size := utf8.DecodeRuneInString(w[at:])
		at += size
	}
	return at
}

// aroundComma cuts a word at a б or ю between two known ones: on the wrong layout they share keys with comma
// and dot.
func (s *spelling) aroundComma(w string) (left, right string, found bool) {
	for at, r := range w {
		left, right = w[:at], w[at+utf8.RuneLen(r):]
		if r != 'б' && r != 'ю' || left == "" || !s.knows(left) && !meaningOf(left).glued {
			continue
		}
		letters := []rune(right)
		if len(letters) >= leastHalf && (s.knows(right) || len(letters) > leastForShort && s.lex.nearest(letters, maxSlips) <= maxSlips) {
			return left, right, true
		}
	}
	return "", "", false
}

// longWord is the word of the vocabulary within one slip, two in long ones, unless a street is as near.
func (s *spelling) longWord(w string) string {
	letters := []rune(w)
	if len(letters) < leastLong {
		return ""
	}
	slips, best := 1, maxSlips+1
	if len(letters) >= 9 {
		slips = 2
	}
	found := ""
	s.slips.each(letters, slips, func(word int32, distance int) {
		if distance < best {
			best, found = distance, s.long[word]
		}
	})
	if !numeralIs(found) {
		best++
	}
	if found != "" && s.lex.nearest(letters, best) <= best {
		return ""
	}
	return found
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// evidence is how many letters of a text stand in words that are known, less those in words that are not.
func (s *spelling) evidence(text string) int {
	sum := 0
	eachRun(text, letter, func(at, end int) {
		w := fold(text[at:end])
		switch letters := utf8.RuneCountInString(w); {
		case letters < 2:
		case s.knows(w):
			sum += 3 * letters
		case ascii(w):
			sum -= 2 * letters
		default:
			sum += s.natural(w)
		}
	})
	return sum
}

// natural is above zero for a word whose letters stand together in names too, and below for a jumble.
func (s *spelling) natural(w string) int {
	letters, together := s.pairs.count(w)
	return (2*together - letters) / 2
}

// eachWord copies a text; put writes what stands in the place of each run of letters.
func eachWord(text string, in func(rune) bool, put func(b *strings.Builder, at, end int)) string {
	var b strings.Builder
	b.Grow(len(text) + 16)
	copied := 0
	eachRun(text, in, func(at, end int) {
		b.WriteString(text[copied:at])
		put(&b, at, end)
		copied = end
	})
	b.WriteString(text[copied:])
	return b.String()
}

// eachRun visits the runs of letters of a text.
func eachRun(text string, in func(rune) bool, visit func(at, end int)) {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !in(r) {
			at += size
			continue
		}
		end := runEnd(text, at+size, in)
		visit(at, end)
		at = end
	}
}
