package register

// Programs write lists too: "Речной г, Мира ул, д. 5, 0/ост. Парк, 7 Речной г, …".
// Their numbers carry remarks that name places and are none.

// opensFormally reports a list as programs write it, right behind token i: the
// type stands behind the name, and "д." opens the numbers.
func (w *walker) opensFormally(i int) bool {
	if i == 0 || len(w.tokens[i-1].means().streetTypes) == 0 {
		return false
	}
	for i < len(w.tokens) && w.tokens[i].is(",") {
		i++
	}
	return i+1 < len(w.tokens) && w.tokens[i].text == "д" && w.tokens[i].dotted
}

// dropRemarks forgets the mentions inside formal lists that are remarks.
func (w *walker) dropRemarks() {
	kept := w.mentions[:0]
	inside := false
	last := 0
	for _, m := range w.mentions {
		inside = inside && !w.listBroken(last, m.from)
		formal := w.opensFormally(m.to)
		if !inside || formal || m.placeOnly || w.ownStreet(&m) {
			inside = formal || inside && !m.placeOnly && !w.ownStreet(&m)
			kept = append(kept, m)
		}
		last = m.to
	}
	w.mentions = kept
}

// listBroken reports a city's name or a marker between two tokens.
func (w *walker) listBroken(from, to int) bool {
	for i := from; i < to; i++ {
		if w.cities[i] || w.markerAt(i) != nil {
			return true
		}
	}
	return false
}

// ownStreet: "…, 5, 2 пер. Мира 27": a street of its own inside a formal list
// follows a comma, has its type before it and houses behind.
func (w *walker) ownStreet(m *mention) bool {
	return m.from > 0 && w.tokens[m.from-1].is(",") && m.bare < m.to && len(w.tokens[m.bare].means().streetTypes) > 0 && w.housesBehind(m.to)
}
