package main

import (
	"errors"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"dispatch05/dispatch"
	"dispatch05/realtime"
)

// endedWithin is how long a socket may outlive the right to it.
const endedWithin = 5 * time.Second

// Whoever signs out, is shut out, gets another role or a new password at one node loses their sockets at the other within
// five seconds, with Redis and without, and is shown nothing more. Who kept their right keeps their socket.
func TestSocketsEndWithTheRightToThem(t *testing.T) {
	t.Parallel()
	const city = "priechye"
	courier, address := redisServer(t)
	url, _ := emptyDatabase(t)
	home := with("DATABASE_URL="+url, "REDIS_URL=redis://"+address, "LISTEN=127.0.0.1", "PORT=0")
	foundTown(t, home, city, written(t, "houses.csv", exportColumns, townRows(5)))
	home.done(t, chiefPassword, "user", "add", "boss", "--city", city, "--role", "admin")
	nodes := home.several(t, 2)
	o := office{here: nodes[0], there: nodes[1], city: city, boss: nodes[0].enter(t, city, "boss", chiefPassword)}
	kept, _ := o.there.enter(t, city, "desk", chiefPassword).watch(t, city+"/board")
	for _, redis := range []string{"there", "gone"} {
		if redis == "gone" {
			must(t, courier.Kill())
		}
		for name, end := range map[string]func(*testing.T, *visitor, string){"signed out": o.signOut, "shut out": o.shutOut, "another role": o.demote, "new password": o.reset} {
			o.losesSocket(t, home, name+", Redis "+redis, end)
		}
	}
	number := reportLeak(t, o.there.nobody(), city).Number
	kept.until(t, "the report, at who kept their right", func(f frame) bool { return boardShows(f, number) })
}

// office is two nodes and whoever may change accounts at the first of them.
type office struct {
	here, there *node
	city        string
	boss        *visitor
}

// losesSocket has an own account watch the board at the second node, and ends its right at the first.
func (o office) losesSocket(t *testing.T, home setup, name string, end func(t *testing.T, at *visitor, login string)) {
	t.Helper()
	login := "user" + freePort(t)
	home.done(t, chiefPassword, "user", "add", login, "--city", o.city, "--role", "dispatcher")
	mine := o.here.enter(t, o.city, login, chiefPassword)
	screen, _ := (&visitor{o.there.url, mine.client}).watch(t, o.city+"/board")
	end(t, mine, login)
	began := time.Now()
	code := screen.endsWith(t)
	took := time.Since(began)
	t.Logf("%s: closed with %d after %s", name, code, took.Round(time.Millisecond))
	if code != int(realtime.CloseSessionEnded) || took > endedWithin {
		t.Errorf("%s: the socket closed with %d after %s", name, code, took)
	}
	if status := (&visitor{o.there.url, mine.client}).status("/api/v1/session"); status != 401 {
		t.Errorf("%s: the other node still answers %d", name, status)
	}
}

// endsWith reads to the end of the link and gives its close code.
func (s *screen) endsWith(t *testing.T) int {
	t.Helper()
	late := time.After(3 * endedWithin)
	for {
		select {
		case _, open := <-s.frames:
			var closed *websocket.CloseError
			switch {
			case open:
			case errors.As(s.ended, &closed):
				return closed.Code
			default:
				return websocket.CloseAbnormalClosure
			}
		case <-late:
			t.Errorf("the socket is still open after %s", 3*endedWithin)
			return 0
		}
	}
}

func (o office) signOut(t *testing.T, mine *visitor, _ string) {
	if status, text, err := mine.call(t.Context(), "DELETE", "/api/v1/session", nil); err != nil || status >= 300 {
		t.Fatalf("signing out: %d %s %v", status, text, err)
	}
}

func (o office) shutOut(t *testing.T, _ *visitor, login string) {
	o.change(t, login, map[string]any{"disabled": true})
}

func (o office) demote(t *testing.T, _ *visitor, login string) {
	o.change(t, login, map[string]any{"role": "operator"})
}

func (o office) change(t *testing.T, login string, change map[string]any) {
	t.Helper()
	a := o.account(t, login)
	body := map[string]any{"version": a.Version, "name": a.Name, "role": a.Role, "disabled": false, "why": "другая работа"}
	for field, value := range change {
		body[field] = value
	}
	read[account](t, o.boss, "PUT", path("/api/v1/accounts/%d", a.ID), body)
}

func (o office) reset(t *testing.T, _ *visitor, login string) {
	a := o.account(t, login)
	read[map[string]any](t, o.boss, "POST", path("/api/v1/accounts/%d/password", a.ID), map[string]any{"why": "забыт пароль"})
}

// account is a row of the list of accounts.
type account struct {
	ID, Version       int64
	Login, Name, Role string
}

func (o office) account(t *testing.T, login string) account {
	t.Helper()
	for _, a := range read[[]account](t, o.boss, "GET", "/api/v1/accounts", nil) {
		if a.Login == login {
			return a
		}
	}
	t.Fatalf("no account %s", login)
	return account{}
}

// boardShows tells whether a frame of the board holds a request's number.
func boardShows(f frame, number string) bool {
	return shows(f, func(b dispatch.Board) bool {
		for _, row := range b.Requests {
			if row.Number == number {
				return true
			}
		}
		return false
	})
}
