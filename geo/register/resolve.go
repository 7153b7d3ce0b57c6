package register

import (
	"cmp"
	"slices"
	"strings"
)

const (
	answerThreshold = 0.7  // below it we ask
	wholeThreshold  = 0.8  // the same for a settlement without streets
	leadThreshold   = 0.58 // the same where no other house comes near
	rivalShare      = 0.75 // what comes near the best, as a share of it
	farSure         = 0.45 // a far street this near: other readings of the text are not looked at
	farBelow        = 0.95 // a street that fits less may be the wrong one
	unknownStreet   = 0.5  // below it no street was recognised
	sameStreets     = 0.04 // names this close in score are not told apart
	clearMargin     = 0.06 // an answer leads the next candidate by this much
	exactMargin     = 0.02 // the same for a text that fits word for word
	maxCandidates   = 8
	mostOthers      = 16 // streets that are looked at beside the best ones
)

// houseHit is a house that a query may mean.
type houseHit struct {
	house int32
	score float32
	flat  string
}

// Resolve finds the one house that an address names. Without certainty the
// answer is nil, with the reason and the candidates; a number that the street
// lacks is never replaced by another.
func (x *Index) Resolve(text string) Resolution { return x.taught(text, x.resolve(text)) }

// resolve is Resolve without what people taught.
func (x *Index) resolve(text string) Resolution {
	s := x.work()
	defer x.done(s)
	fits, q := x.search(text, false, s)
	res := Resolution{Parts: q.parts}
	if town := x.otherTown(q, fits); town != "" {
		res.Reason = otherTownReason(town)
		if !townOf[fold(town)] {
			q.freeTown()
			x.addFar(&res, q, text)
		}
		return res
	}
	if len(fits) == 0 || fits[0].score < unknownStreet {
		return x.unknownStreet(res, q, fits, text)
	}
	group := fits[:1]
	for len(group) < len(fits) && fits[len(group)].score >= fits[0].score-sameStreets {
		group = fits[:len(group)+1]
	}
	plate := q.houseNumber(group[0].used)
	x.describe(&res.Parts, &group[0], plate)
	hits := x.hits(q, group)
	if len(hits) == 0 {
		return x.noHouse(res, q, plate.Number, fits, group, text)
	}
	res = x.decide(res, group, hits, x.hits(q, fits[len(group):min(len(fits), len(group)+mostOthers)]))
	x.doubt(&res, q, group[0].used)
	if res.Answer == nil {
		x.addFar(&res, q, text)
	}
	return res
}

// doubt takes an answer back where the text names more than the street explains, a place that may be elsewhere.
func (x *Index) doubt(res *Resolution, q *query, used tokenSet) {
	if res.Answer == nil {
		return
	}
	if place := x.elsewhere(q, used); place != "" {
		res.Answer, res.Reason = nil, otherTownReason(place)
	} else if x.namesMore(q, used) {
		res.Answer, res.Reason = nil, unsureReason(res.Candidates[0].Text)
	}
}

// describe fills in what was understood of the street.
func (x *Index) describe(parts *Parts, best *fit, plate doorplate) {
	s := &x.streets[x.names[best.name].street]
	parts.Settlement, parts.StreetType = s.settlement, s.kind
	parts.Street = strings.TrimSpace(strings.TrimPrefix(s.title, shownType[s.kind]))
	parts.Number = plate.Number
	parts.Flat = cmp.Or(parts.Flat, plate.flat)
}

// hits are the houses with the written number on the streets of some fits.
func (x *Index) hits(q *query, fits []fit) []houseHit {
	var hits []houseHit
	for i := range fits {
		f := &fits[i]
		n := &x.names[f.name]
		if n.house >= 0 {
			hits = append(hits, houseHit{house: n.house, score: f.score})
			continue
		}
		if plate := q.houseNumber(f.used); !plate.Empty() {
			hits = append(hits, x.doorHits(f, plate)...)
		}
	}
	if kind := q.writtenKind(); kind != "" {
		hits = x.ownKindFirst(hits, kind)
	}
	slices.SortStableFunc(hits, func(a, b houseHit) int { return cmp.Compare(b.score, a.score) })
	return hits
}

// writtenKind is the "влд" of "5 (влд)".
func (q *query) writtenKind() string {
	for i := 1; i+1 < len(q.tokens); i++ {
		if q.tokens[i].means().kind && q.tokens[i-1].is("(") && q.tokens[i+1].is(")") {
			return q.tokens[i].text
		}
	}
	return ""
}

// doorHits looks a number up on one street. A bare second number is a flat
// ("43 15"), unless the street has 43 к. 15: then both are candidates.
func (x *Index) doorHits(f *fit, plate doorplate) []houseHit {
	s := &x.streets[x.names[f.name].street]
	score := f.score
	if plate.stray {
		score *= strayNumber
	}
	var hits []houseHit
	for _, d := range s.find(plate.Number) {
		hits = append(hits, houseHit{d.house, score * d.quality, cmp.Or(plate.flat, d.flat)})
	}
	if plate.comma && (len(hits) == 0 || plate.Letter == "") {
		for _, d := range s.find(plate.otherComma()) {
			hits = append(hits, houseHit{d.house, score * d.quality, plate.flat})
		}
	}
	if plate.second && plate.plain() {
		corpus := plate.Number
		corpus.Corpus = plate.flat
		for _, d := range s.find(corpus) {
			hits = append(hits, houseHit{d.house, score * d.quality, ""})
		}
	}
	return x.ownKindFirst(hits, plate.Kind)
}

// ownKindFirst prefers the kind that was written, and without one the house
// itself to a garage or an annex of the same number.
func (x *Index) ownKindFirst(hits []houseHit, kind string) []houseHit {
	own := func(h houseHit) bool {
		number := x.houses[h.house].Number
		return strings.HasSuffix(number, "("+kind+")") || kind == "" && !strings.HasSuffix(number, ")")
	}
	if !slices.ContainsFunc(hits, own) {
		return hits
	}
	for i := range hits {
		if !own(hits[i]) {
			hits[i].score *= 0.9
		}
	}
	return hits
}

// decide answers when one house leads clearly, and asks otherwise.
func (x *Index) decide(res Resolution, group []fit, hits, others []houseHit) Resolution {
	slices.SortStableFunc(hits, func(a, b houseHit) int { return cmp.Compare(b.score, a.score) })
	for _, h := range append(slices.Clone(hits), others...) {
		res.add(x.candidate(h.house, h.score))
	}
	best := hits[0]
	res.Confidence = share(best.score)
	res.Parts.Flat = cmp.Or(res.Parts.Flat, best.flat)
	switch equals := x.equalHouses(hits); {
	case equals > 1:
		res.Reason = ambiguousReason(equals)
	case best.score < answerThreshold && !x.leads(hits, others) || x.villageInstead(best, group) || x.streetUnread(best, group):
		res.Reason = unsureReason(res.Candidates[0].Text)
	default:
		res.Answer = &x.houses[best.house]
	}
	return res
}

// equalHouses counts the houses that the best one does not clearly lead.
func (x *Index) equalHouses(hits []houseHit) int {
	equals := 0
	for i, h := range hits {
		known := slices.ContainsFunc(hits[:i], func(o houseHit) bool { return o.house == h.house })
		if h.score > hits[0].score-marginOf(hits[0].score) && !known && !x.namesake(hits[0], h) {
			equals++
		}
	}
	return equals
}

// leads reports a best house that no other comes near, so that more slips may be forgiven.
func (x *Index) leads(hits, others []houseHit) bool {
	rival := func(h houseHit) bool {
		return h.house != hits[0].house && h.score > hits[0].score*rivalShare && !x.namesake(hits[0], h)
	}
	return hits[0].score >= leadThreshold && !slices.ContainsFunc(hits, rival) && !slices.ContainsFunc(others, rival)
}

// namesake: the very street stands in the city and in a village, and no village was named. Then the city's
// is meant (the convention of dispatchers); a village that was named would lead.
func (x *Index) namesake(best, other houseHit) bool {
	a, b := &x.houses[best.house], &x.houses[other.house]
	return a.Settlement == "" && b.Settlement != "" && a.Street == b.Street && a.StreetType == b.StreetType && other.score < best.score
}

// villageInstead: the city's own street lacks the number, a village's street of
// the same name has it, and the village was not named. That is to be asked.
func (x *Index) villageInstead(best houseHit, group []fit) bool {
	if h := &x.houses[best.house]; h.Settlement == "" || h.Street == "" {
		return false
	}
	return slices.ContainsFunc(group, func(f fit) bool {
		s := &x.streets[x.names[f.name].street]
		return s.settlement == "" && !s.whole && f.score >= best.score
	})
}

// streetUnread: a village without streets takes the house, and the text holds another word that may be a street of its
// own: "Тихий Плёс с, Береовая, 4".
func (x *Index) streetUnread(best houseHit, group []fit) bool {
	return x.houses[best.house].Street == "" && best.score < wholeThreshold && slices.ContainsFunc(group, func(f fit) bool {
		return x.streets[x.names[f.name].street].whole && f.score == best.score
	})
}

// marginOf is the lead that a best score needs: a little is enough when every
// word stands exactly as the register has it.
func marginOf(score float32) float32 {
	if score > 0.999 {
		return exactMargin
	}
	return clearMargin
}

func (res *Resolution) add(c Candidate) {
	known := func(o Candidate) bool { return o.House == c.House && o.Street == c.Street }
	if len(res.Candidates) < maxCandidates && !slices.ContainsFunc(res.Candidates, known) {
		res.Candidates = append(res.Candidates, c)
	}
}

// otherTown is the name of another town that the text holds beside a street.
func (x *Index) otherTown(q *query, fits []fit) string {
	if len(x.city) == 0 {
		return ""
	}
	if q.parts.City != "" && !x.namesCity(q) && !x.knownPlace(q.parts.City) {
		return q.parts.City
	}
	var used tokenSet
	if len(fits) > 0 {
		used = fits[0].used
	}
	for i := range q.tokens {
		for end := min(i+3, len(q.tokens)); end > i && q.tokens[i].means().town; end-- {
			if townOf[q.phrase(i, end)] && !anyUsed(used, i, end) && !x.ownCity(q, i) && !x.knownPlace(q.phrase(i, end)) {
				return q.text[q.tokens[i].start:q.tokens[end-1].end]
			}
		}
	}
	return ""
}

func anyUsed(used tokenSet, from, end int) bool {
	for i := from; i < end; i++ {
		if used.has(i) {
			return true
		}
	}
	return false
}

// knownPlace reports whether a town's name is a settlement of this register.
func (x *Index) knownPlace(town string) bool {
	words := plainWords(town)
	for i := range x.names {
		n := &x.names[i]
		if len(words) == 0 || len(n.settlements) != len(words) {
			continue
		}
		if x.lex.words[n.settlements[0].word] == words[0] {
			return true
		}
	}
	return false
}

// doorplate is the house number that is left when a name has taken its tokens.
type doorplate struct {
	Number
	flat   string
	second bool // the flat is only a bare second number
	stray  bool // further numbers stand elsewhere in the text
	comma  bool // on the wrong layout a comma and б are one key: 12, may be 12б
}

// otherComma reads the key of the comma the other way.
func (d doorplate) otherComma() Number {
	n := d.Number
	switch n.Letter {
	case "":
		n.Letter = keyedComma
	case keyedComma:
		n.Letter = ""
	}
	return n
}

// keyedComma is the letter on the key that is the comma of the English layout.
const keyedComma = "б"

// houseNumber is the number that a name leaves when it has taken its tokens. Names that follow each other mostly took the
// same: the last plate is kept.
func (q *query) houseNumber(used tokenSet) doorplate {
	if !q.plateRead || q.plateOf != used {
		q.plate, q.plateOf, q.plateRead = q.readPlate(used), used, true
	}
	return q.plate
}

func (q *query) readPlate(used tokenSet) doorplate {
	d := q.plateOutside(used | q.outside)
	if q.slip == slipLayout && d.Base != "" {
		d.comma = d.Letter == keyedComma || d.Letter == "" && q.commaBehind(d.Base)
	}
	return d
}

// commaBehind reports a number with a comma right behind it, blanks apart.
func (q *query) commaBehind(base string) bool {
	return slices.ContainsFunc(q.tokens, func(t token) bool {
		return t.kind == numberToken && t.text == base && strings.HasPrefix(strings.TrimLeft(q.text[t.end:], " "), ",")
	})
}

func (q *query) plateOutside(taken tokenSet) doorplate {
	if !q.parts.Number.Empty() {
		r := numberReader{tokens: q.tokens, used: taken, settled: true, at: q.houseAt}
		if n, _ := r.read(); !n.Empty() {
			return doorplate{Number: n}
		}
		return doorplate{Number: q.parts.Number}
	}
	for _, spoken := range []bool{false, true} {
		for i, t := range q.tokens {
			if taken.has(i) || t.kind == numberToken && t.ordinal && !(spoken && q.spokenNumber(i)) {
				continue
			}
			if d, found := q.doorplateAt(i, taken, spoken); found {
				return d
			}
		}
	}
	return doorplate{}
}

// spokenNumber: "двадцать третий" may be the house where no other number stands.
func (q *query) spokenNumber(i int) bool { return !digit(q.text[q.tokens[i].start]) && !q.typing }

func (q *query) doorplateAt(i int, taken tokenSet, spoken bool) (doorplate, bool) {
	if spoken && q.tokens[i].kind == numberToken {
		return doorplate{Number: Number{Base: q.tokens[i].text}}, true
	}
	r := numberReader{tokens: q.tokens, used: taken, settled: true, at: i}
	n, end := r.read()
	if end == i {
		return doorplate{}, false
	}
	d := doorplate{Number: n}
	for end = d.readFlat(q, end, taken); end < len(q.tokens); end++ {
		d.stray = d.stray || q.tokens[end].kind == numberToken && !taken.has(end)
	}
	return d, true
}

// readFlat takes a number that follows the house directly, or behind a comma.
func (d *doorplate) readFlat(q *query, from int, taken tokenSet) int {
	at := from
	if at < len(q.tokens) && q.tokens[at].is(",") {
		at++
	}
	if at >= len(q.tokens) || taken.has(at) || q.tokens[at].kind != numberToken || q.tokens[at].ordinal {
		return from
	}
	d.flat, d.second = q.tokens[at].text, true
	return at + 1
}
