package osm_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// crossroads is an invented place: a street of 1 km from west to east and others that join it; a node is 0.005 degrees
// of longitude (327 m) after the other.
func crossroads(ways string, barrier string) []byte {
	var nodes strings.Builder
	for i := range 8 {
		fmt.Fprintf(&nodes, `<node id="%d" lon="%.4f" lat="54"/>`, i+1, 50+float64(i)*0.005)
		fmt.Fprintf(&nodes, `<node id="%d" lon="%.4f" lat="54.003"/>`, i+11, 50+float64(i)*0.005)
	}
	return []byte(`<osm version="0.6">` + strings.Replace(nodes.String(), `<node id="3" lon="50.0100" lat="54"/>`, `<node id="3" lon="50.0100" lat="54">`+barrier+`</node>`, 1) + ways + `</osm>`)
}

func way(id int, nodes string, tags ...string) string {
	var out strings.Builder
	fmt.Fprintf(&out, `<way id="%d">`, id)
	for node := range strings.FieldsSeq(nodes) {
		fmt.Fprintf(&out, `<nd ref="%s"/>`, node)
	}
	for _, tag := range tags {
		key, value, _ := strings.Cut(tag, "=")
		fmt.Fprintf(&out, `<tag k="%s" v="%s"/>`, key, value)
	}
	return out.String() + `</way>`
}

// TestSpeedsAndDirectionsOfStreets drives from node 1 to node 3 and back.
func TestSpeedsAndDirectionsOfStreets(t *testing.T) {
	const meters = 654.0
	far := way(9, "3 13 11 1", "highway=residential") // the way round: 654 + 2 x 334 m at 25 km/h
	round := (meters + 667) * 3.6 / 25
	for _, c := range []struct {
		tags        string
		there, back float64 // seconds
	}{
		{"highway=primary", meters * 3.6 / 48, meters * 3.6 / 48},
		{"highway=primary maxspeed=90", meters * 3.6 / 72, meters * 3.6 / 72},
		{"highway=primary maxspeed=RU:urban", meters * 3.6 / 48, meters * 3.6 / 48},
		{"highway=primary maxspeed=20;signals", meters * 3.6 / 48, meters * 3.6 / 48},
		{"highway=primary maxspeed=0", meters * 3.6 / 48, meters * 3.6 / 48},
		{"highway=primary maxspeed:forward=90 maxspeed=50", meters * 3.6 / 72, meters * 3.6 / 40},
		{"highway=living_street maxspeed=60", meters * 3.6 / 10, meters * 3.6 / 10},
		{"highway=primary oneway=yes", meters * 3.6 / 48, round},
		{"highway=primary oneway=-1", round, meters * 3.6 / 48},
		{"highway=primary junction=roundabout", meters * 3.6 / 48, round},
		{"highway=primary junction=roundabout oneway=no", meters * 3.6 / 48, meters * 3.6 / 48},
		{"highway=motorway maxspeed=100", meters * 3.6 / 80, round},
		{"highway=footway", round, round},
		{"highway=primary motor_vehicle=no", round, round},
		{"highway=primary access=private", round, round},
		{"highway=primary access=no", round, round},
		{"highway=primary access=no motor_vehicle=yes", meters * 3.6 / 48, meters * 3.6 / 48},
		{"highway=service access=destination", meters * 3.6 / 15, meters * 3.6 / 15},
	} {
		extract, err := read(crossroads(way(1, "1 2 3", strings.Fields(c.tags)...)+far, ""))
		if err != nil {
			t.Fatal(err)
		}
		one, three := orb.Point{50, 54}, orb.Point{50.01, 54}
		there, back := extract.Roads.Toward(three).From(one).Seconds, extract.Roads.Toward(one).From(three).Seconds
		if math.Abs(min(c.there, round)-there) > 1 || math.Abs(min(c.back, round)-back) > 1 {
			t.Errorf("%s: %.0f s there and %.0f s back, want %.0f and %.0f", c.tags, there, back, min(c.there, round), min(c.back, round))
		}
	}
}

func TestPrivateIsDrivenWhereNothingElseLeads(t *testing.T) {
	extract, err := read(crossroads(way(1, "1 2", "highway=residential")+way(2, "2 3", "highway=service", "access=private"), ""))
	if err != nil {
		t.Fatal(err)
	}
	if trip := extract.Roads.Toward(orb.Point{50.01, 54}).From(orb.Point{50, 54}); !trip.Reachable || !trip.Private {
		t.Errorf("%+v", trip)
	}
}

// TestBarriersOnTheRoad: a gate is opened to the crew, a bollard is not.
func TestBarriersOnTheRoad(t *testing.T) {
	ways := way(1, "1 2 3 4 5", "highway=residential") + way(2, "1 11 15 5", "highway=residential")
	for barrier, passes := range map[string]bool{`<tag k="barrier" v="lift_gate"/>`: true, `<tag k="barrier" v="bollard"/>`: false} {
		extract, err := read(crossroads(ways, barrier))
		if err != nil {
			t.Fatal(err)
		}
		if meters := extract.Roads.Toward(orb.Point{50.013, 54}).From(orb.Point{50.007, 54}).Meters; (meters < 500) != passes {
			t.Errorf("%s: %.0f m", barrier, meters)
		}
	}
}

// TestBridgesMeetNothingBelow: a bridge crosses what it shares no node with.
func TestBridgesMeetNothingBelow(t *testing.T) {
	extract, err := read(crossroads(way(1, "1 3", "highway=primary", "name=Нижняя улица")+way(2, "2 12", "highway=primary", "bridge=yes", "layer=1", "name=Мост")+way(3, "12 98 13", "highway=primary"), ""))
	if err != nil {
		t.Fatal(err)
	}
	if extract.RoadFaults.LostNodes != 1 {
		t.Errorf("%+v", extract.RoadFaults)
	}
	if trip := extract.Roads.Toward(orb.Point{50.005, 54.002}).From(orb.Point{50, 54}); trip.Reachable {
		t.Errorf("off the bridge onto the street below: %+v", trip)
	}
}
