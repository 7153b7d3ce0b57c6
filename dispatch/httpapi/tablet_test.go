package httpapi_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"dispatch05/dispatch"
)

// A tablet's word that it is there stands in its crew's row; a clock that is ahead is no lag, and nothing that waits is told as such.
func TestTabletIsHeard(t *testing.T) {
	w := newTown(t)
	tablet, desk := w.enter(home, "crew"), w.enter(home, "dispatcher")
	mine := w.places[home].crew
	say := func(since any) dispatch.CrewRow {
		t.Helper()
		read[struct{ Done bool }](t, tablet.call("POST", fmt.Sprintf("/api/v1/crews/%d/tablet", mine), map[string]any{"waits_since": since}), http.StatusOK)
		for _, row := range read[[]dispatch.CrewRow](t, desk.call("GET", "/api/v1/crews", nil), http.StatusOK) {
			if row.ID == mine {
				return row
			}
		}
		t.Fatal("the crew is gone")
		return dispatch.CrewRow{}
	}
	now := w.time().UTC().Truncate(time.Microsecond)
	ago := now.Add(-4 * time.Minute)
	if row := say(ago); row.HeardAt == nil || !row.HeardAt.Equal(now) || row.WaitsSince == nil || !row.WaitsSince.Equal(ago) {
		t.Errorf("heard %v, waits since %v", row.HeardAt, row.WaitsSince)
	}
	if row := say(now.Add(time.Hour)); row.WaitsSince == nil || !row.WaitsSince.Equal(now) {
		t.Errorf("a clock that is ahead: waits since %v", row.WaitsSince)
	}
	if row := say(nil); row.WaitsSince != nil {
		t.Errorf("nothing waits: %v", row.WaitsSince)
	}
}
