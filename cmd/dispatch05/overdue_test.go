package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"dispatch05/dispatch"
)

// leveled is a city whose ladder is held by people: a foreman and a chief engineer besides the city's roles.
func leveled(t testing.TB, home setup, city string) {
	t.Helper()
	foundTown(t, home, city, written(t, "houses.csv", exportColumns, townRows(5)))
	home.done(t, chiefPassword, "user", "add", "senior", "--city", city, "--role", "senior")
	home.done(t, chiefPassword, "user", "add", "committee", "--city", city, "--role", "committee")
	home.done(t, chiefPassword, "user", "add", "foreman", "--city", city, "--role", "foreman", "--organisation", "Служба 05")
}

// late registers a request whose damage began so long ago that its elimination (3 days) is due in a while.
func late(t testing.TB, desk *visitor, left time.Duration) dispatch.RequestCard {
	t.Helper()
	return read[dispatch.RequestCard](t, desk, "POST", "/api/v1/requests", map[string]any{"address_text": "у старой мельницы", "problem": "cold-pipe-leak", "channel": "telephone",
		"damaged_at": time.Now().AddDate(0, 0, -3).Add(left).UTC()})
}

// told are the levels told of a clock, as "level times journalled" in one line.
const told = `select coalesce(string_agg(format('%s:%s', level, (select count(*) from journal j where j.city_id = e.city_id and j.request_id = e.request_id
		and j.kind = 'escalation' and coalesce((j.detail->>'level')::int, 0) = e.level and j.detail->>'clock' = 'eliminate')), ' ' order by level), '')
	from escalations e join clocks k on k.city_id = e.city_id and k.id = e.clock_id where e.request_id = $1 and k.kind = 'eliminate'`

func awaitLevels(t *testing.T, pool *pgxpool.Pool, request int64, want string) {
	t.Helper()
	var seen string
	defer func() {
		if seen != want {
			t.Logf("levels told: %q, want %q", seen, want)
		}
	}()
	await(t, "levels "+want, func() bool {
		seen = ask[string](t, pool, told, request)
		return seen == want
	})
}

// A deadline passes while the service is dead: each level is told once, by the next one.
func TestKillOverDeadline(t *testing.T) {
	t.Parallel()
	const city = "priechye"
	dir := dataDir(t)
	home := with("DATA_DIR="+dir, "LISTEN=127.0.0.1", "PORT=0")
	founding(t, dir, func(tools setup) { leveled(t, tools, city) })
	n := home.serve(t)
	request := late(t, n.enter(t, city, "desk", chiefPassword), 4*time.Second)
	n.kill()

	// Postgres went with the service; what it knows is asked of the next one, which finds the deadline behind it.
	n = home.serve(t)
	pool := attached(t, dir)
	awaitLevels(t, pool, request.ID, "0:1")
	_, snapshot := n.enter(t, city, "desk", chiefPassword).watch(t, city+"/board")
	if !shows(snapshot, func(b dispatch.Board) bool { return alarms(b, request.ID) == 1 }) {
		t.Errorf("the board's snapshot does not show one alarm: %s", snapshot.Data)
	}

	// An hour and more behind the deadline all further levels are due at once, and the service dies over them.
	_, err := pool.Exec(t.Context(), `update clocks set due_at = due_at - interval '2 hours', next_at = next_at - interval '2 hours' where request_id = $1 and kind = 'eliminate'`, request.ID)
	must(t, err)
	n.kill()
	pool.Close()
	n = home.serve(t)
	pool = attached(t, dir)
	awaitLevels(t, pool, request.ID, "0:1 1:1 2:1 3:1")

	// A later request's alarm proves that sweeps have passed over the first one again.
	after := late(t, n.enter(t, city, "desk", chiefPassword), -time.Second)
	awaitLevels(t, pool, after.ID, "0:1")
	if levels := ask[string](t, pool, told, request.ID); levels != "0:1 1:1 2:1 3:1" {
		t.Errorf("after further sweeps the levels are %q", levels)
	}
	n.interrupt(t)
}

// alarms counts the escalations of a request on a board.
func alarms(b dispatch.Board, request int64) (n int) {
	for _, e := range b.Escalations {
		if e.RequestID == request && e.ClockKind == "eliminate" {
			n++
		}
	}
	return n
}

// Two services sweep one database: every level is told once, and both boards show it.
func TestTwoSweepersTellOnce(t *testing.T) {
	t.Parallel()
	const city, requests = "priechye", 40
	url, pool := emptyDatabase(t)
	home := with("DATABASE_URL="+url, "LISTEN=127.0.0.1", "PORT=0")
	leveled(t, home, city)
	first, second := home.serve(t), home.serve(t)
	desk := first.enter(t, city, "desk", chiefPassword)
	boards := []*screen{}
	for _, n := range []*node{first, second} {
		board, _ := n.enter(t, city, "senior", chiefPassword).watch(t, city+"/board")
		boards = append(boards, board)
	}
	var last dispatch.RequestCard
	for range requests {
		last = late(t, desk, -2*time.Hour)
	}
	for _, board := range boards {
		board.until(t, "the last request's alarm", func(f frame) bool {
			return shows(f, func(b dispatch.Board) bool { return alarms(b, last.ID) > 0 })
		})
	}
	await(t, "all levels of all requests", func() bool {
		return ask[int](t, pool, `select count(*) from clocks where kind = 'eliminate' and next_at is not null`) == 0
	})
	oncePerLevel(t, pool, requests)
	first.interrupt(t)
	second.interrupt(t)
}

// oncePerLevel holds one escalation and one journal entry for each clock and level that was told.
func oncePerLevel(t *testing.T, pool *pgxpool.Pool, requests int) {
	t.Helper()
	if n := ask[int](t, pool, `select count(*) from escalations e join clocks k on k.city_id = e.city_id and k.id = e.clock_id where k.kind = 'eliminate'`); n != 4*requests {
		t.Errorf("%d levels told of %d requests, want %d", n, requests, 4*requests)
	}
	uneven := column(t, pool, `select format('%s: %s told, %s journalled', q.number, (select count(*) from escalations e where e.request_id = q.id),
		(select count(*) from journal j where j.request_id = q.id and j.kind = 'escalation')) from requests q
		where (select count(*) from escalations e where e.request_id = q.id) <> (select count(*) from journal j where j.request_id = q.id and j.kind = 'escalation')`)
	if len(uneven) > 0 {
		t.Error(fmt.Sprint("journal and escalations differ: ", uneven))
	}
}
