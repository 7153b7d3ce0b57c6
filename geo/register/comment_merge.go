package register

import (
	"slices"
	"unicode/utf8"
)

// merge makes one mention of the trials, keeping those that explain most.
func (f *mentionFinder) merge(trials []trial) (mention, bool) {
	best := trials[0]
	for _, tr := range trials {
		if tr.rank() > best.rank() {
			best = tr
		}
	}
	m := mention{from: best.from, to: best.to, bare: best.from}
	var place *trial
	numbered := slices.ContainsFunc(trials, func(tr trial) bool {
		return tr.ordinal >= 0 && f.clearOrdinal(tr) && tr.rank() > best.rank()-sameMention
	})
	inside := slices.ContainsFunc(trials, func(tr trial) bool { return tr.ordinal >= tr.from }) // "2 пер. Мира 1-й" is the first lane
	for _, tr := range trials {
		if tr.rank() < best.rank()-sameMention || tr.matched < best.matched && tr.entry.place == "" {
			continue
		}
		if tr.entry.place != "" {
			if place == nil || tr.rank() > place.rank() {
				m.place, place = tr.entry.place, &tr
			}
			continue
		}
		if numbered && tr.ordinal < 0 || inside && tr.ordinal < tr.from {
			continue
		}
		m.candidates = append(m.candidates, tr.candidateStreet)
		if tr.ordinal >= 0 {
			m.from, m.bare = min(m.from, tr.first), min(m.bare, tr.from)
		}
		m.to = max(m.to, tr.to)
	}
	m.placeOnly = len(m.candidates) == 0
	f.settlePlace(&m, best)
	return m, (len(m.candidates) > 0 || m.place != "") && f.believable(&m, best)
}

// rank prefers more words, then quality, then an ordinal that was written.
func (tr trial) rank() float32 {
	rank := tr.quality + 0.2*float32(tr.matched-1)
	if tr.ordinal >= 0 {
		rank += 0.02
	}
	return rank
}

// settlePlace decides between a settlement and the streets called like it.
func (f *mentionFinder) settlePlace(m *mention, best trial) {
	if m.place == "" {
		return
	}
	left, right := best.from-1, m.to
	before := f.settlementMark(left)
	behind := right < len(f.tokens) && f.tokens[right].kind == wordToken && len(f.tokens[right].means().settlementTypes) > 0 &&
		(right+1 >= len(f.tokens) || f.tokens[right+1].kind == signToken)
	switch {
	case before || behind:
		m.placeOnly = true
		m.from, m.bare = best.from, best.from
		if before {
			m.from, m.bare = left, left
		}
		if behind {
			m.to++
		}
	case len(m.candidates) > 0 && (best.typed || f.numberAhead(m.to)):
		m.place = ""
	default:
		m.placeOnly = true
		m.from, m.bare = best.from, best.from
	}
	if m.placeOnly {
		m.candidates = slices.DeleteFunc(m.candidates, func(c candidateStreet) bool { return c.entry.words[0] == "" || !c.entry.whole() })
	}
}

// settlementMark reports "с.", "пос" and their kin at token i.
func (f *mentionFinder) settlementMark(i int) bool {
	return i >= 0 && f.tokens[i].kind == wordToken && len(f.tokens[i].means().settlementTypes) > 0 && !letterOfNumber(f.tokens, i)
}

// whole reports a settlement without streets, whose houses are its own.
func (e *entry) whole() bool { return e.kind == "" && e.house < 0 }

// believable: a name that had to be guessed needs a house number or a type.
func (f *mentionFinder) believable(m *mention, best trial) bool {
	if !best.exact && m.place == "" && !best.typed && f.settlementMark(best.from-1) {
		return false // "п. Мостовая" is no ул. Мостовская
	}
	if !best.exact && m.place == "" && !best.typed && m.to < len(f.tokens) && class(f.tokens[m.to].text) == classInstitution {
		return false // "Центральный рынок" is no ул. Центральная
	}
	if best.exact || best.typed || f.numberAhead(m.to) || best.matched > 1 {
		return true
	}
	t := f.tokens[f.at]
	return m.place != "" || utf8.RuneCountInString(t.text) >= 7 && !t.dotted
}
