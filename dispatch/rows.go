package dispatch

import (
	"math"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch/norms"
)

// The rows are how cases look on a screen: what the sockets carry and the API answers. A row of the
// board holds nothing personal; a card does, and is read anew under the reader's own rights.

// ClockRow is a clock on a pin, a row and a card.
type ClockRow struct {
	ID        int64      `json:"id"`
	Kind      norms.Kind `json:"kind"`
	Round     int        `json:"round"`
	Clause    string     `json:"clause"`
	Edition   string     `json:"edition"`
	Verified  bool       `json:"verified"`
	StartedAt time.Time  `json:"started_at"`
	DueAt     time.Time  `json:"due_at"`
	MetAt     *time.Time `json:"met_at"`
	Void      bool       `json:"void"`
	OrderID   *int64     `json:"order_id"`  // of a state clock: how long the order may stand as it does
	PausedAt  *time.Time `json:"paused_at"` // of a working clock that stands still
	Level     int        `json:"level"`     // how many levels were told
}

// OrderRow is an order in a request's row.
type OrderRow struct {
	ID           int64      `json:"id"`
	Version      int64      `json:"version"`
	State        OrderState `json:"state"`
	Since        time.Time  `json:"since"`
	CrewID       *int64     `json:"crew_id"`
	Crew         string     `json:"crew"`
	Organisation *Party     `json:"organisation"`
	ByVoice      bool       `json:"by_voice"`
	PlannedAt    *time.Time `json:"planned_at"`
}

// Service is who answers for the house by contract, or 05 itself by default.
type Service struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	Phone     string `json:"phone,omitempty"`
	ByDefault bool   `json:"by_default"`
}

// RequestRow is a request on the board.
type RequestRow struct {
	ID           int64        `json:"id"`
	Number       string       `json:"number"`
	Version      int64        `json:"version"`
	State        RequestState `json:"state"`
	Severity     int          `json:"severity"`
	Problem      string       `json:"problem"`
	Category     string       `json:"category"`
	HouseID      *int64       `json:"house_id"`
	Address      string       `json:"address"`
	AddressText  string       `json:"address_text"`
	Point        *orb.Point   `json:"point"`
	Placed       string       `json:"placed"`
	RadiusMeters int          `json:"radius_meters"` // of an approximate point; else 0
	RegisteredAt time.Time    `json:"registered_at"`
	Channel      Channel      `json:"channel"`
	MainID       *int64       `json:"main_id"`
	Joined       int          `json:"joined"`
	Organisation *Party       `json:"organisation"`
	Service      Service      `json:"service"`
	Parked       bool         `json:"parked"`
	Returned     int          `json:"returned"`
	PlannedAt    *time.Time   `json:"planned_at"`
	DoneAt       *time.Time   `json:"done_at"`
	Clocks       []ClockRow   `json:"clocks"`
	Orders       []OrderRow   `json:"orders"`
}

// CrewLoad is a crew's availability as derived from its orders.
type CrewLoad struct {
	State    string `json:"state" enum:"free,reserved,busy"`
	Orders   int    `json:"orders"`
	Reserved int    `json:"reserved"`
}

// CrewRow is a crew on the board.
type CrewRow struct {
	ID           int64      `json:"id"`
	Version      int64      `json:"version"`
	Name         string     `json:"name"`
	Organisation Party      `json:"organisation"`
	Skills       []string   `json:"skills"`
	People       int        `json:"people"`
	Phone        string     `json:"phone"`
	Tablet       bool       `json:"tablet"`
	OnShift      bool       `json:"on_shift"`
	ShiftUntil   *time.Time `json:"shift_until"`
	Point        *orb.Point `json:"point"`
	PointAt      *time.Time `json:"point_at"`
	HeardAt      *time.Time `json:"heard_at"`
	WaitsSince   *time.Time `json:"waits_since"`
	Load         CrewLoad   `json:"load"`
}

// EscalationRow is a level told, on the board until somebody takes it.
type EscalationRow struct {
	ID             int64      `json:"id"`
	RequestID      int64      `json:"request_id"`
	Number         string     `json:"number"`
	Address        string     `json:"address"`
	ClockID        int64      `json:"clock_id"` // once it is met or void in the request's row, the alarm is over
	ClockKind      norms.Kind `json:"clock_kind"`
	Clause         string     `json:"clause"`
	DueAt          time.Time  `json:"due_at"`
	Level          int        `json:"level"`
	Role           Role       `json:"role"`
	At             time.Time  `json:"at"`
	Passed         bool       `json:"passed"`
	AcknowledgedBy *string    `json:"acknowledged_by"`
	AcknowledgedAt *time.Time `json:"acknowledged_at"`
	Lapsed         int        `json:"lapsed"`  // how many acknowledgements have run out without action
	MayAck         []Role     `json:"may_ack"` // who may take it; an administrator may too, with a reason
}

// Training is the state of the training mode.
type Training struct {
	Running bool  `json:"running"`
	Pace    int   `json:"pace" minimum:"1" maximum:"10"`
	Version int64 `json:"version"`
}

// Board is what a board shows: as a snapshot the whole, as a delta what changed. It is merged by id, a
// higher version wins.
type Board struct {
	Requests    []RequestRow    `json:"requests"`
	Crews       []CrewRow       `json:"crews"`
	Escalations []EscalationRow `json:"escalations"`
	Training    *Training       `json:"training,omitempty"`
	Gone        []int64         `json:"gone,omitempty"` // requests that this board no longer shows
	GoneCrews   []int64         `json:"gone_crews,omitempty"`
}

// RowOf is a case on the board.
func RowOf(c Case) RequestRow {
	q := c.Request
	row := RequestRow{ID: q.ID, Number: q.Label(), Version: q.Version, State: q.State, Severity: q.Severity, Problem: q.Problem,
		Category: q.Category, HouseID: known(q.House), Address: c.Place.Address, AddressText: q.AddressText, Point: c.point(),
		Placed: c.placed(), RadiusMeters: c.radius(), RegisteredAt: q.RegisteredAt, Channel: q.Channel, MainID: known(q.Main), Joined: len(c.Followers),
		Organisation: c.Managed.short(), Service: c.service(), Parked: q.Parked != "", Returned: q.Returned,
		PlannedAt: q.PlannedAt, DoneAt: q.DoneAt, Clocks: []ClockRow{}, Orders: []OrderRow{}}
	if row.HouseID != nil {
		row.AddressText = "" // said words may hold more than the house
	}
	for _, k := range c.Clocks {
		row.Clocks = append(row.Clocks, ClockRow{ID: k.ID, Kind: k.Kind, Round: k.Round, Clause: k.Clause, Edition: k.Edition,
			Verified: k.Verified, StartedAt: k.StartedAt, DueAt: k.DueAt, MetAt: k.MetAt, Void: k.VoidAt != nil, OrderID: known(k.Order), PausedAt: k.PausedAt, Level: k.NextLevel})
	}
	for _, o := range c.Orders {
		row.Orders = append(row.Orders, RowOfOrder(o))
	}
	return row
}

// RowOfOrder is an order in a row.
func RowOfOrder(o WorkOrder) OrderRow {
	return OrderRow{ID: o.ID, Version: o.Version, State: o.State, Since: o.Since, CrewID: known(o.Crew), Crew: o.CrewName,
		Organisation: &Party{ID: o.Organisation, Name: o.OrgName}, ByVoice: o.ByVoice(), PlannedAt: o.PlannedAt}
}

// RowOfCrew is a crew on the board at a moment.
func RowOfCrew(c Crew, now time.Time) CrewRow {
	row := CrewRow{ID: c.ID, Version: c.Version, Name: c.Name, Organisation: Party{ID: c.Organisation, Name: c.OrgName}, Skills: c.Skills,
		People: c.People, Phone: c.Phone, Tablet: c.Tablet, OnShift: c.OnShift(now), Point: c.Point, PointAt: c.PointAt, HeardAt: c.TabletHeard, WaitsSince: c.TabletWaits,
		Load: CrewLoad{State: c.Load(), Orders: c.Orders, Reserved: c.Reserved}}
	if row.OnShift {
		row.ShiftUntil = c.ShiftUntil
	}
	return row
}

// RowOfEscalation is a level told, on the board; held says whether anybody holds it.
func RowOfEscalation(e Escalation, held bool) EscalationRow {
	row := EscalationRow{ID: e.ID, RequestID: e.Request, Number: e.Number, Address: e.Address, ClockID: e.Clock.ID, ClockKind: e.Clock.Kind, Clause: e.Clock.Clause,
		DueAt: e.Clock.DueAt, Level: e.Level, Role: e.Role, At: e.At, Passed: e.Passed, AcknowledgedAt: e.AcknowledgedAt, Lapsed: e.Lapsed, MayAck: e.Takers(held)}
	if e.AcknowledgedAt != nil {
		row.AcknowledgedBy = &e.AcknowledgedBy
	}
	return row
}

func (p *Party) short() *Party {
	if p == nil {
		return nil
	}
	return &Party{ID: p.ID, Name: p.Name}
}

func (c Case) service() Service {
	if c.Served == nil {
		return Service{ByDefault: true}
	}
	return Service{ID: c.Served.ID, Name: c.Served.Name, Phone: c.Served.Phone, ByDefault: c.Request.ServedByDefault}
}

// spot is where a request is and by which source: a known point of its house, then a pin put down for the
// request, then a guess by the house's street. Nil and "none" without any.
func (c Case) spot() (*orb.Point, string) {
	switch {
	case c.Place.exact():
		return c.Place.Point, c.Place.Placed
	case c.Request.Pin != nil:
		return c.Request.Pin, "pin"
	case c.Place.Point != nil:
		return c.Place.Point, c.Place.Placed
	default:
		return nil, "none"
	}
}

func (c Case) placed() string {
	_, source := c.spot()
	return source
}

// exact reports a place that is known, and not guessed.
func (p Place) exact() bool { return p.Point != nil && p.Placed != "approximate" }

// radius is the doubt of the request's point in whole metres, 0 unless it is approximate.
func (c Case) radius() int {
	if c.placed() != "approximate" {
		return 0
	}
	return c.Place.radius()
}

// radius is the doubt of an approximate point in whole metres, 0 for any other.
func (p Place) radius() int {
	if p.Placed != "approximate" {
		return 0
	}
	return int(math.Ceil(p.RadiusMeters))
}

func known(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}
