package register

import (
	"maps"
	"slices"
	"strings"
)

// meaning is all that the vocabulary says of one word.
type meaning struct {
	streetTypes     []string // canonical; "пр" is both a проспект and a проезд
	settlementTypes []string // canonical
	mark            mark
	numeral         numeral // its value is 0 for what is no number word
	split           string  // number and words that it stands for
	kind            bool    // stands in brackets behind the number: "влд"
	bareKind        bool    // or without them
	region          bool    // "обл"
	district        bool    // "р-н"
	cityDistrict    bool    // as cities call their districts: "советский"
	city            bool    // "г"
	noise           bool    // carries no address
	soft            bool    // says little
	date            bool    // follows a number of the street's name: "мая"
	anniversary     bool    // "рождения"
	fraction        bool    // the stroke as it is spoken
	pipe            bool    // stands before a diameter
	ordinal         bool    // ending of an ordinal behind a hyphen
	looseOrdinal    bool    // or without it
	glued           bool    // may have lost the blank to the name beside it
	doubtful        bool    // a letter behind a number that may belong to what follows
	town            bool    // a word of another town's name
	known           bool    // has its place in an address, towns apart
}

var (
	meanings        = newMeanings()
	meaningless     meaning
	townOf          = townsOf(otherTowns)
	townWords       = wordsOf(townOf)
	hyphenatedOf    = hyphenatedForms()
	shownType       = shownOf(streetTypeTable, settlementTypeTable)
	vocabularyWords = knownWords()
)

// meaningOf is what the vocabulary says of a folded word, nothing for a word that it lacks. Read only.
func meaningOf(word string) *meaning {
	if m := meanings[word]; m != nil {
		return m
	}
	return &meaningless
}

// vocabularyBook gathers meanings.
type vocabularyBook map[string]*meaning

func newMeanings() vocabularyBook {
	b := vocabularyBook{}
	b.addTypes(streetTypeTable, func(m *meaning, canon string) { m.streetTypes = append(m.streetTypes, canon) })
	b.addTypes(settlementTypeTable, func(m *meaning, canon string) { m.settlementTypes = append(m.settlementTypes, canon) })
	for mark, forms := range markTable {
		b.add(forms, func(m *meaning) { m.mark, m.known = mark, true })
	}
	b.addNumerals()
	b.add(kindForms, func(m *meaning) { m.kind, m.known = true, true })
	b.add(regionForms, func(m *meaning) { m.region, m.known = true, true })
	b.add(districtForms, func(m *meaning) { m.district, m.known = true, true })
	b.add(cityDistrictForms, func(m *meaning) { m.cityDistrict = true })
	b.add(cityForms, func(m *meaning) { m.city, m.known = true, true })
	b.add(noiseForms+" "+speechForms, func(m *meaning) { m.noise, m.known = true, true })
	b.add(softWords, func(m *meaning) { m.soft, m.known = true, true })
	b.add(dateWords, func(m *meaning) { m.date, m.known = true, true })
	b.add(fractionForms, func(m *meaning) { m.fraction, m.known = true, true })
	for word := range wordAliases {
		b.of(word).known = true
	}
	for word, as := range splitWords {
		b.of(word).split, b.of(word).known = as, true
	}
	b.add(bareKindForms, func(m *meaning) { m.bareKind = true })
	b.add(anniversaryForms, func(m *meaning) { m.anniversary = true })
	b.add(pipeForms, func(m *meaning) { m.pipe = true })
	b.add(ordinalEndings, func(m *meaning) { m.ordinal = true })
	b.add(looseOrdinals, func(m *meaning) { m.looseOrdinal = true })
	b.add(gluedForms, func(m *meaning) { m.glued = true })
	b.add(doubtfulLetters, func(m *meaning) { m.doubtful = true })
	for word := range townWords {
		b.of(word).town = true
	}
	return b
}

func (b vocabularyBook) of(word string) *meaning {
	if b[word] == nil {
		b[word] = &meaning{}
	}
	return b[word]
}

func (b vocabularyBook) add(forms string, say func(*meaning)) {
	for _, form := range strings.Fields(forms) {
		say(b.of(form))
	}
}

func (b vocabularyBook) addTypes(table []typeWords, say func(m *meaning, canon string)) {
	for _, t := range table {
		b.add(t.forms, func(m *meaning) {
			say(m, t.canon)
			m.known = true
		})
	}
}

func (b vocabularyBook) addNumerals() {
	for _, n := range numeralTable {
		b.add(n.plain, func(m *meaning) { m.numeral, m.known = numeral{n.value, false}, true })
		b.add(n.ordinals, func(m *meaning) { m.numeral, m.known = numeral{n.value, true}, true })
	}
}

// townsOf splits the hyphens, as the lexer does: "йошкар-ола" is found as "йошкар ола".
func townsOf(list string) map[string]bool {
	towns := map[string]bool{}
	for _, t := range strings.Fields(list) {
		towns[strings.ReplaceAll(t, "-", " ")] = true
	}
	return towns
}

// wordsOf are the single words of a set of phrases.
func wordsOf(phrases map[string]bool) map[string]bool {
	words := map[string]bool{}
	for p := range phrases {
		for _, w := range strings.Fields(p) {
			words[w] = true
		}
	}
	return words
}

// hyphenatedForms are the forms that the lexer must not cut at their hyphen.
func hyphenatedForms() map[string]bool {
	set := map[string]bool{}
	for form, m := range meanings {
		if strings.Contains(form, "-") && m.known {
			set[form] = true
		}
	}
	return set
}

func shownOf(tables ...[]typeWords) map[string]string {
	shown := map[string]string{}
	for _, table := range tables {
		for _, t := range table {
			shown[t.canon] = t.shown
		}
	}
	return shown
}

// knownWords are all words of the vocabulary but the towns, sorted: what a text may hold beside names.
func knownWords() []string {
	words := maps.Clone(meanings)
	maps.DeleteFunc(words, func(_ string, m *meaning) bool { return !m.known })
	return slices.Sorted(maps.Keys(words))
}

func setOf(forms string) map[string]bool {
	set := map[string]bool{}
	for _, f := range strings.Fields(forms) {
		set[f] = true
	}
	return set
}
