package sheet_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/reports"
	"dispatch05/dispatch/reports/sheet"
)

var (
	omsk = time.FixedZone("Omsk", 6*60*60)
	from = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	ask  = reports.Ask{City: "reka", Scope: reports.City, From: from, To: from.Add(12 * time.Hour), AsOf: from.Add(12 * time.Hour)}
)

func words(names bool) reports.Words {
	return reports.Words{Names: names, Zone: omsk, Rules: dispatch.StandardRules()}
}

// matter is a leak that was contained 90 minutes after the call, told by somebody who types formulas.
func matter() reports.Matter {
	at := func(minutes int) time.Time { return from.Add(time.Duration(minutes) * time.Minute) }
	met := at(90)
	m := reports.Matter{Case: dispatch.Case{
		Request: dispatch.Request{ID: 7, Year: 2026, Number: 7, Channel: dispatch.Telephone, Problem: "cold-riser-burst", Category: "cold_water", Flat: "12",
			Text: "=HYPERLINK(\"http://x\")", CallerName: "@Иван", Phone: "+79136000001", ReceivedAt: at(0), RegisteredAt: at(1)},
		Place:  dispatch.Place{Address: "-Лесная ул., 1"},
		Clocks: []dispatch.Clock{{Kind: norms.Localise, Norm: "416-13-localise", Clause: "ПП 416, п. 13", Edition: "20.06.2026", StartedAt: at(1), DueAt: at(31), MetAt: &met}},
	}}
	m.Journal = []dispatch.Entry{
		{At: at(1), Actor: "Оператор", Kind: "registered", To: "registered"},
		{At: at(30), Kind: "order", To: "sent", Detail: dispatch.Detail{Crew: "Бригада 1", Organisation: "Аварийная"}},
		{At: at(90), Kind: "order", From: "on_site", To: "localised", Detail: dispatch.Detail{Note: "+перекрыли стояк"}},
		{At: at(20 * 60), Kind: "inform", Detail: dispatch.Detail{PlannedAt: &met}}, // after the report's moment
	}
	return m
}

func opened(t *testing.T, write func(*bytes.Buffer) error) *excelize.File {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

func journal(t *testing.T, names bool) []string {
	t.Helper()
	file := opened(t, func(out *bytes.Buffer) error {
		j, err := sheet.BeginJournal(words(names), ask, "=УК «Дом»")
		if err != nil {
			return err
		}
		defer j.Close()
		if err := j.Add(matter()); err != nil {
			return err
		}
		return j.Finish(out)
	})
	rows, err := file.GetRows("Журнал заявок")
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows: %v, %v", len(rows), rows, err)
	}
	for _, cell := range []string{"A2", "G4", "H4", "J4", "K4"} {
		if formula, _ := file.GetCellFormula("Журнал заявок", cell); formula != "" {
			t.Errorf("%s holds the formula %s", cell, formula)
		}
	}
	if head, err := file.GetHeaderFooter("Журнал заявок"); err != nil || !strings.Contains(head.OddFooter, "&P") || !strings.Contains(head.OddHeader, "УК «Дом»") {
		t.Errorf("the pages are headed %+v, %v", head, err)
	}
	return rows[3]
}

func TestJournalIsReadBack(t *testing.T) {
	row := strings.Join(journal(t, true), "|")
	for _, want := range []string{"1|26-7|23.11.2026 08:00|23.11.2026 08:01|телефон|Оператор|'@Иван, кв. 12, +79136000001|'-Лесная ул., 1|", "'+перекрыли стояк", "Аварийная, Бригада 1", "|кв. 12|23.11.2026 09:30"} {
		if !strings.Contains(row, want) {
			t.Errorf("%q is not in the line %q", want, row)
		}
	}
}

func TestJournalWithoutNames(t *testing.T) {
	row := strings.Join(journal(t, false), "|")
	for _, personal := range []string{"Иван", "913", "HYPERLINK", "кв. 12"} {
		if strings.Contains(row, personal) {
			t.Errorf("%q is in the line %q", personal, row)
		}
	}
}

func TestReportIsReadBack(t *testing.T) {
	file := opened(t, func(out *bytes.Buffer) error {
		r, err := sheet.BeginReport(words(false), ask, "Река")
		if err != nil {
			return err
		}
		defer r.Close()
		tally := reports.NewTally(ask)
		tally.Add(matter())
		if err := r.Add(matter()); err != nil {
			return err
		}
		return r.Finish(tally.Report(), out)
	})
	if sheets := file.GetSheetList(); sheets[0] != "Итоги" || len(sheets) != 7 {
		t.Fatalf("sheets %v", sheets)
	}
	terms, _ := file.GetRows("Сроки")
	if got := strings.Join(terms[1], "|"); !strings.HasSuffix(got, "|ПП 416, п. 13|20.06.2026|23.11.2026 08:01|23.11.2026 08:31|23.11.2026 09:30|с опозданием|59") {
		t.Errorf("term %q", got)
	}
	summary, _ := file.GetRows("Итоги")
	if got := strings.Join(summary[7], "|"); !strings.HasSuffix(got, "|0|1|0.0%") {
		t.Errorf("honest rate %q", got)
	}
}

func TestSummaryTellsTermsOfOneClauseApart(t *testing.T) {
	figures := reports.Report{Clauses: []reports.Clause{
		{Kind: "answer", Text: "ПП 416, п. 13", Channels: []string{"telephone", "radio"}}, {Kind: "answer", Text: "ПП 416, п. 13", Channels: []string{"portal"}},
		{Kind: "clear", Channels: []string{"telephone"}}, {Kind: "release", Channels: []string{"telephone"}},
	}}
	file := opened(t, func(out *bytes.Buffer) error {
		r, err := sheet.BeginReport(words(false), ask, "Река")
		if err != nil {
			return err
		}
		defer r.Close()
		return r.Finish(figures, out)
	})
	rows, _ := file.GetRows("Итоги")
	var titles []string
	for _, row := range rows[len(rows)-len(figures.Clauses):] {
		titles = append(titles, row[2])
	}
	if got := strings.Join(titles, "|"); got != "Ответить: телефон, рация|Ответить: портал|Устранить засор|Освободить людей" {
		t.Errorf("terms are called %q", got)
	}
}
