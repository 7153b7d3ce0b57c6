package norms

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// spoken is every word that the faults are known by.
type spoken struct {
	words []string // sorted
	stems []string // sorted
}

func newSpoken(entries []entry) spoken {
	words, stems := map[string]bool{}, map[string]bool{}
	for _, entry := range entries {
		for _, phrase := range entry {
			for _, t := range phrase {
				words[t.word], stems[t.stem] = true, true
			}
		}
	}
	return spoken{slices.Sorted(maps.Keys(words)), slices.Sorted(maps.Keys(stems))}
}

// asked is a word of a query: the stems that it may mean, and its beginning while it is being typed.
type asked struct {
	stems     []string
	beginning string // empty: the word is whole
}

func (a asked) means(t term) bool {
	return slices.Contains(a.stems, t.stem) || a.beginning != "" && strings.HasPrefix(t.word, a.beginning)
}

// mostAsked bounds the words of a query that are looked at: nobody says a fault in more.
const mostAsked = 40

// understand reads a query: a known word is itself, the last one may be a beginning, and any other is what it nearly spells.
func (s spoken) understand(query []term) []asked {
	var words []asked
	for i, t := range query[:min(len(query), mostAsked)] {
		word := asked{stems: []string{t.stem}}
		if i == len(query)-1 {
			word.beginning = t.word
		}
		if !s.knows(word) {
			word.stems = s.nearly(t)
		}
		words = append(words, word)
	}
	return words
}

func (s spoken) knows(word asked) bool {
	if _, found := slices.BinarySearch(s.stems, word.stems[0]); found {
		return true
	}
	at, _ := slices.BinarySearch(s.words, word.beginning)
	return word.beginning != "" && at < len(s.words) && strings.HasPrefix(s.words[at], word.beginning)
}

// alike are the vowels that people write for one another, because they sound so.
var alike = strings.NewReplacer("а", "о", "и", "е", "я", "е", "ы", "е")

// nearly is the known stems that the fewest slips of the keyboard part from a word: one slip in
// stems of five letters and more, two from eight on. A vowel written as it sounds is no slip.
func (s spoken) nearly(t term) []string {
	fewest := 0
	switch letters := utf8.RuneCountInString(t.stem); {
	case letters >= 8:
		fewest = 2
	case letters >= 5:
		fewest = 1
	}
	meant, misspelt := []string(nil), []rune(alike.Replace(t.stem))
	for _, known := range s.stems {
		switch d := slips(misspelt, []rune(alike.Replace(known)), fewest); {
		case d > fewest:
		case d < fewest:
			meant, fewest = []string{known}, d
		default:
			meant = append(meant, known)
		}
	}
	return meant
}

// slips is how many letters were put in, left out, changed or swapped with a neighbour between two
// words; most+1 for all that is more than most.
func slips(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range b {
			changed := last[j]
			if a[i] != b[j] {
				changed++
			}
			row[j+1] = min(changed, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return min(row[len(b)], most+1)
}
