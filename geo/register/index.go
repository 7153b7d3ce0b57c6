package register

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// Options tell an index what the houses alone do not.
type Options struct {
	// City is the city's own name. Its mention is no part of a street's name, and
	// an address in any other town gets no answer. Empty: towns are not checked.
	City string
	// Spoken maps what people say to an address or a street of the register:
	// "Пентагон" to "ул. Минаева, 11".
	Spoken map[string]string
	// Chosen are houses that people picked before for words that the index was not sure of.
	Chosen []Chosen
}

// Index answers Suggest and Resolve. It is immutable: safe for any number of
// concurrent readers. Houses that it hands out must not be changed.
type Index struct {
	houses   []House
	streets  []street
	names    []name
	lex      *lexicon
	spell    *spelling
	titles   []title                  // sorted by key
	carriers map[int32]streetSet      // streets with a house on a number
	city     []string                 // words of the city's own name
	unknown  []string                 // spoken names whose target the register lacks
	chosen   map[string][]chosenHouse // by what was said
	shown    []string                 // streets with their settlements as houses write them
	shownAt  []int32                  // house -> shown
	placed   func() placed            // made when somebody first points
	scratch  sync.Pool
}

// street is one street, or a settlement that has none, with its houses.
type street struct {
	kind       string   // canonical type
	whole      bool     // a settlement without streets
	places     []string // canonical types of its settlement
	title      string   // "ул. Зелёная"
	settlement string
	doors      []door  // sorted by base number, then key
	bases      []int32 // of the doors, side by side for the look-up
}

// door is a house at one of its numbers.
type door struct {
	base  int32
	house int32
	key   string
	loose string
	alias bool // one of several numbers of the building, not its own
}

// title is a street's name as the register writes it, for those who type it from its first sign.
type title struct {
	key  string
	name int32
}

// name is one way to call a street, or with house >= 0 a single house.
type name struct {
	street      int32
	house       int32
	words       []nameWord
	settlements []nameWord
	numbers     []string // 40 of "40 лет Победы", 2 of "2-й Советский"
	number      int32    // the first of them, noNumber without
	weight      float32  // of all words
}

type nameWord struct {
	word   int32
	weight float32
}

// typeWord marks the pseudo-word of a street whose name is nothing but a number.
const typeWord = "#"

// NewIndex builds an index over houses, which it keeps and does not change. The
// fields Settlement, StreetType, Street and Number decide; a house that has
// neither street nor settlement is read from its Address.
func NewIndex(houses []House, options Options) *Index {
	b := builder{index: &Index{houses: houses}, streetOf: map[streetKey]int32{}, spellings: map[string]int32{}, shownOf: map[streetKey]int32{}}
	for _, t := range lex(options.City) {
		if t.kind == wordToken {
			b.index.city = append(b.index.city, t.text)
		}
	}
	b.index.shownAt = make([]int32, 0, len(houses))
	for i := range houses {
		b.addHouse(int32(i))
	}
	b.finish()
	b.addSpoken(options.Spoken)
	b.index.chosen = chosenOf(options.Chosen, houses)
	b.index.placed = sync.OnceValue(func() placed { return placedOf(houses) })
	return b.index
}

// Houses is the number of houses in the index.
func (x *Index) Houses() int { return len(x.houses) }

// With is an index over the same houses with other options; this one stays as it is.
func (x *Index) With(options Options) *Index { return NewIndex(x.houses, options) }

// House is a house by its place in the slice given to NewIndex: read only.
func (x *Index) House(i int) *House { return &x.houses[i] }

// UnknownSpoken lists the spoken names whose target is not in the register.
func (x *Index) UnknownSpoken() []string { return slices.Clone(x.unknown) }

type streetKey struct{ settlement, kind, name string }

type builder struct {
	index     *Index
	streetOf  map[streetKey]int32
	spellings map[string]int32 // streets by identity
	shownOf   map[streetKey]int32
	drafts    []draftName
}

// draftName is a name before the lexicon gives its words their numbers.
type draftName struct {
	title         string
	street, house int32
	words         []string
	weights       []float32
	settlements   []string
	numbers       []string
}

func (b *builder) addHouse(i int32) {
	h := &b.index.houses[i]
	key := streetKey{h.Settlement, h.StreetType, h.Street}
	b.show(key)
	number := h.Number
	if key.name == "" && key.settlement == "" {
		parts := Parse(h.Address)
		key = streetKey{parts.Settlement, parts.StreetType, parts.Street}
		number = parts.Number.String()
	}
	id, known := b.streetOf[key]
	if !known {
		id = b.sameStreet(key)
		b.streetOf[key] = id
	}
	b.addDoors(id, i, ParseNumber(number))
}

// show notes how the street of the next house is written.
func (b *builder) show(key streetKey) {
	id, known := b.shownOf[key]
	if !known {
		id = int32(len(b.index.shown))
		b.shownOf[key] = id
		b.index.shown = append(b.index.shown, joinPlace(key.settlement, streetShown(key.kind, key.name)))
	}
	b.index.shownAt = append(b.index.shownAt, id)
}

func (b *builder) addDoors(id, house int32, n Number) {
	s := &b.index.streets[id]
	add := func(n Number, alias bool) {
		s.doors = append(s.doors, door{max(valueOf(n.Base), 0), house, n.key(), n.loose(), alias})
	}
	add(n, false)
	if n.Also != "" {
		for _, each := range strings.Split(n.base()+","+n.Also, ",") {
			add(ParseNumber(each), true)
		}
	}
	if n.Through != "" && n.Fraction == "" && n.Through[0] != '0' && len(n.Through) >= len(n.Base) {
		add(Number{Base: n.Base, Letter: n.Letter}, true)
		add(ParseNumber(n.Through), true)
	}
}

// sameStreet is the street of this key under any spelling, added when it is new.
func (b *builder) sameStreet(key streetKey) int32 {
	identity := identity(key.settlement, key.kind, key.name)
	id, known := b.spellings[identity]
	if !known {
		id = b.addStreet(key)
		b.spellings[identity] = id
	}
	return id
}

func (b *builder) addStreet(key streetKey) int32 {
	id := int32(len(b.index.streets))
	b.index.streets = append(b.index.streets, street{kind: key.kind, title: streetShown(key.kind, key.name), settlement: key.settlement,
		places: placeTypes(key.settlement)})
	settlement := plainWords(key.settlement)
	if key.name == "" {
		s := &b.index.streets[id]
		s.title, s.settlement, s.whole = key.settlement, "", true
		b.addName(id, -1, key.settlement, "", nil)
		return id
	}
	b.addName(id, -1, key.name, key.kind, settlement)
	return id
}

// addName drafts a name, and the same written without its blanks.
func (b *builder) addName(street, house int32, text, kind string, settlements []string) {
	d := draftName{title: text, street: street, house: house, settlements: settlements}
	tokens := lex(text)
	last := -1
	for i, t := range tokens {
		if t.is("(") && last >= 0 {
			break // "Пригородная (Ленинский р-н)": the district tells less than the name
		}
		if t.kind == wordToken && !t.means().soft {
			last = i
		}
	}
	for i, t := range tokens {
		switch {
		case t.kind == numberToken:
			d.numbers = append(d.numbers, t.text)
		case t.kind == wordToken && !bareMark(tokens, i):
			d.words = append(d.words, t.text)
			d.weights = append(d.weights, weightOf(t, i == last))
		}
	}
	if last < 0 {
		d.words, d.weights = append(d.words, typeWord+kind), append(d.weights, 1)
	}
	b.drafts = append(b.drafts, d)
	if d.title = ""; len(d.words) > 1 {
		d.words, d.weights = []string{strings.Join(d.words, "")}, []float32{1}
		b.drafts = append(b.drafts, d)
	}
}

// bareMark reports a settlement's type at the edge of its own name: the "с" of "Луговое с".
func bareMark(tokens []token, i int) bool {
	t := tokens[i]
	return len(t.means().settlementTypes) > 0 && len(tokens) > 1 && (i == 0 || i == len(tokens)-1)
}

// weightOf is how much a word tells: the last word of a name (the surname) most.
func weightOf(t token, last bool) float32 {
	switch {
	case t.letter():
		return 0.12
	case t.means().soft:
		return 0.15
	case last:
		return 1
	}
	return 0.45
}

// placeTypes are the settlement types in a settlement's name.
func placeTypes(settlement string) []string {
	var places []string
	for _, t := range lex(settlement) {
		places = append(places, t.means().settlementTypes...)
	}
	return places
}

// plainWords are the words of a settlement without its types.
func plainWords(settlement string) []string {
	var words []string
	for _, t := range lex(settlement) {
		if t.kind == wordToken && len(t.means().settlementTypes) == 0 && !t.means().noise {
			words = append(words, t.text)
		}
	}
	return words
}

// finish sorts the doors and turns the drafts into names.
func (b *builder) finish() {
	x := b.index
	for i := range x.streets {
		slices.SortFunc(x.streets[i].doors, func(a, b door) int {
			if a.base != b.base {
				return int(a.base - b.base)
			}
			return strings.Compare(a.key, b.key)
		})
		x.streets[i].bases = make([]int32, len(x.streets[i].doors))
		for j, d := range x.streets[i].doors {
			x.streets[i].bases[j] = d.base
		}
	}
	x.carriers = carriersOf(x.streets)
	b.nameDrafts()
	x.scratch.New = func() any {
		return &scratch{sums: make([]float32, len(x.names)), shares: make([]float32, len(x.lex.words))}
	}
}

func (b *builder) nameDrafts() {
	var words []string
	for _, d := range b.drafts {
		words = append(append(words, d.words...), d.settlements...)
	}
	x := b.index
	x.lex, x.names = newLexicon(words), make([]name, 0, len(b.drafts))
	x.spell = newSpelling(x.lex, x.city)
	x.titles = x.titles[:0]
	for _, d := range b.drafts {
		if d.title != "" {
			x.titles = append(x.titles, title{titleKey(d.title), int32(len(x.names))})
		}
		n := name{street: d.street, house: d.house, numbers: d.numbers, number: noNumber}
		if len(d.numbers) > 0 {
			n.number = valueOf(d.numbers[0])
		}
		for i, w := range d.words {
			n.words = append(n.words, nameWord{x.lex.ids[w], d.weights[i]})
			n.weight += d.weights[i]
		}
		for _, w := range d.settlements {
			n.settlements = append(n.settlements, nameWord{x.lex.ids[w], 1})
		}
		for _, w := range n.words {
			list := x.lex.postings[w.word]
			if id := int32(len(x.names)); len(list) == 0 || list[len(list)-1] != id {
				x.lex.postings[w.word] = append(list, id)
			}
		}
		x.names = append(x.names, n)
	}
	slices.SortFunc(x.titles, func(a, b title) int { return cmp.Or(strings.Compare(a.key, b.key), int(a.name-b.name)) })
}

// addSpoken resolves the spoken names with the finished index and builds the
// names anew with them.
func (b *builder) addSpoken(spoken map[string]string) {
	if len(spoken) == 0 {
		return
	}
	aliases := make([]string, 0, len(spoken))
	for alias := range spoken {
		aliases = append(aliases, alias)
	}
	slices.Sort(aliases)
	var found []func()
	for _, alias := range aliases {
		street, house, ok := b.index.target(spoken[alias])
		if !ok {
			b.index.unknown = append(b.index.unknown, alias)
			continue
		}
		found = append(found, func() { b.addName(street, house, alias, b.index.streets[street].kind, nil) })
	}
	for _, add := range found {
		add()
	}
	b.finish()
}

// target is the house or the street that an address names beyond doubt.
func (x *Index) target(address string) (street, house int32, ok bool) {
	s := x.work()
	defer x.done(s)
	best, q := x.search(address, false, s)
	if len(best) == 0 || best[0].score < answerThreshold {
		return 0, 0, false
	}
	street = x.names[best[0].name].street
	plate := q.houseNumber(best[0].used)
	if plate.Empty() {
		return street, -1, true
	}
	for _, f := range x.streets[street].find(plate.Number) {
		return street, f.house, true
	}
	return 0, 0, false
}
