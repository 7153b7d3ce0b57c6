package notify_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/notify"
)

// TestNobodyAnswers: the device stays silent, so the next means is tried after the time for an answer, and after the
// last one it is written that nobody has answered.
func TestNobodyAnswers(t *testing.T) {
	w, s, browsers, b := newTown(t), serve(t, answer(200, taken)), serve(t, answer(201, "")), newBrowser(t)
	w.subscribe(b.at(browsers.URL))
	settings := gateway(s)
	settings.Push = pushSettings(t).Push
	w.carry(settings)
	began := time.Now()
	id := w.tell(dispatch.Notice{Urgent: true, AckWithin: time.Second, Means: []dispatch.Means{dispatch.ByBoard, dispatch.ByPush, dispatch.ByTelegram, dispatch.BySMS, dispatch.ByVoice}})
	told := w.ended(id, dispatch.NoticeUnanswered)
	if took := time.Since(began); took < 3*time.Second {
		t.Errorf("three means waited %s in all", took)
	}
	wantAttempt(t, told, dispatch.ByBoard, dispatch.AttemptSent, "", 1)
	wantAttempt(t, told, dispatch.ByPush, dispatch.AttemptSent, "", 1)
	wantAttempt(t, told, dispatch.ByTelegram, dispatch.AttemptSkipped, "not_configured", 0)
	wantAttempt(t, told, dispatch.BySMS, dispatch.AttemptSent, "", 1)
	wantAttempt(t, told, dispatch.ByVoice, dispatch.AttemptSkipped, "not_built", 0)
	if pushed := b.open(t, browsers.heard()[0].body); pushed.Ack != "https://05.example.ru/n/"+told.Token {
		t.Errorf("the answer goes to %s", pushed.Ack)
	}
	must(t, w.store.AcknowledgeNotice(t.Context(), city, id, time.Now())) // late, and worth knowing
	wantAttempt(t, w.ended(id, dispatch.NoticeAcknowledged), dispatch.BySMS, dispatch.AttemptAcknowledged, "", 1)
}

// TestAnAnswerEndsIt: after the word of the recipient nothing more is sent.
func TestAnAnswerEndsIt(t *testing.T) {
	w, s, chat := newTown(t), serve(t, answer(200, taken)), serve(t, answer(200, telegramTaken))
	settings := gateway(s)
	settings.Telegram = notify.Telegram{Token: "1:t", Server: chat.URL}
	w.carry(settings)
	id := w.tell(dispatch.Notice{Urgent: true, AckWithin: time.Second, Means: []dispatch.Means{dispatch.ByTelegram, dispatch.BySMS}})
	w.until(id, "sent", func(t dispatch.Told) bool { a, _ := t.Attempt(dispatch.ByTelegram); return a.Gone() })
	must(t, w.store.AcknowledgeNotice(t.Context(), city, id, time.Now()))
	time.Sleep(2 * time.Second)
	told := w.ended(id, dispatch.NoticeAcknowledged)
	wantAttempt(t, told, dispatch.ByTelegram, dispatch.AttemptAcknowledged, "", 1)
	if len(s.heard()) != 0 {
		t.Error("a message went although the first was answered")
	}
}

// TestTheNightHolds: what can wait is held until the quiet hours of the city are over, what is urgent goes.
func TestTheNightHolds(t *testing.T) {
	w, s := newTown(t), serve(t, answer(200, taken))
	zone, err := time.LoadLocation("Asia/Omsk")
	must(t, err)
	local := time.Now().In(zone)
	settings := gateway(s)
	settings.Quiet = notify.Quiet{From: time.Duration(local.Hour()) * time.Hour, To: time.Duration((local.Hour()+2)%24) * time.Hour}
	w.carry(settings)
	waits := w.tell(dispatch.Notice{Occasion: "waits", Means: []dispatch.Means{dispatch.BySMS}})
	goes := w.tell(dispatch.Notice{Occasion: "goes", Urgent: true, Means: []dispatch.Means{dispatch.BySMS}})
	w.ended(goes, dispatch.NoticeSent)
	told := w.until(waits, "held", func(t dispatch.Told) bool { return t.State == dispatch.NoticeHeld })
	if len(told.Attempts) != 0 || len(s.heard()) != 1 {
		t.Errorf("%d messages went, attempts of the held one: %+v", len(s.heard()), told.Attempts)
	}
	morning, _ := settings.Quiet.Until(time.Now(), zone)
	var at time.Time
	end := time.Now().Add(10 * time.Second)
	for at.IsZero() && time.Now().Before(end) {
		_ = w.pool.QueryRow(t.Context(), `select scheduled_at from river_job where state = 'scheduled' and (args->>'notice')::bigint = $1`, waits).Scan(&at)
		time.Sleep(20 * time.Millisecond)
	}
	if late := at.Sub(morning).Abs(); late > 2*time.Second {
		t.Errorf("it goes on at %s, the quiet hours end at %s", at, morning)
	}
}

// TestQuietHours: the night on the clock of a zone, over midnight and within a day, with a change of the clocks.
func TestQuietHours(t *testing.T) {
	omsk, err := time.LoadLocation("Asia/Omsk")
	must(t, err)
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	at := func(text string) time.Time { v, err := time.Parse(time.RFC3339, text); must(t, err); return v }
	day := notify.Quiet{From: 13 * time.Hour, To: 14*time.Hour + 30*time.Minute}
	for _, row := range []struct {
		quiet notify.Quiet
		zone  *time.Location
		now   string
		until string
	}{
		{notify.DefaultQuiet, omsk, "2026-11-23T15:59:59Z", ""},
		{notify.DefaultQuiet, omsk, "2026-11-23T16:00:00Z", "2026-11-24T02:00:00Z"},
		{notify.DefaultQuiet, omsk, "2026-11-23T20:00:00Z", "2026-11-24T02:00:00Z"},
		{notify.DefaultQuiet, omsk, "2026-11-24T01:59:59Z", "2026-11-24T02:00:00Z"},
		{notify.DefaultQuiet, omsk, "2026-11-24T02:00:00Z", ""},
		{notify.DefaultQuiet, berlin, "2026-03-28T22:00:00Z", "2026-03-29T06:00:00Z"}, // the night that is an hour short
		{day, omsk, "2026-11-23T07:30:00Z", "2026-11-23T08:30:00Z"},
		{day, omsk, "2026-11-23T09:00:00Z", ""},
		{notify.Quiet{}, omsk, "2026-11-23T20:00:00Z", ""},
	} {
		until, quiet := row.quiet.Until(at(row.now), row.zone)
		if quiet != (row.until != "") || (quiet && !until.Equal(at(row.until))) {
			t.Errorf("%v at %s: %v %s, want %q", row.quiet, row.now, quiet, until, row.until)
		}
	}
	for text, good := range map[string]bool{"22:00-08:00": true, "": true, "25:00-08:00": false, "22-8": false, "night": false} {
		if _, err := notify.ParseQuiet(text); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// doomedEnv tells the test program to be a node that is killed while it sends: the database and the gateway.
const doomedEnv, doomedGateway = "DISPATCH05_TEST_DOOMED", "DISPATCH05_TEST_GATEWAY"

// TestKilledBetweenSendingAndRecording: the node dies when the gateway has the message and nobody has written so. The
// next node sends it again, under the same key.
func TestKilledBetweenSendingAndRecording(t *testing.T) {
	if url := os.Getenv(doomedEnv); url != "" {
		beDoomed(t, url)
		return
	}
	w := newTown(t)
	died, doomed := make(chan struct{}), make(chan int, 1)
	s := serve(t, func(http.ResponseWriter, *http.Request) {
		_ = syscall.Kill(<-doomed, syscall.SIGKILL)
		<-died
	}, answer(200, taken))
	id := w.tell(dispatch.Notice{Urgent: true, Means: []dispatch.Means{dispatch.BySMS}})
	node := exec.Command(os.Args[0], "-test.run=^TestKilledBetweenSendingAndRecording$")
	node.Env = append(os.Environ(), doomedEnv+"="+w.url, doomedGateway+"="+s.URL)
	must(t, node.Start())
	doomed <- node.Process.Pid
	err := node.Wait()
	close(died)
	if status, ok := node.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
		t.Fatalf("the node was not killed: %v", err)
	}
	told, err := w.store.Notice(t.Context(), city, id)
	must(t, err)
	wantAttempt(t, told, dispatch.BySMS, dispatch.AttemptQueued, "", 1)
	time.Sleep(4200 * time.Millisecond) // the config's Rescue
	w.carry(gateway(s))
	told = w.ended(id, dispatch.NoticeSent)
	wantAttempt(t, told, dispatch.BySMS, dispatch.AttemptSent, "", 2)
	heard := s.heard()
	if len(heard) != 2 || heard[0].body != heard[1].body {
		t.Errorf("%d messages: %+v", len(heard), heard)
	}
}

// beDoomed carries until it is killed.
func beDoomed(t *testing.T, url string) {
	w := &town{t: t, url: url, log: &safeBuffer{}}
	w.join()
	w.carry(gatewayAt(os.Getenv(doomedGateway)))
	time.Sleep(time.Minute)
	t.Fatal(fmt.Sprint("nobody killed the node: ", w.log))
}
