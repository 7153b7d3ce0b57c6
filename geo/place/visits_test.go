package place_test

import (
	"testing"

	"github.com/paulmach/orb"

	"dispatch05/geo"
	"dispatch05/geo/place"
	"dispatch05/geo/register"
)

// meters is a point so far east and north of a house at 73.37, 54.99.
func meters(east, north float64) orb.Point {
	return geo.NewPlane(orb.Point{73.37, 54.99}).LonLat(orb.Point{east, north})
}

func TestVisitIsWhereTheCrewStood(t *testing.T) {
	at, stood := place.Visit([]orb.Point{meters(900, 0), meters(10, 5), meters(12, 4), meters(9, 6), meters(11, 5)})
	if !stood || geo.DistanceMeters(at, meters(11, 5)) > 3 {
		t.Errorf("stood %v, %.0f m off", stood, geo.DistanceMeters(at, meters(11, 5)))
	}
	if _, stood := place.Visit([]orb.Point{meters(0, 0), meters(300, 0), meters(600, 0), meters(900, 0)}); stood {
		t.Error("a crew that drove by stood")
	}
	if _, stood := place.Visit([]orb.Point{meters(0, 0), meters(1, 0)}); stood {
		t.Error("two readings are a visit")
	}
}

func TestHouseIsLearnedOfVisitsThatAgree(t *testing.T) {
	at, spread, ok := place.Visited([]orb.Point{meters(10, 0), meters(-15, 10), meters(5, -5), meters(2500, 900)})
	if !ok || geo.DistanceMeters(at, meters(0, 0)) > 25 || spread > 40 {
		t.Errorf("learned %v: %.0f m off, spread %.0f", ok, geo.DistanceMeters(at, meters(0, 0)), spread)
	}
	if _, _, ok := place.Visited([]orb.Point{meters(0, 0), meters(500, 0), meters(-500, 300)}); ok {
		t.Error("visits that do not agree teach")
	}
	if _, _, ok := place.Visited([]orb.Point{meters(0, 0), meters(1, 0)}); ok {
		t.Error("two visits teach")
	}
}

// TestRowsOfOneHouseStandTogether: what is known of a house under another id counts before its neighbours.
func TestRowsOfOneHouseStandTogether(t *testing.T) {
	twin := place.House{Street: "s", Number: register.ParseNumber("12а"), Point: meters(70, 40), Known: true}
	houses := []place.House{{Street: "s", Number: register.ParseNumber("12а")}, twin}
	for n, at := range map[string]float64{"2": -500, "8": -200, "16": 200, "22": 500} {
		houses = append(houses, place.House{Street: "s", Number: register.ParseNumber(n), Point: meters(at, 0), Known: true})
	}
	if g := place.Guesses(houses)[0]; !g.Made() || g.Point != twin.Point && geo.DistanceMeters(g.Point, twin.Point) > 0.01 {
		t.Errorf("guessed %.0f m off its other row", geo.DistanceMeters(g.Point, twin.Point))
	}
}
