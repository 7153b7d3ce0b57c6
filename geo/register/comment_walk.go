package register

import "slices"

// walker goes through the tokens of a comment once and gathers what is named
// where; houses are looked up afterwards, when all settlements are known.
type walker struct {
	reader   *CommentReader
	text     string
	tokens   []token
	silent   []bool
	markers  []marker
	mentions []mention
	cities   []bool // tokens where the city itself is named
	groups   []group
	missed   []Unresolved
	reversed bool // every street stands behind its houses
	taken    int  // token where the last list of numbers ended
	border   int  // token where the affected begin; 0 when nothing parts site and affected
}

// group is a mention with the numbers that follow it.
type group struct {
	*mention
	plates []plate
	site   bool
	damage bool // nothing parts site and affected, and damage or works are told behind it
	effect Effect
	side   parity // of a street without numbers: "четная сторона Мира"
	home   string // the settlement in brackets behind it
	city   bool   // the city itself was named: villages before are over
	behind bool   // a settlement that tells where the street before it is
	away   bool   // a village was named that the register lacks
}

// walk gathers the groups from the first token to the last.
func (w *walker) walk() {
	w.dropRegions()
	w.settleOrdinals()
	w.dropRemarks()
	w.spare()
	w.border = w.findBorder()
	w.reversed = w.standsReversed()
	w.settleOutlines()
	effect, outline := EffectCut, false
	var carried *mention // the site's street, for numbers right behind the marker
	var current *mention
	for i := 0; i < len(w.tokens); {
		if m := w.markerAt(i); m != nil {
			effect, outline, current = m.effect, false, nil
			i = m.to
			continue
		}
		if m := w.mentionAt(i); m != nil {
			m.bound = m.bound || outline
			i = w.take(m, effect)
			if !m.placeOnly {
				current = m
				if m.from < w.border {
					carried = m
				}
			}
			continue
		}
		switch t := w.tokens[i]; {
		case w.farVillage(i), w.otherRegion(i), w.otherCity(i):
			w.groups = append(w.groups, group{away: true})
		case w.cities[i]:
			w.groups = append(w.groups, group{city: true})
		case t.kind == wordToken && outlineOf[t.text]:
			outline = true
		case t.is("("):
			if end := w.bracketEnd(i); !w.streetsIn(i, end) {
				i = end
			}
		case t.kind == numberToken && !w.silent[i]:
			i = w.looseNumbers(i, current, carried, effect)
			continue
		case w.strangeName(i):
			i = w.skipName(i)
			continue
		case w.strangeStreet(i):
			i = w.skipStrange(i)
			current = nil
			carried = nil
			continue
		}
		i++
	}
}

// take adds a mention with the numbers behind it and returns where they end.
func (w *walker) take(m *mention, effect Effect) int {
	m.bound = m.bound || w.boundBefore(m.from)
	l := w.list(m.to, w.listEnd(m.to), w.sideBefore(m.from))
	plates, next := l.plates, l.at
	switch {
	case m.placeOnly:
	case w.reversed:
		plates, next = w.housesBefore(w.lastEnd(), m.from), m.to
	case len(plates) == 0:
		plates = w.houseFirst(m)
	}
	g := group{mention: m, plates: plates, site: m.from < w.border, damage: w.damageBehind(next), effect: effect, side: l.side}
	if home := w.homeBehind(next); home != nil && !m.placeOnly {
		g.home, next = home.place, home.to+1
	}
	w.groups = append(w.groups, g)
	w.taken = max(next, m.to)
	return w.taken
}

// sideBefore is the parity that stands before a street: "четная сторона ул. Мира", "четные дома по Мира".
func (w *walker) sideBefore(i int) parity {
	for i--; i >= w.taken; i-- {
		t := w.tokens[i]
		if t.kind != wordToken {
			break
		}
		if p := parityOf(w.tokens[i : i+1]); p != parityUnsaid {
			return p
		}
		if class(t.text) != classPass && t.means().mark != markHouse && !untilOf[t.text] {
			break
		}
	}
	return parityUnsaid
}

// spare marks the streets whose houses are said to have water, or not to be switched off.
func (w *walker) spare() {
	for j := range w.mentions {
		m := &w.mentions[j]
		for i := m.to; i+1 < w.listEnd(m.to) && !w.tokens[i].is("(") && !w.tokens[i].is(";") && !exceptOf[w.tokens[i].text]; i++ {
			m.spared = m.spared || spares(w.tokens[i].text, w.tokens[i+1].text)
		}
	}
}

// homeBehind is the settlement in brackets at i: "Мира 4 (с. Дальнее)".
func (w *walker) homeBehind(i int) *mention {
	if i < len(w.tokens) && w.tokens[i].is("(") {
		i++
	}
	m := w.mentionFrom(i)
	if m == nil || !m.placeOnly || !w.tokens[i-1].is("(") || m.to >= len(w.tokens) || !w.tokens[m.to].is(")") {
		return nil
	}
	return m
}

// settleOrdinals: "1, 2 пер. Мира" are two lanes, but with houses behind only
// the last number belongs to the lane, unless none can be a house: they are
// written as ordinals, or no street stands before them.
func (w *walker) settleOrdinals() {
	for i := range w.mentions {
		m := &w.mentions[i]
		if m.from >= m.bare-1 || !w.housesBehind(m.to) || i == 0 || w.allOrdinals(m.from, m.bare) {
			continue
		}
		m.from = m.bare - 1
		kept := m.candidates[:0]
		for _, c := range m.candidates {
			if c.ordinal < 0 || c.ordinal >= m.from {
				kept = append(kept, c)
			}
		}
		if len(kept) > 0 {
			m.candidates = kept
		}
	}
}

// allOrdinals: every number between two tokens is written as an ordinal.
func (w *walker) allOrdinals(from, to int) bool {
	return !slices.ContainsFunc(w.tokens[from:to], func(t token) bool { return t.kind == numberToken && !t.ordinal })
}

// settleOutlines: three streets or more in a row, dashes between them and no
// houses, are the limits of a quarter: "Мира - Лесная - Речная".
func (w *walker) settleOutlines() {
	for i := 0; i < len(w.mentions); {
		last := i
		for last+1 < len(w.mentions) && dashed(w.text, w.tokens[w.mentions[last].to-1], w.tokens[w.mentions[last+1].from]) {
			last++
		}
		for j := i; j <= last && last >= i+2; j++ {
			w.mentions[j].bound = true
		}
		i = last + 1
	}
}

// housesBehind reports a house number right behind token i.
func (w *walker) housesBehind(i int) bool {
	for ; i < len(w.tokens); i++ {
		t := w.tokens[i]
		if t.kind == numberToken {
			return !w.silent[i] && w.counted(i) == i && w.mentionFrom(i) == nil
		}
		if !t.is(",") && t.means().mark != markHouse {
			return false
		}
	}
	return false
}

// findBorder is the first marker with a place behind it; a marker that says what
// is missing goes before one that only says that something was closed.
func (w *walker) findBorder() int {
	for _, m := range w.markers {
		if m.strong && !w.placeBehind(m.to) && w.nameBehind(m.to) {
			return m.from
		}
	}
	for _, strong := range []bool{true, false} {
		for _, m := range w.markers {
			if m.strong == strong && w.placeBehind(m.to) {
				return m.from
			}
		}
	}
	return 0
}

func (w *walker) placeBehind(i int) bool {
	for j := range w.mentions {
		if w.mentions[j].from >= i && !w.mentions[j].spared {
			return true
		}
	}
	return false
}

func (w *walker) markerAt(i int) *marker {
	for j := range w.markers {
		if w.markers[j].from == i {
			return &w.markers[j]
		}
	}
	return nil
}

// mentionAt is the mention that token i belongs to.
func (w *walker) mentionAt(i int) *mention {
	for j := range w.mentions {
		if m := &w.mentions[j]; i >= m.from && i < m.to {
			return m
		}
	}
	return nil
}

func (w *walker) mentionFrom(i int) *mention {
	if m := w.mentionAt(i); m != nil && m.from == i {
		return m
	}
	return nil
}

// streetsIn reports a street between two tokens that is more than a remark: with
// houses behind it or its type beside it.
func (w *walker) streetsIn(from, to int) bool {
	for j := range w.mentions {
		if m := &w.mentions[j]; m.from >= from && m.from < to && (w.housesBehind(m.to) || m.to-m.from > 1) {
			return true
		}
	}
	return false
}

// listEnd is where a list of numbers must stop: at the next mention or marker.
func (w *walker) listEnd(from int) int {
	end := len(w.tokens)
	for j := range w.mentions {
		if w.mentions[j].from >= from {
			end = min(end, w.mentions[j].from)
		}
	}
	for j := range w.markers {
		if w.markers[j].from >= from {
			end = min(end, w.markers[j].from)
		}
	}
	for i := from; i < end; i++ {
		if w.cities[i] {
			return i
		}
	}
	return end
}

// boundBefore: "от Рылеева", "до пер. Новикова", "между".
func (w *walker) boundBefore(i int) bool {
	return i > 0 && w.tokens[i-1].kind == wordToken && boundOf[w.tokens[i-1].text]
}

// damageBehind reports a word of damage or works right behind token i.
func (w *walker) damageBehind(i int) bool {
	for ; i < len(w.tokens); i++ {
		t := w.tokens[i]
		if w.mentionAt(i) != nil {
			return false
		}
		if t.kind == wordToken {
			return class(t.text) == classWork
		}
	}
	return false
}

// houseFirst takes the numbers before a street that has none behind it: "24 Мира",
// "дома 20, 22 по ул. Мира".
func (w *walker) houseFirst(m *mention) []plate {
	if len(w.groups) > 0 || m.from == 0 {
		return nil
	}
	for i := 0; i < m.from; i++ {
		if w.tokens[i].kind == numberToken && !w.silent[i] && w.counted(i) == i {
			plates, next := w.numbers(w.institutionBefore(i), m.from)
			if len(plates) > 0 && next == m.from {
				return plates
			}
			return nil
		}
	}
	return nil
}

// institutionBefore is where a list begins whose first number is a school's, else i.
func (w *walker) institutionBefore(i int) int {
	if i > 0 && w.tokens[i-1].kind == wordToken && class(w.tokens[i-1].text) == classInstitution {
		return i - 1
	}
	return i
}

// looseNumbers takes numbers that no street stands before: right behind the
// marker they belong to the site's street.
func (w *walker) looseNumbers(i int, current, carried *mention, effect Effect) int {
	if next := w.counted(i); next > i {
		return next
	}
	plates, next := w.numbers(i, w.listEnd(i))
	if carried != nil && current == nil && i >= w.border && w.openedBy(i) && len(plates) > 0 {
		w.groups = append(w.groups, group{mention: carried, plates: plates, effect: effect})
	}
	return max(next, i+1)
}

// openedBy reports whether nothing but "д." or a sign stands between the marker and i.
func (w *walker) openedBy(i int) bool {
	for i--; i >= 0; i-- {
		t := w.tokens[i]
		for j := range w.markers {
			if w.markers[j].to == i+1 {
				return true
			}
		}
		if t.kind == numberToken || t.kind == wordToken && class(t.text) != classPass && t.means().mark != markHouse {
			return false
		}
	}
	return false
}
