package dispatch

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// City is a city as its screens know it.
type City struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Zone        string     `json:"zone"`
	Demo        bool       `json:"demo"`
	Phone       string     `json:"phone"`
	Centre      [2]float64 `json:"centre"` // lon, lat
	Bounds      [4]float64 `json:"bounds"` // west, south, east, north
	ReturnHours int        `json:"return_hours"`
}

// ReturnWindow is how long after "done" a resident may return a request.
func (c City) ReturnWindow() time.Duration { return time.Duration(c.ReturnHours) * time.Hour }

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
	return CardOf(c, reader, journal, photos, rowsOf(joined)), nil
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

// HouseCard is a house with who answers for it and what is open there.
type HouseCard struct {
	ID           int64        `json:"id"`
	Address      string       `json:"address"`
	Settlement   string       `json:"settlement"`
	Point        *[2]float64  `json:"point"`
	Placed       string       `json:"placed"`
	HouseFacts   HouseFacts   `json:"facts"`
	Organisation *Party       `json:"organisation"`
	Service      Service      `json:"service"`
	Open         []RequestRow `json:"open"`
}

// HouseCard reads a house for the call form.
func (d *Desk) HouseCard(ctx context.Context, reader Actor, id int64) (HouseCard, error) {
	open, err := d.openOf(ctx, reader, id)
	if err != nil {
		return HouseCard{}, err
	}
	house, err := d.Store.House(ctx, reader.City, id, d.Now())
	if err != nil {
		return HouseCard{}, err
	}
	p := house.Place
	card := HouseCard{ID: id, Address: p.Address, Settlement: p.Settlement, Placed: p.Placed, HouseFacts: HouseFacts{p.Levels, p.Entrances, p.Flats, p.Year},
		Organisation: house.Managed, Service: Service{ID: house.Served.ID, Name: house.Served.Name, Phone: house.Served.Phone, ByDefault: house.ByDefault}, Open: rowsOf(open)}
	if p.Point != nil {
		card.Point = &[2]float64{p.Point.Lon(), p.Point.Lat()}
	}
	return card, nil
}

// OpenHere are the open main requests of a house: of the same fault (to join), and the others.
type OpenHere struct {
	SameFault []RequestRow `json:"same_fault"`
	Others    []RequestRow `json:"others"`
}

// OpenHere offers what is already open at a house while a new report is being typed.
func (d *Desk) OpenHere(ctx context.Context, reader Actor, house int64, problem string) (OpenHere, error) {
	open, err := d.openOf(ctx, reader, house)
	if err != nil {
		return OpenHere{}, err
	}
	same, others := []Case{}, []Case{}
	for _, c := range open {
		if c.Request.Problem == problem {
			same = append(same, c)
		} else {
			others = append(others, c)
		}
	}
	return OpenHere{rowsOf(same), rowsOf(others)}, nil
}

func (d *Desk) openOf(ctx context.Context, reader Actor, house int64) ([]Case, error) {
	if err := reader.check(MayWatch); err != nil {
		return nil, err
	}
	open, err := d.Store.OpenOfHouse(ctx, reader.City, house)
	open = slices.DeleteFunc(open, func(c Case) bool { return !reader.Sees(c) || c.Request.Main != 0 })
	return open, err
}

// CountOpenHere is how many open requests a house has: all that the public is told.
func (d *Desk) CountOpenHere(ctx context.Context, city string, house int64) (int, error) {
	if house == 0 {
		return 0, nil
	}
	open, err := d.Store.OpenOfHouse(ctx, city, house)
	return len(open), err
}

// Search finds requests by number, address or telephone, newest first, within the reader's fence.
func (d *Desk) Search(ctx context.Context, reader Actor, query string, states []RequestState, limit int) ([]RequestRow, error) {
	if err := reader.check(MayWatch); err != nil {
		return nil, err
	}
	query = strings.TrimSpace(query)
	if err := fits("q", query, maxShort); err != nil {
		return nil, err
	}
	wanted := Wanted{Query: query, States: states, Organisation: reader.fence(), Limit: min(max(limit, 1), mostFound)}
	if phone, err := storedPhone(query); err == nil {
		wanted.Phone = phone
	}
	found, err := d.Store.Search(ctx, reader.City, wanted)
	if err != nil {
		return nil, err
	}
	return rowsOf(found), nil
}

// mostFound is how many requests one search gives.
const mostFound = 200

// fence is the organisation that the actor is kept to, 0 for the city's roles.
func (a Actor) fence() int64 {
	if a.Fenced() {
		return a.Organisation
	}
	return 0
}

// CrewRows are the crews that a reader sees: the city's, the organisation's, or the own one.
func (d *Desk) CrewRows(ctx context.Context, reader Actor) ([]CrewRow, error) {
	crews, err := d.Store.Crews(ctx, reader.City)
	if err != nil {
		return nil, err
	}
	now, rows := d.Now(), []CrewRow{}
	for _, c := range crews {
		own := reader.Role == CrewMember && c.ID == reader.Crew
		if own || (reader.Role.May(MayWatch) && (!reader.Fenced() || c.Organisation == reader.Organisation)) {
			rows = append(rows, RowOfCrew(c, now))
		}
	}
	return rows, nil
}

// Link reads a request for whoever holds its link.
func (d *Desk) Link(ctx context.Context, link string) (LinkState, error) {
	c, err := d.Store.CaseByLink(ctx, link)
	if err != nil {
		return LinkState{}, err
	}
	city, err := d.Store.City(ctx, c.Request.City)
	if err != nil {
		return LinkState{}, err
	}
	journal, err := d.Store.Journal(ctx, city.ID, c.Request.ID)
	if err != nil {
		return LinkState{}, err
	}
	photos, err := d.Store.Photos(ctx, city.ID, c.Request.ID)
	if err != nil {
		return LinkState{}, err
	}
	if c.Request.Main != 0 {
		if journal, err = d.withMainWork(ctx, c, journal); err != nil {
			return LinkState{}, err
		}
	}
	return LinkStateOf(c, journal, len(photos), city.ReturnWindow(), d.Now()), nil
}

// withMainWork adds to a joined request's own journal what the crews did on its main one since.
func (d *Desk) withMainWork(ctx context.Context, c Case, journal []Entry) ([]Entry, error) {
	main, err := d.Store.Journal(ctx, c.Request.City, c.Request.Main)
	if err != nil {
		return nil, err
	}
	for _, e := range main {
		if e.Kind == "order" && !e.At.Before(c.Request.RegisteredAt) {
			journal = append(journal, e)
		}
	}
	slices.SortStableFunc(journal, func(a, b Entry) int { return a.At.Compare(b.At) })
	return journal, nil
}

// Photo reads a photograph for a reader who sees its request.
func (d *Desk) Photo(ctx context.Context, reader Actor, id int64) ([]byte, error) {
	photo, err := d.Store.Photo(ctx, reader.City, id)
	if err != nil {
		return nil, err
	}
	c, err := d.Store.Case(ctx, reader.City, photo.Request)
	if err != nil {
		return nil, err
	}
	if !reader.Sees(c) {
		return nil, ErrNotFound
	}
	return photo.JPEG, nil
}

// Board reads what a reader's board shows, whole.
func (d *Desk) Board(ctx context.Context, reader Actor) (Board, error) {
	city, err := d.Store.City(ctx, reader.City)
	if err != nil {
		return Board{}, err
	}
	now := d.Now()
	cases, err := d.Store.OnBoard(ctx, reader.City, reader.fence(), now)
	if err != nil {
		return Board{}, err
	}
	crews, err := d.CrewRows(ctx, reader)
	if err != nil {
		return Board{}, err
	}
	open, err := d.Store.OpenEscalations(ctx, reader.City, reader.fence())
	if err != nil {
		return Board{}, err
	}
	board := Board{Requests: rowsOf(cases), Crews: crews, Escalations: []EscalationRow{}}
	for _, e := range open {
		board.Escalations = append(board.Escalations, RowOfEscalation(e))
	}
	if city.Demo {
		training, err := d.Store.Training(ctx, reader.City)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return Board{}, err
		}
		board.Training = &training
	}
	return board, nil
}

// BoardRequests reads some requests of a reader's board, as a change to it: those that are not the
// reader's any more are named as gone.
func (d *Desk) BoardRequests(ctx context.Context, reader Actor, ids []int64) (Board, error) {
	changes := Board{Requests: []RequestRow{}, Crews: []CrewRow{}, Escalations: []EscalationRow{}}
	if len(ids) == 0 {
		return changes, nil
	}
	cases, err := d.Store.Cases(ctx, reader.City, ids)
	if err != nil {
		return changes, err
	}
	for _, c := range cases {
		if reader.Sees(c) {
			changes.Requests = append(changes.Requests, RowOf(c))
		} else {
			changes.Gone = append(changes.Gone, c.Request.ID)
		}
	}
	return changes, nil
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

// SetTraining runs or pauses the training mode. It exists in a demonstration city only.
func (d *Desk) SetTraining(ctx context.Context, actor Actor, running bool, pace int) (Training, error) {
	if err := actor.check(MayTrain); err != nil {
		return Training{}, err
	}
	city, err := d.Store.City(ctx, actor.City)
	if err != nil {
		return Training{}, err
	}
	if !city.Demo {
		return Training{}, &Error{Kind: Conflict, Code: "not_a_demonstration", Ru: "Учебный режим есть только в демонстрационном городе", En: "The training mode exists in a demonstration city only"}
	}
	if pace < 1 || pace > 10 {
		return Training{}, invalid("pace", "bad_pace", "Темп — от 1 до 10", "The pace is 1 to 10")
	}
	training, moved, err := d.Store.SetTraining(ctx, actor.City, running, pace, Event{BoardTopic, "training", 0}, d.Now())
	if err != nil {
		return Training{}, err
	}
	d.announce(ctx, actor.City, moved)
	return training, nil
}
