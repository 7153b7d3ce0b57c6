package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// table reads a CSV with a header of known columns, in any order, row by row.
type table struct {
	reader *csv.Reader
	column map[string]int
	row    []string
	torn   func(line int) // hears of a row with a zero byte, which is left out; nil ends the file for it
}

// Limits of a table: crews and contracts are written by people.
const (
	maxTableRows  = 100_000
	maxTableBytes = 32 << 20
)

var (
	errTableTooLong  = fmt.Errorf("more than %d rows", maxTableRows)
	errTableTooLarge = fmt.Errorf("more than %d MB", maxTableBytes>>20)
	errNotUTF8       = errors.New("the text is not UTF-8: save the file as UTF-8")
	errNoHeader      = errors.New("the file is empty")
)

func openTable(in io.Reader, known ...string) (*table, error) {
	t := &table{reader: csv.NewReader(&bounded{in: in, left: maxTableBytes}), column: map[string]int{}}
	t.reader.TrimLeadingSpace = true
	header, err := t.reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, errNoHeader
	}
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))
		if !utf8.ValidString(name) {
			return nil, errNotUTF8
		}
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("unknown column %q: the columns are %s", clipped(name), strings.Join(known, ", "))
		}
		t.column[name] = i
	}
	return t, nil
}

// each calls do for every row.
func (t *table) each(do func() error) error {
	for range maxTableRows {
		more, err := t.next()
		if err != nil || !more {
			return err
		}
		if err := do(); err != nil {
			return err
		}
	}
	return errTableTooLong
}

// next reads on to a row that is whole.
func (t *table) next() (bool, error) {
	for {
		row, err := t.reader.Read()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		t.row = row
		text := strings.Join(row, "")
		switch {
		case !utf8.ValidString(text):
			return false, fmt.Errorf("line %d: %w", t.line(), errNotUTF8)
		case !strings.ContainsRune(text, 0):
			return true, nil
		case t.torn == nil:
			return false, fmt.Errorf("line %d: a zero byte", t.line())
		}
		t.torn(t.line())
	}
}

func (t *table) get(name string) string {
	if i, there := t.column[name]; there && i < len(t.row) {
		return strings.TrimSpace(t.row[i])
	}
	return ""
}

func (t *table) line() int {
	line, _ := t.reader.FieldPos(0)
	return line
}

// clipped keeps a message short whatever a file holds.
func clipped(text string) string {
	if letters := []rune(text); len(letters) > 60 {
		return string(letters[:60]) + "…"
	}
	return text
}

// bounded ends a file that is too large with an error, before it fills the memory.
type bounded struct {
	in   io.Reader
	left int
}

func (b *bounded) Read(into []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTableTooLarge
	}
	n, err := b.in.Read(into[:min(len(into), b.left)])
	b.left -= n
	return n, err
}
