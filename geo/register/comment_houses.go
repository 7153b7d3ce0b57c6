package register

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// How sure a house is by the way it was named.
const (
	ownKind           = 0.97 // 23 (влд.) for 23
	otherSpelt        = 0.9  // 43 к. 2 for 43/2, 6 of the building 4,6,8
	cornerOnly        = 0.75 // 2/45 for 2, when the register has no other 2
	annexOnly         = 0.7  // 32 (зд.) for 32
	insideRange       = 0.96
	besideInstitution = 0.6 // may be a second institution's number
	damageOnly        = 0.6 // the place of damage, nothing said of who is without water
)

// What decides between streets of one name, in the order of their weight.
const (
	qualityWeight  = 2.0
	namedVillage   = 0.4
	cityProper     = 0.3
	likelyVillage  = 0.2
	coverageWeight = 0.2
	sizeWeight     = 0.01
)

// dwellings are the kinds that count as the house itself.
var dwellings = map[string]bool{"": true, "влд": true, "двлд": true, "вл": true, "соор": true}

// houseOf are the houses of one street under a written number.
func (x *Index) houseOf(s *street, n Number) []foundDoor {
	from, to := s.withBase(n.Base)
	doors := s.doors[from:to]
	key := n.key()
	same := collect(doors, func(d door) bool { return d.key == key && !d.alias }, 1)
	if own := x.ownSpelling(same, n); len(own) > 0 {
		return own
	}
	if shared := collect(doors, func(d door) bool { return d.key == key && d.alias }, otherSpelt); len(shared) > 0 {
		return shared
	}
	if !n.plain() {
		if n.Building != "" || n.Structure != "" || n.Litera != "" {
			return nil
		}
		loose := n.loose()
		if found := collect(doors, func(d door) bool { return d.loose == loose && !d.alias }, otherSpelt); len(found) > 0 || n.Fraction == "" {
			return found
		}
		return x.turnedCorner(s, n)
	}
	corners := x.corners(doors, n)
	if len(corners) == 1 {
		return corners
	}
	return nil
}

// turnedCorner are the corner houses whose two numbers were written the other way round: 9/26 for 26/9.
func (x *Index) turnedCorner(s *street, n Number) []foundDoor {
	if n.Fraction == "" || n.Fraction[0] == '.' {
		return nil
	}
	turned := Number{Base: n.Fraction, Letter: n.Letter, Fraction: n.Base}
	from, to := s.withBase(turned.Base)
	key := turned.key()
	return collect(s.doors[from:to], func(d door) bool { return d.key == key && !d.alias }, cornerOnly)
}

// ownSpelling prefers the plain house, then a dwelling with its kind in brackets,
// then one annex of that number.
func (x *Index) ownSpelling(same []foundDoor, n Number) []foundDoor {
	var plain, own, other []foundDoor
	for _, d := range same {
		has := ParseNumber(x.houses[d.house].Number)
		switch {
		case has.Kind == "" && has.Letter == n.Letter:
			plain = append(plain, d)
		case has.Kind == "":
			d.quality = otherSpelt
			other = append(other, d)
		case dwellings[has.Kind]:
			d.quality = ownKind
			own = append(own, d)
		default:
			d.quality = annexOnly
			other = append(other, d)
		}
	}
	switch {
	case len(plain) > 0:
		return plain
	case len(own) > 0:
		return own
	case len(other) == 1:
		return other
	}
	return nil
}

// corners are the houses that carry the number and that of a crossing street.
func (x *Index) corners(doors []door, n Number) []foundDoor {
	found := collect(doors, func(d door) bool {
		has := ParseNumber(x.houses[d.house].Number)
		return !d.alias && has.Letter == n.Letter && has.Fraction != "" && !strings.HasPrefix(has.Fraction, ".") && bare(has) && dwellings[has.Kind]
	}, cornerOnly)
	return found
}

// bare reports a number without building, corpus, litera and their kin.
func bare(n Number) bool {
	return n.Through == "" && n.Also == "" && n.Corpus == "" && n.Building == "" && n.Structure == "" && n.Litera == ""
}

// rangeOf are the houses of a range: lettered and corner houses included,
// buildings behind them and annexes not.
func (x *Index) rangeOf(s *street, p plate) []foundDoor {
	low, _ := strconv.Atoi(p.number.Base)
	high, _ := strconv.Atoi(p.last.Base)
	from, _ := s.withBase(p.number.Base)
	_, to := s.withBase(p.last.Base)
	var found []foundDoor
	plain := map[string]bool{}
	var kinds []string
	for _, d := range s.doors[from:to] {
		n := lettered(ParseNumber(x.houses[d.house].Number))
		base := int(d.base)
		end := base == low || base == high
		if d.alias || !bare(n) || strings.HasPrefix(n.Fraction, ".") || !dwellings[n.Kind] || !end && !p.admits(base, low, high) {
			continue
		}
		plain[d.key] = plain[d.key] || n.Kind == ""
		found = append(found, foundDoor{house: d.house, quality: insideRange})
		kinds = append(kinds, d.key+"|"+n.Kind)
	}
	kept := found[:0]
	for i, f := range found {
		if key, kind, _ := cutLast(kinds[i]); kind == "" || !plain[key] {
			kept = append(kept, f)
		}
	}
	return kept
}

// lettered writes "7 к. а" as 7а: registers have both for one house.
func lettered(n Number) Number {
	if n.Letter == "" && singleLetter(n.Corpus) {
		n.Letter, n.Corpus = n.Corpus, ""
	}
	return n
}

func cutLast(s string) (before, after string, found bool) {
	at := strings.LastIndexByte(s, '|')
	if at < 0 {
		return s, "", false
	}
	return s[:at], s[at+1:], true
}

// admits reports whether a number inside the range is meant: without a word of
// parity, ends of one parity mean that side of the street.
func (p plate) admits(base, low, high int) bool {
	switch p.parity {
	case parityEven:
		return base%2 == 0
	case parityOdd:
		return base%2 == 1
	case parityUnsaid:
		return low%2 != high%2 || base%2 == low%2
	}
	return true
}

// side is the word for one side of a street, "" for both.
func (p parity) side() Side {
	switch p {
	case parityEven:
		return SideEven
	case parityOdd:
		return SideOdd
	}
	return SideBoth
}

// count are the doors of one side of the street, or of both.
func (s *street) count(p parity) int {
	if p.side() == SideBoth {
		return len(s.doors)
	}
	of := 0
	for _, d := range s.doors {
		if (d.base%2 == 0) == (p == parityEven) {
			of++
		}
	}
	return of
}

// corporaOf are all the numbered buildings of "54б - 5 корпусов", the house with them.
func (x *Index) corporaOf(s *street, p plate) []foundDoor {
	from, to := s.withBase(p.number.Base)
	found := collect(s.doors[from:to], func(d door) bool {
		has := ParseNumber(x.houses[d.house].Number)
		c, err := strconv.Atoi(has.Corpus)
		return !d.alias && has.Letter == p.number.Letter && err == nil && c <= p.corpora && dwellings[has.Kind]
	}, otherSpelt)
	return append(x.houseOf(s, p.number), found...)
}

func (x *Index) plateHouses(s *street, p plate) []foundDoor {
	switch {
	case p.ranged:
		return x.rangeOf(s, p)
	case p.corpora > 0:
		return x.corporaOf(s, p)
	}
	if found := x.houseOf(s, p.number); len(found) > 0 || p.other.Empty() {
		return found
	}
	return x.houseOf(s, p.other)
}

// surroundings are the settlements that a comment speaks of.
type surroundings struct {
	named  string          // the settlement named last
	likely map[string]bool // named anywhere, or the only home of another street
}

// choose picks the street that a group means: by type, settlement, and by which
// street has the numbers. Of two with equal right it says that they are.
func (r *CommentReader) choose(g *group, near surroundings) (*candidateStreet, bool) {
	best, second := -1, -1
	scores := make([]float64, len(g.candidates))
	for i := range g.candidates {
		scores[i] = r.weighStreet(g, &g.candidates[i], near)
		if best < 0 || scores[i] > scores[best] {
			best, second = i, best
		} else if second < 0 || scores[i] > scores[second] {
			second = i
		}
	}
	if best < 0 {
		return nil, false
	}
	winner := &g.candidates[best]
	if second >= 0 && scores[best]-scores[second] < sizeWeight {
		return winner, !sameStreet(winner.entry, g.candidates[second].entry)
	}
	return winner, false
}

// sameStreet reports two entries of one street: registers have "Спуск Мира ул" and
// "Мира спуск" side by side.
func sameStreet(a, b *entry) bool {
	return a.street == b.street || a.settlement == b.settlement && slices.Equal(a.numbers, b.numbers) && slices.Equal(untyped(a.words), untyped(b.words)) &&
		(holdsType(a.words, b.kind) || holdsType(b.words, a.kind))
}

func untyped(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return len(meaningOf(w).streetTypes) > 0 })
}

func holdsType(words []string, kind string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(meaningOf(w).streetTypes, kind) })
}

// twin is the other row of the same street, nil when the register has one only.
func (r *CommentReader) twin(c *candidateStreet) *street {
	anchors := r.places.anchors
	for _, id := range anchors.postings[anchors.ids[c.entry.words[c.entry.anchor]]] {
		other := &r.places.entries[id]
		if other.street >= 0 && other.house < 0 && other.street != c.entry.street && sameStreet(other, c.entry) {
			return &r.index.streets[other.street]
		}
	}
	return nil
}

func (r *CommentReader) weighStreet(g *group, c *candidateStreet, near surroundings) float64 {
	s := &r.index.streets[c.entry.street]
	found := 0
	for _, p := range g.plates {
		if c.entry.house < 0 && len(r.index.plateHouses(s, p)) > 0 {
			found++
		}
	}
	score := qualityWeight*float64(c.quality) + sizeWeight*math.Min(1, float64(len(s.doors))/200)
	switch {
	case near.named != "" && s.settlement == near.named:
		score += namedVillage
	case s.settlement == "" && (found > 0 || len(g.plates) < 2):
		score += cityProper
	case s.settlement == "":
	case near.likely[s.settlement]:
		score += likelyVillage
	}
	if c.entry.house >= 0 || len(g.plates) == 0 {
		return score
	}
	return score + coverageWeight*float64(found)/float64(len(g.plates))
}

// likely gathers the settlements that are named anywhere or must be meant.
func (w *walker) likely() map[string]bool {
	likely := map[string]bool{}
	for _, g := range w.groups {
		if g.mention == nil {
			continue
		}
		if g.place != "" {
			likely[g.place] = true
		}
		if home := w.onlyHome(g); home != "" {
			likely[home] = true
		}
	}
	return likely
}

// onlyHome is the one village where a street is, "" when the city has it too.
func (w *walker) onlyHome(g group) string {
	home := ""
	for _, c := range g.candidates {
		settlement := w.reader.index.streets[c.entry.street].settlement
		if settlement == "" || home != "" && home != settlement {
			return ""
		}
		home = settlement
	}
	return home
}
