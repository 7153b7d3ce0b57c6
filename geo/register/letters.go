package register

import "unicode"

// commonLetters is how many letters have a place in the tables: Latin, Greek and Russian stand below it.
const commonLetters = 0x460

// letterMap gives some of the common letters another.
type letterMap [commonLetters]rune

func pairs(from, to string) *letterMap {
	m, target := &letterMap{}, []rune(to)
	for i, r := range []rune(from) {
		m[r] = target[i]
	}
	return m
}

func (m *letterMap) of(r rune) (rune, bool) {
	if r < 0 || r >= commonLetters {
		return 0, false
	}
	return m[r], m[r] != 0
}

// letter is unicode.IsLetter, at once for the letters of two alphabets.
func letter(r rune) bool {
	switch {
	case r >= 'а' && r <= 'я', r >= 'a' && r <= 'z':
		return true
	case r < 'A':
		return false
	}
	return unicode.IsLetter(r)
}

// lower is unicode.ToLower, at once for the letters of two alphabets; ё is written е.
func lower(r rune) rune {
	switch {
	case r >= 'а' && r <= 'я', r >= 'a' && r <= 'z':
		return r
	case r >= 'А' && r <= 'Я':
		return r + 'а' - 'А'
	case r == 'ё', r == 'Ё':
		return 'е'
	}
	return unicode.ToLower(r)
}

// plainRussian reports a word of small Russian letters without ё, which is folded already.
func plainRussian(word string) bool {
	for _, r := range word {
		if r < 'а' || r > 'я' {
			return false
		}
	}
	return true
}
