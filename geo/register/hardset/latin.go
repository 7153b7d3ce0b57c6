package hardset

import (
	"math/rand/v2"
	"strings"
)

// scheme is one way to write Russian in Latin letters, given by the letters where ways part.
type scheme struct {
	name   string
	letter map[rune]string
}

// common is what all schemes agree upon.
const common = "аaбbвvгgдdеeзzиiкkлlмmнnоoпpрrсsтtуuфf"

var schemes = []scheme{
	newScheme("passport", "ё=e ж=zh й=i х=kh ц=ts ч=ch ш=sh щ=shch ъ=ie ы=y ь= э=e ю=iu я=ia"),
	newScheme("road signs", "ё=yo ж=zh й=y х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь=' э=e ю=yu я=ya"),
	newScheme("standard", "ё=yo ж=zh й=j х=x ц=cz ч=ch ш=sh щ=shh ъ='' ы=y' ь=' э=e' ю=yu я=ya"),
	newScheme("chat", "ё=e ж=j й=y х=h ц=c ч=ch ш=sh щ=sch ъ= ы=y ь= э=e ю=u я=ya"),
	newScheme("german", "ё=jo ж=zh й=j х=h ц=c ч=ch ш=sh щ=shh ъ= ы=y ь= э=e ю=ju я=ja"),
	newScheme("letters", "ё=yo ж=zh й=i х=h ц=ts ч=ch ш=sh щ=sch ъ= ы=i ь= э=e ю=yu я=ya"),
}

func newScheme(name, own string) scheme {
	s := scheme{name, map[rune]string{}}
	pairs := []rune(common)
	for i := 0; i+1 < len(pairs); i += 2 {
		s.letter[pairs[i]] = string(pairs[i+1])
	}
	for _, pair := range strings.Fields(own) {
		russian, latin, _ := strings.Cut(pair, "=")
		s.letter[[]rune(russian)[0]] = latin
	}
	return s
}

// write keeps capitals and whatever is no Russian letter.
func (s scheme) write(text string) string {
	var b strings.Builder
	for _, r := range text {
		lower := []rune(strings.ToLower(string(r)))[0]
		latin, known := s.letter[lower]
		switch {
		case !known:
			b.WriteRune(r)
		case lower != r && latin != "":
			b.WriteString(strings.ToUpper(latin[:1]) + latin[1:])
		default:
			b.WriteString(latin)
		}
	}
	return b.String()
}

// The rows of the two keyboards, small letters and with shift held.
const (
	russianKeys = `йцукенгшщзхъфывапролджэячсмитьбю.ё` + `ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,Ё` + `№`
	englishKeys = `qwertyuiop[]asdfghjkl;'zxcvbnm,./` + "`" + `QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?~` + `#`
)

// onEnglishKeys is what stands on the screen when the keyboard was left on English: with signs, the comma
// and the dot are typed as on the Russian one too.
func onEnglishKeys(text string, signs bool) string {
	from, to := []rune(russianKeys), []rune(englishKeys)
	return strings.Map(func(r rune) rune {
		if (r == '.' || r == ',') && !signs {
			return r
		}
		for i, key := range from {
			if key == r {
				return to[i]
			}
		}
		return r
	}, text)
}

// twins are letters of two alphabets that look alike.
const twins = "аaсcеeоoрpхxуyкkАAВBЕEКKМMНHОOРPСCТTХX"

// withTwins puts Latin letters into the place of a share of their Russian twins, of one at least.
func withTwins(random *rand.Rand, text string) string {
	pairs, letters := []rune(twins), []rune(text)
	var places []int
	for i, r := range letters {
		if twinOf(pairs, r) != 0 {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return text
	}
	sure := places[random.IntN(len(places))]
	for _, i := range places {
		if i == sure || random.IntN(100) < 40 {
			letters[i] = twinOf(pairs, letters[i])
		}
	}
	return string(letters)
}

func twinOf(pairs []rune, r rune) rune {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] == r {
			return pairs[i+1]
		}
	}
	return 0
}
