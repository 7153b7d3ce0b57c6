package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"dispatch05/dispatch"
)

// believed is how long a board believes a seat that says nothing more (PROTOCOL.md).
const believed = 15 * time.Second

// Whose card is open at one node is seen at the other, and gone when it is closed. Without Redis the own node still shows
// it, the other is never told what is no longer true for longer than a seat is believed, and both see it again when Redis is back.
func TestPresenceOverTwoNodes(t *testing.T) {
	t.Parallel()
	const city = "priechye"
	courier, address := redisServer(t)
	url, _ := emptyDatabase(t)
	home := with("DATABASE_URL="+url, "REDIS_URL=redis://"+address, "LISTEN=127.0.0.1", "PORT=0")
	foundTown(t, home, city, written(t, "houses.csv", exportColumns, townRows(5)))
	nodes := home.several(t, 2)
	here := nodes[0].enter(t, city, "desk", chiefPassword)
	there := nodes[1].enter(t, city, "desk", chiefPassword)
	request := read[dispatch.RequestCard](t, here, "POST", "/api/v1/requests", map[string]any{"address_text": "у старой мельницы", "problem": "cold-pipe-leak", "channel": "telephone"}).ID
	near, _ := here.watch(t, city+"/board")
	far, _ := there.watch(t, city+"/board")

	here.attend(t, request)
	near.until(t, "the seat, at its node", attends(request))
	far.until(t, "the seat, at the other node", attends(request))
	here.attend(t, 0)
	far.until(t, "the card closed, at the other node", leaves)
	here.attend(t, request)
	told := far.until(t, "the card open again", attends(request))

	must(t, courier.Kill())
	await(t, "node A shows a seat without Redis", func() bool { here.attend(t, request); return near.within(2*time.Second, attends(request)) })
	pause(t, time.Until(seatOf(told).At.Add(believed)))
	for range 3 { // the seat goes on; node B cannot know, and must not pretend
		here.attend(t, request)
		newcomer, _ := there.watch(t, city+"/board")
		if newcomer.within(2*time.Second, func(f frame) bool { return attends(request)(f) && time.Since(seatOf(f).At) < believed }) {
			t.Error("node B shows a seat that it cannot have heard of")
		}
	}

	port := address[strings.LastIndex(address, ":")+1:]
	redisAt(t, port)
	await(t, "node B sees the seat again", func() bool { here.attend(t, request); return far.within(time.Second, attends(request)) })
}

func (v *visitor) attend(t *testing.T, request int64) {
	t.Helper()
	body := map[string]any{"seat": "window-0001"}
	if request != 0 {
		body["request_id"] = request
	}
	read[map[string]any](t, v, "POST", "/api/v1/presence", body)
}

// seatOf is who sits at the test's seat, as a state frame tells it.
func seatOf(f frame) (p dispatch.Presence) {
	var states map[string]json.RawMessage
	if f.T == "state" && json.Unmarshal(f.Data, &states) == nil {
		for key, value := range states {
			if strings.HasPrefix(key, "desk/") && strings.HasSuffix(key, "/window-0001") {
				_ = json.Unmarshal(value, &p)
			}
		}
	}
	return p
}

func attends(request int64) func(frame) bool {
	return func(f frame) bool { return seatOf(f).Request == request }
}

// leaves tells whether a frame takes the seat away.
func leaves(f frame) bool {
	var states map[string]json.RawMessage
	if f.T != "state" || json.Unmarshal(f.Data, &states) != nil {
		return false
	}
	for key, value := range states {
		if strings.HasSuffix(key, "/window-0001") {
			return string(value) == "null"
		}
	}
	return false
}

// within tells whether a wanted frame comes in time.
func (s *screen) within(patience time.Duration, wanted func(frame) bool) bool {
	late := time.After(patience)
	for {
		select {
		case f, open := <-s.frames:
			if !open || wanted(f) {
				return open
			}
		case <-late:
			return false
		}
	}
}
