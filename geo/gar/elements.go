package gar

import (
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"dispatch05/geo/register"
)

const (
	maxElementBytes = 1 << 20 // of text behind which an element must have ended
	maxDepth        = 16
	headBytes       = 64 << 10 // looked at to tell the encoding
)

// element is one element's attributes; number is its place among its kind in the file, from 1.
type element struct {
	attributes []xml.Attr
	number     int
}

// get is an attribute, trimmed; "" where there is none.
func (e element) get(name string) string {
	for i := range e.attributes {
		if e.attributes[i].Name.Local == name {
			return strings.TrimSpace(e.attributes[i].Value)
		}
	}
	return ""
}

// living reports whether a version is the present one: the register keeps all earlier ones beside it.
func (e element) living() bool {
	for i := range e.attributes {
		if name := e.attributes[i].Name.Local; name == "ISACTIVE" || name == "ISACTUAL" {
			if v := e.attributes[i].Value; v != "1" && v != "true" {
				return false
			}
		}
	}
	return true
}

// each hands a file's elements of a name to a function, one in memory at a time. A file that ends before its first element
// does is cut short.
func each(ctx context.Context, f File, name string, do func(element) error) (err error) {
	number := 0
	defer func() {
		if err != nil && ctx.Err() == nil {
			err = fmt.Errorf("%s, %s %d: %w", f.Name, name, number, err)
		}
	}()
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	watch := &leash{in: in}
	text, err := utf8Text(watch)
	if err != nil {
		return err
	}
	decoder := xml.NewDecoder(bufio.NewReaderSize(text, 64<<10))
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // utf8Text has told the encoding
	depth, roots := 0, 0
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) && depth == 0 && roots > 0 {
			return nil
		}
		if err != nil {
			return broken(err)
		}
		watch.read = 0
		switch token := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return fmt.Errorf("%w: elements within elements", ErrBroken)
			}
			if token.Name.Local != name {
				continue
			}
			if number++; number%4096 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if err := do(element{token.Attr, number}); err != nil {
				return err
			}
		case xml.EndElement:
			if depth--; depth == 0 {
				roots++
			}
			if depth < 0 {
				return fmt.Errorf("%w: an end without a beginning", ErrBroken)
			}
		}
	}
}

func broken(err error) error {
	if errors.Is(err, ErrLimit) || errors.Is(err, ErrBroken) || errors.Is(err, context.Canceled) {
		return err
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%w: %w", ErrBroken, err)
}

// declared is the encoding that an XML declaration names.
var declared = regexp.MustCompile(`(?i)<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9_-]+)["']`)

// utf8Text gives a file's text in UTF-8, by what its bytes are before by what it declares: programs save again what declares
// another encoding. Bytes that no text has become characters that register.Addressed refuses, so that they cost their
// element and not the file.
func utf8Text(in io.Reader) (io.Reader, error) {
	head := bufio.NewReaderSize(in, headBytes)
	look, err := head.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(look) == 0 {
		return nil, fmt.Errorf("%w: it is empty", ErrBroken)
	}
	ascii := bytes.IndexFunc(look, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
	if name := declared.FindSubmatch(look); ascii && name != nil && strings.EqualFold(string(name[1]), "windows-1251") {
		return register.Plain(charmap.Windows1251.NewDecoder().Reader(head)), nil
	}
	text, err := register.Decoded(head)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return register.Plain(text), nil
}

// leash ends a text that goes on and on without an element: an endless line or value.
type leash struct {
	in   io.Reader
	read int
}

func (l *leash) Read(into []byte) (int, error) {
	if l.read > maxElementBytes {
		return 0, fmt.Errorf("%w: no element within %d MB of text", ErrLimit, maxElementBytes>>20)
	}
	n, err := l.in.Read(into)
	l.read += n
	return n, err
}
