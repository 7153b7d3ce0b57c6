package register

import (
	"strings"
	"unicode/utf8"
)

// A skeleton is a word in the few letters that all transliterations of Russian agree upon: й, ы, и, y, i and
// j are one letter, ц, ts, tz, cz and c another, soft and hard signs none. Words whose skeletons are equal are
// one word written in different schemes.

// skeletonLetters write Cyrillic in the plainest Latin.
var skeletonLetters = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "i", 'к': "k", 'л': "l", 'м': "m",
	'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "h", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "sh",
	'ъ': "", 'ы': "i", 'ь': "", 'э': "e", 'ю': "iu", 'я': "ia",
}

// softSigns are what schemes write for ь and ъ: nothing in a skeleton.
const softSigns = "'`’\"´"

// skeletonRules are applied in their order, longest first.
var skeletonRules = strings.NewReplacer(
	"shch", "S", "sch", "S", "shh", "S", "szcz", "S", "sh", "S", "zh", "Z", "kh", "h", "ch", "C", "cz", "c", "ts", "c", "tz", "c",
	"w", "v", "q", "k", "x", "h", "y", "i", "j", "i")

// skeletonOf folds a lower case word, Cyrillic or Latin.
func skeletonOf(word string) string {
	var room [2 * maxWordRunes]byte
	latin := room[:0]
	for _, r := range word {
		if strings.ContainsRune(softSigns, r) {
			continue
		}
		if letters, known := skeletonLetters[r]; known {
			latin = append(latin, letters...)
			continue
		}
		latin = utf8.AppendRune(latin, r)
	}
	return squeezed(skeletonRules.Replace(string(latin)))
}

// squeezed drops the second of two equal letters, and the i of ye, ie, yo, jo and their kin.
func squeezed(word string) string {
	out := make([]byte, 0, len(word))
	for i := range len(word) {
		c := word[i]
		if n := len(out); n > 0 {
			if out[n-1] == c {
				continue
			}
			if out[n-1] == 'i' && (c == 'e' || c == 'o') {
				out[n-1] = 'e'
				continue
			}
		}
		out = append(out, c)
	}
	return string(out)
}
