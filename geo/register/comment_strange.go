package register

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// What a comment names and the register lacks is told, never guessed at.

// nameBehind reports a name that the register lacks: "без ХВС Дальние Сады".
func (w *walker) nameBehind(i int) bool {
	for j := i; j < len(w.tokens); j++ {
		if w.strangeWord(j) && w.mentionAt(j) == nil {
			w.missed = append(w.missed, Unresolved{Span: spanOf(w.text, w.tokens, i, len(w.tokens)), Reason: ReasonUnknownStreet})
			return true
		}
	}
	return false
}

// strangeWord reports a capitalised word that says nothing known.
func (w *walker) strangeWord(i int) bool {
	t := w.tokens[i]
	first, size := utf8.DecodeRuneInString(w.text[t.start:t.end])
	return t.kind == wordToken && t.end-t.start > 8 && unicode.IsUpper(first) && !unicode.IsUpper(runeAt(w.text, t.start+size)) && class(t.text) == classNone
}

func runeAt(text string, at int) rune {
	r, _ := utf8.DecodeRuneInString(text[at:])
	return r
}

// strangeName reports such a word among the affected, told nowhere else and
// without houses behind it.
func (w *walker) strangeName(i int) bool {
	t := w.tokens[i]
	if !w.affected(i) || w.silent[i] || !w.strangeWord(i) || w.strangeStreet(i) {
		return false
	}
	if t.means().mark != markNone || resourceOf[t.text] != "" || len(t.means().streetTypes) > 0 || t.means().noise {
		return false
	}
	for _, u := range w.missed {
		if t.start >= u.Span.Start && t.start < u.Span.End {
			return false
		}
	}
	return true
}

// affected reports that a marker stands before token i and nothing of the site behind it.
func (w *walker) affected(i int) bool {
	return i >= w.border && slices.ContainsFunc(w.markers, func(m marker) bool { return m.to <= i })
}

// skipName tells the words of a strange name and returns where they end.
func (w *walker) skipName(i int) int {
	next := i + 1
	for next < len(w.tokens) && w.mentionAt(next) == nil && w.strangeName(next) {
		next++
	}
	w.missed = append(w.missed, Unresolved{Span: spanOf(w.text, w.tokens, i, next), Reason: ReasonUnknownStreet})
	return next
}

// farVillage reports "с. Дальнее" where the register has no such settlement.
func (w *walker) farVillage(i int) bool {
	t := w.tokens[i]
	workers := t.text == "п" && i > 0 && w.tokens[i-1].text == "р" && w.tokens[i-1].dotted // "р.п."
	if t.kind != wordToken || !farVillageOf[t.text] && !workers || t.letter() && !t.dotted || letterOfNumber(w.tokens, i) || i+1 >= len(w.tokens) {
		return false
	}
	next := w.tokens[i+1]
	return next.kind == wordToken && w.mentionAt(i+1) == nil && next.end-next.start > 8 && class(next.text) == classNone &&
		unicode.IsUpper(runeAt(w.text, next.start)) && len(next.means().streetTypes) == 0
}

// strangeStreet reports an unknown word with a house number behind it.
func (w *walker) strangeStreet(i int) bool {
	t := w.tokens[i]
	if t.kind != wordToken || w.silent[i] || class(t.text) != classNone || t.means().mark != markNone || len(t.text) < 8 || resourceOf[t.text] != "" {
		return false
	}
	next := i + 1
	return next < len(w.tokens) && w.tokens[next].kind == numberToken && !w.silent[next] && w.mentionAt(next) == nil && !numbered(w.text, w.tokens, next)
}

func (w *walker) skipStrange(i int) int {
	_, next := w.numbers(i+1, w.listEnd(i+1))
	next = max(next, i+2)
	w.missed = append(w.missed, Unresolved{Span: spanOf(w.text, w.tokens, i, next), Reason: ReasonUnknownStreet})
	return next
}

// miss notes a number that is none of a house.
func (w *walker) miss(from, to int, reason ReasonCode) {
	w.missed = append(w.missed, Unresolved{Span: spanOf(w.text, w.tokens, from, to), Reason: reason})
}
