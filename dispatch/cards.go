package dispatch

import (
	"slices"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch/norms"
)

// OrderCard is an order with its whole course.
type OrderCard struct {
	OrderRow
	RequestID   int64                    `json:"request_id"`
	Number      string                   `json:"number"`
	HandedTo    string                   `json:"handed_to"`
	HandedPhone string                   `json:"handed_phone"`
	TheirNumber string                   `json:"their_number"`
	Note        string                   `json:"note"`
	Reason      string                   `json:"reason"`
	Times       map[OrderState]time.Time `json:"times"`
	May         []OrderState             `json:"may"` // steps open to this reader now
}

// JournalEntry is a line of the journal as people read it.
type JournalEntry struct {
	Seq      int        `json:"seq"`
	At       time.Time  `json:"at"`
	DeviceAt *time.Time `json:"device_at"`
	Actor    string     `json:"actor"`
	Role     Role       `json:"role"`
	Kind     string     `json:"kind"`
	From     string     `json:"from"`
	To       string     `json:"to"`
	OrderID  *int64     `json:"order_id"`
	TextRu   string     `json:"text_ru"`
	TextEn   string     `json:"text_en"`
	Reason   string     `json:"reason"`
}

// PhotoRow names a photograph of a request; the picture is read by its id.
type PhotoRow struct {
	ID      int64     `json:"id"`
	OrderID *int64    `json:"order_id"`
	At      time.Time `json:"at"`
	By      Role      `json:"by"`
	Note    string    `json:"note"`
}

// RequestCard is a request with all that the desk needs; it holds the caller's personal data.
type RequestCard struct {
	RequestRow
	Entrance    string         `json:"entrance"`
	Floor       string         `json:"floor"`
	Flat        string         `json:"flat"`
	Text        string         `json:"text"`
	CallerName  string         `json:"caller_name"`
	Phone       string         `json:"phone"`
	ReceivedAt  time.Time      `json:"received_at"`
	DamagedAt   time.Time      `json:"damaged_at"`
	Disposition string         `json:"disposition"`
	ParkedFor   string         `json:"parked_for"`
	Link        string         `json:"link"`
	House       *HouseFacts    `json:"house"`
	May         []string       `json:"may"`
	OrderCards  []OrderCard    `json:"order_cards"`
	JoinedRows  []RequestRow   `json:"joined_rows"`
	Photos      []PhotoRow     `json:"photos"`
	Journal     []JournalEntry `json:"journal"`
}

// HouseFacts is what helps at the door.
type HouseFacts struct {
	Levels    int `json:"levels"`
	Entrances int `json:"entrances"`
	Flats     int `json:"flats"`
	Year      int `json:"year"`
}

// CrewOrder is an order on a crew's tablet: all that is needed on the spot without a link.
type CrewOrder struct {
	OrderCard
	Problem    string      `json:"problem"`
	Category   string      `json:"category"`
	Severity   int         `json:"severity"`
	Address    string      `json:"address"`
	Point      *orb.Point  `json:"point"`
	Placed     string      `json:"placed"`
	Entrance   string      `json:"entrance"`
	Floor      string      `json:"floor"`
	Flat       string      `json:"flat"`
	Text       string      `json:"text"`
	CallerName string      `json:"caller_name"`
	Phone      string      `json:"phone"`
	Registered time.Time   `json:"registered_at"`
	Clocks     []ClockRow  `json:"clocks"`
	House      *HouseFacts `json:"house"`
	Gone       bool        `json:"gone,omitempty"` // no longer this crew's: take it off the screen
}

// CrewBoard is what a tablet shows: as a snapshot the whole, as a delta what changed.
type CrewBoard struct {
	Crew   *CrewRow    `json:"crew,omitempty"`
	Orders []CrewOrder `json:"orders"`
}

// CardOf is a case for the desk, for a reader.
func CardOf(c Case, reader Actor, journal []Entry, photos []PhotoRow, joined []RequestRow) RequestCard {
	q := c.Request
	card := RequestCard{RequestRow: RowOf(c), Entrance: q.Entrance, Floor: q.Floor, Flat: q.Flat, Text: q.Text,
		CallerName: q.CallerName, Phone: q.Phone, ReceivedAt: q.ReceivedAt, DamagedAt: q.DamagedAt, Disposition: q.Disposition,
		ParkedFor: q.Parked, Link: "/r/" + q.Link, House: c.houseFacts(), May: c.stepsFor(reader), OrderCards: []OrderCard{},
		JoinedRows: joined, Photos: photos, Journal: []JournalEntry{}}
	card.AddressText = q.AddressText
	for _, o := range c.Orders {
		card.OrderCards = append(card.OrderCards, CardOfOrder(c, o, reader))
	}
	for _, e := range journal {
		card.Journal = append(card.Journal, lineOf(e, c.Zone))
	}
	return card
}

// CardOfOrder is an order of a case for a reader.
func CardOfOrder(c Case, o WorkOrder, reader Actor) OrderCard {
	return OrderCard{OrderRow: RowOfOrder(o), RequestID: c.Request.ID, Number: c.Request.Label(), HandedTo: o.HandedTo,
		HandedPhone: o.HandedPhone, TheirNumber: o.TheirNumber, Note: o.Note, Reason: o.Reason, Times: o.Times, May: o.stepsFor(reader)}
}

// CrewOrderOf is an order of a case on its crew's tablet. Closed ones keep nothing personal.
func CrewOrderOf(c Case, o WorkOrder, reader Actor) CrewOrder {
	row := RowOf(c)
	order := CrewOrder{OrderCard: CardOfOrder(c, o, reader), Problem: row.Problem, Category: row.Category, Severity: row.Severity,
		Address: row.Address, Point: row.Point, Placed: row.Placed, Registered: row.RegisteredAt, Clocks: row.Clocks, House: c.houseFacts(),
		Gone: !c.onTablet(o)}
	if order.Address == "" {
		order.Address = c.Request.AddressText
	}
	if o.State.Active() && !order.Gone {
		q := c.Request
		order.Entrance, order.Floor, order.Flat = q.Entrance, q.Floor, q.Flat
		order.Text, order.CallerName, order.Phone = q.Text, q.CallerName, q.Phone
	}
	return order
}

// onTablet says whether a crew still has an order before it: one at work, or one done and not yet verified.
func (c Case) onTablet(o WorkOrder) bool {
	if o.State == OrderDone {
		return o.Round == c.Request.Returned && c.Request.State.Open()
	}
	return o.State.Active() && o.State != OrderReserved
}

func (c Case) houseFacts() *HouseFacts {
	if c.Request.House == 0 {
		return nil
	}
	return &HouseFacts{Levels: c.Place.Levels, Entrances: c.Place.Entrances, Flats: c.Place.Flats, Year: c.Place.Year}
}

// stepsFor lists the desk's decisions that are open to a reader now.
func (c Case) stepsFor(reader Actor) []string {
	steps := []string{}
	if !reader.Role.May(MayClose) {
		return steps
	}
	if c.Request.Parked != "" {
		steps = append(steps, "released")
	}
	for _, to := range requestSteps[c.Request.State] {
		if c.deskMay(to) {
			steps = append(steps, string(to))
		}
	}
	return steps
}

// stepsFor lists the steps of an order that a reader may make now.
func (o WorkOrder) stepsFor(reader Actor) []OrderState {
	steps := []OrderState{}
	for _, to := range orderSteps[o.State] {
		ofDesk := to == OrderRecalled || to == OrderVerified || to == OrderSent
		ofCrew := !ofDesk && to != OrderDelivered
		switch {
		case reader.Role == CrewMember && reader.Crew == o.Crew && ofCrew:
			steps = append(steps, to)
		case reader.Role.May(MayDispatch) && to != OrderDelivered:
			steps = append(steps, to)
		}
	}
	return steps
}

// LinkState is a request for whoever holds its link: nothing of flat, name or telephone, nor of crews.
type LinkState struct {
	City         string       `json:"city"`
	Number       string       `json:"number"`
	State        RequestState `json:"state"`
	Version      int64        `json:"version"`
	Address      string       `json:"address"`
	Problem      string       `json:"problem"`
	Category     string       `json:"category"`
	RegisteredAt time.Time    `json:"registered_at"`
	PlannedAt    *time.Time   `json:"planned_at"`
	InformDueAt  *time.Time   `json:"inform_due_at"`
	DoneAt       *time.Time   `json:"done_at"`
	Photos       int          `json:"photos"`
	CanReturn    bool         `json:"can_return"`
	CanConfirm   bool         `json:"can_confirm"`
	ReturnUntil  *time.Time   `json:"return_until"`
	Updates      []LinkUpdate `json:"updates"`
}

// LinkUpdate is a line of a request's course in plain words.
type LinkUpdate struct {
	At     time.Time `json:"at"`
	Kind   string    `json:"kind"`
	TextRu string    `json:"text_ru"`
	TextEn string    `json:"text_en"`
}

// LinkStateOf tells the holder of a link how the matter stands. window is how long it may be returned.
func LinkStateOf(c Case, journal []Entry, photos int, window time.Duration, now time.Time) LinkState {
	q := c.Request
	state := LinkState{City: q.City, Number: q.Label(), State: q.State, Version: q.Version, Address: c.Place.Address, Problem: q.Problem,
		Category: q.Category, RegisteredAt: q.RegisteredAt, PlannedAt: q.PlannedAt, DoneAt: q.DoneAt, Photos: photos,
		CanConfirm: q.State == Done, Updates: []LinkUpdate{}}
	if until := c.ReturnUntil(window); until != nil && now.Before(*until) {
		state.CanReturn, state.ReturnUntil = true, until
	}
	for _, k := range c.Clocks {
		if k.Kind == norms.Inform && k.Running() && q.State.Open() {
			due := k.DueAt
			state.InformDueAt = &due
		}
	}
	for _, e := range journal {
		if ru, en := plainWords(e, c.Zone); ru != "" && !slices.ContainsFunc(state.Updates, func(u LinkUpdate) bool { return u.TextRu == ru && u.At.Equal(e.At) }) {
			state.Updates = append(state.Updates, LinkUpdate{At: e.At, Kind: e.Kind, TextRu: ru, TextEn: en})
		}
	}
	return state
}
