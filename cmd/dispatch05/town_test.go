package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"dispatch05/dispatch/postgres/local"
)

// An invented city for stories that want an imported one: rows in the form of the housing export.
var (
	exportColumns = []string{"HOUSE_ID", "ADDRESS", "LAT", "LON", "YEAR", "LEVELS_MAX", "DOORS", "ROOM_COUNT_LIVE", "AREA_LIVE", "HOUSE_TYPE", "MGMT_COMPANY", "AVAR"}
	streets       = []string{"Лесная", "Речная", "Заводская", "Садовая", "Полевая", "Вокзальная", "Солнечная", "Школьная", "Мостовая", "Пристанская"}
)

// townRows are houses of ten streets, each on a place of its own.
func townRows(perStreet int) [][]string {
	var rows [][]string
	for s, street := range streets {
		for n := 1; n <= perStreet; n++ {
			lat, lon := 55.0+float64(s)*0.004, 73.3+float64(n)*0.0009
			rows = append(rows, []string{fmt.Sprint(s*1000 + n), fmt.Sprintf("обл. Приречная, г. Приречье, ул. %s, д. %d", street, n), fmt.Sprintf("%.6f", lat), fmt.Sprintf("%.6f", lon),
				fmt.Sprint(1950 + n), fmt.Sprint(1 + n%16), fmt.Sprint(1 + n%6), fmt.Sprint(20 + n), "1000.00", "Многоквартирный дом", fmt.Sprintf("УК Берег-%d", s%3+1), "Нет"})
		}
	}
	return rows
}

// written puts rows into a file of the test's own.
func written(t testing.TB, name string, header []string, rows [][]string) string {
	t.Helper()
	var text bytes.Buffer
	out := csv.NewWriter(&text)
	must(t, out.Write(header))
	must(t, out.WriteAll(rows))
	return stored(t, name, text.Bytes())
}

func stored(t testing.TB, name string, text []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	must(t, os.WriteFile(file, text, 0o600))
	return file
}

var (
	crewColumns = []string{"name", "organisation", "skills", "people", "phone", "tablet", "base"}
	townCrews   = [][]string{
		{"АВР-1", "Городская аварийная", "plumbing heating sewer general", "3", "+7 913 600-01-01", "yes", "73.32 55.01"},
		{"АВР-2", "Городская аварийная", "plumbing heating general", "2", "+7 913 600-01-02", "yes", "ул. Речная, 12"},
		{"Электрики", "Городская аварийная", "electric", "2", "+7 913 600-01-03", "no", ""},
	}
)

// foundTown makes a city from a file of houses, with crews, a dispatcher and a crew's login.
func foundTown(t testing.TB, home setup, city, houses string) {
	t.Helper()
	foundTownIn(t, home, city, "Asia/Omsk", houses)
}

func foundTownIn(t testing.TB, home setup, city, zone, houses string) {
	t.Helper()
	home.done(t, "", "city", "add", city, "--zone", zone)
	home.done(t, "", "import", "houses", "--city", city, houses)
	home.done(t, "", "import", "crews", "--city", city, written(t, "crews.csv", crewColumns, townCrews[:1]))
	home.done(t, chiefPassword, "user", "add", "desk", "--city", city, "--role", "dispatcher")
	home.done(t, chiefPassword, "user", "add", "avr1", "--city", city, "--role", "crew", "--crew", "АВР-1")
}

// founding lets tools work on the private server of a data folder before a service does: one start for all of them.
func founding(t testing.TB, dir string, tools func(setup)) {
	t.Helper()
	server, err := local.Start(t.Context(), local.Config{DataDir: dir, Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	defer func() {
		if err := server.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}()
	must(t, server.CreateDatabase(t.Context(), databaseName))
	tools(with("DATABASE_URL=" + server.URL(databaseName)))
}

// attached is a pool on the private server that a service holds.
func attached(t testing.TB, dir string) *pgxpool.Pool {
	t.Helper()
	url, err := local.Attach(dir, databaseName)
	must(t, err)
	pool, err := pgxpool.New(t.Context(), url)
	must(t, err)
	t.Cleanup(pool.Close)
	return pool
}

// column is a list of texts of the database.
func column(t testing.TB, pool *pgxpool.Pool, sql string, args ...any) (values []string) {
	t.Helper()
	rows, err := pool.Query(t.Context(), sql, args...)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var value string
		must(t, rows.Scan(&value))
		values = append(values, value)
	}
	must(t, rows.Err())
	return values
}

// sharedData is a file of the shared data, which no test may need.
func sharedData(t testing.TB, parts ...string) string {
	t.Helper()
	folder := os.Getenv("DISPATCH05_DATA")
	if folder == "" {
		folder = "../../../shared/data"
	}
	file := filepath.Join(append([]string{folder}, parts...)...)
	if _, err := os.Stat(file); err != nil {
		t.Skipf("the shared data are not on this machine: no %s", file)
	}
	file, err := filepath.Abs(file)
	must(t, err)
	return file
}
