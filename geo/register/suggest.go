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
	for _, offer := range []func([]Candidate, *query, *fit, int) []Candidate{x.offerExact, x.offerLonger} {
		for i := range fits {
			if len(out) >= limit || fits[i].score < fits[0].score*suggestFloor {
				break
			}
			out = offer(out, q, &fits[i], limit)
		}
	}
	slices.SortStableFunc(out, byConfidence)
	return out
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
		return append(out, x.streetCandidate(*f))
	}
	for _, h := range x.doorHits(f, plate) {
		out = appendNew(out, x.candidate(h.house, h.score), limit)
	}
	return out
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
