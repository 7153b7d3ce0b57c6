package dispatch

import (
	"context"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/geo"
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
	HousePin    *HousePin      `json:"house_pin"` // who put the house's point down; null: nobody did
	Districts   []DistrictName `json:"districts"`
	May         []string       `json:"may"`
	OrderCards  []OrderCard    `json:"order_cards"`
	JoinedRows  []RequestRow   `json:"joined_rows"`
	Photos      []PhotoRow     `json:"photos"`
	Journal     []JournalEntry `json:"journal"`
}

// DistrictName is a part of the city that a house lies in.
type DistrictName struct {
	Kind geo.DistrictKind `json:"kind" enum:"area,tos,balance"`
	Name string           `json:"name"`
}

// districtsOf are the parts of the city that a point lies in.
func (d *Desk) districtsOf(city string, point *orb.Point) []DistrictName {
	names := []DistrictName{}
	if point == nil {
		return names
	}
	for _, district := range d.Districts(city).Of(*point) {
		names = append(names, DistrictName{district.Kind, district.Name})
	}
	return names
}

// HouseFacts is what helps at the door.
type HouseFacts struct {
	Levels    int `json:"levels"`
	Entrances int `json:"entrances"`
	Flats     int `json:"flats"`
	Year      int `json:"year"`
}

// CardOf is a case for the desk, for a reader.
func CardOf(c Case, reader Actor, journal []Entry, photos []PhotoRow, joined []RequestRow) RequestCard {
	q := c.Request
	card := RequestCard{RequestRow: RowOf(c), Entrance: q.Entrance, Floor: q.Floor, Flat: q.Flat, Text: q.Text,
		CallerName: q.CallerName, Phone: q.Phone, ReceivedAt: q.ReceivedAt, DamagedAt: q.DamagedAt, Disposition: q.Disposition,
		ParkedFor: q.Parked, Link: "/r/" + q.Link, House: c.houseFacts(), May: c.stepsFor(reader), OrderCards: []OrderCard{},
		JoinedRows: joined, Photos: photos, Journal: []JournalEntry{}, Districts: []DistrictName{}}
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

// Card reads a request with all that the desk needs, under the reader's own rights.
func (d *Desk) Card(ctx context.Context, reader Actor, id int64) (RequestCard, error) {
	if err := reader.check(MayWatch); err != nil {
		return RequestCard{}, err
	}
	c, err := d.visible(ctx, reader, id)
	if err != nil {
		return RequestCard{}, err
	}
	return d.CardOf(ctx, reader, c)
}

// CardOf words a case that the reader has just worked on.
func (d *Desk) CardOf(ctx context.Context, reader Actor, c Case) (RequestCard, error) {
	journal, err := d.Store.Journal(ctx, reader.City, c.Request.ID)
	if err != nil {
		return RequestCard{}, err
	}
	photos, err := d.Store.Photos(ctx, reader.City, c.Request.ID)
	if err != nil {
		return RequestCard{}, err
	}
	joined, err := d.Store.Cases(ctx, reader.City, c.followerIDs())
	if err != nil {
		return RequestCard{}, err
	}
	card := CardOf(c, reader, journal, photos, rowsOf(joined))
	if c.Request.House != 0 {
		if card.HousePin, err = d.Store.HousePin(ctx, reader.City, c.Request.House); err != nil {
			return RequestCard{}, err
		}
	}
	card.Districts = d.districtsOf(reader.City, c.point())
	return card, nil
}

func (c Case) followerIDs() []int64 {
	ids := []int64{}
	for _, f := range c.Followers {
		ids = append(ids, f.ID)
	}
	return ids
}

func rowsOf(cases []Case) []RequestRow {
	rows := make([]RequestRow, 0, len(cases))
	for _, c := range cases {
		rows = append(rows, RowOf(c))
	}
	return rows
}

// OrderCard reads an order as its crew or the desk sees it.
func (d *Desk) OrderCard(reader Actor, c Case, order int64) (OrderCard, error) {
	o, found := c.Order(order)
	if !found {
		return OrderCard{}, ErrNotFound
	}
	return CardOfOrder(c, o, reader), nil
}
