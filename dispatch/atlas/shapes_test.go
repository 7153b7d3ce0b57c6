package atlas

import (
	"testing"

	"github.com/paulmach/orb"

	"dispatch05/geo"
	"dispatch05/geo/register"
)

func house(number string, lon float64) register.House {
	return register.House{StreetType: "ул", Street: "Зелёная", Number: number, Point: orb.Point{lon, 54}, Precision: register.PrecisionRegister}
}

func TestStreetsThatNobodyDrewAreNamedAmidTheirHouses(t *testing.T) {
	houses := []register.House{house("1", 50.00), house("3", 50.01), house("5", 50.09), {Street: "Лесная", StreetType: "ул", Number: "2"}}
	shapes := shapesOf(houses, nil)
	if len(shapes.Named) != 1 || shapes.Named[0] != (geo.NamedPlace{Name: "ул. Зелёная", Point: orb.Point{50.01, 54}}) {
		t.Errorf("named: %v", shapes.Named)
	}
	drawn := shapesOf(houses, []Feature{{Kind: Street, Name: "улица Зелёная", Shape: orb.LineString{{50, 54}, {50.1, 54}}}})
	if len(drawn.Named) != 0 || len(drawn.Streets) != 1 {
		t.Errorf("a city whose streets are drawn: %v", drawn.Named)
	}
}

func TestGuessedPlacesAreToldApart(t *testing.T) {
	guessed := house("7", 50.02)
	guessed.Precision = register.PrecisionApproximate
	shapes := shapesOf([]register.House{house("1", 50), guessed}, []Feature{{Kind: District, Class: "tos", Name: "ТОС «Восход»", Shape: orb.Polygon{{{50, 54}, {51, 54}, {51, 55}, {50, 54}}}}})
	if shapes.Houses[0].Guessed || !shapes.Houses[1].Guessed || len(shapes.Districts) != 1 || shapes.Districts[0].Kind != geo.SelfRule {
		t.Errorf("houses %v, districts %v", shapes.Houses, shapes.Districts)
	}
}
