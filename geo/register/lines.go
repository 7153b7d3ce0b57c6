package register

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
)

// Limits that keep memory small whatever the file holds.
const (
	maxRowBytes = 64 << 10 // one row, all its lines
	maxRowLines = 20       // a quoted cell may run over this many lines
	peekBytes   = 64 << 10 // looked at to tell the encoding
)

// zeroShare: a text with a few zero bytes is a text with a few broken rows; one byte of so many tells another kind of file.
const zeroShare = 20

// Errors that end the reading of a file.
var (
	ErrEncoding = errors.New("the text is neither UTF-8 nor windows-1251, nor UTF-16 with its mark")
	ErrHeader   = errors.New("register: the first row lacks a needed column")
	ErrTooMany  = errors.New("register: more houses than the limit allows")
)

// row is one record of a file with the number of its first line.
type row struct {
	line  int
	cells []string
}

// rowReader reads records of bounded size and reports those that it cannot.
type rowReader struct {
	in      *bufio.Reader
	legacy  bool // windows-1251
	comma   rune
	line    int      // number of the last line handed out
	pending []string // lines of a broken record, to be read again one by one
	columns map[string]int
	width   int
	report  func(Finding)
}

// openRows tells the encoding, reads the header and checks its columns.
func openRows(r io.Reader, report func(Finding), needed ...string) (*rowReader, error) {
	rr := &rowReader{in: bufio.NewReaderSize(r, peekBytes), report: report, columns: map[string]int{}}
	if err := rr.tellEncoding(); err != nil {
		return nil, err
	}
	header, err := rr.nextLine()
	if err != nil {
		return nil, fmt.Errorf("%w: %v (%w)", ErrHeader, needed, err)
	}
	rr.comma = delimiterOf(header.text)
	cells, err := rr.split(header.text)
	if err != nil {
		return nil, fmt.Errorf("%w: %v (%w)", ErrHeader, needed, err)
	}
	for i, c := range cells {
		rr.columns[strings.ToUpper(strings.TrimSpace(c))] = i
	}
	rr.width = len(cells)
	for _, n := range needed {
		if _, ok := rr.columns[n]; !ok {
			return nil, fmt.Errorf("%w: %s", ErrHeader, n)
		}
	}
	return rr, nil
}

// Decoded gives a text in UTF-8, windows-1251 or marked UTF-16 as UTF-8, without its byte order mark; ErrEncoding for any other.
func Decoded(r io.Reader) (io.Reader, error) {
	rr := &rowReader{in: bufio.NewReaderSize(r, peekBytes)}
	if err := rr.tellEncoding(); err != nil {
		return nil, err
	}
	if rr.legacy {
		return charmap.Windows1251.NewDecoder().Reader(rr.in), nil
	}
	return rr.in, nil
}

func (rr *rowReader) tellEncoding() error {
	if mark, _ := rr.in.Peek(2); string(mark) == "\xff\xfe" || string(mark) == "\xfe\xff" { // as spreadsheets save "Unicode text"
		rr.in = bufio.NewReaderSize(utf.UTF16(utf.LittleEndian, utf.ExpectBOM).NewDecoder().Reader(rr.in), peekBytes)
	}
	head, err := rr.in.Peek(peekBytes)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return err
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		_, err := rr.in.Discard(3)
		return err
	}
	if bytes.Count(head, []byte{0})*zeroShare > len(head) {
		return fmt.Errorf("%w: it holds zero bytes", ErrEncoding)
	}
	if cut := head[:lastWhole(head)]; utf8.Valid(cut) {
		return nil
	}
	rr.legacy = russian1251(head)
	if !rr.legacy && badShare(head) > 0.1 {
		return ErrEncoding
	}
	return nil
}

// lastWhole is the length of b without a rune that its end cuts in two.
func lastWhole(b []byte) int {
	for i := 1; i <= utf8.UTFMax && i <= len(b); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return len(b) - i
			}
			break
		}
	}
	return len(b)
}

// russian1251 reports whether bytes make more sense as windows-1251 than as UTF-8.
func russian1251(b []byte) bool {
	text, err := charmap.Windows1251.NewDecoder().Bytes(b)
	if err != nil || badShare(b) < 0.02 {
		return false
	}
	letters, other := 0, 0
	for _, r := range string(text) {
		switch {
		case r < utf8.RuneSelf:
		case (r >= 'а' && r <= 'я') || (r >= 'А' && r <= 'Я') || r == 'ё' || r == 'Ё':
			letters++
		default:
			other++
		}
	}
	return letters > 4*other
}

// badShare is the share of bytes that are not UTF-8.
func badShare(b []byte) float64 {
	bad := 0
	for rest := b; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			bad++
		}
		rest = rest[size:]
	}
	return float64(bad) / float64(max(len(b), 1))
}

func delimiterOf(header string) rune {
	best, count := ',', 0
	for _, d := range []rune{',', ';', '\t'} {
		if n := strings.Count(header, string(d)); n > count {
			best, count = d, n
		}
	}
	return best
}

type textLine struct {
	number int
	text   string
	tooBig bool
	broken bool // not in the file's encoding
}

// nextLine reads one line of at most maxRowBytes; what is beyond is passed over.
func (rr *rowReader) nextLine() (textLine, error) {
	rr.line++
	l := textLine{number: rr.line}
	if len(rr.pending) > 0 {
		l.text, rr.pending = rr.pending[0], rr.pending[1:]
		return l, nil
	}
	var raw []byte
	for {
		part, err := rr.in.ReadSlice('\n')
		if len(raw)+len(part) > maxRowBytes {
			l.tooBig = true
			part = part[:max(0, maxRowBytes-len(raw))]
		}
		raw = append(raw, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && (!errors.Is(err, io.EOF) || len(raw) == 0) {
			rr.line--
			return l, err
		}
		break
	}
	l.text, l.broken = rr.decode(bytes.TrimRight(raw, "\r\n"))
	return l, nil
}

func (rr *rowReader) decode(raw []byte) (string, bool) {
	if !rr.legacy {
		return strings.ToValidUTF8(string(raw), "\uFFFD"), !utf8.Valid(raw)
	}
	text, err := charmap.Windows1251.NewDecoder().Bytes(raw)
	return string(text), err != nil
}

// next is the next readable record; io.EOF at the end. Records that cannot be
// read are reported and passed over.
func (rr *rowReader) next() (row, error) {
	for {
		l, err := rr.nextLine()
		if err != nil {
			return row{}, err
		}
		if strings.TrimSpace(l.text) == "" {
			continue
		}
		if why := l.fault(); why != nil {
			rr.report(*why)
			continue
		}
		text := rr.wholeRecord(l)
		cells, err := rr.split(text)
		if err == nil && len(cells) == rr.width {
			return row{line: l.number, cells: cells}, nil
		}
		rr.report(refused(l.number, "", FindingMalformed, "cells are missing or a quote is not closed: "+clip(l.text),
			"не хватает ячеек или не закрыта кавычка: "+clip(l.text)))
	}
}

func (l textLine) fault() *Finding {
	var f Finding
	switch {
	case l.tooBig:
		f = refused(l.number, "", FindingMalformed, "the line is longer than 64 KB", "строка длиннее 64 КБ")
	case l.broken:
		f = refused(l.number, "", FindingEncoding, "broken characters: "+clip(l.text), "битые символы: "+clip(l.text))
	case strings.ContainsFunc(l.text, func(r rune) bool { return unicode.IsControl(r) && r != '\t' }):
		f = refused(l.number, "", FindingMalformed, "control characters", "управляющие символы")
	default:
		return nil
	}
	return &f
}

// wholeRecord joins the lines of a quoted cell. When its quote never closes the
// lines behind the first are read again as records of their own.
func (rr *rowReader) wholeRecord(first textLine) string {
	text := first.text
	if strings.Count(text, `"`)%2 == 0 {
		return text
	}
	var lines []string
	for len(lines) < maxRowLines && len(text) < maxRowBytes {
		l, err := rr.nextLine()
		if err != nil {
			break
		}
		lines = append(lines, l.text)
		text += "\n" + l.text
		if strings.Count(text, `"`)%2 == 0 && !l.tooBig && !l.broken {
			return text
		}
	}
	rr.pending = append(lines, rr.pending...)
	rr.line -= len(lines)
	return first.text
}

func (rr *rowReader) split(text string) ([]string, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = rr.comma
	r.FieldsPerRecord = -1
	return r.Read()
}

// cell is a trimmed cell by column name, "" when the file lacks the column.
func (rr *rowReader) cell(r row, column string) string {
	i, ok := rr.columns[column]
	if !ok {
		return ""
	}
	return strings.TrimSpace(strings.ReplaceAll(r.cells[i], "\u00a0", " "))
}

// clip cuts a text to what a report can show.
func clip(text string) string {
	runes := []rune(text)
	if len(runes) <= 120 {
		return text
	}
	return string(runes[:120]) + "…"
}
