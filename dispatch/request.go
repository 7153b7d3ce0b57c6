package dispatch

import (
	"fmt"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch/norms"
)

// Channel is the way by which a report came.
type Channel string

const (
	Telephone Channel = "telephone"
	WalkIn    Channel = "walk_in"
	Radio     Channel = "radio"
	Portal    Channel = "portal"
	Open311   Channel = "open311"
	Automatic Channel = "system"
)

// IsMessage says whether the report waits to be reviewed by a person (Rules 416 p.13 gives 10 minutes).
func (c Channel) IsMessage() bool { return c == Portal || c == Open311 || c == Automatic }

// Request is a resident's matter, as registered. Times are UTC.
type Request struct {
	City         string
	ID           int64
	Year, Number int
	Link         string // 26 letters: 128 random bits; all that a resident needs to follow it
	Version      int64  // grows with each change that a screen shows
	Edited       int64  // the version of the last change that an operator's own edit must not overlook
	State        RequestState
	Channel      Channel
	Main         int64 // the request that it is joined to; 0: none
	Problem      string
	Category     string
	Severity     int // 1: life or damage now .. 4: can wait
	House        int64
	AddressText  string // as it was said; kept even when the house is known
	Pin          *orb.Point
	Organisation int64
	Service      int64 // emergency service by contract, or the city's own by default
	// ServedByDefault says that no contract names the service: the city's own answers.
	ServedByDefault bool

	// Personal: for the desk and the crew on the job only.
	Entrance, Floor, Flat, Text, CallerName, Phone string

	ReceivedAt   time.Time // the ring, or the arrival of the message
	RegisteredAt time.Time
	DamagedAt    time.Time
	PlannedAt    *time.Time
	DoneAt       *time.Time
	ClosedAt     *time.Time
	Disposition  string
	Returned     int    // how often it came back; the round of its clocks and orders
	Parked       string // why it waits for a look before anybody is sent; "" = it does not
}

// Label is the number as people say and write it: year and number, "26-1234".
func (r Request) Label() string { return NumberLabel(r.Year, r.Number) }

// NumberLabel writes a number of a year as people say it.
func NumberLabel(year, number int) string { return fmt.Sprintf("%02d-%d", year%100, number) }

// WorkOrder is one crew, or one organisation by telephone, on one job.
type WorkOrder struct {
	ID, Request  int64
	Version      int64
	Round        int
	State        OrderState
	Since        time.Time
	Crew         int64 // 0: an organisation works it and tells by telephone
	CrewName     string
	Tablet       bool
	Organisation int64
	OrgName      string
	OrgKind      string   // of the directory: management, supplier, service, city; of a saved order
	Skills       []string // the crew's; of a saved order
	HandedTo     string   // who took it by telephone
	HandedPhone  string
	TheirNumber  string
	Note, Reason string
	ReasonCode   string // of a ready reason; "": in own words, or written before reasons had codes
	PlannedAt    *time.Time
	Times        map[OrderState]time.Time // when each state was first reached
}

// ByVoice says whether the desk makes the steps for whoever works the order.
func (o WorkOrder) ByVoice() bool { return o.Crew == 0 || !o.Tablet }

// Clock is a deadline running for a request or one of its orders. It is started, met or void; nobody pauses
// the law's, see clocks.go.
type Clock struct {
	ID        int64
	Request   int64
	Order     int64 // of a state clock; 0: the request's own
	Kind      norms.Kind
	Round     int
	Norm      string
	Clause    string
	Edition   string
	Verified  bool
	StartedAt time.Time
	DueAt     time.Time
	MetAt     *time.Time
	VoidAt    *time.Time
	PausedAt  *time.Time // of a working clock that stands still
	NextLevel int
	NextAt    *time.Time // when the next level is told; nil: over, or everybody was told
}

// Running says whether the clock is neither met nor void.
func (c Clock) Running() bool { return c.MetAt == nil && c.VoidAt == nil }

// Place is where a request is, as far as it is known.
type Place struct {
	Address    string // of the register; "" when no house is known
	Settlement string
	Point      *orb.Point
	Placed     string // none, register, pin, approximate
	// RadiusMeters is how far an approximate house may be from its point, nine times of ten; it tells nothing of others.
	RadiusMeters float64
	Levels       int
	Entrances    int
	Flats        int
	Year         int
}

// Party is an organisation with its telephone, as a card shows it.
type Party struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Phone string `json:"phone,omitempty"`
}

// Follower is a request joined to a main one: its state follows.
type Follower struct {
	ID      int64
	State   RequestState
	Link    string
	Version int64
}

// Case is a request with all that decides about it: the unit that is loaded, decided on and saved.
type Case struct {
	Request   Request
	Zone      *time.Location
	Place     Place
	Managed   *Party // by whom the house is managed
	Served    *Party // its emergency service; nil while no house is known
	Orders    []WorkOrder
	Clocks    []Clock
	Followers []Follower
}

// Order finds an order of the case.
func (c Case) Order(id int64) (WorkOrder, bool) {
	for _, o := range c.Orders {
		if o.ID == id {
			return o, true
		}
	}
	return WorkOrder{}, false
}

// concerns says whether an organisation has a part in the case: it manages the house, is its emergency
// service, or works an order.
func (c Case) concerns(organisation int64) bool {
	if organisation == 0 {
		return false
	}
	if c.Request.Organisation == organisation || c.Request.Service == organisation {
		return true
	}
	for _, o := range c.Orders {
		if o.Organisation == organisation {
			return true
		}
	}
	return false
}
