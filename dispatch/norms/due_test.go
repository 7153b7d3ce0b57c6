package norms

import (
	"errors"
	"testing"
	"time"
	_ "time/tzdata"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	location, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return location
}

// wall reads "2026-11-23 22:30" as a wall time of the zone.
func wall(t testing.TB, text string, location *time.Location) time.Time {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04", text, location)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

func window(t testing.TB, text string) Window {
	t.Helper()
	w, err := ParseWindow(text)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestDue(t *testing.T) {
	const ulyanovsk, berlin = "Europe/Ulyanovsk", "Europe/Berlin"
	for name, c := range map[string]struct {
		amount           int
		unit             Unit
		window           string
		zone, start, due string
	}{
		"minutes":                         {30, Minutes, "", ulyanovsk, "2026-11-23 14:00", "2026-11-23 14:30"},
		"minutes over midnight":           {30, Minutes, "", ulyanovsk, "2026-12-31 23:45", "2027-01-01 00:15"},
		"days":                            {3, Days, "", ulyanovsk, "2026-11-23 14:00", "2026-11-26 14:00"},
		"days over a leap day":            {3, Days, "", ulyanovsk, "2028-02-27 10:00", "2028-03-01 10:00"},
		"hours elapse over lost hour":     {4, Hours, "", berlin, "2026-03-29 00:00", "2026-03-29 05:00"},
		"hours elapse over doubled hour":  {4, Hours, "", berlin, "2026-10-25 00:00", "2026-10-25 03:00"},
		"minutes over the lost hour":      {30, Minutes, "", berlin, "2026-03-29 01:45", "2026-03-29 03:15"},
		"days keep wall time in spring":   {3, Days, "", berlin, "2026-03-28 15:00", "2026-03-31 15:00"},
		"days keep wall time in autumn":   {3, Days, "", berlin, "2026-10-24 15:00", "2026-10-27 15:00"},
		"window: inside":                  {2, Hours, "08:00-23:00", ulyanovsk, "2026-11-23 12:10", "2026-11-23 14:10"},
		"window: ends at its close":       {2, Hours, "08:00-23:00", ulyanovsk, "2026-11-23 21:00", "2026-11-23 23:00"},
		"window: a minute past the close": {2, Hours, "08:00-23:00", ulyanovsk, "2026-11-23 21:01", "2026-11-24 08:01"},
		"window: part tonight":            {2, Hours, "08:00-23:00", ulyanovsk, "2026-11-23 22:30", "2026-11-24 09:30"},
		"window: at its close":            {2, Hours, "08:00-23:00", ulyanovsk, "2026-11-23 23:00", "2026-11-24 10:00"},
		"window: after its close":         {2, Hours, "08:00-23:00", ulyanovsk, "2026-11-23 23:30", "2026-11-24 10:00"},
		"window: before it opens":         {2, Hours, "08:00-23:00", ulyanovsk, "2026-11-24 03:00", "2026-11-24 10:00"},
		"window: as it opens":             {2, Hours, "08:00-23:00", ulyanovsk, "2026-11-24 08:00", "2026-11-24 10:00"},
		"window: over new year":           {2, Hours, "08:00-23:00", ulyanovsk, "2026-12-31 22:59", "2027-01-01 09:59"},
		"window: longer than a day":       {20, Hours, "08:00-23:00", ulyanovsk, "2026-11-23 20:00", "2026-11-25 10:00"},
		"window: night loses an hour":     {2, Hours, "08:00-23:00", berlin, "2026-03-28 22:30", "2026-03-29 09:30"},
		"window: night gains an hour":     {2, Hours, "08:00-23:00", berlin, "2026-10-24 22:30", "2026-10-25 09:30"},
		"months":                          {2, NextMonths, "", ulyanovsk, "2026-11-23 14:00", "2027-01-23 14:00"},
		"years":                           {3, CalendarYear, "", ulyanovsk, "2026-11-23 14:00", "2029-11-23 14:00"},
	} {
		t.Run(name, func(t *testing.T) {
			location := zone(t, c.zone)
			row := Row{Code: "x", Amount: c.amount, Unit: c.unit, Window: window(t, c.window)}
			for _, start := range []time.Time{wall(t, c.start, location), wall(t, c.start, location).UTC()} {
				due, err := row.Due(start, location, nil)
				if want := wall(t, c.due, location); err != nil || !due.Equal(want) || due.Location() != time.UTC {
					t.Errorf("from %s: due %s, %v; want %s", start, due.In(location), err, want)
				}
			}
		})
	}
}

func TestDueInAWallTimeThatTheClockChangeSkips(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	due, err := Row{Amount: 3, Unit: Days}.Due(wall(t, "2026-03-26 02:30", berlin), berlin, nil)
	if err != nil || due.Before(wall(t, "2026-03-29 01:30", berlin)) || due.After(wall(t, "2026-03-29 03:30", berlin)) {
		t.Errorf("due %s, %v", due.In(berlin), err)
	}
}

func TestDueTellsWhenThereIsNoDeadline(t *testing.T) {
	for _, unit := range []Unit{Immediately, RoundTheClock, Agreed, People, WorkingDays} {
		if due, err := (Row{Amount: 10, Unit: unit}).Due(time.Now(), time.UTC, nil); !errors.Is(err, ErrNoDeadline) {
			t.Errorf("%s: %s, %v", unit, due, err)
		}
	}
}

func TestParseWindowRefuses(t *testing.T) {
	for _, text := range []string{"8-23", "23:00-08:00", "08:00-08:00", "08:00-25:00", "08:60-23:00", "08:00-23:00 ", "-1:00-23:00"} {
		if w, err := ParseWindow(text); err == nil {
			t.Errorf("%q was read as %s", text, w)
		}
	}
}
