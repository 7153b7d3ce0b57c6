package norms

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// The counts are those of the published calendars, month by month.
func TestWorkingDaysOfEachMonth(t *testing.T) {
	for year, want := range map[int][12]int{
		2024: {17, 20, 20, 21, 20, 19, 23, 22, 21, 23, 21, 21},
		2025: {17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22},
		2026: {15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22},
	} {
		var got [12]int
		for day := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() == year; day = day.AddDate(0, 0, 1) {
			worked, err := StandardCalendar().WorkingDay(DateOf(day))
			if err != nil {
				t.Fatal(err)
			}
			if worked {
				got[day.Month()-1]++
			}
		}
		if got != want {
			t.Errorf("%d: %v working days, want %v", year, got, want)
		}
	}
}

func TestWorkingDay(t *testing.T) {
	for day, want := range map[Date]string{
		"2024-04-27": "worked", "2024-04-29": "free", "2024-11-02": "shortened", "2024-12-28": "worked", "2024-12-31": "free",
		"2025-11-01": "shortened", "2025-11-03": "free", "2025-05-08": "free", "2025-06-13": "free", "2025-04-30": "shortened",
		"2026-01-09": "free", "2026-01-12": "worked", "2026-03-09": "free", "2026-05-11": "free", "2026-12-31": "free", "2026-11-03": "shortened",
		"2026-11-04": "free", "2026-11-07": "free", "2026-11-08": "free", "2026-11-23": "worked",
	} {
		got := "free"
		if worked, err := StandardCalendar().WorkingDay(day); err != nil {
			t.Fatal(err)
		} else if worked {
			got = "worked"
		}
		if StandardCalendar().Shortened(day) {
			got = map[string]string{"worked": "shortened", "free": "free, but shortened"}[got]
		}
		if got != want {
			t.Errorf("%s is %s, want %s", day, got, want)
		}
	}
}

func TestAYearThatIsNotLoadedIsTold(t *testing.T) {
	for name, c := range map[string]*Calendar{"standard": StandardCalendar(), "none": nil} {
		worked, err := c.WorkingDay("2031-02-03")
		if worked || !errors.Is(err, ErrYearNotLoaded) || !strings.Contains(err.Error(), "2031") {
			t.Errorf("%s: %t, %v", name, worked, err)
		}
		if c.Shortened("2031-02-03") || c.Loaded(2031) {
			t.Errorf("%s: knows 2031", name)
		}
	}
	if _, err := StandardCalendar().WorkingDay("yesterday"); err == nil {
		t.Error("yesterday was taken for a day")
	}
	if years := StandardCalendar().Years(); len(years) != 3 || years[0].Year != 2024 || years[0].Status != Verified {
		t.Errorf("years %v", years)
	}
}

func TestDueInWorkingDays(t *testing.T) {
	for name, c := range map[string]struct {
		days             int
		zone, start, end string
	}{
		"the next day":                       {1, "Europe/Ulyanovsk", "2026-11-23 09:00", "2026-11-24"},
		"begun on a Friday":                  {1, "Europe/Ulyanovsk", "2026-11-20 23:59", "2026-11-23"},
		"begun on a Sunday":                  {3, "Europe/Ulyanovsk", "2026-11-22 12:00", "2026-11-25"},
		"over a holiday":                     {3, "Europe/Ulyanovsk", "2026-11-02 12:00", "2026-11-06"},
		"over the May holidays":              {10, "Europe/Ulyanovsk", "2026-04-28 12:00", "2026-05-14"},
		"over a worked Saturday":             {5, "Europe/Ulyanovsk", "2025-10-29 12:00", "2025-11-06"},
		"over new year, both years loaded":   {3, "Europe/Ulyanovsk", "2025-12-29 12:00", "2026-01-13"},
		"the city's day, not that of UTC":    {1, "Asia/Omsk", "2026-11-24 02:00", "2026-11-25"},
		"over a clock change keeps the date": {2, "Europe/Berlin", "2026-03-27 12:00", "2026-03-31"},
	} {
		t.Run(name, func(t *testing.T) {
			location := zone(t, c.zone)
			row := Row{Code: "x", Amount: c.days, Unit: WorkingDays}
			due, err := row.Due(wall(t, c.start, location).UTC(), location, StandardCalendar())
			if err != nil || due.Location() != time.UTC || due.In(location).Format("2006-01-02 15:04:05") != c.end+" 23:59:59" {
				t.Errorf("due %s, %v; want the end of %s", due.In(location), err, c.end)
			}
		})
	}
}

func TestDueInWorkingDaysOfAYearNotLoaded(t *testing.T) {
	row := Row{Code: "x", Amount: 10, Unit: WorkingDays}
	due, err := row.Due(wall(t, "2026-12-25 12:00", time.UTC), time.UTC, StandardCalendar())
	if !errors.Is(err, ErrNoDeadline) || !errors.Is(err, ErrYearNotLoaded) || !strings.Contains(err.Error(), "2027") {
		t.Errorf("%s, %v", due, err)
	}
}

// An appeal near the end of the last loaded year runs its other clocks, and the missing year is told.
func TestStartTellsOfATermThatCannotStart(t *testing.T) {
	facts := Facts{Registered: wall(t, "2026-12-25 12:00", time.UTC), Channel: Telephone, Problem: problem(t, "recalculation"), Calendar: StandardCalendar()}
	clocks, err := Start(StandardBook(), facts)
	if len(clocks) != 2 || !errors.Is(err, ErrYearNotLoaded) {
		t.Errorf("%v, %v", clocks, err)
	}
	facts.Registered = wall(t, "2026-11-23 12:00", time.UTC)
	if got := told(start(t, facts), time.UTC); !slices.Contains(got, "reply 416-36-appeal 23T12:00 07T23:59") {
		t.Errorf("%q", got)
	}
}

func TestReadCalendarRefuses(t *testing.T) {
	const good = `{"year":2030,"status":"unverified","source":"a draft","holidays":["2030-01-01"],"moved":[{"from":"2030-01-05","to":"2030-01-09"}],"shortened":["2030-03-07"]}`
	read := func(name, text string) (*Calendar, error) {
		return ReadCalendar(fstest.MapFS{name: {Data: []byte(text)}})
	}
	if c, err := read("2030.json", good); err != nil || !c.Loaded(2030) {
		t.Fatal(err)
	}
	if _, err := read("2031.json", good); err == nil {
		t.Error("a file of another year was taken")
	}
	for name, change := range map[string][2]string{
		"no source":                   {"a draft", ""},
		"unknown status":              {"unverified", "sure"},
		"no holiday":                  {`"2030-01-01"`, ""},
		"no date":                     {"2030-01-01", "2030-02-30"},
		"a day of another year":       {"2030-03-07", "2031-03-07"},
		"a moved weekday":             {"2030-01-05", "2030-01-04"},
		"moved onto a Saturday":       {"2030-01-09", "2030-01-12"},
		"moved onto a holiday":        {"2030-01-09", "2030-01-01"},
		"a holiday that is worked":    {"2030-03-07", "2030-01-01"},
		"a field that nobody reads":   {`"source"`, `"sauce":"x","source"`},
		"text after the end":          {`["2030-03-07"]}`, `["2030-03-07"]} {}`},
		"a weekend day moved nowhere": {`,"to":"2030-01-09"`, ""},
	} {
		broken := strings.Replace(good, change[0], change[1], 1)
		if broken == good {
			t.Fatalf("%s: changes nothing", name)
		}
		if _, err := read("2030.json", broken); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// An administrator loads a year, or corrects one, without a release.
func TestCalendarWithAYear(t *testing.T) {
	year := Year{Year: 2027, Status: Unverified, Source: "a trial", Holidays: []Date{"2027-01-01"}, Moved: []Move{{"2027-02-20", "2027-02-22"}}}
	grown, err := StandardCalendar().With([]Year{year})
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[Date]bool{"2027-01-01": false, "2027-02-20": true, "2027-02-22": false, "2026-11-04": false, "2027-03-06": false} {
		if worked, err := grown.WorkingDay(day); err != nil || worked != want {
			t.Errorf("%s: %t, %v", day, worked, err)
		}
	}
	year.Moved = nil
	if corrected, err := grown.With([]Year{year}); err != nil {
		t.Error(err)
	} else if worked, _ := corrected.WorkingDay("2027-02-22"); !worked {
		t.Error("a move that was taken back still holds")
	}
	if StandardCalendar().Loaded(2027) {
		t.Error("the standard calendar changed")
	}
	if _, err := grown.With([]Year{{Year: 2028}}); err == nil {
		t.Error("an empty year was taken")
	}
}
