package roster

import (
	"errors"
	"fmt"
	"time"

	"dispatch05/dispatch/norms"
)

// Days says on which days something holds.
type Days string

const (
	EveryDay    Days = ""
	WorkingDays Days = "working"
	Holidays    Days = "holiday" // every day that is no working day
)

// Calendar knows which days are worked. Its error says that it does not know the year.
type Calendar interface {
	WorkingDay(date norms.Date) (bool, error)
}

// NoCalendar knows no year at all.
type NoCalendar struct{}

// ErrNoCalendar is what NoCalendar answers.
var ErrNoCalendar = errors.New("no production calendar is loaded")

func (NoCalendar) WorkingDay(norms.Date) (bool, error) { return false, ErrNoCalendar }

// includes says whether a civil day is one of these.
func (d Days) includes(civil time.Time, calendar Calendar) (bool, error) {
	if d == EveryDay {
		return true, nil
	}
	working, err := calendar.WorkingDay(norms.DateOf(civil))
	return working == (d == WorkingDays), err
}

// Rotation is turns of people that hold a post one after another, from a first day on. With 24 hours or whole
// days of 24 the turns follow one another; with fewer hours several watches fill each day, or Daily makes it
// one watch a day. A post may have several rotations: one for working days, one for holidays.
type Rotation struct {
	ID       int64
	Days     Days             // on which a watch begins; other than every day only with at most 24 hours
	First    norms.Date       // the first turn begins on this day, or the first of its kind after it
	Last     norms.Date       // the last day on which a watch begins, at its hand-over all ends; "": no end
	HandOver norms.HourMinute // wall time of the city
	Hours    int              // of one watch, on the wall clock
	Daily    bool
	Turns    [][]int64 // people of each turn: those of one turn hold the watch together
}

const (
	dayHours = 24
	maxHours = 28 * dayHours
)

// Check returns the first reason why the rotation cannot be kept.
func (r Rotation) Check() error {
	first, err := time.Parse(time.DateOnly, string(r.First))
	if err != nil {
		return fmt.Errorf("first day %q is not of the form 2026-01-31", r.First)
	}
	if last, err := time.Parse(time.DateOnly, string(r.Last)); r.Last != "" && (err != nil || last.Before(first)) {
		return fmt.Errorf("last day %q is no day from the first one on", r.Last)
	}
	switch {
	case r.Days != EveryDay && r.Days != WorkingDays && r.Days != Holidays:
		return fmt.Errorf("days %q are neither working days nor holidays", r.Days)
	case r.HandOver < 0 || r.HandOver >= dayHours*60:
		return fmt.Errorf("hand-over %d is no time of day", r.HandOver)
	case r.Hours < 1 || r.Hours > maxHours:
		return fmt.Errorf("%d hours are not within 1..%d", r.Hours, maxHours)
	case r.Daily && r.Hours > dayHours:
		return fmt.Errorf("%d hours do not fit into a day", r.Hours)
	case !r.Daily && r.Hours < dayHours && dayHours%r.Hours != 0:
		return fmt.Errorf("watches of %d hours do not fill a day: make it one watch a day", r.Hours)
	case r.Hours > dayHours && (r.Hours%dayHours != 0 || r.Days != EveryDay):
		return fmt.Errorf("watches of %d hours are whole days, on every day", r.Hours)
	}
	return r.checkTurns()
}

func (r Rotation) checkTurns() error {
	if len(r.Turns) == 0 {
		return errors.New("no turn")
	}
	for i, turn := range r.Turns {
		if len(turn) == 0 {
			return fmt.Errorf("turn %d is empty", i+1)
		}
	}
	return nil
}

// slot is one watch's place in time and the count of it since the rotation began.
type slot struct {
	number   int
	from, to time.Time
}

// slots are the watches that touch a span, in order. Where the calendar does not know a day, they end with its
// error, from that day on.
func (r Rotation) slots(span Span, zone *time.Location, calendar Calendar) ([]slot, time.Time, error) {
	if r.Hours > dayHours {
		return r.longSlots(span, zone), time.Time{}, nil
	}
	var all []slot
	perDay := r.perDay()
	first, end := day(r.First), r.end(span, zone)
	from, number := first, 0
	if skip := daysBetween(first, civilDay(span.From.In(zone))) - 2; r.Days == EveryDay && skip > 0 {
		from, number = first.AddDate(0, 0, skip), skip*perDay
	}
	for civil := from; !civil.After(end); civil = civil.AddDate(0, 0, 1) {
		is, err := r.Days.includes(civil, calendar)
		if err != nil {
			return all, moment(civil, int(r.HandOver), zone), err
		}
		if !is {
			continue
		}
		for i := range perDay {
			all = r.grow(all, number+i, civil, i*r.Hours, span, zone)
		}
		number += perDay
	}
	return all, time.Time{}, nil
}

// perDay is how many watches begin on a day.
func (r Rotation) perDay() int {
	if r.Daily {
		return 1
	}
	return dayHours / r.Hours
}

// longSlots are watches of several days.
func (r Rotation) longSlots(span Span, zone *time.Location) []slot {
	var all []slot
	first, end, length := day(r.First), r.end(span, zone), r.Hours/dayHours
	number := max(0, daysBetween(first, civilDay(span.From.In(zone)))/length-1)
	for civil := first.AddDate(0, 0, number*length); !civil.After(end); civil = civil.AddDate(0, 0, length) {
		all = r.grow(all, number, civil, 0, span, zone)
		number++
	}
	return all
}

// end is the last civil day on which a watch of the span may begin.
func (r Rotation) end(span Span, zone *time.Location) time.Time {
	end := civilDay(span.To.In(zone)).AddDate(0, 0, 1)
	if r.Last != "" && day(r.Last).Before(end) {
		return day(r.Last)
	}
	return end
}

// grow adds the watch that begins so many hours after a day's hand-over, if it touches the span.
func (r Rotation) grow(all []slot, number int, civil time.Time, hours int, span Span, zone *time.Location) []slot {
	begins := int(r.HandOver) + hours*60
	s := slot{number, moment(civil, begins, zone), moment(civil, begins+r.Hours*60, zone)}
	if r.Last != "" {
		if over := moment(day(r.Last).AddDate(0, 0, 1), int(r.HandOver), zone); over.Before(s.to) {
			s.to = over
		}
	}
	if s.from.Before(s.to) && span.touches(Span{s.from, s.to}) {
		all = append(all, s)
	}
	return all
}

// turn is who has the watch of a number.
func (r Rotation) turn(number int) []int64 { return r.Turns[number%len(r.Turns)] }
