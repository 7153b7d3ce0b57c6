package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"dispatch05/dispatch/postgres"
)

// importCommand takes files into a city.
type importCommand struct {
	Houses    importHousesCommand    `cmd:"" help:"Houses with coordinates: the housing reform export (CSV)."`
	Register  importRegisterCommand  `cmd:"" help:"A register of addresses without coordinates: house_uuid;house_full_address."`
	GAR       importGARCommand       `cmd:"" name:"gar" help:"Houses of the state address register (GAR, FIAS), XML: the ZIP, a folder or single files."`
	GeoJSON   importGeoJSONCommand   `cmd:"" name:"geojson" help:"Houses as points or outlines: GeoJSON, also a feature a line. The address by OpenStreetMap's names or as offices call their columns."`
	Crews     importCrewsCommand     `cmd:"" help:"Crews: name,organisation,skills,people,phone,tablet,base. Several skills are divided by spaces (or , ; in quotes)."`
	People    importPeopleCommand    `cmd:"" help:"People: name,organisation,role,phone,email,telegram,crew. Without a role: crew."`
	Roster    importRosterCommand    `cmd:"" help:"Posts and rotations, a rotation a row: post,role,organisation,crew,on_call,days,first,last,hand_over,hours,daily,turns. Turns: 'A + B; C' is A and B together, then C."`
	Contracts importContractsCommand `cmd:"" help:"Contracts: organisation,house,service,service_phone,from,to."`
	OSM       importOSMCommand       `cmd:"" name:"osm" help:"Houses with outlines, streets, the road map, water, green and rails: OpenStreetMap (.osm.pbf, .osm, packed by gzip or bzip2)."`
	Map       importMapCommand       `cmd:"" help:"Shapes of the map, barriers and their crossings included: GeoJSON."`
}

// importInto says where an import goes.
type importInto struct {
	databaseFlags
	City   string `required:"" help:"The city's short name."`
	Report string `type:"path" aliases:"rejects" help:"Write every rejected or suspicious row to this CSV file, with line and reason."`
}

// importFlags are what every import of one file takes.
type importFlags struct {
	importInto
	File string `arg:"" type:"existingfile"`
}

// joined opens the city's database for one import.
func (f importInto) joined(ctx context.Context, std *streams, do func(*postgres.Store, time.Time) error) error {
	db, err := f.join(ctx, toolLog(std))
	if err != nil {
		return err
	}
	defer db.close(context.WithoutCancel(ctx))
	if _, err := db.store.City(ctx, f.City); err != nil {
		return fmt.Errorf("there is no city %q: dispatch05 city add %s --zone ZONE", f.City, f.City)
	}
	now, err := serverTime(ctx, db.store, std)
	if err != nil {
		return err
	}
	return do(db.store, now)
}

// into opens the file and the city's database for one import.
func (f importFlags) into(ctx context.Context, std *streams, do func(*os.File, *postgres.Store, time.Time) error) error {
	file, err := os.Open(f.File)
	if err != nil {
		return err
	}
	defer file.Close()
	return f.joined(ctx, std, func(store *postgres.Store, now time.Time) error { return do(file, store, now) })
}
