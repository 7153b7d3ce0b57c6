package httpapi_test

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"dispatch05/dispatch/httpapi"
)

// Many times more reports than the door works on at once: each that was acknowledged is there, each other was
// told when to come back, and no emergency was sent away while others got in.
func TestCrushAtTheDoor(t *testing.T) {
	w := newTown(t, func(c *httpapi.Config) {
		c.Crush = httpapi.Crush{AtOnce: 2, Waiting: 8, Patience: 15 * time.Second}
		c.Intake = httpapi.Intake{SoftBurst: 1000, HardBurst: 1000}
	})
	var mu sync.Mutex
	answers := map[string]map[int]int{"sparks": {}, "cold-pressure": {}} // an emergency, and what is none
	var numbers []string
	var senders sync.WaitGroup
	for i := range 100 {
		problem := "cold-pressure"
		if i%5 == 0 {
			problem = "sparks"
		}
		senders.Go(func() {
			got := w.nobody().call("POST", "/api/v1/cities/reka/reports", map[string]any{"address_text": "где-то", "problem": problem})
			mu.Lock()
			defer mu.Unlock()
			answers[problem][got.status]++
			switch got.status {
			case http.StatusCreated:
				numbers = append(numbers, read[registered](t, got, http.StatusCreated).Number)
			case http.StatusServiceUnavailable:
				if got.header.Get("Retry-After") != "2" {
					t.Errorf("sent away without Retry-After: %s", got.body)
				}
			default:
				t.Errorf("answered with %d: %s", got.status, got.body)
			}
		})
	}
	senders.Wait()
	t.Logf("answers: %v", answers)
	if answers["sparks"][http.StatusCreated] != 20 {
		t.Errorf("of 20 emergencies %v", answers["sparks"])
	}
	if answers["cold-pressure"][http.StatusServiceUnavailable] == 0 {
		t.Error("nobody was sent away: this was no crush")
	}
	if lost := w.notKept(numbers); len(lost) > 0 {
		t.Errorf("acknowledged and not kept: %v", lost)
	}
	if lost := w.notKept(append(numbers, "26-9999")); !slices.Equal(lost, []string{"26-9999"}) {
		t.Errorf("negative control, an acknowledged report that was lost: the comparison finds %v", lost)
	}
}

// notKept are acknowledged numbers that the database does not hold, or not once.
func (w *town) notKept(numbers []string) (lost []string) {
	w.t.Helper()
	must(w.t, w.pool.QueryRow(w.t.Context(), `select coalesce(array_agg(n), '{}') from unnest($1::text[]) n
		where (select count(*) from requests where format('%s-%s', year % 100, number) = n) <> 1`, numbers).Scan(&lost))
	return lost
}
