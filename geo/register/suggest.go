package register

import (
	"slices"
	"sort"
	"strings"
)

// Suggest lists what an unfinished address may become, best first: houses as
// soon as a number is typed, streets before that (Candidate.House nil).
func (x *Index) Suggest(text string, limit int) []Candidate {
	if limit <= 0 {
		return nil
	}
	s := x.work()
	defer x.done(s)
	fits, q := x.search(text, true, s)
	begun, p := x.begun(text, s)
	out := make([]Candidate, 0, min(limit, 64))
	for i := range begun {
		out = x.offerExact(out, p, &begun[i], mostBegun)
	}
	for _, offer := range []func([]Candidate, *query, *fit, int) []Candidate{x.offerExact, x.offerLonger} {
		most := len(out) + limit // what begins with the text and what fits it compete by their confidence
		for i := range fits {
			if len(out) >= most || fits[i].score < fits[0].score*suggestFloor {
				break
			}
			out = offer(out, q, &fits[i], most)
		}
		if len(out) >= limit {
			break
		}
	}
	slices.SortStableFunc(out, byConfidence)
	return out[:min(limit, len(out))]
}

// begunScore is the worth of a street whose name begins with the very text that was typed.
const begunScore = 0.9

// mostBegun bounds the streets that begin with a text: few of them have the number.
const mostBegun = 200

// begun are the streets whose names, as the register writes them, begin with all that stands before the
// house's number: "1-я 5", "19 п 51". A name that begins with a number is found so from its first sign.
func (x *Index) begun(text string, s *scratch) ([]fit, *query) {
	beginning, found := beforeNumber(text)
	if !found {
		return nil, nil
	}
	q := x.query(textReading{text: bounded(text)}, true, s)
	var used tokenSet
	for i, t := range q.tokens {
		if t.start < len(beginning) {
			used |= 1 << i
		}
	}
	title := titleKey(beginning)
	var fits []fit
	at := sort.Search(len(x.titles), func(i int) bool { return x.titles[i].key >= title })
	for ; at < len(x.titles) && strings.HasPrefix(x.titles[at].key, title) && len(fits) < mostBegun; at++ {
		f := fit{name: x.titles[at].name, used: used, score: begunScore}
		f.score *= x.settlementFactor(q, &x.names[f.name], &f.used) * x.typeFactor(q, &x.names[f.name], f.used)
		fits = append(fits, f)
	}
	return fits, q
}

// beforeNumber is the text before the first word that begins with a digit and is not the first.
func beforeNumber(text string) (string, bool) {
	blank := true
	for at := range len(text) {
		if blank && digit(text[at]) && strings.TrimSpace(text[:at]) != "" {
			return text[:at], true
		}
		blank = text[at] == ' '
	}
	return "", false
}

// titleKey is a name folded letter by letter, signs and all.
func titleKey(text string) string {
	return strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(text), " ")), "ё", "е")
}

// suggestFloor: a street that fits so much worse than the best is not shown.
const suggestFloor = 0.5

// offerExact adds the street, or its houses with the very number typed.
func (x *Index) offerExact(out []Candidate, q *query, f *fit, limit int) []Candidate {
	n := &x.names[f.name]
	if n.house >= 0 {
		return appendNew(out, x.candidate(n.house, f.score), limit)
	}
	plate := q.houseNumber(f.used)
	if plate.Empty() {
		c := x.streetCandidate(*f)
		if q.holdsNumber() {
			c.Confidence *= numberTaken
		}
		return append(out, c)
	}
	hits := x.doorHits(f, plate)
	for _, h := range hits {
		switch number := x.houses[h.house].Number; {
		case plate.Kind == "" && strings.HasSuffix(number, ")"):
			h.score *= kindNotTyped
		case plate.Kind != "" && !strings.HasSuffix(number, "("+plate.Kind+")"):
			h.score *= otherKind
		}
		out = appendNew(out, x.candidate(h.house, h.score), limit)
	}
	return out
}

const (
	numberTaken  = 0.7  // the only number typed is part of the street's name
	kindNotTyped = 0.98 // the house is "5 (влд)", 5 was typed
	otherKind    = 0.8  // "(влд)" was typed, the house is none
)

func (q *query) holdsNumber() bool {
	return slices.ContainsFunc(q.tokens, func(t token) bool { return t.kind == numberToken && !t.ordinal })
}

// offerLonger adds the houses whose number begins with the one typed.
func (x *Index) offerLonger(out []Candidate, q *query, f *fit, limit int) []Candidate {
	n := &x.names[f.name]
	plate := q.houseNumber(f.used)
	if n.house >= 0 || plate.Empty() {
		return out
	}
	for i, house := range x.streets[n.street].beginning(plate.Number, limit) {
		c := x.candidate(house, f.score*(longerNumber-0.005*float32(min(i, 40))))
		out = appendNew(out, c, limit)
	}
	return out
}

// longerNumber is the worth of 43 when 4 is typed so far.
const longerNumber = 0.5

func appendNew(out []Candidate, c Candidate, limit int) []Candidate {
	if len(out) >= limit || slices.ContainsFunc(out, func(o Candidate) bool { return o.House == c.House }) {
		return out
	}
	return append(out, c)
}

func byConfidence(a, b Candidate) int {
	switch {
	case a.Confidence > b.Confidence:
		return -1
	case a.Confidence < b.Confidence:
		return 1
	}
	return 0
}

func (x *Index) candidate(house int32, score float32) Candidate {
	h := &x.houses[house]
	c := Candidate{House: h, Street: x.shown[x.shownAt[house]], Text: h.Address, Confidence: share(score)}
	if c.Street != "" {
		c.Text = c.Street + ", " + h.Number
	}
	return c
}

func (c Candidate) because(why Why) Candidate {
	c.Why = why
	return c
}

func (x *Index) streetCandidate(f fit) Candidate {
	title := x.streetName(f.name)
	return Candidate{Street: title, Text: title, Confidence: share(f.score)}
}

func (x *Index) streetName(id int32) string {
	s := &x.streets[x.names[id].street]
	return joinPlace(s.settlement, s.title)
}

func joinPlace(settlement, street string) string {
	switch {
	case settlement == "":
		return street
	case street == "":
		return settlement
	}
	return settlement + ", " + street
}
