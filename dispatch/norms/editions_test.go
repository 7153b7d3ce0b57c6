package norms

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// someRow is an edition of one code that begins on some day of a month, with or without an end.
func someRow(r *rapid.T, n int) Row {
	from := rapid.IntRange(1, 28).Draw(r, "from")
	row := Row{Code: "a-1", Act: "a", Clause: "1", Edition: fmt.Sprint(n), ValidFrom: day(from), Status: Verified, Kind: Inform, Applies: []string{string(Telephone)},
		Start: Registration, Amount: n + 1, Unit: Hours, Source: "copy"}
	if rapid.Bool().Draw(r, "ends") {
		row.ValidTo = day(rapid.IntRange(from, 28).Draw(r, "to"))
	}
	return row
}

func day(n int) Date { return Date(fmt.Sprintf("2026-02-%02d", n)) }

// TestTheEditionThatBeganLastRules, in whatever order the editions were entered; of those that began on one day the one
// entered last. A clock keeps the edition of its day: what is entered for later days moves nothing.
func TestTheEditionThatBeganLastRules(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var rows []Row
		book := &Book{}
		for n := range rapid.IntRange(1, 8).Draw(r, "editions") {
			rows = append(rows, someRow(r, n))
			var err error
			if book, err = book.With(rows[n:]); err != nil {
				r.Fatal(err)
			}
		}
		n := rapid.IntRange(1, 28).Draw(r, "day")
		at := time.Date(2026, 2, n, 12, 0, 0, 0, time.UTC)
		ruling := slices.DeleteFunc(slices.Clone(rows), func(row Row) bool { return !row.InForce(at) })
		slices.SortStableFunc(ruling, func(a, b Row) int { return strings.Compare(string(a.ValidFrom), string(b.ValidFrom)) })
		found, known := book.Lookup("a-1", at)
		if known != (len(ruling) > 0) {
			r.Fatalf("known: %v, of %+v", known, ruling)
		}
		if known && found.Edition != ruling[len(ruling)-1].Edition {
			r.Fatalf("edition %s rules day %d, want %s of %+v", found.Edition, n, ruling[len(ruling)-1].Edition, ruling)
		}
		keepsItsEdition(r, book, at)
	})
}

// keepsItsEdition starts a clock, enters an edition for the next day, and starts it again as of its registration.
func keepsItsEdition(r *rapid.T, book *Book, at time.Time) {
	facts := Facts{Registered: at, Channel: Telephone}
	before, err := Start(book, facts)
	if err != nil {
		r.Fatal(err)
	}
	later := someRow(r, 90)
	later.ValidFrom, later.ValidTo = DateOf(at.AddDate(0, 0, 1)), ""
	book, err = book.With([]Row{later})
	if err != nil {
		r.Fatal(err)
	}
	after, err := Start(book, facts)
	if err != nil || !slices.Equal(before, after) {
		r.Fatalf("a later edition moved %+v to %+v: %v", before, after, err)
	}
	facts.Registered = at.AddDate(0, 0, 1)
	if next, err := Start(book, facts); err != nil || len(next) != 1 || next[0].Edition != later.Edition {
		r.Fatalf("the next day: %+v, %v", next, err)
	}
}

// TestAnEditionOfBeforeReleaseWasAKind: a city's edition of the term to free people from a lift that was entered as one
// to clear still starts the term to free them, and no other.
func TestAnEditionOfBeforeReleaseWasAKind(t *testing.T) {
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	row, _ := StandardBook().Lookup("55964-release", at)
	row.Kind, row.Edition, row.Amount, row.ValidFrom = Clear, "city", 20, "2026-01-01"
	book, err := StandardBook().With([]Row{row})
	if err != nil {
		t.Fatal(err)
	}
	stuck, _ := StandardClassifier().Problem("lift-stuck-person")
	clocks, err := Start(book, Facts{Registered: at, Channel: Telephone, Problem: stuck})
	if err != nil || !slices.ContainsFunc(clocks, func(c Clock) bool {
		return c.Kind == Release && c.Edition == "city" && c.DueAt.Equal(at.Add(20*time.Minute))
	}) ||
		slices.ContainsFunc(clocks, func(c Clock) bool { return c.Kind == Clear }) {
		t.Errorf("%+v, %v", clocks, err)
	}
}
