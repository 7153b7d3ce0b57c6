package register

import (
	"slices"
	"strings"
)

// Parts are the pieces of one address. Every piece may be empty.
type Parts struct {
	City       string
	Settlement string // with its type, as written
	StreetType string // canonical short form, "" when not written
	Street     string // name without the type, as written
	Number     Number
	Entrance   string
	Floor      string
	Flat       string
	Rest       string // what stands behind the number and was not understood
}

// String is the address in the form that Parse reads back.
func (p Parts) String() string {
	pieces := make([]string, 0, 8)
	add := func(prefix, value string) {
		if value != "" {
			pieces = append(pieces, prefix+value)
		}
	}
	add("г. ", p.City)
	add("", p.Settlement)
	add("", streetShown(p.StreetType, p.Street))
	add("д. ", p.Number.String())
	add("подъезд ", p.Entrance)
	add("этаж ", p.Floor)
	add("кв. ", p.Flat)
	return strings.Join(pieces, ", ")
}

// streetShown is the street as people see it: "ул. Зелёная", "пр-кт Мира".
func streetShown(streetType, name string) string {
	if name == "" {
		return ""
	}
	if shown := shownType[streetType]; shown != "" {
		return shown + " " + name
	}
	return name
}

// StreetType reports whether a word names a type of street, "ул", "проспект", in any of its forms.
func StreetType(word string) bool { return len(meaningOf(fold(word)).streetTypes) > 0 }

// Parse takes an address apart without knowing any street. It trusts commas and
// marks; where a number could be the house or part of a name ("8 Марта 5") the
// words of vocabulary.go decide. Index.Resolve does better: it knows the streets.
func Parse(text string) Parts {
	r := read(text)
	p := parser{reading: r}
	p.segments()
	p.findNumber()
	p.findStreet()
	return p.parts
}

// segment is a half-open range of tokens between commas.
type segment struct{ from, end int }

type parser struct {
	reading
	segs []segment
}

func (p *parser) segments() {
	from, depth := 0, 0
	for i, t := range p.tokens {
		switch {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		case t.is(",") && depth <= 0:
			p.segs = append(p.segs, segment{from, i})
			from = i + 1
		}
	}
	p.segs = append(p.segs, segment{from, len(p.tokens)})
}

// findNumber settles the house number when no mark did: the first segment that
// opens with a number behind a name, else the first number behind a word, else
// the first number.
func (p *parser) findNumber() {
	if p.parts.Number.Empty() {
		if at := p.numberStart(); at >= 0 {
			p.takeNumber(at)
		}
	}
	for i := range p.tokens {
		if p.freeNumber(i) && p.parts.Flat == "" && i > 0 && (p.roles[i-1] == roleHouse || p.tokens[i-1].is(",") && i > 1 && p.roles[i-2] == roleHouse) {
			p.parts.Flat, p.roles[i] = p.tokens[i].text, roleExtra
		}
	}
}

func (p *parser) takeNumber(at int) {
	taken := make([]bool, len(p.tokens))
	for i, role := range p.roles {
		taken[i] = role == roleExtra || role == roleCity || role == roleRegion
	}
	number, end := readNumber(p.tokens, at, taken)
	p.parts.Number = number
	p.setRoles(at, end, roleHouse)
}

func (p *parser) numberStart() int {
	for s := 1; s < len(p.segs); s++ {
		if at := p.segs[s].from; at < p.segs[s].end && p.opensWithNumber(at) && !p.named(p.segs[s]) {
			return at
		}
	}
	last, first := -1, -1
	for i := range p.tokens {
		if !p.freeNumber(i) || p.tokens[i].ordinal || p.beforeDateWord(i) {
			continue
		}
		if first < 0 {
			first = i
		}
		if i > 0 && p.tokens[i-1].kind == wordToken && last < 0 {
			last = i
		}
	}
	if last >= 0 {
		return last
	}
	return first
}

// named reports whether a segment holds a street's name beside its number.
func (p *parser) named(s segment) bool {
	for i := s.from; i < s.end; i++ {
		if p.roles[i] == roleType || (p.roles[i] == roleFree && p.tokens[i].kind == wordToken &&
			!p.tokens[i].letter() && p.tokens[i].means().mark == markNone && !p.tokens[i].means().kind) {
			return true
		}
	}
	return false
}

func (p *parser) opensWithNumber(i int) bool {
	if p.freeNumber(i) {
		return !p.tokens[i].ordinal
	}
	number, _ := readNumber(p.tokens, i, nil)
	return !number.Empty() && p.roles[i] != roleExtra
}

func (p *parser) beforeDateWord(i int) bool {
	return i+1 < len(p.tokens) && p.tokens[i+1].kind == wordToken && p.tokens[i+1].means().date
}

// findStreet gives the segments that are left to settlement and street.
func (p *parser) findStreet() {
	last := p.splitRest()
	for s := last - 1; s >= 0; s-- {
		from, end := p.nameRange(p.segs[s])
		if from >= end {
			continue
		}
		switch {
		case p.parts.Street == "" && !p.settlementSegment(from, end):
			p.takeStreet(from, end)
		case p.parts.Settlement == "":
			p.parts.Settlement = p.slice(from, end)
		default:
			p.parts.Settlement = p.slice(from, end) + ", " + p.parts.Settlement
		}
	}
}

// splitRest sets aside what follows the house number and returns how many
// segments may name the place. When the house stands first, all may.
func (p *parser) splitRest() int {
	house := slices.IndexFunc(p.segs, func(s segment) bool {
		return slices.Contains(p.roles[s.from:s.end], roleHouse)
	})
	if house < 0 || !p.namedBefore(house) {
		return len(p.segs)
	}
	rest := segment{len(p.tokens), 0}
	for i := p.segs[house].from; i < len(p.tokens); i++ {
		behind := i > p.segs[house].from && slices.Contains(p.roles[p.segs[house].from:i], roleHouse)
		if behind && (p.roles[i] == roleFree || p.roles[i] == roleNoise || p.roles[i] == roleType) {
			rest.from, rest.end = min(rest.from, i), i+1
		}
	}
	p.parts.Rest = p.slice(rest.from, rest.end)
	if slices.ContainsFunc(p.segs[:house], p.holdsName) {
		return house
	}
	return house + 1
}

func (p *parser) holdsName(s segment) bool {
	from, end := p.nameRange(s)
	return from < end
}

// namedBefore reports whether a name stands before the house, in an earlier
// segment or in its own.
func (p *parser) namedBefore(house int) bool {
	s := p.segs[house]
	own := segment{s.from, s.from + slices.Index(p.roles[s.from:s.end], roleHouse)}
	return p.holdsName(own) || slices.ContainsFunc(p.segs[:house], p.holdsName)
}

// nameRange trims a segment to the tokens that may name a place.
func (p *parser) nameRange(s segment) (from, end int) {
	names := func(i int) bool {
		switch p.roles[i] {
		case roleFree, roleType, roleSettlement, roleDistrict:
			return true
		case roleNoise:
			return !p.tokens[i].means().city
		case roleSign:
			return p.tokens[i].is("(") || p.tokens[i].is(")")
		}
		return false
	}
	from, end = s.from, s.end
	for from < end && (!names(from) || p.tokens[from].is(")")) {
		from++
	}
	last := from
	for last < end && (names(last) || p.roles[last] == roleSign) {
		last++
	}
	for last > from && p.tokens[last-1].kind == signToken && !p.tokens[last-1].is(")") {
		last--
	}
	for i := from; i < last; i++ {
		if p.roles[i] == roleFree || p.roles[i] == roleType || p.roles[i] == roleDistrict {
			return from, last
		}
	}
	return from, from
}

// settlementSegment: a settlement type at its edge, and no street type.
func (p *parser) settlementSegment(from, end int) bool {
	for i := from; i < end; i++ {
		if p.roles[i] == roleType {
			return false
		}
	}
	edge := func(i int) bool { return p.roles[i] == roleSettlement }
	return end-from > 1 && (edge(from) || edge(end-1))
}

// takeStreet splits the type off; of two type words the abbreviation at the edge
// is the type and the other belongs to the name ("ул. Иртышская Набережная").
func (p *parser) takeStreet(from, end int) {
	closing := end-from > 1 && p.roles[end-1] == roleType
	switch {
	case closing && p.typeOf(end-1) == "ул": // "Спуск Минаева ул"
		p.parts.StreetType = "ул"
		end--
	case end-from > 1 && p.roles[from] == roleType:
		p.parts.StreetType = p.typeOf(from)
		from++
	case closing:
		p.parts.StreetType = p.typeOf(end - 1)
		end--
	}
	p.parts.Street = p.slice(from, end)
}

// typeOf is the type at i; of several readings the one that the vocabulary names first.
func (p *parser) typeOf(i int) string { return p.tokens[i].means().streetTypes[0] }

// slice is the text of tokens as it was written, the dot of an abbreviation included.
func (p *parser) slice(from, end int) string {
	if from >= end {
		return ""
	}
	stop := p.tokens[end-1].end
	if p.tokens[end-1].dotted && p.roles[end-1] != roleFree && stop < len(p.text) && p.text[stop] == '.' {
		stop++
	}
	return strings.TrimSpace(strings.Join(strings.Fields(p.text[p.tokens[from].start:stop]), " "))
}
