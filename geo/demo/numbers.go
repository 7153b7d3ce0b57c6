package demo

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"dispatch05/geo"
	"dispatch05/geo/register"
)

// slot is a place in the row of numbers of one side of a street: a house of the
// street, or the corner of a house that belongs to the street it meets.
type slot struct {
	chain  float64
	house  int
	corner bool
}

// side is one side of one street.
type side struct {
	street int
	left   bool
}

const (
	cornerReach  = 46.0 // from a corner house's middle to the other street
	yardReach    = 130.0
	emptyReach   = 170.0 // open ground of this length leaves a number out
	letterChance = 0.06
	mostCorpuses = 4
)

var cornerChance = map[use]float64{old: 0.5, midrise: 0.25}

// numberHouses gives the numbers: odd on the left, even on the right, growing
// away from the centre; a house on a corner has both streets' numbers, one in a
// yard is a corpus of the house before it.
func (d *draft) numberHouses() {
	chance := d.chance(stageNumbers)
	sides := map[side][]slot{}
	for i, h := range d.houses {
		if !h.yard {
			sides[d.sideOf(h)] = append(sides[d.sideOf(h)], d.slotOf(h, i))
		}
	}
	for i, h := range d.houses {
		if h.yard && !d.hasNeighbour(sides[d.sideOf(h)], h) {
			d.houses[i].yard = false
			sides[d.sideOf(h)] = append(sides[d.sideOf(h)], d.slotOf(h, i))
		}
	}
	d.claimCorners(sides, chance)
	for number := range d.streets {
		for _, left := range []bool{true, false} {
			d.numberSide(sides[side{number, left}], left, chance)
		}
	}
	d.numberYards(sides)
}

// reversed reports whether a street's numbers begin at the end of its line.
func (d *draft) reversed(number int) bool {
	line := d.streets[number].line
	heart := d.place(-800, 350)
	return planar.Distance(line[0], heart) > planar.Distance(line[len(line)-1], heart)
}

func (d *draft) sideOf(h house) side {
	return side{h.street, h.left != d.reversed(h.street)}
}

func (d *draft) slotOf(h house, index int) slot {
	return slot{chain: d.fromStart(h.street, h.chain), house: index}
}

func (d *draft) fromStart(street int, chain float64) float64 {
	if d.reversed(street) {
		return planar.Length(d.streets[street].line) - chain
	}
	return chain
}

// hasNeighbour reports whether a house in a yard has a house of its street before it.
func (d *draft) hasNeighbour(slots []slot, h house) bool {
	_, found := d.neighbour(slots, h)
	return found
}

func (d *draft) neighbour(slots []slot, h house) (house int, found bool) {
	nearest := yardReach
	for _, s := range slots {
		away := abs(s.chain - d.fromStart(h.street, h.chain))
		if !s.corner && !d.houses[s.house].yard && away < nearest {
			house, nearest, found = s.house, away, true
		}
	}
	return house, found
}

func abs(x float64) float64 { return max(x, -x) }

// claimCorners keeps a number free on the second street of each corner house.
func (d *draft) claimCorners(sides map[side][]slot, chance *rand.Rand) {
	for i, h := range d.houses {
		if h.yard || chance.Float64() >= cornerChance[h.kind] {
			continue
		}
		for number, s := range d.streets {
			if number == h.street || s.crossing != nil || s.class == geo.Lane || !near(s.line, h.centre, cornerReach) {
				continue
			}
			if chain, meters, left := chainOf(s.line, h.centre); meters < cornerReach {
				at := side{number, left != d.reversed(number)}
				sides[at] = append(sides[at], slot{d.fromStart(number, chain), i, true})
				break
			}
		}
	}
}

func near(line orb.LineString, p orb.Point, meters float64) bool {
	return line.Bound().Pad(meters).Contains(p)
}

// numberSide numbers one side of a street in the order of its slots.
func (d *draft) numberSide(slots []slot, left bool, chance *rand.Rand) {
	slices.SortFunc(slots, func(a, b slot) int {
		return cmp.Or(cmp.Compare(a.chain, b.chain), cmp.Compare(a.house, b.house))
	})
	next, before, lettered := 2, 0.0, true
	if left {
		next = 1
	}
	for _, s := range slots {
		next += 2 * int((s.chain-before)/emptyReach)
		before = s.chain
		switch {
		case s.corner:
			d.houses[s.house].fraction = strconv.Itoa(next)
		case !lettered && chance.Float64() < letterChance:
			d.houses[s.house].number = strconv.Itoa(next-2) + "а"
			lettered = true
			continue
		default:
			d.houses[s.house].number = strconv.Itoa(next)
		}
		lettered = s.corner
		next += 2
	}
}

// numberYards makes the houses in yards corpuses of their neighbours.
func (d *draft) numberYards(sides map[side][]slot) {
	corpuses := map[int]int{}
	var crowded []int
	for i := range d.houses {
		h := &d.houses[i]
		if !h.yard {
			continue
		}
		first, _ := d.neighbour(sides[d.sideOf(*h)], *h)
		if corpuses[first] == mostCorpuses {
			crowded = append(crowded, i)
			continue
		}
		corpuses[first]++
		h.number = d.houses[first].shownNumber() + " к. " + strconv.Itoa(corpuses[first])
	}
	d.dropHouses(crowded)
}

// dropHouses leaves houses out of the city that got no number.
func (d *draft) dropHouses(numbers []int) {
	kept := d.houses[:0]
	for i, h := range d.houses {
		if !slices.Contains(numbers, i) {
			kept = append(kept, h)
		}
	}
	d.houses = kept
}

// shownNumber is the number with that of the street it is the corner with.
func (h house) shownNumber() string {
	if h.fraction != "" {
		return h.number + "/" + h.fraction
	}
	return h.number
}

// registered is a house as the register knows it.
func (d *draft) registered(h house) register.House {
	s, number := d.streets[h.street], h.shownNumber()
	address := addressStreet(s.kind, s.name) + ", " + number
	if s.settlement != "" {
		address = s.settlement + ", " + address
	}
	return register.House{
		Source: Source, SourceID: sourceID(s, number),
		Address: address, Settlement: s.settlement, StreetType: s.kind, Street: s.name, Number: number,
		Point: d.lonLat(h.centre), Precision: register.PrecisionRegister,
		Year: h.year, Levels: h.levels, Entrances: h.entrances, Flats: h.flats,
		Organisation: organisationName(h.organisation),
	}
}

// sourceID of a house of the draft.
func (d *draft) sourceID(h house) string { return sourceID(d.streets[h.street], h.shownNumber()) }

// sourceID is the house's address as a key: it stays when other houses change.
func sourceID(s street, number string) string {
	return s.settlement + "|" + s.kind + "|" + s.name + "|" + number
}
