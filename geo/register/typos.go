package register

import "slices"

// typoSearch walks the trie with one row of the edit distance table per letter
// (optimal string alignment: insert, drop, replace, swap neighbours).
type typoSearch struct {
	lex     *lexicon
	written []rune
	edits   int
	typing  bool // words that merely begin like the written one count too
	rows    [][]uint8
	letters []rune
	found   []similarWord
}

// maxWordRunes bounds the words that are searched with typos.
const maxWordRunes = 40

// similar finds the words within a number of edits, sorted.
func (l *lexicon) similar(written []rune, edits int, typing bool) []similarWord {
	if len(written) > maxWordRunes {
		return nil
	}
	width := len(written) + 1
	depth := width + edits + 1
	cells := make([]uint8, width*depth)
	s := typoSearch{lex: l, written: written, edits: edits, typing: typing, letters: make([]rune, depth)}
	s.rows = make([][]uint8, depth)
	for i := range s.rows {
		s.rows[i] = cells[i*width : (i+1)*width]
	}
	for i := range s.rows[0] {
		s.rows[0][i] = uint8(i)
	}
	s.descend(0, 0)
	slices.SortFunc(s.found, func(a, b similarWord) int { return int(a.word - b.word) })
	return s.found
}

func (s *typoSearch) descend(node int32, depth int) {
	n := &s.lex.nodes[node]
	distance := int(s.rows[depth][len(s.written)])
	if distance <= s.edits {
		if s.typing {
			s.addBelow(n, distance)
			return
		}
		if n.word >= 0 {
			s.add(n.word, distance)
		}
	}
	if depth+1 >= len(s.rows) {
		return
	}
	for child := n.children; child < n.children+n.siblings; child++ {
		if s.step(s.lex.nodes[child].letter, depth+1) <= s.edits {
			s.descend(child, depth+1)
		}
	}
}

// step fills the row of one more letter and returns its smallest distance.
func (s *typoSearch) step(letter rune, depth int) int {
	s.letters[depth] = letter
	above, row := s.rows[depth-1], s.rows[depth]
	row[0] = uint8(depth)
	least := row[0]
	for i := 1; i < len(row); i++ {
		cost := uint8(1)
		if s.written[i-1] == letter {
			cost = 0
		}
		d := min(above[i-1]+cost, above[i]+1, row[i-1]+1)
		if depth > 1 && i > 1 && s.written[i-1] == s.letters[depth-1] && s.written[i-2] == letter {
			d = min(d, s.rows[depth-2][i-2]+1)
		}
		row[i] = d
		least = min(least, d)
	}
	if depth > 1 { // a swap reaches back one row further
		least = min(least, slices.Min(above))
	}
	return int(least)
}

func (s *typoSearch) add(word int32, distance int) {
	s.found = append(s.found, similarWord{word, similarQuality(distance, len(s.written))})
}

// addBelow adds all words under a node: what is typed so far is their beginning.
func (s *typoSearch) addBelow(n *trieNode, distance int) {
	for w := n.first; w < n.last; w++ {
		s.found = append(s.found, similarWord{w, similarQuality(distance, len(s.written)) * 0.97})
	}
}
