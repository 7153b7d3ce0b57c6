package dispatch

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"dispatch05/dispatch/norms"
)

// TestReportsThatAreRefused, each with the field and the code.
func TestReportsThatAreRefused(t *testing.T) {
	for _, row := range []struct {
		name        string
		change      func(*Report)
		field, code string
	}{
		{"good", func(*Report) {}, "", ""},
		{"at the limit", func(r *Report) { r.Text = strings.Repeat("я", maxText) }, "", ""},
		{"over the limit", func(r *Report) { r.Text = strings.Repeat("я", maxText+1) }, "text", "too_long"},
		{"blanks do not count", func(r *Report) { r.Flat = strings.Repeat(" ", 5000) + "7" }, "", ""},
		{"long name", func(r *Report) { r.CallerName = strings.Repeat("я", maxShort+1) }, "caller_name", "too_long"},
		{"long flat", func(r *Report) { r.Flat = strings.Repeat("7", maxShort+1) }, "flat", "too_long"},
		{"no UTF-8", func(r *Report) { r.Text = "\xff\xfe" }, "text", "bad_text"},
		{"NUL", func(r *Report) { r.AddressText = "a\x00b" }, "address_text", "bad_text"},
		{"fault not of the list", func(r *Report) { r.Problem = "nonsense" }, "problem", "unknown_problem"},
		{"no address", func(r *Report) { r.House, r.AddressText = 0, "  " }, "address_text", "address_missing"},
		{"a pin instead", func(r *Report) { r.House, r.Pin = 0, &orb.Point{73, 55} }, "", ""},
		{"a pin off the earth", func(r *Report) { r.Pin = &orb.Point{181, 55} }, "point", "bad_point"},
		{"a pin at nought", func(r *Report) { r.Pin = &orb.Point{} }, "point", "bad_point"},
		{"phone of letters", func(r *Report) { r.Phone = "позвоните" }, "phone", "bad_phone"},
		{"ring in the future", func(r *Report) { r.ReceivedAt = noon.Add(clockSkew + time.Second) }, "received_at", "bad_time"},
		{"ring of yesterday", func(r *Report) { r.ReceivedAt = noon.Add(-maxRingAge - time.Second) }, "received_at", "bad_time"},
		{"damage long ago", func(r *Report) { r.DamagedAt = noon.Add(-maxDamageAge - time.Second) }, "damaged_at", "bad_time"},
		{"damage a month ago", func(r *Report) { r.DamagedAt = noon.Add(-maxDamageAge) }, "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			report := Report{Channel: Telephone, House: 1, Problem: "flood-from-above", Phone: "89136000001"}
			row.change(&report)
			_, _, err := checked(norms.StandardClassifier(), report, noon)
			var refusal *Error
			if row.code == "" && err != nil {
				t.Errorf("refused: %v", err)
			}
			if row.code != "" && (!errors.As(err, &refusal) || refusal.Code != row.code || refusal.Field != row.field || refusal.Kind != Invalid) {
				t.Errorf("answered %v, want %s of %s", err, row.code, row.field)
			}
		})
	}
}

// TestPhonesAsPeopleWriteThem.
func TestPhonesAsPeopleWriteThem(t *testing.T) {
	for written, want := range map[string]string{
		"": "", "  ": "", "8 913 600-00-01": "+79136000001", "+7 (913) 600 00 01": "+79136000001", "9136000001": "+79136000001",
		"7 913 600 00 01": "+79136000001", "23-45-67": "234567", "2 345 678": "2345678", "+49 30 901820": "+4930901820",
	} {
		if got, err := storedPhone(written); err != nil || got != want {
			t.Errorf("%q is kept as %q (%v), want %q", written, got, err, want)
		}
	}
	for _, written := range []string{"12", "12345678901234567890", "номер", "1234"} {
		if got, err := storedPhone(written); err == nil {
			t.Errorf("%q is taken for the number %q", written, got)
		}
	}
}

func TestLinksAreLongAndDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		link := newLink()
		if !regexp.MustCompile(`^[a-z2-7]{26}$`).MatchString(link) || seen[link] {
			t.Fatalf("link %q", link)
		}
		seen[link] = true
	}
}

// TestNothingPersonalLeaves: whatever the caller said, neither the row of the board, nor a finished order on a
// tablet, nor what the holder of a link sees, holds a piece of it.
func TestNothingPersonalLeaves(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		secret := func(name string) string {
			return "§" + rapid.StringMatching(`[а-яa-z0-9]{3,12}`).Draw(rt, name) + "§"
		}
		c := finished()
		q := &c.Request
		q.CallerName, q.Phone, q.Flat, q.Entrance, q.Floor, q.Text = secret("name"), secret("phone"), secret("flat"), secret("entrance"), secret("floor"), secret("text")
		q.AddressText = secret("address")
		inside := []string{q.CallerName, q.Phone, q.Flat, q.Entrance, q.Floor, q.Text}
		c.Orders[1].Note, c.Orders[1].Reason, c.Orders[1].HandedTo, c.Orders[1].CrewName = secret("note"), secret("reason"), secret("handed"), secret("crew")
		ofLink := append(inside, q.AddressText, c.Orders[1].Note, c.Orders[1].Reason, c.Orders[1].HandedTo, c.Orders[1].CrewName)
		q.State = rapid.SampledFrom([]RequestState{Registered, Accepted, InWork, Done, Confirmed, Returned, Closed, Rejected, Duplicate, Redirected}).Draw(rt, "state")
		house := rapid.Bool().Draw(rt, "house")
		if house {
			q.House, c.Place.Address = 1, "Лесная ул., 1"
		}
		var journal []Entry
		for _, kind := range []string{"registered", "state", "order", "inform", "place", "joined", "parted", "released", "clock", "escalation", "acknowledged", "photo"} {
			e := Entry{Kind: kind, To: string(q.State), Actor: secret("actor"), Reason: secret("why"), At: noon,
				Detail: Detail{Crew: secret("c"), Organisation: secret("o"), HandedTo: secret("h"), Note: secret("n"), TheirNumber: secret("t"), PlannedAt: &noonish}}
			if kind == "order" {
				e.To = string(rapid.SampledFrom([]OrderState{OrderSent, OrderEnRoute, OrderOnSite, OrderSuspended, OrderLocalised, OrderDone}).Draw(rt, "order"))
			}
			ofLink = append(ofLink, e.Actor, e.Reason, e.Detail.Crew, e.Detail.Organisation, e.Detail.HandedTo, e.Detail.Note, e.Detail.TheirNumber)
			journal = append(journal, e)
		}
		holdsNone(rt, "link", LinkStateOf(c, journal, 1, 72*time.Hour, noon), append(ofLink, "§"))
		row := RowOf(c)
		holdsNone(rt, "row", row, inside)
		if house {
			holdsNone(rt, "row of a known house", row, []string{q.AddressText})
		}
		if order := CrewOrderOf(c, c.Orders[1], crew7); !c.Orders[1].State.Active() {
			holdsNone(rt, "finished order", order, inside)
		}
	})
}

var noonish = noon.Add(time.Hour)

func holdsNone(t *rapid.T, what string, shown any, secrets []string) {
	text, err := json.Marshal(shown)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range secrets {
		if strings.Contains(string(text), secret) {
			t.Fatalf("the %s holds %q: %s", what, secret, text)
		}
	}
}
