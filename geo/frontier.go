package geo

import "cmp"

// Frontier is the queue of a shortest-path search (Dijkstra, A*): the nodes reached and not yet settled, the cheapest
// first; of equals the lowest node, so that a search ends alike everywhere. A node may stand in it several times: the
// search skips what it has reached more cheaply since. The zero value is empty and ready. Not safe for concurrent use.
//
// It is a plain binary heap over a slice of values. container/heap would box every step in an interface, an
// allocation for each edge of a city.
type Frontier struct{ steps []reached }

type reached struct {
	cost float64
	node int32
}

func (r reached) before(other reached) bool {
	return cmp.Or(cmp.Compare(r.cost, other.cost), cmp.Compare(r.node, other.node)) < 0
}

// Len is how many steps wait.
func (f *Frontier) Len() int { return len(f.steps) }

// Reach adds a node at a cost.
func (f *Frontier) Reach(node int, cost float64) {
	step := reached{cost, int32(node)}
	f.steps = append(f.steps, step)
	at := len(f.steps) - 1
	for at > 0 {
		above := (at - 1) / 2
		if !step.before(f.steps[above]) {
			break
		}
		f.steps[at] = f.steps[above]
		at = above
	}
	f.steps[at] = step
}

// Next takes the cheapest step out. It panics on an empty frontier.
func (f *Frontier) Next() (node int, cost float64) {
	first, last := f.steps[0], f.steps[len(f.steps)-1]
	f.steps = f.steps[:len(f.steps)-1]
	at := 0
	for {
		below := 2*at + 1
		if below >= len(f.steps) {
			break
		}
		if below+1 < len(f.steps) && f.steps[below+1].before(f.steps[below]) {
			below++
		}
		if !f.steps[below].before(last) {
			break
		}
		f.steps[at] = f.steps[below]
		at = below
	}
	if len(f.steps) > 0 {
		f.steps[at] = last
	}
	return int(first.node), first.cost
}
