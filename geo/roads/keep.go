package roads

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"dispatch05/geo"
)

// keptFormat grows when a graph of an earlier program cannot be read any more; the roads are then imported again.
const keptFormat = 1

// kept is a graph as it lies in a database: only what the rest is made of. gob writes small numbers in one byte, so
// that points are told by the difference from the one before, in 1e-7 degrees.
type kept struct {
	Format  int
	Nodes   int
	Names   []string
	Ends    []int32 // two of each stretch
	Counts  []int32 // of each stretch's points
	Name    []int32
	Flags   []uint8
	Speeds  []float64 // seconds there and back; negative: not that way
	Degrees []int64   // lon and lat of each point
}

const (
	flagPrivate = 1 << iota
	flagRing
)

// MarshalBinary is the graph for a database; UnmarshalBinary gives the same one back.
func (g *Graph) MarshalBinary() ([]byte, error) {
	k := kept{Format: keptFormat, Nodes: len(g.places), Names: g.names}
	for i := range g.stretches {
		s := &g.stretches[i]
		flags := uint8(0)
		if s.private {
			flags |= flagPrivate
		}
		if s.ring {
			flags |= flagRing
		}
		k.Ends, k.Counts = append(k.Ends, s.ends[:]...), append(k.Counts, s.to-s.from)
		k.Name, k.Flags = append(k.Name, s.name), append(k.Flags, flags)
		for _, seconds := range s.seconds {
			if math.IsInf(seconds, 1) {
				seconds = -1
			}
			k.Speeds = append(k.Speeds, seconds)
		}
	}
	var before [2]int64
	for _, p := range g.points {
		for axis := range before {
			at := int64(math.Round(p[axis] * 1e7))
			k.Degrees = append(k.Degrees, at-before[axis])
			before[axis] = at
		}
	}
	var out bytes.Buffer
	err := gob.NewEncoder(&out).Encode(k)
	return out.Bytes(), err
}

// UnmarshalBinary takes a graph out of a database. What is not one is ErrBroken, and leaves the graph as it was.
func (g *Graph) UnmarshalBinary(data []byte) error {
	var k kept
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&k); err != nil {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	if err := k.check(); err != nil {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	fresh := Graph{names: k.Names, points: make([]orb.Point, len(k.Degrees)/2), stretches: make([]stretch, len(k.Counts))}
	var at [2]int64
	for i := range fresh.points {
		for axis := range at {
			at[axis] += k.Degrees[2*i+axis]
			fresh.points[i][axis] = float64(at[axis]) / 1e7
		}
		if !(math.Abs(fresh.points[i][0]) <= 180 && math.Abs(fresh.points[i][1]) <= 90) {
			return fmt.Errorf("%w: a point off the earth", ErrBroken)
		}
	}
	from := int32(0)
	for i := range fresh.stretches {
		s := &fresh.stretches[i]
		*s = stretch{ends: [2]int32(k.Ends[2*i : 2*i+2]), from: from, to: from + k.Counts[i], name: k.Name[i],
			private: k.Flags[i]&flagPrivate != 0, ring: k.Flags[i]&flagRing != 0}
		from = s.to
		for way := range s.seconds {
			if s.seconds[way] = k.Speeds[2*i+way]; s.seconds[way] < 0 {
				s.seconds[way] = math.Inf(1)
			}
		}
		line := fresh.line(s)
		for j := 1; j < len(line); j++ {
			s.meters += geo.DistanceMeters(line[j-1], line[j])
		}
	}
	fresh.assemble(k.Nodes)
	*g = fresh
	return nil
}

// check holds the lists against one another.
func (k *kept) check() error {
	count := len(k.Counts)
	if k.Format != keptFormat {
		return fmt.Errorf("format %d, this program reads %d", k.Format, keptFormat)
	}
	if len(k.Ends) != 2*count || len(k.Name) != count || len(k.Flags) != count || len(k.Speeds) != 2*count || len(k.Degrees)%2 != 0 || k.Nodes < 0 || k.Nodes > 2*count {
		return fmt.Errorf("its lists are not of one length")
	}
	points := 0
	for i, n := range k.Counts {
		if n < 2 || k.Name[i] < 0 || int(k.Name[i]) >= len(k.Names) {
			return fmt.Errorf("stretch %d has %d points and name %d", i, n, k.Name[i])
		}
		points += int(n)
	}
	for _, node := range k.Ends {
		if node < 0 || int(node) >= k.Nodes {
			return fmt.Errorf("node %d of %d", node, k.Nodes)
		}
	}
	for _, seconds := range k.Speeds {
		if math.IsNaN(seconds) || math.IsInf(seconds, 0) {
			return fmt.Errorf("a speed that is no number")
		}
	}
	if points > mostPoints || 2*points != len(k.Degrees) {
		return fmt.Errorf("%d points, stretches of %d", len(k.Degrees)/2, points)
	}
	return nil
}
