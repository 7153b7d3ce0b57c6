package hardset

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// House is a row of the register, cut at its commas.
type House struct {
	ID         string
	Settlement string // "Луговка с", "" in the city proper
	Street     string // without its type; the settlement's own name where it has no streets
	Type       string // as the register writes it: "ул"
	Number     string
}

// town is what stands before the street in each row: the most frequent one is the city's own.
type town struct{ region, city string }

// Register is what the set is made from.
type Register struct {
	City, Region string
	Houses       []House
	streets      []street
	same         map[string][]string // ids by everything that tells houses apart
}

// street is a street with the numbers that it carries.
type street struct {
	houses []int
	taken  map[string]bool
}

// noisyRun is how many consecutive numbers no real street carries.
const noisyRun = 400

// Read reads house_uuid;house_full_address. Streets with about a thousand consecutive numbers are left out:
// nobody calls from there.
func Read(in io.Reader) (*Register, error) {
	r := &Register{same: map[string][]string{}}
	towns, byStreet := map[town]int{}, map[string]int{}
	lines := bufio.NewScanner(in)
	for at := 0; lines.Scan(); at++ {
		id, address, found := strings.Cut(strings.TrimPrefix(lines.Text(), "\ufeff"), ";")
		pieces := strings.Split(strings.Trim(address, `"`), ", ")
		if !found || at == 0 || len(pieces) < 4 {
			continue
		}
		towns[town{pieces[0], pieces[1]}]++
		h := houseOf(strings.TrimSpace(id), pieces[2:])
		key := strings.Join(pieces[:len(pieces)-1], ", ")
		if _, known := byStreet[key]; !known {
			byStreet[key] = len(r.streets)
			r.streets = append(r.streets, street{taken: map[string]bool{}})
		}
		s := &r.streets[byStreet[key]]
		s.houses, s.taken[digitsOf(h.Number)] = append(s.houses, len(r.Houses)), true
		r.Houses = append(r.Houses, h)
	}
	r.dropNoise()
	for _, h := range r.Houses {
		r.same[h.key()] = append(r.same[h.key()], h.ID)
	}
	best := 0
	for t, count := range towns {
		if count > best {
			best, r.Region, r.City = count, t.region, strings.TrimSuffix(t.city, " г")
		}
	}
	if len(r.streets) == 0 && lines.Err() == nil {
		return nil, fmt.Errorf("hardset: no row reads region, city, street, number")
	}
	return r, lines.Err()
}

// houseOf cuts what stands behind the city.
func houseOf(id string, pieces []string) House {
	last := len(pieces) - 1
	h := House{ID: id, Number: pieces[last], Settlement: strings.Join(pieces[:last-1], ", ")}
	h.Street = pieces[last-1]
	if at := strings.LastIndexByte(h.Street, ' '); at > 0 {
		h.Street, h.Type = h.Street[:at], h.Street[at+1:]
	}
	return h
}

func (h House) key() string {
	return strings.ToLower(strings.Join([]string{h.Settlement, h.Type, h.Street, h.Number}, "|"))
}

func digitsOf(number string) string {
	end := 0
	for end < len(number) && number[end] >= '0' && number[end] <= '9' {
		end++
	}
	return number[:end]
}

// dropNoise forgets the houses of streets whose numbers run on for hundreds.
func (r *Register) dropNoise() {
	drop := make([]bool, len(r.Houses))
	r.streets = slices.DeleteFunc(r.streets, func(s street) bool {
		noisy := s.noisy()
		for _, at := range s.houses {
			drop[at] = noisy
		}
		return noisy
	})
	moved, kept := make([]int, len(r.Houses)), r.Houses[:0]
	for i, h := range r.Houses {
		moved[i] = len(kept)
		if !drop[i] {
			kept = append(kept, h)
		}
	}
	r.Houses = kept
	for _, s := range r.streets {
		for i := range s.houses {
			s.houses[i] = moved[s.houses[i]]
		}
	}
}

// noisy reports a run of hundreds of numbers without a gap.
func (s street) noisy() bool {
	run, longest := 0, 0
	for n := 1; n <= 2*noisyRun+len(s.taken); n++ {
		if run++; !s.taken[strconv.Itoa(n)] {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest >= noisyRun
}
