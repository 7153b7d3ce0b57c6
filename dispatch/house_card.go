package dispatch

import (
	"context"
	"slices"
)

// HouseCard is a house with who answers for it and what is open there.
type HouseCard struct {
	ID           int64          `json:"id"`
	Address      string         `json:"address"`
	Settlement   string         `json:"settlement"`
	Point        *[2]float64    `json:"point"`
	Placed       string         `json:"placed"`
	RadiusMeters int            `json:"radius_meters"` // of an approximate point; else 0
	Pin          *HousePin      `json:"pin"`           // who put its point down; null: nobody did
	HouseFacts   HouseFacts     `json:"facts"`
	Organisation *Party         `json:"organisation"`
	Service      Service        `json:"service"`
	Districts    []DistrictName `json:"districts"`
	Open         []RequestRow   `json:"open"`
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
	pin, err := d.Store.HousePin(ctx, reader.City, id)
	if err != nil {
		return HouseCard{}, err
	}
	p := house.Place
	card := HouseCard{ID: id, Address: p.Address, Settlement: p.Settlement, Placed: p.Placed, RadiusMeters: p.radius(), Pin: pin, HouseFacts: HouseFacts{p.Levels, p.Entrances, p.Flats, p.Year},
		Organisation: house.Managed, Service: Service{ID: house.Served.ID, Name: house.Served.Name, Phone: house.Served.Phone, ByDefault: house.ByDefault},
		Districts: d.districtsOf(reader.City, p.Point), Open: rowsOf(open)}
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
