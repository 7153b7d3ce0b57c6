package demo

import (
	"math"

	"github.com/paulmach/orb"

	"dispatch05/geo"
)

// ground is what lies there before the city: the river and, soon after, rails.
//
// The city is thought out on a sheet whose u runs across the river (west is
// negative, the river's middle 0) and whose v runs along it. place bends the
// sheet onto the plane: near the river streets follow its bends, far away they
// straighten out.
type ground struct {
	slowBend, quickBend float64 // phases of the river's bends

	river    orb.Ring
	midriver orb.LineString
	pond     orb.Ring
	rails    orb.LineString
	boundary orb.Ring
}

// curve is a line on the sheet: u for each v, or v for each u.
type curve func(float64) float64

const (
	sheetTurn   = 0.30  // radians from the north that the city is turned
	riverReach  = 11000 // metres up and down the river that are drawn
	quayMeters  = 45    // from the water to the middle of the embankment
	railsU      = 2100.0
	riverWidest = 130.0
	stepMeters  = 60.0 // between the points of a drawn line
)

func (d *draft) layGround() {
	chance := d.chance(stageGround)
	d.slowBend = 0.5 + 0.3*chance.Float64()
	d.quickBend = 0.6 * chance.Float64()

	west := d.along(func(v float64) float64 { return -riverHalf(v) }, -riverReach, riverReach)
	east := d.along(riverHalf, riverReach, -riverReach)
	d.river = closed(west, east)
	d.midriver = d.along(func(float64) float64 { return 0 }, -riverReach, riverReach)
	d.rails = d.along(railLine, -riverReach, riverReach)
	d.pond = oval(d.place(-430, -1020), 120, 70)
	d.boundary = oval(d.place(-200, 200), 5900, 4900)
}

// riverHalf is half of the river's width, riverWidest at most.
func riverHalf(v float64) float64 { return 105 + 25*math.Sin(v/1300) }

func railLine(v float64) float64 { return railsU + 60*math.Sin(v/2100) }

// place bends a point of the sheet onto the plane.
func (g *ground) place(u, v float64) orb.Point {
	meander := 840*math.Sin(v/1850+g.slowBend) + 150*math.Sin(v/800+g.quickBend)
	x := u + meander*math.Exp(-u*u/(2600*2600))
	y := v + 140*math.Sin(u/1700+0.4)
	sin, cos := math.Sincos(-sheetTurn)
	return orb.Point{x*cos - y*sin, x*sin + y*cos}
}

// along draws the curve u(v) from one v to another.
func (g *ground) along(u curve, from, to float64) orb.LineString {
	return sampled(from, to, func(v float64) orb.Point { return g.place(u(v), v) })
}

// across draws the curve v(u) from one u to another.
func (g *ground) across(v curve, from, to float64) orb.LineString {
	return sampled(from, to, func(u float64) orb.Point { return g.place(u, v(u)) })
}

func sampled(from, to float64, at func(float64) orb.Point) orb.LineString {
	pieces := max(1, int(math.Ceil(math.Abs(to-from)/stepMeters)))
	line := make(orb.LineString, 0, pieces+1)
	for i := range pieces + 1 {
		line = append(line, at(from+(to-from)*float64(i)/float64(pieces)))
	}
	return line
}

// meet is where u(v) and v(u) cross on the sheet. Both are flat, so that going
// from one to the other settles within a millimetre.
func meet(u, v curve) (atU, atV float64) {
	for range 30 {
		atU = u(atV)
		atV = v(atU)
	}
	return atU, atV
}

func closed(lines ...orb.LineString) orb.Ring {
	var ring orb.Ring
	for _, line := range lines {
		ring = append(ring, line...)
	}
	return append(ring, ring[0])
}

func oval(centre orb.Point, halfWidth, halfHeight float64) orb.Ring {
	var ring orb.Ring
	for i := range 48 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 48)
		ring = append(ring, orb.Point{centre[0] + halfWidth*cos, centre[1] + halfHeight*sin})
	}
	return append(ring, ring[0])
}

// Bridges stand where these cross streets (see crossLines) meet the river, the
// crossings of the rails where those meet the rails.
var (
	bridgeNames = map[int]string{1: "Северный", 3: "Старый", 5: "Южный"}
	railNames   = map[int]geo.Crossing{
		3: {Name: "Заводской", Kind: geo.Overpass},
		4: {Name: "Полевой", Kind: geo.Level},
	}
)

func (d *draft) barriers() []geo.Barrier {
	return []geo.Barrier{
		{Name: "река Вельма", Shape: d.line(d.midriver)},
		{Name: "железная дорога", Shape: d.line(d.rails)},
	}
}

func (d *draft) crossings() []geo.Crossing {
	var crossings []geo.Crossing
	for _, s := range d.streets {
		if s.crossing != nil {
			crossing := *s.crossing
			crossing.Line = d.line(s.line)
			crossings = append(crossings, crossing)
		}
	}
	return crossings
}
