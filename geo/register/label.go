package register

import (
	"slices"
	"strings"
)

// role is what a token is for, as far as the words alone can tell.
type role uint8

const (
	roleFree       role = iota // may be part of a street's name, or its house number
	roleSign                   // punctuation
	roleNoise                  // carries no address, may still stand in a name
	roleType                   // a street type
	roleSettlement             // a settlement type
	roleDistrict               // the name of a city district
	roleRegion                 // region or postcode, never looked at again
	roleCity                   // the name of a town that "г." points at
	roleHouse                  // belongs to the number behind "д."
	roleExtra                  // flat, entrance, floor, phone
)

// reading is one text with a role for each token.
type reading struct {
	text    string
	tokens  []token
	roles   []role
	houseAt int   // where the number begins that "д." marks
	parts   Parts // entrance, floor, flat, city; the number when "д." marks it
}

// read cuts a text and settles everything that needs no knowledge of streets.
func read(text string) reading {
	var r reading
	r.take(text)
	return r
}

// take is read in the space of an earlier reading.
func (r *reading) take(text string) {
	tokens := lexInto(r.tokens[:0], text)
	*r = reading{text: text, tokens: tokens, roles: slices.Grow(r.roles[:0], len(tokens))[:len(tokens)]}
	clear(r.roles)
	r.labelWords()
	r.labelPhones()
	r.labelPipes()
	r.labelInstitutions()
	r.labelPlaces()
	r.labelHouse()
	r.labelExtras()
}

func (r *reading) labelWords() {
	for i, t := range r.tokens {
		switch {
		case t.kind == signToken:
			r.roles[i] = roleSign
		case t.kind == numberToken:
		case len(t.means().streetTypes) > 0 && !r.afterNumber(i):
			r.roles[i] = roleType
		case len(t.means().settlementTypes) > 0 && !r.afterNumber(i):
			r.roles[i] = roleSettlement
		case t.means().noise && !r.afterNumber(i):
			r.roles[i] = roleNoise
		}
	}
}

// afterNumber reports whether a single letter stands behind a number, where it
// is rather the letter of the house.
func (r *reading) afterNumber(i int) bool {
	if !r.tokens[i].letter() {
		return false
	}
	if i > 1 && r.tokens[i].glued && r.tokens[i-1].glued && (r.tokens[i-1].is("-") || r.tokens[i-1].is("/")) {
		i-- // 69-Г
	}
	return i > 0 && r.tokens[i-1].kind == numberToken && !r.tokens[i-1].ordinal
}

// labelPhones sets telephone numbers and postcodes aside.
func (r *reading) labelPhones() {
	for i := 0; i < len(r.tokens); i++ {
		if r.tokens[i].kind != numberToken {
			continue
		}
		end, digits := r.digitRun(i)
		if from, to := r.phoneIn(i, end, digits); from >= 0 {
			r.setRoles(from, to, roleExtra)
		}
		i = max(i, end-1)
	}
	for i, t := range r.tokens {
		switch {
		case t.kind == numberToken && len(t.text) >= 7:
			r.roles[i] = roleExtra
		case t.kind == numberToken && len(t.text) == 6 && r.roles[i] == roleFree:
			r.roles[i] = roleRegion // a postcode
		case t.kind == wordToken && t.means().mark == markPhone && i+1 < len(r.tokens) && r.roles[i+1] == roleExtra:
			r.roles[i] = roleExtra
		}
	}
}

// digitsIn counts the digits as written, leading zeros included; a number word is no part of a telephone.
func (r *reading) digitsIn(t token) int {
	if !digit(r.text[t.start]) {
		return len(t.text)
	}
	return t.end - t.start
}

// digitRun is the run of numbers, hyphens and brackets that begins at i.
func (r *reading) digitRun(i int) (end, digits int) {
	for end = i; end < len(r.tokens); end++ {
		t := r.tokens[end]
		switch {
		case t.kind == numberToken && !t.ordinal:
			digits += r.digitsIn(t)
		case t.is("-") || t.is("(") || t.is(")"):
		default:
			return end, digits
		}
	}
	return end, digits
}

// phoneIn finds a telephone number inside a run: ten digits from 9, eleven from 7 or 8 in groups as they are
// said, or three groups joined by hyphens. from is -1 when there is none.
func (r *reading) phoneIn(i, end, digits int) (from, to int) {
	hyphens := 0
	for j := i; j < end; j++ {
		if r.tokens[j].is("-") {
			hyphens++
		}
	}
	if hyphens >= 2 && (digits >= 5 && digits <= 7 || digits == 10) {
		return i, end
	}
	for j := i; j < end; j++ {
		if to := r.phoneFrom(j, end); to > j {
			return j, to
		}
	}
	return -1, -1
}

// phoneFrom is where a telephone number that begins at j ends, 0 when none does. Its city code has three
// digits at least, so that a row of houses is none.
func (r *reading) phoneFrom(j, end int) int {
	t := r.tokens[j]
	if t.kind != numberToken || !digit(r.text[t.start]) {
		return 0
	}
	want, code := 0, j
	switch first := r.text[t.start]; {
	case first == '9':
		want = 10
	case first == '7' || first == '8':
		want = 11
		for code++; r.digitsIn(t) == 1 && code < end-1 && r.tokens[code].kind == signToken; code++ {
		}
	}
	if r.digitsIn(t) == 1 && (code >= end || r.digitsIn(r.tokens[code]) < 3) || r.digitsIn(t) == 2 {
		return 0
	}
	for digits := 0; j < end && digits < want; j++ {
		if r.tokens[j].kind == numberToken {
			digits += r.digitsIn(r.tokens[j])
		}
		if digits == want {
			return j + 1
		}
	}
	return 0
}

// labelPipes sets pipe diameters aside: Д=100, д-300.
func (r *reading) labelPipes() {
	for i := 2; i < len(r.tokens); i++ {
		sign := r.tokens[i-1]
		if r.tokens[i].kind == numberToken && (sign.is("=") || sign.is("-")) && r.tokens[i-2].means().pipe {
			r.setRoles(i-2, i+1, roleExtra)
		}
	}
}

// labelInstitutions sets a school's own number aside: "школа 57 Мира 42" is Мира 42. Alone it is left to the street.
func (r *reading) labelInstitutions() {
	for i := 0; i+2 < len(r.tokens); i++ {
		end := i + 1
		if i+2 < len(r.tokens) && r.tokens[i+1].is("/") {
			end = i + 3 // "д/с 57"
		}
		if end >= len(r.tokens) || r.tokens[i].kind != wordToken || r.tokens[end].kind != numberToken || !institutionOf[joinedText(r.tokens[i:end])] {
			continue
		}
		if slices.ContainsFunc(r.tokens[end+1:], func(t token) bool { return t.kind == numberToken }) {
			r.setRoles(i, end+1, roleExtra)
		}
	}
}

func joinedText(tokens []token) string {
	text := ""
	for _, t := range tokens {
		text += t.text
	}
	return text
}

func (r *reading) setRoles(from, end int, to role) {
	for i := from; i < end; i++ {
		r.roles[i] = to
	}
}

// labelPlaces finds the words that "обл.", "г." and "р-н" stand beside.
func (r *reading) labelPlaces() {
	for i, t := range r.tokens {
		if t.kind != wordToken || r.afterNumber(i) || r.initial(i) {
			continue
		}
		switch {
		case t.means().region:
			from, end := r.placeBeside(i)
			r.setRoles(from, end, roleRegion)
			r.roles[i] = roleRegion
		case t.means().district:
			from, end := r.placeBeside(i)
			r.setRoles(from, end, roleDistrict)
			r.roles[i] = roleDistrict
		case t.means().city:
			from, end := r.placeBeside(i)
			if from == end {
				continue
			}
			r.parts.City = r.text[r.tokens[from].start:r.tokens[end-1].end]
			r.setRoles(from, end, roleCity)
			r.roles[i] = roleRegion
		}
	}
}

// initial reports a letter that belongs to a name ("П.Г.Косенкова") or to the
// mark before it ("лит. Г"), and so is no "г." of a town.
func (r *reading) initial(i int) bool {
	if i == 0 || !r.tokens[i].letter() {
		return false
	}
	before := r.tokens[i-1]
	return before.dotted && (before.letter() || before.means().mark != markNone) || before.means().mark == markLitera
}

// placeBeside is the name that a mark at i belongs to: what stands before it in
// its segment, or, when the mark opens the segment, what follows.
func (r *reading) placeBeside(i int) (from, end int) {
	from = i
	for from > 0 && r.placeWord(from-1) && i-from < 3 {
		from--
	}
	if from < i && (r.opensSegment(from) || townOf[r.phrase(from, i)]) {
		return from, i
	}
	if from < i && !r.tokens[i].means().city {
		return i - 1, i
	}
	for end = min(i+4, len(r.tokens)); end > i+1; end-- {
		if townOf[r.phrase(i+1, end)] {
			return i + 1, end
		}
	}
	if i+1 < len(r.tokens) && r.placeWord(i+1) {
		return i + 1, i + 2
	}
	return i, i
}

func (r *reading) placeWord(i int) bool {
	t := r.tokens[i]
	return t.kind == wordToken && (r.roles[i] == roleFree || r.roles[i] == roleNoise) && !t.letter() && !t.means().city && !t.means().region
}

func (r *reading) opensSegment(i int) bool {
	return i == 0 || r.tokens[i-1].is(",") || r.tokens[i-1].is("(") || r.roles[i-1] == roleRegion
}

func (r *reading) phrase(from, end int) string {
	texts := make([]string, 0, 3)
	for _, t := range r.tokens[from:end] {
		texts = append(texts, t.text)
	}
	return strings.Join(texts, " ")
}

// labelHouse takes the number that "д." or "дом" marks.
func (r *reading) labelHouse() {
	for i, t := range r.tokens {
		if t.kind != wordToken || t.means().mark != markHouse || r.roles[i] == roleExtra || i+1 < len(r.roles) && r.roles[i+1] == roleExtra {
			continue
		}
		number, end := readNumber(r.tokens, i, nil)
		if number.Base == "" || (t.letter() && (r.afterNumber(i) || r.afterLitera(i))) {
			continue
		}
		r.parts.Number, r.houseAt = number, i
		r.setRoles(i, end, roleHouse)
		return
	}
}

// afterLitera reports whether a letter can be one of "литера А,Д1".
func (r *reading) afterLitera(i int) bool {
	return slices.ContainsFunc(r.tokens[:i], func(t token) bool { return t.means().mark == markLitera })
}

// labelExtras takes flat, entrance and floor with the number beside each.
func (r *reading) labelExtras() {
	for i, t := range r.tokens {
		if t.kind != wordToken || (r.roles[i] != roleFree && r.roles[i] != roleNoise && r.roles[i] != roleSettlement) {
			continue
		}
		var field *string
		switch r.extraMark(i) {
		case markFlat:
			field = &r.parts.Flat
		case markEntrance:
			field = &r.parts.Entrance
		case markFloor:
			field = &r.parts.Floor
		default:
			continue
		}
		if at := r.valueOf(i); at >= 0 && *field == "" {
			*field = r.tokens[at].text
			r.roles[at], r.roles[i] = roleExtra, roleExtra
		}
	}
}

// extraMark is the mark at i. "п. 2" is an entrance behind a house or before a floor or a flat.
func (r *reading) extraMark(i int) mark {
	if r.tokens[i].text != "п" {
		return r.tokens[i].means().mark
	}
	next := i + 2
	if next < len(r.tokens) && r.tokens[next].is(",") {
		next++
	}
	if i+1 < len(r.tokens) && r.freeNumber(i+1) && (r.markAt(next) || r.houseBefore(i)) {
		return markEntrance
	}
	return markNone
}

// houseBefore: a number stands before i, a comma and a letter allowed, and something before that has a name.
func (r *reading) houseBefore(i int) bool {
	if i--; i >= 0 && r.tokens[i].is(",") {
		i--
	}
	if i >= 0 && r.tokens[i].letter() && r.tokens[i].glued {
		i--
	}
	return i > 0 && r.tokens[i].kind == numberToken && !r.tokens[i].ordinal
}

// valueOf is the number that a mark at i speaks of: the one behind it, unless
// that one belongs to the next mark ("2 подъезд 3 этаж"); else the one before.
func (r *reading) valueOf(i int) int {
	behind, before := -1, -1
	if i+1 < len(r.tokens) && r.freeNumber(i+1) {
		behind = i + 1
	}
	if i > 0 && r.freeNumber(i-1) {
		before = i - 1
	}
	switch {
	case behind >= 0 && before >= 0 && r.markAt(i+2) && !r.numberAt(i+3):
		return before
	case behind >= 0:
		return behind
	}
	return before
}

func (r *reading) freeNumber(i int) bool {
	return r.tokens[i].kind == numberToken && r.roles[i] == roleFree
}

func (r *reading) markAt(i int) bool {
	if i >= len(r.tokens) {
		return false
	}
	m := r.tokens[i].means().mark
	return m == markFlat || m == markEntrance || m == markFloor
}

func (r *reading) numberAt(i int) bool { return i < len(r.tokens) && r.freeNumber(i) }
