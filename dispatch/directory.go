package dispatch

import "time"

// Organisation is a firm of the city as lists show it.
type Organisation struct {
	ID        int64      `json:"id"`
	Name      string     `json:"name"`
	Kind      string     `json:"kind" enum:"management,supplier,service,city"`
	Phone     string     `json:"phone"`
	Version   int64      `json:"version"`
	Own       bool       `json:"own"` // the city's own emergency service
	RetiredAt *time.Time `json:"retired_at"`
}

// Wanted is what a search of the desk asks for.
type Wanted struct {
	Query        string         // a number, or a part of an address
	Phone        string         // the query as a telephone, in its stored form; "": it is none
	States       []RequestState // none: all
	Organisation int64          // the reader's fence; 0: the city
	Limit        int
}

// Published chooses requests for the public list, by when they were registered.
type Published struct {
	From, To time.Time // From included, To excluded
	Problems []string  // codes; none: all
	Open     *bool     // nil: open and closed
	Limit    int
}
