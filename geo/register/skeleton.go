package register

import (
	"strings"
	"unicode/utf8"
)

// A skeleton is a word in the few letters that all transliterations of Russian agree upon: й, ы, и, y, i and
// j are one letter, ц, ts, tz, cz and c another, soft and hard signs none. Words whose skeletons are equal are
// one word written in different schemes.

// skeletonLetters write Cyrillic in the plainest Latin, from а to я.
var skeletonLetters = [...]string{
	"a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p",
	"r", "s", "t", "u", "f", "h", "ts", "ch", "sh", "sh", "", "i", "", "e", "iu", "ia",
}

// softSigns are what schemes write for ь and ъ: nothing in a skeleton.
const softSigns = "'`’\"´"

// skeletonRules are longest first; a letter that has none stays.
var skeletonRules = rulesOf("shch S sch S shh S szcz S sh S zh Z kh h ch C cz c ts c tz c w v q k x h y i j i")

// skeletonOf folds a lower case word, Cyrillic or Latin.
func skeletonOf(word string) string {
	var room [3 * maxWordRunes]byte
	latin := room[:0]
	for _, r := range word {
		switch {
		case r >= 'а' && r <= 'я':
			latin = append(latin, skeletonLetters[r-'а']...)
		case r == 'ё':
			latin = append(latin, 'e')
		case !strings.ContainsRune(softSigns, r):
			latin = utf8.AppendRune(latin, r)
		}
	}
	return string(squeezed(plainest(string(latin), latin[:0])))
}

// plainest applies the rules, writing into the room of the very letters: no run of them becomes longer.
func plainest(latin string, out []byte) []byte {
	for at := 0; at < len(latin); {
		if rule := skeletonRules.at(latin[at:]); rule != nil {
			out = append(out, rule.instead...)
			at += len(rule.latin)
			continue
		}
		out = append(out, latin[at])
		at++
	}
	return out
}

// squeezed drops, in place, the second of two equal letters, and the i of ye, ie, yo, jo and their kin.
func squeezed(word []byte) []byte {
	out := word[:0]
	for _, c := range word {
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
	return out
}
