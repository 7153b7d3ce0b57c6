package register

import (
	"strings"
	"unicode/utf8"
)

// Words that lost the blank to a word with slips beside them.

// behindCity cuts the city's name off a word that lost the blank to it: "демоградречнвя".
func (s *spelling) behindCity(w string) string {
	for _, city := range s.city {
		rest, found := strings.CutPrefix(w, city)
		letters := []rune(rest)
		if found && rest == keyedComma {
			return city + "," // the comma's key on the wrong layout
		}
		if !found || len(letters) < leastBehindCity || s.lex.nearest([]rune(w), maxSlips) <= maxSlips {
			continue
		}
		if s.knows(rest) {
			return city + " " + rest
		}
		return city + " " + s.repair(rest, false)
	}
	return ""
}

// behindRomanCity is what stands glued to the name of a city of one word, in Latin letters.
func (s *spelling) behindRomanCity(word string) string {
	if len(s.city) != 1 {
		return ""
	}
	bones := skeletonOf(s.city[0])
	if !strings.HasPrefix(skeletonOf(word), bones) || s.nearBones(word) <= maxSlips {
		return ""
	}
	for cut := len(bones); cut < len(word); cut++ {
		if skeletonOf(word[:cut]) == bones && skeletonOf(word[:cut+1]) != bones {
			return word[cut:]
		}
	}
	return ""
}

// besideMark cuts a type or a mark off a name that itself has slips: "улминева".
func (s *spelling) besideMark(w string) string {
	letters := []rune(w)
	if len(letters) < 6 || len(letters) > maxWordRunes || s.lex.nearest(letters, 1) <= 1 {
		return ""
	}
	for cut := len(letters) - 4; cut >= leastHalf; cut-- {
		if mark := string(letters[:cut]); meaningOf(mark).glued && s.lex.nearest(letters[cut:], 2) <= 2 {
			return mark + " " + string(letters[cut:])
		}
	}
	for cut := 4; cut <= len(letters)-leastHalf; cut++ {
		if mark := string(letters[cut:]); meaningOf(mark).glued && s.lex.nearest(letters[:cut], 2) <= 2 {
			return string(letters[:cut]) + " " + mark
		}
	}
	return beforeNumeral(letters)
}

// beforeNumeral cuts a number word off the end of any name: "декаративнаяпять".
func beforeNumeral(letters []rune) string {
	for cut := leastForShort; cut <= len(letters)-leastNumeral; cut++ {
		if tail := string(letters[cut:]); numeralIs(tail) {
			return string(letters[:cut]) + " " + tail
		}
	}
	return ""
}

func numeralIs(word string) bool {
	return meaningOf(word).numeral.value > 0
}

// beforeHyphen cuts "Гаяпр" before "-кт" where the hyphen makes a type of its last letters.
func beforeHyphen(text string, at, end int) (left, right string) {
	if end+1 >= len(text) || text[end] != '-' {
		return "", ""
	}
	tail := fold(text[end+1 : runEnd(text, end+1, letter)])
	for cut := end; cut > at; {
		_, size := utf8.DecodeLastRuneInString(text[at:cut])
		if cut -= size; cut > at && hyphenatedOf[fold(text[cut:end])+"-"+tail] {
			return text[at:cut], text[cut:end]
		}
	}
	return "", ""
}

// afterHyphen cuts "ктГая" behind "пр-" where the hyphen makes a type of its first letters.
func afterHyphen(text string, at, end int) (left, right string) {
	if at < 2 || text[at-1] != '-' {
		return "", ""
	}
	before := at - 1
	for before > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:before])
		if !letter(r) {
			break
		}
		before -= size
	}
	head := fold(text[before : at-1])
	for cut := end; cut > at; {
		_, size := utf8.DecodeLastRuneInString(text[at:cut])
		if cut -= size; cut > at && hyphenatedOf[head+"-"+fold(text[at:cut])] {
			return text[at:cut], strings.TrimPrefix(text[cut:end], keyedComma)
		}
	}
	return "", ""
}
