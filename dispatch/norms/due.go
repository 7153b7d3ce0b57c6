package norms

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrNoDeadline is returned for a norm whose end cannot be computed: its unit is no length of time,
// or it counts working days of a year whose production calendar is not loaded (ErrYearNotLoaded too).
var ErrNoDeadline = errors.New("the norm has no computable deadline")

// Due is the UTC moment at which the term that began at start ends, in a city of the given zone.
//
// Minutes and hours are elapsed time, so a clock change neither adds nor takes any.
// Days (сутки) keep the wall time: 3 days from Friday 15:00 end on Monday 15:00,
// also over a clock change; a wall time that the change skips moves as time.Date does.
// With a window only the minutes inside it count, each day afresh in the city's zone:
// 2 hours within 08:00-23:00 begun at 22:30 take 30 minutes tonight and end at 09:30.
// Working days are counted from the day after start, by the calendar, to the end of the last one in the zone;
// only they need a calendar, nil will do for the others.
func (r Row) Due(start time.Time, zone *time.Location, calendar *Calendar) (time.Time, error) {
	local := start.In(zone)
	switch r.Unit {
	case Minutes:
		return r.Window.after(local, time.Duration(r.Amount)*time.Minute).UTC(), nil
	case Hours:
		return r.Window.after(local, time.Duration(r.Amount)*time.Hour).UTC(), nil
	case Days:
		return local.AddDate(0, 0, r.Amount).UTC(), nil
	case WorkingDays:
		due, err := calendar.after(local, r.Amount)
		if err != nil {
			return time.Time{}, fmt.Errorf("norm %s: %w: %w", r.Code, ErrNoDeadline, err)
		}
		return due.UTC(), nil
	case NextMonths:
		return local.AddDate(0, r.Amount, 0).UTC(), nil
	case CalendarYear:
		return local.AddDate(r.Amount, 0, 0).UTC(), nil
	default:
		return time.Time{}, fmt.Errorf("norm %s counts %s: %w", r.Code, r.Unit, ErrNoDeadline)
	}
}

// Window is a part of the day in local wall time, from Open to Close, both on the
// same day; the zero Window is the whole day. Close itself still belongs to it.
type Window struct {
	Open  HourMinute `json:"open"`
	Close HourMinute `json:"close"`
}

// HourMinute is a wall time in minutes after midnight.
type HourMinute int

func (w Window) empty() bool { return w == Window{} }

// ParseWindow reads "08:00-23:00"; empty text is the whole day.
func ParseWindow(text string) (Window, error) {
	if text == "" {
		return Window{}, nil
	}
	from, to, _ := strings.Cut(text, "-")
	open, openErr := time.Parse("15:04", from)
	shut, shutErr := time.Parse("15:04", to)
	w := Window{minuteOf(open), minuteOf(shut)}
	if openErr != nil || shutErr != nil || w.Open >= w.Close || w.String() != text {
		return Window{}, fmt.Errorf("window %q is not of the form 08:00-23:00", text)
	}
	return w, nil
}

func minuteOf(t time.Time) HourMinute { return HourMinute(t.Hour()*60 + t.Minute()) }

func (w Window) String() string {
	if w.empty() {
		return ""
	}
	return fmt.Sprintf("%02d:%02d-%02d:%02d", w.Open/60, w.Open%60, w.Close/60, w.Close%60)
}

// after adds the duration to local, counting only time inside the window.
func (w Window) after(local time.Time, left time.Duration) time.Time {
	if w.empty() {
		return local.Add(left)
	}
	for day := local; ; day = day.AddDate(0, 0, 1) {
		open, shut := w.Open.on(day), w.Close.on(day)
		begin := open
		if local.After(open) {
			begin = local
		}
		if room := shut.Sub(begin); room >= left {
			return begin.Add(left)
		} else if room > 0 {
			left -= room
		}
	}
}

func (h HourMinute) on(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), int(h)/60, int(h)%60, 0, 0, day.Location())
}
