package register

import (
	"slices"
	"unicode/utf8"
)

// What a comment names outside of the city: another region or district, another town. The houses behind it are there,
// until the city is named.

// otherRegion reports the mark of a region or district that is not the city's: "Дальняя обл.", "Дальний р-н".
func (w *walker) otherRegion(i int) bool {
	t := w.tokens[i]
	if t.kind != wordToken || t.letter() || !t.means().region && !t.means().district {
		return false
	}
	name, named := w.regionName(i)
	if !named || w.tokens[name].means().cityDistrict {
		return false
	}
	return t.means().district || !w.likeCity(w.tokens[name].text)
}

// regionName is the word that the mark at i belongs to: the adjective before it, or the name of a republic behind.
func (w *walker) regionName(i int) (int, bool) {
	name := func(i int) bool {
		return i >= 0 && i < len(w.tokens) && w.tokens[i].kind == wordToken && !w.silent[i] && class(w.tokens[i].text) == classNone && utf8.RuneCountInString(w.tokens[i].text) >= 5
	}
	if name(i - 1) {
		return i - 1, true
	}
	return i + 1, name(i+1) && w.mentionAt(i+1) == nil
}

// likeCity reports a word that begins as the city's name does: its own region.
func (w *walker) likeCity(word string) bool {
	city := w.reader.index.city
	if len(city) == 0 {
		return true
	}
	a, b := []rune(word), []rune(city[0])
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] {
		same++
	}
	return same >= min(5, len(b)-1)
}

// otherCity reports another town of those that are known: behind "г." a dispatcher may leave a street as well.
func (w *walker) otherCity(i int) bool {
	t := w.tokens[i]
	if len(w.reader.index.city) == 0 || t.kind != wordToken {
		return false
	}
	if w.cities[i] {
		return slices.ContainsFunc(w.tokens[i:i+2], w.otherTown)
	}
	return w.mentionAt(i) == nil && w.otherTown(t)
}

func (w *walker) otherTown(t token) bool {
	return t.means().town && townOf[t.text] && !w.likeCity(t.text)
}

// dropRegions forgets the streets that are the names of regions and districts: "Дальняя обл." is no ул. Дальняя.
func (w *walker) dropRegions() {
	w.mentions = slices.DeleteFunc(w.mentions, func(m mention) bool {
		if m.to >= len(w.tokens) || m.to-m.from > 1 {
			return false
		}
		mark := w.tokens[m.to]
		return mark.kind == wordToken && !mark.letter() && (mark.means().region || mark.means().district)
	})
}
