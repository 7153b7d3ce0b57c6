package main

import (
	"slices"
	"strings"
	"testing"
)

// What a tool refuses it refuses in words of the trade: nothing of the database's, and in two languages.
func TestToolsRefuseInWords(t *testing.T) {
	t.Parallel()
	home, _ := importingCity(t, "priechye", "Asia/Omsk", "Приречье")
	for _, c := range []struct {
		words string
		args  []string
	}{
		{"small latin letters", []string{"city", "add", "ОМ", "--zone", "Asia/Omsk"}},
		{"exists already", []string{"city", "add", "priechye", "--zone", "Asia/Omsk"}},
		{"there is no fault \"heating-non\"; near it: heating-none", []string{"who", "--city", "priechye", "--house", "1", "--problem", "heating-non"}},
		{"there is no fault \"qqq\"; the codes stand in", []string{"ladder", "--city", "priechye", "--house", "1", "--problem", "qqq"}},
		{"Неизвестный часовой пояс", []string{"city", "add", "tomsk", "--zone", "Asia/Nowhere"}},
	} {
		got := home.tool(t, "", c.args...)
		said := got.out + got.err
		if got.code == 0 || !strings.Contains(said, c.words) || strings.Contains(said, "SQLSTATE") || strings.Contains(said, "constraint") {
			t.Errorf("%v: %s", c.args, said)
		}
	}
}

// The doctor names each level of the ladder that nobody holds; a foreman of another service fills none.
func TestDoctorNamesEmptyChairs(t *testing.T) {
	t.Parallel()
	home, _ := importingCity(t, "priechye", "Asia/Omsk", "Приречье")
	home.done(t, "", "import", "houses", "--city", "priechye", written(t, "houses.csv", exportColumns, townRows(3)))
	home.done(t, "", "import", "crews", "--city", "priechye", written(t, "crews.csv", crewColumns, townCrews))
	own := "Служба 05"
	home.refused(t, "", "things are wrong", "doctor")
	if got := home.tool(t, "", "doctor"); !strings.Contains(got.out, "priechye: no road map") {
		t.Errorf("nothing of roads: %s", got.out)
	}
	for _, c := range []struct{ role, organisation, lacks string }{
		{"foreman", "Городская аварийная", "foreman (of the city's own service), senior, chief_engineer, committee"},
		{"foreman", own, "nobody as senior, chief_engineer, committee"},
		{"senior", "", "nobody as chief_engineer, committee"},
		{"chief_engineer", own, "nobody as committee"},
		{"committee", "", ""},
	} {
		login := strings.ReplaceAll(c.role, "_", "-") + map[bool]string{true: "-own"}[c.organisation == own]
		args := []string{"user", "add", "--city", "priechye", "--role", c.role, login}
		if c.organisation != "" {
			args = slices.Insert(args, 2, "--organisation", c.organisation)
		}
		home.done(t, chiefPassword+"\n", args...)
		got := home.tool(t, "", "doctor")
		if (got.code == 0) != (c.lacks == "") || !strings.Contains(got.out, c.lacks) {
			t.Errorf("with %s of %q: %d %s%s", c.role, c.organisation, got.code, got.out, got.err)
		}
	}
}

// Without a report file the refused rows are named by line and reason, the first twenty of them; with one
// the reasons stand there in Russian too.
func TestRefusedRowsAreNamed(t *testing.T) {
	t.Parallel()
	home, _ := importingCity(t, "priechye", "Asia/Omsk", "Приречье")
	rows := [][]string{{"АВР-9", "Городская аварийная", "plumbing, sewer;heating", "2", "", "", ""}}
	rows = append(rows, []string{"АВР\u200b-8", "Городская аварийная", "plumbing", "2", "", "", ""})
	for range 22 {
		rows = append(rows, []string{"Маги", "Городская аварийная", "magic", "2", "", "", ""})
	}
	crews := written(t, "crews.csv", crewColumns, rows)
	out := home.done(t, "", "import", "crews", "--city", "priechye", crews)
	for _, words := range []string{"1 crew taken, 23 rows refused, 24 rows read", "line 3: There are characters here that nobody sees", "line 4: unknown skill \"magic\"", "line 22: ", "and 3 more", "--report FILE"} {
		if !strings.Contains(out, words) {
			t.Errorf("lacks %q: %s", words, out)
		}
	}
	if strings.Contains(out, "line 23: ") {
		t.Errorf("more than twenty: %s", out)
	}
	contracts := written(t, "contracts.csv", []string{"organisation", "house", "service"}, [][]string{{"УК Берег", "ул. 10 лет Октября, 1", "Х"}})
	report := t.TempDir() + "/report.csv"
	home.done(t, "", "import", "contracts", "--city", "priechye", "--report", report, contracts)
	row := rowsOf(t, report, ',')[1]
	if row[1] != "УК Берег / ул. 10 лет Октября, 1" || row[5] != "нужна организация или дом, что-то одно" {
		t.Errorf("the report says %q", row)
	}
}
