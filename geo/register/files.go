package register

import (
	"errors"
	"io"
	"iter"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// Sources of houses, as House.Source names them.
const (
	SourceExport = "reformagkh"
	SourcePlain  = "fias"
	SourceOSM    = "osm"
	SourceGAR    = "gar"
)

// FileOptions say what a register file should be and who hears of its faults.
type FileOptions struct {
	// City is the city that the file is for; rows of another city are refused.
	// Empty takes every row.
	City string
	// Boundary is the city's, lon/lat, where it is known: a point outside of it is not this city's. Empty: anywhere.
	Boundary orb.MultiPolygon
	// Cut refuses the houses outside of the boundary altogether: the file is of more than the city.
	Cut bool
	// Report is called for every finding, in the order of the file; nil drops them.
	Report func(Finding)
}

// Row is a house with the line that it came from.
type Row struct {
	Line  int
	House House
	City  string // as the row writes it, "" when it names none
}

// ReadExport reads the house export of the housing reform register: columns
// HOUSE_ID, ADDRESS and, where present, LAT, LON, YEAR, LEVELS_MAX, DOORS,
// ROOM_COUNT_LIVE, MGMT_COMPANY, AVAR. It streams: one row is in memory at a
// time. An error (ErrEncoding, ErrHeader, or the reader's own) ends the rows.
func ReadExport(r io.Reader, o FileOptions) iter.Seq2[Row, error] {
	return readFile(r, o, SourceExport, "HOUSE_ID", "ADDRESS")
}

// ReadPlain reads a register of addresses alone: house_uuid;house_full_address.
func ReadPlain(r io.Reader, o FileOptions) iter.Seq2[Row, error] {
	return readFile(r, o, SourcePlain, "HOUSE_UUID", "HOUSE_FULL_ADDRESS")
}

func readFile(r io.Reader, o FileOptions, source, idColumn, addressColumn string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		if o.Report == nil {
			o.Report = func(Finding) {}
		}
		rows, err := openRows(r, o.Report, idColumn, addressColumn)
		if err != nil {
			yield(Row{}, err)
			return
		}
		f := fileReader{rows: rows, options: o, source: source, idColumn: idColumn, addressColumn: addressColumn}
		for {
			row, err := rows.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Row{}, err)
				return
			}
			f.city = ""
			if house, ok := f.house(row); ok && !yield(Row{row.line, house, f.city}, nil) {
				return
			}
		}
	}
}

// Addressed makes a row of a house that another reader found and of its address as one text. False where
// the address is none, or another city's; Report hears why.
func (o FileOptions) Addressed(line int, h House, address string) (Row, bool) {
	if o.Report == nil {
		o.Report = func(Finding) {}
	}
	f := fileReader{options: o, source: h.Source}
	if h.SourceID == "" || len(h.SourceID) > maxIDBytes || len(address) > maxTextBytes {
		o.Report(refused(line, clip(h.SourceID), FindingNoAddress, "no id or no address: "+clip(address), "нет номера или адреса: "+clip(address)))
		return Row{}, false
	}
	for _, text := range []string{h.SourceID, address, h.Organisation} {
		if unreadable(text) {
			o.Report(refused(line, clip(h.SourceID), FindingEncoding, "broken or control characters: "+clip(text), "битые или управляющие символы: "+clip(text)))
			return Row{}, false
		}
	}
	if o.Cut && h.Placed() && elsewhere(o.Boundary, h.Point) {
		o.Report(refused(line, h.SourceID, FindingOtherCity, "outside of the city's boundary: "+clip(address)+" "+at(h.Point),
			"вне границы города: "+clip(address)+" "+at(h.Point)))
		return Row{}, false
	}
	ok := f.address(line, &h, address)
	return Row{Line: line, House: h, City: f.city}, ok
}

// maxIDBytes bounds a source's id of a house.
const maxIDBytes = 100

// unreadable reports characters that no text has: of a wrong encoding, or controls.
func unreadable(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r == utf8.RuneError || unicode.IsControl(r) && r != '\t' })
}

type fileReader struct {
	rows                    *rowReader
	options                 FileOptions
	source                  string
	idColumn, addressColumn string
	nulls                   []string // columns of the row in hand that hold a null word
	city                    string   // of the row in hand
}

func (f *fileReader) house(r row) (House, bool) {
	h := House{Source: f.source, SourceID: f.rows.cell(r, f.idColumn), Precision: PrecisionNone}
	address := f.rows.cell(r, f.addressColumn)
	if isNull(h.SourceID) || isNull(address) || len(h.SourceID) > maxIDBytes || len(address) > maxTextBytes {
		f.options.Report(refused(r.line, clip(h.SourceID), FindingNoAddress, "no id or no address: "+clip(address),
			"нет номера или адреса: "+clip(address)))
		return h, false
	}
	if !f.address(r.line, &h, address) {
		return h, false
	}
	h.FIAS = f.fias(r)
	f.nulls = f.nulls[:0]
	h.Year = f.count(r, &h, "YEAR", 1500, 2100)
	h.Levels = f.count(r, &h, "LEVELS_MAX", 1, 150)
	h.Entrances = f.count(r, &h, "DOORS", 1, 200)
	h.Flats = f.count(r, &h, "ROOM_COUNT_LIVE", 1, 20000)
	h.Organisation = f.text(r, "MGMT_COMPANY")
	h.Emergency = strings.EqualFold(f.rows.cell(r, "AVAR"), "да")
	if _, has := f.rows.columns["LAT"]; has {
		f.point(r, &h)
	}
	if len(f.nulls) > 0 {
		columns := strings.Join(f.nulls, ", ")
		f.options.Report(doubted(r.line, h.SourceID, FindingNullWord, "read as unknown: "+columns, "не заполнено: "+columns))
	}
	return h, true
}

// address fills the parts of the address in, or reports why it cannot.
func (f *fileReader) address(line int, h *House, address string) bool {
	plain, repeated := withoutDouble(address)
	parts := Parse(plain)
	f.city = parts.City
	if f.options.City != "" && parts.City != "" && !samePlace(parts.City, f.options.City) {
		f.options.Report(refused(line, h.SourceID, FindingOtherCity, "another city: "+clip(address), "другой город: "+clip(address)))
		return false
	}
	if at := strings.LastIndex(plain, ", д."); parts.Number.Empty() && at >= 0 {
		parts = Parse(plain[:at])
		parts.Number, parts.Rest = numberInside(plain[at:]), plain[at+2:]
	}
	if parts.Number.Empty() || (parts.Street == "" && parts.Settlement == "") {
		f.options.Report(refused(line, h.SourceID, FindingUnparsed, "no street or no number: "+clip(address),
			"нет улицы или номера: "+clip(address)))
		return false
	}
	if repeated {
		f.options.Report(doubted(line, h.SourceID, FindingDoubled, "the register itself calls the row a repetition: "+clip(address),
			"реестр сам помечает строку как дубль: "+clip(address)))
	}
	if parts.Rest != "" {
		f.options.Report(doubted(line, h.SourceID, FindingUnparsed, "left out of the house number: "+clip(parts.Rest),
			"не вошло в номер дома: "+clip(parts.Rest)))
	}
	h.Settlement, h.StreetType, h.Street = parts.Settlement, parts.StreetType, parts.Street
	h.Number = parts.Number.String()
	h.Address = h.Shown()
	return true
}

// withoutDouble removes the register's own "(дубль 1)" and "-дубль".
func withoutDouble(address string) (string, bool) {
	at := strings.Index(strings.ToLower(address), doubleForms)
	if at < 0 || len(strings.ToLower(address)) != len(address) {
		return address, false
	}
	from := strings.TrimRight(address[:at], " (-")
	rest := address[at+len(doubleForms):]
	if end := strings.IndexByte(rest, ')'); end >= 0 && end < 8 {
		rest = rest[end+1:]
	}
	return from + rest, true
}

// numberInside finds a number behind words that do not belong: "д. Городок 397".
func numberInside(text string) Number {
	tokens := lex(text)
	for i := range tokens {
		if n, _ := readNumber(tokens, i, nil); n.Base != "" {
			return n
		}
	}
	return Number{}
}

func samePlace(a, b string) bool { return fold(strings.TrimSpace(a)) == fold(strings.TrimSpace(b)) }

func isNull(cell string) bool {
	return cell == "" || strings.Contains(nullWords, "|"+strings.ToLower(cell)+"|")
}

func (f *fileReader) text(r row, column string) string {
	cell := f.rows.cell(r, column)
	if !isNull(cell) {
		return cell
	}
	if cell != "" {
		f.nulls = append(f.nulls, column)
	}
	return ""
}

// count reads a whole number; "1 254" holds a blank. Out of range is unknown.
func (f *fileReader) count(r row, h *House, column string, least, most int) int {
	cell := f.text(r, column)
	if cell == "" {
		return 0
	}
	n, err := strconv.Atoi(strings.ReplaceAll(cell, " ", ""))
	if err == nil && n == 0 {
		return 0
	}
	if err != nil || n < least || n > most {
		f.options.Report(doubted(r.line, h.SourceID, FindingBadValue, column+" read as unknown: "+clip(cell),
			column+": значение не принято: "+clip(cell)))
		return 0
	}
	return n
}

// fiasColumns are what exports call the state register's id.
var fiasColumns = []string{"HOUSEGUID", "HOUSE_GUID", "FIAS", "FIAS_ID", "HOUSE_FIAS_ID", "HOUSE_UUID"}

func (f *fileReader) fias(r row) string {
	for _, column := range fiasColumns {
		if id := FIASOf(f.rows.cell(r, column)); id != "" {
			return id
		}
	}
	return ""
}

var guid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// FIASOf is a house's id of the state register as House.FIAS holds it; "" for any other text.
func FIASOf(text string) string {
	id := strings.ToLower(strings.Trim(strings.TrimSpace(text), "{}"))
	if !guid.MatchString(id) || id == "00000000-0000-0000-0000-000000000000" {
		return ""
	}
	return id
}

func (f *fileReader) point(r row, h *House) {
	lat, lon := f.text(r, "LAT"), f.text(r, "LON")
	if lat == "" || lon == "" {
		f.options.Report(doubted(r.line, h.SourceID, FindingNoPoint, "no coordinates", "нет координат"))
		return
	}
	y, errY := strconv.ParseFloat(strings.Replace(lat, ",", ".", 1), 64)
	x, errX := strconv.ParseFloat(strings.Replace(lon, ",", ".", 1), 64)
	onEarth := errX == nil && errY == nil && math.Abs(x) <= 180 && math.Abs(y) <= 180 && min(math.Abs(x), math.Abs(y)) <= 90
	if !onEarth || (x == 0 && y == 0) {
		f.options.Report(doubted(r.line, h.SourceID, FindingBadPoint, "not a place: "+clip(lat+" "+lon),
			"неверные координаты: "+clip(lat+" "+lon)))
		return
	}
	h.Point, h.Precision = orb.Point{x, y}, PrecisionRegister
}
