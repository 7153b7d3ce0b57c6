package roads

import (
	"math"

	"github.com/paulmach/orb"

	"dispatch05/geo"
)

// Turn is what to do at the beginning of a step.
type Turn string

// Turns, as a driver says them.
const (
	SetOff   Turn = "set_off"
	Straight Turn = "straight"
	Left     Turn = "left"
	Right    Turn = "right"
	Back     Turn = "back"
	Ring     Turn = "ring"  // onto a roundabout and round it
	Leave    Turn = "leave" // off the roundabout
	OffRoad  Turn = "off_road"
)

// Step is one thing that a driver is told: a turn, and how far to go then.
type Step struct {
	Turn   Turn
	Street string // as the map names it, "" for none
	Meters float64
}

const (
	turnDegrees   = 35  // a flatter bend is straight on
	backDegrees   = 160 // a sharper one turns round
	lookMeters    = 20  // along the road before and after a junction, to tell the turn from a kink in the drawing
	tellOffMeters = 30  // nobody is told of the last steps to a house that stands at its street
)

// steps joins the legs of one street that go straight on, and names the turns between the rest.
func steps(legs []leg, offMeters float64) (list []Step) {
	for i, l := range legs {
		turn := SetOff
		if i > 0 {
			turn = turnOf(legs[i-1], l)
			same := legs[i-1].ring == l.ring && (l.ring || legs[i-1].name == l.name)
			if last := &list[len(list)-1]; same && (turn == Straight || turn == Ring || !l.choice) {
				last.Meters += l.meters
				continue
			}
		}
		street := l.name
		if l.ring {
			street = ""
		}
		list = append(list, Step{turn, street, l.meters})
	}
	if offMeters > tellOffMeters {
		list = append(list, Step{OffRoad, "", offMeters})
	}
	return list
}

func turnOf(before, after leg) Turn {
	switch {
	case after.ring:
		return Ring
	case before.ring:
		return Leave
	}
	left := degrees(heading(before.line, true), heading(after.line, false))
	switch {
	case math.Abs(left) > backDegrees:
		return Back
	case left > turnDegrees:
		return Left
	case left < -turnDegrees:
		return Right
	}
	return Straight
}

// heading is the direction of a line at its beginning, or at its end, over lookMeters; radians.
func heading(line orb.LineString, atEnd bool) float64 {
	at := func(i int) orb.Point {
		if atEnd {
			return line[len(line)-1-i]
		}
		return line[i]
	}
	far, meters := at(0), 0.0
	for i := 1; i < len(line) && meters < lookMeters; i++ {
		meters += geo.DistanceMeters(at(i-1), at(i))
		far = at(i)
	}
	there := geo.NewPlane(at(0)).Meters(far)
	if atEnd {
		return math.Atan2(-there[1], -there[0])
	}
	return math.Atan2(there[1], there[0])
}

// degrees is how far one turns to the left, -180 to 180.
func degrees(from, to float64) float64 { return math.Remainder(to-from, 2*math.Pi) * 180 / math.Pi }
