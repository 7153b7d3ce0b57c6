package register

import "slices"

// Suggest lists what an unfinished address may become, best first: houses as
// soon as a number is typed, streets before that (Candidate.House nil).
func (x *Index) Suggest(text string, limit int) []Candidate {
	if limit <= 0 {
		return nil
	}
	fits, q := x.search(text, true)
	out := make([]Candidate, 0, min(limit, 64))
	for i := range fits {
		if len(out) >= limit || fits[i].score < fits[0].score*0.6 {
			break
		}
		out = x.suggestOn(out, q, &fits[i], limit)
	}
	slices.SortStableFunc(out, byConfidence)
	return out
}

// suggestOn adds what one street has to offer.
func (x *Index) suggestOn(out []Candidate, q *query, f *fit, limit int) []Candidate {
	n := &x.names[f.name]
	if n.house >= 0 {
		return append(out, x.candidate(n.house, f.score))
	}
	plate := q.houseNumber(f.used)
	if plate.Empty() {
		return append(out, x.streetCandidate(*f))
	}
	s := &x.streets[n.street]
	for _, h := range x.doorHits(f, plate) {
		out = appendNew(out, x.candidate(h.house, h.score), limit)
	}
	for i, house := range s.beginning(plate.Number, limit) {
		c := x.candidate(house, f.score*(0.8-0.005*float32(min(i, 40))))
		out = appendNew(out, c, limit)
	}
	return out
}

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
	return Candidate{House: h, Street: x.houseStreet(h), Text: h.Shown(), Confidence: float64(score)}
}

func (x *Index) streetCandidate(f fit) Candidate {
	title := x.streetName(f.name)
	return Candidate{Street: title, Text: title, Confidence: float64(f.score)}
}

func (x *Index) houseStreet(h *House) string {
	return joinPlace(h.Settlement, streetShown(h.StreetType, h.Street))
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
