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
