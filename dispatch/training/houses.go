package training

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"

	"dispatch05/dispatch/norms"
	"dispatch05/geo/register"
)

var errNoHouses = errors.New("training: the city has no apartment house on the map")

// settle makes ready what the rounds need: where callers live, crews on shift, and, in a city where
// nothing was ever reported, the opening scene.
func (t *Trainer) settle(ctx context.Context) error {
	houses, err := t.Houses(ctx, t.City)
	if err != nil {
		return err
	}
	houses = slices.DeleteFunc(houses, func(h register.House) bool { return !h.Placed() || h.Flats < 2 })
	if len(houses) == 0 {
		return errNoHouses
	}
	crews, err := t.Desk.Store.Crews(ctx, t.City)
	if err != nil {
		return err
	}
	for _, crew := range crews {
		if !crew.OnShift(t.Desk.Now()) {
			t.signOn(ctx, crew)
		}
	}
	t.houses = houses
	return t.open(ctx)
}

// houseFor picks a house where the fault can be: big ones more often, since more people live there.
func (t *Trainer) houseFor(dice *rand.Rand, f fault) register.House {
	best := pick(dice, t.houses)
	for range 30 {
		other := pick(dice, t.houses)
		if best.Levels >= f.Levels && f.suits(best) && other.Flats <= best.Flats {
			break
		}
		if other.Levels >= f.Levels && f.suits(other) {
			best = other
		}
	}
	return best
}

// suits says whether callers of that many can be in the house at all.
func (f fault) suits(h register.House) bool {
	return !f.Wide || h.Flats >= 8 || !slices.Contains(f.problem.Places, norms.Flat)
}

// door is where in a house somebody lives.
type door struct{ entrance, floor, flat string }

// doorOf picks a flat and derives its entrance and floor, flats being numbered entrance by entrance
// from the ground up.
func doorOf(dice *rand.Rand, h register.House, top bool) door {
	entrances, levels := max(h.Entrances, 1), max(h.Levels, 1)
	perEntrance := max((h.Flats+entrances-1)/entrances, 1)
	perFloor := max((perEntrance+levels-1)/levels, 1)
	number := 1 + dice.IntN(max(h.Flats, 1))
	if top {
		number = min((number-1)/perEntrance*perEntrance+perEntrance, max(h.Flats, 1))
	}
	return door{entrance: strconv.Itoa((number-1)/perEntrance + 1), floor: strconv.Itoa((number-1)%perEntrance/perFloor + 1), flat: strconv.Itoa(number)}
}
