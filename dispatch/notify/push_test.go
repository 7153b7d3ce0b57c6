package notify_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/notify"
)

// browser is a subscription whose messages the test can read (RFC 8291).
type browser struct {
	key  *ecdh.PrivateKey
	auth []byte
}

func newBrowser(t *testing.T) browser {
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	must(t, err)
	auth := make([]byte, 16)
	_, _ = rand.Read(auth)
	return browser{key, auth}
}

func (b browser) at(endpoint string) notify.Subscription {
	return notify.Subscription{Endpoint: endpoint, P256dh: base64.RawURLEncoding.EncodeToString(b.key.PublicKey().Bytes()), Auth: base64.RawURLEncoding.EncodeToString(b.auth)}
}

// open decrypts a body of aes128gcm.
func (b browser) open(t *testing.T, body string) (pushed notify.Pushed) {
	t.Helper()
	data := []byte(body)
	salt, length := data[:16], int(data[20])
	_ = binary.BigEndian.Uint32(data[16:20]) // one record
	sender, sealed := data[21:21+length], data[21+length:]
	public, err := ecdh.P256().NewPublicKey(sender)
	must(t, err)
	shared, err := b.key.ECDH(public)
	must(t, err)
	info := "WebPush: info\x00" + string(b.key.PublicKey().Bytes()) + string(sender)
	ikm, err := hkdf.Key(sha256.New, shared, b.auth, info, 32)
	must(t, err)
	key, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	must(t, err)
	nonce, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12)
	must(t, err)
	block, err := aes.NewCipher(key)
	must(t, err)
	gcm, err := cipher.NewGCM(block)
	must(t, err)
	plain, err := gcm.Open(nil, nonce, sealed, nil)
	must(t, err)
	must(t, json.Unmarshal([]byte(strings.TrimRight(string(plain), "\x00\x02")), &pushed))
	return pushed
}

// subscribe gives the town's person an account with a browser.
func (w *town) subscribe(s notify.Subscription) {
	w.t.Helper()
	var account int64
	must(w.t, w.pool.QueryRow(w.t.Context(), `insert into accounts (city_id, login, name, role, organisation_id, password_hash, created_at)
		select $1, 'master', 'Мастеров М. М.', 'foreman', organisation_id, '', now() from people where id = $2
		on conflict (city_id, login) do update set name = excluded.name returning id`, city, w.person).Scan(&account))
	_, err := w.pool.Exec(w.t.Context(), `update people set account_id = $2 where id = $1`, w.person, account)
	must(w.t, err)
	must(w.t, w.store.Subscribe(w.t.Context(), city, account, s, time.Now()))
}

func pushSettings(t *testing.T) notify.Settings {
	private, public, err := notify.NewPushKeys()
	must(t, err)
	return notify.Settings{Public: "https://05.example.ru", Push: notify.Push{Private: private, Public: public, Subject: "05@example.ru", Hosts: []string{"127.0.0.1"}}}
}

// TestPush: the browser reads what was written; its carrier sees nothing of it, and that it is urgent.
func TestPush(t *testing.T) {
	w, s, b := newTown(t), serve(t, answer(201, "")), newBrowser(t)
	w.subscribe(b.at(s.URL + "/push/1"))
	w.carry(pushSettings(t))
	told := w.ended(w.tell(dispatch.Notice{Urgent: true, Link: "/r/abc", Means: []dispatch.Means{dispatch.ByPush}}), dispatch.NoticeSent)
	heard := s.heard()[0]
	if pushed := b.open(t, heard.body); pushed.Text != told.Text || pushed.Title != told.Subject || pushed.Link != "https://05.example.ru/r/abc" {
		t.Errorf("the browser read %+v", pushed)
	}
	if heard.header.Get("Urgency") != "high" || !strings.HasPrefix(heard.header.Get("Authorization"), "vapid t=") || strings.Contains(heard.body, "Лесная") {
		t.Errorf("the carrier saw %v", heard.header)
	}
}

// TestPushToSeveralBrowsers: one that is gone is forgotten, the other one is told.
func TestPushToSeveralBrowsers(t *testing.T) {
	w, alive, gone, b := newTown(t), serve(t, answer(201, "")), serve(t, answer(410, "")), newBrowser(t)
	w.subscribe(b.at(alive.URL + "/push/1"))
	w.subscribe(b.at(gone.URL + "/push/2"))
	w.carry(pushSettings(t))
	told := w.ended(w.tell(dispatch.Notice{Urgent: true, Means: []dispatch.Means{dispatch.ByPush}}), dispatch.NoticeSent)
	wantAttempt(t, told, dispatch.ByPush, dispatch.AttemptSent, "", 1)
	if len(alive.heard()) != 1 || len(gone.heard()) != 1 {
		t.Errorf("%d and %d calls", len(alive.heard()), len(gone.heard()))
	}
	contact, err := w.store.Contact(t.Context(), city, dispatch.Recipient{Person: w.person}, 0)
	must(t, err)
	if len(contact.Subscriptions) != 1 || !strings.HasPrefix(contact.Subscriptions[0].Endpoint, alive.URL) {
		t.Errorf("known browsers: %+v", contact.Subscriptions)
	}
}

// TestForeignCarriersAreNotCalled: an endpoint is what a browser says; only known carriers are called by it.
func TestForeignCarriersAreNotCalled(t *testing.T) {
	settings := pushSettings(t)
	settings.Push.Hosts = nil
	set, err := notify.Open(settings, nil)
	must(t, err)
	for endpoint, allowed := range map[string]bool{
		"https://fcm.googleapis.com/fcm/send/abc": true, "https://web.push.apple.com/x": true, "https://updates.push.services.mozilla.com/wpush/v2/x": true,
		"http://fcm.googleapis.com/x": false, "https://127.0.0.1/x": false, "https://10.0.0.5/x": false, "https://fcm.googleapis.com.example.ru/x": false,
		"https://example.ru/?fcm.googleapis.com": false, "file:///etc/passwd": false, "": false,
	} {
		if err := notify.CheckEndpoint(set, endpoint); (err == nil) != allowed {
			t.Errorf("%q: %v", endpoint, err)
		}
	}
	s, b := serve(t, answer(201, "")), newBrowser(t)
	_, err = set.Channels[dispatch.ByPush].Send(t.Context(), notify.Contact{Subscriptions: []notify.Subscription{b.at(s.URL)}}, notify.Message{Text: "x"})
	var refusal *notify.Refusal
	if !errors.As(err, &refusal) || !refusal.Final || len(s.heard()) != 0 {
		t.Errorf("answered %v after %d calls", err, len(s.heard()))
	}
}
