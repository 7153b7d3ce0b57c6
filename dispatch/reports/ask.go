package reports

import (
	"time"

	"dispatch05/dispatch"
)

// Scope is whose work a report is about.
type Scope string

const (
	Shift        Scope = "shift" // the city's work over a shift
	Organisation Scope = "organisation"
	City         Scope = "city"
)

// Ask says which report is wanted. From is included, To is not.
type Ask struct {
	City         string
	Scope        Scope
	Organisation int64 // with Organisation: houses, contracts and orders of this one
	From, To     time.Time
	// AsOf is the moment as of which everything is told: To, or now while the period is not over.
	AsOf time.Time
}

const (
	longestShift  = 25 * time.Hour // a day, also when the clocks go back in it
	longestPeriod = 366 * 24 * time.Hour
	shiftHours    = 12
	firstShift    = 8 // o'clock in the city, where no rotation says it: the day shift takes over, the night shift twelve hours later
)

// ShiftAt is the shift that a moment falls into, as the desk's rotation hands over; where there is none, by the city's
// clock from 08 to 20, or from 20 to 08.
func ShiftAt(now time.Time, duty dispatch.Duty) (from, to time.Time) {
	if shift, planned := duty.Shift(now); planned {
		return shift.From.UTC(), shift.To.UTC()
	}
	return usualShift(now, duty.Roster.Zone)
}

func usualShift(now time.Time, zone *time.Location) (from, to time.Time) {
	local := now.In(zone)
	hour := firstShift
	if h := local.Hour(); h < firstShift {
		hour = firstShift - shiftHours
	} else if h >= firstShift+shiftHours {
		hour = firstShift + shiftHours
	}
	at := func(hour int) time.Time {
		return time.Date(local.Year(), local.Month(), local.Day(), hour, 0, 0, 0, zone).UTC()
	}
	return at(hour), at(hour + shiftHours)
}

// allowed refuses what the reader may not know, and fills in the fence of an organisation's people.
func (a Ask) allowed(reader dispatch.Actor) (Ask, error) {
	switch {
	case !reader.Role.May(dispatch.MayReport):
		return a, dispatch.ErrForbidden
	case reader.Fenced():
		if a.Scope != Organisation || (a.Organisation != 0 && a.Organisation != reader.Organisation) {
			return a, dispatch.ErrForbidden
		}
		a.Organisation = reader.Organisation
	case a.Scope != Shift && !reader.Role.May(dispatch.MayReportCity):
		return a, dispatch.ErrForbidden
	}
	if a.Scope != Organisation {
		a.Organisation = 0
	}
	return a, a.check()
}

func (a Ask) check() error {
	switch {
	case a.Scope == Organisation && a.Organisation == 0:
		return invalid("organisation", "organisation_missing", "Выберите организацию", "Choose an organisation")
	case !a.From.Before(a.To):
		return invalid("to", "bad_period", "Конец периода — позже начала", "The period ends after it begins")
	case a.Scope == Shift && a.To.Sub(a.From) > longestShift:
		return invalid("to", "bad_period", "Отчёт за смену — не больше суток", "A shift's report covers a day at most")
	case a.To.Sub(a.From) > longestPeriod:
		return invalid("to", "bad_period", "Период — не больше года", "The period is a year at most")
	}
	return nil
}

// begun refuses a period of which nothing has happened yet.
func (a Ask) begun(now time.Time) error {
	if a.From.After(now) {
		return invalid("from", "period_to_come", "Этот период ещё не начался: отчитываться пока не о чем. Выберите период, который уже идёт или прошёл",
			"This period has not begun: there is nothing to report yet. Choose one that runs or is over")
	}
	return nil
}

func invalid(field, code, ru, en string) error {
	return &dispatch.Error{Kind: dispatch.Invalid, Code: code, Field: field, Ru: ru, En: en}
}

// at fixes the moment as of which the report is told.
func (a Ask) at(now time.Time) Ask {
	a.AsOf = a.To
	if now.Before(a.To) {
		a.AsOf = now
	}
	return a
}

// known says whether something had happened by the report's moment. What happens at the very end of the period
// belongs to the next one.
func (a Ask) known(at time.Time) bool { return at.Before(a.To) && !at.After(a.AsOf) }

// within says whether something happened in the period.
func (a Ask) within(at time.Time) bool { return !at.Before(a.From) && a.known(at) }

// MayName says whether a reader's papers tell who called: those who speak with the caller, and an organisation
// about its own houses. A paper leaves the service, so that it tells others less than the card does.
func MayName(reader dispatch.Actor) bool {
	return reader.Role.May(dispatch.MayInform) || reader.Fenced()
}
