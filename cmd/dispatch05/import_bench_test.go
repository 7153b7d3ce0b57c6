package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkImports takes files of a large city from the disk to the committed register, each by the program itself:
// HOUSES says how many (50000). It tells the time of the first import and of the same file again, and the memory of the
// importing process at its height.
func BenchmarkImports(b *testing.B) {
	houses := 50_000
	if n, err := strconv.Atoi(os.Getenv("HOUSES")); err == nil {
		houses = n
	}
	for _, kind := range []string{"houses", "gar"} {
		b.Run(fmt.Sprintf("%s/%d", kind, houses), func(b *testing.B) {
			url, _ := emptyDatabase(b)
			home := with("DATABASE_URL=" + url)
			home.done(b, "", "city", "add", "priechye", "--zone", "Asia/Omsk", "--name", "Приречье")
			file := map[string]func() string{
				"houses": func() string { return written(b, "houses.csv", exportColumns, wideTown(houses)) },
				"gar":    func() string { return archived(b, garRegion(houses)) },
			}[kind]()
			for b.Loop() {
				first, peak := home.measured(b, "import", kind, "--city", "priechye", file)
				again, _ := home.measured(b, "import", kind, "--city", "priechye", file)
				b.ReportMetric(first.Seconds(), "s-first")
				b.ReportMetric(again.Seconds(), "s-again")
				b.ReportMetric(float64(peak)/(1<<20), "MB-peak")
			}
		})
	}
}

// wideTown is an export of a city of so many houses, a hundred a street, each 30 m from the next.
func wideTown(houses int) (rows [][]string) {
	for n := range houses {
		street := n / 100
		rows = append(rows, []string{fmt.Sprint(n + 1), fmt.Sprintf("обл. Приречная, г. Приречье, ул. %s, д. %d", streetName(street), n%100+1),
			fmt.Sprintf("%.6f", 54.9+float64(street/70)*0.003), fmt.Sprintf("%.6f", 73.1+float64(street%70)*0.05/10+float64(n%100)*0.00005), "1970", "5", "4", "80", "3000.00", "Многоквартирный дом", "УК Берег-1", "Нет"})
	}
	return rows
}

// measured runs a sub-command and tells how long it took and the most memory that it held, in bytes.
func (s setup) measured(b *testing.B, args ...string) (time.Duration, int64) {
	b.Helper()
	command := s.command(b.Context(), args...)
	var errs strings.Builder
	command.Stderr = &errs
	began := time.Now()
	if err := command.Run(); err != nil {
		b.Fatalf("%v: %v: %s", args, err, errs.String())
	}
	usage, _ := command.ProcessState.SysUsage().(*syscall.Rusage)
	return time.Since(began), usage.Maxrss << 10
}
