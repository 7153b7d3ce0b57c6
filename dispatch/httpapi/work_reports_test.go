package httpapi_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"dispatch05/dispatch/reports"
)

// reportQuery asks for the twelve hours that have not yet ended.
func (w *town) reportQuery(scope string) string {
	return "?" + url.Values{"scope": {scope}, "from": {w.time().Add(-11 * time.Hour).Format(time.RFC3339)}, "to": {w.time().Add(time.Hour).Format(time.RFC3339)}, "lang": {"ru"}}.Encode()
}

// A shift as the senior dispatcher reads it: figures, the workbook with the same figures, and the journal, which
// names the caller to those who speak with callers, and to nobody else.
func TestReportsOfAShift(t *testing.T) {
	w := newTown(t)
	m := w.matter(home)
	w.escalate(&m)
	senior, committee, api := w.enter(home, "senior"), w.enter(home, "committee"), "/api/v1/cities/"+home+"/reports"
	r := read[reports.Report](t, senior.call("GET", api+w.reportQuery("city"), nil), http.StatusOK)
	if r.Registered.Count != 1 || r.Registered.Requests[0].ID != m.request || r.Honest.Of == 0 || len(r.Escalations) == 0 {
		t.Errorf("report %+v", r)
	}

	book := workbook(t, senior.call("GET", api+".xlsx"+w.reportQuery("city"), nil))
	overdue := 0
	for _, c := range r.Clauses {
		overdue += c.Overdue.Count
	}
	terms, _ := book.GetRows("Сроки")
	if n := strings.Count(fmt.Sprint(terms), "просрочен, не завершён"); n != overdue || n == 0 {
		t.Errorf("the workbook has %d overdue terms, the report %d", n, overdue)
	}

	page := senior.call("GET", api+"/journal"+w.reportQuery("city"), nil)
	for _, want := range []string{"<td>1</td>", r.Registered.Requests[0].Number, "Город reka", "Иван, кв. 12, +79136000001", "Бригада 1", "Конец журнала"} {
		if !strings.Contains(plain(page), want) {
			t.Errorf("%q is not in the journal %s", want, page.body)
		}
	}
	for _, told := range []string{plain(committee.call("GET", api+"/journal"+w.reportQuery("city"), nil)), fmt.Sprint(workbook(t, committee.call("GET", api+"/journal.xlsx"+w.reportQuery("city"), nil)).GetRows("Журнал заявок"))} {
		if !strings.Contains(told, r.Registered.Requests[0].Number) || strings.Contains(told, "Иван") || strings.Contains(told, "9136000001") || strings.Contains(told, "течёт") {
			t.Errorf("the committee's journal: %s", told)
		}
	}
}

func plain(a reply) string { return strings.ReplaceAll(a.body, "&#43;", "+") }

func workbook(t *testing.T, a reply) *excelize.File {
	t.Helper()
	if a.status != http.StatusOK {
		t.Fatalf("answered %d %s", a.status, a.body)
	}
	file, err := excelize.OpenReader(strings.NewReader(a.body))
	must(t, err)
	t.Cleanup(func() { _ = file.Close() })
	return file
}

func TestTheLastShiftEndsWhereThisOneBegins(t *testing.T) {
	w := newTown(t)
	senior, api := w.enter(home, "senior"), "/api/v1/cities/"+home+"/reports"
	this := read[reports.Report](t, senior.call("GET", api, nil), http.StatusOK)
	last := read[reports.Report](t, senior.call("GET", api+"?shift=last", nil), http.StatusOK)
	if !last.To.Equal(this.From) || last.To.Sub(last.From) != 12*time.Hour {
		t.Errorf("this shift from %s, the last one from %s to %s", this.From, last.From, last.To)
	}
}

func TestReportsRefuseInWords(t *testing.T) {
	w := newTown(t)
	senior := w.enter(home, "senior")
	if got := senior.call("GET", "/api/v1/cities/"+home+"/reports?scope=city&from=2027-01-01T00:00:00Z&to=2027-02-01T00:00:00Z", nil); !strings.Contains(got.body, "Этот период ещё не начался") {
		t.Errorf("a report of the future: %d %s", got.status, got.body)
	}
	for query, code := range map[string]string{
		"?scope=year": "unknown_scope", "?from=yesterday": "bad_time", "?scope=organisation": "organisation_missing", "?scope=organisation&organisation=9999": "unknown_organisation",
		"?scope=city&from=2026-11-23T00:00:00Z&to=2026-11-22T00:00:00Z": "bad_period", "?scope=shift&from=2026-11-20T00:00:00Z&to=2026-11-23T00:00:00Z": "bad_period",
		"?scope=city&from=2027-01-01T00:00:00Z&to=2027-02-01T00:00:00Z": "period_to_come",
	} {
		for _, path := range []string{".xlsx", "/journal", "/journal.xlsx"} {
			if got := senior.call("GET", "/api/v1/cities/"+home+"/reports"+path+query, nil); got.status < 400 || got.status > 499 || !strings.Contains(got.body, code) {
				t.Errorf("%s%s: %d %s, want %s", path, query, got.status, got.body, code)
			}
		}
	}
}
