package roads

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"dispatch05/geo"
)

// Street is a way to drive, or a part of one. Streets meet in the nodes that they share.
type Street struct {
	Name  string
	Nodes []int64 // in the order of the line
	// ThereKmh and BackKmh are the speeds along the nodes' order and against it, 0 where that is not allowed.
	ThereKmh, BackKmh float64
	Private           bool // to be driven only when nothing else leads there
	Roundabout        bool
}

// Faults counts what a Build has left out.
type Faults struct {
	LostNodes   int // without a place, or with one that is not on the earth
	LongPieces  int // from one node to the next over more than longestPieceMeters: a node at a wrong place
	BadStreets  int // without a speed that a car drives
	EmptyPieces int // between two nodes at the same place
}

// Any says whether anything was left out.
func (f Faults) Any() bool { return f != Faults{} }

// Errors of Build and UnmarshalBinary.
var (
	ErrTooLarge = errors.New("the road graph is larger than a city's")
	ErrBroken   = errors.New("the kept road graph is broken, or of another version of the program")
)

const (
	longestPieceMeters = 20_000
	fastestKmh         = 200
	mostPoints         = 20_000_000 // of all stretches; Moscow's streets have about 1.5 million
)

// Build joins streets to a graph. place gives a node's lon, lat; blocked says of a node that no car passes it (a
// bollard), nil for none. What cannot be driven is left out and counted.
func Build(streets []Street, place func(node int64) (orb.Point, bool), blocked func(node int64) bool) (*Graph, Faults, error) {
	b := &builder{graph: &Graph{names: []string{""}}, nameOf: map[string]int32{"": 0}, nodeOf: map[int64]int32{}, uses: map[int64]uint8{}, place: place, blocked: blocked}
	nodes := 0
	for _, s := range streets {
		if nodes += len(s.Nodes); nodes > mostPoints {
			return nil, b.faults, tooLarge() // before anything is made of them
		}
	}
	runs := b.sound(streets)
	for _, r := range runs {
		if err := b.cut(r); err != nil {
			return nil, b.faults, err
		}
	}
	b.graph.assemble(b.nodes)
	return b.graph, b.faults, nil
}

type builder struct {
	graph   *Graph
	faults  Faults
	nameOf  map[string]int32
	nodeOf  map[int64]int32 // of the graph, by a junction of the map
	nodes   int
	uses    map[int64]uint8 // how often runs pass a node, 2 for its end, 2 at most
	place   func(int64) (orb.Point, bool)
	blocked func(int64) bool
}

// run is a part of a street all of whose nodes have a place.
type run struct {
	street *Street
	nodes  []int64
	line   orb.LineString
}

// sound takes the drivable parts out of streets, and counts which nodes they share.
func (b *builder) sound(streets []Street) (runs []run) {
	for i := range streets {
		street := &streets[i]
		if !drivable(street.ThereKmh) || !drivable(street.BackKmh) || street.ThereKmh+street.BackKmh == 0 {
			b.faults.BadStreets++
			continue
		}
		runs = append(runs, b.runsOf(street)...)
	}
	for _, r := range runs {
		for i, node := range r.nodes {
			if i == 0 || i == len(r.nodes)-1 {
				b.uses[node] = 2
			} else {
				b.uses[node] = min(b.uses[node]+1, 2)
			}
		}
	}
	return runs
}

func drivable(kmh float64) bool { return kmh >= 0 && kmh <= fastestKmh } // false for NaN

func (b *builder) runsOf(street *Street) (runs []run) {
	r := run{street: street}
	end := func() {
		if len(r.nodes) > 1 {
			runs = append(runs, r)
		}
		r = run{street: street}
	}
	for _, node := range street.Nodes {
		at, known := b.place(node)
		if !known || !(math.Abs(at[0]) <= 180 && math.Abs(at[1]) <= 90) { // NaN is nowhere either
			b.faults.LostNodes++
			end()
			continue
		}
		at = rounded(at)
		if last := len(r.nodes) - 1; last >= 0 {
			switch meters := geo.DistanceMeters(r.line[last], at); {
			case meters == 0 && r.nodes[last] == node:
				b.faults.EmptyPieces++
				continue
			case meters > longestPieceMeters:
				b.faults.LongPieces++
				end()
			}
		}
		r.nodes, r.line = append(r.nodes, node), append(r.line, at)
	}
	end()
	return runs
}

// rounded is a place as MarshalBinary keeps it, so that a kept graph is the same: 1e-7 degrees, a centimetre.
func rounded(p orb.Point) orb.Point {
	return orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
}

// cut makes stretches of a run, from junction to junction.
func (b *builder) cut(r run) error {
	from := 0
	for i := 1; i < len(r.nodes); i++ {
		if i < len(r.nodes)-1 && b.uses[r.nodes[i]] < 2 && !b.isBlocked(r.nodes[i]) {
			continue
		}
		if err := b.add(r, from, i); err != nil {
			return err
		}
		from = i
	}
	return nil
}

func (b *builder) isBlocked(node int64) bool { return b.blocked != nil && b.blocked(node) }

// node is a junction's number in the graph; a blocked one is another node for everything that touches it.
func (b *builder) node(id int64) int32 {
	if known, met := b.nodeOf[id]; met && !b.isBlocked(id) {
		return known
	}
	b.nodeOf[id] = int32(b.nodes)
	b.nodes++
	return b.nodeOf[id]
}

func (b *builder) add(r run, from, to int) error {
	g, line := b.graph, r.line[from:to+1]
	if len(g.points)+len(line) > mostPoints {
		return tooLarge()
	}
	s := stretch{from: int32(len(g.points)), to: int32(len(g.points) + len(line)), name: b.name(r.street.Name), private: r.street.Private, ring: r.street.Roundabout}
	for i := 1; i < len(line); i++ {
		s.meters += geo.DistanceMeters(line[i-1], line[i])
	}
	if s.meters == 0 && r.nodes[from] == r.nodes[to] {
		b.faults.EmptyPieces++
		return nil
	}
	s.ends = [2]int32{b.node(r.nodes[from]), b.node(r.nodes[to])}
	s.seconds = [2]float64{seconds(s.meters, r.street.ThereKmh), seconds(s.meters, r.street.BackKmh)}
	g.points, g.stretches = append(g.points, line...), append(g.stretches, s)
	return nil
}

func tooLarge() error { return fmt.Errorf("%w: more than %d points", ErrTooLarge, mostPoints) }

func (b *builder) name(name string) int32 {
	if known, met := b.nameOf[name]; met {
		return known
	}
	b.nameOf[name] = int32(len(b.graph.names))
	b.graph.names = append(b.graph.names, name)
	return b.nameOf[name]
}

// seconds for metres at a speed; +Inf at 0 km/h, also for no metres.
func seconds(meters, kmh float64) float64 {
	if kmh == 0 {
		return math.Inf(1)
	}
	return meters * 3.6 / kmh
}
