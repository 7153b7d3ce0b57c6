package notify_test

import (
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"

	"dispatch05/dispatch"
	"dispatch05/dispatch/notify"
)

// post is a mail server that answers the n-th letter with the n-th error; the last one stays.
type post struct {
	mu      sync.Mutex
	answers []error
	letters []letter
}

type letter struct{ from, to, text string }

func servePost(t *testing.T, answers ...error) (*post, string) {
	p := &post{answers: answers}
	server := smtp.NewServer(p)
	server.Domain, server.AllowInsecureAuth = "localhost", true
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return p, "smtp://" + listener.Addr().String()
}

func (p *post) NewSession(*smtp.Conn) (smtp.Session, error) { return &visit{post: p}, nil }

type visit struct {
	post     *post
	from, to string
}

func (v *visit) Mail(from string, _ *smtp.MailOptions) error { v.from = from; return nil }
func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error   { v.to = to; return nil }
func (v *visit) Reset()                                      {}
func (v *visit) Logout() error                               { return nil }

func (v *visit) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	v.post.mu.Lock()
	defer v.post.mu.Unlock()
	v.post.letters = append(v.post.letters, letter{v.from, v.to, string(text)})
	return v.post.answers[min(len(v.post.letters), len(v.post.answers))-1]
}

// TestMail: a letter arrives with its words; a server that is ill is tried again, under one name of the letter; one
// that refuses is not.
func TestMail(t *testing.T) {
	ill := &smtp.SMTPError{Code: 451, Message: "try later"}
	refuses := &smtp.SMTPError{Code: 550, Message: "no such user master@example.ru"}
	for _, row := range []struct {
		name    string
		answers []error
		state   dispatch.AttemptState
		why     string
		ends    dispatch.NoticeState
	}{
		{"taken", []error{nil}, dispatch.AttemptSent, "", dispatch.NoticeSent},
		{"ill, then well", []error{ill, nil}, dispatch.AttemptSent, "", dispatch.NoticeSent},
		{"refused", []error{refuses}, dispatch.AttemptFailed, "refused", dispatch.NoticeFailed},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := newTown(t)
			p, url := servePost(t, row.answers...)
			w.carry(notify.Settings{Public: "https://05.example.ru", Mail: notify.Mail{URL: url, From: "Служба 05 <05@example.ru>"}})
			told := w.ended(w.tell(dispatch.Notice{Urgent: true, Link: "/r/abc", Means: []dispatch.Means{dispatch.ByMail}}), row.ends)
			wantAttempt(t, told, dispatch.ByMail, row.state, row.why, len(row.answers))
			p.mu.Lock()
			defer p.mu.Unlock()
			if len(p.letters) != len(row.answers) {
				t.Fatalf("%d letters", len(p.letters))
			}
			for _, l := range p.letters {
				wantLetter(t, l, told, p.letters[0])
			}
		})
	}
}

func wantLetter(t *testing.T, l letter, told dispatch.Told, first letter) {
	t.Helper()
	read, err := mail.ReadMessage(strings.NewReader(l.text))
	must(t, err)
	subject, err := new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject"))
	must(t, err)
	body, err := io.ReadAll(quotedprintable.NewReader(read.Body))
	must(t, err)
	if l.from != "05@example.ru" || l.to != "master@example.ru" || subject != told.Subject || !strings.Contains(string(body), told.Text) || !strings.Contains(string(body), "https://05.example.ru/r/abc") {
		t.Errorf("letter from %s to %s: %q %q", l.from, l.to, subject, body)
	}
	before, _ := mail.ReadMessage(strings.NewReader(first.text))
	if id := read.Header.Get("Message-Id"); id == "" || id != before.Header.Get("Message-Id") {
		t.Errorf("a letter sent again is called %s", id)
	}
}
