package osm

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
	"github.com/paulmach/osm/osmxml"
)

// Errors that end the reading of a file.
var (
	ErrEmpty  = errors.New("the file is empty")
	ErrFormat = errors.New("neither OSM XML (<osm ...>) nor OSM PBF")
	ErrBroken = errors.New("the OSM file is broken or cut short")
	ErrLimit  = errors.New("the OSM file is larger than the limits allow")
)

const (
	headBytes      = 4 << 10
	maxObjectBytes = 16 << 20 // of XML behind which an object must have ended
)

// openStream starts a file from its beginning and unpacks it; true for PBF.
func openStream(file io.ReadSeeker) (*bufio.Reader, bool, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, false, err
	}
	in := bufio.NewReaderSize(file, 64<<10)
	unpacked, err := unpack(in)
	if err != nil {
		return nil, false, err
	}
	head, err := unpacked.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	switch {
	case len(head) == 0:
		return nil, false, ErrEmpty
	case len(head) > 15 && string(head[4:15]) == "\x0a\x09OSMHeader":
		return unpacked, true, nil
	case bytes.Contains(head, []byte("<osm")):
		return unpacked, false, nil
	}
	return nil, false, ErrFormat
}

func unpack(in *bufio.Reader) (*bufio.Reader, error) {
	mark, _ := in.Peek(3) // a shorter file is told by its content
	switch {
	case bytes.HasPrefix(mark, []byte("\x1f\x8b")):
		packed, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrBroken, err)
		}
		return bufio.NewReaderSize(packed, 64<<10), nil
	case string(mark) == "BZh":
		return bufio.NewReaderSize(bzip2.NewReader(in), 64<<10), nil
	}
	return in, nil
}

// kinds are the objects that a pass wants.
type kinds struct{ nodes, ways, relations bool }

// scan hands every wanted object of the file to a function, from the beginning.
func scan(ctx context.Context, file io.ReadSeeker, want kinds, take func(osm.Object) error) (err error) {
	in, packed, err := openStream(file)
	if err != nil {
		return err
	}
	watch := &leash{in: in}
	var scanner osm.Scanner
	if packed {
		blocks := osmpbf.New(ctx, in, 2)
		blocks.SkipNodes, blocks.SkipWays, blocks.SkipRelations = !want.nodes, !want.ways, !want.relations
		scanner = blocks
	} else {
		scanner = osmxml.New(ctx, watch)
	}
	defer func() { err = errors.Join(err, scanner.Close()) }()
	for scanner.Scan() {
		watch.read = 0
		if err := take(scanner.Object()); err != nil {
			return err
		}
	}
	if err := scanner.Err(); err != nil && ctx.Err() == nil && !errors.Is(err, ErrLimit) {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	} else if err != nil {
		return err
	}
	return nil
}

// leash ends an XML text that goes on and on without an object: an endless line or name.
type leash struct {
	in   io.Reader
	read int
}

func (l *leash) Read(p []byte) (int, error) {
	if l.read > maxObjectBytes {
		return 0, fmt.Errorf("%w: no object within %d MB of text", ErrLimit, maxObjectBytes>>20)
	}
	n, err := l.in.Read(p)
	l.read += n
	return n, err
}
