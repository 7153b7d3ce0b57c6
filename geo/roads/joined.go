package roads

// smallestPart is how large a part of the city must be, beside the largest, for a point to be put on its roads. The
// stubs of a careless map (a yard not joined to its street, a dead end drawn one-way) are far smaller.
const smallestPart = 1.0 / 20

// wellJoined marks the nodes of the parts within which every node leads to every other and back, as far as such a
// part is no stub (Kosaraju: the order in which a search leaves the nodes, then searches backwards in the reverse of it).
func (g *Graph) wellJoined() []bool {
	departures, first := g.sorted(g.start)
	var order []int32
	search(len(g.places), naturally(len(g.places)), func(node int32) []arc { return departures[first[node]:first[node+1]] }, g.end,
		nil, func(node int32) { order = append(order, node) })
	for i, j := 0, len(order)-1; i < j; i, j = i+1, j-1 {
		order[i], order[j] = order[j], order[i]
	}
	part, sizes := make([]int32, len(g.places)), []int(nil)
	search(len(g.places), order, g.arriving, g.start,
		func() { sizes = append(sizes, 0) },
		func(node int32) {
			part[node] = int32(len(sizes) - 1)
			sizes[len(sizes)-1]++
		})
	largest := 0
	for _, size := range sizes {
		largest = max(largest, size)
	}
	usable := make([]bool, len(g.places))
	for node := range usable {
		usable[node] = float64(sizes[part[node]]) >= smallestPart*float64(largest)
	}
	return usable
}

func (g *Graph) arriving(node int32) []arc { return g.arrivals[g.first[node]:g.first[node+1]] }

func naturally(count int) []int32 {
	order := make([]int32, count)
	for i := range order {
		order[i] = int32(i)
	}
	return order
}

// search walks depth first from each node of an order that no earlier walk has seen. It tells each beginning, and each
// node when the walk leaves it for good. The walk keeps its own stack: a road of a million bends must not end the program.
func search(nodes int, order []int32, out func(int32) []arc, other func(arc) int32, begin func(), leave func(int32)) {
	type visit struct {
		node int32
		rest []arc
	}
	seen := make([]bool, nodes)
	var stack []visit
	for _, root := range order {
		if seen[root] {
			continue
		}
		if begin != nil {
			begin()
		}
		seen[root] = true
		stack = append(stack, visit{root, out(root)})
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			if len(top.rest) == 0 {
				leave(top.node)
				stack = stack[:len(stack)-1]
				continue
			}
			next := other(top.rest[0])
			top.rest = top.rest[1:]
			if !seen[next] {
				seen[next] = true
				stack = append(stack, visit{next, out(next)})
			}
		}
	}
}
