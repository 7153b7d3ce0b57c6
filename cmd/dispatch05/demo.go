package main

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/dispatch/atlas"
	"dispatch05/dispatch/auth"
	"dispatch05/dispatch/postgres"
	"dispatch05/geo/demo"
	"dispatch05/geo/register"
)

// demoCity is the demonstration city's short name; demoSeed makes it the same city everywhere.
const (
	demoCity = "demograd"
	demoSeed = 5
)

// demoPassword opens every demo login; the service listens on this machine only while they exist, unless
// LISTEN says otherwise.
const demoPassword = "demograd-05"

// demoTown is generated once, when it is first asked for.
var demoTown = sync.OnceValue(func() *demo.City { return demo.New(demoSeed) })

// demoAccounts are one of each role.
var demoAccounts = []struct {
	login, name  string
	role         dispatch.Role
	organisation string // code
	crew         string
}{
	{login: "operator", name: "Ольга Операторова", role: dispatch.Operator},
	{login: "dispatcher", name: "Дмитрий Диспетчеров", role: dispatch.Dispatcher},
	{login: "senior", name: "Светлана Старшова", role: dispatch.Senior},
	{login: "foreman", name: "Матвей Мастеров", role: dispatch.Foreman, organisation: demo.CityService},
	{login: "engineer", name: "Глеб Инженеров", role: dispatch.ChiefEngineer, organisation: "dvor"},
	{login: "committee", name: "Кира Комитетова", role: dispatch.Committee},
	{login: "admin", name: "Анна Админова", role: dispatch.Administrator},
	{login: "avr1", name: "Бригада АВР-1", role: dispatch.CrewMember, crew: "АВР-1"},
	{login: "elektriki1", name: "Бригада Электрики 1", role: dispatch.CrewMember, crew: "Электрики 1"},
}

const demoLogins = `  demo logins  operator, dispatcher, senior, foreman, engineer, committee, admin, avr1, elektriki1
               the password of each: ` + demoPassword + "\n"

// foundDemo writes the demonstration city: map, organisations, houses, contracts, crews, logins, people on duty.
func (s *service) foundDemo(ctx context.Context, log *slog.Logger) error {
	began, town, store := time.Now(), demoTown(), s.db.store
	city := dispatch.City{ID: demoCity, Name: town.Name, Zone: town.Zone, Demo: true, Phone: "05", ReturnHours: 72,
		Centre: town.Centre, Bounds: [4]float64{town.Bounds.Min[0], town.Bounds.Min[1], town.Bounds.Max[0], town.Bounds.Max[1]}}
	if err := store.AddCity(ctx, city, ownService(town), s.clock.Now()); err != nil {
		return err
	}
	founder := founder{store: store, town: town, now: s.clock.Now(), organisations: map[string]int64{}}
	for _, step := range []func(context.Context) error{founder.map_, founder.organise, founder.build, founder.contract, founder.man} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if err := founder.signIn(ctx, s.guard); err != nil {
		return err
	}
	if err := founder.plan(ctx); err != nil {
		return err
	}
	s.demo = true
	log.Info("demonstration city founded", "houses", len(town.Houses), "crews", len(town.Crews), "took", time.Since(began).Round(time.Millisecond))
	return nil
}

func ownService(town *demo.City) dispatch.Party {
	for _, o := range town.Organisations {
		if o.Default {
			return dispatch.Party{Name: o.Name, Phone: o.Phone}
		}
	}
	return dispatch.Party{Name: "Служба 05"}
}

// founder writes the parts of the generated city, in order.
type founder struct {
	store         *postgres.Store
	town          *demo.City
	now           time.Time
	organisations map[string]int64 // by code
}

// map_ writes what is drawn and what the ways obey.
func (f *founder) map_(ctx context.Context) error {
	features := []atlas.Feature{{Kind: atlas.Boundary, Shape: f.town.Boundary}, {Kind: atlas.Water, Name: "река Вельма", Shape: f.town.Water[:1]}, {Kind: atlas.Water, Shape: f.town.Water[1:]},
		{Kind: atlas.Green, Shape: f.town.Green}, {Kind: atlas.Rails, Shape: f.town.Rails}}
	for _, street := range f.town.Streets {
		features = append(features, atlas.Feature{Kind: atlas.Street, Name: street.Shown(), Class: string(street.Class), Bridge: street.Bridge, Shape: street.Line})
	}
	for _, b := range f.town.Barriers {
		features = append(features, atlas.Feature{Kind: atlas.Barrier, Name: b.Name, Shape: b.Shape})
	}
	for _, c := range f.town.Crossings {
		features = append(features, atlas.Feature{Kind: atlas.Crossing, Name: c.Name, Class: string(c.Kind), Shape: c.Line})
	}
	for _, d := range f.town.Districts {
		features = append(features, atlas.Feature{Kind: atlas.District, Name: d.Name, Class: string(d.Kind), Shape: d.Area})
	}
	for i, house := range f.town.Houses {
		features = append(features, atlas.Feature{Kind: atlas.Footprint, Name: atlas.FootprintOf(house), Shape: f.town.Footprints[i]})
	}
	if err := f.store.ReplaceFeatures(ctx, demoCity, []atlas.Kind{}, features); err != nil {
		return err
	}
	return f.store.ReplaceRoads(ctx, demoCity, demo.Source, postgres.NewRoads{Graph: f.town.Roads}, f.now)
}

func (f *founder) organise(ctx context.Context) error {
	for _, o := range f.town.Organisations {
		id, err := f.store.PutOrganisation(ctx, demoCity, dispatch.Organisation{Name: o.Name, Kind: string(o.Kind), Phone: o.Phone})
		if err != nil {
			return err
		}
		f.organisations[o.Code] = id
	}
	return nil
}

func (f *founder) build(ctx context.Context) error {
	_, err := f.store.ImportHouses(ctx, demoCity, demo.Source, withoutErrors(f.town.Houses), f.now)
	return err
}

func withoutErrors(houses []register.House) iter.Seq2[register.House, error] {
	return func(yield func(register.House, error) bool) {
		for _, house := range houses {
			if !yield(house, nil) {
				return
			}
		}
	}
}

func (f *founder) contract(ctx context.Context) error {
	houses, err := f.store.Houses(ctx, demoCity)
	if err != nil {
		return err
	}
	ids := map[string]int64{}
	for _, house := range houses {
		ids[house.SourceID] = house.ID
	}
	var contracts []postgres.Contract
	for _, c := range f.town.Contracts {
		contract := postgres.Contract{Service: f.organisations[c.Service], From: c.ValidFrom}
		if c.House != "" {
			contract.House = ids[c.House]
		} else {
			contract.Organisation = f.organisations[c.Organisation]
		}
		contracts = append(contracts, contract)
	}
	return f.store.PutContracts(ctx, demoCity, contracts)
}

// man puts the crews at their bases, on shift.
func (f *founder) man(ctx context.Context) error {
	for _, c := range f.town.Crews {
		base := orb.Point(c.Base)
		id, err := f.store.PutCrew(ctx, dispatch.Crew{City: demoCity, Name: c.Callsign, Organisation: f.organisations[c.Organisation],
			Skills: c.Skills, People: c.People, Phone: c.Phone, Tablet: c.Tablet, Point: &base})
		if err != nil {
			return err
		}
		if _, err := f.store.StartShift(ctx, demoCity, id, f.now, f.now.Add(12*time.Hour), nil); err != nil {
			return err
		}
	}
	return nil
}

func (f *founder) signIn(ctx context.Context, guard *auth.Guard) error {
	crews, err := f.store.Crews(ctx, demoCity)
	if err != nil {
		return err
	}
	byName := map[string]dispatch.Crew{}
	for _, crew := range crews {
		byName[crew.Name] = crew
	}
	for _, a := range demoAccounts {
		account := auth.Account{City: demoCity, Login: a.login, Name: a.name, Role: a.role, Organisation: f.organisations[a.organisation]}
		if a.crew != "" {
			crew, known := byName[a.crew]
			if !known {
				return fmt.Errorf("the demonstration city has no crew %q", a.crew)
			}
			account.Crew, account.Organisation = crew.ID, crew.Organisation
		}
		if _, err := guard.AddAccount(ctx, account, demoPassword); err != nil {
			return err
		}
	}
	return nil
}
