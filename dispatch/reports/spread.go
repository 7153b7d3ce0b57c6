package reports

import (
	"maps"
	"slices"
	"time"
)

// Spread is how a sort of time was spread, in seconds.
type Spread struct {
	Count  int   `json:"count"`
	Median int64 `json:"median_seconds"`
	P90    int64 `json:"p90_seconds"`
}

// times counts durations by size, to the second within an hour and to the minute beyond: as many of them as there
// are requests need no more room than the sizes that occur.
type times map[time.Duration]int

func (t times) add(d time.Duration) {
	if d >= time.Hour {
		d = d.Round(time.Minute)
	}
	t[d.Round(time.Second)]++
}

func (t times) spread() Spread {
	s, sizes := Spread{}, slices.Sorted(maps.Keys(t))
	for _, n := range t {
		s.Count += n
	}
	s.Median, s.P90 = t.rank(sizes, s.Count, 50), t.rank(sizes, s.Count, 90)
	return s
}

// rank is the smallest duration that at least a percentage of all do not exceed (the nearest rank); 0 of none.
func (t times) rank(sizes []time.Duration, count, percent int) int64 {
	wanted := (count*percent + 99) / 100
	for _, d := range sizes {
		if wanted -= t[d]; wanted <= 0 {
			return int64(d / time.Second)
		}
	}
	return 0
}
