package main

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"dispatch05/dispatch"
	"dispatch05/dispatch/postgres/local"
)

// made is what a resident is told of a report.
type made struct{ Number, Token string }

var callers atomic.Int64

// reportLeak sends a report of an invented address, each from another telephone.
func reportLeak(t testing.TB, v *visitor, city string) made {
	t.Helper()
	phone := fmt.Sprintf("8 913 %07d", 6000000+callers.Add(1))
	return read[made](t, v, "POST", "/api/v1/cities/"+city+"/reports", map[string]any{"address_text": "у большого дуба", "problem": "cold-pipe-leak", "phone": phone})
}

// From an empty folder to the demonstration city, a stop in order, and a second start that keeps all.
func TestFirstAndSecondStart(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	home := with("DATA_DIR="+dir, "LOG_LEVEL=debug")
	n := home.plus("PORT=0").serve(t)

	for _, words := range []string{n.url + "/board", n.url + "/tablet", n.url + "/docs", "operator, dispatcher, senior", demoPassword} {
		if !strings.Contains(n.out.String(), words) {
			t.Errorf("the greeting lacks %q: %s", words, n.out)
		}
	}
	if !onlyLoopback(t, n) {
		t.Error("with demo logins the service listens to other machines")
	}
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/openapi.json": 200, "/board": 200, "/tablet": 200, "/nothing-here": 404} {
		if got := n.nobody().status(path); got != want {
			t.Errorf("%s answers %d, want %d", path, got, want)
		}
	}
	report := reportLeak(t, n.nobody(), demoCity)
	found := read[struct{ Requests []dispatch.RequestRow }](t, n.enter(t, demoCity, "operator", demoPassword), "GET", "/api/v1/requests?q="+report.Number, nil)
	if len(found.Requests) != 1 || found.Requests[0].Number != report.Number {
		t.Errorf("the operator finds %+v for %s", found.Requests, report.Number)
	}

	toolsWork(t, home, "while the service holds the server")
	server := postmaster(dir)
	n.interrupt(t)
	stopsInOrder(t, n.log.String())
	if left := processesOf(dir); server == 0 || lives(server) || len(left) > 0 {
		t.Errorf("after the stop postmaster %d lives: %v; left over: %q", server, lives(server), left)
	}
	toolsWork(t, home, "without the service")
	if left := processesOf(dir); len(left) > 0 {
		t.Errorf("a tool left %q running", left)
	}

	port := freePort(t)
	again := home.plus("PORT="+port, "LISTEN=0.0.0.0").serve(t)
	if strings.Contains(again.log.String(), "demonstration city founded") || !strings.HasSuffix(again.url, ":"+port) {
		t.Errorf("the second start at %s: %s", again.url, again.log)
	}
	if onlyLoopback(t, again) {
		t.Error("LISTEN=0.0.0.0 opened nothing")
	}
	if state := read[dispatch.LinkState](t, again.nobody(), "GET", "/api/v1/links/"+report.Token, nil); state.Number != report.Number {
		t.Errorf("after the restart the link shows %q, not %q", state.Number, report.Number)
	}
	again.interrupt(t)
}

// toolsWork runs tools on the data folder, whoever holds its server.
func toolsWork(t *testing.T, home setup, when string) {
	t.Helper()
	if out := home.done(t, "", "city", "list"); !strings.Contains(out, "demograd") || !strings.Contains(out, "demonstration") {
		t.Errorf("%s: city list says %q", when, out)
	}
	if out := home.done(t, "", "doctor"); !strings.Contains(out, "demograd: 4306 houses") || !strings.Contains(out, "demograd: a road map of ") {
		t.Errorf("%s: doctor says %q", when, out)
	}
	if out := home.done(t, "", "user", "list", "--city", "demograd"); !strings.Contains(out, "Ольга Операторова") {
		t.Errorf("%s: user list says %q", when, out)
	}
}

// onlyLoopback tells whether no other address of this machine leads to the service. A machine without
// another address is judged by the log.
func onlyLoopback(t *testing.T, n *node) bool {
	t.Helper()
	addresses, err := net.InterfaceAddrs()
	must(t, err)
	at, _ := url.Parse(n.url)
	for _, address := range addresses {
		prefix, isIP := address.(*net.IPNet)
		if !isIP || prefix.IP.IsLoopback() || prefix.IP.To4() == nil {
			continue
		}
		link, err := net.Dial("tcp", net.JoinHostPort(prefix.IP.String(), at.Port()))
		if err == nil {
			link.Close()
		}
		return err != nil
	}
	return strings.Contains(n.log.String(), "listening address=127.0.0.1:")
}

// stopsInOrder holds that parts end before what they stand on.
func stopsInOrder(t *testing.T, log string) {
	t.Helper()
	var stopped []string
	for _, line := range regexp.MustCompile(`msg=stopped part=(\w+)`).FindAllStringSubmatch(log, -1) {
		stopped = append(stopped, line[1])
	}
	at := -1
	for _, part := range []string{"door", "timetable", "sockets", "redis", "atlas", "clock", "database"} {
		next := slices.Index(stopped, part)
		if next <= at {
			t.Fatalf("%s stopped out of order: %q", part, stopped)
		}
		at = next
	}
	if strings.Contains(log, "level=ERROR") || strings.Contains(log, "level=WARN") {
		t.Errorf("a plain run complains: %s", log)
	}
}

func TestCommandLineExplainsItself(t *testing.T) {
	t.Parallel()
	if out := with().done(t, "", "--help"); !strings.Contains(out, "serve") || !strings.Contains(out, "import") {
		t.Errorf("help says %q", out)
	}
	with().refused(t, "", "unexpected argument", "dance")
	with().refused(t, "", "--city", "import", "houses", os.Args[0])
	with("PORT=0").refused(t, "", "burst", "serve", "--intake-burst", "0")
	with("PORT=0", "TRUSTED_PROXIES=nonsense").refused(t, "", "TRUSTED_PROXIES", "serve")
}

// The service runs as an ordinary user as it does as root.
func TestOrdinaryUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("all stories run as an ordinary user already")
	}
	t.Parallel()
	dir := dataDir(t)
	someone := ordinaryUser(t)
	uid, gid := ids(t, someone)
	must(t, os.Chown(dir, uid, gid))
	program := filepath.Join(dir, "dispatch05")
	self, err := os.Executable()
	must(t, err)
	must(t, exec.Command("cp", self, program).Run())
	must(t, os.Chmod(program, 0o755))
	binaries := filepath.Join(source(t), "dispatch", "postgres", "local", "node_modules")
	if os.Getenv(local.BinEnv) == "" && !passable(someone, binaries) {
		t.Skipf("user %s cannot reach %s", someone.Username, binaries)
	}

	home := setup{as: someone, path: program, dir: source(t), env: []string{"DATA_DIR=" + filepath.Join(dir, "data"), "PORT=0"}}
	home.done(t, "", "city", "add", "priechye", "--zone", "Asia/Omsk")
	n := home.serve(t)
	report := reportLeak(t, n.nobody(), "priechye")
	if out := home.done(t, "", "city", "list"); !strings.Contains(out, "priechye") {
		t.Errorf("city list says %q", out)
	}
	n.kill()
	again := home.serve(t)
	if state := read[dispatch.LinkState](t, again.nobody(), "GET", "/api/v1/links/"+report.Token, nil); state.Number != report.Number {
		t.Errorf("after kill -9 the link shows %q, not %q", state.Number, report.Number)
	}
	again.interrupt(t)
	if left := processesOf(filepath.Join(dir, "data")); len(left) > 0 {
		t.Errorf("left over: %q", left)
	}
}

// ordinaryUser is the account "tester" where there is one, else "nobody".
func ordinaryUser(t *testing.T) *user.User {
	t.Helper()
	for _, name := range []string{"tester", "nobody"} {
		if found, err := user.Lookup(name); err == nil {
			return found
		}
	}
	t.Skip("this machine has no ordinary user")
	return nil
}

func ids(t *testing.T, u *user.User) (uid, gid int) {
	t.Helper()
	uid, err := strconv.Atoi(u.Uid)
	must(t, err)
	gid, err = strconv.Atoi(u.Gid)
	must(t, err)
	return uid, gid
}

// source is the folder of the source tree.
func source(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	must(t, err)
	return dir
}

// passable tells whether a user may look into a folder.
func passable(u *user.User, dir string) bool {
	look := setup{as: u, path: "/bin/ls"}.command(context.Background(), dir)
	return look.Run() == nil
}
