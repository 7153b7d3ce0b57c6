package place

import (
	"github.com/paulmach/orb"

	"dispatch05/geo"
)

// How crews' positions teach a place. A car stands before a door for the length of a repair, and elsewhere before another;
// three visits outvote one that was noted at the wrong house.
const (
	leastReadings = 3    // of one visit
	stillMeters   = 60.0 // three quarters of a visit's readings lie so near to its middle, or the crew was on its way
	leastVisits   = 3
	agreeMeters   = 60.0 // so far from their middle the median visit lies at most
)

// Visit is where a crew stood, of its readings (lon, lat) while it was on site; false: too few, or it moved about.
func Visit(readings []orb.Point) (orb.Point, bool) {
	if len(readings) < leastReadings {
		return orb.Point{}, false
	}
	at := middle(readings)
	return at, distanceWithin(readings, at, 0.75) <= stillMeters
}

// Visited is where a house stands by the visits to it (lon, lat of each), and how far the median visit lies from there in
// metres; false: too few, or they do not agree.
func Visited(visits []orb.Point) (at orb.Point, spreadMeters float64, ok bool) {
	if len(visits) < leastVisits {
		return orb.Point{}, 0, false
	}
	at = middle(visits)
	spreadMeters = distanceWithin(visits, at, 0.5)
	return at, spreadMeters, spreadMeters <= agreeMeters
}

// middle is the median east and north: half of the points may lie anywhere and move it little.
func middle(points []orb.Point) orb.Point {
	var lons, lats []float64
	for _, p := range points {
		lons, lats = append(lons, p.Lon()), append(lats, p.Lat())
	}
	return orb.Point{quantile(lons, 0.5), quantile(lats, 0.5)}
}

// distanceWithin is how far a part of the points lies from a middle at most.
func distanceWithin(points []orb.Point, middle orb.Point, part float64) float64 {
	distances := make([]float64, len(points))
	for i, p := range points {
		distances[i] = geo.DistanceMeters(p, middle)
	}
	return quantile(distances, part)
}
