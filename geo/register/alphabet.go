package register

// spelt is a word in the letters of an alphabet, a byte each.
type spelt []uint8

// alphabet numbers the common letters of a set of words from 1; 0 is a common letter that no word has. The
// rest, which no city's names have, share one number.
type alphabet struct {
	numbers [commonLetters]uint8
	last    uint8
}

const rareLetter = 127

func (a *alphabet) number(r rune) uint8 {
	if r < 0 || r >= commonLetters {
		return rareLetter
	}
	return a.numbers[r]
}

// learn spells a word and numbers its new letters.
func (a *alphabet) learn(word string) spelt {
	letters := []rune(word)
	for _, r := range letters {
		switch {
		case a.number(r) != 0:
		case a.last == rareLetter-1:
			a.numbers[r] = rareLetter
		default:
			a.last++
			a.numbers[r] = a.last
		}
	}
	return a.spell(make(spelt, 0, len(letters)), letters)
}

// spell appends the numbers of letters.
func (a *alphabet) spell(to spelt, letters []rune) spelt {
	for _, r := range letters {
		to = append(to, a.number(r))
	}
	return to
}

// neighbours are the pairs of letters that stand together in words, the beginning of a word as a blank.
type neighbours struct {
	alphabet
	behind [rareLetter + 1][2]uint64 // letter -> set of the letters that stand behind it
}

func (n *neighbours) learn(word string) {
	letters := n.alphabet.learn(" " + word)
	for i, letter := range letters[1:] {
		n.behind[letters[i]][letter/64] |= 1 << (letter % 64)
	}
}

// count is how many letters a word has, and how many of them stand behind their neighbour in words too.
func (n *neighbours) count(word string) (letters, together int) {
	last := n.number(' ')
	for _, r := range word {
		letter := n.number(r)
		letters, together = letters+1, together+int(n.behind[last][letter/64]>>(letter%64)&1)
		last = letter
	}
	return letters, together
}
