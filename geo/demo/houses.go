package demo

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"

	"dispatch05/geo"
)

// house is one building on the plane.
type house struct {
	rectangle
	kind   use
	street int     // index into draft.streets
	chain  float64 // metres along the street
	left   bool    // on its left side
	yard   bool    // stands behind the houses of the street

	year, levels, entrances, flats int
	number                         string
	fraction                       string // its number on the street it is the corner with
	organisation                   string // code of who manages it, "" = nobody
}

// rectangle is a building's outline.
type rectangle struct {
	centre        orb.Point
	angle         float64 // of its length
	length, depth float64
}

func (r rectangle) ring() orb.Ring {
	corner := func(x, y float64) orb.Point {
		return toward(toward(r.centre, r.angle, x*r.length/2), r.angle+math.Pi/2, y*r.depth/2)
	}
	return orb.Ring{corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1), corner(-1, -1)}
}

// custom is how a use is built: spans in metres, storeys and years.
type custom struct {
	length, depth, gap span
	setback            float64 // from the edge of the street
	levels             []int   // as likely as they are often
	years              span
}

type span struct{ from, to float64 }

func (s span) draw(chance *rand.Rand) float64 { return s.from + (s.to-s.from)*chance.Float64() }

var customs = map[use]custom{
	old:      {span{20, 48}, span{12, 16}, span{6, 40}, 3, []int{2, 2, 3, 3, 4, 4, 5, 9}, span{1895, 1962}},
	midrise:  {span{46, 82}, span{11, 13}, span{20, 46}, 9, []int{4, 5, 5, 5, 5, 5, 9}, span{1953, 1979}},
	highrise: {span{48, 105}, span{13, 15}, span{26, 60}, 14, []int{9, 9, 9, 10, 12, 14, 16, 17}, span{1974, 2022}},
	private:  {span{9, 15}, span{8, 11}, span{25, 48}, 6, []int{1, 1, 1, 1, 2}, span{1932, 2021}},
	industry: {span{28, 60}, span{13, 16}, span{70, 160}, 14, []int{2, 3, 3, 4, 5}, span{1949, 1988}},
}

// halfWidth is how far a street of a class reaches from its middle, with its pavement.
var halfWidth = map[geo.StreetClass]float64{
	geo.Avenue: 16, geo.Main: 13, geo.Highway: 13, geo.Minor: 10, geo.Lane: 7,
}

// site knows what stands already, so that nothing is built on it.
type site struct {
	*draft
	built   rtree.RTreeG[rectangle]
	streets rtree.RTreeG[int] // pieces of draft.streets, by the street's index
}

func (d *draft) placeHouses() {
	s := &site{draft: d}
	for i, street := range d.streets {
		for j := 1; j < len(street.line); j++ {
			bound := orb.LineString{street.line[j-1], street.line[j]}.Bound()
			s.streets.Insert(bound.Min, bound.Max, i)
		}
	}
	chance := d.chance(stageHouses)
	for i, street := range d.streets {
		if street.crossing == nil {
			s.lineStreet(i, false, chance)
			s.lineStreet(i, true, chance)
		}
	}
	for _, q := range d.quarters {
		s.fillYards(q, chance)
	}
}

// lineStreet builds along one side of a street.
func (s *site) lineStreet(number int, left bool, chance *rand.Rand) {
	street := s.draft.streets[number]
	total := planar.Length(street.line)
	side := -math.Pi / 2 // from the street's direction
	if left {
		side = math.Pi / 2
	}
	for chain := 12.0; chain < total-8; {
		at, angle := pointAlong(street.line, chain)
		kind := s.useAt(toward(at, angle+side, 40))
		style, builds := customs[kind]
		if !builds || street.settlement != "" && kind != private {
			chain += 20
			continue
		}
		length, depth := style.length.draw(chance), style.depth.draw(chance)
		at, angle = pointAlong(street.line, chain+length/2)
		away := halfWidth[street.class] + style.setback + depth/2
		h := house{
			rectangle: rectangle{toward(at, angle+side, away), angle, length, depth},
			kind:      kind, street: number, chain: chain + length/2, left: left,
		}
		if !s.free(h.rectangle, kind) {
			chain += 9
			continue
		}
		s.build(h, style, chance)
		chain += length + style.gap.draw(chance)
	}
}

// yardStep is how close buildings stand behind the houses of the street.
var yardStep = map[use][2]float64{midrise: {96, 70}, highrise: {118, 96}, old: {80, 64}}

// fillYards builds the inside of the blocks of a quarter.
func (s *site) fillYards(q quarter, chance *rand.Rand) {
	step, has := yardStep[q.kind]
	if !has {
		return
	}
	angle := heading(q.outline[0], q.outline[5]) // of its northern street
	centre := q.bound.Center()
	for x := -700.0; x <= 700; x += step[0] {
		for y := -700.0; y <= 700; y += step[1] {
			at := toward(toward(centre, angle, x), angle+math.Pi/2, y)
			if planar.RingContains(q.outline, at) && chance.Float64() < 0.65 {
				s.buildYard(at, angle, q.kind, chance)
			}
		}
	}
}

func (s *site) buildYard(at orb.Point, angle float64, kind use, chance *rand.Rand) {
	style := customs[kind]
	if chance.Float64() < 0.35 {
		angle += math.Pi / 2
	}
	length, depth := style.length.draw(chance), style.depth.draw(chance)
	if kind == highrise && chance.Float64() < 0.25 {
		length, depth = 26, 24 // a tower
	}
	r := rectangle{at, angle, length, depth}
	if !s.free(r, kind) {
		return
	}
	number, chain, left := s.addressStreet(at)
	if number < 0 {
		return
	}
	s.build(house{rectangle: r, kind: kind, street: number, chain: chain, left: left, yard: true}, style, chance)
}

// addressReach is how far from its street a house in a yard may stand.
const addressReach = 190.0

// addressStreet finds the street that a house in a yard belongs to, -1 for none.
func (s *site) addressStreet(at orb.Point) (number int, chain float64, left bool) {
	number, nearest := -1, addressReach
	box := orb.Bound{Min: at, Max: at}.Pad(addressReach)
	seen := map[int]bool{}
	s.streets.Search(box.Min, box.Max, func(_, _ [2]float64, i int) bool {
		street := s.draft.streets[i]
		if seen[i] || street.crossing != nil || street.class == geo.Highway {
			return true
		}
		seen[i] = true
		if along, meters, onLeft := chainOf(street.line, at); meters < nearest {
			number, nearest, chain, left = i, meters, along, onLeft
		}
		return true
	})
	return number, chain, left
}

// free reports whether nothing stands where a rectangle shall.
func (s *site) free(r rectangle, kind use) bool {
	spacing := map[use]float64{old: 4, midrise: 13, highrise: 20, private: 5, industry: 20}[kind]
	around := rectangle{r.centre, r.angle, r.length + 2*spacing, r.depth + 2*spacing}
	ring := around.ring()
	box := ring.Bound()
	clear := true
	s.built.Search(box.Min, box.Max, func(_, _ [2]float64, other rectangle) bool {
		clear = !overlap(around, other)
		return clear
	})
	return clear && s.offStreets(r) && s.open(r)
}

func (s *site) offStreets(r rectangle) bool {
	ring := r.ring()
	box := ring.Bound().Pad(20)
	clear := true
	s.streets.Search(box.Min, box.Max, func(_, _ [2]float64, i int) bool {
		street := s.draft.streets[i]
		clear = distanceBetween(street.line, ring, box) > halfWidth[street.class]+1
		return clear
	})
	return clear
}

// open reports whether a rectangle stands clear of water, rails and the square.
func (s *site) open(r rectangle) bool {
	for _, corner := range r.ring() {
		if planar.RingContains(s.pond, corner) || planar.RingContains(s.square, corner) {
			return false
		}
	}
	return planar.DistanceFrom(s.midriver, r.centre) > riverWidest+r.length/2+15 &&
		planar.DistanceFrom(s.rails, r.centre) > 30+r.length/2
}

func (s *site) build(h house, style custom, chance *rand.Rand) {
	h.levels = style.levels[chance.IntN(len(style.levels))]
	h.year = int(style.years.draw(chance))
	if h.levels >= 9 && h.year < 1968 {
		h.year = 1968 + chance.IntN(50) // nobody built that high before
	}
	h.entrances, h.flats = 1, 1
	if h.kind != private {
		h.entrances = max(1, int(math.Round(h.length/22)))
		h.flats = h.entrances * h.levels * (3 + chance.IntN(2))
	}
	if h.length == 26 { // a tower has one staircase with many doors
		h.entrances, h.flats = 1, h.levels*(5+chance.IntN(3))
	}
	bound := h.ring().Bound()
	s.built.Insert(bound.Min, bound.Max, h.rectangle)
	s.houses = append(s.houses, h)
}
