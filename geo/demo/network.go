package demo

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"dispatch05/geo"
)

// Utility is what a network brings.
type Utility string

// Utilities. Gas has a supplier and no network here.
const (
	Heat  Utility = "heat"
	Water Utility = "water"
	Power Utility = "power"
	Gas   Utility = "gas"
)

// NodeKind says what stands at a node of a network.
type NodeKind string

// Kinds of node.
const (
	SourceNode  NodeKind = "source"  // heat plant, water intake, main substation
	StationNode NodeKind = "station" // pumping station on the mains
	ChamberNode NodeKind = "chamber" // where mains branch
	PointNode   NodeKind = "point"   // central heat point, water node, transformer: serves a group of houses
	InputNode   NodeKind = "input"   // where the line enters a house
)

// EdgeKind says what a line of a network is.
type EdgeKind string

// Kinds of edge.
const (
	MainEdge    EdgeKind = "main"    // from the source through the streets
	QuarterEdge EdgeKind = "quarter" // from the mains to a point
	ServiceEdge EdgeKind = "service" // from a point to a house
)

// Network is one utility's tree from its sources to the houses. Following
// Edges backwards from any node leads to exactly one source.
type Network struct {
	Utility  Utility
	Supplier string // code of the organisation
	Nodes    []Node
	Edges    []Edge
}

// Node is a place of a network.
type Node struct {
	ID    int // its index in Nodes
	Kind  NodeKind
	Name  string // "" for chambers and inputs
	House string // SourceID, of an input only
	Point orb.Point
}

// Edge is a pipe or a cable, in the direction of supply.
type Edge struct {
	From, To   int
	Kind       EdgeKind
	DiameterMM int // nominal bore; 0 for cables
	Line       orb.LineString
}

// scheme is how a utility is laid out.
type scheme struct {
	utility  Utility
	supplier string
	sources  []plant
	stations []plant // on the mains
	serves   func(house) bool
	group    int    // houses of one point at most
	point    string // name of a point, with its number
	bores    []bore // the least first; none for cables
}

type plant struct {
	name string
	u, v float64
}

// bore is the pipe for up to some flats downstream.
type bore struct{ flats, diameterMM int }

var schemes = []scheme{
	{
		utility: Heat, supplier: "heat",
		sources:  []plant{{"Демоградская ТЭЦ", -3250, 1200}, {"Котельная «Заводская»", 1850, 900}},
		stations: []plant{{"ПНС-1", -1550, 350}, {"ПНС-2", 800, -550}},
		serves:   func(h house) bool { return h.kind != private },
		group:    26, point: "ЦТП-%d",
		bores: []bore{{60, 80}, {300, 100}, {900, 150}, {2500, 250}, {7000, 400}, {20000, 600}, {math.MaxInt, 800}},
	},
	{
		utility: Water, supplier: "water",
		sources:  []plant{{"Водозабор «Северный»", -200, 2300}, {"Водозабор «Левобережный»", 250, 1700}},
		stations: []plant{{"Насосная станция № 1", -1550, -550}, {"Насосная станция № 2", -2400, 1250}, {"Насосная станция № 3", 1500, 350}},
		serves:   func(house) bool { return true },
		group:    34, point: "Водопроводный узел %d",
		bores: []bore{{4, 32}, {200, 63}, {900, 110}, {2500, 160}, {8000, 300}, {25000, 500}, {math.MaxInt, 700}},
	},
	{
		utility: Power, supplier: "power",
		sources: []plant{{"ПС «Нагорная» 110/10", -2400, -450}, {"ПС «Центральная» 110/10", -1550, 1250}, {"ПС «Заречная» 110/10", 1500, -1400}},
		serves:  func(house) bool { return true },
		group:   30, point: "ТП-%d",
	},
}

func (d *draft) networks() []Network {
	var networks []Network
	for _, s := range schemes {
		l := &layer{draft: d, scheme: s, nodeOf: map[int]int{}, flats: map[int]int{}}
		l.Utility, l.Supplier = s.utility, s.supplier
		l.layMains()
		l.layServices()
		l.sizePipes()
		networks = append(networks, l.Network)
	}
	return networks
}

// layer lays one network through the streets.
type layer struct {
	*draft
	scheme
	Network
	groups []group
	nodeOf map[int]int // road node to network node
	flats  map[int]int // downstream of a network node
}

// group is the houses of one point.
type group struct {
	houses []int // of the draft
	middle orb.Point
	road   int // the road node it is joined at
}

// layMains lays the shortest ways from the sources to every group, as one tree.
func (l *layer) layMains() {
	l.groupHouses()
	before, sources := l.spread()
	stops := map[int]bool{} // road nodes that become nodes of the network
	below := map[int][]int{}
	for _, g := range l.groups {
		stops[g.road] = true
		for node := g.road; before[node] >= 0 && !slices.Contains(below[before[node]], node); node = before[node] {
			below[before[node]] = append(below[before[node]], node)
		}
	}
	for node, next := range below {
		stops[node] = stops[node] || len(next) > 1
	}
	stations := map[int]string{}
	for _, station := range l.stations {
		if node := l.onMains(l.place(station.u, station.v), below); node >= 0 {
			stops[node], stations[node] = true, station.name
		}
	}
	for i, source := range sources {
		l.nodeOf[source] = l.addNode(SourceNode, l.scheme.sources[i].name, "", l.draft.roads.nodes[source])
		l.layFrom(source, below, stops, stations)
	}
}

// spread finds the shortest way from the sources to every road node (Dijkstra).
func (l *layer) spread() (before []int, sources []int) {
	graph := l.draft.roads
	meters := make([]float64, len(graph.nodes))
	for node := range meters {
		meters[node], before = math.Inf(1), append(before, -1)
	}
	var frontier geo.Frontier
	for _, source := range l.scheme.sources {
		node := graph.nearestNode(l.place(source.u, source.v))
		sources = append(sources, node)
		meters[node] = 0
		frontier.Reach(node, 0)
	}
	for frontier.Len() > 0 {
		node, least := frontier.Next()
		if least > meters[node] {
			continue
		}
		for _, edge := range graph.edges[node] {
			if through := least + edge.meters; through < meters[edge.to] {
				meters[edge.to], before[edge.to] = through, node
				frontier.Reach(edge.to, through)
			}
		}
	}
	return before, sources
}

// onMains is the road node with mains nearest to a place, -1 where there are none.
func (l *layer) onMains(at orb.Point, below map[int][]int) int {
	nearest, least := -1, math.Inf(1)
	for node := range l.draft.roads.nodes {
		if meters := planar.Distance(l.draft.roads.nodes[node], at); len(below[node]) > 0 && meters < least {
			nearest, least = node, meters
		}
	}
	return nearest
}

// layFrom lays the mains below a road node that is in the network already, a
// pipe from stop to stop.
func (l *layer) layFrom(road int, below map[int][]int, stops map[int]bool, stations map[int]string) {
	for _, next := range below[road] {
		line := orb.LineString{l.draft.roads.nodes[road], l.draft.roads.nodes[next]}
		for !stops[next] {
			next = below[next][0]
			line = append(line, l.draft.roads.nodes[next])
		}
		kind := ChamberNode
		if stations[next] != "" {
			kind = StationNode
		}
		l.nodeOf[next] = l.addNode(kind, stations[next], "", l.draft.roads.nodes[next])
		l.addEdge(l.nodeOf[road], l.nodeOf[next], MainEdge, line)
		l.layFrom(next, below, stops, stations)
	}
}

// layServices joins each group's point to the mains and its houses to the point.
func (l *layer) layServices() {
	for i, g := range l.groups {
		point := l.addNode(PointNode, fmt.Sprintf(l.point, i+1), "", g.middle)
		l.addEdge(l.nodeOf[g.road], point, QuarterEdge, orb.LineString{l.draft.roads.nodes[g.road], g.middle})
		for _, number := range g.houses {
			h := l.draft.houses[number]
			input := l.addNode(InputNode, "", l.draft.sourceID(h), h.centre)
			l.flats[input] = h.flats
			l.addEdge(point, input, ServiceEdge, orb.LineString{g.middle, h.centre})
		}
	}
}

// sizePipes chooses each pipe by the flats below it. Every edge was added after
// the edge above it, so that one pass from the last to the first sums them up.
func (l *layer) sizePipes() {
	for i := len(l.Edges) - 1; i >= 0; i-- {
		edge := &l.Edges[i]
		l.flats[edge.From] += l.flats[edge.To]
		for _, b := range l.bores {
			if l.flats[edge.To] <= b.flats {
				edge.DiameterMM = b.diameterMM
				break
			}
		}
	}
}

func (l *layer) addNode(kind NodeKind, name, house string, at orb.Point) int {
	id := len(l.Nodes)
	l.Nodes = append(l.Nodes, Node{id, kind, name, house, l.lonLat(at)})
	return id
}

func (l *layer) addEdge(from, to int, kind EdgeKind, line orb.LineString) {
	l.Edges = append(l.Edges, Edge{from, to, kind, 0, l.draft.line(line)})
}
