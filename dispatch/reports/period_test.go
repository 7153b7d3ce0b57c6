package reports

import (
	"reflect"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/roster"
)

func utc(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// Where no rotation says it, the shift is by the city's clock, whatever the sun does to it.
func TestUsualShift(t *testing.T) {
	omsk := time.FixedZone("Omsk", 6*60*60)
	for now, want := range map[string][2]string{
		"2026-11-25 04:00": {"2026-11-25 02:00", "2026-11-25 14:00"}, // ten in the morning there
		"2026-11-25 02:00": {"2026-11-25 02:00", "2026-11-25 14:00"},
		"2026-11-25 01:59": {"2026-11-24 14:00", "2026-11-25 02:00"},
		"2026-11-25 20:00": {"2026-11-25 14:00", "2026-11-26 02:00"},
	} {
		if from, to := ShiftAt(utc(t, now), inZone(omsk)); from != utc(t, want[0]) || to != utc(t, want[1]) {
			t.Errorf("at %s the shift is %v to %v, want %v", now, from, to, want)
		}
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("this machine has no zones")
	}
	if from, to := ShiftAt(utc(t, "2026-10-25 02:30"), inZone(berlin)); to.Sub(from) != 13*time.Hour {
		t.Errorf("the night in which clocks go back lasts from %v to %v", from, to)
	}
}

// inZone is a city's plan of duty, with these posts.
func inZone(zone *time.Location, posts ...roster.Post) dispatch.Duty {
	return dispatch.Duty{Roster: roster.Roster{Zone: zone, Posts: posts}}
}

// The desk's rotation says when a shift ends: the dispatchers' before the senior ones', nobody's of an organisation,
// and no watch of a week. Before its first day, and where its post is given up, the usual hours hold.
func TestShiftOfTheRotation(t *testing.T) {
	post := func(role dispatch.Role, handOver norms.HourMinute, hours int) roster.Post {
		return roster.Post{ID: int64(handOver), Role: string(role), Rotations: []roster.Rotation{{First: "2026-11-01", HandOver: handOver, Hours: hours, Turns: [][]int64{{1}, {2}}}}}
	}
	gone, left := post(dispatch.Dispatcher, 9*60, 12), utc(t, "2026-11-20 00:00")
	gone.RetiredAt = &left
	usual := [2]string{"2026-11-25 02:00", "2026-11-25 14:00"}
	for name, c := range map[string]struct {
		now   string
		posts []roster.Post
		want  [2]string
	}{
		"twelve hours from seven": {"2026-11-25 04:00", []roster.Post{post(dispatch.Dispatcher, 7*60, 12)}, [2]string{"2026-11-25 01:00", "2026-11-25 13:00"}},
		"the night":               {"2026-11-25 14:00", []roster.Post{post(dispatch.Dispatcher, 7*60, 12)}, [2]string{"2026-11-25 13:00", "2026-11-26 01:00"}},
		"a day and a night":       {"2026-11-25 04:00", []roster.Post{post(dispatch.Operator, 9*60, 24)}, [2]string{"2026-11-25 03:00", "2026-11-26 03:00"}},
		"dispatchers first":       {"2026-11-25 04:00", []roster.Post{post(dispatch.Senior, 9*60, 24), post(dispatch.Dispatcher, 7*60, 8)}, [2]string{"2026-11-25 01:00", "2026-11-25 09:00"}},
		"a foreman's":             {"2026-11-25 04:00", []roster.Post{post(dispatch.Foreman, 9*60, 24)}, usual},
		"a week":                  {"2026-11-25 04:00", []roster.Post{post(dispatch.Dispatcher, 9*60, 7*24)}, usual},
		"before the first day":    {"2026-10-25 04:00", []roster.Post{post(dispatch.Dispatcher, 9*60, 12)}, [2]string{"2026-10-25 02:00", "2026-10-25 14:00"}},
		"a post given up":         {"2026-11-25 04:00", []roster.Post{gone}, usual},
	} {
		if from, to := ShiftAt(utc(t, c.now), inZone(time.FixedZone("Omsk", 6*60*60), c.posts...)); from != utc(t, c.want[0]) || to != utc(t, c.want[1]) {
			t.Errorf("%s: the shift is %v to %v, want %v", name, from, to, c.want)
		}
	}
}

// The nearest rank: a value that occurred, which at least so many did not exceed.
func TestSpread(t *testing.T) {
	for _, c := range []struct {
		seconds []int
		want    Spread
	}{
		{nil, Spread{}},
		{[]int{7}, Spread{1, 7, 7}},
		{[]int{4, 1, 3, 2}, Spread{4, 2, 4}},
		{[]int{10, 20, 30, 40, 50, 60, 70, 80, 90, 100}, Spread{10, 50, 90}},
		{[]int{7229, 3, 3}, Spread{3, 3, 7200}}, // to the minute from an hour on
	} {
		counted := times{}
		for _, s := range c.seconds {
			counted.add(time.Duration(s) * time.Second)
		}
		if got := counted.spread(); got != c.want {
			t.Errorf("%v spread as %+v, want %+v", c.seconds, got, c.want)
		}
	}
}

// A term stands as its moment says: met at the very end is in time, and what is met later is open in a report of before.
func TestStanding(t *testing.T) {
	began := utc(t, "2026-11-23 06:00")
	due := began.Add(30 * time.Minute)
	for _, c := range []struct {
		met, asOf time.Duration // 0: never met
		want      Standing
		by        time.Duration
	}{
		{30 * time.Minute, time.Hour, OnTime, 0},
		{31 * time.Minute, time.Hour, Late, time.Minute},
		{0, time.Hour, Overdue, 30 * time.Minute},
		{2 * time.Hour, time.Hour, Overdue, 30 * time.Minute},
		{0, 30 * time.Minute, Running, 0},
	} {
		k := dispatch.Clock{Kind: norms.Localise, Clause: "п. 13", StartedAt: began, DueAt: due}
		if c.met > 0 {
			met := began.Add(c.met)
			k.MetAt = &met
		}
		m := Matter{Case: dispatch.Case{Clocks: []dispatch.Clock{k}}, Journal: []dispatch.Entry{{Kind: "registered", To: "registered", At: began}}}
		to := began.Add(c.asOf)
		terms := m.Terms(Ask{From: began, To: to, AsOf: to})
		if len(terms) != 1 || terms[0].Standing != c.want || terms[0].By != c.by {
			t.Errorf("met after %v, seen after %v: %+v, want %s by %v", c.met, c.asOf, terms, c.want, c.by)
		}
	}
}

// What people call out of the ordinary is bounded: a thousand different reasons make no report of a thousand lines.
func TestReasonsAreBounded(t *testing.T) {
	began := utc(t, "2026-11-23 06:00")
	tally := NewTally(Ask{From: began, To: began.Add(time.Hour), AsOf: began.Add(time.Hour)})
	entries := []dispatch.Entry{{Kind: "registered", To: "registered", At: began}}
	for i := range 1000 {
		entries = append(entries, dispatch.Entry{Kind: "order", Order: int64(i), To: "refused", At: began, Reason: string(rune('一' + i))})
	}
	tally.Add(Matter{Journal: entries})
	reasons, all := tally.Report().Reasons, 0
	for _, r := range reasons {
		all += r.Count
	}
	if len(reasons) != mostReasons+1 || all != 1000 {
		t.Errorf("%d lines of %d reasons", len(reasons), all)
	}
	if !reflect.DeepEqual(reasons[0].Reason, "") || reasons[0].Count != 700 {
		t.Errorf("the rest stands as %+v", reasons[0])
	}
}
