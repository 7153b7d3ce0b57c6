package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/SherClockHolmes/webpush-go"

	"dispatch05/dispatch"
)

// Push is how browsers are reached. Their endpoints come from outside, so only known carriers are called.
type Push struct {
	Private, Public string   // the service's key pair (VAPID)
	Subject         string   // who is asked when something is wrong: an address of e-mail, or https://…
	Hosts           []string // further carriers, "push.example.ru" or ".example.ru"
}

// pushHosts are the carriers of the browsers that there are.
var pushHosts = hosts{"fcm.googleapis.com", "updates.push.services.mozilla.com", ".push.apple.com", ".notify.windows.com"}

type push struct {
	Push
	hosts  hosts
	client *http.Client
	forget func(ctx context.Context, endpoint string) error
}

// WebPush sends to browsers; forget drops one that its carrier says is gone.
func WebPush(settings Push, forget func(ctx context.Context, endpoint string) error) Channel {
	allowed, inside := append(hosts{}, pushHosts...), false
	for _, host := range settings.Hosts {
		allowed = append(allowed, strings.ToLower(host))
		inside = true // a city's own carrier may stand in its own network
	}
	return &push{settings, allowed, client(allowed, !inside), forget}
}

// NewPushKeys makes a key pair.
func NewPushKeys() (private, public string, err error) { return webpush.GenerateVAPIDKeys() }

var errForeignCarrier = &dispatch.Error{Kind: dispatch.Invalid, Code: "foreign_carrier", Field: "endpoint",
	Ru: "Этот браузер получает уведомления через неизвестную службу: её добавляет администратор", En: "This browser gets its messages by a carrier that is not known here: the administrator adds it"}

// CheckEndpoint refuses a browser whose carrier a city may not call.
func CheckEndpoint(set Set, endpoint string) error {
	p, sends := set.Channels[dispatch.ByPush].(*push)
	if !sends {
		return dispatch.ErrNotFound
	}
	return p.checkEndpoint(endpoint)
}

func (p *push) checkEndpoint(endpoint string) error {
	at, err := url.Parse(endpoint)
	plain := err == nil && at.Scheme == "http" && (at.Hostname() == "127.0.0.1" || at.Hostname() == "localhost")
	if err != nil || (at.Scheme != "https" && !plain) || !p.hosts.allow(at.Hostname()) {
		return errForeignCarrier
	}
	return nil
}

func (p *push) Towards(c Contact) string {
	if len(c.Subscriptions) == 0 {
		return ""
	}
	return fmt.Sprintf("браузеров: %d", len(c.Subscriptions))
}

// Pushed is what the screen's worker is given.
type Pushed struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	Text  string `json:"text"`
	Link  string `json:"link"`
	Ack   string `json:"ack"`
	Order int64  `json:"order,omitempty"` // a tablet opens it
}

// pushTTL is how many seconds a carrier keeps what a sleeping browser has not fetched.
const pushTTL = 3600

// Send tries every browser of the contact: it has gone when one of them took it.
func (p *push) Send(ctx context.Context, to Contact, m Message) (string, error) {
	payload, err := json.Marshal(Pushed{m.Key, m.Subject, m.Text, m.Link, m.Ack, m.Order})
	if err != nil {
		return "", final("bad_settings")
	}
	worst := error(nil)
	for _, s := range to.Subscriptions {
		err := p.one(ctx, s, payload, m.Urgent)
		if err == nil {
			return "", p.others(ctx, to.Subscriptions, s, payload, m.Urgent)
		}
		var refusal *Refusal
		if worst == nil || (errors.As(err, &refusal) && !refusal.Final) {
			worst = err
		}
	}
	return "", worst
}

// others are told too, once one browser has been: what they answer changes nothing.
func (p *push) others(ctx context.Context, all []Subscription, taken Subscription, payload []byte, urgent bool) error {
	after := false
	for _, s := range all {
		if after {
			_ = p.one(ctx, s, payload, urgent)
		}
		after = after || s == taken
	}
	return nil
}

func (p *push) one(ctx context.Context, s Subscription, payload []byte, urgent bool) error {
	if p.checkEndpoint(s.Endpoint) != nil {
		return final("foreign_carrier")
	}
	options := &webpush.Options{HTTPClient: p.client, Subscriber: p.Subject, TTL: pushTTL, Urgency: webpush.UrgencyNormal, VAPIDPublicKey: p.Public, VAPIDPrivateKey: p.Private}
	if urgent {
		options.Urgency = webpush.UrgencyHigh
	}
	answer, err := webpush.SendNotificationWithContext(ctx, payload, &webpush.Subscription{Endpoint: s.Endpoint, Keys: webpush.Keys{Auth: s.Auth, P256dh: s.P256dh}}, options)
	var called *url.Error
	switch {
	case errors.As(err, &called):
		return unreachable(err)
	case err != nil:
		return final("bad_address") // its keys are none
	}
	if answer.StatusCode == http.StatusNotFound || answer.StatusCode == http.StatusGone {
		answer.Body.Close()
		_ = p.forget(ctx, s.Endpoint) // else it is forgotten next time
		return final("gone")
	}
	_, err = answerOf(answer)
	return err
}
