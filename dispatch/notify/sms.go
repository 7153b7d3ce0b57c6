package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
	"github.com/tidwall/gjson"
)

// Gateway is an HTTP gateway for SMS as its contract describes it. URL and Body hold {to}, {text}, {key} and {from},
// which are written in the way that the place asks for.
type Gateway struct {
	URL       string
	Method    string
	Headers   map[string]string
	Body      string // JSON when it begins with { or [, else a form
	From      string
	Expect    []int  // statuses of success; none: every 2xx
	Reference string // where its answer holds its name of the message, "messages.0.id"; without it there: refused
	Receipt   Receipt
}

type sms struct {
	Gateway
	client *http.Client
}

// SMS sends through a gateway. Only the gateway's own host is called.
func SMS(g Gateway) (Channel, error) {
	at, err := url.Parse(g.URL)
	if err != nil || (at.Scheme != "https" && at.Scheme != "http") || at.Hostname() == "" {
		return nil, fmt.Errorf("SMS gateway: the address is no http(s) URL")
	}
	if g.Method == "" {
		g.Method = http.MethodPost
	}
	return &sms{g, client(hosts{strings.ToLower(at.Hostname())}, false)}, nil
}

func (s *sms) Towards(c Contact) string {
	phone := dialled(c.Phone)
	if phone == "" {
		return ""
	}
	return phone[:2] + "…" + phone[len(phone)-2:]
}

// dialled is a telephone in E.164, however a crew's was written; "" for what takes no messages: a city's own number.
func dialled(written string) string {
	number, err := phonenumbers.Parse(written, "RU")
	if err != nil || !phonenumbers.IsPossibleNumber(number) {
		return ""
	}
	return phonenumbers.Format(number, phonenumbers.E164)
}

func (s *sms) Send(ctx context.Context, to Contact, m Message) (string, error) {
	fields := []string{"{to}", dialled(to.Phone), "{text}", m.Whole(), "{key}", m.Key, "{from}", s.From}
	isJSON := strings.HasPrefix(strings.TrimSpace(s.Body), "{") || strings.HasPrefix(strings.TrimSpace(s.Body), "[")
	body := filled(s.Body, fields, url.QueryEscape)
	if isJSON {
		body = filled(s.Body, fields, quoted)
	}
	r, err := http.NewRequestWithContext(ctx, s.Method, filled(s.URL, fields, url.QueryEscape), strings.NewReader(body))
	if err != nil {
		return "", final("bad_settings")
	}
	switch {
	case isJSON:
		r.Header.Set("Content-Type", "application/json")
	case s.Body != "":
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range s.Headers {
		r.Header.Set(name, value)
	}
	return s.ask(r)
}

func (s *sms) ask(r *http.Request) (string, error) {
	answer, err := s.client.Do(r)
	if err != nil {
		return "", unreachable(err)
	}
	body, err := answerOf(answer)
	if err != nil {
		return "", err
	}
	if len(s.Expect) > 0 && !slices.Contains(s.Expect, answer.StatusCode) {
		return "", final("refused")
	}
	if s.Reference == "" {
		return "", nil
	}
	reference := gjson.GetBytes(body, s.Reference)
	if !reference.Exists() || reference.String() == "" {
		return "", final("refused") // 200 with an error inside
	}
	return reference.String(), nil
}

// filled puts the fields into a template, each written as the place asks for.
func filled(template string, fields []string, written func(string) string) string {
	pairs := slices.Clone(fields)
	for i := 1; i < len(pairs); i += 2 {
		pairs[i] = written(pairs[i])
	}
	return strings.NewReplacer(pairs...).Replace(template)
}

// quoted is a text inside of a JSON string.
func quoted(text string) string {
	written, _ := json.Marshal(text) // a string always can be
	return string(written[1 : len(written)-1])
}
