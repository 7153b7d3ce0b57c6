package dispatch

import (
	"context"
	"time"

	"github.com/paulmach/orb"
)

// OrderRoute is the way of an order's crew to its house, as the tablet shows and keeps it.
type OrderRoute struct {
	OrderID  int64       `json:"order_id"`
	At       time.Time   `json:"at"`      // when it was found
	From     *orb.Point  `json:"from"`    // where the crew was last known to be, lon, lat
	FromAt   *time.Time  `json:"from_at"` // when it was there; null: it is the crew's base
	To       *orb.Point  `json:"to"`
	Meters   *float64    `json:"meters"`
	Minutes  *int        `json:"minutes"`
	By       string      `json:"by"` // roads, barriers; "" without a way
	Rough    bool        `json:"rough"`
	MethodRu string      `json:"method_ru"`
	MethodEn string      `json:"method_en"`
	Line     []orb.Point `json:"line"`  // from the crew to the house, lon, lat; empty without a way
	Steps    []RouteStep `json:"steps"` // empty where it is not by roads
	Missing  *Because    `json:"missing"`
	Credit   string      `json:"credit"` // whom the roads are owed to, for the foot of the map
}

// RouteStep is one thing that the driver is told.
type RouteStep struct {
	Turn   string  `json:"turn"`
	Meters float64 `json:"meters"`
	Ru     string  `json:"ru"`
	En     string  `json:"en"`
}

// OrderRoute finds the way to an order's house for the crew that holds the order, or for the desk. From where: the crew's
// place as it was last told. What is not known for it is said in Missing, and is no error.
func (d *Desk) OrderRoute(ctx context.Context, actor Actor, id int64) (OrderRoute, error) {
	if actor.Role != CrewMember && !actor.Role.May(MayDispatch) {
		return OrderRoute{}, ErrForbidden
	}
	c, err := d.Store.CaseOfOrder(ctx, actor.City, id)
	if err != nil {
		return OrderRoute{}, err
	}
	order, known := c.Order(id)
	if !known || !actor.Sees(c) || actor.Role == CrewMember && (order.Crew != actor.Crew || !c.onTablet(order)) {
		return OrderRoute{}, ErrNotFound
	}
	route := OrderRoute{OrderID: id, At: d.Now(), To: c.point(), Line: []orb.Point{}, Steps: []RouteStep{}}
	if order.Crew == 0 {
		route.Missing = &Because{"no_crew", "Наряд у организации: её путь неизвестен", "An organisation has the order: its way is not known"}
		return route, nil
	}
	crew, err := d.Store.Crew(ctx, actor.City, order.Crew)
	if err != nil {
		return OrderRoute{}, err
	}
	route.From, route.FromAt = crew.Point, crew.PointAt
	route.find(d.Ways(actor.City))
	return route, nil
}

// find fills in the way, or why there is none.
func (r *OrderRoute) find(ways Ways) {
	switch {
	case r.To == nil:
		r.Missing = &Because{"no_point", "Место дома на карте неизвестно", "The house's place on the map is unknown"}
		return
	case r.From == nil:
		r.Missing = &Because{"no_position", "Положение бригады неизвестно", "Where the crew is, is unknown"}
		return
	}
	toward := ways.toward(*r.To)
	if toward == nil {
		r.Missing = &Because{"no_map", "У города нет ни карты дорог, ни переправ", "The city has neither a road map nor crossings"}
		return
	}
	way := toward.route(*r.From)
	if !way.reachable {
		r.Missing = &Because{"no_way", "Нет пути: за рекой без переправы", "No way: no crossing leads there"}
		return
	}
	minutes := way.minutes()
	r.Meters, r.Minutes, r.By, r.Rough, r.MethodRu, r.MethodEn = &way.meters, &minutes, way.by, way.rough, way.ru, way.en
	r.Line = append(r.Line, way.line...)
	for _, step := range way.steps {
		r.Steps = append(r.Steps, RouteStep{string(step.Turn), step.Meters, step.Russian(), step.English()})
	}
	if way.by == ByRoads {
		r.Credit = ways.Credit
	}
}
