package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// fromTheDoor is what those who report in a crush met.
type fromTheDoor struct {
	mu       sync.Mutex
	sentAway map[string]int             // by fault
	took     map[string][]time.Duration // from the first try to the acknowledgement
	wrong    []string
}

// Five times as many report at once as a node lets in and lets wait: emergencies are not sent away and go first, the others
// are told when to come back and come, and all that was acknowledged is there, once.
func TestCrushOfReportsAtANode(t *testing.T) {
	t.Parallel()
	const city, atOnce, waiting = "priechye", 2, 64 // waiting is the service's own bound
	const emergency, other = "sparks", "cold-pressure"
	random := rand.New(rand.NewPCG(drillSeed(t), 9))
	url, pool := emptyDatabase(t)
	home := with("DATABASE_URL="+url, "LISTEN=127.0.0.1", "PORT=0", "INTAKE_BURST=100000", "INTAKE_LIMIT=100000", fmt.Sprint("INTAKE_AT_ONCE=", atOnce))
	foundTown(t, home, city, written(t, "houses.csv", exportColumns, townRows(40)))
	node := home.serve(t)
	all := townIntentions(t, pool, random, city, 5*(atOnce+waiting))
	l, door := &ledger{numbers: map[string]string{}}, &fromTheDoor{sentAway: map[string]int{}, took: map[string][]time.Duration{}}
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	var crowd sync.WaitGroup
	for i, report := range all {
		if report.problem = other; i%5 == 0 {
			report.problem = emergency
		}
		crowd.Go(func() { door.press(t, client, report, node.url, l) })
	}
	crowd.Wait()
	for _, wrong := range append(door.check(emergency, other), l.check(t.Context(), pool, city)...) {
		t.Error(wrong)
	}
	if l.acknowledged() != len(all) {
		t.Errorf("%d acknowledged of %d", l.acknowledged(), len(all))
	}
	t.Logf("%d reports at once; %d times somebody was told to come back; an emergency took %s in the median, another %s", len(all), door.sentAway[other],
		door.median(emergency), door.median(other))
	foundOut(t, "a report that was acknowledged and lost", l.with("drill-invented", "26-9999").check(t.Context(), pool, city), "drill-invented was acknowledged")
	foundOut(t, "emergencies that others go before", door.check(other, emergency), "was sent away")
}

// press reports until it is acknowledged, and comes back when it is told to.
func (d *fromTheDoor) press(t *testing.T, client *http.Client, report intention, url string, l *ledger) {
	began := time.Now()
	for tries := 1; ; tries++ {
		number, replayed, status, header, err := report.ask(t.Context(), client, url)
		if err == nil && status == http.StatusCreated {
			took := time.Since(began)
			l.note(report.key, number, tries, replayed, took)
			d.mu.Lock()
			d.took[report.problem] = append(d.took[report.problem], took)
			d.mu.Unlock()
			return
		}
		seconds, later := strconv.Atoi(header.Get("Retry-After"))
		if err != nil || status != http.StatusServiceUnavailable || later != nil || tries > 60 {
			d.complain("%s is answered with %d, Retry-After %q, after %d tries: %v", report.key, status, header.Get("Retry-After"), tries, err)
			return
		}
		d.mu.Lock()
		d.sentAway[report.problem]++
		d.mu.Unlock()
		<-time.After(time.Duration(seconds) * time.Second)
	}
}

func (d *fromTheDoor) complain(format string, args ...any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.wrong = append(d.wrong, fmt.Sprintf(format, args...))
}

// check tells what should not be so when emergencies go first.
func (d *fromTheDoor) check(emergency, other string) []string {
	wrong := slices.Clone(d.wrong)
	if n := d.sentAway[emergency]; n > 0 {
		wrong = append(wrong, fmt.Sprintf("an emergency was sent away, %d times", n))
	}
	if d.sentAway[other] == 0 {
		wrong = append(wrong, "nobody was sent away: this was no crush")
	}
	if d.median(emergency) >= d.median(other) {
		wrong = append(wrong, "emergencies wait as long as others")
	}
	return wrong
}

func (d *fromTheDoor) median(problem string) time.Duration {
	sorted := slices.Sorted(slices.Values(d.took[problem]))
	if len(sorted) == 0 {
		return 0
	}
	return sorted[len(sorted)/2].Round(time.Millisecond)
}
