package register

import (
	"slices"
	"strings"
)

// Chosen is a house that people picked for words that the index was not sure of.
type Chosen struct {
	Said   string // as Said gives it
	House  int64  // House.ID
	People int    // how many different people picked it
}

const (
	// agreeing is how many people must have picked a house before it is an answer.
	agreeing         = 2
	chosenConfidence = 0.9 // of such an answer
	onceConfidence   = 0.6 // of what one person picked
)

// maxSaid bounds the words that are remembered; nobody says more twice.
const maxSaid = 200

// Said is the key under which a choice is remembered: the words and numbers of a text folded, without flat,
// entrance, floor and telephone. Empty when nothing is left, or too much.
func Said(text string) string {
	r := read(bounded(text))
	var words []string
	for i, t := range r.tokens {
		if t.kind != signToken && r.roles[i] != roleExtra && r.roles[i] != roleRegion {
			words = append(words, t.text)
		}
	}
	said := strings.Join(words, " ")
	if len(said) > maxSaid {
		return ""
	}
	return said
}

// Begins reports whether a text is no other name of an address but what is typed on the way to it: each of its
// words begins a word of the address ("льв тол 9", "мира 1" of ул. Мира, 10).
func Begins(text, address string) bool {
	whole := strings.Fields(Said(address))
	for _, begun := range strings.Fields(Said(text)) {
		at := slices.IndexFunc(whole, func(word string) bool { return strings.HasPrefix(word, begun) })
		if at < 0 {
			return false
		}
		whole = slices.Delete(whole, at, at+1)
	}
	return true
}

// chosenOf sorts the choices by what was said, the most agreed first.
func chosenOf(choices []Chosen, houses []House) map[string][]chosenHouse {
	if len(choices) == 0 {
		return nil
	}
	places := make(map[int64]int32, len(houses))
	for i := range houses {
		places[houses[i].ID] = int32(i)
	}
	chosen := map[string][]chosenHouse{}
	for _, c := range choices {
		if house, known := places[c.House]; known {
			chosen[c.Said] = append(chosen[c.Said], chosenHouse{house, c.People})
		}
	}
	for said := range chosen {
		slices.SortStableFunc(chosen[said], func(a, b chosenHouse) int { return b.people - a.people })
	}
	return chosen
}

type chosenHouse struct {
	house  int32
	people int
}

// taught puts what people picked for these words before what the index guesses. It is an answer when enough
// people agree and none of them disagrees; what is sure without them stays.
func (x *Index) taught(text string, res Resolution) Resolution {
	if res.Answer != nil || len(x.chosen) == 0 {
		return res
	}
	chosen := x.chosen[Said(text)]
	if len(chosen) == 0 {
		return res
	}
	before := res.Candidates
	res.Candidates = nil
	for _, c := range chosen {
		res.add(x.candidate(c.house, onceConfidence).because(WhyChosenBefore))
	}
	for _, c := range before {
		res.add(c)
	}
	res.Confidence = onceConfidence
	if len(chosen) == 1 && chosen[0].people >= agreeing {
		res.Answer, res.Confidence, res.Reason = &x.houses[chosen[0].house], chosenConfidence, Reason{}
		res.Candidates[0].Confidence = chosenConfidence
		return res
	}
	res.Reason = unsureReason(res.Candidates[0].Text)
	return res
}

// Knows reports whether a text names one house beyond doubt, without what people taught.
func (x *Index) Knows(text string) bool { return x.resolve(text).Answer != nil }
