package atlas

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/geo"
	"dispatch05/geo/register"
	"dispatch05/geo/roads"
)

// Kind is what a shape of a city's map is.
type Kind string

const (
	Boundary  Kind = "boundary"
	Water     Kind = "water"
	Green     Kind = "green"
	Rails     Kind = "rails"
	Street    Kind = "street"
	Barrier   Kind = "barrier"
	Crossing  Kind = "crossing"
	Footprint Kind = "footprint" // Name is the house: source/source_id
	District  Kind = "district"  // Class is a geo.DistrictKind
)

// Feature is a shape of a city's map, lon/lat.
type Feature struct {
	Kind        Kind
	Name, Class string
	Bridge      bool
	Shape       orb.Geometry
}

// Archive is where cities are read from. Implemented by dispatch/postgres.
type Archive interface {
	Cities(ctx context.Context) ([]dispatch.City, error)
	Houses(ctx context.Context, city string) ([]register.House, error)
	Features(ctx context.Context, city string) ([]Feature, error)
	// RegisterVersions grow with each change of a city's houses or shapes.
	RegisterVersions(ctx context.Context) (map[string]int64, error)
	// Spoken is what a city's people say of its places; SpokenVersions grow with each change of it.
	Spoken(ctx context.Context, city string) (dispatch.Spoken, error)
	SpokenVersions(ctx context.Context) (map[string]int64, error)
	// Roads are a city's road graph, roads.ErrBroken when it cannot be read; RoadVersions grow with each change of it.
	Roads(ctx context.Context, city string) (Roads, error)
	RoadVersions(ctx context.Context) (map[string]int64, error)
}

// Roads are a city's road graph and where it is from; a nil graph for a city without.
type Roads struct {
	Graph  *roads.Graph
	Source string // osm, demo
}

// credit is whom the roads are owed to, as OpenStreetMap's licence asks it to be shown.
func (r Roads) credit() string {
	if r.Source == register.SourceOSM {
		return "© OpenStreetMap"
	}
	return ""
}

// Sheet is one city as it was at a version of its register. It never changes.
type Sheet struct {
	Version   int64
	Index     *register.Index
	Map       *geo.Map
	Barriers  *geo.Barriers
	Districts *geo.Districts
	Roads     Roads
	comments  func() *register.CommentReader // made when the first comment is read
	spoken    int64                          // version of its spoken names
	roads     int64                          // version of its roads
}

// blank is the sheet of a city that is not known.
var blank = (&Sheet{Map: geo.NewCityMap(geo.CityShapes{}), Barriers: geo.NewBarriers(nil, nil), Districts: geo.NewDistricts(nil)}).with(register.NewIndex(nil, register.Options{}))

// with puts an index on a sheet that is being made.
func (s *Sheet) with(index *register.Index) *Sheet {
	s.Index = index
	s.comments = sync.OnceValue(func() *register.CommentReader { return register.NewCommentReader(index) })
	return s
}

// Atlas is the sheets of all cities, kept up to date.
type Atlas struct {
	archive Archive
	log     *slog.Logger
	sheets  atomic.Pointer[map[string]*Sheet]
	stop    context.CancelFunc
	done    sync.WaitGroup
}

// lookEvery is how often the registers' versions are compared.
const lookEvery = 5 * time.Second

// Open reads all cities, and keeps them up to date until Close.
func Open(ctx context.Context, archive Archive, log *slog.Logger) (*Atlas, error) {
	a := &Atlas{archive: archive, log: log}
	a.sheets.Store(&map[string]*Sheet{})
	if err := a.Refresh(ctx); err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	a.stop = stop
	a.done.Go(func() { a.keep(running) })
	return a, nil
}

// Close ends the keeping and waits for it. It may be called twice.
func (a *Atlas) Close() {
	a.stop()
	a.done.Wait()
}

// Sheet of a city; a blank one for a city that is not known.
func (a *Atlas) Sheet(city string) *Sheet {
	if sheet, known := (*a.sheets.Load())[city]; known {
		return sheet
	}
	return blank
}

// Index, Map, Ways and Districts of a city: see Sheet.
func (a *Atlas) Index(city string) *register.Index    { return a.Sheet(city).Index }
func (a *Atlas) Map(city string) *geo.Map             { return a.Sheet(city).Map }
func (a *Atlas) Ways(city string) dispatch.Ways       { return a.Sheet(city).ways() }
func (a *Atlas) Districts(city string) *geo.Districts { return a.Sheet(city).Districts }

func (s *Sheet) ways() dispatch.Ways {
	return dispatch.Ways{Roads: s.Roads.Graph, Credit: s.Roads.credit(), Barriers: s.Barriers}
}

// Comments reads dispatchers' comments of a city.
func (a *Atlas) Comments(city string) *register.CommentReader { return a.Sheet(city).comments() }

// Sure says whether the register knows a house by a text alone.
func (a *Atlas) Sure(city, text string) bool { return a.Index(city).Knows(text) }

func (a *Atlas) keep(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := a.Refresh(ctx); err != nil && ctx.Err() == nil {
				a.log.Warn("atlas not refreshed: the last one serves on", "error", err)
			}
		}
	}
}

// Refresh reads the cities whose register, spoken names or roads have changed since they were read, and of each only what has.
func (a *Atlas) Refresh(ctx context.Context) error {
	now, err := a.editions(ctx)
	if err != nil {
		return err
	}
	old, fresh, changed := *a.sheets.Load(), map[string]*Sheet{}, false
	var cities []dispatch.City
	for city, edition := range now {
		sheet, known := old[city]
		if known && sheet.edition() == edition {
			fresh[city] = sheet
			continue
		}
		if cities == nil {
			if cities, err = a.archive.Cities(ctx); err != nil {
				return err
			}
		}
		if fresh[city], err = a.renewed(ctx, named(cities, city), sheet, edition); err != nil {
			return fmt.Errorf("city %s: %w", city, err)
		}
		changed = true
	}
	if changed || len(fresh) != len(old) {
		a.sheets.Store(&fresh)
	}
	return nil
}

// edition is the versions that a sheet was made of.
type edition struct{ register, spoken, roads int64 }

func (s *Sheet) edition() edition { return edition{s.Version, s.spoken, s.roads} }

// editions are those of all cities as the archive has them now.
func (a *Atlas) editions(ctx context.Context) (map[string]edition, error) {
	registers, err := a.archive.RegisterVersions(ctx)
	if err != nil {
		return nil, err
	}
	spoken, err := a.archive.SpokenVersions(ctx)
	if err != nil {
		return nil, err
	}
	ways, err := a.archive.RoadVersions(ctx)
	if err != nil {
		return nil, err
	}
	editions := map[string]edition{}
	for city, version := range registers {
		editions[city] = edition{version, spoken[city], ways[city]}
	}
	return editions, nil
}

// renewed is a city's sheet at an edition: what has not changed since the old one (nil for none) is taken over.
func (a *Atlas) renewed(ctx context.Context, city dispatch.City, old *Sheet, now edition) (sheet *Sheet, err error) {
	switch {
	case old == nil || old.Version != now.register:
		sheet, err = a.read(ctx, city, now.register, now.spoken)
	case old.spoken != now.spoken:
		sheet, err = a.respoken(ctx, city, old, now.spoken)
	default:
		same := *old
		sheet = &same
	}
	if err != nil {
		return nil, err
	}
	if old != nil && old.roads == now.roads {
		sheet.Roads, sheet.roads = old.Roads, old.roads
		return sheet, nil
	}
	return sheet, a.readRoads(ctx, city, sheet, now.roads)
}

// readRoads puts a city's roads on its sheet. Roads that cannot be read are told and done without: the ways go round the
// barriers then, and nothing else of the city waits for them.
func (a *Atlas) readRoads(ctx context.Context, city dispatch.City, sheet *Sheet, version int64) error {
	read, err := a.archive.Roads(ctx, city.ID)
	if err != nil && !errors.Is(err, roads.ErrBroken) {
		return err
	}
	if err != nil {
		a.log.Error("roads not read: minutes go round the barriers until they are imported again", "city", city.ID, "error", err)
	}
	sheet.Roads, sheet.roads = read, version
	if read.Graph != nil {
		nodes, edges := read.Graph.Size()
		a.log.Info("roads read", "city", city.ID, "nodes", nodes, "edges", edges, "source", read.Source)
	}
	return nil
}

func named(cities []dispatch.City, id string) dispatch.City {
	for _, c := range cities {
		if c.ID == id {
			return c
		}
	}
	return dispatch.City{ID: id}
}

// respoken is a sheet with the spoken names as they are now; houses and map stay.
func (a *Atlas) respoken(ctx context.Context, city dispatch.City, old *Sheet, version int64) (*Sheet, error) {
	options, err := a.options(ctx, city)
	if err != nil {
		return nil, err
	}
	fresh := *old
	fresh.with(old.Index.With(options)).spoken = version
	a.tellUnknown(city, fresh.Index)
	return &fresh, nil
}

func (a *Atlas) options(ctx context.Context, city dispatch.City) (register.Options, error) {
	spoken, err := a.archive.Spoken(ctx, city.ID)
	return register.Options{City: city.Name, Spoken: spoken.Names, Chosen: spoken.Chosen}, err
}

func (a *Atlas) tellUnknown(city dispatch.City, index *register.Index) {
	if unknown := index.UnknownSpoken(); len(unknown) > 0 {
		a.log.Warn("spoken names mean no house of the register", "city", city.ID, "names", len(unknown))
	}
}

func (a *Atlas) read(ctx context.Context, city dispatch.City, version, spoken int64) (*Sheet, error) {
	houses, err := a.archive.Houses(ctx, city.ID)
	if err != nil {
		return nil, err
	}
	features, err := a.archive.Features(ctx, city.ID)
	if err != nil {
		return nil, err
	}
	options, err := a.options(ctx, city)
	if err != nil {
		return nil, err
	}
	shapes := shapesOf(houses, features)
	sheet := (&Sheet{Version: version, spoken: spoken, Map: geo.NewCityMap(shapes), Barriers: barriersOf(features), Districts: geo.NewDistricts(shapes.Districts)}).
		with(register.NewIndex(houses, options))
	a.tellUnknown(city, sheet.Index)
	a.log.Info("city read", "city", city.ID, "houses", len(houses), "features", len(features))
	return sheet, nil
}
