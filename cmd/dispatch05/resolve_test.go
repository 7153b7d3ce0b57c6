package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// riverRegister is a register file of an invented town.
const riverRegister = `house_uuid;house_full_address
a1;Речная обл, Демоград г, Яблонева ул, 1
a2;Речная обл, Демоград г, Яблонева ул, 2
a4;Речная обл, Демоград г, Яблонева ул, 4
a4-again;Речная обл, Демоград г, Яблонева ул, 4
b5;Речная обл, Демоград г, Карла Бакена ул, 5
`

func registerFile(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "register.csv")
	if err := os.WriteFile(path, []byte(riverRegister), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestResolveReadsComments(t *testing.T) {
	comments := "shutdown_id;comment\n7;\"утечка Д=100; без ХВС Яблонева 1-4; К. Бакена 5\"\n8;закрытие для УК\n9;Яблонева 4\n"
	got := with().done(t, comments, "resolve", "--register", registerFile(t))
	want := "shutdown_id;house_uuids\n7;a1,a2,a4,a4-again,b5\n8;\n9;a4,a4-again\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestResolveTellsAllOfAComment(t *testing.T) {
	comments := "shutdown_id;comment\n7;\"Яблонева 1 утечка Д=100; без ХВС К. Бакена 5, 99\"\n"
	var got reading
	if err := json.Unmarshal([]byte(with().done(t, comments, "resolve", "--json", "--register", registerFile(t))), &got); err != nil {
		t.Fatal(err)
	}
	comment := []rune("Яблонева 1 утечка Д=100; без ХВС К. Бакена 5, 99")
	switch {
	case got.ID != "7" || got.Cause != "утечка" || len(got.DiametersMM) != 1 || got.DiametersMM[0] != 100:
		t.Errorf("%+v", got)
	case len(got.Site) != 1 || got.Site[0].IDs[0] != "a1":
		t.Errorf("site %+v", got.Site)
	case len(got.Houses) != 1 || got.Houses[0].IDs[0] != "b5" || string(comment[got.Houses[0].Span.Start:got.Houses[0].Span.End]) != "5":
		t.Errorf("houses %+v", got.Houses)
	case len(got.Unresolved) != 1 || got.Unresolved[0].Span.Text != "99" || got.Unresolved[0].Reason != "no_such_house":
		t.Errorf("unresolved %+v", got.Unresolved)
	}
}

func TestResolveReadsSingleAddresses(t *testing.T) {
	got := with().done(t, "id;query\n1;яблонева 2\n2;Грушевая 2\n", "resolve", "--single", "--register", registerFile(t))
	lines := strings.Split(strings.TrimSpace(got), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], `"answer":"a2"`) || !strings.Contains(lines[1], `"answer":null`) {
		t.Errorf("%s", got)
	}
}
