package register

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What an address says of a place that this register does not know: then it may lie elsewhere, and is asked back.

// elsewhere is what a text names beside its street that lies in no part of this register: a village, a region or a
// district, "" for none. The city's own name in the text settles regions and districts.
func (x *Index) elsewhere(q *query, used tokenSet) string {
	city := x.namesCity(q)
	for i, t := range q.tokens {
		switch {
		case q.roles[i] == roleSettlement && x.farVillage(q, used, i):
			return q.text[t.start:q.tokens[i+1].end]
		case city || used.has(i):
		case q.roles[i] == roleRegion && t.means().region, q.roles[i] == roleDistrict && t.means().district && !q.cityDistrict(i, used):
			from, end := q.placeSpan(i)
			return q.text[q.tokens[from].start:q.tokens[end-1].end]
		}
	}
	return ""
}

// farVillage: "с. Дальнее", where no village of the register took the name.
func (x *Index) farVillage(q *query, used tokenSet, mark int) bool {
	return !used.has(mark) && x.unread(q, used, mark+1) && (q.tokens[mark].dotted || !q.tokens[mark].letter())
}

// unread reports a long word of a name that nothing explains.
func (x *Index) unread(q *query, used tokenSet, i int) bool {
	if i >= len(q.tokens) || used.has(i) || q.roles[i] != roleFree {
		return false
	}
	t := q.tokens[i]
	return t.kind == wordToken && !t.dotted && utf8.RuneCountInString(t.text) >= 5 && !t.means().known && !x.ownCity(q, i)
}

// namesMore: a name that nothing explains stands at an end of the text, or alone between commas: "Ленина 3 Дальнее",
// "Дальнее, ул. Мира 3". Names have a capital; a text without any tells them by the commas alone.
func (x *Index) namesMore(q *query, used tokenSet) bool {
	capitals := slices.ContainsFunc([]rune(q.text), unicode.IsUpper)
	for i := range q.tokens {
		first, last := i == 0, i+1 == len(q.tokens)
		alone := (first || q.tokens[i-1].is(",")) && (last || q.tokens[i+1].is(","))
		switch {
		case len(q.tokens) == 1 || !x.unread(q, used, i):
		case alone && (q.capital(i) || !capitals), last && q.capital(i), first && q.capital(i) && !tellsDeed(q.tokens[i].text):
			return true
		}
	}
	return false
}

// tellsDeed: the first word of a sentence has a capital as well: "Хлынуло на Ленина 3".
func tellsDeed(word string) bool {
	return slices.ContainsFunc(strings.Fields(deedEndings), func(ending string) bool { return strings.HasSuffix(word, ending) })
}

func (q *query) capital(i int) bool {
	first, _ := utf8.DecodeRuneInString(q.text[q.tokens[i].start:])
	return unicode.IsUpper(first)
}

// placeSpan are the tokens of the region or district that the mark at i belongs to.
func (q *query) placeSpan(i int) (from, end int) {
	from, end = i, i+1
	for from > 0 && q.roles[from-1] == q.roles[i] {
		from--
	}
	for end < len(q.tokens) && q.roles[end] == q.roles[i] {
		end++
	}
	return from, end
}

// cityDistrict: a district as cities call theirs, or one that belongs to the street's name.
func (q *query) cityDistrict(mark int, used tokenSet) bool {
	from, end := q.placeSpan(mark)
	for i := from; i < end; i++ {
		if used.has(i) || q.tokens[i].means().cityDistrict {
			return true
		}
	}
	return false
}
