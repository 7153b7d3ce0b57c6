package register

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
)

const (
	sharedHouses       = 5       // so many houses on one point: the geocoder gave the street or the city
	sharedStreets      = 3       // or houses of so many streets
	farRadiusMeters    = 2000.0  // no nearer point is called far
	farSpread          = 6.0     // times the median distance of the street's houses to its middle
	farMinHouses       = 4       // a street with fewer placed houses tells nothing
	cityRadiusMeters   = 150_000 // beyond it the point is not of this city
	doubledApartMeters = 150.0
)

// Survey looks at the rows of a whole file together: it joins rows of one
// address, puts swapped coordinates right and takes away points that cannot be
// trusted. The houses come back in the order of the file. Every change is reported.
//
// Rows of one address become one house, because a dispatcher must see one
// building: the first row stays, its unknowns are filled from the others, and
// their ids stand in House.Doubles.
func Survey(rows []Row, report func(Finding)) []House {
	return surveyWithin(rows, nil, report)
}

// surveyWithin is Survey of a city whose boundary may be known.
func surveyWithin(rows []Row, boundary orb.MultiPolygon, report func(Finding)) []House {
	if report == nil {
		report = func(Finding) {}
	}
	s := survey{rows: joinDoubles(rows, report), report: report, boundary: boundary}
	s.shared()
	s.swapped()
	s.capital()
	s.outside()
	s.far()
	s.sameSpot()
	houses := make([]House, len(s.rows))
	for i := range s.rows {
		houses[i] = s.rows[i].House
	}
	return houses
}

type survey struct {
	rows     []Row
	boundary orb.MultiPolygon
	report   func(Finding)
}

// addressKey is equal for two spellings of one address.
func addressKey(h *House) string {
	n := ParseNumber(h.Number)
	return streetIdentity(h) + "|" + n.key() + "|" + n.Kind
}

// streetIdentity is equal for two spellings of one street.
func streetIdentity(h *House) string {
	return identity(h.Settlement, h.StreetType, h.Street)
}

func identity(settlement, streetType, name string) string {
	return strings.Join(sortedWords(settlement), " ") + "|" + streetType + "|" + strings.Join(sortedWords(name), " ")
}

func sortedWords(name string) []string {
	var words []string
	for _, t := range lex(name) {
		switch types := t.means().settlementTypes; {
		case t.kind == signToken:
		case len(types) > 0:
			words = append(words, types[0])
		default:
			words = append(words, t.text)
		}
	}
	slices.Sort(words)
	return words
}

func joinDoubles(rows []Row, report func(Finding)) []Row {
	first := make(map[string]int, len(rows))
	ids := make(map[string]int, len(rows))
	out := make([]Row, 0, len(rows))
	for _, r := range rows {
		h := &r.House
		if line, seen := ids[h.SourceID]; seen {
			report(refused(r.Line, h.SourceID, FindingSameID, fmt.Sprintf("the id stands in line %d already", line),
				fmt.Sprintf("такой номер уже есть в строке %d", line)))
			continue
		}
		ids[h.SourceID] = r.Line
		key := addressKey(h)
		at, seen := first[key]
		if seen && apart(&out[at], &r) && out[at].House.Street != h.Street {
			seen, key = false, key+"|"+h.Street // two streets whose names merely look alike
		}
		if !seen {
			first[key] = len(out)
			out = append(out, r)
			continue
		}
		joinRow(&out[at], &r, report)
	}
	return out
}

// apart reports whether two rows have points too far from one another for one house.
func apart(a, b *Row) bool {
	return a.House.Placed() && b.House.Placed() && geo.Distance(a.House.Point, b.House.Point) > doubledApartMeters
}

// joinRow joins a double to the first row. Of two points far apart neither is
// trusted, and the house stands unplaced until a person puts it down.
func joinRow(first, second *Row, report func(Finding)) {
	detail, russian := "", ""
	disputed := apart(first, second)
	if disputed {
		d := geo.Distance(first.House.Point, second.House.Point)
		detail = fmt.Sprintf(", their points lie %.0f m apart, neither is trusted", d)
		russian = fmt.Sprintf(", точки в %.0f м друг от друга, обеим нет веры", d)
	}
	report(refused(second.Line, second.House.SourceID, FindingDoubled,
		fmt.Sprintf("the address of line %d (%s), joined to it%s: %s", first.Line, first.House.SourceID, detail, clip(second.House.Address)),
		fmt.Sprintf("адрес строки %d (%s), объединены%s: %s", first.Line, first.House.SourceID, russian, clip(second.House.Address))))
	join(&first.House, &second.House)
	if disputed {
		first.House.Precision = PrecisionNone
	}
}

// join fills what the first house does not know from its double.
func join(h, double *House) {
	if ParseNumber(h.Number).Letter == "" && ParseNumber(double.Number).Letter != "" { // of "7 к. а" and "7а" the second is how people write it
		h.SourceID, double.SourceID, h.Number, h.Address = double.SourceID, h.SourceID, double.Number, double.Address
		h.FIAS, double.FIAS, h.Detail, double.Detail = double.FIAS, h.FIAS, double.Detail, h.Detail
	}
	h.FIAS = cmp.Or(h.FIAS, double.FIAS)
	h.Doubles = append(h.Doubles, double.SourceID)
	h.Year = cmp.Or(h.Year, double.Year)
	h.Levels = cmp.Or(h.Levels, double.Levels)
	h.Entrances = cmp.Or(h.Entrances, double.Entrances)
	h.Flats = cmp.Or(h.Flats, double.Flats)
	h.Organisation = cmp.Or(h.Organisation, double.Organisation)
	h.Emergency = h.Emergency || double.Emergency
	if !h.Placed() && double.Placed() {
		h.Point, h.Precision = double.Point, double.Precision
	}
}

func (s *survey) unplace(i int, kind FindingKind, detail, russian string) {
	r := &s.rows[i]
	r.House.Precision = PrecisionNone
	s.report(doubted(r.Line, r.House.SourceID, kind, detail+" "+at(r.House.Point), russian+" "+at(r.House.Point)))
}

func at(p orb.Point) string { return fmt.Sprintf("(%.6f, %.6f)", p.Lat(), p.Lon()) }

// sameSpot tells of houses with one number and one point on two streets: rows
// that may be one building under two forms of the street. They are kept apart.
func (s *survey) sameSpot() {
	type spot struct {
		point  orb.Point
		number string
	}
	first := map[spot]int{}
	for i := range s.rows {
		h := &s.rows[i].House
		if !h.Placed() {
			continue
		}
		key := spot{h.Point, ParseNumber(h.Number).key()}
		at, seen := first[key]
		if !seen {
			first[key] = i
			continue
		}
		other := &s.rows[at]
		s.report(doubted(s.rows[i].Line, h.SourceID, FindingDoubled,
			fmt.Sprintf("number and point of line %d (%s) on another street, kept: %s", other.Line, other.House.SourceID, clip(h.Address)),
			fmt.Sprintf("номер и точка строки %d (%s) на другой улице, оставлены обе: %s", other.Line, other.House.SourceID, clip(h.Address))))
	}
}

// shared takes away points that many houses or several streets share.
func (s *survey) shared() {
	houses := map[orb.Point][]int{}
	for i := range s.rows {
		if s.rows[i].House.Placed() {
			houses[s.rows[i].House.Point] = append(houses[s.rows[i].House.Point], i)
		}
	}
	for i := range s.rows {
		group := houses[s.rows[i].House.Point]
		if !s.rows[i].House.Placed() || len(group) < sharedStreets {
			continue
		}
		if len(group) >= sharedHouses || s.streetsOf(group) >= sharedStreets {
			s.unplace(i, FindingSharedPoint, fmt.Sprintf("%d houses share the point", len(group)),
				fmt.Sprintf("одна точка на %d домов", len(group)))
		}
	}
}

func (s *survey) streetsOf(group []int) int {
	streets := map[string]bool{}
	for _, i := range group {
		streets[streetIdentity(&s.rows[i].House)] = true
	}
	return len(streets)
}

// far takes away points that lie far from the street's other houses. Medians
// decide, so a few wild points do not move the middle.
func (s *survey) far() {
	for _, street := range s.streets() {
		if len(street) < farMinHouses {
			continue
		}
		points := make([]orb.Point, len(street))
		for k, i := range street {
			points[k] = s.rows[i].House.Point
		}
		middle := medianPoint(points)
		away := make([]float64, len(points))
		for k, p := range points {
			away[k] = geo.Distance(middle, p)
		}
		limit := max(farRadiusMeters, farSpread*median(away))
		for k, i := range street {
			if away[k] > limit {
				s.unplace(i, FindingFarPoint, fmt.Sprintf("%.0f m from the middle of the street", away[k]),
					fmt.Sprintf("в %.0f м от середины улицы", away[k]))
			}
		}
	}
}

// streets are the placed houses by street, in the order of the file.
func (s *survey) streets() [][]int {
	order := map[string]int{}
	var streets [][]int
	for i := range s.rows {
		h := &s.rows[i].House
		if !h.Placed() {
			continue
		}
		key := streetIdentity(h)
		at, seen := order[key]
		if !seen {
			at = len(streets)
			order[key] = at
			streets = append(streets, nil)
		}
		streets[at] = append(streets[at], i)
	}
	return streets
}

func medianPoint(points []orb.Point) orb.Point {
	xs, ys := make([]float64, len(points)), make([]float64, len(points))
	for i, p := range points {
		xs[i], ys[i] = p[0], p[1]
	}
	return orb.Point{median(xs), median(ys)}
}

func median(values []float64) float64 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}
