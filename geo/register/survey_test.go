package register

import (
	"fmt"
	"testing"

	"github.com/paulmach/orb"
)

// street is a row of houses 50 m apart, running east from a point.
func streetRows(name string, from orb.Point, count int) []Row {
	rows := make([]Row, count)
	for i := range rows {
		rows[i] = Row{Line: i + 2, House: House{SourceID: fmt.Sprintf("%s-%d", name, i+1), StreetType: "ул", Street: name, Number: fmt.Sprint(i + 1),
			Point: orb.Point{from.Lon() + 0.0008*float64(i), from.Lat()}, Precision: PrecisionRegister}}
	}
	return rows
}

func surveyed(rows []Row) ([]House, map[FindingKind]int) {
	counts := map[FindingKind]int{}
	return Survey(rows, func(f Finding) { counts[f.Kind]++ }), counts
}

func TestSurveyLeavesGoodRowsAlone(t *testing.T) {
	houses, counts := surveyed(streetRows("Яблонева", orb.Point{73.2, 55.1}, 20))
	if len(houses) != 20 || len(counts) != 0 {
		t.Errorf("%d houses, %v", len(houses), counts)
	}
}

func TestSurveyUnplacesASharedPoint(t *testing.T) {
	rows := streetRows("Яблонева", orb.Point{73.2, 55.1}, 30)
	for i := range 25 {
		rows[i].House.Point = orb.Point{73.21, 55.1}
	}
	houses, counts := surveyed(rows)
	if counts[FindingSharedPoint] != 25 || houses[0].Placed() || !houses[29].Placed() || len(houses) != 30 {
		t.Errorf("%v", counts)
	}
}

func TestSurveyUnplacesAFarPoint(t *testing.T) {
	rows := streetRows("Яблонева", orb.Point{73.2, 55.1}, 20)
	rows[3].House.Point = orb.Point{73.4, 55.2}
	houses, counts := surveyed(rows)
	if counts[FindingFarPoint] != 1 || houses[3].Placed() {
		t.Errorf("%v", counts)
	}
}

func TestSurveyPutsSwappedAxesRight(t *testing.T) {
	rows := streetRows("Яблонева", orb.Point{73.2, 55.1}, 20)
	right := rows[3].House.Point
	rows[3].House.Point = orb.Point{right[1], right[0]}
	houses, counts := surveyed(rows)
	if counts[FindingSwapped] != 1 || houses[3].Point != right || !houses[3].Placed() {
		t.Errorf("%v %v", counts, houses[3])
	}
}

func TestSurveyJoinsDoubles(t *testing.T) {
	rows := streetRows("Яблонева", orb.Point{73.2, 55.1}, 10)
	double := rows[4]
	double.Line, double.House.SourceID, double.House.Flats, double.House.Organisation = 99, "second", 70, "УК Уют"
	again := rows[5]
	again.Line = 100
	houses, counts := surveyed(append(rows, double, again))
	if len(houses) != 10 || counts[FindingDoubled] != 1 || counts[FindingSameID] != 1 {
		t.Fatalf("%d houses, %v", len(houses), counts)
	}
	if h := houses[4]; len(h.Doubles) != 1 || h.Doubles[0] != "second" || h.Flats != 70 || h.Organisation != "УК Уют" {
		t.Errorf("got %+v", h)
	}
}

func TestSurveyTellsOfOneSpotOnTwoStreets(t *testing.T) {
	rows := streetRows("Яблонева", orb.Point{73.2, 55.1}, 10)
	other := rows[4]
	other.Line, other.House.SourceID, other.House.StreetType = 99, "other form", "наб"
	houses, counts := surveyed(append(rows, other))
	if len(houses) != 11 || counts[FindingDoubled] != 1 {
		t.Errorf("%d houses, %v", len(houses), counts)
	}
}

func TestSurveyTrustsNeitherOfTwoDistantPoints(t *testing.T) {
	rows := streetRows("Яблонева", orb.Point{73.2, 55.1}, 10)
	double := rows[4]
	double.Line, double.House.SourceID, double.House.Point = 99, "second", orb.Point{73.22, 55.1}
	houses, counts := surveyed(append(rows, double))
	if len(houses) != 10 || counts[FindingDoubled] != 1 || houses[4].Placed() {
		t.Errorf("%d houses, %v, %+v", len(houses), counts, houses[4])
	}
}

// TestSurveyKnowsTheCapital: its centre is no house of Omsk nor of a town 40 km away, and is one in the capital itself.
func TestSurveyKnowsTheCapital(t *testing.T) {
	kremlin := orb.Point{37.617698, 55.755864}
	for name, c := range map[string]struct {
		from    orb.Point
		unplace int
	}{"Omsk": {orb.Point{73.2, 55.1}, 1}, "Podolsk": {orb.Point{37.5446, 55.4311}, 1}, "Moscow": {orb.Point{37.61, 55.7538}, 0}} {
		rows := streetRows("Яблонева", c.from, 20)
		rows[3].House.Point = kremlin
		houses, counts := surveyed(rows)
		if counts[FindingDefaultPoint] != c.unplace || houses[3].Placed() != (c.unplace == 0) || len(counts) != c.unplace {
			t.Errorf("%s: %v", name, counts)
		}
	}
	most := streetRows("Яблонева", orb.Point{73.2, 55.1}, 20) // a geocoder that failed for most of the town does not move the town
	for i := range 15 {
		most[i].House.Point = kremlin
	}
	if houses, counts := surveyed(most); counts[FindingSharedPoint] != 15 || !houses[19].Placed() {
		t.Errorf("most: %v", counts)
	}
}

// TestSurveyKnowsTheBoundary: a point a little outside may be the boundary's fault, another is none of this city's.
func TestSurveyKnowsTheBoundary(t *testing.T) {
	boundary := orb.MultiPolygon{{{{73.1, 55.0}, {73.3, 55.0}, {73.3, 55.2}, {73.1, 55.2}, {73.1, 55.0}}}}
	rows := streetRows("Яблонева", orb.Point{73.295, 55.1}, 5)
	rows[0].House.Point, rows[1].House.Point, rows[2].House.Point = orb.Point{73.303, 55.1}, orb.Point{73.315, 55.1}, orb.Point{55.1, 73.296}
	counts := map[FindingKind]int{}
	houses := surveyWithin(rows, boundary, func(f Finding) { counts[f.Kind]++ })
	if !houses[0].Placed() || houses[1].Placed() || counts[FindingFarPoint] != 1 || counts[FindingSwapped] != 1 || houses[2].Point != (orb.Point{73.296, 55.1}) {
		t.Errorf("%v %+v", counts, houses[:3])
	}
	var told []Finding
	o := FileOptions{Boundary: boundary, Cut: true, Report: func(f Finding) { told = append(told, f) }}
	if _, ok := o.Addressed(7, rows[1].House, "ул. Яблонева, д. 2"); ok || len(told) != 1 || told[0].Kind != FindingOtherCity || told[0].Line != 7 {
		t.Errorf("another city's house: %v %+v", ok, told)
	}
	for name, mistaken := range map[string]orb.Point{"swapped": {55.1, 73.2}, "the capital": {37.6176, 55.7536}} {
		h := rows[3].House
		h.Point = mistaken
		if _, ok := o.Addressed(8, h, "ул. Яблонева, д. 4"); !ok {
			t.Errorf("%s: a house of the city was refused for its point", name)
		}
	}
	if _, ok := o.Addressed(8, rows[3].House, "ул. Яблонева, д. 4"); !ok {
		t.Error("a house of the city was refused")
	}
	if _, ok := o.Addressed(9, rows[3].House, "ул. Ябло\x00нева, д. 4"); ok || told[len(told)-1].Kind != FindingEncoding {
		t.Errorf("a zero byte: %+v", told)
	}
}

// TestStrayZeroBytesCostTheirRows and not the file.
func TestStrayZeroBytesCostTheirRows(t *testing.T) {
	text := exportHeader + "1,\"ул. Ябло\x00нева, д. 2\",55.1,73.2,1961,5,4,70,1,дом,УК,Нет\n2,\"ул. Яблонева, д. 4\",55.1,73.2,1961,5,4,70,1,дом,УК,Нет\n"
	houses, report := importText(t, text, ReadExport, "")
	if len(houses) != 1 || len(report.Findings) != 1 || report.Findings[0].Line != 2 || !report.Findings[0].Rejected {
		t.Errorf("%d houses, %+v", len(houses), report.Findings)
	}
}
