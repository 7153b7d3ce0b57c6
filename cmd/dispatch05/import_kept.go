package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"github.com/paulmach/orb"

	"dispatch05/dispatch/atlas"
	"dispatch05/dispatch/postgres"
	"dispatch05/geo/register"
)

// found is what a file was found to hold: all that an import writes, and all that it tells.
type found struct {
	Houses   []register.House
	Report   register.Report // its findings stand in Findings, all of them
	Findings []register.Finding
	Outlines map[string]orb.Polygon
	Features []atlas.Feature
	Kinds    []atlas.Kind
	Roads    *postgres.NewRoads
	Credit   string   // whom the licence of the shapes wants named
	Notes    []string // told beside the sums
}

func init() { // the shapes that a found may hold
	for _, shape := range []orb.Geometry{orb.Point{}, orb.LineString{}, orb.MultiLineString{}, orb.Polygon{}, orb.MultiPolygon{}} {
		gob.Register(shape)
	}
}

// readerEdition changes when the readers would make something else of the same file.
const readerEdition = "1"

// fingerprintOf tells one import from another: by its content and by what was asked of it.
func fingerprintOf(asked string, content func(io.Writer) (int64, error)) (fingerprint string, size int64, err error) {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\n%s\n", readerEdition, asked)
	size, err = content(sum)
	return hex.EncodeToString(sum.Sum(nil)), size, err
}

func filesContent(sum io.Writer, files []string) (size int64, err error) {
	for _, path := range files {
		n, err := hashFile(sum, path)
		if err != nil {
			return 0, err
		}
		fmt.Fprintf(sum, "\n%d\n", n)
		size += n
	}
	return size, nil
}

func hashFile(sum io.Writer, path string) (int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	return io.Copy(sum, file)
}

// keeper keeps what an import has read, so that one that breaks off is gone on with.
type keeper struct {
	store *postgres.Store
	city  string
	run   int64
}

// mostKept bounds one part as it is stored; Postgres takes less than 1 GB. What is larger is read anew.
const mostKept = 512 << 20

// Save keeps a value under a name.
func (k keeper) Save(ctx context.Context, part string, value any) error {
	var body bytes.Buffer
	packed := gzip.NewWriter(&body)
	if err := gob.NewEncoder(packed).Encode(value); err != nil {
		return err
	}
	if err := packed.Close(); err != nil {
		return err
	}
	if body.Len() > mostKept {
		return nil
	}
	return k.store.SavePart(ctx, k.city, k.run, part, body.Bytes())
}

// Load fills a value with what was kept under a name; false when nothing was.
func (k keeper) Load(ctx context.Context, part string, into any) (bool, error) {
	body, err := k.store.Part(ctx, k.city, k.run, part)
	if err != nil || body == nil {
		return false, err
	}
	plain, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	return true, gob.NewDecoder(plain).Decode(into)
}
