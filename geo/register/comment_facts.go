package register

import (
	"slices"
	"strconv"
	"strings"
)

// marker is where the list of affected houses opens: "без ХВС", "на пониж. давл.".
type marker struct {
	from, to int // tokens
	effect   Effect
	strong   bool // says what is missing, and not only that something was closed
}

// facts are what a comment says beside its addresses.
type facts struct {
	silent      []bool // tokens that are never a place: diameters, times, dates, telephones
	markers     []marker
	diameters   []int
	utilities   []Utility
	cause       string
	works       string
	institution []Span
	cities      []bool // first tokens of "Ульяновск г"
}

func readFacts(text string, tokens []token) facts {
	f := facts{silent: make([]bool, len(tokens)), cities: make([]bool, len(tokens))}
	f.readCities(tokens)
	f.readPipes(text, tokens)
	f.readTimes(text, tokens)
	f.readMarkers(tokens)
	f.readReasons(tokens)
	f.readInstitutions(text, tokens)
	return f
}

// readPipes takes Д=100, д-100, Д 100, д200, =100 and 100мм.
func (f *facts) readPipes(text string, tokens []token) {
	for i, t := range tokens {
		if t.kind != numberToken || f.silent[i] {
			continue
		}
		from := pipeStart(text, tokens, i)
		metric := i+1 < len(tokens) && tokens[i+1].text == "мм"
		if from < 0 && !metric {
			continue
		}
		if from < 0 {
			from = i
		}
		for j := from; j <= i; j++ {
			f.silent[j] = true
		}
		if mm, err := strconv.Atoi(t.text); err == nil && mm > 0 && mm <= 3000 && !slices.Contains(f.diameters, mm) {
			f.diameters = append(f.diameters, mm)
		}
	}
}

// pipeStart is the first token of a diameter that ends in token i, -1 for none.
func pipeStart(text string, tokens []token, i int) int {
	if i == 0 {
		return -1
	}
	before := tokens[i-1]
	if before.is("=") || before.is("-") && before.glued {
		if i > 1 && tokens[i-2].means().pipe && !letterOfNumber(tokens, i-2) {
			return i - 2
		}
		if before.is("=") && (i == 1 || tokens[i-2].kind == wordToken) {
			return i - 1
		}
	}
	if !before.means().pipe || before.dotted || letterOfNumber(tokens, i-1) {
		return -1
	}
	if dashed(text, before, tokens[i]) {
		return i - 1
	}
	if i > 1 && tokens[i-2].kind == wordToken && class(tokens[i-2].text) == classNone || i > 2 && tokens[i-2].is(",") && tokens[i-3].kind == numberToken {
		return -1 // "Мира д20, д22" are houses
	}
	if tokens[i].glued || strings.Contains(text[before.start:before.end], "Д") {
		return i - 1
	}
	return -1
}

// readCities takes "Ульяновск г" and "г. Ульяновск".
func (f *facts) readCities(tokens []token) {
	for i := 0; i+1 < len(tokens); i++ {
		a, b := tokens[i], tokens[i+1]
		if a.kind != wordToken || b.kind != wordToken || letterOfNumber(tokens, i) {
			continue
		}
		before := a.means().city && cityName(b) && (i+2 >= len(tokens) || tokens[i+2].kind != numberToken)
		if before || b.means().city && cityName(a) {
			f.cities[i] = true
			f.hush(i, i+2)
			i++
		}
	}
}

// cityName reports a word that may be a city's name.
func cityName(t token) bool {
	return len(t.text) >= 6 && class(t.text) == classNone && len(t.means().streetTypes) == 0 && len(t.means().settlementTypes) == 0 && t.means().mark == markNone
}

// readTimes takes 18-00, "в 14-20", "до 15-30", 30.09.22 and telephones.
func (f *facts) readTimes(text string, tokens []token) {
	for i := 0; i+2 < len(tokens); i++ {
		a, sign, b := tokens[i], tokens[i+1], tokens[i+2]
		if a.kind != numberToken || b.kind != numberToken {
			continue
		}
		date := sign.is(".") && i+4 < len(tokens) && tokens[i+3].is(".") && tokens[i+4].kind == numberToken &&
			len(text[a.start:a.end]) == 2 && len(text[b.start:b.end]) == 2 && b.start-a.end == 1
		switch {
		case date && small(b.text, 12) && small(a.text, 31) && written(text, tokens[i+4]) != 1 && datePrefix(tokens, i):
			f.hush(i, i+5)
		case sign.is("-") && clock(text, tokens, i):
			f.hush(i, i+3)
		}
	}
	f.readDays(text, tokens)
	f.readHours(text, tokens)
	f.readPhones(text, tokens)
}

// readDays takes "27 ноября", "с 27 по 29 ноября" and "с 26.11 по 27.11", but no street that is named by a day.
func (f *facts) readDays(text string, tokens []token) {
	for i := 1; i+1 < len(tokens); i++ {
		t := tokens[i]
		behindHouse := tokens[i-1].kind == numberToken && monthOf[tokens[i+1].text]
		if t.kind != numberToken || !small(t.text, 31) || !dayOf[tokens[i-1].text] && !behindHouse {
			continue
		}
		switch month := i + 2; {
		case monthOf[tokens[i+1].text] && (month >= len(tokens) || tokens[month].kind != numberToken):
			f.hush(i, month)
			f.silent[i-1] = f.silent[i-1] || !behindHouse
			if i >= 3 && tokens[i-2].kind == numberToken && dayOf[tokens[i-3].text] {
				f.hush(i-3, i)
			}
		case month < len(tokens) && tokens[i+1].is(".") && tokens[month].kind == numberToken && written(text, tokens[month]) == 2 &&
			small(tokens[month].text, 12) && tokens[month].start-t.end == 1:
			f.hush(i-1, month+1)
		}
	}
}

// readPhones takes telephone numbers, as addresses have them.
func (f *facts) readPhones(text string, tokens []token) {
	r := reading{text: text, tokens: tokens, roles: make([]role, len(tokens))}
	r.labelPhones()
	for i, t := range tokens {
		f.silent[i] = f.silent[i] || r.roles[i] == roleExtra || t.kind == numberToken && len(t.text) >= 6
	}
}

// readHours takes 17:00, "с 9 до 17 часов" and "до 18ч".
func (f *facts) readHours(text string, tokens []token) {
	for i, t := range tokens {
		if t.kind != numberToken || !small(t.text, 24) {
			continue
		}
		if i+1 < len(tokens) && tokens[i+1].kind == numberToken && text[t.end:tokens[i+1].start] == ":" {
			f.hush(i, i+2)
		}
		if i+1 >= len(tokens) || !hourOf[tokens[i+1].text] || i == 0 || !timeOf[tokens[i-1].text] && !dayOf[tokens[i-1].text] {
			continue
		}
		f.hush(i-1, i+2)
		if i >= 3 && untilOf[tokens[i-1].text] && tokens[i-2].kind == numberToken && dayOf[tokens[i-3].text] {
			f.hush(i-3, i)
		}
	}
}

func (f *facts) hush(from, to int) {
	for i := from; i < to; i++ {
		f.silent[i] = true
	}
}

// datePrefix: "на 30.09.22", "от 01.02", or nothing but signs before it.
func datePrefix(tokens []token, i int) bool {
	if i == 0 {
		return true
	}
	return dayOf[tokens[i-1].text]
}

// clock reports whether a-b at i is a time of day: its minutes have two digits
// and either begin with a zero or a word of time stands before.
func clock(text string, tokens []token, i int) bool {
	a, b := tokens[i], tokens[i+2]
	if written(text, b) != 2 || !small(a.text, 23) || !small(b.text, 59) {
		return false
	}
	if text[b.start] == '0' || text[a.start] == '0' {
		return true
	}
	return i > 0 && timeOf[tokens[i-1].text]
}

func written(text string, t token) int { return len(text[t.start:t.end]) }

func small(digits string, limit int) bool {
	value, err := strconv.Atoi(digits)
	return err == nil && value <= limit
}

func (f *facts) readMarkers(tokens []token) {
	for i := 0; i < len(tokens); i++ {
		m, ok := markerAt(tokens, i)
		if !ok {
			continue
		}
		for _, t := range tokens[i:m.to] {
			if name := resourceOf[t.text]; name != "" {
				f.addUtility(name, m.effect)
			}
		}
		f.markers = append(f.markers, m)
		i = m.to - 1
	}
}

func (f *facts) addUtility(name string, effect Effect) {
	if u := (Utility{name, effect}); !slices.Contains(f.utilities, u) {
		f.utilities = append(f.utilities, u)
	}
}

func markerAt(tokens []token, i int) (marker, bool) {
	word := tokens[i].text
	m := marker{from: i, to: i + 1, effect: EffectCut, strong: true}
	switch {
	case tokens[i].kind != wordToken:
		return m, false
	case withoutOf[word]:
		m.to = resourcesFrom(tokens, i+1, 3)
		return m, m.to > i+1
	case loweredOf[word]:
		m.effect = EffectLowered
		if m.to < len(tokens) && pressOf[tokens[m.to].text] {
			m.to++
		}
		m.to = max(m.to, resourcesFrom(tokens, m.to, 1))
		return m, m.to > i+1 || tokens[i].dotted
	case closedOf[word]:
		m.strong = false
		m.to = max(m.to, resourcesFrom(tokens, i+1, 2))
		return m, true
	}
	return m, false
}

// resourcesFrom is the end of the utilities named from i on, i when none is
// within reach.
func resourcesFrom(tokens []token, i, reach int) int {
	end := i
	for j := i; j < len(tokens) && j < end+reach; j++ {
		if resourceOf[tokens[j].text] != "" {
			end = j + 1
		} else if tokens[j].kind != wordToken && !tokens[j].is(",") {
			break
		}
	}
	return end
}

func (f *facts) readReasons(tokens []token) {
	for _, t := range tokens {
		if t.kind != wordToken {
			continue
		}
		for _, c := range causeTable {
			if f.cause == "" && formMatches(t.text, c.forms) {
				f.cause = c.name
			}
		}
		for _, w := range worksTable {
			if f.works == "" && formMatches(t.text, w.forms) {
				f.works = w.name
			}
		}
	}
}

// readInstitutions gathers "д/с № 57", "ЦТП 1", "школа №87".
func (f *facts) readInstitutions(text string, tokens []token) {
	for i := 0; i < len(tokens); i++ {
		if tokens[i].kind != wordToken || class(tokens[i].text) != classInstitution {
			continue
		}
		end := i + 1
		for end < len(tokens) && (tokens[end].kind == wordToken && class(tokens[end].text) == classInstitution ||
			tokens[end].kind == numberToken && (numbered(text, tokens, end) || end == i+1)) {
			end++
		}
		if end > i+1 || !formMatches(tokens[i].text, institutionAdjectives) {
			f.institution = append(f.institution, spanOf(text, tokens, i, end))
		}
		i = end - 1
	}
}

func spanOf(text string, tokens []token, from, to int) Span {
	start, end := tokens[from].start, tokens[to-1].end
	if end < start {
		end = tokens[from].end
	}
	return Span{start, end, text[start:end]}
}

// kind is what the comment is about.
func (f *facts) kind(places bool) CommentKind {
	lowered, cut := false, false
	for _, m := range f.markers {
		lowered = lowered || m.effect == EffectLowered
		cut = cut || m.effect == EffectCut && m.strong
	}
	switch {
	case !places:
		return CommentNoAddress
	case lowered && !cut:
		return CommentLowPressure
	case f.works != "" && f.cause == "":
		return CommentPlanned
	}
	return CommentOutage
}
