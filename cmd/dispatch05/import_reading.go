package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch/postgres"
	"dispatch05/geo/register"
)

// housesInto is what every import of houses takes.
type housesInto struct {
	importInto
	Shrinks bool `help:"Take a file that names less than half of the houses that its source named before; the others are retired."`
}

// housesFlags are for houses of one file.
type housesFlags struct {
	housesInto
	File string `arg:"" type:"existingfile"`
}

// reading is how one kind of file becomes a city's houses.
type reading struct {
	source string
	files  []string
	// content writes what tells this edition of the files from another, and answers how many bytes there are to read; nil:
	// the files' bytes.
	content func(io.Writer) (int64, error)
	passes  int64  // how often a file is read
	asked   string // what changes what is read, beside the files and the city
	mapped  bool   // addresses as volunteers write them
	lines   bool   // a row is a line: a file that was cut short shows by its last one
	read    func(context.Context, *houseReader) (found, error)
}

// houseReader is what a reader works with.
type houseReader struct {
	city     string // its name; "" when it was given none of its own, so that rows cannot be told apart by it
	boundary orb.MultiPolygon
	within   orb.MultiPolygon // where points are believed: the boundary, else about the houses that the city has; empty: anywhere
	options  register.FileOptions
	progress *progress
	kept     keeper
}

// aboutCity is how far beyond the houses that a city has, in degrees, further ones may stand: a later file that is swapped,
// displaced or of another city shows by it. A degree of latitude is 111 km.
const aboutCity = 0.5

// importHouses takes files of houses into a city. Reading leaves in the database only what it has read so far, apart from the
// houses; when it breaks off, the same command goes on from there. All that the city's houses become is one commit.
func (f housesInto) importHouses(ctx context.Context, std *streams, how reading) error {
	return f.joined(ctx, std, func(store *postgres.Store, now time.Time) error {
		doubts, err := newComplaints(f.Report)
		if err != nil {
			return err
		}
		city, err := store.City(ctx, f.City)
		if err != nil {
			return err
		}
		boundary, err := store.Boundary(ctx, f.City)
		if err != nil {
			return err
		}
		r := &houseReader{city: city.Name, boundary: boundary, within: boundary}
		if len(boundary) == 0 && city.Bounds != [4]float64{} {
			r.within = orb.MultiPolygon{orb.Bound{Min: orb.Point{city.Bounds[0], city.Bounds[1]}, Max: orb.Point{city.Bounds[2], city.Bounds[3]}}.Pad(aboutCity).ToPolygon()}
		}
		if city.Name == city.ID {
			r.city = ""
		}
		run, err := f.start(ctx, store, r, how, now)
		if err != nil {
			return err
		}
		r.kept = keeper{store, f.City, run.ID}
		files, err := r.readOrLoad(ctx, std, how, run)
		for _, finding := range files.Findings {
			doubts.add(finding.Line, finding.SourceID, string(finding.Kind), finding.Rejected, fault{finding.Detail, finding.Russian})
		}
		if err != nil {
			return errors.Join(fmt.Errorf("%s: %w; %s read before that, nothing was written", strings.Join(how.files, " "), err, quantity(int(r.progress.rows.Load()), "row was", "rows were")), doubts.close(std.out))
		}
		if how.lines && !f.Shrinks {
			cut, err := cutShort(how.files[0], files.Findings)
			if err != nil {
				return err
			}
			if cut {
				return errors.Join(errCutShort, doubts.close(std.out))
			}
		}
		fmt.Fprintf(std.err, "writing %s in one commit\n", quantity(len(files.Houses), "house", "houses"))
		began := time.Now()
		told := began
		done, err := store.Import(ctx, f.City, postgres.Import{Source: how.source, Houses: withoutErrors(files.Houses), Mapped: how.mapped,
			Outlines: files.Outlines, Features: files.Features, Kinds: files.Kinds, Roads: files.Roads, Credit: files.Credit, Run: run.ID, Shrinks: f.Shrinks, Step: func(step string) {
				if at := time.Now(); at.Sub(told) > stepEvery {
					fmt.Fprintf(std.err, "writing for %s: %s\n", at.Sub(began).Round(time.Second), step)
					told = at
				}
			}}, now)
		switch {
		case errors.Is(err, postgres.ErrShrinks):
			return errors.Join(fmt.Errorf("%w; nothing was written, --shrinks takes it all the same", err), doubts.close(std.out))
		case err != nil:
			return errors.Join(fmt.Errorf("%w; nothing was written, the same command goes on from here", err), doubts.close(std.out))
		}
		return tellHouses(std.out, files, done, doubts)
	})
}

// start begins the import's run or goes on with the one that broke off.
func (f housesInto) start(ctx context.Context, store *postgres.Store, r *houseReader, how reading, now time.Time) (postgres.ImportRun, error) {
	border, err := json.Marshal(r.boundary)
	if err != nil {
		return postgres.ImportRun{}, err
	}
	content := how.content
	if content == nil {
		content = func(sum io.Writer) (int64, error) { return filesContent(sum, how.files) }
	}
	fingerprint, size, err := fingerprintOf(strings.Join([]string{how.source, how.asked, r.city, string(border)}, "\n"), content)
	if err != nil {
		return postgres.ImportRun{}, err
	}
	var names []string
	for _, path := range how.files {
		names = append(names, filepath.Base(path))
	}
	return store.StartImport(ctx, f.City, postgres.ImportRun{Source: how.source, File: strings.Join(names, " "), Fingerprint: fingerprint, Bytes: size}, now)
}

// stepEvery is how long a commit is silent at least.
const stepEvery = 2 * time.Second

// wholePart is the part of an import that holds all that its files hold.
const wholePart = "found"

// mostFindings bounds what is kept of a file's faults; a file with more is read anew.
const mostFindings = 1_000_000

// readOrLoad reads the files, or takes what an import that broke off has read of them. Of files that cannot be read to
// their end it gives the findings.
func (r *houseReader) readOrLoad(ctx context.Context, std *streams, how reading, run postgres.ImportRun) (files found, err error) {
	r.progress = startProgress(std, run.Bytes*how.passes)
	defer r.progress.stop()
	if run.Resumed > 0 {
		there, err := r.kept.Load(ctx, wholePart, &files)
		if err != nil {
			return files, err
		}
		if there {
			fmt.Fprintf(std.err, "going on with the import of %s: the file was read, its houses were not written\n", run.StartedAt.Format(time.DateTime))
			return files, nil
		}
		fmt.Fprintf(std.err, "going on with the import of %s\n", run.StartedAt.Format(time.DateTime))
	}
	var findings []register.Finding
	r.options = register.FileOptions{City: r.city, Boundary: r.within, Report: func(f register.Finding) {
		findings = append(findings, f)
		if f.Rejected {
			r.progress.row()
		}
	}}
	files, err = how.read(ctx, r)
	files.Findings, files.Report.Findings = findings, nil
	if err != nil || len(findings) > mostFindings {
		return files, err
	}
	return files, r.kept.Save(ctx, wholePart, files)
}

// table reads a file whose houses stand in rows.
func (r *houseReader) table(ctx context.Context, path string, format register.Format) (f found, err error) {
	file, err := os.Open(path)
	if err != nil {
		return f, err
	}
	defer file.Close()
	return r.take(ctx, r.progress.of(file), format)
}

// take surveys the houses of a format.
func (r *houseReader) take(ctx context.Context, in io.Reader, format register.Format) (f found, err error) {
	f.Houses, f.Report, err = register.Import(in, r.counting(ctx, format), r.options, nil)
	return f, err
}

// counting is a format whose rows are counted, and that ends when nobody waits for it.
func (r *houseReader) counting(ctx context.Context, format register.Format) register.Format {
	return func(in io.Reader, o register.FileOptions) iter.Seq2[register.Row, error] {
		return func(yield func(register.Row, error) bool) {
			for row, err := range format(in, o) {
				if err == nil {
					r.progress.row()
					err = ctx.Err()
				}
				if !yield(row, err) {
					return
				}
			}
		}
	}
}
