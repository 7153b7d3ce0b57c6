package main

import (
	"context"
	"encoding/csv"
	"errors"
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
	Crews     importCrewsCommand     `cmd:"" help:"Crews: name,organisation,skills,people,phone,tablet,base."`
	Contracts importContractsCommand `cmd:"" help:"Contracts: organisation,house,service,service_phone,from,to."`
	Map       importMapCommand       `cmd:"" help:"Shapes of the map, barriers and their crossings included: GeoJSON."`
}

// importFlags are what every import takes.
type importFlags struct {
	databaseFlags
	City   string `required:"" help:"The city's short name."`
	File   string `arg:"" type:"existingfile"`
	Report string `type:"path" help:"Write every rejected or suspicious row to this CSV file."`
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

// complaints collects the rows that an import refused or doubts, and writes them where they were asked for.
type complaints struct {
	writer *csv.Writer
	file   *os.File
	counts map[string]int
	kinds  []string
}

func newComplaints(path string) (*complaints, error) {
	c := &complaints{counts: map[string]int{}}
	if path == "" {
		return c, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	c.file, c.writer = file, csv.NewWriter(file)
	return c, c.writer.Write([]string{"line", "id", "kind", "rejected", "detail", "подробности"})
}

func (c *complaints) add(line int, id, kind string, rejected bool, en, ru string) {
	if c.counts[kind] == 0 {
		c.kinds = append(c.kinds, kind)
	}
	c.counts[kind]++
	if c.writer != nil {
		_ = c.writer.Write([]string{fmt.Sprint(line), id, kind, fmt.Sprint(rejected), en, ru}) // its error is told by close
	}
}

func (c *complaints) close(out io.Writer) error {
	for _, kind := range c.kinds {
		fmt.Fprintf(out, "  %-14s %d\n", kind, c.counts[kind])
	}
	if c.file == nil {
		return nil
	}
	c.writer.Flush()
	return errors.Join(c.writer.Error(), c.file.Close())
}
