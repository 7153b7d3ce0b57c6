package notify_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/notify"
)

const smsBody = `{"messages":[{"to":"{to}","text":"{text}","from":"{from}","id":"{key}"}]}`

// gateway are the settings of an SMS gateway at a server.
func gateway(s *server) notify.Settings { return gatewayAt(s.URL) }

func gatewayAt(url string) notify.Settings {
	return notify.Settings{Public: "https://05.example.ru/", SMS: notify.Gateway{URL: url + "/send", Headers: map[string]string{"Authorization": "Bearer secret"},
		Body: smsBody, From: "SLUZHBA05", Reference: "messages.0.id",
		Receipt: notify.Receipt{Secret: "s3cret", Reference: "id", Status: "status", Delivered: []string{"delivered"}, Failed: []string{"undelivered"}}}}
}

const taken = `{"messages":[{"id":"gw-17"}]}`

// TestAMessageGoesByTheGateway: what is sent is the JSON that was set, whatever signs the text holds; the answer's name
// of it is kept; the receipt makes it delivered; nothing personal is logged.
func TestAMessageGoesByTheGateway(t *testing.T) {
	w, s := newTown(t), serve(t, answer(200, taken))
	w.carry(gateway(s))
	id := w.tell(dispatch.Notice{Urgent: true, Means: []dispatch.Means{dispatch.BySMS}, Link: "/r/abc"})
	told := w.ended(id, dispatch.NoticeSent)
	wantAttempt(t, told, dispatch.BySMS, dispatch.AttemptSent, "", 1)
	if a := told.Attempts[0]; a.Reference != "gw-17" || a.Towards != "+7…01" {
		t.Errorf("attempt %+v", a)
	}
	var sent struct{ Messages []map[string]string }
	heard := s.heard()
	must(t, json.Unmarshal([]byte(heard[0].body), &sent))
	if m := sent.Messages[0]; m["to"] != w.phone || m["from"] != "SLUZHBA05" || m["text"] != told.Text+" https://05.example.ru/r/abc" || !strings.Contains(m["id"], told.Key()) {
		t.Errorf("the gateway was told %v", m)
	}
	if heard[0].header.Get("Authorization") != "Bearer secret" || heard[0].path != "/send" {
		t.Errorf("called %s with %v", heard[0].path, heard[0].header)
	}
	w.receipt(t, "wrong", `{"id":"gw-17","status":"delivered"}`, dispatch.ErrNotFound)
	w.receipt(t, "s3cret", `{"id":"gw-99","status":"delivered"}`, dispatch.ErrNotFound)
	w.receipt(t, "s3cret", `{"id":"gw-17","status":"on the way"}`, nil)
	w.receipt(t, "s3cret", `{"id":"gw-17","status":"Delivered"}`, nil)
	w.receipt(t, "s3cret", `{"id":"gw-17","status":"Delivered"}`, nil) // told twice
	told, _ = w.store.Notice(t.Context(), city, id)
	wantAttempt(t, told, dispatch.BySMS, dispatch.AttemptDelivered, "", 1)
	if text := w.log.String(); strings.Contains(text, w.phone) || strings.Contains(text, "течёт") {
		t.Errorf("personal data in the log: %s", text)
	}
}

// receipt is what the gateway says of a message.
func (w *town) receipt(t *testing.T, secret, body string, want error) {
	t.Helper()
	r := httptest.NewRequest("POST", "/", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	settings := gatewayAt("")
	all := notify.Receipts{Of: func(string) notify.Receipt { return settings.SMS.Receipt }, Keep: w.store.Receipt, Now: func() time.Time { return time.Now().UTC() }}
	if err := all.Take(city, secret, r); (want == nil) != (err == nil) || (want != nil && err != want) {
		t.Errorf("receipt %s: %v, want %v", body, err, want)
	}
}

// TestAFormAndAQueryAreFilled: gateways that want a form or all in the address.
func TestAFormAndAQueryAreFilled(t *testing.T) {
	w, s := newTown(t), serve(t, answer(200, "ok"))
	settings := notify.Settings{SMS: notify.Gateway{URL: s.URL + "/get?phones={to}&mes={text}", Method: "GET"}}
	w.carry(settings)
	w.ended(w.tell(dispatch.Notice{Urgent: true, Text: "а & б?", Means: []dispatch.Means{dispatch.BySMS}}), dispatch.NoticeSent)
	if path := s.heard()[0].path; path != "/get?phones=%2B79136000001&mes=%D0%B0+%26+%D0%B1%3F" {
		t.Errorf("called %s", path)
	}
}

// TestAGatewayThatFails: what may pass is tried again, what will not is not; after three failures the next means is
// taken, at once after a final refusal.
func TestAGatewayThatFails(t *testing.T) {
	both := []dispatch.Means{dispatch.BySMS, dispatch.ByTelegram}
	for _, row := range []struct {
		name   string
		script []script
		calls  int
		state  dispatch.AttemptState
		why    string
		next   dispatch.AttemptState // of Telegram
	}{
		{"well again", []script{answer(502, ""), answer(500, ""), answer(200, taken)}, 3, dispatch.AttemptSent, "", ""},
		{"ill", []script{answer(502, "")}, 3, dispatch.AttemptFailed, "carrier_failed", dispatch.AttemptSent},
		{"refuses", []script{answer(403, `{"error":"no such number +79136000001"}`)}, 1, dispatch.AttemptFailed, "refused", dispatch.AttemptSent},
		{"refuses by a 200", []script{answer(200, `{"error":"balance"}`)}, 1, dispatch.AttemptFailed, "refused", dispatch.AttemptSent},
		{"slow", []script{func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }}, 3, dispatch.AttemptFailed, "too_slow", dispatch.AttemptSent},
		{"busy for a second", []script{func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(429)
		}, answer(200, taken)}, 2, dispatch.AttemptSent, "", ""},
		{"leads elsewhere", []script{func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/inside", http.StatusFound) }}, 1, dispatch.AttemptFailed, "refused", dispatch.AttemptSent},
	} {
		t.Run(row.name, func(t *testing.T) {
			w, s, chat := newTown(t), serve(t, row.script...), serve(t, answer(200, telegramTaken))
			settings := gateway(s)
			settings.Telegram = notify.Telegram{Token: "1:t", Server: chat.URL}
			w.carry(settings)
			told := w.ended(w.tell(dispatch.Notice{Urgent: true, Means: both}), dispatch.NoticeSent)
			wantAttempt(t, told, dispatch.BySMS, row.state, row.why, row.calls)
			if a, _ := told.Attempt(dispatch.ByTelegram); a.State != row.next {
				t.Errorf("Telegram is %q, want %q", a.State, row.next)
			}
			if n := len(s.heard()); n != row.calls {
				t.Errorf("%d calls, want %d", n, row.calls)
			}
			w.nothingPersonalInJobs()
		})
	}
}

// nothingPersonalInJobs looks into River's own rows.
func (w *town) nothingPersonalInJobs() {
	w.t.Helper()
	var found int
	must(w.t, w.pool.QueryRow(w.t.Context(), `select count(*) from river_job j where j::text like '%79136000001%' or j::text like '%течёт%'`).Scan(&found))
	if found > 0 {
		w.t.Error("River's rows hold personal data")
	}
}

// TestToldOnce: the same occasion written by four at once is one message, whoever of two nodes carries it.
func TestToldOnce(t *testing.T) {
	w, s := newTown(t), serve(t, answer(200, taken))
	w.carry(gateway(s))
	w.carry(gateway(s))
	var writers sync.WaitGroup
	const occasions = 25
	for range 4 {
		writers.Go(func() {
			for i := range occasions {
				w.tell(dispatch.Notice{Urgent: true, Occasion: fmt.Sprint(i), Means: []dispatch.Means{dispatch.BySMS}})
			}
		})
	}
	writers.Wait()
	for i := range occasions {
		w.ended(w.tell(dispatch.Notice{Urgent: true, Occasion: fmt.Sprint(i), Means: []dispatch.Means{dispatch.BySMS}}), dispatch.NoticeSent)
	}
	if n := len(s.heard()); n != occasions {
		t.Errorf("%d messages of %d occasions", n, occasions)
	}
}

// TestNotDelivered: the gateway took the message and says later that it will never arrive: the next means is tried.
func TestNotDelivered(t *testing.T) {
	w, s, chat := newTown(t), serve(t, answer(200, taken)), serve(t, answer(200, telegramTaken))
	settings := gateway(s)
	settings.Telegram = notify.Telegram{Token: "1:t", Server: chat.URL}
	w.carry(settings)
	id := w.tell(dispatch.Notice{Urgent: true, Means: []dispatch.Means{dispatch.BySMS, dispatch.ByTelegram}})
	w.ended(id, dispatch.NoticeSent)
	w.receipt(t, "s3cret", `{"id":"gw-17","status":"undelivered"}`, nil)
	told := w.until(id, "told otherwise", func(t dispatch.Told) bool { a, _ := t.Attempt(dispatch.ByTelegram); return a.Gone() && t.State.Over() })
	wantAttempt(t, told, dispatch.BySMS, dispatch.AttemptFailed, "not_delivered", 1)
}

// TestTelephonesAreDialled: as crews and people write them.
func TestTelephonesAreDialled(t *testing.T) {
	s := serve(t, answer(200, taken))
	set, err := notify.Open(gateway(s), nil)
	must(t, err)
	channel := set.Channels[dispatch.BySMS]
	for written, masked := range map[string]string{"+7 913 600-00-01": "+7…01", "8 (913) 600-00-02": "+7…02", "23-45-67": "", "05": "", "": "", "нет": ""} {
		if got := channel.Towards(notify.Contact{Phone: written}); got != masked {
			t.Errorf("%q is %q, want %q", written, got, masked)
		}
	}
	_, err = channel.Send(t.Context(), notify.Contact{Phone: "8 (913) 600-00-02"}, notify.Message{Text: "x"})
	must(t, err)
	if body := s.heard()[0].body; !strings.Contains(body, `"to":"+79136000002"`) {
		t.Errorf("sent %s", body)
	}
}
