package sheet

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"dispatch05/dispatch/reports"
)

// Book is a workbook being written. Close it, written or not.
type Book struct {
	file   *excelize.File
	words  reports.Words
	ask    reports.Ask
	about  string // organisation or city, for the head of each page
	styles styles
	sheets int
}

type styles struct{ title, head, text, moment, share int }

// Begin makes an empty workbook; about is the organisation or the city that it is of.
func Begin(words reports.Words, ask reports.Ask, about string) (*Book, error) {
	b := &Book{file: excelize.NewFile(), words: words, ask: ask, about: about}
	var err error
	style := func(s excelize.Style) int {
		id, failed := b.file.NewStyle(&s)
		err = errors.Join(err, failed)
		return id
	}
	wrapped := &excelize.Alignment{WrapText: true, Vertical: "top"}
	moment, share := "dd.mm.yyyy hh:mm", "0.0%"
	b.styles = styles{
		title:  style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}}),
		head:   style(excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: wrapped, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E6EAEE"}}}),
		text:   style(excelize.Style{Alignment: wrapped}),
		moment: style(excelize.Style{Alignment: wrapped, CustomNumFmt: &moment}),
		share:  style(excelize.Style{Alignment: wrapped, CustomNumFmt: &share}),
	}
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// Close lets go of the temporary files.
func (b *Book) Close() error { return b.file.Close() }

// WriteTo sends the finished workbook.
func (b *Book) WriteTo(w io.Writer) (int64, error) { return b.file.WriteTo(w) }

// page is a sheet that is written from top to bottom.
type page struct {
	book *Book
	rows *excelize.StreamWriter
	row  int
	err  error // the first that went wrong: what is written after it counts for nothing
}

// column is a column's head and width in characters.
type column struct {
	ru, en string
	width  float64
}

// page adds a sheet, laid out for paper: its head says what the workbook is of, its foot counts the pages.
func (b *Book) page(name string, columns ...column) *page {
	p := &page{book: b, err: errors.Join(b.addSheet(name), b.layOut(name))}
	if p.err != nil {
		return p
	}
	p.rows, p.err = b.file.NewStreamWriter(name)
	for i, c := range columns {
		p.keep(func() error { return p.rows.SetColWidth(i+1, i+1, c.width) })
	}
	return p
}

// addSheet names the one sheet that a new workbook has, and makes further ones.
func (b *Book) addSheet(name string) error {
	if b.sheets++; b.sheets == 1 {
		return b.file.SetSheetName(b.file.GetSheetName(0), name)
	}
	_, err := b.file.NewSheet(name)
	return err
}

func (b *Book) layOut(name string) error {
	wide, a4, one, many := "landscape", 9, 1, 0
	fits := true
	return errors.Join(
		b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &wide, Size: &a4, FitToWidth: &one, FitToHeight: &many}),
		b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fits}),
		b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddHeader: "&L" + asHead(b.about) + "&R" + asHead(b.period()), OddFooter: "&L&A&R&P / &N"}),
	)
}

// asHead keeps a name from commanding the head of a page, whose commands begin with "&"; 255 signs are its most.
func asHead(text string) string {
	signs := []rune(strings.ReplaceAll(text, "&", "&&"))
	return string(signs[:min(len(signs), 100)])
}

func (b *Book) period() string {
	return b.words.Moment(&b.ask.From) + " – " + b.words.Moment(&b.ask.To)
}

func (p *page) keep(do func() error) {
	if p.err == nil {
		p.err = do()
	}
}

func (p *page) put(style int, values ...any) {
	p.row++
	cells := make([]any, len(values))
	for i, v := range values {
		cells[i] = p.cell(style, v)
	}
	p.keep(func() error { return p.rows.SetRow(fmt.Sprintf("A%d", p.row), cells) })
}

// cell writes a value in its own form: text is never a formula, a time stands on the city's clock, a rate is a share.
func (p *page) cell(style int, value any) any {
	s := p.book.styles
	switch v := value.(type) {
	case string:
		return excelize.Cell{StyleID: style, Value: asText(v)}
	case *time.Time:
		if v == nil {
			return excelize.Cell{StyleID: style}
		}
		return excelize.Cell{StyleID: s.moment, Value: v.In(p.book.words.Zone)}
	case time.Time:
		return excelize.Cell{StyleID: s.moment, Value: v.In(p.book.words.Zone)}
	case reports.Rate:
		if v.Of == 0 {
			return excelize.Cell{StyleID: style}
		}
		return excelize.Cell{StyleID: s.share, Value: float64(v.Part) / float64(v.Of)}
	default:
		return excelize.Cell{StyleID: style, Value: v}
	}
}

func (p *page) title(text string) { p.put(p.book.styles.title, text) }

// head writes the columns' heads, which stay in sight and stand on each printed page.
func (p *page) head(columns ...column) {
	heads := make([]any, len(columns))
	for i, c := range columns {
		heads[i] = p.book.words.Say(c.ru, c.en)
	}
	p.put(p.book.styles.head, heads...)
}

func (p *page) line(values ...any) { p.put(p.book.styles.text, values...) }

func (p *page) end() error {
	p.keep(func() error { return p.rows.Flush() })
	return p.err
}

// mostSigns is what a cell holds.
const mostSigns = excelize.TotalCellChars

// asText keeps a text from being taken for a formula by whatever opens the workbook, or what is made of it: an
// apostrophe goes before the signs with which formulas begin (OWASP, "CSV Injection"). A telephone is only digits.
func asText(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n|＝＋－＠", []rune(text)[0]) && !isTelephone(text) {
		text = "'" + text
	}
	if signs := []rune(text); len(signs) > mostSigns {
		text = string(signs[:mostSigns])
	}
	return text
}

func isTelephone(text string) bool {
	digits := strings.TrimPrefix(text, "+")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}
