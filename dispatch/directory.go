package dispatch

import "time"

// Organisation is a firm of the city as lists show it.
type Organisation struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Kind  string `json:"kind" enum:"management,supplier,service,city"`
	Phone string `json:"phone"`
}

// Published chooses requests for the public list, by when they were registered.
type Published struct {
	From, To time.Time // From included, To excluded
	Problems []string  // codes; none: all
	Open     *bool     // nil: open and closed
	Limit    int
}
