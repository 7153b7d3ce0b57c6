package dispatch

import (
	"context"
	"time"

	"github.com/paulmach/orb"
)

// CrewOrder is an order on a crew's tablet: all that is needed on the spot without a link.
type CrewOrder struct {
	OrderCard
	Problem    string      `json:"problem"`
	Category   string      `json:"category"`
	Severity   int         `json:"severity"`
	Address    string      `json:"address"`
	Point      *orb.Point  `json:"point"`
	Placed     string      `json:"placed"`
	Radius     int         `json:"radius_meters"` // of an approximate point; else 0
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

// CrewOrderOf is an order of a case on its crew's tablet. Closed ones keep nothing personal.
func CrewOrderOf(c Case, o WorkOrder, reader Actor) CrewOrder {
	row := RowOf(c)
	order := CrewOrder{OrderCard: CardOfOrder(c, o, reader), Problem: row.Problem, Category: row.Category, Severity: row.Severity,
		Address: row.Address, Point: row.Point, Placed: row.Placed, Radius: row.RadiusMeters, Registered: row.RegisteredAt, Clocks: row.Clocks, House: c.houseFacts(),
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

// CrewBoard reads what a crew's tablet shows, whole.
func (d *Desk) CrewBoard(ctx context.Context, reader Actor) (CrewBoard, error) {
	crew, err := d.Store.Crew(ctx, reader.City, reader.Crew)
	if err != nil {
		return CrewBoard{}, err
	}
	cases, err := d.Store.CasesOfCrew(ctx, reader.City, reader.Crew)
	if err != nil {
		return CrewBoard{}, err
	}
	row := RowOfCrew(crew, d.Now())
	board := CrewBoard{Crew: &row, Orders: []CrewOrder{}}
	for _, order := range d.crewOrders(cases, reader) {
		if !order.Gone {
			board.Orders = append(board.Orders, order)
		}
	}
	return board, nil
}

// CrewOrders words the orders of a crew on some cases, those that are gone included.
func (d *Desk) CrewOrders(ctx context.Context, reader Actor, requests []int64) ([]CrewOrder, error) {
	cases, err := d.Store.Cases(ctx, reader.City, requests)
	if err != nil {
		return nil, err
	}
	return d.crewOrders(cases, reader), nil
}

func (d *Desk) crewOrders(cases []Case, reader Actor) []CrewOrder {
	orders := []CrewOrder{}
	for _, c := range cases {
		for _, o := range c.Orders {
			if o.Crew == reader.Crew {
				orders = append(orders, CrewOrderOf(c, o, reader))
			}
		}
	}
	return orders
}
