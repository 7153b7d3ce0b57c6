package roster

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dispatch05/dispatch/norms"
)

// zones change their clocks by an hour, by half an hour, at midnight, by a whole day, or never.
var zones = []string{"Asia/Omsk", "Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "Pacific/Apia", "America/New_York"}

func zone(t interface{ Fatal(...any) }, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// calendar works from Monday to Friday, but for the days off; it knows the years up to one.
type calendar struct {
	off     []norms.Date
	through int
}

var errYear = errors.New("the year is not loaded")

func (c calendar) WorkingDay(date norms.Date) (bool, error) {
	at := day(date)
	if at.Year() > c.through {
		return false, errYear
	}
	weekend := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
	return !weekend && !slices.Contains(c.off, date), nil
}

var years = calendar{off: []norms.Date{"2026-01-01", "2026-11-04", "2027-01-01"}, through: 2030}

// drawnRotation is any rotation of at most five turns; turn number n is held by the people n*10+1, n*10+2...
func drawnRotation(t *rapid.T) Rotation {
	r := Rotation{
		ID: 1, First: norms.DateOf(drawnDay(t, "first")), HandOver: norms.HourMinute(rapid.IntRange(0, 47).Draw(t, "hand-over") * 30),
		Hours: rapid.SampledFrom([]int{1, 2, 6, 8, 12, 24, 48, 168}).Draw(t, "hours"),
	}
	if r.Hours <= dayHours {
		r.Days = rapid.SampledFrom([]Days{EveryDay, WorkingDays, Holidays}).Draw(t, "days")
		r.Daily = rapid.Bool().Draw(t, "daily")
	}
	for n := range rapid.IntRange(1, 5).Draw(t, "turns") {
		var turn []int64
		for m := range rapid.IntRange(1, 2).Draw(t, "people") {
			turn = append(turn, int64(n*10+m+1))
		}
		r.Turns = append(r.Turns, turn)
	}
	if err := r.Check(); err != nil {
		t.Fatalf("%+v: %v", r, err)
	}
	return r
}

func drawnDay(t *rapid.T, name string) time.Time {
	return time.Date(rapid.SampledFrom([]int{2011, 2026}).Draw(t, name+" year"), 1, rapid.IntRange(1, 330).Draw(t, name), 0, 0, 0, 0, time.UTC)
}

// drawnSpan is up to three weeks somewhere in the year after a rotation began.
func drawnSpan(t *rapid.T, r Rotation) Span {
	from := day(r.First).Add(time.Duration(rapid.IntRange(-2*24*60, 364*24*60).Draw(t, "from")) * time.Minute)
	return Span{from, from.Add(time.Duration(rapid.IntRange(1, 21*24*60).Draw(t, "length")) * time.Minute)}
}

func drawnZone(t *rapid.T) *time.Location { return zone(t, rapid.SampledFrom(zones).Draw(t, "zone")) }

// The watches of a rotation follow one another without an overlap; one that holds every day leaves no hole.
func TestWatchesNeverOverlapNorLeaveHoles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, z := drawnRotation(t), drawnZone(t)
		span := drawnSpan(t, r)
		slots, _, err := r.slots(span, z, years)
		if err != nil {
			t.Fatal(err)
		}
		whole := !r.Daily && r.Days == EveryDay || r.Daily && r.Hours == dayHours && r.Days == EveryDay
		for i, s := range slots {
			if !s.from.Before(s.to) {
				t.Fatalf("an empty watch %v", s)
			}
			if i == 0 {
				continue
			}
			before := slots[i-1]
			if s.from.Before(before.to) || s.number <= before.number {
				t.Fatalf("%v begins before %v ends", s, before)
			}
			if whole && !s.from.Equal(before.to) {
				t.Fatalf("nobody between %v and %v", before, s)
			}
		}
		if begins := moment(day(r.First), int(r.HandOver), z); whole && span.To.After(begins) {
			if len(slots) == 0 || slots[0].from.After(span.From) && !slots[0].from.Equal(begins) || slots[len(slots)-1].to.Before(span.To) {
				t.Fatalf("%v is not covered by %v", span, slots)
			}
		}
	})
}

// However much of the plan is asked for at once, a watch is the same.
func TestAWatchIsTheSameFromWhereverItIsAsked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, p := drawnPlan(t)
		span := drawnSpan(t, p.Rotations[0])
		cut := span.From.Add(time.Duration(rapid.Int64Range(1, int64(span.To.Sub(span.From))).Draw(t, "cut")))
		whole, _ := r.Watches(p, span)
		early, _ := r.Watches(p, Span{span.From, cut})
		late, _ := r.Watches(p, Span{cut, span.To})
		for _, w := range late {
			if !slices.Contains(early, w) {
				early = append(early, w)
			}
		}
		if !sameWatches(whole, early) {
			t.Fatalf("asked at once %v, in parts %v", whole, early)
		}
		for _, w := range whole {
			if at := w.Span.From; !slices.Contains(r.OnDuty(p, at), w) || slices.Contains(r.OnDuty(p, w.Span.To), w) || slices.Contains(r.OnDuty(p, at.Add(-1)), w) {
				t.Fatalf("%v is not exactly on duty in its time", w)
			}
		}
	})
}

func sameWatches(a, b []Watch) bool {
	count := map[string]int{}
	for _, w := range a {
		count[fmt.Sprint(w)]++
	}
	for _, w := range b {
		count[fmt.Sprint(w)]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

// drawnPlan is a post with one rotation and up to three overrides.
func drawnPlan(t *rapid.T) (Roster, Post) {
	r := Roster{Zone: drawnZone(t), Calendar: years, People: map[int64]Person{}}
	for id := range int64(60) {
		r.People[id+1] = Person{ID: id + 1, Phone: "+70000055001"}
	}
	p := Post{ID: 7, Rotations: []Rotation{drawnRotation(t)}}
	for n := range rapid.IntRange(0, 3).Draw(t, "overrides") {
		p.Overrides = append(p.Overrides, drawnOverride(t, int64(n+1), p.Rotations[0]))
	}
	r.Posts = []Post{p}
	return r, p
}

func drawnOverride(t *rapid.T, id int64, r Rotation) Override {
	o := Override{ID: id, Span: drawnSpan(t, r), Person: rapid.Int64Range(50, 52).Draw(t, "person")}
	if rapid.Bool().Draw(t, "of one") {
		turn := rapid.SampledFrom(r.Turns).Draw(t, "turn")
		o.Instead = turn[0]
		if rapid.Bool().Draw(t, "nobody") {
			o.Person = 0
		}
	}
	return o
}

// An override wins exactly in its time: outside of it the plan is as it was.
func TestAnOverrideWinsExactlyInItsTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, p := drawnPlan(t)
		o := drawnOverride(t, 9, p.Rotations[0])
		with := p
		with.Overrides = append(slices.Clone(p.Overrides), o)
		span := o.Span
		for _, at := range []time.Time{span.From.Add(-1), span.From, span.From.Add(span.To.Sub(span.From) / 2), span.To.Add(-1), span.To, drawnSpan(t, p.Rotations[0]).From} {
			before, after := people(r.OnDuty(p, at)), people(r.OnDuty(with, at))
			want := before
			if !at.Before(span.From) && at.Before(span.To) {
				want = o.of(before)
			}
			if !reflect.DeepEqual(after, want) {
				t.Fatalf("%v at %s: %v were on duty, %v are, want %v", o, at, before, after, want)
			}
		}
	})
}

// of is what an override makes of those on duty, said once more and otherwise.
func (o Override) of(before map[int64]bool) map[int64]bool {
	after := map[int64]bool{}
	for person := range before {
		if o.Instead != 0 && person != o.Instead {
			after[person] = true
		}
	}
	if o.Person != 0 && (o.Instead == 0 || before[o.Instead]) {
		after[o.Person] = true
	}
	return after
}

func people(watches []Watch) map[int64]bool {
	all := map[int64]bool{}
	for _, w := range watches {
		all[w.Person] = true
	}
	return all
}

// Gaps and watches fill a time that has to be held, and never touch.
func TestGapsAreWhatNobodyHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, p := drawnPlan(t)
		p.Days = rapid.SampledFrom([]Days{EveryDay, WorkingDays}).Draw(t, "held on")
		span := drawnSpan(t, p.Rotations[0])
		gaps := r.Gaps(p, span)
		for range 20 {
			at := span.From.Add(time.Duration(rapid.Int64Range(0, int64(span.To.Sub(span.From))-1).Draw(t, "at")))
			wanted, err := p.Days.includes(civilDay(at.In(r.Zone)), years)
			if err != nil {
				t.Fatal(err)
			}
			gap := slices.ContainsFunc(gaps, func(g Span) bool { return g.touches(At(at)) })
			if held := len(r.OnDuty(p, at)) > 0; gap != (wanted && !held) {
				t.Fatalf("%s: held %v, has to be %v, told as a gap %v", at, held, wanted, gap)
			}
		}
	})
}

// A hand-over keeps the wall time of the city over clock changes; one that the clocks jump over is when they jump.
func TestHandOverKeepsTheWallTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, z := drawnRotation(t), drawnZone(t)
		slots, _, err := r.slots(drawnSpan(t, r), z, years)
		if err != nil {
			t.Fatal(err)
		}
		step := min(r.Hours, dayHours) * 60
		if r.Daily {
			step = dayHours * 60
		}
		for _, s := range slots {
			local := s.from.In(z)
			jumped, _ := local.ZoneBounds()
			if minutes := local.Hour()*60 + local.Minute() - int(r.HandOver); (minutes%step != 0 || local.Second() != 0) && !s.from.Equal(jumped) {
				t.Fatalf("a watch of %+v begins at %s", r, local)
			}
		}
	})
}

// What the clocks skip begins when they jump, what they show twice begins the first time.
func TestWallTimesOfAClockChange(t *testing.T) {
	for _, c := range []struct{ zone, day, wall, want string }{
		{"Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:00:00Z"},
		{"Europe/Berlin", "2026-03-29", "03:00", "2026-03-29T01:00:00Z"},
		{"Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30:00Z"},
		{"Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T02:00:00Z"},
		{"America/Havana", "2026-03-08", "00:00", "2026-03-08T05:00:00Z"},
		{"Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T10:00:00Z"},
		{"Asia/Omsk", "2026-11-29", "08:00", "2026-11-29T02:00:00Z"},
	} {
		wall, _ := time.Parse("15:04", c.wall)
		if got := moment(day(norms.Date(c.day)), wall.Hour()*60+wall.Minute(), zone(t, c.zone)).Format(time.RFC3339); got != c.want {
			t.Errorf("%s %s %s is %s, want %s", c.zone, c.day, c.wall, got, c.want)
		}
	}
}
