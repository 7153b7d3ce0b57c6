package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/text/encoding/charmap"
)

// importingCity is an empty city in a database of the test's own.
func importingCity(t *testing.T, city, zone, name string) (setup, *pgxpool.Pool) {
	t.Helper()
	url, pool := emptyDatabase(t)
	home := with("DATABASE_URL=" + url)
	home.done(t, "", "city", "add", city, "--zone", zone, "--name", name)
	return home, pool
}

// imported is what an import of houses told.
type imported struct {
	rows, houses, joined, rejected, placed, unplaced, added, changed, revived, same, retired int
	kinds                                                                                    map[string]int
	complaints                                                                               []complaint
}

type complaint struct {
	kind     string
	rejected bool
}

// take runs an import with a report file and reads what it told.
func take(t *testing.T, home setup, kind, city, file string) imported {
	t.Helper()
	report := t.TempDir() + "/report.csv"
	out := home.done(t, "", "import", kind, "--city", city, "--report", report, file)
	done := imported{kinds: map[string]int{}}
	_, err := fmt.Sscanf(out, "%d rows read = %d houses + %d joined to another row + %d rejected\n%d houses = %d with a point + %d without\nadded %d, changed %d, revived %d, same %d, retired %d",
		&done.rows, &done.houses, &done.joined, &done.rejected, new(int), &done.placed, &done.unplaced, &done.added, &done.changed, &done.revived, &done.same, &done.retired)
	if err != nil {
		t.Fatalf("the import says %q: %v", out, err)
	}
	for _, line := range regexp.MustCompile(`(?m)^  (\w+) +(\d+)$`).FindAllStringSubmatch(out, -1) {
		n, _ := strconv.Atoi(line[2])
		done.kinds[line[1]] += n
	}
	for _, row := range rowsOf(t, report, ',')[1:] {
		done.complaints = append(done.complaints, complaint{row[2], row[3] == "true"})
	}
	return done
}

// rowsOf is a CSV file as rows.
func rowsOf(t *testing.T, file string, comma rune) [][]string {
	t.Helper()
	text, err := os.ReadFile(file)
	must(t, err)
	in := csv.NewReader(bytes.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = comma, -1, true
	rows, err := in.ReadAll()
	must(t, err)
	return rows
}

// addsUp holds that no row of the file is lost: it is a house, or it stands in the report as rejected.
func (i imported) addsUp(t *testing.T, pool *pgxpool.Pool, city string, records int) {
	t.Helper()
	kinds, refused, joined := map[string]int{}, 0, 0
	for _, c := range i.complaints {
		kinds[c.kind]++
		switch {
		case c.rejected && (c.kind == "doubled" || c.kind == "same_id"):
			joined++
		case c.rejected:
			refused++
		}
	}
	if fmt.Sprint(kinds) != fmt.Sprint(i.kinds) {
		t.Errorf("the report file holds %v, the import told %v", kinds, i.kinds)
	}
	if records != i.rows || i.rows != i.houses+i.joined+i.rejected || refused != i.rejected || joined != i.joined || i.houses != i.placed+i.unplaced || i.houses != i.added+i.changed+i.revived+i.same {
		t.Errorf("%d records, %d refused, %d joined: %+v", records, refused, joined, i.kinds)
	}
	living := ask[int](t, pool, "select count(*) from houses where city_id = $1 and retired_at is null", city)
	placed := ask[int](t, pool, "select count(*) from houses where city_id = $1 and retired_at is null and placed not in ('none', 'approximate')", city)
	if living != i.houses || placed != i.placed {
		t.Errorf("the database has %d houses, %d placed; the import told %d, %d", living, placed, i.houses, i.placed)
	}
}

// twiceAndLess imports a file two times, then without one house, then whole again.
func twiceAndLess(t *testing.T, home setup, pool *pgxpool.Pool, kind, city, file string, comma rune) imported {
	t.Helper()
	first := twice(t, home, pool, kind, city, file, comma)
	gone := ask[string](t, pool, "select source_id from houses where city_id = $1 and doubles = '{}' order by id limit 1", city)
	third := take(t, home, kind, city, without(t, file, gone))
	if third.retired != 1 || third.added != 0 || ask[int](t, pool, "select count(*) from houses where city_id = $1 and source_id = $2 and retired_at is not null", city, gone) != 1 {
		t.Errorf("without house %s: %+v", gone, third)
	}
	if fourth := take(t, home, kind, city, file); fourth.revived != 1 || fourth.added != 0 || fourth.retired != 0 {
		t.Errorf("with house %s again: %+v", gone, fourth)
	}
	return first
}

// twice imports a file two times: the second run changes nothing.
func twice(t *testing.T, home setup, pool *pgxpool.Pool, kind, city, file string, comma rune) imported {
	t.Helper()
	rows := rowsOf(t, file, comma)
	first := take(t, home, kind, city, file)
	first.addsUp(t, pool, city, len(rows)-1)
	before := ask[string](t, pool, fingerprint, city)
	second := take(t, home, kind, city, file)
	second.addsUp(t, pool, city, len(rows)-1)
	if second.added+second.changed+second.revived+second.retired != 0 || ask[string](t, pool, fingerprint, city) != before {
		t.Errorf("the second run of one file changes something: %+v", second)
	}
	return first
}

const fingerprint = `select md5(string_agg(h::text, '' order by id)) from houses h where city_id = $1`

// without is the file less the line of one house.
func without(t *testing.T, file, house string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	must(t, err)
	var kept []string
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, house+",") && !strings.HasPrefix(line, house+";") {
			kept = append(kept, line)
		}
	}
	return stored(t, "less.csv", []byte(strings.Join(kept, "")))
}

// flawedTown is an invented export with one of each flaw that real ones have.
func flawedTown(t *testing.T) string {
	rows := townRows(12)
	flawed := func(id, address, lat, lon, year string) []string {
		return []string{id, address, lat, lon, year, "Не заполнено", "2", "40", "1000.00", "Многоквартирный дом", "Не заполнено", "Нет"}
	}
	rows = append(rows,
		flawed("99001", "обл. Приречная, г. Приречье, ул. Лесная, д. 3", "55.000000", "73.302700", "1960"),
		flawed("99002", "Не заполнено", "55.0", "73.3", "1960"),
		flawed("99003", "обл. Приречная, г. Приречье, ул. Лесная", "55.0", "73.3", "1960"),
		flawed("99004", "обл. Приречная, г. Заречье, ул. Лесная, д. 40", "55.0", "73.3", "1960"),
		flawed("99005", "обл. Приречная, г. Приречье, ул. Лесная, д. 41", "Не заполнено", "", "3019"),
		flawed("99006", "обл. Приречная, г. Приречье, ул. Лесная, д. 42", "73.31", "55.001", "1960"),
		flawed("99007", "обл. Приречная, г. Приречье, ул. Лесная, д. 43", "55.6", "73.3", "1960"),
		flawed("99008", "обл. Приречная, г. Приречье, ул. Лесная, д. 45", "55.755864", "37.617698", "1960"),
		flawed("1001", "обл. Приречная, г. Приречье, ул. Лесная, д. 44", "55.0", "73.3", "1960"))
	for n := range 6 {
		rows = append(rows, flawed(fmt.Sprint(99100+n), fmt.Sprintf("обл. Приречная, г. Приречье, ул. Новая, д. %d", n+1), "55.02", "73.32", "1960"))
	}
	return written(t, "flawed.csv", exportColumns, rows)
}

func TestImportOfAnInventedTown(t *testing.T) {
	t.Parallel()
	home, pool := importingCity(t, "priechye", "Asia/Omsk", "Приречье")
	done := twiceAndLess(t, home, pool, "houses", "priechye", flawedTown(t), ',')
	for kind, least := range map[string]int{"doubled": 1, "no_address": 1, "unparsed": 1, "other_city": 1, "no_point": 1, "bad_value": 1, "swapped": 1, "far_point": 1, "same_id": 1, "shared_point": 6, "default_point": 1, "null_word": 8} {
		if done.kinds[kind] < least {
			t.Errorf("%d complaints of kind %s, want %d: %v", done.kinds[kind], kind, least, done.kinds)
		}
	}
	guessed := ask[int](t, pool, "select count(*) from houses where city_id = $1 and retired_at is null and placed = 'approximate'", "priechye")
	out := home.done(t, "", "city", "place", "--city", "priechye")
	if want := fmt.Sprintf(" by crews' visits, %d approximate, ", guessed); guessed == 0 || !strings.Contains(out, want) || !strings.Contains(out, "; 0 set, moved or taken away now") {
		t.Errorf("%d houses are approximate; city place says %q", guessed, out)
	}
}

func TestImportOfAnInventedRegister(t *testing.T) {
	t.Parallel()
	home, pool := importingCity(t, "priechye", "Europe/Ulyanovsk", "Приречье")
	text := "house_uuid;house_full_address\n"
	for n := 1; n <= 300; n++ {
		text += fmt.Sprintf("00000000-0000-4000-8000-%012d;Приречная обл, Приречье г, %s ул, %d\n", n, streets[n%10], n)
	}
	text += "00000000-0000-4000-8000-000000000999;Приречная обл, Приречье г, Лесная ул, 10\n;нет ничего\n"
	if done := twiceAndLess(t, home, pool, "register", "priechye", stored(t, "register.csv", []byte(text)), ';'); done.houses < 300 {
		t.Errorf("taken: %+v", done)
	}
}

func TestImportOfRealRegisters(t *testing.T) {
	t.Parallel()
	for _, city := range []struct {
		kind, id, zone, name, file string
		run                        func(*testing.T, setup, *pgxpool.Pool, string, string, string, rune) imported
	}{
		{"houses", "omsk", "Asia/Omsk", "Омск", "houses.csv", twiceAndLess},
		{"houses", "vladivostok", "Asia/Vladivostok", "Владивосток", "houses.csv", twiceAndLess},
		{"register", "ulyanovsk", "Europe/Ulyanovsk", "Ульяновск", "register.csv", twice},
	} {
		t.Run(city.id, func(t *testing.T) {
			t.Parallel()
			file := sharedData(t, city.id, city.file)
			home, pool := importingCity(t, city.id, city.zone, city.name)
			comma := map[string]rune{"houses": ',', "register": ';'}[city.kind]
			done := city.run(t, home, pool, city.kind, city.id, file, comma)
			t.Logf("%s: %d rows, %d houses, %d placed, %v", city.id, done.rows, done.houses, done.placed, done.kinds)
		})
	}
}

func TestImportOfCrewsAndContracts(t *testing.T) {
	t.Parallel()
	home, pool := importingCity(t, "priechye", "Asia/Omsk", "Приречье")
	home.done(t, "", "import", "houses", "--city", "priechye", written(t, "houses.csv", exportColumns, townRows(20)))
	bad := [][]string{
		{"", "Городская аварийная", "general", "2", "", "", ""},
		{"Маги", "Городская аварийная", "magic", "2", "", "", ""},
		{"Толпа", "Городская аварийная", "general", "900", "", "", ""},
		{"Далёкие", "Городская аварийная", "general", "2", "", "", "Луна"},
	}
	crews, report := written(t, "crews.csv", crewColumns, append(bad, townCrews...)), t.TempDir()+"/crews.csv"
	for range 2 {
		if out := home.done(t, "", "import", "crews", "--city", "priechye", "--report", report, crews); !strings.HasPrefix(out, "3 crews taken") {
			t.Errorf("crews: %s", out)
		}
		if lines := rowsOf(t, report, ','); len(lines) != 1+len(bad) {
			t.Errorf("the report of crews has %d rows: %v", len(lines)-1, lines)
		}
	}
	if n := ask[int](t, pool, "select count(*) from crews where lon is not null"); n != 2 {
		t.Errorf("%d crews have a base, want the one by point and the one by address", n)
	}

	torn := stored(t, "torn.csv", []byte("name,organisation,skills\nАВР-\x001,Городская аварийная,general\nАВР-9,Городская аварийная,general\n"))
	if out := home.done(t, "", "import", "crews", "--city", "priechye", "--rejects", report, torn); !strings.HasPrefix(out, "1 crew taken, 1 row refused") || rowsOf(t, report, ',')[1][5] != "нулевой байт в строке" {
		t.Errorf("a row with a zero byte: %s", out)
	}

	columns := []string{"organisation", "house", "service", "service_phone", "from", "to"}
	good := [][]string{{"УК Берег-1", "", "Аварийная Север", "600-500", "2026-01-01", ""}, {"", "ул. Лесная, 7", "Городская аварийная", "", "2026-02-01", "2030-01-01"}}
	wrong := [][]string{{"УК Берег-1", "ул. Лесная, 7", "Х", "", "", ""}, {"Никто", "", "Х", "", "", ""}, {"", "ул. Лесная, 777", "Х", "", "", ""}, {"УК Берег-2", "", "", "", "", ""}, {"УК Берег-2", "", "Х", "", "вчера", ""}}
	contracts := written(t, "contracts.csv", columns, append(wrong, good...))
	for range 2 {
		if out := home.done(t, "", "import", "contracts", "--city", "priechye", "--report", report, contracts); !strings.HasPrefix(out, "2 contracts taken") {
			t.Errorf("contracts: %s", out)
		}
		if lines := rowsOf(t, report, ','); len(lines) != 1+len(wrong) {
			t.Errorf("the report of contracts has %d rows: %v", len(lines)-1, lines)
		}
	}
	if n := ask[int](t, pool, "select count(*) from contracts"); n != 2 {
		t.Errorf("%d contracts after two runs", n)
	}
	if n := ask[int](t, pool, "select count(*) from organisations where name = 'Х'"); n != 0 {
		t.Error("a refused row left an organisation")
	}
}

// Files that are no files of ours end in a clear word and leave no trace.
func TestHostileFilesLeaveNoTrace(t *testing.T) {
	t.Parallel()
	home, pool := importingCity(t, "priechye", "Asia/Omsk", "Приречье")
	home.done(t, "", "import", "houses", "--city", "priechye", written(t, "houses.csv", exportColumns, townRows(3)))
	traces := func() string {
		return ask[string](t, pool, `select concat_ws(' ', (select md5(string_agg(h::text, '' order by id)) from houses h), (select count(*) from crews), (select count(*) from contracts), (select count(*) from organisations), (select register from cities))`)
	}
	before := traces()
	russian, err := charmap.Windows1251.NewEncoder().String("name,organisation,skills\nАВР-7,Городская аварийная,general\n")
	must(t, err)
	broken := "name,organisation,skills\nАВР-8,Новая служба,general\n" // a good row, then what nobody can read
	for name, file := range map[string]struct{ kind, text, words string }{
		"empty houses":             {"houses", "", "column"},
		"empty register":           {"register", "", "column"},
		"empty crews":              {"crews", "", "empty"},
		"empty contracts":          {"contracts", "", "empty"},
		"binary houses":            {"houses", "\x7fELF\x00\x01\x02" + strings.Repeat("\x00\xff", 5000), "UTF-8"},
		"binary crews":             {"crews", "\x7fELF\x00\x01\x02" + strings.Repeat("\x00\xff", 5000), ""},
		"endless line of houses":   {"houses", strings.Repeat("д", 4<<20), "column"},
		"endless line of register": {"register", strings.Repeat("x", 4<<20), "column"},
		"endless line of crews":    {"crews", broken + strings.Repeat("x", 33<<20), "MB"},
		"windows-1251 crews":       {"crews", russian, "UTF-8"},
		"crews that break off":     {"crews", broken + "\"АВР-9,\"\"", "quote"},
		"crews and then bytes":     {"crews", broken + "\xff\xfe,\xff,general\n", "UTF-8"},
		"contracts that break off": {"contracts", "organisation,service\nУК Берег-1,Новая служба\n\"x", "quote"},
		"another file's columns":   {"crews", "HOUSE_ID,ADDRESS\n1,2\n", "unknown column"},
		"houses that are crews":    {"houses", broken, "column"},
		"empty geojson":            {"geojson", "", "no GeoJSON"},
		"geojson that breaks off":  {"geojson", `{"features":[{"type":"Feature","properties":{"улица":"Лесная","дом":1},"geometry":null},{`, "1 row was read before that, nothing was written"},
		"endless geojson":          {"geojson", `{"features":["` + strings.Repeat("x", 40<<20), "larger than the limits"},
		"a ZIP that is none":       {"gar", "PK\x03\x04", "neither an .xml file nor a ZIP"},
		"a bomb":                   {"gar", packedBomb(t), "larger than the limits"},
		"gar that breaks off":      {"gar", packedFiles(t, map[string]string{"55/AS_ADDR_OBJ_1.XML": "<ADDRESSOBJECTS><OBJECT", "55/AS_HOUSES_1.XML": "", "55/AS_ADM_HIERARCHY_1.XML": ""}), "broken or cut short"},
	} {
		t.Run(name, func(t *testing.T) {
			home.refused(t, "", file.words, "import", file.kind, "--city", "priechye", stored(t, "hostile.csv", []byte(file.text)))
			if after := traces(); after != before {
				t.Errorf("traces %s, before %s", after, before)
			}
		})
	}
	home.refused(t, "", "no city", "import", "houses", "--city", "tomsk", stored(t, "x.csv", []byte("x")))
}

// packedFiles is a ZIP of texts.
func packedFiles(t *testing.T, texts map[string]string) string {
	t.Helper()
	text, err := os.ReadFile(archived(t, texts))
	must(t, err)
	return string(text)
}

// packedBomb is a ZIP that unpacks to a thousand times its size.
func packedBomb(t *testing.T) string {
	return packedFiles(t, map[string]string{"55/AS_HOUSES_1.XML": "<HOUSES>" + strings.Repeat(" ", 64<<20)})
}

// An export saved in windows-1251, as old programs do, is read as what it is.
func TestImportOfWindows1251(t *testing.T) {
	t.Parallel()
	home, pool := importingCity(t, "priechye", "Asia/Omsk", "Приречье")
	text, err := os.ReadFile(written(t, "houses.csv", exportColumns, townRows(3)))
	must(t, err)
	old, err := charmap.Windows1251.NewEncoder().Bytes(text)
	must(t, err)
	take(t, home, "houses", "priechye", stored(t, "old.csv", old)).addsUp(t, pool, "priechye", 30)
	if n := ask[int](t, pool, "select count(*) from houses where street = 'Лесная'"); n != 3 {
		t.Errorf("%d houses of Лесная", n)
	}
}

// A repeat of an Open311 report is the same report, also when an import has made its house known in between.
func TestRepeatAcrossAnImport(t *testing.T) {
	t.Parallel()
	home, pool := importingCity(t, "priechye", "Asia/Omsk", "Приречье")
	n := home.plus("PORT=0", "LISTEN=127.0.0.1").serve(t)
	report := intention{key: "repeat-across-import", city: "priechye", address: "ул. Лесная, 2", problem: "cold-pipe-leak"}
	first, _, status, err := report.send(t.Context(), http.DefaultClient, n.url)
	if err != nil || status != http.StatusCreated {
		t.Fatalf("refused with %d: %v", status, err)
	}
	home.done(t, "", "import", "houses", "--city", "priechye", written(t, "houses.csv", exportColumns, townRows(3)))
	await(t, "the service knows the house", func() bool {
		found := read[struct{ Answer *int64 }](t, n.nobody(), "GET", "/api/v1/cities/priechye/addresses?q=%D1%83%D0%BB.%20%D0%9B%D0%B5%D1%81%D0%BD%D0%B0%D1%8F,%202", nil)
		return found.Answer != nil
	})
	second, replayed, _, err := report.send(t.Context(), http.DefaultClient, n.url)
	if err != nil || second != first || !replayed || ask[int](t, pool, "select count(*) from requests") != 1 {
		t.Errorf("the repeat gave %s (replay %v) after %s: %v", second, replayed, first, err)
	}
}
