package main

import (
	"strings"
	"testing"
)

// TestImportsKnowWhereTheCityIs: a later file that is swapped, or cut short, moves and retires nothing.
func TestImportsKnowWhereTheCityIs(t *testing.T) {
	t.Parallel()
	home, pool := importingCity(t, "omsk", "Asia/Omsk", "Омск")
	const head = "HOUSE_ID,ADDRESS,LAT,LON\n"
	rows := func(lat, lon string) string {
		var text strings.Builder
		text.WriteString(head)
		for _, n := range []string{"1", "2", "3", "4", "5", "6"} {
			text.WriteString(n + `,"г. Омск, ул. Ровная, д. ` + n + `",` + lat + n + "," + lon + n + "\n")
		}
		return text.String()
	}
	home.done(t, "", "import", "houses", "--city", "omsk", stored(t, "a.csv", []byte(rows("54.98", "73.36"))))
	where := func() string {
		return ask[string](t, pool, `select round(avg(lon)) || ' ' || round(avg(lat)) || ' ' || count(*) filter (where retired_at is null) from houses`)
	}
	if got := where(); got != "73 55 6" {
		t.Fatalf("the city: %s", got)
	}
	out := home.done(t, "", "import", "houses", "--city", "omsk", stored(t, "swapped.csv", []byte(rows("73.36", "54.98"))))
	if got := where(); got != "73 55 6" || !strings.Contains(out, "swapped") {
		t.Errorf("a swapped file: %s; %s", got, out)
	}
	home.done(t, "", "import", "houses", "--city", "omsk", stored(t, "moved.csv", []byte(rows("59.98", "73.36"))))
	if got := where(); got != "73 55 6" {
		t.Errorf("a displaced file: %s", got)
	}
	cut := rows("54.98", "73.36")
	cut = cut[:strings.Index(cut, `, д. 4"`)]
	home.refused(t, "", "cut short", "import", "houses", "--city", "omsk", stored(t, "cut.csv", []byte(cut)))
	if got := where(); got != "73 55 6" {
		t.Errorf("a file that was cut short: %s", got)
	}
	home.done(t, "", "import", "houses", "--city", "omsk", "--shrinks", stored(t, "cut.csv", []byte(cut)))
	if got := where(); !strings.HasSuffix(got, " 3") {
		t.Errorf("taken all the same: %s", got)
	}
}
