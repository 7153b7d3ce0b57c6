package register

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// foundDoor is a house of a street that a written number may mean.
type foundDoor struct {
	house   int32
	quality float32
	flat    string // when "43-15" was read as house and flat
}

const (
	looseQuality = 0.9 // 43/2 where the register says 43 к. 2
	flatQuality  = 0.93
	aliasQuality = 0.97 // 6 of the building 4,6,8
)

// streetSet is a set of streets by their place in the index.
type streetSet []uint64

func (s streetSet) has(street int32) bool { return s[street/64]&(1<<(street%64)) != 0 }

func (s streetSet) add(street int32) { s[street/64] |= 1 << (street % 64) }

// carriersOf are the streets that have a house on each number.
func carriersOf(streets []street) map[int32]streetSet {
	carriers := map[int32]streetSet{}
	for id := range streets {
		for _, d := range streets[id].doors {
			if carriers[d.base] == nil {
				carriers[d.base] = newStreetSet(len(streets))
			}
			carriers[d.base].add(int32(id))
		}
	}
	return carriers
}

func newStreetSet(streets int) streetSet { return make(streetSet, (streets+63)/64) }

// carrying are the streets with a house on any of some numbers.
func (x *Index) carrying(bases []int32) streetSet {
	set := newStreetSet(len(x.streets))
	for _, base := range bases {
		for i, streets := range x.carriers[base] {
			set[i] |= streets
		}
	}
	return set
}

// base is the number's first part as it stands at the door.
func (n Number) base() string { return n.Base + n.Letter }

// find gives the houses that carry exactly this number; failing that those that
// carry the same parts under other names; failing that, for "43-15" and "43,15",
// house 43.
func (s *street) find(n Number) []foundDoor {
	from, to := s.withBase(n.Base)
	doors := s.doors[from:to]
	key := n.key()
	if exact := collect(doors, func(d door) bool { return d.key == key && !d.alias }, 1); len(exact) > 0 {
		return exact
	}
	if shared := collect(doors, func(d door) bool { return d.key == key }, aliasQuality); len(shared) > 0 {
		return shared
	}
	loose := n.loose()
	if renamed := collect(doors, func(d door) bool { return d.loose == loose }, looseQuality); len(renamed) > 0 {
		return renamed
	}
	flat := cmp.Or(n.Through, n.Also)
	if flat == "" || n.Through != "" && n.Also != "" {
		return nil
	}
	plain := n
	plain.Through, plain.Also = "", ""
	flats := collect(doors, func(d door) bool { return d.key == plain.key() && !d.alias }, flatQuality)
	for i := range flats {
		flats[i].flat = flat
	}
	return flats
}

func collect(doors []door, fits func(door) bool, quality float32) []foundDoor {
	var found []foundDoor
	for _, d := range doors {
		if fits(d) && !slices.ContainsFunc(found, func(f foundDoor) bool { return f.house == d.house }) {
			found = append(found, foundDoor{house: d.house, quality: quality})
		}
	}
	return found
}

// withBase is the range of the doors with a number's digits; 0 is theirs that have none.
func (s *street) withBase(base string) (from, to int) {
	value := valueOf(base)
	switch {
	case base == "":
		value = 0
	case value == noNumber:
		return 0, 0
	}
	from, _ = slices.BinarySearch(s.bases, value)
	to = from
	for to < len(s.bases) && s.bases[to] == value {
		to++
	}
	return from, to
}

// beginning gives up to limit houses whose number begins with what was typed:
// the very number first, then its letters and parts, then longer numbers.
func (s *street) beginning(n Number, limit int) []int32 {
	var houses []int32
	add := func(house int32) {
		if len(houses) < limit && !slices.Contains(houses, house) {
			houses = append(houses, house)
		}
	}
	for _, f := range s.find(n) {
		add(f.house)
	}
	from, to := s.withBase(n.Base)
	for _, d := range s.doors[from:to] {
		if strings.HasPrefix(d.loose, n.loose()) {
			add(d.house)
		}
	}
	if n.plain() && n.Letter == "" {
		for _, d := range s.doors {
			if len(houses) < limit && strings.HasPrefix(strconv.Itoa(int(d.base)), n.Base) {
				add(d.house)
			}
		}
	}
	return houses
}

// nearest gives up to limit houses around a number that the street lacks.
func (s *street) nearest(n Number, limit int) []int32 {
	value, err := strconv.Atoi(n.Base)
	if err != nil {
		return nil
	}
	at, _ := s.withBase(n.Base)
	low, high := at-1, at
	var houses []int32
	for len(houses) < limit && (low >= 0 || high < len(s.doors)) {
		takeHigh := low < 0 || (high < len(s.doors) && int(s.doors[high].base)-value <= value-int(s.doors[low].base))
		d := s.doors[max(low, 0)]
		if takeHigh {
			d = s.doors[high]
			high++
		} else {
			low--
		}
		if !slices.Contains(houses, d.house) {
			houses = append(houses, d.house)
		}
	}
	return houses
}
