package notify

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/wneessen/go-mail"
)

// Mail is a server that takes e-mail: "smtps://user:password@host:465" (TLS from the start), or "smtp://…:587", where
// TLS is asked for before anything is said, except to this very machine.
type Mail struct {
	URL  string
	From string // "Служба 05 <05@example.ru>"
}

type mailer struct {
	from    string
	options []mail.Option
	host    string
}

// ByMail sends through a mail server.
func ByMail(settings Mail) (Channel, error) {
	at, err := url.Parse(settings.URL)
	if err != nil || (at.Scheme != "smtp" && at.Scheme != "smtps") || at.Hostname() == "" {
		return nil, errors.New("mail: the address is not smtp(s)://host:port")
	}
	m := &mailer{from: settings.From, host: at.Hostname(), options: []mail.Option{mail.WithTimeout(sendWithin)}}
	if port := at.Port(); port != "" {
		number, err := strconv.Atoi(port)
		if err != nil {
			return nil, fmt.Errorf("mail: port: %w", err)
		}
		m.options = append(m.options, mail.WithPort(number))
	}
	if at.Scheme == "smtps" {
		m.options = append(m.options, mail.WithSSL())
	} else {
		m.options = append(m.options, mail.WithTLSPolicy(tlsTowards(at.Hostname())))
	}
	if password, set := at.User.Password(); set {
		m.options = append(m.options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(at.User.Username()), mail.WithPassword(password))
	}
	if err := mail.NewMsg().From(settings.From); err != nil {
		return nil, errors.New("mail: the sender is no address")
	}
	_, err = mail.NewClient(m.host, m.options...)
	return m, err
}

func tlsTowards(host string) mail.TLSPolicy {
	if host == "localhost" || host == "127.0.0.1" || host == "::1" {
		return mail.TLSOpportunistic
	}
	return mail.TLSMandatory
}

func (m *mailer) Towards(c Contact) string {
	name, host, found := strings.Cut(c.Mail, "@")
	if !found || name == "" {
		return ""
	}
	return string([]rune(name)[:1]) + "…@" + host
}

func (m *mailer) Send(ctx context.Context, to Contact, notice Message) (string, error) {
	letter := mail.NewMsg()
	if letter.From(m.from) != nil || letter.To(to.Mail) != nil {
		return "", final("bad_address")
	}
	letter.Subject(notice.Subject)
	letter.SetMessageIDWithValue(strings.NewReplacer("/", ".").Replace(notice.Key) + "@dispatch05") // repeats have one name
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.SetBodyString(mail.TypeTextPlain, notice.asLetter())
	client, err := mail.NewClient(m.host, m.options...)
	if err != nil {
		return "", final("bad_settings")
	}
	err = client.DialAndSendWithContext(ctx, letter)
	if err == nil || letter.IsDelivered() { // a bad good-bye changes nothing
		return "", nil
	}
	return "", mailRefusal(err)
}

func mailRefusal(err error) error {
	var refused *mail.SendError
	switch {
	case !errors.As(err, &refused):
		return unreachable(err)
	case refused.IsTemp() || refused.ErrorCode() < 500:
		return transient("carrier_failed")
	default:
		return final("refused")
	}
}

// asLetter is the text with its links on lines of their own.
func (m Message) asLetter() string {
	text := m.Text + "\n"
	if m.Link != "" {
		text += "\n" + m.Link + "\n"
	}
	if m.Ack != "" {
		text += "\nПринять: " + m.Ack + "\n"
	}
	return text
}
