package reports

import (
	"cmp"
	"maps"
	"slices"

	"dispatch05/dispatch"
)

type workKey struct{ organisation, crew string }

// addWorks takes the works reported done, and those given back: a return falls on whoever was the last to say
// "done". One that comes after the period in which the work was done counts when it comes, so that none is lost.
func (t *Tally) addWorks(m Matter, c course) {
	var last *dispatch.Entry
	for i, e := range c.entries {
		switch {
		case e.Kind == "order" && e.To == string(dispatch.OrderDone):
			last = &c.entries[i]
			if t.ask.within(e.At) {
				t.worker(e).Done.add(m.ref())
			}
		case isReturn(e) && last != nil && t.ask.within(e.At):
			of := t.worker(*last)
			of.Returned.add(m.ref())
			of.Rate.Part++
			if !t.ask.within(last.At) {
				of.Rate.Of++
			}
			last = nil
		}
	}
}

// worker finds the line of whoever did the work, as the journal names them.
func (t *Tally) worker(e dispatch.Entry) *ReturnsOfUs {
	key := workKey{e.Detail.Organisation, e.Detail.Crew}
	if t.works[key] == nil {
		t.works[key] = &ReturnsOfUs{Organisation: key.organisation, Crew: key.crew}
	}
	return t.works[key]
}

// returns adds the works done to what Rate.Of holds already, the earlier ones that were given back.
func (t *Tally) returns() Returns {
	all := Returns{Works: []ReturnsOfUs{}}
	for of := range maps.Values(t.works) {
		line := *of
		line.Rate.Of += line.Done.Count
		all.Rate.Part, all.Rate.Of = all.Rate.Part+line.Rate.Part, all.Rate.Of+line.Rate.Of
		all.Works = append(all.Works, line)
	}
	slices.SortFunc(all.Works, func(a, b ReturnsOfUs) int {
		return cmp.Or(cmp.Compare(b.Rate.Part, a.Rate.Part), cmp.Compare(a.Organisation, b.Organisation), cmp.Compare(a.Crew, b.Crew))
	})
	return all
}
