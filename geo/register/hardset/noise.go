package hardset

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
)

// Noise is one way in which people do not write as the register does.
type Noise string

const (
	HouseFirst  Noise = "house first"
	Latin       Noise = "transliteration"
	Keyboard    Noise = "keyboard layout"
	TwoTypos    Noise = "two typos"
	StreetType  Noise = "type missing or moved"
	Blanks      Noise = "spaces"
	Twins       Noise = "letters of the wrong alphabet"
	Surrounded  Noise = "flat and phone"
	NumberWords Noise = "number words"
)

// Noises are all of them.
var Noises = []Noise{HouseFirst, Latin, Keyboard, TwoTypos, StreetType, Blanks, Twins, Surrounded, NumberWords}

// apart are noises that no text can carry together: there is one alphabet.
var apart = [][2]Noise{{Latin, Keyboard}, {Latin, Twins}, {Keyboard, Twins}}

// draw picks two or three noises, each as likely as any other.
func draw(random *rand.Rand) []Noise {
	for {
		order := random.Perm(len(Noises))[:2+random.IntN(2)]
		drawn := make([]Noise, len(order))
		for i, at := range order {
			drawn[i] = Noises[at]
		}
		if !slices.ContainsFunc(apart, func(p [2]Noise) bool { return slices.Contains(drawn, p[0]) && slices.Contains(drawn, p[1]) }) {
			return drawn
		}
	}
}

// writing is an address while it is being written.
type writing struct {
	random                       *rand.Rand
	place, kind, name, number    string
	before, behind               string // what stands around the address
	typeMoved, houseFirst, comma bool
}

// write turns a house into text with the noises.
func write(random *rand.Rand, r *Register, h House, noises []Noise) string {
	w := &writing{random: random, place: r.placeWritten(random, h), kind: h.Type, name: h.Street, comma: random.IntN(3) > 0,
		number: numberWritten(random, h.Number)}
	has := func(n Noise) bool { return slices.Contains(noises, n) }
	if has(TwoTypos) {
		w.name = typo(random, typo(random, w.name))
	}
	if has(NumberWords) {
		w.number, _ = numberSpoken(random, w.number)
	} else if random.IntN(3) == 0 {
		w.number = pick(random, "д. ", "д.", "дом ", "д ") + w.number
	}
	if has(StreetType) {
		if w.kind, w.typeMoved = "", false; random.IntN(2) == 0 {
			w.kind, w.typeMoved = h.Type, true
		}
	}
	if has(Surrounded) {
		w.surround()
	}
	w.houseFirst = has(HouseFirst)
	text := w.String()
	if random.IntN(2) == 0 {
		text = strings.ToLower(text)
	}
	return garble(random, text, has)
}

// garble is what happens to the text as a whole.
func garble(random *rand.Rand, text string, has func(Noise) bool) string {
	switch {
	case has(Latin):
		text = schemes[random.IntN(len(schemes))].write(text)
	case has(Keyboard):
		text = onEnglishKeys(text, random.IntN(2) == 0)
	case has(Twins):
		text = withTwins(random, text)
	}
	if has(Blanks) {
		text = blanks(random, text)
	}
	return text
}

// placeWritten names the settlement always and the city now and then.
func (r *Register) placeWritten(random *rand.Rand, h House) string {
	if h.Settlement != "" {
		return h.Settlement
	}
	return pick(random, "", "", "", "", "", "г. "+r.City, r.City, r.Region+", "+r.City+" г")
}

// numberWritten leaves out, now and then, what only tells what stands there.
func numberWritten(random *rand.Rand, number string) string {
	switch random.IntN(4) {
	case 0:
		return strings.ToLower(number)
	case 1:
		return strings.Replace(number, "к. ", "к", 1)
	}
	return number
}

func pick(random *rand.Rand, of ...string) string { return of[random.IntN(len(of))] }

// longTypes are the types written out, for one writing in three.
var longTypes = map[string]string{"ул": "улица", "пер": "переулок", "пр-кт": "проспект", "проезд": "проезд", "б-р": "бульвар", "ш": "шоссе", "пл": "площадь",
	"пр-д": "проезд"}

// String puts the pieces in order: the type before the name, or behind it when it was moved.
func (w *writing) String() string {
	street := w.name
	if kind := w.kindWritten(); kind != "" {
		switch {
		case w.typeMoved && w.random.IntN(2) == 0:
			street = w.name + " " + w.number + " " + kind // far behind: "Минаева 20 ул"
			return w.join(w.place, street)
		case w.typeMoved:
			street = w.name + " " + kind
		default:
			street = kind + " " + w.name
		}
	}
	if w.houseFirst {
		return w.join(w.number, joined(" ", w.place, street))
	}
	return w.join(w.place, street, w.number)
}

func (w *writing) kindWritten() string {
	long := longTypes[w.kind]
	switch n := w.random.IntN(3); {
	case w.kind == "" || n == 0 && long == "":
		return w.kind
	case n == 0:
		return long
	case n == 1 && !strings.Contains(w.kind, "-"):
		return w.kind + "."
	}
	return w.kind
}

// join sets commas between the pieces, or blanks alone.
func (w *writing) join(pieces ...string) string {
	between := " "
	if w.comma {
		between = ", "
	}
	return joined(between, append([]string{w.before}, append(pieces, w.behind)...)...)
}

func joined(between string, pieces ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(pieces), func(p string) bool { return p == "" }), between)
}

// surround sets flat, entrance, floor and phone before and behind the address.
func (w *writing) surround() {
	n := w.random
	flat := pick(n, "кв. ", "кв ", "квартира ", "кв.") + fmt.Sprint(1+n.IntN(180))
	phone := fmt.Sprintf(pick(n, "+7 (9%02d) %03d-%02d-%02d", "89%02d%03d%02d%02d", "8 9%02d %03d %02d %02d", "тел. 8-9%02d-%03d-%02d-%02d", "т. +79%02d%03d%02d%02d"),
		n.IntN(100), n.IntN(1000), n.IntN(100), n.IntN(100))
	switch n.IntN(5) {
	case 0:
		w.behind = flat
	case 1:
		w.behind = flat + pick(n, ", ", " ") + phone
	case 2:
		w.before, w.behind = phone, flat
	case 3:
		w.behind = pick(n, "под. ", "подъезд ", "п. ") + fmt.Sprint(1+n.IntN(9)) + pick(n, " этаж ", ", эт. ") + fmt.Sprint(1+n.IntN(16)) + " " + flat
	default:
		w.before, w.behind = flat, phone
	}
}

// typo drops, doubles, swaps or replaces one letter, never the first.
func typo(random *rand.Rand, text string) string {
	letters := []rune(text)
	var places []int
	for i, r := range letters {
		if i > 0 && unicode.IsLetter(r) && unicode.IsLetter(letters[i-1]) {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return text
	}
	const alphabet = "абвгдежзиклмнопрстуфхцчшщыьэюя"
	any, at := []rune(alphabet)[random.IntN(30)], places[random.IntN(len(places))]
	switch random.IntN(4) {
	case 0:
		return string(slices.Delete(letters, at, at+1))
	case 1:
		return string(slices.Insert(letters, at, any))
	case 2:
		if at > 1 {
			letters[at], letters[at-1] = letters[at-1], letters[at]
			return string(letters)
		}
	}
	letters[at] = any
	return string(letters)
}

// blanks doubles some spaces and loses one.
func blanks(random *rand.Rand, text string) string {
	fields := strings.Split(text, " ")
	lost := -1
	if len(fields) > 1 {
		lost = 1 + random.IntN(len(fields)-1)
	}
	var b strings.Builder
	for i, field := range fields {
		switch {
		case i == 0 || i == lost:
		case random.IntN(2) == 0:
			b.WriteString(strings.Repeat(" ", 2+random.IntN(2)))
		default:
			b.WriteByte(' ')
		}
		b.WriteString(field)
	}
	return b.String()
}
