package register

import (
	"cmp"
	"slices"
)

// What is shown when the caller has to be asked back: houses to choose from.

// noHouse tells that the street is known and the house is not.
func (x *Index) noHouse(res Resolution, q *query, number Number, fits, group []fit, text string) Resolution {
	res.Confidence = 0
	if number.Empty() {
		for _, f := range fits {
			res.add(x.streetCandidate(f))
		}
		for _, h := range x.hits(q, fits) { // "пер. Мира 5": the 5 may be the house of another lane
			res.add(x.candidate(h.house, h.score))
		}
		res.Reason = noNumberReason(x.streetName(group[0].name))
		return res
	}
	for _, h := range x.hits(q, fits[len(group):]) {
		res.add(x.candidate(h.house, h.score*0.8))
	}
	for i := range group {
		for _, d := range x.turnedCorner(&x.streets[x.names[group[i].name].street], number) {
			res.add(x.candidate(d.house, group[i].score*d.quality).because(WhyNearNumber))
		}
		for _, h := range x.likeDoors(&group[i], number) {
			res.add(x.candidate(h.house, h.score).because(WhyNearNumber))
		}
	}
	if group[0].score < farBelow {
		x.addFar(&res, q, text)
	}
	var near []string
	for _, f := range group {
		s := &x.streets[x.names[f.name].street]
		for _, house := range s.nearest(number, 4) {
			if f.name == group[0].name {
				near = append(near, x.houses[house].Number)
			}
			res.add(x.candidate(house, f.score*0.3).because(WhyNearNumber))
		}
	}
	res.Reason = noSuchHouseReason(x.streetName(group[0].name), number.String(), near)
	return res
}

// addFar offers houses whose streets are too far from the text to answer with; best first.
func (x *Index) addFar(res *Resolution, q *query, text string) {
	hits := x.far(q)
	near := func() bool { return len(hits) > 0 && hits[0].score >= farSure }
	if q.rival != nil && !near() {
		hits = append(hits, x.far(q.rival)...)
	}
	if plain := x.unrepaired(text, q.slip, q.space); plain.text != q.text && !near() {
		hits = append(hits, x.far(plain)...)
	}
	slices.SortStableFunc(hits, func(a, b houseHit) int { return cmp.Compare(b.score, a.score) })
	for _, h := range hits {
		res.add(x.candidate(h.house, h.score).because(WhyLooksLike))
	}
	slices.SortStableFunc(res.Candidates, byConfidence)
}

func (x *Index) unknownStreet(res Resolution, q *query, fits []fit, text string) Resolution {
	if len(q.words) == 0 {
		res.Reason = emptyReason
		return res
	}
	for _, h := range x.hits(q, fits) {
		res.add(x.candidate(h.house, h.score).because(WhyLooksLike))
	}
	x.addFar(&res, q, text)
	if len(res.Candidates) > 0 {
		res.Confidence = res.Candidates[0].Confidence
	}
	res.Reason = unknownStreetReason
	return res
}

// freeTown takes the words behind "г." for words of a street: no town of that name is known.
func (q *query) freeTown() {
	for i, role := range q.roles {
		if role == roleCity {
			q.roles[i] = roleFree
			q.outside &^= 1 << i
		}
	}
}
