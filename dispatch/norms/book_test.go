package norms

import (
	"strings"
	"testing"
	"time"
)

func TestEditionInForceByDate(t *testing.T) {
	ulyanovsk := zone(t, "Europe/Ulyanovsk")
	for moment, edition := range map[string]string{
		"2019-02-28 23:59": "",
		"2019-03-01 00:00": "27.03.2018",
		"2026-08-31 23:59": "27.03.2018",
		"2026-09-01 00:00": "20.06.2026",
		"2031-01-01 00:00": "20.06.2026",
	} {
		row, ok := StandardBook().Lookup("416-13-inform", wall(t, moment, ulyanovsk))
		if row.Edition != edition || ok != (edition != "") {
			t.Errorf("%s: edition %q, want %q", moment, row.Edition, edition)
		}
	}
}

func TestEditionBeginsAtTheCitysMidnight(t *testing.T) {
	evening := time.Date(2026, 8, 31, 20, 30, 0, 0, time.UTC) // 00:30 of 1 September in Ulyanovsk
	here, _ := StandardBook().Lookup("416-13-inform", evening.In(zone(t, "Europe/Ulyanovsk")))
	there, _ := StandardBook().Lookup("416-13-inform", evening.In(zone(t, "Europe/Berlin")))
	if here.Edition != "20.06.2026" || there.Edition != "27.03.2018" {
		t.Errorf("Ulyanovsk %q, Berlin %q", here.Edition, there.Edition)
	}
}

func TestAtGivesOneRowPerCode(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range StandardBook().At(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)) {
		if seen[row.Code] {
			t.Errorf("%s stands twice", row.Code)
		}
		seen[row.Code] = true
	}
	if len(seen) < 50 {
		t.Errorf("only %d norms in force", len(seen))
	}
}

func TestAnAddedEditionRulesItsDaysOnly(t *testing.T) {
	row, _ := StandardBook().Lookup("416-13-inform", time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	row.Edition, row.Amount, row.ValidFrom, row.ValidTo = "trial", 20, "2027-02-01", "2027-02-28"
	grown, err := StandardBook().With([]Row{row})
	if err != nil {
		t.Fatal(err)
	}
	for day, minutes := range map[string]int{"2027-01-31": 30, "2027-02-01": 20, "2027-02-28": 20, "2027-03-01": 30} {
		found, _ := grown.Lookup("416-13-inform", wall(t, day+" 12:00", time.UTC))
		if found.Amount != minutes {
			t.Errorf("%s: %d minutes, want %d", day, found.Amount, minutes)
		}
	}
	if kept, _ := StandardBook().Lookup("416-13-inform", wall(t, "2027-02-14 12:00", time.UTC)); kept.Amount != 30 {
		t.Error("the standard book changed")
	}
	row.Amount = 0
	if _, err := StandardBook().With([]Row{row}); err == nil {
		t.Error("a term of 0 minutes was taken")
	}
}

func TestLapsedNormsAreTold(t *testing.T) {
	if rows := StandardBook().Lapsed(wall(t, "2027-12-31 12:00", time.UTC)); len(rows) != 0 {
		t.Errorf("lapsed too early: %v", rows)
	}
	rows := StandardBook().Lapsed(wall(t, "2028-01-01 12:00", time.UTC))
	if len(rows) == 0 {
		t.Fatal("rules 354 ended and nobody is told")
	}
	for _, row := range rows {
		if row.Act != "ПП 354" {
			t.Errorf("%s lapsed", row.Code)
		}
	}
}

const header = "code,act,clause,edition,valid_from,valid_to,status,kind,applies,condition,start,amount,unit,window,source,note\n"
const goodRow = "a-1,ПП 1,п. 1,2026,2026-01-01,,verified,inform,telephone,,registration,30,minutes,,copy,\n"

func TestReadRows(t *testing.T) {
	rows, err := ReadRows(strings.NewReader("# a remark\n" + header + goodRow))
	if err != nil || len(rows) != 1 || rows[0].Amount != 30 || rows[0].Applies[0] != "telephone" {
		t.Fatalf("%+v, %v", rows, err)
	}
	for name, change := range map[string][2]string{
		"code in Russian":     {"a-1", "а-1"},
		"no act":              {"ПП 1,", ","},
		"no clause":           {"п. 1,", " ,"},
		"no source":           {"copy", ""},
		"bad date":            {"2026-01-01", "2026-02-30"},
		"ends before":         {"2026-01-01,", "2026-01-01,2025-12-31"},
		"unknown status":      {"verified", "sure"},
		"unknown kind":        {"inform", "informs"},
		"unknown condition":   {"telephone,,", "telephone,full_moon,"},
		"unknown event":       {"registration", "dawn"},
		"unknown unit":        {"minutes", "moments"},
		"amount in words":     {"30", "thirty"},
		"no amount":           {"30", "0"},
		"negative amount":     {"30", "-5"},
		"amount of centuries": {"30", "300000"},
		"immediately in 30":   {"minutes", "immediately"},
		"window backwards":    {"minutes,", "minutes,23:00-08:00"},
		"window over days":    {"minutes,", "days,08:00-23:00"},
		"a field too many":    {"copy,", "copy,,"},
		"another header":      {"clause", "article"},
	} {
		table := header + goodRow
		broken := strings.Replace(table, change[0], change[1], 1)
		if broken == table {
			t.Fatalf("%s: changes nothing", name)
		}
		if rows, err := ReadRows(strings.NewReader(broken)); err == nil {
			t.Errorf("%s: taken as %+v", name, rows)
		}
	}
	if _, err := ReadRows(strings.NewReader("")); err == nil {
		t.Error("an empty table was taken")
	}
}

func TestNewBookRefusesOverlappingEditions(t *testing.T) {
	first := Row{Code: "a-1", Act: "a", Clause: "1", Edition: "1", ValidFrom: "2026-01-01", ValidTo: "2026-06-30",
		Status: Verified, Kind: Inform, Start: Registration, Amount: 1, Unit: Hours, Source: "copy"}
	for from, overlaps := range map[Date]bool{"2026-06-30": true, "2026-07-01": false} {
		second := first
		second.Edition, second.ValidFrom, second.ValidTo = "2", from, ""
		if _, err := NewBook([]Row{first, second}); (err != nil) != overlaps {
			t.Errorf("second from %s: %v", from, err)
		}
	}
}

func FuzzReadRows(f *testing.F) {
	f.Add(header + goodRow)
	f.Add(string(embedded("data/norms.csv")))
	f.Add(header + strings.Replace(goodRow, "minutes,", "hours,08:00-23:00", 1))
	f.Fuzz(func(t *testing.T, table string) {
		rows, err := ReadRows(strings.NewReader(table))
		if err != nil {
			return
		}
		start := time.Date(2026, 11, 23, 22, 30, 0, 0, time.UTC)
		for _, row := range rows {
			if due, err := row.Due(start, time.UTC, StandardCalendar()); err == nil && !due.After(start) {
				t.Errorf("%+v: due %s is not after its start", row, due)
			}
		}
	})
}
