package norms

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/russian"
)

// Suggest finds faults by what a resident or an operator types, best first, at most limit of
// them: a word matches in any of its forms, the last one also as a beginning still being typed, and
// a word that no fault knows as the known ones a slip of the keyboard away. Words that stand together
// in one phrase count twice. Only faults nearly as good as the best one are given. Ties go to the graver fault.
func (c *Classifier) Suggest(query string, limit int) []Problem {
	asked := c.spoken.understand(terms(query))
	type found struct {
		index int
		match match
	}
	var all []found
	best := 0
	for i, entry := range c.entries {
		if m := entry.match(asked); m.words > 0 {
			best = max(best, m.weight())
			all = append(all, found{i, m})
		}
	}
	all = slices.DeleteFunc(all, func(f found) bool { return f.match.weight() < best-1 })
	slices.SortStableFunc(all, func(a, b found) int {
		return cmp.Or(b.match.compare(a.match), cmp.Compare(c.problems[a.index].Severity, c.problems[b.index].Severity))
	})
	var problems []Problem
	for _, f := range all[:min(max(limit, 0), len(all))] {
		problems = append(problems, c.problems[f.index])
	}
	return problems
}

// entry is a problem as the search sees it: its titles and its words, each a phrase.
type entry [][]term

type term struct{ word, stem string }

func newEntry(p Problem) entry {
	phrases := entry{terms(p.Title.Ru), terms(p.Title.En), terms(strings.ReplaceAll(p.Code, "-", " "))}
	for _, phrase := range p.Words {
		phrases = append(phrases, terms(phrase))
	}
	return phrases
}

// match says how well a query fits: words found anywhere, words found in the best phrase, and the share of that phrase they fill.
type match struct {
	words, together int
	share           float64
}

func (m match) weight() int { return m.words + m.together }

func (m match) compare(other match) int {
	return cmp.Or(cmp.Compare(m.weight(), other.weight()), cmp.Compare(m.together, other.together), cmp.Compare(m.share, other.share))
}

func (e entry) match(asked []asked) match {
	var best match
	anywhere := map[int]bool{}
	for _, phrase := range e {
		together := 0
		for i, word := range asked {
			if slices.ContainsFunc(phrase, word.means) {
				together++
				anywhere[i] = true
			}
		}
		if here := (match{together: together, share: float64(together) / float64(max(len(phrase), 1))}); here.compare(best) > 0 {
			best = here
		}
	}
	best.words = len(anywhere)
	return best
}

// idle words carry no fault; one that is still being typed may yet become another and is kept.
var idle = []string{"у", "в", "во", "на", "и", "с", "со", "из", "по", "к", "о", "об", "от", "за", "до", "а", "вот", "меня", "нас", "нам", "мне", "я", "мы", "the", "a", "in", "of", "my", "is"}

func terms(text string) []term {
	text = strings.ReplaceAll(strings.ToLower(text), "ё", "е")
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var all []term
	for i, word := range words {
		if i == len(words)-1 || !slices.Contains(idle, word) {
			all = append(all, term{word, stem(word)})
		}
	}
	return all
}

func stem(word string) string {
	if word[0] < unicode.MaxASCII {
		return english.Stem(word, false)
	}
	return russian.Stem(word, false)
}
