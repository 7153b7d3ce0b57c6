package register

import (
	"fmt"
	"io"
	"iter"
)

const (
	// MaxHouses bounds one import; a bigger file ends with ErrTooMany.
	MaxHouses = 2_000_000
	// maxFindings bounds the findings that a Report keeps; all are counted.
	maxFindings = 100_000
)

// Format is a kind of register file.
type Format func(io.Reader, FileOptions) iter.Seq2[Row, error]

// Report sums an import up.
type Report struct {
	Rows     int    // rows that could be read as a house, doubled ones included
	Houses   int    // houses that came out
	Placed   int    // of them with a point to be trusted
	City     string // the one that most rows name
	Counts   map[FindingKind]int
	Findings []Finding // in the order of the file; the first 100,000
	Omitted  int       // findings counted but not kept
}

func (r *Report) note(f Finding) {
	r.Counts[f.Kind]++
	if len(r.Findings) < maxFindings {
		r.Findings = append(r.Findings, f)
		return
	}
	r.Omitted++
}

// Import reads a whole file and surveys it. FileOptions.Report hears every
// finding as well. progress, when not nil, is called with the number of rows
// after each thousand.
func Import(r io.Reader, format Format, o FileOptions, progress func(rows int)) ([]House, Report, error) {
	report := Report{Counts: map[FindingKind]int{}}
	outer := o.Report
	o.Report = func(f Finding) {
		report.note(f)
		if outer != nil {
			outer(f)
		}
	}
	var rows []Row
	cities := map[string]int{}
	for row, err := range format(r, o) {
		if err != nil {
			return nil, report, err
		}
		if len(rows) >= MaxHouses {
			return nil, report, fmt.Errorf("%w: %d", ErrTooMany, MaxHouses)
		}
		rows = append(rows, row)
		if cities[row.City]++; row.City != "" && cities[row.City] > cities[report.City] {
			report.City = row.City
		}
		if progress != nil && len(rows)%1000 == 0 {
			progress(len(rows))
		}
	}
	houses := surveyWithin(rows, o.Boundary, o.Report)
	report.Rows, report.Houses = len(rows), len(houses)
	for i := range houses {
		if houses[i].Placed() {
			report.Placed++
		}
	}
	return houses, report, nil
}
