package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/notify"
)

// notifyCommand tries the ways in which people are told.
type notifyCommand struct {
	Test notifyTestCommand `cmd:"" help:"Send a trial message now, by one channel."`
}

// notifyTestCommand sends one message past all rules, to see that a channel works.
type notifyTestCommand struct {
	databaseFlags
	Notices noticeFlags `embed:""`
	Channel string      `required:"" enum:"sms,mail,telegram" help:"sms, mail or telegram."`
	To      string      `required:"" help:"Telephone (+7…), e-mail address or chat id."`
	Text    string      `default:"Проверка связи: служба 05." help:"What to send."`
}

// Run sends it and says what the carrier answered.
func (c *notifyTestCommand) Run(ctx context.Context, std *streams) error {
	settings, err := c.Notices.settings()
	if err != nil {
		return err
	}
	set, err := notify.Open(settings, nil)
	if err != nil {
		return err
	}
	channel := set.Channels[dispatch.Means(c.Channel)]
	if channel == nil {
		return fmt.Errorf("%s is not configured: see dispatch05 serve --help", c.Channel)
	}
	to := notify.Contact{Phone: c.To, Mail: c.To, Telegram: c.To}
	towards := channel.Towards(to)
	if towards == "" {
		return errors.New("this is no address for " + c.Channel)
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	reference, err := channel.Send(ctx, to, notify.Message{Key: "trial/" + time.Now().UTC().Format(time.RFC3339), Subject: "Проверка связи", Text: c.Text, Urgent: true})
	if err != nil {
		_, words := dispatch.AttemptWhy(err.Error())
		return errors.New(words)
	}
	fmt.Fprintf(std.out, "sent to %s by %s", towards, c.Channel)
	if reference != "" {
		fmt.Fprintf(std.out, ", the carrier calls it %s", reference)
	}
	fmt.Fprintln(std.out)
	return nil
}

// channels says which ways of telling people are set up. To have none is no fault: the screens work without.
func (x *examination) channels(f noticeFlags) {
	settings, err := f.settings()
	var set notify.Set
	if err == nil {
		set, err = notify.Open(settings, nil)
	}
	if err != nil {
		x.tell(false, "channels: %v", err)
		return
	}
	have, lack := []string{"the screens", string(dispatch.ByPush)}, []string{}
	configured := false
	for _, means := range []dispatch.Means{dispatch.BySMS, dispatch.ByMail, dispatch.ByTelegram} {
		if set.Has(means) {
			have, configured = append(have, string(means)), true
		} else {
			lack = append(lack, string(means))
		}
	}
	x.tell(true, "notices go by %s; not configured: %s; voice is not built", strings.Join(have, ", "), cmp.Or(strings.Join(lack, ", "), "none"))
	x.tell(!configured || settings.Public != "", "messages hold links to this service (PUBLIC_URL)")
	x.tell(notify.CheckPublic(settings.Public), "PUBLIC_URL is an address")
}
