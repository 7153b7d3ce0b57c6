package roster

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// omsk is a plan of posts in Omsk with four people that can be told and one that cannot.
func omsk(t *testing.T, posts ...Post) Roster {
	r := Roster{Zone: zone(t, "Asia/Omsk"), Calendar: years, People: map[int64]Person{5: {ID: 5, Name: "Без связи"}}, Posts: posts}
	for id := range int64(4) {
		r.People[id+1] = Person{ID: id + 1, Phone: "+70000055001"}
	}
	return r
}

// at is a moment by the clocks of Omsk.
func at(t *testing.T, r Roster, wall string) time.Time {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04", wall, r.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

// byPhone says that whoever has a telephone can be told.
func (r Roster) byPhone(_ Post, w Watch) bool { return r.People[w.Person].Phone != "" }

func (r Roster) told(t *testing.T, from, to string) (lines []string) {
	t.Helper()
	for _, f := range r.Findings(Span{at(t, r, from), at(t, r, to)}, r.byPhone) {
		lines = append(lines, fmt.Sprint(f.Fault, " ", f.Person, " ", f.Span.From.In(r.Zone).Format("02 15:04"), "-", f.Span.To.In(r.Zone).Format("02 15:04")))
	}
	return lines
}

func want(t *testing.T, got []string, wanted ...string) {
	t.Helper()
	if !slices.Equal(got, wanted) {
		t.Errorf("found %q, want %q", got, wanted)
	}
}

// A day and three off is what crews usually work; half of it is too little rest, two in a row are too long.
func TestRest(t *testing.T) {
	rotation := Rotation{First: "2026-11-01", HandOver: 8 * 60, Hours: 24, Turns: [][]int64{{1}, {2}, {3}, {4}}}
	p := Post{ID: 1, Rotations: []Rotation{rotation}}
	want(t, omsk(t, p).told(t, "2026-11-02 00:00", "2026-11-09 00:00"))

	p.Overrides = []Override{{ID: 1, Span: omsk(t).span(t, "2026-11-03 08:00", "2026-11-03 20:00"), Person: 2, Instead: 3}}
	want(t, omsk(t, p).told(t, "2026-11-02 12:00", "2026-11-04 00:00"), "too_long 2 02 08:00-03 20:00")

	p.Overrides = []Override{{ID: 1, Span: omsk(t).span(t, "2026-11-03 19:00", "2026-11-04 08:00"), Person: 2, Instead: 3}}
	want(t, omsk(t, p).told(t, "2026-11-02 12:00", "2026-11-04 00:00"), "too_soon 2 03 19:00-04 08:00")
	p.OnCall = true
	want(t, omsk(t, p).told(t, "2026-11-02 12:00", "2026-11-04 00:00"))
}

func (r Roster) span(t *testing.T, from, to string) Span { return Span{at(t, r, from), at(t, r, to)} }

// A night of a clock change makes a watch of a day neither too long nor a rest too short.
func TestAClockChangeTiresNobody(t *testing.T) {
	for _, month := range []string{"2026-03-27", "2026-10-23"} {
		r := omsk(t, Post{ID: 1, Rotations: []Rotation{{First: "2026-01-01", HandOver: 8 * 60, Hours: 12, Turns: [][]int64{{1}, {2}}}}})
		r.Zone = zone(t, "Europe/Berlin")
		from := at(t, r, month+" 00:00")
		if found := r.Findings(Span{from, from.AddDate(0, 0, 5)}, r.byPhone); len(found) != 0 {
			t.Errorf("%s: %v", month, found)
		}
	}
}

// Gaps, people whom nobody can tell, and people who have left are found before the watch begins.
func TestGapsAndUnreachableAreFound(t *testing.T) {
	r := omsk(t, Post{ID: 1, Rotations: []Rotation{{First: "2026-11-01", HandOver: 8 * 60, Hours: 12, Turns: [][]int64{{1}, {5}}}}})
	r.Posts[0].Overrides = []Override{{ID: 1, Span: r.span(t, "2026-11-03 08:00", "2026-11-03 12:00"), Instead: 1}}
	want(t, r.told(t, "2026-11-03 00:00", "2026-11-03 23:00"), "unreachable 5 02 20:00-03 08:00", "gap 0 03 08:00-03 12:00", "unreachable 5 03 20:00-04 08:00")

	left := at(t, r, "2026-11-04 10:00")
	gone := r.People[1]
	gone.RetiredAt = &left
	r.People[1] = gone
	want(t, r.told(t, "2026-11-04 09:00", "2026-11-04 20:00"), "gap 0 04 10:00-04 20:00")
	if on := r.OnDuty(r.Posts[0], left.Add(-time.Minute)); len(on) != 1 || on[0].Person != 1 {
		t.Errorf("who had left later was on duty then: %v", on)
	}
}

// Working days have one rotation, the other days another; turns are counted by the watches that were.
func TestWorkingDaysAndHolidays(t *testing.T) {
	p := Post{ID: 1, Rotations: []Rotation{
		{ID: 1, Days: WorkingDays, First: "2026-11-02", HandOver: 9 * 60, Hours: 24, Turns: [][]int64{{1}, {2}}},
		{ID: 2, Days: Holidays, First: "2026-11-01", HandOver: 9 * 60, Hours: 24, Turns: [][]int64{{3}, {4}}}}}
	r := omsk(t, p)
	var who []int64
	for _, hour := range []string{"02 10", "03 10", "04 10", "05 08", "05 10", "06 10", "07 10", "08 10", "09 08"} {
		on := r.OnDuty(p, at(t, r, "2026-11-"+hour+":00"))
		if len(on) != 1 {
			t.Fatalf("%s: %v", hour, on)
		}
		who = append(who, on[0].Person)
	}
	if !slices.Equal(who, []int64{1, 2, 4, 4, 1, 2, 3, 4, 4}) { // the 4th is a holiday, the 7th and 8th a weekend
		t.Errorf("on duty were %v", who)
	}
	want(t, r.told(t, "2026-11-02 09:00", "2026-11-16 09:00"))
}

// A year that is not loaded is told, and nobody is said to be on duty by a guess.
func TestAnUnknownYearIsTold(t *testing.T) {
	p := Post{ID: 1, Rotations: []Rotation{{Days: WorkingDays, First: "2026-11-02", HandOver: 9 * 60, Hours: 24, Turns: [][]int64{{1}, {2}}}}, Days: WorkingDays}
	r := omsk(t, p)
	r.Calendar = calendar{through: 2026}
	want(t, r.told(t, "2026-12-30 12:00", "2027-01-10 00:00"), "unknown_year 0 01 09:00-10 00:00")
	if on := r.OnDuty(p, at(t, r, "2027-01-11 12:00")); len(on) != 0 {
		t.Errorf("on duty in an unknown year: %v", on)
	}
	r.Calendar = nil
	want(t, r.told(t, "2026-11-04 00:00", "2026-11-05 00:00"), "unknown_year 0 04 00:00-05 00:00")
}

// A rotation that ends hands over to the next one at the same hour.
func TestOneRotationFollowsAnother(t *testing.T) {
	p := Post{ID: 1, Rotations: []Rotation{
		{First: "2026-10-01", Last: "2026-11-10", HandOver: 8 * 60, Hours: 168, Turns: [][]int64{{1}, {2}}},
		{First: "2026-11-11", HandOver: 8 * 60, Hours: 12, Turns: [][]int64{{3}, {4}}}}}
	r := omsk(t, p)
	want(t, r.told(t, "2026-11-09 00:00", "2026-11-13 00:00"), "too_long 2 05 08:00-11 08:00")
	if on := r.OnDuty(p, at(t, r, "2026-11-11 08:00")); len(on) != 1 || on[0].Person != 3 {
		t.Errorf("after the change: %v", on)
	}
}

// Two people take each other's watches, and nothing else moves.
func TestSwap(t *testing.T) {
	p := Post{ID: 1, Rotations: []Rotation{{First: "2026-11-01", HandOver: 8 * 60, Hours: 24, Turns: [][]int64{{1}, {2}, {3}, {4}}}}}
	r := omsk(t, p)
	a, _ := r.WatchOf(p, 2, At(at(t, r, "2026-11-02 12:00")))
	b, _ := r.WatchOf(p, 4, At(at(t, r, "2026-11-04 12:00")))
	first, second, err := Swap(a, b, "свадьба")
	if err != nil {
		t.Fatal(err)
	}
	p.Overrides = []Override{first, second}
	for wall, person := range map[string]int64{"01 12": 1, "02 12": 4, "03 12": 3, "04 12": 2, "05 12": 1, "06 12": 2} {
		if on := r.OnDuty(p, at(t, r, "2026-11-"+wall+":00")); len(on) != 1 || on[0].Person != person {
			t.Errorf("%s: %v, want %d", wall, on, person)
		}
	}
	if _, _, err := Swap(a, a, ""); err == nil {
		t.Error("a swap with oneself")
	}
}

// Rotations that nobody could follow are refused.
func TestRotationsAreChecked(t *testing.T) {
	good := Rotation{First: "2026-11-01", HandOver: 8 * 60, Hours: 24, Turns: [][]int64{{1}}}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*Rotation){
		"no day":           func(r *Rotation) { r.First = "1.11.2026" },
		"ends before":      func(r *Rotation) { r.Last = "2026-10-31" },
		"no turn":          func(r *Rotation) { r.Turns = nil },
		"an empty turn":    func(r *Rotation) { r.Turns = [][]int64{{1}, {}} },
		"holes in the day": func(r *Rotation) { r.Hours = 9 },
		"part of a day":    func(r *Rotation) { r.Hours = 36 },
		"weeks by days":    func(r *Rotation) { r.Hours, r.Days = 168, WorkingDays },
		"more than a day":  func(r *Rotation) { r.Hours, r.Daily = 48, true },
		"no time of day":   func(r *Rotation) { r.HandOver = 1440 },
		"no such days":     func(r *Rotation) { r.Days = "mondays" },
	} {
		bad := good
		spoil(&bad)
		if bad.Check() == nil {
			t.Errorf("%s: %+v was taken", name, bad)
		}
	}
}
