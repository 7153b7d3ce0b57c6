package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// arrows are the allowed imports between our own packages, with why each package stops there. What is
// not in the row of a package is banned for it. Tests of a package may import more.
var arrows = []struct {
	of      string
	imports []string
	why     string
}{
	{"migrations", nil, "the schema is read by whoever opens a database"},
	{"geo", nil, "values and pure functions: usable by anybody, knowing nobody"},
	{"geo/register", []string{"geo"}, "addresses are a matter of geography, not of dispatching"},
	{"geo/register/hardset", nil, "spoilt addresses are made without the tables that must read them"},
	{"geo/osm", []string{"geo", "geo/register", "geo/roads"}, "a reader of files gives rows and shapes; whoever imports decides what becomes of them"},
	{"geo/gar", []string{"geo/register"}, "a reader of files gives rows; whoever imports decides what becomes of them"},
	{"geo/geojson", []string{"geo", "geo/register"}, "a reader of files gives rows and outlines; whoever imports decides what becomes of them"},
	{"geo/roads", []string{"geo"}, "a graph of streets is a matter of geography: no file, no database, no crew"},
	{"geo/basemap", nil, "a mounted map is tiles of somebody else: no house and no trade"},
	{"geo/place", []string{"geo", "geo/register"}, "where a house stands is guessed from those that are known: pure, no database"},
	{"geo/demo", []string{"geo", "geo/register", "geo/roads"}, "the generated city knows neither database nor trade"},
	{"realtime", nil, "delivery can be read alone: it knows no work order"},
	{"realtime/redisbus", []string{"realtime"}, "a courier between hubs, and nothing else"},
	{"realtime/bustest", []string{"realtime"}, "what every courier must pass"},
	{"dispatch/norms", nil, "law as data: any part may ask it, it asks nobody"},
	{"dispatch/roster", []string{"dispatch/norms"}, "who is on duty is computed from the plan: usable by anybody, knowing no database"},
	{"dispatch", []string{"geo", "geo/register", "geo/roads", "dispatch/norms", "dispatch/roster", "geo/basemap"}, "the trade learns of no SQL, HTTP or socket"},
	{"dispatch/atlas", []string{"dispatch", "geo", "geo/register", "geo/roads"}, "cities in memory, read through a port"},
	{"dispatch/rulebook", []string{"dispatch"}, "each city's rules in memory, read through a port"},
	{"dispatch/reports", []string{"dispatch", "dispatch/norms"}, "figures are computed from rows handed in: no SQL, no page"},
	{"dispatch/reports/sheet", []string{"dispatch", "dispatch/reports"}, "workbooks write down what a report says"},
	{"dispatch/auth", []string{"dispatch"}, "who is who; its rows come through a port"},
	{"dispatch/feed", []string{"dispatch", "realtime"}, "the only place where events meet screens"},
	{"dispatch/notify", []string{"dispatch"}, "carries what the trade has written; decides neither what is told nor to whom"},
	{"dispatch/jobs", []string{"dispatch"}, "a timetable wakes operations, it does not do them"},
	{"dispatch/training", []string{"dispatch", "dispatch/norms", "geo", "geo/register"}, "simulated people use the real operations only"},
	{"dispatch/web", nil, "screens are files: they meet the service over HTTP"},
	{"dispatch/postgres/local", nil, "a private server knows no row of ours"},
	{"dispatch/postgres/postgrestest", []string{"migrations", "dispatch/postgres/local"}, "test databases hold the real schema"},
	{"dispatch/postgres/postgrestest/withpostgres", []string{"dispatch/postgres/postgrestest"}, "one server for a whole test run"},
	{"dispatch/postgres", []string{"dispatch", "dispatch/atlas", "dispatch/auth", "dispatch/norms", "dispatch/roster", "dispatch/notify", "dispatch/feed", "dispatch/reports", "geo", "geo/place", "geo/register", "geo/roads", "geo/basemap"}, "SQL implements the ports of others; nobody but cmd and tests imports it"},
	{"dispatch/httpapi", []string{"dispatch", "dispatch/auth", "dispatch/norms", "dispatch/roster", "dispatch/reports", "dispatch/reports/sheet", "geo", "geo/register", "geo/basemap"}, "the door translates; it decides nothing"},
}

// TestImportsFollowTheArrows holds every package to its row.
func TestImportsFollowTheArrows(t *testing.T) {
	allowed, why := map[string]map[string]bool{}, map[string]string{}
	for _, row := range arrows {
		allowed[row.of], why[row.of] = map[string]bool{}, row.why
		for _, name := range row.imports {
			allowed[row.of][name] = true
		}
	}
	seen := 0
	for _, p := range ourPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, "dispatch05/")
		if strings.HasPrefix(name, "cmd/") {
			continue // cmd ties everything together
		}
		seen++
		if allowed[name] == nil {
			t.Errorf("%s has no row of arrows: say what it may import, and why", name)
			continue
		}
		for _, imported := range p.Imports {
			if other, ours := strings.CutPrefix(imported, "dispatch05/"); ours && !allowed[name][other] {
				t.Errorf("%s imports %s, which is not its way: %s", name, other, why[name])
			}
		}
	}
	if seen < len(arrows)-2 {
		t.Errorf("only %d packages were looked at, %d have a row", seen, len(arrows))
	}
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func ourPackages(t *testing.T) []goPackage {
	t.Helper()
	command := exec.Command("go", "list", "-json=ImportPath,Imports", "dispatch05/...")
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []goPackage
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}
