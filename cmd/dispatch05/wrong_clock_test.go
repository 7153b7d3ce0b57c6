package main

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"dispatch05/dispatch"
	"dispatch05/dispatch/postgres"
)

// The stories of wrong clocks set the database's clock apart from that of all nodes, which is harder on them than one
// wrong node among right ones: nobody makes up for what a node does by its own clock.

// Every node's clock is an hour fast.
func TestKillWithClocksAnHourFast(t *testing.T) {
	underWrongClocks(t, "Asia/Omsk", -time.Hour, time.Time{})
}

// Every node's clock is an hour slow.
func TestKillWithClocksAnHourSlow(t *testing.T) {
	underWrongClocks(t, "Asia/Omsk", time.Hour, time.Time{})
}

// The city's clocks go forward, or back, by an hour or by half of one, while deadlines pass and foremen hand over;
// the nodes' own are months behind.
func TestDrillOverAChangeOfClocks(t *testing.T) {
	onlyAsDrill(t)
	for _, zone := range []string{"Europe/Berlin", "America/Santiago", "Australia/Lord_Howe"} {
		place, err := time.LoadLocation(zone)
		must(t, err)
		_, change := time.Now().In(place).ZoneBounds()
		_, next := change.ZoneBounds()
		for _, at := range []time.Time{change, next} {
			t.Run(fmt.Sprint(zone, at.UTC().Format(" 2006-01-02T15:04")), func(t *testing.T) {
				underWrongClocks(t, zone, time.Until(at)-untilChange, at)
			})
		}
	}
}

// skewed is a database whose clock is ahead of the machine's, and a city in it.
type skewed struct {
	home  setup
	pool  *pgxpool.Pool
	city  string
	ahead time.Duration
}

const (
	untilChange = 10 * time.Minute // from the founding to a change of clocks
	fewTerms    = 40
	passWithin  = 6 * time.Second
)

// underWrongClocks: deadlines pass, all nodes are killed in the middle of them, and others take over. None is
// missed, none told twice or early, by the database's clock. A desk that goes by its own clock must be found out.
// The city's clocks change in the middle of them, where a change is given.
func underWrongClocks(t *testing.T, zone string, ahead time.Duration, change time.Time) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 8))
	s := foundSkewed(t, zone, ahead)
	began := s.now()
	nodes := s.home.several(t, 2)
	requests := registerMany(t, s.city, fewTerms+10, nodes...)
	clocks := eliminations(t, s.pool, s.city, requests)
	s.registeredByItsClock(t, began)
	if !change.IsZero() {
		s.set(t, time.Until(change)-time.Second-passWithin/2)
	}

	seen := attend(t, s.pool, "escalations")
	from := s.now().Add(time.Second)
	due := spread(t, s.pool, random, clocks[:fewTerms], from, passWithin)
	pause(t, from.Add(passWithin/2).Sub(s.now()))
	for _, n := range nodes {
		n.kill()
	}
	dead := s.now()
	pause(t, time.Duration(500+random.IntN(1000))*time.Millisecond)
	nodes = s.home.several(t, 2)
	alive := s.now()
	await(t, "all are told", func() bool { return len(due.latenesses(seen.of("escalations"))) >= len(due) })
	pause(t, due.last().Add(2*time.Second).Sub(s.now())) // whoever tells twice has had the time to

	told := shifted(seen.of("escalations"), s.ahead)
	for _, wrong := range append(due.check(told, inTheEnd), due.rows(t.Context(), s.pool, 1)...) {
		t.Error(wrong)
	}
	t.Logf("clocks %s apart, %s: %d deadlines, %d of them while no node lived", s.ahead, zone, len(due), due.between(dead, alive))
	if before := due.between(from, change); !change.IsZero() && (before < len(due)/4 || before > len(due)*3/4) {
		t.Errorf("%d of %d deadlines lie before the change of clocks", before, len(due))
	}
	for _, n := range nodes {
		n.interrupt(t)
	}
	s.ownClockIsFoundOut(t, seen, clocks[fewTerms:])
}

// foundSkewed makes a city whose foremen hand over in the hour that clocks change.
func foundSkewed(t *testing.T, zone string, ahead time.Duration) *skewed {
	t.Helper()
	url, pool := emptyDatabase(t)
	gateway := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})) // without one nobody is told, and the ladder goes on at once
	t.Cleanup(gateway.Close)
	s := &skewed{home: with("DATABASE_URL="+url, "LISTEN=127.0.0.1", "PORT=0", "SMS_URL="+gateway.URL), pool: pool, city: "priechye"}
	s.home.done(t, "", "migrate")
	s.set(t, ahead)
	_, err := pool.Exec(t.Context(), fmt.Sprintf(`alter database %q set search_path = public, pg_catalog`, pool.Config().ConnConfig.Database))
	must(t, err)
	foundTownIn(t, s.home, s.city, zone, written(t, "houses.csv", exportColumns, townRows(2)))
	s.home.done(t, "", "import", "people", "--city", s.city, written(t, "people.csv", peopleColumns, [][]string{
		{"Первый П. П.", "Служба 05", "foreman", "8 (000) 005-60-01", "", "", ""}, {"Второй В. В.", "Служба 05", "foreman", "8 (000) 005-60-02", "", "", ""}}))
	s.home.done(t, "", "import", "roster", "--city", s.city, written(t, "roster.csv", rosterColumns, [][]string{
		{"Мастер", "foreman", "Служба 05", "", "2026-01-01", "02:30", "12", "Первый П. П.; Второй В. В."}}))
	return s
}

// set puts the database's clock so far ahead of the machine's: its own functions stand before those of the system.
func (s *skewed) set(t *testing.T, ahead time.Duration) {
	t.Helper()
	s.ahead = ahead.Truncate(time.Microsecond)
	for _, name := range []string{"clock_timestamp", "now"} {
		_, err := s.pool.Exec(t.Context(), fmt.Sprintf(`create or replace function public.%s() returns timestamptz language sql volatile as
			$$ select pg_catalog.%s() + interval '%d microseconds' $$`, name, name, s.ahead.Microseconds()))
		must(t, err)
	}
}

// now is the database's time.
func (s *skewed) now() time.Time { return time.Now().Add(s.ahead) }

// registeredByItsClock: what the nodes wrote is of the database's time.
func (s *skewed) registeredByItsClock(t *testing.T, began time.Time) {
	t.Helper()
	if strange := ask[int](t, s.pool, `select count(*) from requests where registered_at < $1 or registered_at > $2`, began, s.now()); strange > 0 {
		t.Errorf("%d requests were registered at another time than the database's", strange)
	}
}

// ownClockIsFoundOut is the negative control: the very desk, going by the machine's clock, over a term that has just
// passed and one that has not by far.
func (s *skewed) ownClockIsFoundOut(t *testing.T, seen *witness, clocks []int64) {
	t.Helper()
	half := len(clocks) / 2
	random := rand.New(rand.NewPCG(1, 2))
	due := spread(t, s.pool, random, clocks[:half], s.now().Add(-2*time.Second), time.Second)
	far := spread(t, s.pool, random, clocks[half:], s.now().Add(30*time.Minute), time.Second)
	store := postgres.NewStore(s.pool)
	desk := &dispatch.Desk{Store: store, Rules: func(string) *dispatch.Rules { return dispatch.StandardRules() }, Now: func() time.Time { return time.Now().UTC() },
		Log: slog.New(slog.DiscardHandler)}
	_, err := desk.SweepOverdue(t.Context())
	must(t, err)
	pause(t, 200*time.Millisecond) // of what is told the witness hears in a millisecond
	told := shifted(seen.of("escalations"), s.ahead)
	if s.ahead > 0 {
		foundOut(t, "a desk that goes by its own slow clock", due.check(told, inTime), "missed")
		return
	}
	foundOut(t, "a desk that goes by its own fast clock", far.check(told, inTime), "before its time")
}

func (d terms) last() (last time.Time) {
	for _, due := range d {
		if due.After(last) {
			last = due
		}
	}
	return last
}

// between counts the deadlines within a span.
func (d terms) between(from, to time.Time) (n int) {
	for _, due := range d {
		if due.After(from) && due.Before(to) {
			n++
		}
	}
	return n
}
