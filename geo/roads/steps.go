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
	OffRoad  Turn = "off_road"

	// Over a roundabout, by where its exit leads as seen from before it.
	RingStraight Turn = "ring_straight"
	RingLeft     Turn = "ring_left"
	RingRight    Turn = "ring_right"
	RingBack     Turn = "ring_back"
)

var overRing = map[Turn]Turn{Straight: RingStraight, Left: RingLeft, Right: RingRight, Back: RingBack}

// Step is one thing that a driver is told: a turn, and how far to go then.
type Step struct {
	Turn   Turn
	Street string // as the map names it, "" for none
	Meters float64
}

const (
	turnDegrees   = 35  // a flatter bend is straight on
	ringDegrees   = 50  // the same over a roundabout, before which the road bends aside
	backDegrees   = 160 // a sharper one turns round
	lookMeters    = 20  // along the road before and after a junction, to tell the turn from a kink in the drawing
	blinkMeters   = 50  // a shorter piece straight on is not worth its line
	tellOffMeters = 30  // nobody is told of the last steps to a house that stands at its street
)

// steps joins the legs of one street that go straight on, and names the turns between the rest. A roundabout is one step
// with the street that it is left by.
func steps(legs []leg, offMeters float64) (list []Step) {
	var before leg // the last one that is no roundabout
	ringMeters := 0.0
	for i, l := range legs {
		switch {
		case l.ring && i < len(legs)-1:
			ringMeters += l.meters
			continue
		case len(before.line) == 0:
			list = append(list, Step{SetOff, l.street(), ringMeters + l.meters})
		case ringMeters > 0 || l.ring:
			list = append(list, Step{overRing[turnOf(before, l, ringDegrees)], l.street(), ringMeters + l.meters})
		default:
			turn := turnOf(before, l, turnDegrees)
			if last := &list[len(list)-1]; before.name == l.name && (turn == Straight || !l.choice) {
				last.Meters += l.meters
			} else {
				list = append(list, Step{turn, l.street(), l.meters})
			}
		}
		before, ringMeters = l, 0
	}
	list = withoutBlinks(list)
	if offMeters > tellOffMeters {
		list = append(list, Step{OffRoad, "", offMeters})
	}
	return list
}

func (l leg) street() string {
	if l.ring {
		return ""
	}
	return l.name
}

// withoutBlinks takes out the steps straight over a square or a crossing that bears a name of its own: over before
// anybody has read of it.
func withoutBlinks(list []Step) (kept []Step) {
	for i, s := range list {
		if last := len(kept) - 1; last >= 0 && s.Turn == Straight {
			blink := s.Meters < blinkMeters && i < len(list)-1 && list[i+1].Turn == Straight
			if blink || s.Street == kept[last].Street {
				kept[last].Meters += s.Meters
				continue
			}
		}
		kept = append(kept, s)
	}
	return kept
}

// turnOf names the turn from one leg into the next; what bends by less than flat degrees is straight on.
func turnOf(before, after leg, flat float64) Turn {
	left := degrees(heading(before.line, true), heading(after.line, false))
	switch {
	case math.Abs(left) > backDegrees:
		return Back
	case left > flat:
		return Left
	case left < -flat:
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
