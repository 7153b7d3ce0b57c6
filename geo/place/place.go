// Package place guesses where a house stands whose register has no point for
// it, from the houses of its street that have one, and says how far the guess
// may be off.
//
// It owns: the guess of one house (kriging.go) and the radius that holds for
// nine guesses of ten, measured on the city's own known houses (radius.go).
//
// It stores nothing and never touches a known point; what it gives is always
// approximate and must be shown as such. Everything here is deterministic and
// safe for concurrent use.
package place

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"dispatch05/geo"
	"dispatch05/geo/register"
)

// House is what a guess is made from.
type House struct {
	Street string          // equal for the houses of one street, register.House.StreetKey
	Number register.Number // a house without a base number neither guesses nor is guessed
	Point  orb.Point       // lon, lat; meaningless while Known is false
	Known  bool            // the point is to be trusted: register, footprint, pin or learned
}

// Guess is a place on the map with its honest doubt. RadiusMeters is 0 where
// nothing was guessed: the house is known, has no number, or its street has no
// known house, or the radius would be wider than helps anybody (widest).
type Guess struct {
	Point        orb.Point // lon, lat
	RadiusMeters float64   // the house stands within it nine times of ten
}

// Made reports whether there is a guess at all.
func (g Guess) Made() bool { return g.RadiusMeters > 0 }

// Guesses answers for each house, in order.
func Guesses(houses []House) []Guess {
	out := make([]Guess, len(houses))
	plane, streets := lay(houses)
	if !slices.ContainsFunc(streets, func(s street) bool { return len(s.known) > 0 && len(s.unknown) > 0 }) {
		return out // nothing to guess, and measuring is the dear part
	}
	radius := measure(streets)
	for _, s := range streets {
		for _, h := range s.unknown {
			near := s.nearest(h, 0)
			if len(near) == 0 {
				continue
			}
			at, spread := krige(near, h)
			if twin := slices.IndexFunc(near, h.twin); twin >= 0 {
				at = near[twin].at // another source's row of this very house
			}
			guess := Guess{Point: plane.LonLat(at), RadiusMeters: radius.of(spread)}
			if finite(guess.Point) && guess.RadiusMeters <= widest {
				out[h.index] = guess
			}
		}
	}
	return out
}

// site is a house on the plane of its city.
type site struct {
	index  int       // in the caller's slice
	number float64   // base number
	corpus float64   // 0 without one
	part   string    // letter, corpus and the like; "" = the plain number
	at     orb.Point // metres
}

func (s site) odd() bool { return math.Mod(s.number, 2) == 1 }

// twin says that another house bears the very number: a second row of one house, under another source or id.
func (s site) twin(other site) bool { return other.number == s.number && other.part == s.part }

// street holds its known and unknown houses by number.
type street struct {
	known, unknown []site
}

// lay puts the houses on a plane, street by street in the order of the names.
func lay(houses []House) (geo.Plane, []street) {
	var lons, lats []float64
	byName := map[string]*street{}
	for i := range houses {
		h := &houses[i]
		if h.Known && finite(h.Point) {
			lons, lats = append(lons, h.Point.Lon()), append(lats, h.Point.Lat())
		}
	}
	if len(lons) == 0 {
		return geo.Plane{}, nil
	}
	plane := geo.NewPlane(orb.Point{quantile(lons, 0.5), quantile(lats, 0.5)})
	for i := range houses {
		h := &houses[i]
		base, err := strconv.Atoi(h.Number.Base)
		if err != nil || base < 0 || base > maxNumber || (h.Known && !finite(h.Point)) {
			continue
		}
		s := byName[h.Street]
		if s == nil {
			s = &street{}
			byName[h.Street] = s
		}
		plain := h.Number
		plain.Base = ""
		one := site{index: i, number: float64(base), part: plain.String()}
		if corpus, err := strconv.Atoi(h.Number.Corpus); err == nil {
			one.corpus = float64(corpus)
		}
		if !h.Known {
			s.unknown = append(s.unknown, one)
			continue
		}
		one.at = plane.Meters(h.Point)
		s.known = append(s.known, one)
	}
	names := make([]string, 0, len(byName))
	for name, s := range byName {
		slices.SortStableFunc(s.known, func(a, b site) int { return cmp.Compare(a.number, b.number) })
		names = append(names, name)
	}
	slices.Sort(names)
	streets := make([]street, len(names))
	for i, name := range names {
		streets[i] = *byName[name]
	}
	return plane, streets
}

// widest is the radius in metres beyond which a guess sends a crew astray.
const widest = 3000

// maxNumber is the highest house number that is one; beyond it stands a plot's
// or a cadastre's number, which tells nothing of neighbours.
const maxNumber = 9999

func finite(p orb.Point) bool {
	return !math.IsNaN(p[0]) && math.Abs(p[0]) <= 180 && !math.IsNaN(p[1]) && math.Abs(p[1]) < 90
}

// nearest are the known houses nearest to a house in number, at most
// neighbours, without itself. hidden of the nearest are left out on purpose:
// that is how the radius learns what a gap does.
func (s *street) nearest(h site, hidden int) []site {
	to, _ := slices.BinarySearchFunc(s.known, h.number, func(k site, n float64) int { return cmp.Compare(k.number, n) })
	from := to
	var near []site
	for len(near) < neighbours+hidden && (from > 0 || to < len(s.known)) {
		var next site
		if to >= len(s.known) || (from > 0 && h.number-s.known[from-1].number <= s.known[to].number-h.number) {
			from--
			next = s.known[from]
		} else {
			next = s.known[to]
			to++
		}
		if next.index != h.index {
			near = append(near, next)
		}
	}
	return near[min(hidden, len(near)):]
}

// quantile of values, which it does not reorder; the higher of two.
func quantile(values []float64, share float64) float64 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

// FromRegister takes the houses of a register; an approximate point is none.
func FromRegister(rows []register.House) []House {
	houses := make([]House, len(rows))
	for i := range rows {
		h := &rows[i]
		houses[i] = House{
			Street: h.StreetKey(), Number: register.ParseNumber(h.Number), Point: h.Point,
			Known: h.Placed() && h.Precision != register.PrecisionApproximate,
		}
	}
	return houses
}
