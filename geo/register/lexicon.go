package register

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// lexicon holds the distinct words of all street names, sorted, with the names
// that each occurs in, and a trie over them for words with typos.
type lexicon struct {
	words                   []string
	ids                     map[string]int32
	postings                [][]int32 // word -> names
	nodes                   []trieNode
	near                    *deletes  // the words with slips
	bones                   *deletes  // their skeletons, for words from Latin letters
	ofBones                 [][]int32 // skeleton -> words
	bonesOf                 []int32   // word -> skeleton
	contours, bonesContours []contour // of words and of their skeletons, both by word
}

// trieNode is a letter of the trie; its children lie in a row, sorted.
type trieNode struct {
	letter      rune
	word        int32 // the word that ends here, -1 for none
	first, last int32 // words below, as a range of lexicon.words
	children    int32 // index of the first child, 0 for none
	siblings    int32 // how many children
}

func newLexicon(words []string) *lexicon {
	slices.Sort(words)
	words = slices.Compact(words)
	l := &lexicon{words: words, ids: make(map[string]int32, len(words)), postings: make([][]int32, len(words))}
	runes := make([][]rune, len(words))
	for i, w := range words {
		l.ids[w] = int32(i)
		runes[i] = []rune(w)
	}
	l.nodes = append(l.nodes, trieNode{word: -1, last: int32(len(words))})
	l.grow(runes, 0, 0)
	l.near = newDeletes(words)
	l.addBones()
	return l
}

func (l *lexicon) addBones() {
	ids, bones := map[string]int32{}, []string{}
	for i, w := range l.words {
		skeleton := skeletonOf(w)
		id, known := ids[skeleton]
		if !known {
			id = int32(len(bones))
			ids[skeleton], bones, l.ofBones = id, append(bones, skeleton), append(l.ofBones, nil)
		}
		l.ofBones[id] = append(l.ofBones[id], int32(i))
		l.bonesOf = append(l.bonesOf, id)
	}
	l.bones = newDeletes(bones)
	for i := range l.words {
		l.contours = append(l.contours, contourOf([]rune(l.words[i])))
		l.bonesContours = append(l.bonesContours, contourOf([]rune(bones[l.bonesOf[i]])))
	}
}

// idOf is a word's place, -1 for none.
func (l *lexicon) idOf(word string) int32 {
	if id, known := l.ids[word]; known {
		return id
	}
	return -1
}

// nearest is the number of slips to the nearest word, or a larger one than the limit.
func (l *lexicon) nearest(written []rune, limit int) int {
	best := limit + 1
	l.near.each(written, min(limit, maxSlips), func(_ int32, distance int) { best = min(best, distance) })
	return best
}

// grow adds the children of a node whose words agree in their first letters.
func (l *lexicon) grow(runes [][]rune, node int32, depth int) {
	at, last := l.nodes[node].first, l.nodes[node].last
	for at < last && len(runes[at]) == depth {
		l.nodes[node].word = at
		at++
	}
	first := int32(len(l.nodes))
	for at < last {
		end := at + 1
		for end < last && runes[end][depth] == runes[at][depth] {
			end++
		}
		l.nodes = append(l.nodes, trieNode{letter: runes[at][depth], word: -1, first: at, last: end})
		at = end
	}
	count := int32(len(l.nodes)) - first
	if count == 0 {
		return
	}
	l.nodes[node].children, l.nodes[node].siblings = first, count
	for child := first; child < first+count; child++ {
		l.grow(runes, child, depth+1)
	}
}

// wordMatches are the words of the lexicon that one written word may mean.
type wordMatches struct {
	exact               int32 // -1 for none
	from, to            int32 // words that begin with it
	begun               int   // letters written of them
	abbreviated, typing bool
	similar             []similarWord // sorted by word
}

type similarWord struct {
	word    int32
	quality float32
}

const abbreviationQuality = 0.93

// match finds what a written word may mean. While typing every word may be
// unfinished; otherwise only an abbreviation or a long beginning counts.
func (l *lexicon) match(written string, abbreviated, typing bool) wordMatches {
	m := wordMatches{exact: -1}
	if id, ok := l.ids[written]; ok {
		m.exact = id
	}
	length := utf8.RuneCountInString(written)
	if abbreviated || typing || length >= 4 {
		m.from, m.to = l.beginning(written)
		m.begun, m.abbreviated, m.typing = length, abbreviated, typing
	}
	switch letters := []rune(written); {
	case m.exact >= 0:
	case !typing:
		m.similar = l.slipped(letters, slipsFor(length))
	case m.from == m.to && length >= 4:
		m.similar = l.similar(letters, min(slipsFor(length), max(1, length-4)), true)
	}
	return m
}

// slipsFor is how many slips a word of so many letters may have.
func slipsFor(length int) int {
	switch {
	case length < 3:
		return 0
	case length < 5:
		return 1
	}
	return maxSlips
}

// slipped finds the words within a number of slips, sorted.
func (l *lexicon) slipped(written []rune, slips int) []similarWord {
	if slips == 0 {
		return nil
	}
	var found []similarWord
	l.near.each(written, slips, func(word int32, distance int) {
		found = append(found, similarWord{word, similarQuality(distance, len(written))})
	})
	slices.SortFunc(found, func(a, b similarWord) int { return int(a.word - b.word) })
	return found
}

// matchBones finds what a word read from Latin letters may mean by its skeleton.
func (l *lexicon) matchBones(written string) []similarWord {
	bones := []rune(skeletonOf(written))
	var found []similarWord
	l.bones.each(bones, slipsFor(len(bones)), func(skeleton int32, distance int) {
		for _, word := range l.ofBones[skeleton] {
			found = append(found, similarWord{word, similarQuality(distance, len(bones))})
		}
	})
	slices.SortFunc(found, func(a, b similarWord) int { return int(a.word - b.word) })
	return found
}

// prefixQuality is the worth of a word of which only the beginning is written.
func (m *wordMatches) prefixQuality(word string) float32 {
	if m.abbreviated {
		return abbreviationQuality
	}
	share := float32(m.begun) / float32(utf8.RuneCountInString(word))
	if m.typing {
		return 0.8 + 0.19*share
	}
	return 0.5 + 0.45*share
}

// beginning is the range of words that begin with a prefix.
func (l *lexicon) beginning(prefix string) (from, to int32) {
	low := sort.SearchStrings(l.words, prefix)
	rest := l.words[low:]
	if len(rest) == 0 || !strings.HasPrefix(rest[0], prefix) {
		return int32(low), int32(low)
	}
	count := sort.Search(len(rest), func(i int) bool { return !strings.HasPrefix(rest[i], prefix) })
	return int32(low), int32(low + count)
}

// quality says how well a word of the lexicon fits, 0 for not at all.
func (m *wordMatches) quality(word int32, words []string) float32 {
	if word == m.exact {
		return 1
	}
	best := float32(0)
	if word >= m.from && word < m.to {
		best = m.prefixQuality(words[word])
	}
	i, found := slices.BinarySearchFunc(m.similar, word, func(s similarWord, w int32) int { return int(s.word - w) })
	if found {
		best = max(best, m.similar[i].quality)
	}
	return best
}

// each calls yield for every word that fits.
func (m *wordMatches) each(words []string, yield func(word int32, quality float32)) {
	if m.exact >= 0 {
		yield(m.exact, 1)
	}
	for w := m.from; w < m.to; w++ {
		if w != m.exact {
			yield(w, m.prefixQuality(words[w]))
		}
	}
	for _, s := range m.similar {
		if s.word < m.from || s.word >= m.to {
			yield(s.word, s.quality)
		}
	}
}

// similarQuality is the worth of a word with this many slips.
func similarQuality(edits, length int) float32 {
	switch {
	case edits <= 0:
		return 0.97
	case edits == 1 && length >= 6:
		return 0.9
	case edits == 1 && length >= 4:
		return 0.82
	case edits == 1:
		return 0.6
	case length >= 8:
		return 0.8
	case length >= 6:
		return 0.7
	}
	return 0.6
}
