package norms

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"time"
)

// Calendar is the production calendar: which days are worked, for the years that are loaded. A nil Calendar knows no year.
type Calendar struct {
	years map[int]Year
	free  map[Date]bool // days that are not as their weekday says: true a day off, false a worked Saturday or Sunday
}

// Year is one year of the production calendar, as the Labour Code and a decree of the Government set it.
type Year struct {
	Year      int    `json:"year"`
	Status    Status `json:"status"`
	Source    string `json:"source"`
	Holidays  []Date `json:"holidays"`  // nobody works, whatever the weekday
	Moved     []Move `json:"moved"`     // days off that stand on another day
	Shortened []Date `json:"shortened"` // worked an hour less, on the eve of a holiday
}

// Move takes a day off from its own day to another; a weekend day that is no holiday is worked then.
type Move struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// ReadCalendar reads every *.json of the folder, a year each. One bad year refuses the whole calendar, every reason told.
func ReadCalendar(folder fs.FS) (*Calendar, error) {
	names, err := fs.Glob(folder, "*.json")
	if err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	var years []Year
	for _, name := range names {
		var year Year
		if err := readStrictly(folder, name, &year); err != nil {
			return nil, fmt.Errorf("calendar: %w", err)
		}
		if path.Base(name) != fmt.Sprintf("%d.json", year.Year) {
			return nil, fmt.Errorf("calendar: %s holds the year %d", name, year.Year)
		}
		years = append(years, year)
	}
	return (*Calendar)(nil).With(years)
}

// With is a new calendar that holds the given years beside or in place of its own.
func (c *Calendar) With(years []Year) (*Calendar, error) {
	grown := &Calendar{years: map[int]Year{}, free: map[Date]bool{}}
	if c != nil {
		grown.years = maps.Clone(c.years)
	}
	var bad []error
	for _, year := range years {
		bad = append(bad, year.Check())
		grown.years[year.Year] = year
	}
	if err := errors.Join(bad...); err != nil {
		return nil, err
	}
	for _, year := range grown.years {
		for _, move := range year.Moved {
			grown.free[move.From], grown.free[move.To] = false, true
		}
		for _, day := range year.Holidays {
			grown.free[day] = true
		}
	}
	return grown, nil
}

// Check returns every reason why the year cannot be used, joined; nil if none.
func (y Year) Check() error {
	bad := refusals{of: "calendar", row: strconv.Itoa(y.Year)}
	bad.refuse(y.Status != Verified && y.Status != Unverified, unknownStatus, y.Status)
	bad.refuse(y.Source == "", noSource)
	bad.refuse(len(y.Holidays) == 0, noHoliday)
	days := slices.Concat(y.Holidays, y.Shortened)
	for _, move := range y.Moved {
		days = append(days, move.From, move.To)
		bad.refuse(!weekend(move.From), movedWorkday, move.From)
		bad.refuse(weekend(move.To) || slices.Contains(y.Holidays, move.To), movedOntoFree, move.To, move.From)
	}
	for _, day := range days {
		bad.refuse(!day.valid() || day.year() != y.Year, dayOfAnotherYear, day)
	}
	for _, day := range y.Shortened {
		bad.refuse(slices.Contains(y.Holidays, day), shortenedHoliday, day)
	}
	return bad.err()
}

// WorkingDay reports whether the day is worked. A year that is not loaded is an error that names it, never a guess.
func (c *Calendar) WorkingDay(day Date) (bool, error) {
	if !c.Loaded(day.year()) {
		return false, &MissingYear{day}
	}
	if free, set := c.free[day]; set {
		return !free, nil
	}
	return !weekend(day), nil
}

// Shortened reports whether the day is worked an hour less; false in a year that is not loaded.
func (c *Calendar) Shortened(day Date) bool {
	return c.Loaded(day.year()) && slices.Contains(c.years[day.year()].Shortened, day)
}

// Loaded reports whether the year's days are known.
func (c *Calendar) Loaded(year int) bool {
	if c == nil {
		return false
	}
	_, ok := c.years[year]
	return ok
}

// Years are the loaded ones, in order; the slice is the caller's own.
func (c *Calendar) Years() []Year {
	if c == nil {
		return nil
	}
	return slices.SortedFunc(maps.Values(c.years), func(a, b Year) int { return a.Year - b.Year })
}

// after is the end of the last of so many working days that follow the day of local: 23:59:59 of
// its wall time, so that the date which people read is the last day itself.
func (c *Calendar) after(local time.Time, days int) (time.Time, error) {
	year, month, date := local.Date()
	for days > 0 {
		date++
		worked, err := c.WorkingDay(DateOf(time.Date(year, month, date, 12, 0, 0, 0, time.UTC)))
		if err != nil {
			return time.Time{}, err
		}
		if worked {
			days--
		}
	}
	return time.Date(year, month, date, 23, 59, 59, 0, local.Location()), nil
}

func weekend(day Date) bool {
	t, err := time.Parse(time.DateOnly, string(day))
	return err == nil && (t.Weekday() == time.Saturday || t.Weekday() == time.Sunday)
}
