package register

import (
	"strings"
	"unicode/utf8"
)

// Words in Latin letters, read as transliterations of Russian.

// romanised is the text with its Latin words read as transliterations: words that the index or the
// vocabulary knows by their skeleton as they stand there, the others letter by letter.
func (s *spelling) romanised(text string) string {
	lower := s.digitsForLetters(strings.ToLower(latinApart(text)))
	return eachWord(lower, latinLetter, func(b *strings.Builder, at, end int) {
		word := strings.ReplaceAll(strings.Trim(lower[at:end], "'`"), "`", "'")
		ordinal := at > 1 && lower[at-1] == '-' && digit(lower[at-2])
		switch known, found := s.latin(word); {
		case word == "":
			b.WriteString(lower[at:end])
		case ordinal && ordinalBones[skeletonOf(word)] != "":
			b.WriteString(ordinalBones[skeletonOf(word)])
		case found && len(word) > 1:
			b.WriteString(known)
		default:
			b.WriteString(s.romanWord(word, at > 0 && digit(lower[at-1])))
		}
	})
}

func (s *spelling) romanWord(word string, behindDigit bool) string {
	if letter, rest := letterThenMark(cyrillised(word), behindDigit); rest != "" {
		return letter + " " + rest
	}
	if rest := s.behindRomanCity(word); rest != "" {
		return s.city[0] + " " + s.romanWord(rest, false)
	}
	if len(word) > 3 {
		if apart := s.apart(word, behindDigit, s.latin, 2); apart != "" {
			return apart
		}
	}
	word = s.likeliest(word)
	if known, found := s.latin(word); found && len(word) > 2 {
		return known
	}
	guess := cyrillised(word)
	if s.knows(guess) || utf8.RuneCountInString(guess) < 2 {
		return guess
	}
	return s.repair(guess, behindDigit)
}

// likeliest is the word in the reading of its j, x and u that comes nearest to a known one.
func (s *spelling) likeliest(word string) string {
	best, slips := word, s.nearBones(word)
	for _, other := range ambiguousLatin {
		if slips == 0 || !strings.Contains(word, other.latin) {
			continue
		}
		read := strings.ReplaceAll(word, other.latin, other.instead)
		if n := s.nearBones(read); n < slips {
			best, slips = read, n
		}
	}
	return best
}

// ambiguousLatin are letters that schemes use for different sounds.
var ambiguousLatin = []struct{ latin, instead string }{{"j", "zh"}, {"x", "ks"}, {"u", "yu"}, {"uj", "yuzh"}, {"c", "k"}, {"e", "yo"}}

// digitsForLetters reads the 4 of "zare4naya" and the 6 of "6kola" where a known word comes of it.
func (s *spelling) digitsForLetters(lower string) string {
	if !strings.ContainsAny(lower, "46") {
		return lower
	}
	return eachWord(lower, latinOrDigit, func(b *strings.Builder, at, end int) {
		b.WriteString(s.digitsAsLetters(lower[at:end]))
	})
}

func (s *spelling) digitsAsLetters(word string) string {
	if !strings.ContainsAny(word, "46") || strings.ContainsAny(word, "01235789") || len(word) < 4 {
		return word
	}
	letters := asLetters.Replace(word)
	switch slips := s.nearBones(letters); {
	case slips > maxSlips, slips > 0 && len(letters) < 5, slips >= s.nearBones(strings.Trim(word, "46")):
		return word
	}
	return letters
}

var asLetters = strings.NewReplacer("4", "ch", "6", "sh")

func latinOrDigit(r rune) bool { return latinLetter(r) || r >= '0' && r <= '9' }

// nearBones is the number of slips from a Latin word to the nearest known one, by skeleton; 3 for none.
func (s *spelling) nearBones(word string) int {
	skeleton := skeletonOf(word)
	if _, known := s.bones[skeleton]; known {
		return 0
	}
	best := maxSlips + 1
	letters := []rune(skeleton)
	s.lex.bones.each(letters, slipsFor(len(letters)), func(_ int32, distance int) { best = min(best, distance) })
	return best
}

// latinApart sets the blank back that was lost before a capital: "ulPeschanaya".
func latinApart(text string) string {
	small := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= 'a' && text[i] <= 'z' }
	var b strings.Builder
	for i := range len(text) {
		if text[i] >= 'A' && text[i] <= 'Z' && small(i-1) && small(i-2) && small(i+1) {
			b.WriteByte(' ')
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// ordinalBones are the endings behind the hyphen of an ordinal.
var ordinalBones = map[string]string{"i": "й", "oi": "ой", "aia": "ая", "ia": "я", "e": "е", "go": "го", "ogo": "ого", "h": "х", "ih": "их"}

func latinLetter(r rune) bool { return r >= 'a' && r <= 'z' || r == '\'' || r == '`' }

func (s *spelling) latin(part string) (string, bool) {
	word, known := s.bones[skeletonOf(part)]
	return word, known
}

// romanLetters give one reading only, the rest is left to the search for typos. The letter y is read by its
// neighbours.
var romanLetters = rulesOf("shch щ sch щ yo е jo е zh ж kh х ts ц tz ц ch ч sh ш yu ю ju ю iu ю ya я ja я ia я ye е je е ij ий " +
	"a а b б v в w в g г d д e е z з i и j й k к l л m м n н o о p п r р s с t т u у f ф h х c ц x кс q к ' ь")

// romanVowels make a y behind them a й; so does the beginning of a word.
const romanVowels = "aeiouy"

// cyrillised is the text with its Latin letters read as a transliteration.
func cyrillised(text string) string {
	lower := strings.ToLower(text)
	var b strings.Builder
	b.Grow(2 * len(lower))
	for at := 0; at < len(lower); {
		switch rule := romanLetters.at(lower[at:]); {
		case rule != nil:
			b.WriteString(rule.instead)
			at += len(rule.latin)
			continue
		case lower[at] == 'y':
			b.WriteString(readY(lower, at))
		default:
			b.WriteByte(lower[at])
		}
		at++
	}
	return b.String()
}

// readY is й behind a vowel or alone ("1-y"), ы behind a consonant.
func readY(lower string, at int) string {
	if at == 0 || lower[at-1] < 'a' || lower[at-1] > 'z' || strings.IndexByte(romanVowels, lower[at-1]) >= 0 {
		return "й"
	}
	return "ы"
}
