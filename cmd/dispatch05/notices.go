package main

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"

	"dispatch05/dispatch"
	"dispatch05/dispatch/notify"
	"dispatch05/dispatch/postgres"
)

// noticeFlags say how people are told outside of the screens. What is left empty the service does not have.
type noticeFlags struct {
	PublicURL     string            `name:"public-url" env:"PUBLIC_URL" help:"Address of this service as people reach it (https://05.example.ru); without it messages hold no links."`
	Quiet         string            `env:"QUIET_HOURS" default:"22:00-08:00" help:"Hours, on the city's clock, over which what can wait is held; none: ''."`
	SMTPURL       string            `name:"smtp-url" env:"SMTP_URL" help:"Mail server: smtps://user:password@host:465, or smtp://… with STARTTLS."`
	MailFrom      string            `env:"MAIL_FROM" help:"Sender of e-mail: 'Служба 05 <05@example.ru>'."`
	TelegramToken string            `env:"TELEGRAM_TOKEN" help:"Token of the Telegram bot."`
	TelegramURL   string            `name:"telegram-url" env:"TELEGRAM_URL" help:"Server of the Bot API, where it is not Telegram's own."`
	SMSURL        string            `name:"sms-url" env:"SMS_URL" help:"SMS gateway; {to} {text} {key} {from} stand for their values here and in the body."`
	SMSMethod     string            `name:"sms-method" env:"SMS_METHOD" default:"POST" help:"Method of the call."`
	SMSHeaders    map[string]string `name:"sms-header" env:"SMS_HEADERS" help:"Headers of the call, such as Authorization=Bearer…"`
	SMSBody       string            `name:"sms-body" env:"SMS_BODY" help:"Body: JSON, or a form (to={to}&text={text})."`
	SMSFrom       string            `name:"sms-from" env:"SMS_FROM" help:"Sender's name that is registered with the gateway."`
	SMSExpect     []int             `name:"sms-expect" env:"SMS_EXPECT" help:"Statuses that mean success; every 2xx unless said."`
	SMSReference  string            `name:"sms-reference" env:"SMS_REFERENCE" help:"Where the answer holds the gateway's name of the message: messages.0.id"`
	Receipt       receiptFlags      `embed:"" prefix:"sms-receipt-"`
	PushSubject   string            `env:"PUSH_SUBJECT" help:"Who answers for Web Push: an e-mail address, or https://…; the service's own address unless said."`
	PushHosts     []string          `env:"PUSH_HOSTS" help:"Further hosts that carry Web Push (.example.ru: all below it)."`
}

// receiptFlags say how the gateway tells what became of a message: POST /api/v1/hooks/CITY/sms/SECRET.
type receiptFlags struct {
	Secret    string   `env:"SMS_RECEIPT_SECRET" help:"Last part of the path that the gateway calls with receipts."`
	Reference string   `env:"SMS_RECEIPT_REFERENCE" default:"id" help:"Its field with the name of the message."`
	Status    string   `env:"SMS_RECEIPT_STATUS" default:"status" help:"Its field with the state."`
	Delivered []string `env:"SMS_RECEIPT_DELIVERED" default:"delivered,DELIVRD" help:"States that mean: it arrived."`
	Failed    []string `env:"SMS_RECEIPT_FAILED" default:"failed,undelivered,UNDELIV,EXPIRED,REJECTD" help:"States that mean: it never will."`
}

// settings are the flags as dispatch/notify wants them, but for the key pair of Web Push.
func (f noticeFlags) settings() (notify.Settings, error) {
	quiet, err := notify.ParseQuiet(f.Quiet)
	if err != nil {
		return notify.Settings{}, err
	}
	return notify.Settings{Public: f.PublicURL, Quiet: quiet, Mail: notify.Mail{URL: f.SMTPURL, From: f.MailFrom},
		Telegram: notify.Telegram{Token: f.TelegramToken, Server: f.TelegramURL},
		SMS: notify.Gateway{URL: f.SMSURL, Method: f.SMSMethod, Headers: f.SMSHeaders, Body: f.SMSBody, From: f.SMSFrom, Expect: f.SMSExpect, Reference: f.SMSReference,
			Receipt: notify.Receipt(f.Receipt)},
		Push: notify.Push{Subject: cmp.Or(f.PushSubject, f.PublicURL, "https://dispatch05.invalid"), Hosts: f.PushHosts}}, nil
}

// open makes the channels, with the key pair that the database keeps.
func (f noticeFlags) open(ctx context.Context, store *postgres.Store) (notify.Settings, notify.Set, error) {
	settings, err := f.settings()
	if err != nil {
		return settings, notify.Set{}, err
	}
	if settings.Push.Private, settings.Push.Public, err = store.PushKeys(ctx, notify.NewPushKeys); err != nil {
		return settings, notify.Set{}, err
	}
	set, err := notify.Open(settings, store.Unsubscribe)
	return settings, set, err
}

// reach lets a tool's desk know which means the settings give.
func (f noticeFlags) reach(ctx context.Context, desk *dispatch.Desk, store *postgres.Store) error {
	_, set, err := f.open(ctx, store)
	desk.Reaches = func(_ string, by dispatch.Means) bool { return set.Has(by) }
	return err
}

// startNotices opens the channels and begins to carry. All cities have the same ones, each uses them by its own rules.
func (c *serveCommand) startNotices(ctx context.Context, s *service, ends *closing, log *slog.Logger) error {
	settings, set, err := c.Notices.open(ctx, s.db.store)
	if err != nil {
		return err
	}
	s.notices = notices{settings, set, s.db.store, s.clock}
	of := func(city string) notify.Set { return set.Under(s.desk.Rules(city)) }
	s.desk.Reaches = func(_ string, by dispatch.Means) bool { return set.Has(by) } // the rules say which of them the city uses
	carrier, err := notify.Start(ctx, notify.Config{Pool: s.db.pool, Store: s.db.store, Set: of, Now: s.clock.Now, Log: log})
	if err != nil {
		return err
	}
	ends.add("notices", carrier.Stop)
	return nil
}

// notices is what the door needs of them.
type notices struct {
	settings notify.Settings
	set      notify.Set
	store    *postgres.Store
	clock    *postgres.Clock
}

func (n notices) receipt(city, secret string, r *http.Request) error {
	return notify.Receipts{Of: func(string) notify.Receipt { return n.settings.SMS.Receipt }, Keep: n.store.Receipt, Now: n.clock.Now}.Take(city, secret, r)
}

func (n notices) Key(context.Context, string) (string, error) { return n.settings.Push.Public, nil }

func (n notices) Subscribe(ctx context.Context, city string, account int64, endpoint, p256dh, auth string) error {
	if err := notify.CheckEndpoint(n.set, endpoint); err != nil {
		return err
	}
	return n.store.Subscribe(ctx, city, account, notify.Subscription{Endpoint: endpoint, P256dh: p256dh, Auth: auth}, n.clock.Now())
}

func (n notices) Unsubscribe(ctx context.Context, endpoint string) error {
	return n.store.Unsubscribe(ctx, endpoint)
}
