package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestReportFromTheCommandLine writes both workbooks of a city's period and reads them back.
func TestReportFromTheCommandLine(t *testing.T) {
	t.Parallel()
	home, pool := importingCity(t, "reka", "Asia/Omsk", "Река")
	for _, statement := range []string{
		`insert into requests (city_id, year, number, link, state, channel, problem, category, severity, address_text, caller_name, phone, service_id, received_at, registered_at, damaged_at)
			select 'reka', 2026, 1, repeat('a', 26), 'registered', 'telephone', 'cold-riser-burst', 'cold_water', 1, 'Лесная 1', 'Иван', '+79136000001', id, t, t, t
			from organisations, (values ('2026-11-23T17:30:00Z'::timestamptz)) v (t) where own`, // half past eleven at night in Omsk
		`insert into journal (city_id, request_id, seq, at, actor, role, kind, to_state) select city_id, id, 1, registered_at, 'oper', 'operator', 'registered', state from requests`,
	} {
		if _, err := pool.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "journal.xlsx")
	home.done(t, "", "report", "--city", "reka", "--from", "2026-11-23", "--to", "2026-11-23", "--journal", "--out", file)
	if rows := cells(t, file, "Журнал заявок"); !strings.Contains(rows, "26-1 23.11.2026 23:30") || strings.Contains(rows, "Иван") || strings.Contains(rows, "Лесная") {
		t.Errorf("journal without names: %s", rows)
	}
	home.done(t, "", "report", "--city", "reka", "--from", "2026-11-23T20:00", "--to", "2026-11-24T08:00", "--journal", "--names", "--out", file)
	if rows := cells(t, file, "Журнал заявок"); !strings.Contains(rows, "Иван, +79136000001 Лесная 1") {
		t.Errorf("journal with names: %s", rows)
	}
	home.done(t, "", "report", "--city", "reka", "--from", "2026-11-24", "--to", "2026-11-24", "--english", "--out", file)
	if rows := cells(t, file, "Summary"); !strings.Contains(rows, "Registered 0") || !strings.Contains(rows, "Open at the end 1") {
		t.Errorf("report: %s", rows)
	}
	if left, _ := os.ReadDir(filepath.Dir(file)); len(left) != 1 {
		t.Errorf("beside the file lie %v", left)
	}
}

func cells(t *testing.T, path, sheet string) string {
	t.Helper()
	file, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := file.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(rows)
}
