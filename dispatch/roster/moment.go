package roster

import (
	"fmt"
	"time"

	"dispatch05/dispatch/norms"
)

// day is a civil day as UTC midnight: days are added and counted without any zone.
func day(date norms.Date) time.Time {
	at, _ := time.Parse(time.DateOnly, string(date)) // a date that is none was refused by Check
	return at
}

// civilDay is the civil day of a moment in its own zone.
func civilDay(local time.Time) time.Time {
	return time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC)
}

func daysBetween(from, to time.Time) int { return int(to.Sub(from) / (24 * time.Hour)) }

// moment is when the clocks of a zone first show, or jump over, a wall time given as minutes after the midnight
// of a civil day (1440 and more: of the days after it). A later wall time never gives an earlier moment, so
// that watches follow one another over every clock change.
func moment(civil time.Time, minutes int, zone *time.Location) time.Time {
	at := time.Date(civil.Year(), civil.Month(), civil.Day(), 0, minutes, 0, 0, zone)
	began, ends := at.ZoneBounds()
	wall := civil.Add(time.Duration(minutes) * time.Minute)
	switch shown := wallOf(at); {
	case shown.After(wall): // the clocks jumped over it
		return began.UTC()
	case shown.Before(wall):
		return ends.UTC()
	}
	if began.IsZero() {
		return at.UTC()
	}
	_, now := at.Zone()
	_, before := began.Add(-time.Nanosecond).Zone()
	if earlier := at.Add(time.Duration(now-before) * time.Second); earlier.Before(began) && wallOf(earlier).Equal(wall) {
		return earlier.UTC() // the clocks show it twice
	}
	return at.UTC()
}

// wallOf is what a clock of the moment's zone shows, as if it were UTC.
func wallOf(at time.Time) time.Time {
	_, offset := at.Zone()
	return at.UTC().Add(time.Duration(offset) * time.Second)
}

// TimeOfDay is a wall time as people write it: "08:00".
func TimeOfDay(minutes norms.HourMinute) string {
	return fmt.Sprintf("%02d:%02d", int(minutes)/60, int(minutes)%60)
}

// ParseTimeOfDay reads "08:00".
func ParseTimeOfDay(text string) (norms.HourMinute, error) {
	at, err := time.Parse("15:04", text)
	if err != nil {
		return 0, fmt.Errorf("%q is no time of day like 08:00", text)
	}
	return norms.HourMinute(at.Hour()*60 + at.Minute()), nil
}
