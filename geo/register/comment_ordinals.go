package register

import "strconv"

// ordinalPlace reports whether token i may belong to "пер. 1, 2, 3 Светлый".
func (f *mentionFinder) ordinalPlace(i, from int) bool {
	if f.tokens[i].is(",") {
		return i+1 < from && i > 0 && f.tokens[i-1].kind == numberToken
	}
	return small(f.tokens[i].text, 20)
}

// matchNumbers finds the numbers of the name: the 40 of "40 лет Победы", the 2
// of "2 пер. Мира". A name without its number is another street.
func (f *mentionFinder) matchNumbers(tr *trial) bool {
	tr.first = tr.from
	for n, want := range tr.entry.numbers {
		if at := f.ordinalInside(tr, want); at >= 0 {
			tr.ordinal = at
			continue
		}
		at, first := f.ordinalBefore(tr.from, want)
		if at < 0 || n > 0 {
			return false
		}
		tr.ordinal, tr.first = at, first
	}
	return !f.strayOrdinal(tr.to) && !f.strayOrdinal(tr.first-1)
}

// strayOrdinal reports an ordinal beside the name that is none of its own: the
// "3-й" of "3-й Мира", where the register has no such lane.
func (f *mentionFinder) strayOrdinal(i int) bool {
	return i >= 0 && i < len(f.tokens) && f.tokens[i].ordinal && f.tokens[i].kind == numberToken && !f.silent[i]
}

// ordinalInside finds a number between the type and the name, or right behind.
func (f *mentionFinder) ordinalInside(tr *trial, want string) int {
	for i := tr.from; i < tr.to; i++ {
		if f.tokens[i].kind == numberToken && f.tokens[i].text == want {
			return i
		}
	}
	if tr.to < len(f.tokens) && f.tokens[tr.to].ordinal && f.tokens[tr.to].text == want {
		tr.to++
		return tr.to - 1
	}
	return -1
}

// ordinalBefore finds a number in the run that ends right before token from:
// "1, 2 пер.". The run rises, and only a lane may have a comma behind it.
func (f *mentionFinder) ordinalBefore(from int, want string) (at, first int) {
	i := from - 1
	if i >= 0 && f.tokens[i].is(",") && f.isType(from) && f.tokens[from].means().streetTypes[0] == lanes {
		i--
	}
	at, first = -1, from
	last := 1 << 30
	for i >= 0 && f.tokens[i].kind == numberToken && !f.silent[i] {
		value, err := strconv.Atoi(f.tokens[i].text)
		if err != nil || value >= last {
			break
		}
		last = value
		if f.tokens[i].text == want {
			at, first = i, i
		}
		i--
		for i > 0 && (f.tokens[i].is(",") || f.tokens[i].is(".") || f.tokens[i].text == "и") {
			i--
		}
	}
	if i >= 0 && f.tokens[i].is("-") && i+1 == first {
		return -1, from // the end of a range
	}
	return at, first
}

// clearOrdinal: the number cannot be a house of the street before: a type stands
// with it, it is written as an ordinal, or a date word follows.
func (f *mentionFinder) clearOrdinal(tr trial) bool {
	t := f.tokens[tr.ordinal]
	return t.ordinal || tr.typed || tr.ordinal > tr.from || f.tokens[tr.ordinal+1].kind == wordToken && f.tokens[tr.ordinal+1].means().date
}
