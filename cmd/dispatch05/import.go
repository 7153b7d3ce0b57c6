package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"dispatch05/dispatch/postgres"
)

// importCommand takes files into a city.
type importCommand struct {
	Houses    importHousesCommand    `cmd:"" help:"Houses with coordinates: the housing reform export (CSV)."`
	Register  importRegisterCommand  `cmd:"" help:"A register of addresses without coordinates: house_uuid;house_full_address."`
	Crews     importCrewsCommand     `cmd:"" help:"Crews: name,organisation,skills,people,phone,tablet,base. Several skills are divided by spaces (or , ; in quotes)."`
	People    importPeopleCommand    `cmd:"" help:"People: name,organisation,role,phone,email,telegram,crew. Without a role: crew."`
	Roster    importRosterCommand    `cmd:"" help:"Posts and rotations, a rotation a row: post,role,organisation,crew,on_call,days,first,last,hand_over,hours,daily,turns. Turns: 'A + B; C' is A and B together, then C."`
	Contracts importContractsCommand `cmd:"" help:"Contracts: organisation,house,service,service_phone,from,to."`
	OSM       importOSMCommand       `cmd:"" name:"osm" help:"Houses with outlines, streets, the road map, water, green and rails: OpenStreetMap (.osm.pbf, .osm, packed by gzip or bzip2)."`
	Map       importMapCommand       `cmd:"" help:"Shapes of the map, barriers and their crossings included: GeoJSON."`
}

// importFlags are what every import takes.
type importFlags struct {
	databaseFlags
	City   string `required:"" help:"The city's short name."`
	File   string `arg:"" type:"existingfile"`
	Report string `type:"path" help:"Write every rejected or suspicious row to this CSV file, with line and reason."`
}

// into opens the file and the city's database for one import.
func (f importFlags) into(ctx context.Context, std *streams, do func(*os.File, *postgres.Store, time.Time) error) error {
	file, err := os.Open(f.File)
	if err != nil {
		return err
	}
	defer file.Close()
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
	return do(file, db.store, now)
}

// watched shows how far the file is read: a bar on a terminal, nothing elsewhere.
func watched(file *os.File, std *streams) (io.Reader, func()) {
	info, err := file.Stat()
	out, terminal := std.err.(*os.File)
	if err != nil || !terminal || !term.IsTerminal(int(out.Fd())) {
		return file, func() {}
	}
	bar := progressbar.DefaultBytes(info.Size(), "reading")
	reader := progressbar.NewReader(file, bar)
	return &reader, func() { _ = bar.Finish() }
}
