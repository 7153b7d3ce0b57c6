package register

import "slices"

// answer gathers a Comment from the groups of a walker.
type answer struct {
	*walker
	out  Comment
	next *group // behind the one at hand, nil at the last
	away bool   // in a village that the register lacks
	near surroundings
}

// comment looks the houses of all groups up.
func (w *walker) comment(f facts) Comment {
	a := answer{walker: w, near: surroundings{likely: w.likely()}}
	places := 0
	for i := range w.groups {
		g := &w.groups[i]
		if g.mention != nil && g.spared || g.behind {
			continue
		}
		a.settle(i)
		a.next = nil
		if i+1 < len(w.groups) {
			a.next = &w.groups[i+1]
		}
		switch {
		case g.city || g.away:
			a.near.named, a.away = "", g.away
			continue
		case g.placeOnly:
			a.near.named, a.away = g.place, false
			a.addPlace(g)
		default:
			for _, lane := range g.lanes() {
				a.addStreet(&lane)
			}
		}
		places++
	}
	a.out.Unresolved = append(a.out.Unresolved, w.missed...)
	a.out.Text = w.text
	a.out.Kind = f.kind(places > 0 || len(w.missed) > 0)
	a.out.Utilities, a.out.DiametersMM, a.out.Cause, a.out.Works = f.utilities, f.diameters, f.cause, f.works
	a.out.Institutions = slices.DeleteFunc(f.institution, a.housed)
	return a.out
}

// housed reports an institution's words that name a street with houses: "Заводской 22".
func (a *answer) housed(s Span) bool {
	return slices.ContainsFunc(a.groups, func(g group) bool {
		return g.mention != nil && len(g.plates) > 0 && a.tokens[g.from].start <= s.Start && s.Start < a.tokens[g.to-1].end
	})
}

// addPlace notes a settlement. The numbers behind it are its own houses when it
// has no streets.
func (a *answer) addPlace(g *group) {
	if len(g.plates) > 0 && len(g.candidates) > 0 {
		a.addStreet(g)
		return
	}
	if g.site || g.bound || a.leads(g) {
		return
	}
	houses := 0
	for i := range a.reader.index.streets {
		if s := &a.reader.index.streets[i]; s.settlement == g.place || s.whole && s.title == g.place {
			houses += len(s.doors)
		}
	}
	a.area(NamedArea{Span: spanOf(a.text, a.tokens, g.from, g.to), Name: g.place, Houses: houses})
}

// settle gives the street of group i the settlement that is named right behind its houses: "ул. Мира 4, с. Дальнее",
// where that settlement has such a street with one of the houses.
func (a *answer) settle(i int) {
	g := &a.groups[i]
	if i+1 >= len(a.groups) || a.near.named != "" || g.mention == nil || g.placeOnly || g.home != "" || len(g.plates) == 0 {
		return
	}
	place := &a.groups[i+1]
	last := g.plates[len(g.plates)-1].to
	if place.mention == nil || !place.placeOnly || len(place.plates) > 0 || place.from < last || !a.besides(last, place.from) || !a.hasHouses(g, place.place) {
		return
	}
	if i+2 < len(a.groups) {
		a.next = &a.groups[i+2]
		if a.leads(place) {
			return
		}
	}
	g.home, place.behind = place.place, true
}

// besides: nothing but a comma, a preposition or a settlement's mark stands between two tokens.
func (a *answer) besides(from, to int) bool {
	for _, t := range a.tokens[from:to] {
		if !t.is(",") && t.text != "в" && len(t.means().settlementTypes) == 0 {
			return false
		}
	}
	return true
}

func (a *answer) hasHouses(g *group, settlement string) bool {
	for _, c := range g.candidates {
		s := &a.reader.index.streets[c.entry.street]
		if s.settlement == settlement && slices.ContainsFunc(g.plates, func(p plate) bool { return len(a.reader.index.plateHouses(s, p)) > 0 }) {
			return true
		}
	}
	return false
}

// leads reports a settlement that only says where the next street is: "с. Дальнее, Мира ул".
func (a *answer) leads(g *group) bool {
	if a.next == nil || a.next.mention == nil || a.next.placeOnly || a.next.from < g.to {
		return false
	}
	for _, t := range a.tokens[g.to:a.next.from] {
		if t.kind != signToken || t.is("-") {
			return false
		}
	}
	c, _ := a.reader.choose(a.next, a.near)
	return c != nil && a.reader.index.streets[c.entry.street].settlement == g.place
}

// area adds a whole street or settlement, each once.
func (a *answer) area(named NamedArea) {
	if !slices.ContainsFunc(a.out.Areas, func(o NamedArea) bool { return o.Name == named.Name && o.Bound == named.Bound && o.Side == named.Side }) {
		a.out.Areas = append(a.out.Areas, named)
	}
}

// lanes are the streets of "1-й и 2-й пер. Мира 5": the houses are of each. Without houses the group stays one.
func (g *group) lanes() []group {
	var lanes []group
	for _, c := range g.candidates {
		at := slices.IndexFunc(lanes, func(l group) bool { return l.candidates[0].ordinal == c.ordinal })
		if at >= 0 {
			lanes[at].candidates = append(lanes[at].candidates, c)
			continue
		}
		m := *g.mention
		m.candidates = []candidateStreet{c}
		lane := *g
		lane.mention = &m
		lanes = append(lanes, lane)
	}
	if len(lanes) < 2 || len(g.plates) == 0 || lanes[0].candidates[0].ordinal < 0 {
		return []group{*g}
	}
	return lanes
}

func (a *answer) addStreet(g *group) {
	near := a.near
	if g.home != "" {
		near.named = g.home
	}
	c, ambiguous := a.reader.choose(g, near)
	if c == nil {
		return
	}
	span := spanOf(a.text, a.tokens, g.from, g.to)
	s := &a.reader.index.streets[c.entry.street]
	switch {
	case c.entry.house >= 0:
		a.name(g, foundDoor{house: c.entry.house, quality: 1}, c.quality, span)
	case a.away:
		a.miss(g, "", ReasonOtherTown)
	case len(g.plates) == 0:
		a.addWhole(g, c, s, span)
	case g.bound:
		a.area(NamedArea{Span: span, Name: joinPlace(s.settlement, s.title), Houses: len(s.doors), Bound: true})
	case ambiguous || g.unsaid:
		a.miss(g, s.title, ReasonAmbiguous)
	default:
		a.addHouses(g, c, s)
	}
}

// miss notes a whole group that could not be placed.
func (a *answer) miss(g *group, street string, reason ReasonCode) {
	to := g.to
	if last := len(g.plates) - 1; last >= 0 {
		to = max(to, g.plates[last].to)
	}
	a.out.Unresolved = append(a.out.Unresolved, Unresolved{Span: spanOf(a.text, a.tokens, g.from, to), Street: street, Reason: reason})
}

func (a *answer) addWhole(g *group, c *candidateStreet, s *street, span Span) {
	if g.site {
		return
	}
	for _, other := range g.candidates {
		lane := &a.reader.index.streets[other.entry.street]
		if other.entry != c.entry && (other.ordinal < 0 || other.ordinal == c.ordinal || lane.settlement != s.settlement || lane.kind != s.kind) {
			continue
		}
		a.area(NamedArea{Span: span, Name: joinPlace(lane.settlement, lane.title), Houses: lane.count(g.side), Side: g.side.side(), Bound: g.bound})
	}
}

func (a *answer) addHouses(g *group, c *candidateStreet, s *street) {
	spared := map[int32]bool{}
	for _, p := range g.plates {
		if p.except {
			for _, d := range a.reader.index.houseOf(s, p.number) {
				spared[d.house] = true
			}
		}
	}
	for _, p := range g.plates {
		if p.except {
			continue
		}
		span := spanOf(a.text, a.tokens, p.from, p.to)
		found := a.reader.index.plateHouses(s, p)
		if twin := a.reader.twin(c); twin != nil {
			found = append(found, a.reader.index.plateHouses(twin, p)...)
		}
		if len(found) == 0 && p.doubtful {
			a.out.Institutions = append(a.out.Institutions, span)
		} else if len(found) == 0 && !g.site {
			a.out.Unresolved = append(a.out.Unresolved, Unresolved{Span: span, Street: joinPlace(s.settlement, s.title), Reason: ReasonNoSuchHouse})
		}
		for _, d := range found {
			if !spared[d.house] {
				if p.doubtful {
					d.quality *= besideInstitution
				}
				a.name(g, d, c.quality, span)
			}
		}
	}
}

// name adds a house to the site or to the affected, each once.
func (a *answer) name(g *group, d foundDoor, quality float32, span Span) {
	h := NamedHouse{House: a.reader.index.House(int(d.house)), Span: span, Effect: g.effect, Confidence: share(min(d.quality, 1) * min(quality, 1))}
	if g.site || g.damage && a.border == 0 {
		a.out.Site = addOnce(a.out.Site, h)
	}
	if g.site {
		return
	}
	if g.damage && a.border == 0 {
		h.Confidence = share(float32(h.Confidence) * damageOnly)
	}
	a.out.Houses = addOnce(a.out.Houses, h)
}

func addOnce(houses []NamedHouse, h NamedHouse) []NamedHouse {
	if slices.ContainsFunc(houses, func(o NamedHouse) bool { return o.House == h.House }) {
		return houses
	}
	return append(houses, h)
}
