package demo

import (
	"fmt"

	"github.com/paulmach/orb"
)

// Crew is one emergency crew.
type Crew struct {
	Callsign     string
	Organisation string   // code
	Skills       []string // codes as in the classifier: "plumbing", "heating", ...
	People       int
	Phone        string // invented
	Tablet       bool   // false: worked by voice
	Base         orb.Point
}

// roster lists the crews; the place of a base is on the sheet (see ground).
var roster = []struct {
	callsign     string
	organisation string
	skills       []string
	people       int
	voice        bool
	u, v         float64
}{
	{"АВР-1", CityService, []string{"plumbing", "heating", "sewer", "general"}, 4, false, -1170, 420},
	{"АВР-2", CityService, []string{"plumbing", "heating", "sewer", "general"}, 4, false, 520, 500},
	{"АВР-3", CityService, []string{"plumbing", "heating", "general"}, 3, false, -2700, 800},
	{"Сантехники 1", CityService, []string{"plumbing", "heating", "sewer"}, 2, false, -600, 900},
	{"Сантехники 2", CityService, []string{"plumbing", "heating"}, 2, false, -2000, -200},
	{"Сантехники 3", CityService, []string{"plumbing", "sewer"}, 2, false, 1100, -700},
	{"Электрики 1", CityService, []string{"electric"}, 2, false, -1000, 100},
	{"Электрики 2", CityService, []string{"electric"}, 2, true, 700, -200},
	{"Кровля 1", CityService, []string{"roof", "general"}, 3, false, -1400, -900},
	{"Двор АДС-1", "ads-dvor", []string{"plumbing", "heating", "sewer"}, 3, false, -1300, 1500},
	{"Двор АДС-2", "ads-dvor", []string{"electric", "general"}, 2, false, -2100, 1900},
	{"Двор Сантехники 4", "ads-dvor", []string{"plumbing", "heating"}, 2, true, -900, -400},
	{"Вельма АДС-1", "ads-velma", []string{"plumbing", "heating", "sewer"}, 3, false, -500, 1400},
	{"Вельма Электрики", "ads-velma", []string{"electric"}, 2, false, -700, 300},
	{"Заречье АДС-1", "ads-zarechye", []string{"plumbing", "heating", "sewer", "general"}, 3, false, 400, -900},
	{"Заречье АДС-2", "ads-zarechye", []string{"plumbing", "electric"}, 2, false, 1150, 700},
	{"Лифт 1", CityService, []string{"lift"}, 2, false, -2800, 200},
	{"Лифт 2", CityService, []string{"lift"}, 2, false, -1900, 2500},
	{"Лифт 3", CityService, []string{"lift"}, 2, true, 1150, -300},
	{"Теплосеть 1", "heat", []string{"heating"}, 4, false, 1800, 250},
	{"Теплосеть 2", "heat", []string{"heating"}, 4, false, -2350, 1300},
	{"Водоканал 1", "water", []string{"plumbing", "sewer"}, 4, false, -400, 1900},
	{"Горэлектро 1", "power", []string{"electric"}, 3, false, 1700, -400},
	{"Газ 104-1", "gas", []string{"gas"}, 3, true, -1500, 900},
}

func (d *draft) crews() []Crew {
	var crews []Crew
	for i, r := range roster {
		base := d.place(r.u, r.v)
		crews = append(crews, Crew{
			Callsign: r.callsign, Organisation: r.organisation, Skills: r.skills, People: r.people,
			Phone:  fmt.Sprintf("+7 000 005-50-%02d", i+1),
			Tablet: !r.voice,
			Base:   d.lonLat(d.roads.foot(d.roads.nearestPiece(base), base)),
		})
	}
	return crews
}
