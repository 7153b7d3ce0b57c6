package register

// Some name the houses before each street: "дом 22 по ул. Мира, дом 4 ул. Лесная".

// standsReversed reports that each of several streets has houses before it, the
// word for house with them, and the last has none behind.
func (w *walker) standsReversed() bool {
	streets, last := 0, 0
	for i := range w.mentions {
		m := &w.mentions[i]
		if m.placeOnly {
			continue
		}
		if len(w.housesBefore(last, m.from)) == 0 {
			return false
		}
		streets, last = streets+1, m.to
	}
	return streets > 1 && !w.housesBehind(last)
}

// housesBefore are the houses between two tokens, up to the second of them, that the word for house opens, or that
// "по" leads to the street: "24 по ул. Мира".
func (w *walker) housesBefore(from, to int) []plate {
	for i := from; i < to; i++ {
		t := w.tokens[i]
		opened := t.kind == wordToken && t.means().mark == markHouse && i+1 < to && w.tokens[i+1].kind == numberToken
		led := t.kind == numberToken && !w.silent[i] && w.tokens[to-1].text == along
		if !opened && !led {
			continue
		}
		if opened {
			i++
		}
		end := to
		if led {
			end--
		}
		if plates, next := w.numbers(i, end); next == end {
			return plates
		}
	}
	return nil
}

// along stands between houses and their street: "дом 4 по ул. Мира".
const along = "по"

// lastEnd is where the street before ends, 0 when there is none.
func (w *walker) lastEnd() int {
	for i := len(w.groups) - 1; i >= 0; i-- {
		if g := &w.groups[i]; g.mention != nil && !g.placeOnly {
			return g.to
		}
	}
	return 0
}
