package httpapi_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"dispatch05/dispatch"
)

// A changed request touches only its tiles: another's tag stands, and whoever keeps it fetches nothing.
func TestChangedRequestTouchesOnlyItsTiles(t *testing.T) {
	w := newTown(t)
	place, system := w.places[home], dispatch.Actor{City: home, Name: "тест", Role: dispatch.System}
	var cases []dispatch.Case
	for i, house := range []int64{place.house, place.lone} {
		c, _, err := w.desk.Register(t.Context(), system, dispatch.Report{Channel: dispatch.Portal, House: house, Problem: leak, CallerName: "Иван Тайный", Phone: "+79136000001",
			Key: dispatch.Command{Scope: "test", Key: fmt.Sprint(i), Kind: "report"}})
		must(t, err)
		cases = append(cases, c)
	}
	tile := func(at orb.Point) string {
		of := maptile.At(at, 16)
		return fmt.Sprintf("/api/v1/live/16/%d/%d.mvt", of.X, of.Y)
	}
	near, far := tile(orb.Point{73.40, 55.00}), tile(orb.Point{73.41, 55.01})
	dispatcher := w.enter(home, "dispatcher")
	before, other := dispatcher.call("GET", near, nil), dispatcher.call("GET", far, nil)
	seen := propertiesOn(t, before)
	if before.header.Get("Cache-Control") != "private, no-cache" || len(seen) != 1 || seen[0]["number"] != cases[0].Request.Label() || seen[0]["overdue"] != false {
		t.Fatalf("%v holds %v", before.header, seen)
	}
	for key := range seen[0] {
		if key == "caller_name" || key == "phone" || key == "text" {
			t.Errorf("the tile tells of the caller: %s", key)
		}
	}

	_, err := w.desk.Assign(t.Context(), system, cases[0].Request.ID, dispatch.Assignment{Crew: place.crew}, nil)
	must(t, err)
	time.Sleep(1100 * time.Millisecond) // the picture is drawn anew after a second
	if again := dispatcher.with("If-None-Match", other.header.Get("ETag")).call("GET", far, nil); again.status != http.StatusNotModified {
		t.Errorf("the tile of the other request: %d", again.status)
	}
	again := dispatcher.with("If-None-Match", before.header.Get("ETag")).call("GET", near, nil)
	if seen := propertiesOn(t, again); len(seen) != 1 || seen[0]["state"] == string(cases[0].Request.State) {
		t.Errorf("the tile of the changed request holds %v", seen)
	}
	if foreign := w.enter(abroad, "dispatcher").call("GET", near, nil); foreign.status != http.StatusNoContent {
		t.Errorf("another city's dispatcher: %d", foreign.status)
	}
}

func propertiesOn(t *testing.T, r reply) (seen []map[string]any) {
	t.Helper()
	layers, err := mvt.Unmarshal([]byte(r.body))
	if r.status != http.StatusOK || err != nil {
		t.Fatalf("%d, %v", r.status, err)
	}
	for _, layer := range layers {
		if layer.Name == dispatch.LayerRequests {
			for _, f := range layer.Features {
				seen = append(seen, f.Properties)
			}
		}
	}
	return seen
}
