package geojson

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/paulmach/orb"

	"dispatch05/geo/register"
)

// Errors that end the reading.
var (
	ErrFormat = errors.New("this is no GeoJSON: neither a FeatureCollection nor Features")
	ErrBroken = errors.New("the GeoJSON is broken or cut short")
	ErrLimit  = errors.New("a feature is larger than the limits allow")
)

const (
	maxFeatureBytes = 16 << 20
	headBytes       = 64 << 10
	mark            = 0x1e // before each feature of RFC 8142
)

// Houses reads one file.
type Houses struct {
	// Source is what the houses are of, as House.Source names it.
	Source string
	// Outlines are the buildings' polygons by House.SourceID, lon/lat, once the rows are read.
	Outlines map[string]orb.Polygon
}

// Rows gives the houses to register.Import in the order of the file; a row's line is its place among the features. An error
// (ErrFormat, ErrBroken, ErrLimit, register.ErrEncoding) ends the rows; a line that is no feature costs itself.
func (h *Houses) Rows(in io.Reader, o register.FileOptions) iter.Seq2[register.Row, error] {
	return func(yield func(register.Row, error) bool) {
		if o.Report == nil {
			o.Report = func(register.Finding) {}
		}
		h.Outlines = map[string]orb.Polygon{}
		f := features{houses: h, options: o, yield: yield}
		if err := f.read(in); err != nil && !f.stopped {
			yield(register.Row{}, err)
		}
	}
}

// features walks over a file.
type features struct {
	houses  *Houses
	options register.FileOptions
	yield   func(register.Row, error) bool
	number  int
	stopped bool // whoever reads wants no more
}

var errStopped = errors.New("stopped")

func (f *features) read(in io.Reader) error {
	text, err := register.Decoded(in)
	if err != nil {
		return err
	}
	head := bufio.NewReaderSize(register.Plain(unmarked{text}), headBytes)
	look, err := head.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if line, _, whole := bytes.Cut(bytes.TrimSpace(look), []byte("\n")); whole && isFeature(line) {
		return f.lines(head)
	}
	return f.collection(head)
}

// unmarked takes the marks of RFC 8142 away.
type unmarked struct{ in io.Reader }

func (u unmarked) Read(into []byte) (int, error) {
	n, err := u.in.Read(into)
	for i, b := range into[:n] {
		if b == mark {
			into[i] = ' '
		}
	}
	return n, err
}

func isFeature(text []byte) bool {
	var what struct{ Type string }
	return json.Unmarshal(text, &what) == nil && what.Type == "Feature"
}

// lines reads a feature a line.
func (f *features) lines(in *bufio.Reader) error {
	for {
		line, long, err := wholeLine(in)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		ended := err != nil
		switch line = bytes.TrimSpace(line); {
		case long:
			f.number++
			f.refuse(register.FindingMalformed, "the line is longer than 16 MB", "строка длиннее 16 МБ")
		case len(line) == 0:
		default:
			if err := f.feature(line); err != nil {
				return err
			}
		}
		if ended {
			return nil
		}
	}
}

// wholeLine reads a line; of one that is longer than a feature may be it passes the rest over.
func wholeLine(in *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) > maxFeatureBytes {
			long, line = true, nil
		}
		if !long {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, long, err
		}
	}
}

// collection reads objects one behind another: a FeatureCollection feature by feature, or a Feature.
func (f *features) collection(in io.Reader) error {
	watch := &leash{in: in}
	decoder := json.NewDecoder(watch)
	for objects := 0; ; objects++ {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) && objects > 0 {
			return nil
		}
		if token != json.Delim('{') {
			return errors.Join(ErrFormat, limitOf(err))
		}
		if err := f.object(decoder, watch); err != nil {
			return f.broken(decoder, err)
		}
	}
}

// object reads one object behind its brace.
func (f *features) object(decoder *json.Decoder, watch *leash) error {
	members, collected := map[string]json.RawMessage{}, false
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		if name == "features" && !collected {
			collected = true
			if err := f.each(decoder, watch); err != nil {
				return err
			}
			continue
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return err
		}
		watch.read = 0
		switch name {
		case "type", "geometry", "properties", "id":
			members[name.(string)] = value
		}
	}
	if _, err := decoder.Token(); err != nil {
		return err
	}
	if string(members["type"]) == `"Feature"` {
		text, err := json.Marshal(members)
		if err != nil {
			return err
		}
		return f.feature(text)
	}
	if !collected {
		return ErrFormat
	}
	return nil
}

// each reads the list of a collection's features.
func (f *features) each(decoder *json.Decoder, watch *leash) error {
	if token, err := decoder.Token(); err != nil || token != json.Delim('[') {
		return errors.Join(ErrFormat, limitOf(err))
	}
	for decoder.More() {
		var text json.RawMessage
		if err := decoder.Decode(&text); err != nil {
			return err
		}
		watch.read = 0
		if err := f.feature(text); err != nil {
			return err
		}
	}
	_, err := decoder.Token()
	return err
}

func limitOf(err error) error {
	if errors.Is(err, ErrLimit) {
		return err
	}
	return nil
}

func (f *features) broken(decoder *json.Decoder, err error) error {
	if errors.Is(err, errStopped) || errors.Is(err, ErrLimit) || errors.Is(err, ErrFormat) {
		return err
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%w behind feature %d, about byte %d: %w", ErrBroken, f.number, decoder.InputOffset(), err)
}

// leash ends a text that goes on and on without a feature.
type leash struct {
	in   io.Reader
	read int
}

func (l *leash) Read(into []byte) (int, error) {
	if l.read > maxFeatureBytes {
		return 0, fmt.Errorf("%w: %d MB without one", ErrLimit, maxFeatureBytes>>20)
	}
	n, err := l.in.Read(into)
	l.read += n
	return n, err
}
