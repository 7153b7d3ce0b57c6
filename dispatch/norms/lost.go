package norms

import (
	"errors"
	"fmt"
)

// ErrYearNotLoaded is returned where a day of a year without a production calendar was asked for.
var ErrYearNotLoaded = errors.New("no production calendar is loaded for the year")

// MissingYear is that error for a day.
type MissingYear struct{ Day Date }

func (m *MissingYear) Error() string {
	return fmt.Sprintf("%s: %v %d", m.Day, ErrYearNotLoaded, m.Day.year())
}

func (m *MissingYear) Unwrap() error { return ErrYearNotLoaded }

// LostTerm is a term that a report starts and whose end cannot be computed.
type LostTerm struct {
	Row Row
	Err error
}

func (l *LostTerm) Error() string { return l.Err.Error() }

func (l *LostTerm) Unwrap() error { return l.Err }

// Year is the one whose production calendar is wanted; 0: that is not the cause.
func (l *LostTerm) Year() int {
	var missing *MissingYear
	if errors.As(l.Err, &missing) {
		return missing.Day.year()
	}
	return 0
}

// LostTerms are those of an error of Start.
func LostTerms(err error) (lost []*LostTerm) {
	joined, several := err.(interface{ Unwrap() []error })
	if !several {
		return nil
	}
	for _, one := range joined.Unwrap() {
		var term *LostTerm
		if errors.As(one, &term) {
			lost = append(lost, term)
		}
	}
	return lost
}
