package norms

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Book is a set of norms over time.
type Book struct {
	codes    []string         // in the order in which they were first entered
	editions map[string][]Row // by code, in order of entry: see Lookup
}

// NewBook makes a book of rows that do not contradict one another: two rows of one code never cover the same day.
func NewBook(rows []Row) (*Book, error) {
	var bad []error
	for i, row := range rows {
		for _, earlier := range rows[:i] {
			if earlier.Code == row.Code && overlap(earlier, row) {
				bad = append(bad, fmt.Errorf("norm %q: editions %s and %s overlap", row.Code, earlier.Edition, row.Edition))
			}
		}
	}
	book, err := (&Book{}).With(rows)
	return book, errors.Join(append(bad, err)...)
}

func overlap(a, b Row) bool {
	return (a.ValidTo == "" || b.ValidFrom <= a.ValidTo) && (b.ValidTo == "" || a.ValidFrom <= b.ValidTo)
}

// With is a new book with further rows: an administrator's new edition, or a correction of a wrong row, which
// begins on the day of the wrong one. Which row rules a day: see Lookup.
func (b *Book) With(rows []Row) (*Book, error) {
	grown := &Book{codes: slices.Clone(b.codes), editions: make(map[string][]Row, len(b.editions))}
	for code, editions := range b.editions {
		grown.editions[code] = slices.Clone(editions)
	}
	var bad []error
	for _, row := range rows {
		bad = append(bad, row.Check())
		row = grown.renewed(row)
		if len(grown.editions[row.Code]) == 0 {
			grown.codes = append(grown.codes, row.Code)
		}
		grown.editions[row.Code] = append(grown.editions[row.Code], row)
	}
	if err := errors.Join(bad...); err != nil {
		return nil, err
	}
	return grown, nil
}

// renewed is a row under the kind that its code has by now: until those who are freed from a lift had a kind of their own
// they counted as a blockage that is cleared, and a city's editions of that time say so still.
func (b *Book) renewed(row Row) Row {
	if editions := b.editions[row.Code]; len(editions) > 0 && editions[0].Kind == Release && row.Kind == Clear {
		row.Kind = Release
	}
	return row
}

// Lookup is the row of that code in force on the civil day of at, in at's own zone:
// pass the moment in the city's zone, because an edition begins at the city's midnight.
// Of several it is the one that began last, whenever it was entered; of those that began on one day, the one entered last.
func (b *Book) Lookup(code string, at time.Time) (Row, bool) {
	var latest Row
	for _, row := range b.editions[code] {
		if row.InForce(at) && row.ValidFrom >= latest.ValidFrom {
			latest = row
		}
	}
	return latest, latest.Code != ""
}

// At is every row in force on the civil day of t, in t's own zone, in the order of the book.
func (b *Book) At(t time.Time) []Row {
	var rows []Row
	for _, code := range b.codes {
		if row, ok := b.Lookup(code, t); ok {
			rows = append(rows, row)
		}
	}
	return rows
}

// Rows is every row of every edition, code by code.
func (b *Book) Rows() []Row {
	var rows []Row
	for _, code := range b.codes {
		rows = append(rows, b.editions[code]...)
	}
	return rows
}

// Lapsed are the last entered rows of the codes that no edition covers any more on the civil day
// of at: their clocks would silently stop starting, so people are told to enter the next edition.
func (b *Book) Lapsed(at time.Time) []Row {
	var rows []Row
	for _, code := range b.codes {
		editions := b.editions[code]
		begun := slices.ContainsFunc(editions, func(row Row) bool { return row.ValidFrom <= DateOf(at) })
		if _, ok := b.Lookup(code, at); !ok && begun {
			rows = append(rows, editions[len(editions)-1])
		}
	}
	return rows
}

// columns are the header of a norms table, in order.
var columns = []string{"code", "act", "clause", "edition", "valid_from", "valid_to", "status", "kind", "applies",
	"condition", "start", "amount", "unit", "window", "source", "note"}

// ReadRows reads a norms table: CSV with the header of columns, lines that begin with # left out,
// "applies" as words divided by spaces. Any bad row refuses the whole table, every reason told.
func ReadRows(table io.Reader) ([]Row, error) {
	text, err := io.ReadAll(table)
	if err != nil {
		return nil, fmt.Errorf("read norms: %w", err)
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comment = '#'
	reader.FieldsPerRecord = len(columns)
	records, err := reader.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("norms table: %w", err)
	}
	if len(records) == 0 || !slices.Equal(records[0], columns) {
		return nil, fmt.Errorf("norms table: the header must be %s", strings.Join(columns, ","))
	}
	var rows []Row
	var bad []error
	for _, record := range records[1:] {
		row, err := readRow(record)
		rows, bad = append(rows, row), append(bad, err)
	}
	if err := errors.Join(bad...); err != nil {
		return nil, err
	}
	return rows, nil
}

func readRow(f []string) (Row, error) {
	amount, err := strconv.Atoi(f[11])
	if err != nil {
		return Row{}, fmt.Errorf("norm %q: amount %q is not a number", f[0], f[11])
	}
	window, err := ParseWindow(f[13])
	if err != nil {
		return Row{}, fmt.Errorf("norm %q: %w", f[0], err)
	}
	row := Row{
		Code: f[0], Act: f[1], Clause: f[2], Edition: f[3], ValidFrom: Date(f[4]), ValidTo: Date(f[5]),
		Status: Status(f[6]), Kind: Kind(f[7]), Applies: strings.Fields(f[8]), Condition: Condition(f[9]), Start: Event(f[10]),
		Amount: amount, Unit: Unit(f[12]), Window: window, Source: f[14], Note: f[15],
	}
	return row, row.Check()
}
