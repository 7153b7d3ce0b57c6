package notify

import (
	"fmt"
	"time"
)

// Quiet is the hours of a city's day in which nothing goes out that can wait; From and To are since midnight. The
// same moment twice means that there are none.
type Quiet struct{ From, To time.Duration }

// DefaultQuiet is the night.
var DefaultQuiet = Quiet{From: 22 * time.Hour, To: 8 * time.Hour}

// ParseQuiet reads "22:00-08:00"; "" means none.
func ParseQuiet(text string) (Quiet, error) {
	if text == "" {
		return Quiet{}, nil
	}
	var h1, m1, h2, m2 int
	n, err := fmt.Sscanf(text, "%d:%d-%d:%d", &h1, &m1, &h2, &m2)
	if err != nil || n != 4 || max(h1, h2) > 23 || max(m1, m2) > 59 || min(h1, h2, m1, m2) < 0 {
		return Quiet{}, fmt.Errorf("quiet hours %q are not written as 22:00-08:00", text)
	}
	at := func(h, m int) time.Duration { return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute }
	return Quiet{at(h1, m1), at(h2, m2)}, nil
}

// Until is when the quiet hours that a moment lies in are over, on the clock of the zone; false outside of them. Their
// first moment is quiet, their last is not.
func (q Quiet) Until(now time.Time, zone *time.Location) (time.Time, bool) {
	if q.From == q.To {
		return time.Time{}, false
	}
	local := now.In(zone)
	year, month, day := local.Date()
	since := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute + time.Duration(local.Second())*time.Second
	over := func(plus int) time.Time {
		return time.Date(year, month, day+plus, int(q.To.Hours()), int(q.To.Minutes())%60, 0, 0, zone).UTC()
	}
	switch night := q.From > q.To; {
	case night && since >= q.From:
		return over(1), true
	case night && since < q.To, !night && since >= q.From && since < q.To:
		return over(0), true
	default:
		return time.Time{}, false
	}
}
