package main

import (
	"strings"
	"testing"
)

var (
	peopleColumns = []string{"name", "organisation", "role", "phone", "email", "telegram", "crew"}
	rosterColumns = []string{"post", "role", "organisation", "crew", "first", "hand_over", "hours", "turns"}
)

// A city's people and rotations come from files, twice without a change; then anybody can ask who answers for a
// house, a fault and a moment.
func TestWhoAnswersAfterImports(t *testing.T) {
	t.Parallel()
	home, pool := importingCity(t, "priechye", "Asia/Omsk", "Приречье")
	home.done(t, "", "import", "houses", "--city", "priechye", written(t, "houses.csv", exportColumns, townRows(20)))
	home.done(t, "", "import", "crews", "--city", "priechye", written(t, "crews.csv", crewColumns, append(townCrews, []string{"АВР-7", "Служба 05", "heating", "2", "", "", ""})))
	people := written(t, "people.csv", peopleColumns, [][]string{
		{"Иванов И. И.", "Служба 05", "", "8 (000) 005-60-01", "", "", "АВР-7"}, {"Петров П. П.", "Служба 05", "crew", "", "", "12345", "АВР-7"},
		{"Мастеров М. М.", "служба 05", "foreman", "", "m@example.ru", "", ""},
		{"Никто", "Неизвестная", "crew", "", "", "", ""}, {"Король", "Служба 05", "king", "", "", "", ""}, {"Глухой", "Служба 05", "crew", "звоните", "", "", ""}})
	plan := written(t, "roster.csv", rosterColumns, [][]string{
		{"АВР-7", "", "", "АВР-7", "2026-11-01", "08:00", "24", "Иванов И. И.; Петров П. П. + Иванов И. И."},
		{"Мастер", "foreman", "Служба 05", "", "2026-11-01", "", "168", "Мастеров М. М."},
		{"Старший", "senior", "", "", "2026-11-01", "", "12", "Никто"}, {"Дырявый", "foreman", "Служба 05", "", "2026-11-01", "", "7", "Мастеров М. М."}})
	for range 2 {
		report := t.TempDir() + "/report.csv"
		if out := home.done(t, "", "import", "people", "--city", "priechye", "--report", report, people); !strings.HasPrefix(out, "3 people taken, 3 rows refused") || len(rowsOf(t, report, ',')) != 4 {
			t.Errorf("people: %s", out)
		}
		if out := home.done(t, "", "import", "roster", "--city", "priechye", plan); !strings.HasPrefix(out, "2 rotations taken, 2 rows refused") {
			t.Errorf("roster: %s", out)
		}
	}
	if n := ask[int](t, pool, "select count(*) from roster_log"); n != 3+2+2 {
		t.Errorf("%d lines in the log of two runs of one file", n)
	}
	out := home.done(t, "", "who", "--city", "priechye", "--address", "ул. Лесная, 7", "--problem", "heating-none", "--at", "2026-11-29 03:10")
	for _, words := range []string{"2026-11-29 03:10", "Служба 05", "by default", "Петров П. П.", "Иванов И. И. +70000056001", "Мастеров М. М.", "told at ", "Senior dispatcher", "! Senior dispatcher: nobody"} {
		if !strings.Contains(out, words) {
			t.Errorf("lacks %q:\n%s", words, out)
		}
	}
	out = home.done(t, "", "ladder", "--city", "priechye", "--address", "ул. Лесная, 7", "--problem", "heating-none", "--at", "2026-11-29 03:10")
	for _, words := range []string{"Служба 05", "ladder plain: no other ladder names any of it", "+0 min", "Мастеров М. М.", "(sms: not set up in this city)", "+10 min", "nobody: passed at once"} {
		if !strings.Contains(out, words) {
			t.Errorf("the ladder lacks %q:\n%s", words, out)
		}
	}
	home.refused(t, "", "not of the form", "who", "--city", "priechye", "--house", "1", "--problem", "heating-none", "--at", "вчера")
	home.refused(t, "", "there is no fault", "who", "--city", "priechye", "--address", "ул. Лесная, 7", "--problem", "nonsense")
}

// The doctor tells gaps and people whom nobody can reach days before.
func TestDoctorLooksThroughThePlan(t *testing.T) {
	t.Parallel()
	home, pool := importingCity(t, "priechye", "Asia/Omsk", "Приречье")
	home.done(t, "", "import", "people", "--city", "priechye", written(t, "people.csv", peopleColumns, [][]string{{"Немой Н. Н.", "Служба 05", "foreman", "", "", "", ""}}))
	columns := append([]string{"daily"}, rosterColumns...)
	home.done(t, "", "import", "roster", "--city", "priechye", written(t, "roster.csv", columns,
		[][]string{{"yes", "Мастер", "foreman", "Служба 05", "", "2026-01-01", "08:00", "12", "Немой Н. Н."}}))
	got := home.tool(t, "", "doctor")
	for _, words := range []string{"1 post, ", " flaws in the plan of the next 7 days", "Мастер: nobody on duty", "Мастер, Немой Н. Н.: cannot be told: neither a login nor a contact for a channel", "nobody as senior, chief_engineer, committee"} {
		if !strings.Contains(got.out, words) {
			t.Errorf("lacks %q:\n%s", words, got.out)
		}
	}
	if got.code == 0 || ask[int](t, pool, "select count(*) from posts") != 1 {
		t.Errorf("the doctor found nothing: %s", got.out)
	}
}
